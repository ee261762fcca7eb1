// @ts-check
/** A sheet in its window: its strokes, its past and its commands. */
import { commands } from "./act.js";
import { makeHistory } from "./history.js";
import { followKeys } from "./keyboard.js";
import { makePane } from "./pane.js";
import { followPointer } from "./pointer.js";
import { Surface } from "./surface.js";
import { brushing } from "./tool.js";

/** @typedef {import("./surface.js").Box} Box */
/** @typedef {import("./view.js").View} View */
/** @typedef {{tool: string, size: number, hardness: number, pressure: boolean}} Brush */
/**
 * What differs between a mask and a drawing.
 * @typedef {object} Look
 * @property {string} name for screen readers
 * @property {HTMLElement} under the element that lies under the overlay and follows the view
 * @property {(erase: boolean) => import("./surface.js").Ink} ink
 * @property {(sheet: Surface, start: number) => (index: number) => boolean} alike what a fill started there takes in
 * @property {(changed: Box | null, isMoved: boolean, view: View, ratio: number, pen: CanvasRenderingContext2D) => void}
 *   draw what changed; and where the view has moved, everything
 * @property {() => void} stale pixels change: what was worked out from them no longer holds
 * @property {() => string} words what the sheet holds
 * @property {Record<string, (isDown: boolean) => void>} acts commands of its own
 */
/** @typedef {ReturnType<typeof makeStrokes>} Easel */
/** Called when other pixels are there for good: where, and whether by hand. @typedef {(box: Box, isOurs: boolean) => void} Changed */

/** @param {import("../shared/part.js").Context} context @param {Look} look @param {() => Brush} brush @param {Changed} changed */
export const easel = (context, look, brush, changed) => {
  const self = makeStrokes(context, look, brush, changed);
  Object.assign(self.acts, commands(self, brush, context.write), look.acts);
  followPointer(self, brush);
  followKeys(self, brush, context, look.words);
  return self;
};

/** @param {import("../shared/part.js").Context} context @param {Look} look @param {() => Brush} brush @param {Changed} changed */
const makeStrokes = (context, look, brush, changed) => {
  const tools = brushing(look, brush);
  const pane = makePane(context, look, brush, tools.ink, () => self.tell());
  const { show } = pane;
  const change = (/** @type {Box} */ box, /** @type {boolean} */ isOurs) => {
    look.stale();
    changed(box, isOurs);
    self.tell();
  };
  const self = {
    ...pane,
    /** @type {Record<string, (isDown: boolean) => void>} */
    acts: {},
    sheet: /** @type {Surface} */ (/** @type {unknown} */ (null)),
    history: makeHistory(),
    isHeld: tools.isHeld,
    /** Called when the view, the past or the sheet changes. */
    tell: () => {},
    /** Begin a stroke, in picture pixels.
     * @param {{x: number, y: number}} at @param {import("./tool.js").Hold} hold @param {number} radius */
    start(at, hold, radius) {
      look.stale();
      show(tools.start(self.sheet, at, hold, radius));
    },
    /** @param {{x: number, y: number}} at @param {number} radius @param {boolean} square */
    drag: (at, radius, square) => show(tools.drag(at, radius, square)),
    /** Forget the stroke under way. */
    drop() {
      tools.stop();
      show(self.sheet.cancel());
    },
    /** Make what is drawn part of the sheet and of its past. @param {boolean} [isOurs] false when the kernel drew it */
    finish(isOurs = true) {
      tools.stop();
      const patch = self.sheet.commit();
      self.history.push(patch);
      if (patch) change(patch.box, isOurs);
    },
    /** @param {"undo" | "redo"} way */
    step(way) {
      self.drop();
      const box = self.history[way](self.sheet);
      show(box);
      if (box) change(box, true);
    },
    /** Replace every pixel, as one step that can be undone. @param {ArrayLike<number>} data @param {boolean} [isOurs] */
    replace(data, isOurs) {
      self.drop();
      self.sheet.replace(data);
      show(self.sheet.whole);
      self.finish(isOurs);
    },
    /** Begin on another sheet: another picture, another past. @param {Surface} fresh */
    lay(fresh) {
      tools.stop();
      const { width, height } = (pane.view.picture = self.sheet = fresh);
      self.history = makeHistory();
      pane.hand.crosshair = null;
      Object.assign(look.under.style, { width: `${width}px`, height: `${height}px` });
      pane.stage.style.setProperty("--shape", `${width / height}`);
      pane.view.fit();
      pane.moved();
      change(fresh.whole, false);
    },
  };
  return self;
};
