// @ts-check
/** How a mask is painted: one byte a pixel, drawn as a veil over the picture. */
import { round } from "../paint/number.js";
import { seen } from "../paint/pane.js";
import { paint } from "../paint/shade.js";
import { coverage, MASK_INK } from "../paint/surface.js";

/**
 * @param {import("../shared/part.js").Context} context @param {HTMLElement} under
 * @param {ReturnType<typeof import("./preview.js").makePreview>} preview
 * @returns {import("../paint/easel.js").Look}
 */
export const maskLook = ({ get, write }, under, preview) => ({
  name: "Mask. Arrows move a crosshair, Enter paints, ? lists all keys.",
  under,
  ink: (erase) => (erase ? MASK_INK.erase : MASK_INK.paint),
  alike: ({ base }, start) => (index) => base[index] >> 7 === base[start] >> 7,
  draw: (sheet, changed, isMoved, view, ratio, pen) => {
    const part = seen(isMoved ? null : changed, view, ratio, pen.canvas);
    if (!part) return;
    const [left, top, right, bottom] = part;
    const image = pen.createImageData(right - left, bottom - top);
    const fill = preview.fill() ?? { data: sheet.data, stride: sheet.width, cell: 1 };
    paint(new Uint32Array(image.data.buffer), part, view, ratio, sheet, fill, get("overlay"));
    pen.putImageData(image, left, top);
  },
  stale: preview.stale,
  words: ({ data }) => `${round(coverage(data) * 1000) / 10} % masked`,
  acts: (easel) => ({
    invert: () => easel.replace(easel.sheet.data.map((value) => 255 - value)),
    all: () => easel.replace(easel.sheet.data.map(() => 255)),
    clear: () => easel.replace(easel.sheet.data.map(() => 0)),
    model: () => write({ model_view: !get("model_view") }),
    hide: (isDown) => void easel.stage.classList.toggle("sd-bare", isDown),
  }),
});
