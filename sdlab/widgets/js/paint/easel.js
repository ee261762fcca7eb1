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
 * @property {(sheet: Surface, changed: Box | null, isMoved: boolean, view: View, ratio: number, pen: CanvasRenderingContext2D) => void}
 *   draw what changed; and where the view has moved, everything
 * @property {() => void} stale pixels change: what was worked out from them no longer holds
 * @property {(sheet: Surface) => string} words what the sheet holds
 * @property {(easel: Easel) => Record<string, (isDown: boolean) => void>} acts commands of its own
 */
/** @typedef {ReturnType<typeof makeEasel>} Easel */
/** Called when other pixels are there for good: where, and whether by hand. @typedef {(box: Box, isOurs: boolean) => void} Changed */

/** @param {import("../shared/part.js").Context} context @param {Look} look @param {() => Brush} brush @param {Changed} changed */
export const easel = (context, look, brush, changed) => {
  const self = makeEasel(context, look, brush, changed);
  Object.assign(self.acts, commands(self, brush, context.write), look.acts(self));
  followPointer(self, brush);
  followKeys(self, brush, context, look.words);
  return self;
};

/** @param {import("../shared/part.js").Context} context @param {Look} look @param {() => Brush} brush @param {Changed} changed */
const makeEasel = (context, look, brush, changed) => {
  const self = makeStrokes(context, look, brush, changed);
  const { stage, view, show, drop, change } = self;
  return Object.assign(self, {
    /** Go through the past. @param {"undo" | "redo"} way */
    step(way) {
      drop();
      const box = self.history[way](self.sheet);
      show(box);
      if (box) change(box, true);
    },
    /** Replace every pixel, as one step that can be undone. @param {ArrayLike<number>} data @param {boolean} [isOurs] */
    replace(data, isOurs) {
      drop();
      self.sheet.replace(data);
      show(self.sheet.whole);
      self.finish(isOurs);
    },
    /** Begin on another sheet: another picture, another past. @param {Surface} fresh */
    lay(fresh) {
      self.stop();
      const { width, height } = (view.picture = self.sheet = fresh);
      self.history = makeHistory();
      self.hand.crosshair = null;
      Object.assign(look.under.style, { width: `${width}px`, height: `${height}px` });
      stage.style.setProperty("--shape", `${width / height}`);
      view.fit();
      self.moved();
      change(fresh.whole, false);
    },
  });
};

/** A sheet in its window and the strokes on it, from the press to the release.
 * @param {import("../shared/part.js").Context} context @param {Look} look @param {() => Brush} brush @param {Changed} changed */
const makeStrokes = (context, look, brush, changed) => {
  const { ink, isHeld, start, drag, ...brushed } = brushing(look, brush);
  const pane = makePane(context, look, brush, () => self.sheet, ink, () => self.tell());
  const { show } = pane;
  const stop = () => show(brushed.stop());
  const self = {
    ...pane,
    stop,
    isHeld,
    /** @type {Record<string, (isDown: boolean) => void>} */
    acts: {},
    sheet: /** @type {Surface} */ (/** @type {unknown} */ (null)),
    history: makeHistory(),
    /** Called when the view, the past or the sheet changes. */
    tell: () => {},
    /** Other pixels are there for good. @type {Changed} */
    change(box, isOurs) {
      look.stale();
      changed(box, isOurs);
      self.tell();
    },
    /** Begin a stroke, in picture pixels.
     * @param {{x: number, y: number}} at @param {import("./tool.js").Hold} hold @param {number} radius */
    start(at, hold, radius) {
      look.stale();
      show(start(self.sheet, at, hold, radius));
    },
    /** @param {{x: number, y: number}} at @param {number} radius @param {boolean} square */
    drag(at, radius, square) {
      drag(at, radius, square);
      show(null);
    },
    /** Forget the stroke under way. */
    drop() {
      stop();
      show(self.sheet.cancel());
    },
    /** Make what is drawn part of the sheet and of its past. @param {boolean} [isOurs] false when the kernel drew it */
    finish(isOurs = true) {
      stop();
      const patch = self.sheet.commit();
      self.history.push(patch);
      if (patch) self.change(patch.box, isOurs);
    },
  };
  return self;
};
