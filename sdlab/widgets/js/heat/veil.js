// @ts-check
// A map of a word as a veil over the picture: dark where the word had no say, clear and warm where it had.

const WARM = [255, 196, 60];

/**
 * RGBA pixels of a veil.
 * @param {Uint8Array} levels one byte a place
 * @param {number} strength how dark it gets, 0 to 1
 */
export function veil(levels, strength) {
  const pixels = new Uint8ClampedArray(levels.length * 4);
  levels.forEach((level, index) => {
    const warmth = level / 255;
    const shade = strength * (1 - warmth);
    // a glow from the middle of the scale on, never so strong that it hides what it points at
    const glow = Math.max(0, warmth - 0.5) * 0.35;
    const alpha = shade + glow;
    const at = index * 4;
    for (let channel = 0; channel < 3; channel++) pixels[at + channel] = alpha ? (WARM[channel] * glow) / alpha : 0;
    pixels[at + 3] = Math.round(alpha * 255);
  });
  return pixels;
}

/** Where a map is greatest, in words. @param {Uint8Array} levels @param {number} columns */
export function peak(levels, columns) {
  const rows = levels.length / columns;
  let [sum, across, down] = [0, 0, 0];
  levels.forEach((level, index) => {
    const weight = level ** 4; // near its greatest places, not the mean of all
    sum += weight;
    across += weight * ((index % columns) + 0.5);
    down += weight * (Math.floor(index / columns) + 0.5);
  });
  if (!sum) return "nowhere in particular";
  const third = (/** @type {number} */ share, /** @type {string[]} */ names) => names[Math.min(2, Math.floor(share * 3))];
  const column = third(across / sum / columns, ["left", "", "right"]);
  const row = third(down / sum / rows, ["top", "", "bottom"]);
  return row || column ? `at the ${[row, column].filter(Boolean).join(" ")}` : "in the middle";
}
