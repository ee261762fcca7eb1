// @ts-check
/**
 * How a mask is drawn over a picture: a tint, diagonal stripes of light beside dark, and an outline of the same
 * pair. One of two neighbours always stands out, whatever the picture's brightness and whoever looks at it.
 */
import { floor, max } from "./number.js";

/** What fills: bytes, how many make a row, and how many picture pixels wide one of them is.
 * @typedef {{data: ArrayLike<number>, stride: number, cell: number}} Fill */
/** @typedef {import("./view.js").View} View */
/** @typedef {import("./surface.js").Box} Box */

const [LIGHT, DARK] = [0xffffff, 0x000000];
const TINT = 0x8b2bff; // blue, green, red: the low byte of a packed pixel is red
const STRIPE = 7; // CSS pixels from one pair of stripes to the next

/**
 * The packed RGBA of one pixel of the overlay.
 * @param {number} value 0 to 255, how much the mask selects here
 * @param {boolean} isRim whether the mask's outline passes here
 * @param {number} along x + y in CSS pixels: where on the stripes the pixel lies
 * @param {number} strength 0 to 1
 */
export const shade = (value, isRim, along, strength) => {
  const at = along % STRIPE;
  if (isRim) return (((at < STRIPE / 2 ? LIGHT : DARK) | (max(0.6, strength) * 255) << 24) >>> 0);
  const share = (value / 255) * strength;
  const [colour, alpha] = at < 1 ? [LIGHT, 0.9] : at < 2 ? [DARK, 0.9] : [TINT, 0.42];
  return (colour | ((alpha * share * 255) << 24)) >>> 0;
};

/**
 * Draw a part of the overlay.
 * @param {Uint32Array} pixels of the part, row by row @param {Box} part in device pixels
 * @param {View} view @param {number} ratio device pixels a CSS pixel
 * @param {{width: number, height: number, data: ArrayLike<number>}} mask whose outline is drawn
 * @param {Fill} fill @param {number} strength
 */
export const paint = (pixels, part, view, ratio, mask, fill, strength) => {
  const [left, top, right, bottom] = part;
  const wide = right - left;
  const column = Int32Array.from({ length: wide + 2 }, (_, i) =>
    floor(((left + i - 0.5) / ratio - view.x) / view.scale),
  );
  const line = (/** @type {number} */ y) => floor(((y + 0.5) / ratio - view.y) / view.scale);
  const inside = (/** @type {number} */ x, /** @type {number} */ y) =>
    x >= 0 && y >= 0 && x < mask.width && y < mask.height && mask.data[y * mask.width + x] > 127;
  for (let y = top, at = 0; y < bottom; y++) {
    const [above, here, below] = [line(y - 1), line(y), line(y + 1)];
    for (let i = 1; i <= wide; i++, at++) {
      const x = column[i];
      if (x < 0 || here < 0 || x >= mask.width || here >= mask.height) {
        pixels[at] = 0;
        continue;
      }
      const is = inside(x, here);
      const isRim =
        is &&
        !(inside(column[i - 1], here) && inside(column[i + 1], here) && inside(x, above) && inside(x, below));
      const value = fill.data[floor(here / fill.cell) * fill.stride + floor(x / fill.cell)];
      pixels[at] = value || isRim ? shade(value, isRim, (left + i + y) / ratio, strength) : 0;
    }
  }
};
