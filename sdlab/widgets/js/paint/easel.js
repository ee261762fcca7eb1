// @ts-check
/** The window onto a sheet: its view, its strokes, its past and its commands; redraws only what changed. */
import { h } from "../shared/dom.js";
import { makeHistory } from "./history.js";
import { followKeys } from "./keyboard.js";
import { followPointer } from "./pointer.js";
import { around, clamp, within } from "./surface.js";
import { brushing, TOOLS } from "./tool.js";
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
 * @property {() => void} stale pixels change: what was worked out from them no longer holds
 * @property {() => string} words what the sheet holds
 * @property {Record<string, (isDown: boolean) => void>} acts commands of its own
 */
/** Where the hand is: the pointer in the window, the keyboard's crosshair in whole pixels of the picture.
 * @typedef {{x: number, y: number, crosshair: {x: number, y: number} | null, isSpaceDown: boolean}} Hand */
/** @typedef {ReturnType<typeof easel>} Easel */

/**
 * @param {import("../shared/part.js").Context} context @param {Look} look
 * @param {() => Brush} brush @param {(isOurs: boolean) => void} changed other pixels are there for good; whether by hand
 */
export const easel = (context, look, brush, changed) => {
  const { guard, cleanup, write } = context;
  const canvas = h("canvas.sd-overlay");
  const ring = h("div.sd-ring", { hidden: true });
  const cross = h("div.sd-cross", { hidden: true });
  const stage = h(
    "div.sd-stage",
    { tabIndex: 0, role: "application", ariaLabel: look.name, dataset: { lmSuppressShortcuts: "true" } },
    look.under,
    canvas,
    ring,
    cross,
  );
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const view = new View({ width: 1, height: 1 });
  const tools = brushing(look, brush);
  /** @type {Hand} */
  const hand = { x: 0, y: 0, crosshair: null, isSpaceDown: false };
  let history = makeHistory();
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
    dirty = around(dirty, box);
    frame ||= requestAnimationFrame(draw);
  };
  const showAll = () => {
    isAllDirty = true;
    show(null);
  };
  const put = (/** @type {HTMLElement} */ element, /** @type {{x: number, y: number}} */ { x, y }) =>
    Object.assign(element.style, { left: `${x}px`, top: `${y}px` });
  const showHand = () => {
    const { tool, size } = brush();
    const isPanning = tool === "pan" || hand.isSpaceDown;
    const isRound = !isPanning && (tool === "brush" || tool === "eraser");
    stage.style.cursor = isPanning ? "grab" : isRound ? "none" : "crosshair";
    ring.style.width = `${Math.max(4, size * view.scale)}px`;
    ring.hidden = !isRound || !stage.matches(":hover");
    put(ring, hand);
    cross.hidden = !hand.crosshair;
    if (hand.crosshair) put(cross, view.toWindow(hand.crosshair.x + 0.5, hand.crosshair.y + 0.5));
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
  const change = (/** @type {boolean} */ isOurs) => {
    look.stale();
    changed(isOurs);
    tell();
  };
  /** Make what is drawn part of the sheet and of its past. @param {boolean} [isOurs] false when the kernel drew it */
  const finish = (isOurs = true) => {
    tools.stop();
    const patch = sheet.commit();
    history.push(patch);
    if (patch) change(isOurs);
  };
  const step = (/** @type {"undo" | "redo"} */ way) => {
    drop();
    const box = history[way](sheet);
    show(box);
    if (box) change(true);
  };
  const zoom = (/** @type {number} */ scale) => {
    view.zoom(scale);
    moved();
  };
  const choose = (/** @type {string} */ tool) => write({ tool });
  const resize = (/** @type {number} */ by) =>
    write({ brush_size: clamp(Math.round(brush().size * 1.15 ** by) + by, 1, 512) });
  const harden = (/** @type {number} */ by) =>
    write({ hardness: clamp(Math.round(brush().hardness * 10 + by) / 10, 0, 1) });

  /** Commands by name. @type {Record<string, (isDown: boolean) => void>} */
  const acts = {
    ...Object.fromEntries(TOOLS.map((tool) => [tool, () => choose(tool)])),
    swap: () => choose(brush().tool === "eraser" ? "brush" : "eraser"),
    smaller: () => resize(-1),
    larger: () => resize(1),
    softer: () => harden(-1),
    harder: () => harden(1),
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
    ...look.acts,
  };
  const self = {
    stage,
    view,
    hand,
    acts,
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
      look.stale();
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
      view.picture = sheet = fresh;
      history = makeHistory();
      hand.crosshair = null;
      const { width, height } = sheet;
      Object.assign(look.under.style, { width: `${width}px`, height: `${height}px` });
      stage.style.setProperty("--shape", `${width / height}`);
      view.fit();
      moved();
      change(false);
    },
    /** @param {() => void} heard called when the view, the past or the sheet changes */
    watch: (heard) => {
      tell = heard;
    },
  };
  followPointer(self, brush, guard);
  followKeys(self, brush, context, look.words);
  return self;
};

/** The part of the overlay that shows a box of the picture, in device pixels, with room for its outline.
 * @param {Box | null} box @param {View} view @param {number} ratio @param {HTMLCanvasElement} canvas */
export const seen = (box, view, ratio, canvas) => {
  if (!box) return within([0, 0, canvas.width, canvas.height], canvas);
  const [from, to] = [view.toWindow(box[0] - 1, box[1] - 1), view.toWindow(box[2] + 1, box[3] + 1)];
  return within([from.x * ratio - 2, from.y * ratio - 2, to.x * ratio + 2, to.y * ratio + 2], canvas);
};
