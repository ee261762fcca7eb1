// @ts-check
/** Colours as numbers, and the row of them to draw with. */
import { group } from "../paint/bar.js";
import { h } from "../shared/dom.js";

/** Red, green and blue, 0 to 255. @param {string} colour such as "#ff8800" */
export const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** A colour as one packed element. @param {string} colour */
export const packed = (colour) => {
  const [red, green, blue] = channels(colour);
  return (red | (green << 8) | (blue << 16) | 0xff000000) >>> 0;
};

/** A packed element's red, green and blue. @param {number} element */
export const unpacked = (element) => [element & 255, (element >>> 8) & 255, (element >>> 16) & 255];

/** The colours to choose from, and one more of any kind. @param {import("../shared/part.js").Context} context */
export const palette = ({ get, write, on }) => {
  const swatches = get("palette").map((/** @type {[string, string]} */ [name, colour]) => {
    const one = h("button.sd-swatch", {
      type: "button",
      title: name,
      "aria-label": name,
      onclick: () => write({ colour }),
    });
    one.style.setProperty("--colour", colour);
    on("colour", () => one.setAttribute("aria-pressed", String(get("colour") === colour)));
    return one;
  });
  const custom = h("input", {
    type: "color",
    "aria-label": "Another colour",
    oninput: () => write({ colour: custom.value }),
  });
  on("colour", () => {
    custom.value = get("colour");
  });
  const row = group(...swatches, custom);
  row.classList.add("sd-palette");
  return row;
};
