// @ts-check
/** What the keys and buttons of an easel do. */
import { clamp, round } from "./number.js";
import { TOOLS } from "./tool.js";

/**
 * Commands by name.
 * @param {import("./easel.js").Easel} easel @param {() => import("./easel.js").Brush} brush
 * @param {import("../shared/part.js").Context["write"]} write @returns {Record<string, (isDown: boolean) => void>}
 */
export const commands = (easel, brush, write) => {
  const { view, hand, stage, moved } = easel;
  const zoom = (/** @type {number} */ scale) => {
    view.zoom(scale);
    moved();
  };
  const choose = (/** @type {string} */ tool) => write({ tool });
  const resize = (/** @type {number} */ by) =>
    write({ brush_size: clamp(round(brush().size * 1.15 ** by) + by, 1, 512) });
  const harden = (/** @type {number} */ by) =>
    write({ hardness: clamp(round(brush().hardness * 10 + by) / 10, 0, 1) });
  return {
    ...Object.fromEntries(TOOLS.map((tool) => [tool, () => choose(tool)])),
    swap: () => choose(brush().tool === "eraser" ? "brush" : "eraser"),
    smaller: () => resize(-1),
    larger: () => resize(1),
    softer: () => harden(-1),
    harder: () => harden(1),
    undo: () => easel.step("undo"),
    redo: () => easel.step("redo"),
    zoomIn: () => zoom(view.scale * 1.25),
    zoomOut: () => zoom(view.scale / 1.25),
    full: () => zoom(1),
    fit: () => {
      view.fit();
      moved();
    },
    escape: () => {
      if (easel.isHeld()) return easel.drop();
      hand.crosshair = null;
      easel.showHand();
      stage.blur();
    },
  };
};
