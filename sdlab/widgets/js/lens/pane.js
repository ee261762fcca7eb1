// @ts-check
// One picture under the lens: the whole of it with a ring, and below it what the ring holds, magnified.
import { h } from "../shared/dom.js";
import { placed } from "./place.js";

/**
 * @typedef {object} Glass what all panes show alike
 * @property {{ x: number, y: number }} at middle of the lens, 0 to 1
 * @property {{ width: number, height: number }} size of the pictures in pixels
 * @property {number} scale screen pixels a picture pixel
 * @property {boolean} isSmooth
 */

/**
 * @param {string} name of the picture @param {{ width: number, height: number }} size
 * @param {Record<string, (event: any) => void>} listeners of the whole picture, by "on" and the event
 */
export const makePane = (name, { width, height }, listeners) => {
  const whole = h(
    "div.whole",
    { tabIndex: 0, role: "application", "aria-label": `${name}: move the lens`, style: { aspectRatio: `${width} / ${height}` }, ...listeners },
    h("img", { alt: `${name}, whole` }),
    h("div.ring", { "aria-hidden": "true" }),
  );
  const lens = h("div.lens", { role: "img", "aria-label": `${name}, magnified` });
  return h("figure", {}, h("figcaption.sd-label", {}, name), whole, lens);
};

/** @param {Element} pane @param {string} url of the picture, "" while it is on its way @param {Glass} glass */
export const showPane = (pane, url, { at, size, scale, isSmooth }) => {
  const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (pane.querySelector(name));
  const [whole, lens, ring] = [find(".whole"), find(".lens"), find(".ring")];
  const { left, top, share } = placed(at, size, { width: lens.clientWidth, height: lens.clientHeight }, scale);
  Object.assign(lens.style, {
    backgroundImage: url ? `url(${url})` : "none",
    backgroundSize: `${size.width * scale}px ${size.height * scale}px`,
    backgroundPosition: `${left}px ${top}px`,
    imageRendering: isSmooth ? "auto" : "pixelated",
  });
  for (const side of /** @type {const} */ (["left", "top", "width", "height"])) ring.style[side] = `${share[side] * 100}%`;
  whole.classList.toggle("ready", Boolean(url));
};
