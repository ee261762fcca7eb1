// @ts-check
// A drawing in colours: what image to image turns into a picture, and control follows.
import { button, group } from "./paint/bar.js";
import { bench } from "./paint/bench.js";
import { colourInk } from "./paint/surface.js";
import { h } from "./shared/dom.js";
import { part } from "./shared/part.js";

const TOLERANCE = 40; // levels by which a colour may differ and still be filled, so that no soft rim is left

/** @param {string} colour such as "#ff8800" */
const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
/** A colour as one packed element. @param {string} colour */
const packed = (colour) => {
  const [red, green, blue] = channels(colour);
  return (red | (green << 8) | (blue << 16) | 0xff000000) >>> 0;
};

export default part("sketch-pad", (context) => {
  const { get, write, on } = context;
  const canvas = h("canvas.sd-under");
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const data = () => /** @type {Uint32Array} */ (easel.sheet.data);
  /** @type {unknown} */
  let drawn = null;

  const { easel, first, second, begin, files } = bench(context, {
    name: "drawing",
    look: {
      name: "Drawing. Arrows move a crosshair, Enter draws, ? lists all keys.",
      under: canvas,
      ink: (erase) => {
        const [red, green, blue] = channels(get(erase ? "background" : "colour"));
        return colourInk(red, green, blue);
      },
      alike: ({ base }, start) => {
        const far = (/** @type {number} */ index, /** @type {number} */ shift) =>
          Math.abs(((base[index] >>> shift) & 255) - ((base[start] >>> shift) & 255)) > TOLERANCE;
        return (index) => !far(index, 0) && !far(index, 8) && !far(index, 16);
      },
      draw: (changed) => {
        const { width, height, whole } = easel.sheet;
        if (drawn !== easel.sheet) Object.assign(canvas, { width, height });
        const part = drawn === easel.sheet ? changed : whole;
        drawn = easel.sheet;
        if (!part) return; // only the view has moved
        const [left, top, right, bottom] = part;
        const image = new ImageData(new Uint8ClampedArray(/** @type {ArrayBuffer} */ (data().buffer)), width, height);
        pen.putImageData(image, 0, 0, left, top, right - left, bottom - top);
      },
      stale: () => {},
      words: () => `colour ${get("colour")}`,
      acts: { clear: () => easel.replace(new Uint32Array(data().length).fill(packed(get("background")))) },
    },
    blank: (width, height) => new Uint32Array(width * height).fill(packed(get("background"))),
    page: (box) => {
      const cut = easel.sheet.cut(box);
      const bytes = new Uint8Array(cut.length * 3);
      cut.forEach((/** @type {number} */ colour, /** @type {number} */ i) => bytes.set([colour & 255, (colour >>> 8) & 255, (colour >>> 16) & 255], i * 3));
      return bytes;
    },
    load: (image) => new Uint32Array(image.data.buffer),
  });

  const custom = h("input", {
    type: "color",
    "aria-label": "Another colour",
    oninput: () => write({ colour: custom.value }),
  });
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
  begin();
  on("colour", () => {
    custom.value = get("colour");
  });
  first.append(group(button(easel, "clear", "Clear")));
  const palette = group(...swatches, custom);
  palette.classList.add("sd-palette");
  second.append(palette, files("Open a picture (to draw over)", true));
});
