// @ts-check
// Picture sizes in words.

/**
 * How a size compares with the model's own: "the model's own size", "2.3 times its pixels".
 * @param {{ width: number, height: number }} size
 * @param {{ width: number, height: number }} native
 */
export function compare(size, native) {
  if (size.width === native.width && size.height === native.height) return "the model's own size";
  const times = (size.width * size.height) / (native.width * native.height);
  if (times === 1) return "as many pixels as its own size";
  return `${times.toLocaleString("en", { maximumSignificantDigits: 2 })} times the pixels of its own size`;
}

/**
 * The sizes to offer: the model's, and the one in use where it is none of them.
 * @param {number[]} sizes
 * @param {number} used
 */
export const choices = (sizes, used) => [...new Set([...sizes, used])].sort((a, b) => a - b);
