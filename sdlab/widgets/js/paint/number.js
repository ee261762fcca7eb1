// @ts-check
/** Arithmetic by its short names. */

export const { abs, ceil, floor, max, min, round } = Math;

/** @param {number} value @param {number} least @param {number} most */
export const clamp = (value, least, most) => min(most, max(least, value));
