// @ts-check
/**
 * PNG files written at once, without waiting for the browser: a stroke's message is on its way before any later
 * click can send its own. Masks are flat, so run lengths of the rows' differences compress them well enough.
 */
import { ceil, max, min } from "./number.js";

/** A number in four bytes, the highest first. @param {number} n */
const four = (n) => [n >> 24, n >> 16, n >> 8, n]; // a byte array keeps the low bits

/** @param {...ArrayLike<number>} pieces */
const join = (...pieces) => {
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
};

/** @param {Uint8Array} bytes */
const crc = (bytes) => {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte;
    for (let k = 0; k < 8; k++) sum = (sum >>> 1) ^ (sum & 1 && 0xedb88320);
  }
  return ~sum;
};

/** @param {Uint8Array} bytes */
const adler = (bytes) => {
  let [a, b] = [1, 0];
  for (let i = 0; i < bytes.length; ) {
    b += a += bytes[i++];
    if (i % 3800 && i < bytes.length) continue; // as many bytes as the sums hold before they need a modulus
    a %= 65521;
    b %= 65521;
  }
  return (b << 16) | a;
};

/** A zlib stream of literals and runs, in the format's fixed code (RFC 1951, 3.2.6). @param {Uint8Array} bytes */
const deflate = (bytes) => {
  const out = new Uint8Array(bytes.length * 1.2 + 32);
  let [at, held, count] = [0, 0, 0];
  const write = (/** @type {number} */ bits, /** @type {number} */ length) => {
    held |= bits << count;
    count += length;
    for (; count > 7; count -= 8, held >>>= 8) out[at++] = held;
  };
  const symbol = (/** @type {number} */ code, /** @type {number} */ length) => {
    let turned = 0; // codes are written from their highest bit
    for (let i = 0; i < length; i++) turned |= ((code >> i) & 1) << (length - 1 - i);
    write(turned, length);
  };
  const literal = (/** @type {number} */ byte) => (byte < 144 ? symbol(0x30 + byte, 8) : symbol(0x100 + byte, 9));
  const run = (/** @type {number} */ length) => {
    const rest = length - 3;
    const extra = max(0, 29 - Math.clz32(rest));
    const code = 257 + 4 * extra + (rest >> extra);
    if (code < 280) symbol(code - 256, 7);
    else symbol(0xc0 + code - 280, 8);
    write(rest & ((1 << extra) - 1), extra);
    write(0, 5); // the distance: one byte back
  };
  write(3, 3);
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i];
    let end = ++i;
    while (end < bytes.length && bytes[end] === byte) end++; // a look beyond the end is slow, and so all of them
    literal(byte);
    for (let left = end - i; left; ) {
      const length = min(257, left); // one more would have a code of its own
      if (length > 2) run(length);
      else for (let k = 0; k < length; k++) literal(byte);
      left -= length;
    }
    i = end;
  }
  symbol(0, 7);
  write(0, 7);
  return join([0x78, 1], out.subarray(0, at), four(adler(bytes)));
};

/** Rows of differences to the row above, each after its filter byte.
 * @param {Uint8Array} pixels @param {number} stride @param {number} height */
const filter = (pixels, stride, height) => {
  const out = new Uint8Array((stride + 1) * height);
  out.set(pixels.subarray(0, stride), 1);
  for (let y = 1, at = stride + 1, from = stride; y < height; y++) {
    out[at++] = 2;
    for (let x = 0; x < stride; x++, from++) out[at++] = pixels[from] - pixels[from - stride];
  }
  return out;
};

/** @param {string} name @param {ArrayLike<number>} bytes */
const chunk = (name, bytes) => {
  const body = join(new TextEncoder().encode(name), bytes);
  return join(four(bytes.length), body, four(crc(body)));
};

/**
 * An 8-bit PNG file.
 * @param {number} width @param {number} height
 * @param {Uint8Array} pixels rows from the top, 1 byte a pixel (grey) or 3 (red, green, blue)
 */
export const encode = (width, height, pixels) => {
  const stride = pixels.length / height;
  return join(
    [137, 80, 78, 71, 13, 10, 26, 10],
    chunk("IHDR", [...four(width), ...four(height), 8, stride === width ? 0 : 2, 0, 0, 0]),
    chunk("IDAT", deflate(filter(pixels, stride, height))),
    chunk("IEND", []),
  );
};

const PART = 200_000; // bytes a message; the wire refuses more than 256 kB

/** A file cut into messages, each a buffer of its own. @param {Uint8Array} file */
export const parts = (file) =>
  Array.from({ length: ceil(file.length / PART) }, (_, i) => file.slice(i * PART, (i + 1) * PART).buffer);
