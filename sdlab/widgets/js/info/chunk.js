// @ts-check
// A PNG without its pixels: what the kernel reads settings from, and small enough to send at once.

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const PIXELS = ["IDAT", "fdAT"];

/** @param {Uint8Array} bytes */
export const isPng = (bytes) => SIGNATURE.every((byte, index) => bytes[index] === byte);

/** The file with its pixel data left out; a damaged tail stays, for the kernel to name. @param {Uint8Array} bytes */
export function withoutPixels(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** @type {Uint8Array[]} */
  const kept = [bytes.subarray(0, 8)];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (end > bytes.length) break;
    if (!PIXELS.includes(name)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  kept.push(bytes.subarray(at));
  const whole = new Uint8Array(kept.reduce((sum, piece) => sum + piece.length, 0));
  let to = 0;
  for (const piece of kept) {
    whole.set(piece, to);
    to += piece.length;
  }
  return whole;
}
