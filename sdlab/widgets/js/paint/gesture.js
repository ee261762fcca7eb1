// @ts-check
/**
 * What fingers, pens and mice mean: one finger paints, two move and zoom, a palm beside a pen is nothing.
 * Pointer events go in as plain values; calls on the listener come out.
 */
import { max, min } from "./number.js";

/** @typedef {{
 *   id: number, type: string, x: number, y: number, time: number,
 *   button: number, shift: boolean, erase: boolean, radius: number
 * }} Touch */
/** @typedef {{
 *   begin: (touch: Touch) => void, move: (touch: Touch) => void, end: () => void, cancel: () => void,
 *   pinch: (dx: number, dy: number, zoom: number, x: number, y: number) => void
 * }} Listener */

const PALM = 500; // milliseconds after a pen in which fingers are taken for the palm

/** @param {Listener} listener */
export const gestures = (listener) => {
  /** @type {Map<number, Touch>} */
  const touches = new Map();
  /** The one that paints. @type {number | null} */
  let painting = null;
  let lastPen = -Infinity;
  const notePen = (/** @type {Touch} */ { type, time }) => {
    if (type === "pen") lastPen = time;
  };

  return {
    /** @param {Touch} touch @returns whether the pointer is to be followed */
    down(touch) {
      notePen(touch);
      if (touch.type === "touch" && touch.time - lastPen < PALM) return false;
      touches.set(touch.id, touch);
      if (touches.size === 1) {
        painting = touch.id;
        listener.begin(touch);
      } else if (painting !== null) {
        painting = null; // the first of two fingers had not meant to paint
        listener.cancel();
      }
      return true;
    },

    /** @param {Touch} touch */
    move(touch) {
      notePen(touch);
      const { id, x, y } = touch;
      const before = touches.get(id);
      if (!before) return;
      if (id === painting) listener.move(touch);
      else if (touches.size === 2) {
        const other = /** @type {Touch} */ ([...touches.values()].find((one) => one.id !== id));
        const spread = (/** @type {Touch} */ one) => Math.hypot(one.x - other.x, one.y - other.y) || 1;
        const zoom = spread(touch) / spread(before);
        listener.pinch((x - before.x) / 2, (y - before.y) / 2, zoom, (x + other.x) / 2, (y + other.y) / 2);
      }
      touches.set(id, touch);
    },

    /** @param {number} id @param {boolean} [isLost] the system took the pointer away: the stroke is dropped */
    up(id, isLost) {
      if (!touches.delete(id) || id !== painting) return;
      painting = null;
      if (isLost) listener.cancel();
      else listener.end();
    },
  };
};

/** The radius a pen's pressure asks for; a mouse (always 0.5, or 0) and a finger paint at full size.
 * @param {number} radius @param {string} type of the pointer @param {number} pressure 0 to 1 */
export const pressed = (radius, type, pressure) =>
  type === "pen" ? max(0.5, radius * min(1, pressure * 1.6)) : radius;
