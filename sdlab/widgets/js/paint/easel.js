// @ts-check
/** The window onto a sheet: its view, its strokes and its past; redraws only what changed. */
import { h } from "../shared/dom.js";
import { History } from "./history.js";
import { followKeys } from "./keyboard.js";
import { followPointer } from "./pointer.js";
import { around, within } from "./surface.js";
import { brushing } from "./tool.js";
import { View } from "./view.js";

/** @typedef {import("./surface.js").Surface} Surface */
/** @typedef {import("./surface.js").Box} Box */
/** @typedef {{tool: string, size: number, hardness: number, pressure: boolean}} Brush */
/**
 * What differs between a mask and a drawing.
 * @typedef {object} Look
 * @property {string} name for screen readers
 * @property {HTMLElement} under the element that lies under the overlay and follows the view
 * @property {(erase: boolean) => import("./surface.js").Ink} ink
 * @property {(sheet: Surface, start: number) => (index: number) => boolean} alike what a fill started there takes in
 * @property {(box: Box | null, view: View, ratio: number, pen: CanvasRenderingContext2D) => void} draw null: everything
 * @property {() => void} begun a stroke begins
 * @property {() => void} changed the sheet has other pixels for good
 * @property {() => string} words what the sheet holds
 * @property {(command: string, isDown: boolean) => boolean} act commands of its own; whether it was one
 */
/** Where the hand is: the pointer in the window, the keyboard's crosshair in whole pixels of the picture.
 * @typedef {{x: number, y: number, crosshair: {x: number, y: number} | null, isSpaceDown: boolean}} Hand */
/** @typedef {ReturnType<typeof easel>} Easel */

/**
 * @param {import("../shared/part.js").Context} context @param {Look} look
 * @param {() => Brush} brush @param {(change: Partial<Brush>) => void} change
 * @param {() => void} settled the person changed the sheet: the kernel should hear of it
 */
