// @ts-check
// Moving through a grid by key, and a difference in words.

/**
 * Where a key leads from place `at` of `count`, in rows of `columns`; null for a key that does not move.
 * @param {string} key @param {number} at @param {number} count @param {number} columns
 */
export function move(key, at, count, columns) {
  /** @type {Record<string, number>} */
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (!(key in steps)) return null;
  const to = at + steps[key];
  return to < 0 || to >= count ? at : to;
}

/** @param {{ name: string, value: string, was: string }[]} fields */
export const difference = (fields) =>
  fields.map(({ name, value }) => (name === "prompt" ? `“${value}”` : `${name} ${value}`)).join(", ");
