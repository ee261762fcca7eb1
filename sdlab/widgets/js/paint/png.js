// @ts-check
/**
 * PNG files written at once, without waiting for the browser: a stroke's message is on its way before any later
 * click can send its own. Masks are flat, so run lengths of the rows' differences compress them well enough.
 */

const TABLE = Int32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

/** @param {Uint8Array} bytes */
const crc = (bytes) => {
  let sum = -1;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
  return ~sum >>> 0;
};

/** @param {Uint8Array} bytes */
const adler = (bytes) => {
  let [a, b] = [1, 0];
  for (let start = 0; start < bytes.length; start += 3800) {
    const end = Math.min(bytes.length, start + 3800); // as many bytes as the sums hold before they need a modulus
    for (let i = start; i < end; i++) b += a += bytes[i];
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
};

/** A zlib stream of literals and runs, in the format's fixed code (RFC 1951, 3.2.6). @param {Uint8Array} bytes */
const deflate = (bytes) => {
  const out = new Uint8Array(bytes.length + (bytes.length >> 3) + 32);
  out.set([0x78, 1]);
  let [at, held, count] = [2, 0, 0];
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
    const extra = length === 258 ? 0 : Math.max(0, 29 - Math.clz32(rest));
    const code = length === 258 ? 285 : 257 + 4 * extra + (rest >> extra);
    if (code < 280) symbol(code - 256, 7);
    else symbol(0xc0 + code - 280, 8);
    write(rest & ((1 << extra) - 1), extra);
    write(0, 5); // the distance: one byte back
  };
  write(3, 3);
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i];
    let end = ++i;
    while (bytes[end] === byte && end < bytes.length) end++;
    literal(byte);
    for (let left = end - i; left; ) {
      const length = Math.min(258, left);
      if (length > 2) run(length);
      else for (let k = 0; k < length; k++) literal(byte);
      left -= length;
    }
    i = end;
  }
  symbol(0, 7);
  write(0, 7);
  new DataView(out.buffer).setUint32(at, adler(bytes));
  return out.subarray(0, at + 4);
};

/** Rows of differences to the row above, each after its filter byte.
 * @param {Uint8Array} pixels @param {number} stride @param {number} height */
const filter = (pixels, stride, height) => {
  const out = new Uint8Array((stride + 1) * height);
  for (let y = 0, at = 0, from = 0; y < height; y++) {
    out[at++] = y ? 2 : 0;
    for (let x = 0; x < stride; x++, from++) out[at++] = y ? pixels[from] - pixels[from - stride] : pixels[from];
  }
  return out;
};

/**
 * An 8-bit PNG file.
 * @param {number} width @param {number} height
 * @param {Uint8Array} pixels rows from the top, 1 byte a pixel (grey) or 3 (red, green, blue)
 */
export const encode = (width, height, pixels) => {
  const channels = pixels.length / (width * height);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, channels === 1 ? 0 : 2], 8);
  /** @type {[string, Uint8Array][]} */
  const chunks = [
    ["IHDR", header],
    ["IDAT", deflate(filter(pixels, width * channels, height))],
    ["IEND", new Uint8Array()],
  ];
  const file = new Uint8Array(8 + chunks.reduce((sum, [, bytes]) => sum + bytes.length + 12, 0));
  file.set([137, 80, 78, 71, 13, 10, 26, 10]);
  const ends = new DataView(file.buffer);
  let at = 8;
  for (const [name, bytes] of chunks) {
    ends.setUint32(at, bytes.length);
    file.set([...name].map((letter) => letter.charCodeAt(0)), at + 4);
    file.set(bytes, at + 8);
    ends.setUint32(at + 8 + bytes.length, crc(file.subarray(at + 4, at + 8 + bytes.length)));
    at += bytes.length + 12;
  }
  return file;
};

const PART = 200_000; // bytes a message; the wire refuses more than 256 kB

/** A file cut into messages. @param {Uint8Array} file @returns {Uint8Array[]} */
export const parts = (file) =>
  Array.from({ length: Math.ceil(file.length / PART) }, (_, i) => file.slice(i * PART, (i + 1) * PART));
