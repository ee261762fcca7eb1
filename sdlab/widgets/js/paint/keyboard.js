// @ts-check
/** Painting without a pointer: arrows move a crosshair, Space or Enter hold the tool down, and what happens is said. */
import { arrow, command } from "./key.js";
import { clamp } from "./number.js";

const PAUSE = 300; // milliseconds without a key until it is said where the crosshair is

/**
 * @param {import("./easel.js").Easel} easel @param {() => import("./easel.js").Brush} brush
 * @param {import("../shared/part.js").Context} context @param {import("./easel.js").Look["words"]} words
 */
export const followKeys = (easel, brush, { say, cleanup }, words) => {
  const { hand } = easel;
  const { start, steer } = steering(easel, brush);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const tell = () => {
    if (hand.crosshair) say(`x ${hand.crosshair.x}, y ${hand.crosshair.y}, ${easel.isHeld() ? "painting, " : ""}${words(easel.sheet)}`);
  };
  const announce = () => {
    easel.showHand();
    clearTimeout(timer);
    timer = setTimeout(tell, PAUSE);
  };
  cleanup(() => clearTimeout(timer));

  /** @param {KeyboardEvent} event @returns {boolean} whether the key meant anything */
  const press = (event) => {
    const step = arrow(event);
    const name = command(event);
    if (step) steer(step);
    else if (event.key === " ") {
      if (hand.crosshair && !easel.isHeld()) start();
      hand.isSpaceDown = !hand.crosshair;
    } else if (event.key === "Enter") {
      if (easel.isHeld()) easel.finish();
      else start();
    } else {
      easel.acts[name]?.(true);
      return name in easel.acts;
    }
    announce();
    return true;
  };
  const release = () => {
    if (hand.crosshair && easel.isHeld()) easel.finish();
    hand.isSpaceDown = false;
    announce();
  };
  easel.listen({
    keydown: (event) => {
      if (!press(event)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    keyup: (event) => {
      if (event.key === "\\") easel.acts.hide?.(false);
      if (event.key === " ") release();
    },
    blur: release,
  });
};

/** The crosshair moved and used in place of a pointer.
 * @param {import("./easel.js").Easel} easel @param {() => import("./easel.js").Brush} brush */
const steering = (easel, brush) => {
  const { view, hand } = easel;
  const middle = () => {
    const { width, height } = easel.sheet;
    const { x, y } = (hand.crosshair ??= { x: width >> 1, y: height >> 1 });
    return { x: x + 0.5, y: y + 0.5 };
  };
  const start = () => {
    if (brush().tool === "pan") easel.acts.brush(true);
    easel.start(middle(), { shift: false, erase: false }, brush().size / 2);
  };
  /** @param {number[]} step */
  const steer = ([dx, dy]) => {
    const { width, height } = easel.sheet;
    const from = middle();
    const x = clamp(from.x + dx - 0.5, 0, width - 1);
    const y = clamp(from.y + dy - 0.5, 0, height - 1);
    hand.crosshair = { x, y };
    if (easel.isHeld()) easel.drag(middle(), brush().size / 2, false);
    const at = view.toWindow(x, y);
    const over = (/** @type {number} */ x, /** @type {number} */ room) => x - clamp(x, 16, room - 16);
    const [right, down] = [over(at.x, view.width), over(at.y, view.height)];
    if (right || down) {
      view.pan(-right, -down);
      easel.moved();
    }
  };
  return { start, steer };
};