export const easel = (context, look, brush, change, settled) => {
  const { guard, cleanup } = context;
  const canvas = h("canvas.sd-overlay");
  const ring = h("div.sd-ring", { hidden: true });
  const cross = h("div.sd-cross", { hidden: true });
  const stage = h(
    "div.sd-stage",
    { tabIndex: 0, role: "application", "aria-label": look.name, dataset: { lmSuppressShortcuts: "true" } },
    look.under,
    canvas,
    ring,
    cross,
  );
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const view = new View(1, 1);
  const tools = brushing(look, brush);
  /** @type {Hand} */
  const hand = { x: 0, y: 0, crosshair: null, isSpaceDown: false };
  let history = new History();
  /** @type {Surface} */
  let sheet;
  let ratio = 1;
  let tell = () => {};

  /** @type {Box | null} */
  let dirty = null;
  let isAllDirty = true;
  let frame = 0;
  const draw = guard(() => {
    frame = 0;
    look.draw(isAllDirty ? null : dirty, view, ratio, pen);
    isAllDirty = false;
    dirty = null;
  });
  const show = (/** @type {Box | null} */ box) => {
    if (!box) return;
    dirty = around(dirty, box);
    frame ||= requestAnimationFrame(draw);
  };
  const showAll = () => {
    isAllDirty = true;
    frame ||= requestAnimationFrame(draw);
  };
  const showHand = () => {
    const size = Math.max(4, brush().size * view.scale);
    Object.assign(ring.style, { width: `${size}px`, height: `${size}px`, left: `${hand.x}px`, top: `${hand.y}px` });
    const isPanning = brush().tool === "pan" || hand.isSpaceDown;
    stage.style.cursor = isPanning ? "grab" : tools.isRound() ? "none" : "crosshair";
    ring.hidden = isPanning || !tools.isRound() || !stage.matches(":hover");
    cross.hidden = !hand.crosshair;
    if (!hand.crosshair) return;
    const at = view.toWindow(hand.crosshair.x + 0.5, hand.crosshair.y + 0.5);
    Object.assign(cross.style, { left: `${at.x}px`, top: `${at.y}px` });
  };
  const moved = () => {
    look.under.style.transform = `translate(${view.x}px,${view.y}px) scale(${view.scale})`;
    look.under.style.imageRendering = view.scale > 2.5 ? "pixelated" : "auto";
    showHand();
    showAll();
    tell();
  };
  const watch = new ResizeObserver(
    guard(() => {
      const [width, height] = [stage.clientWidth, stage.clientHeight];
      if (!width || !height) return;
      ratio = devicePixelRatio || 1;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      view.resize(width, height);
      moved();
    }),
  );
  watch.observe(stage);
  cleanup(() => {
    watch.disconnect();
    cancelAnimationFrame(frame);
  });

  const drop = () => {
    tools.stop();
    show(sheet.cancel());
  };
  /** Make what is drawn part of the sheet and of its past. @param {boolean} [isOurs] false when the kernel drew it */
  const finish = (isOurs = true) => {
    tools.stop();
    const patch = sheet.commit();
    history.push(patch);
    if (patch) changed(isOurs);
  };
  const changed = (/** @type {boolean} */ isOurs) => {
    look.changed();
    if (isOurs) settled();
    tell();
  };
  const step = (/** @type {"undo" | "redo"} */ way) => {
    drop();
    const box = history[way](sheet);
    show(box);
    if (box) changed(true);
  };
  const zoom = (/** @type {number} */ scale) => {
    view.zoom(scale);
    moved();
  };

  const self = {
    stage,
    view,
    hand,
    show,
    showAll,
    showHand,
    moved,
    finish,
    drop,
    isHeld: tools.isHeld,
    get sheet() {
      return sheet;
    },
    get history() {
      return history;
    },
    /** Begin a stroke, in picture pixels.
     * @param {{x: number, y: number}} at @param {import("./tool.js").Hold} hold @param {number} radius */
    start(at, hold, radius) {
      look.begun();
      show(tools.start(sheet, at, hold, radius));
    },
    /** @param {{x: number, y: number}} at @param {number} radius @param {boolean} square */
    drag(at, radius, square) {
      show(tools.drag(at, radius, square));
    },
    /** Replace every pixel, as one step that can be undone. @param {ArrayLike<number>} data @param {boolean} [isOurs] */
    replace(data, isOurs = true) {
      drop();
      sheet.replace(data);
      show(sheet.whole);
      finish(isOurs);
    },
    /** Begin on another sheet: another picture, another past. @param {Surface} fresh */
    lay(fresh) {
      tools.stop();
      sheet = fresh;
      history = new History();
      hand.crosshair = null;
      view.pictureWidth = sheet.width;
      view.pictureHeight = sheet.height;
      Object.assign(look.under.style, { width: `${sheet.width}px`, height: `${sheet.height}px` });
      stage.style.setProperty("--shape", `${sheet.width / sheet.height}`);
      view.fit();
      moved();
      changed(false);
    },
    /** @param {string} name @param {boolean} isDown @returns {boolean} whether it was a command */
    act(name, isDown) {
      const { tool, size, hardness } = brush();
      /** @type {Record<string, () => unknown>} */
      const acts = {
        swap: () => change({ tool: tool === "eraser" ? "brush" : "eraser" }),
        smaller: () => change({ size: Math.max(1, Math.min(size - 1, Math.round(size / 1.15))) }),
        larger: () => change({ size: Math.max(size + 1, Math.round(size * 1.15)) }),
        softer: () => change({ hardness: Math.max(0, Math.round(hardness * 10 - 1) / 10) }),
        harder: () => change({ hardness: Math.min(1, Math.round(hardness * 10 + 1) / 10) }),
        undo: () => step("undo"),
        redo: () => step("redo"),
        zoomIn: () => zoom(view.scale * 1.25),
        zoomOut: () => zoom(view.scale / 1.25),
        full: () => zoom(1),
        fit: () => {
          view.fit();
          moved();
        },
        escape: () => {
          if (tools.isHeld()) return drop();
          hand.crosshair = null;
          showHand();
          stage.blur();
        },
      };
      if (tools.names.includes(name)) change({ tool: name });
      else if (acts[name]) acts[name]();
      else return look.act(name, isDown);
      return true;
    },
    /** @param {() => void} heard called when the view, the past or the sheet changes */
    watch: (heard) => {
      tell = heard;
    },
  };
  followPointer(self, brush, guard);
  followKeys(self, brush, change, context, look.words);
  return self;
};

/** The part of the overlay that shows a box of the picture, in device pixels, with room for its outline.
 * @param {Box | null} box @param {View} view @param {number} ratio @param {HTMLCanvasElement} canvas */
export const seen = (box, view, ratio, canvas) => {
  if (!box) return within([0, 0, canvas.width, canvas.height], canvas);
  const [from, to] = [view.toWindow(box[0] - 1, box[1] - 1), view.toWindow(box[2] + 1, box[3] + 1)];
  return within([from.x * ratio - 2, from.y * ratio - 2, to.x * ratio + 2, to.y * ratio + 2], canvas);
};
