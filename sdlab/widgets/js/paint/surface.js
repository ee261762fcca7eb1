// @ts-check
/**
 * A painted sheet: one element a pixel (a byte for a mask, packed RGBA for a sketch) at the picture's own size.
 *
 * Shapes write how much of each pixel a stroke covers; an ink turns the committed pixel and that cover into the
 * new one. A stroke crossing itself therefore never builds up, and can be cancelled until it is committed.
 */
import { ceil, floor, max, min, round } from "./number.js";

/** A box of pixels: left, top, right, bottom; the last two are exclusive. @typedef {[number, number, number, number]} Box */
/** @typedef {(base: number, cover: number) => number} Ink */
/** What changed in a box, as runs of before XOR after: applying it twice gives back the first.
 * @typedef {{box: Box, values: Uint8Array | Uint32Array, counts: Uint8Array}} Patch */

/** The smallest box round two boxes. @param {Box | null | undefined} a @param {Box | null} b @returns {Box | null} */
export const around = (a, b) =>
  a && b ? /** @type {Box} */ (a.map((side, i) => (i < 2 ? min : max)(side, b[i]))) : (a ?? b);

/** The part of a box inside a sheet, in whole pixels; null when nothing is left.
 * @param {Box} box @param {{width: number, height: number}} sheet @returns {Box | null} */
export const within = (box, { width, height }) => {
  const left = max(0, floor(box[0]));
  const top = max(0, floor(box[1]));
  const right = min(width, ceil(box[2]));
  const bottom = min(height, ceil(box[3]));
  return left < right && top < bottom ? [left, top, right, bottom] : null;
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

  /** @returns {Box} */
  get whole() {
    return [0, 0, this.width, this.height];
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

  /** The elements of a box, row by row. @param {Box} box */
  cut(box) {
    const out = new /** @type {any} */ (this.data.constructor)((box[2] - box[0]) * (box[3] - box[1]));
    let at = 0;
    this.#rows(box, (from, to) => {
      out.set(this.data.subarray(from, to), at);
      at += to - from;
    });
    return out;
  }

  /** Replace every pixel; still to be committed. @param {ArrayLike<number>} data */
  replace(data) {
    this.data.set(data);
    this.touched = this.whole;
  }

  /** Make the stroke part of the sheet. @returns {Patch | null} null when it changed nothing */
  commit() {
    const patch = this.touched && this.#difference(this.touched);
    this.#settle(this.data, this.base);
    return patch;
  }

  /** Forget the stroke. @returns {Box | null} the box it had changed */
  cancel() {
    return this.#settle(this.base, this.data);
  }

  /** @param {Uint8Array | Uint32Array} source @param {Uint8Array | Uint32Array} target */
  #settle(source, target) {
    const box = this.touched;
    this.#rows(box, (from, to) => {
      target.set(source.subarray(from, to), from);
      this.cover.fill(0, from, to);
    });
    this.touched = null;
    return box;
  }

  /** Undo or redo a patch: both are the same. @param {Patch} patch @returns {Box} the box it changed */
  toggle({ box, values, counts }) {
    let run = -1;
    let left = 0;
    this.#rows(box, (from, to) => {
      for (let i = from; i < to; i++) {
        if (!left--) left = counts[++run] - 1;
        this.data[i] = this.base[i] ^= values[run];
      }
    });
    return box;
  }

  /** @param {Box} box @returns {Patch | null} */
  #difference(box) {
    /** @type {number[]} */
    const values = [];
    /** @type {number[]} */
    const counts = [];
    let last = -1;
    this.#rows(box, (from, to) => {
      for (let i = from; i < to; i++) {
        const value = (this.base[i] ^ this.data[i]) >>> 0;
        if (value === last && counts[counts.length - 1] < 255) counts[counts.length - 1]++;
        else {
          values.push((last = value));
          counts.push(1);
        }
      }
    });
    if (!values.some(Boolean)) return null;
    return { box, values: new /** @type {any} */ (this.data.constructor)(values), counts: Uint8Array.from(counts) };
  }

  /** @param {Box | null} box @param {(from: number, to: number) => void} visit */
  #rows(box, visit) {
    if (!box) return;
    const [left, top, right, bottom] = box;
    for (let y = top; y < bottom; y++) visit(y * this.width + left, y * this.width + right);
  }
}

/** Inks of a mask. @type {{paint: Ink, erase: Ink}} */
export const MASK_INK = { paint: max, erase: (base, cover) => min(base, 255 - cover) };

/** The ink of a colour on packed RGBA pixels (red in the low byte). @param {number} red @param {number} green @param {number} blue @returns {Ink} */
export const colourInk = (red, green, blue) => (base, cover) => {
  const share = cover / 255;
  const mix = (/** @type {number} */ shift, /** @type {number} */ to) => {
    const from = (base >>> shift) & 255;
    return round(from + (to - from) * share) << shift;
  };
  return (mix(0, red) | mix(8, green) | mix(16, blue) | 0xff000000) >>> 0;
};

/** The share of pixels that may change at all, 0 to 1, as the kernel counts them. @param {ArrayLike<number>} mask */
export const coverage = (mask) => {
  let count = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i]) count++;
  return count / mask.length;
};
