// @ts-check
/**
 * A painted sheet: one element a pixel (a byte for a mask, packed RGBA for a sketch) at the picture's own size.
 *
 * Shapes write how much of each pixel a stroke covers; an ink turns the committed pixel and that cover into the
 * new one. A stroke crossing itself therefore never builds up, and can be cancelled until it is committed.
 */

/** A box of pixels; right and bottom are exclusive.
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box */
/** @typedef {(base: number, cover: number) => number} Ink */
/** What changed in a box, as runs of before XOR after: applying it twice gives back the first.
 * @typedef {{box: Box, values: Uint8Array | Uint32Array, counts: Uint32Array | null}} Patch */

/** The smallest box round two boxes. @param {Box | null} a @param {Box | null} b @returns {Box | null} */
export const around = (a, b) =>
  a && b
    ? {
        left: Math.min(a.left, b.left),
        top: Math.min(a.top, b.top),
        right: Math.max(a.right, b.right),
        bottom: Math.max(a.bottom, b.bottom),
      }
    : a || b;

/** The part of a box inside the sheet, in whole pixels; null when nothing is left.
 * @param {Box} box @param {number} width @param {number} height @returns {Box | null} */
export const within = (box, width, height) => {
  const left = Math.max(0, Math.floor(box.left));
  const top = Math.max(0, Math.floor(box.top));
  const right = Math.min(width, Math.ceil(box.right));
  const bottom = Math.min(height, Math.ceil(box.bottom));
  return left < right && top < bottom ? { left, top, right, bottom } : null;
};

export class Surface {
  /** @param {number} width @param {number} height @param {Uint8Array | Uint32Array} data */
  constructor(width, height, data) {
    this.width = width;
    this.height = height;
    this.data = data;
    this.base = data.slice();
    this.cover = new Uint8Array(width * height);
    /** @type {Box | null} */
    this.touched = null;
  }

  get whole() {
    return { left: 0, top: 0, right: this.width, bottom: this.height };
  }

  /** Show the cover within a box through an ink. @param {Box | null} box @param {Ink} ink */
  apply(box, ink) {
    this.touched = around(this.touched, box);
    this.#rows(box, (from, to) => {
      for (let i = from; i < to; i++) {
        const cover = this.cover[i];
        this.data[i] = cover ? ink(this.base[i], cover) : this.base[i];
      }
    });
  }

  /** Replace every pixel; still to be committed. @param {ArrayLike<number>} data */
  replace(data) {
    this.data.set(data);
    this.touched = this.whole;
  }

  /** Make the stroke part of the sheet. @returns {Patch | null} null when it changed nothing */
  commit() {
    const patch = this.touched && this.#difference(this.touched);
    this.#rows(this.touched, (from, to) => {
      this.base.set(this.data.subarray(from, to), from);
      this.cover.fill(0, from, to);
    });
    this.touched = null;
    return patch;
  }

  /** Forget the stroke. @returns {Box | null} the box it had changed */
  cancel() {
    const box = this.touched;
    this.#rows(box, (from, to) => {
      this.data.set(this.base.subarray(from, to), from);
      this.cover.fill(0, from, to);
    });
    this.touched = null;
    return box;
  }

  /** Undo or redo a patch: both are the same. @param {Patch} patch @returns {Box} the box it changed */
  toggle({ box, values, counts }) {
    let run = 0;
    let left = counts ? counts[0] : 0;
    let next = 0;
    this.#rows(box, (from, to) => {
      for (let i = from; i < to; i++) {
        if (counts) {
          if (!left) left = counts[++run];
          left--;
        }
        const value = this.base[i] ^ values[counts ? run : next++];
        this.data[i] = value;
        this.base[i] = value;
      }
    });
    return box;
  }

  /** @param {Box} box @returns {Patch | null} */
  #difference(box) {
    const size = (box.right - box.left) * (box.bottom - box.top);
    const flat = new /** @type {any} */ (this.data.constructor)(size);
    let at = 0;
    let runs = 0;
    let any = 0;
    this.#rows(box, (from, to) => {
      for (let i = from; i < to; i++) {
        const value = this.base[i] ^ this.data[i];
        any |= value;
        if (!at || value >>> 0 !== flat[at - 1]) runs++;
        flat[at++] = value;
      }
    });
    if (!any) return null;
    if (runs * 5 > size) return { box, values: flat, counts: null }; // noise: runs would be longer than the pixels
    const values = new /** @type {any} */ (this.data.constructor)(runs);
    const counts = new Uint32Array(runs);
    for (let i = 0, run = -1; i < size; i++) {
      if (!i || flat[i] !== flat[i - 1]) values[++run] = flat[i];
      counts[run]++;
    }
    return { box, values, counts };
  }

  /** @param {Box | null} box @param {(from: number, to: number) => void} visit */
  #rows(box, visit) {
    if (!box) return;
    for (let y = box.top; y < box.bottom; y++) visit(y * this.width + box.left, y * this.width + box.right);
  }
}

/** Inks of a mask. @type {{paint: Ink, erase: Ink}} */
export const MASK_INK = { paint: Math.max, erase: (base, cover) => Math.min(base, 255 - cover) };

/** The ink of a colour on packed RGBA pixels (red in the low byte). @param {number} red @param {number} green @param {number} blue @returns {Ink} */
export const colourInk = (red, green, blue) => (base, cover) => {
  const share = cover / 255;
  const mix = (/** @type {number} */ shift, /** @type {number} */ to) => {
    const from = (base >>> shift) & 255;
    return Math.round(from + (to - from) * share) << shift;
  };
  return (mix(0, red) | mix(8, green) | mix(16, blue) | 0xff000000) >>> 0;
};

/** The share of pixels a mask selects, 0 to 1. @param {Uint8Array} mask */
export const coverage = (mask) => {
  let count = 0;
  for (let i = 0; i < mask.length; i++) count += mask[i] >> 7;
  return count / mask.length;
};
