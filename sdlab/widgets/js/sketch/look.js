// @ts-check
/** How a drawing is painted: one packed colour a pixel, shown as it is. */
import { colourInk } from "../paint/surface.js";
import { channels, packed } from "./colour.js";

const TOLERANCE = 40; // levels by which a colour may differ and still be filled, so that no soft rim is left

/**
 * @param {import("../shared/part.js").Context} context @param {HTMLCanvasElement} canvas that shows the drawing
 * @returns {import("../paint/easel.js").Look}
 */
export const sketchLook = ({ get }, canvas) => {
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {unknown} */
  let drawn = null;
  return {
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
    draw: (sheet, changed) => {
      const { width, height, whole, data } = sheet;
      if (drawn !== sheet) Object.assign(canvas, { width, height });
      const part = drawn === sheet ? changed : whole;
      drawn = sheet;
      if (!part) return; // only the view has moved
      const [left, top, right, bottom] = part;
      const image = new ImageData(new Uint8ClampedArray(/** @type {ArrayBuffer} */ (data.buffer)), width, height);
      pen.putImageData(image, 0, 0, left, top, right - left, bottom - top);
    },
    stale: () => {},
    words: () => `colour ${get("colour")}`,
    acts: (easel) => ({ clear: () => easel.replace(easel.sheet.data.slice().fill(packed(get("background")))) }),
  };
};
