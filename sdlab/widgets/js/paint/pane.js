// @ts-check
/** The window onto a picture: its stage, its view, and a canvas that is redrawn where it changed, once a frame. */
import { h } from "../shared/dom.js";
import { makeHand } from "./hand.js";
import { round } from "./number.js";
import { around, within } from "./surface.js";
import { View } from "./view.js";

/** @typedef {import("./surface.js").Box} Box */

/**
 * @param {import("../shared/part.js").Context} context @param {import("./easel.js").Look} look
 * @param {() => import("./easel.js").Brush} brush
 * @param {() => import("./surface.js").Surface} sheet
 * @param {() => Box[]} ink called before a frame is drawn: draws what waits for it @param {() => void} tell called when the view moved
 */
export const makePane = ({ guard, cleanup }, look, brush, sheet, ink, tell) => {
  const canvas = h("canvas.sd-overlay");
  const stage = h(
    "div.sd-stage",
    { tabIndex: 0, role: "application", ariaLabel: look.name },
    look.under,
    canvas,
  );
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const view = new View();
  const { hand, showHand } = makeHand(stage, view, brush);
  let ratio = 1;
  /** @type {Box | null} */
  let dirty = null;
  let isAllDirty = true;
  let frame = 0;
  const draw = guard(() => {
    frame = 0;
    const inked = ink();
    for (const box of isAllDirty ? [inked.reduce(around, dirty)] : [...inked, dirty])
      if (box || isAllDirty) look.draw(sheet(), box, isAllDirty, view, ratio, pen);
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
  const moved = () => {
    look.under.style.transform = `translate(${view.x}px,${view.y}px) scale(${view.scale})`;
    look.under.style.imageRendering = view.scale > 2.5 ? "pixelated" : "auto";
    showHand();
    showAll();
    tell();
  };
  const watch = new ResizeObserver(
    guard(() => {
      const { clientWidth: width, clientHeight: height } = stage;
      if (!width || !height) return;
      ratio = devicePixelRatio;
      canvas.width = round(width * ratio);
      canvas.height = round(height * ratio);
      view.resize(width, height);
      moved();
    }),
  );
  watch.observe(stage);
  cleanup(() => {
    watch.disconnect();
    cancelAnimationFrame(frame);
  });
  /** @param {Record<string, (event: any) => void>} acts by event */
  const listen = (acts) => {
    for (const [name, act] of Object.entries(acts)) stage.addEventListener(name, guard(act), { passive: false });
  };
  return { listen, stage, view, hand, show, showAll, showHand, moved };
};

/** The part of the overlay that shows a box of the picture, in device pixels, with room for its outline.
 * @param {Box | null} box @param {View} view @param {number} ratio @param {HTMLCanvasElement} canvas */
export const seen = (box, view, ratio, canvas) => {
  if (!box) return within([0, 0, Infinity, Infinity], canvas);
  const [from, to] = [view.toWindow(box[0] - 1, box[1] - 1), view.toWindow(box[2] + 1, box[3] + 1)];
  return within([from.x * ratio - 2, from.y * ratio - 2, to.x * ratio + 2, to.y * ratio + 2], canvas);
};
