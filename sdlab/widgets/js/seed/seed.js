// @ts-check
// Seeds as the kernel takes them: whole numbers from 0 to 2^63 - 1, as text.

const MOST = 2n ** 63n - 1n;

/**
 * The seed a person typed, in plain digits, or null where it is none.
 * @param {string} text
 */
export function parseSeed(text) {
  const digits = text.trim().replaceAll(/[ _,.]/g, "");
  if (!/^\d{1,19}$/.test(digits)) return null;
  const seed = BigInt(digits);
  return seed <= MOST ? String(seed) : null;
}

/** A seed drawn at random, short enough to read out in a classroom. */
export const roll = () => BigInt(Math.floor(Math.random() * 1_000_000));
