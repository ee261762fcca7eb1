// @ts-check
/**
 * What fingers, pens and mice mean: one finger paints, two move and zoom, a palm beside a pen is nothing.
 * Pointer events go in as plain values; calls on the listener come out.
 */

/** @typedef {{
 *   id: number, type: string, x: number, y: number, pressure: number, time: number,
 *   button: number, shift: boolean, erase: boolean
 * }} Touch */
/** @typedef {{
 *   begin: (touch: Touch) => void, move: (touch: Touch) => void, end: () => void, cancel: () => void,
 *   pinch: (dx: number, dy: number, zoom: number, x: number, y: number) => void
 * }} Listener */

const PALM = 500; // milliseconds after a pen in which fingers are taken for the palm

export class Gesture {
  /** @type {Map<number, Touch>} */
  #down = new Map();
  /** @type {number | null} */
  #painting = null;
  #pen = -Infinity;

  /** @param {Listener} listener */
  constructor(listener) {
    this.listener = listener;
  }

  /** @param {Touch} touch @returns whether the pointer is to be followed */
  down(touch) {
    if (touch.type === "pen") this.#pen = touch.time;
    if (touch.type === "touch" && touch.time - this.#pen < PALM) return false;
    this.#down.set(touch.id, touch);
    if (this.#down.size === 1) {
      this.#painting = touch.id;
      this.listener.begin(touch);
    } else if (this.#painting !== null) {
      this.#painting = null; // the first of two fingers had not meant to paint
      this.listener.cancel();
    }
    return true;
  }

  /** @param {Touch} touch */
  move(touch) {
    if (touch.type === "pen") this.#pen = touch.time;
    const before = this.#down.get(touch.id);
    if (!before) return;
    if (touch.id === this.#painting) this.listener.move(touch);
    else if (this.#down.size === 2) {
      const other = /** @type {Touch} */ ([...this.#down.values()].find((one) => one.id !== touch.id));
      const spread = (/** @type {Touch} */ one) => Math.hypot(one.x - other.x, one.y - other.y) || 1;
      const middle = { x: (touch.x + other.x) / 2, y: (touch.y + other.y) / 2 };
      this.listener.pinch(
        (touch.x - before.x) / 2,
        (touch.y - before.y) / 2,
        spread(touch) / spread(before),
        middle.x,
        middle.y,
      );
    }
    this.#down.set(touch.id, touch);
  }

  /** @param {number} id @param {boolean} [lost] the system took the pointer away: the stroke is dropped */
  up(id, lost = false) {
    if (!this.#down.delete(id) || id !== this.#painting) return;
    this.#painting = null;
    if (lost) this.listener.cancel();
    else this.listener.end();
  }

  /** Whether a stroke is under way. */
  get isPainting() {
    return this.#painting !== null;
  }
}

/** The radius a pen's pressure asks for; a mouse (always 0.5, or 0) and a finger paint at full size.
 * @param {number} radius @param {Touch} touch @param {boolean} follows whether pressure matters */
export const pressed = (radius, touch, follows) =>
  follows && touch.type === "pen" ? Math.max(0.5, radius * Math.min(1, touch.pressure * 1.6)) : radius;
