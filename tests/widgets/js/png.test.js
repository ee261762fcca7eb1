import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { encode, parts } from "../../../sdlab/widgets/js/paint/png.js";

/** The pixels of an 8-bit PNG whose rows use the filters none and up. */
const decode = (file) => {
  const view = new DataView(file.buffer, file.byteOffset);
  const [width, height, channels] = [view.getUint32(16), view.getUint32(20), file[25] ? 3 : 1];
  const raw = inflateSync(file.subarray(41, 41 + view.getUint32(33))); // the adler sum is checked here
  const stride = width * channels;
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < stride; x++) {
      const up = raw[y * (stride + 1)] === 2 ? pixels[(y - 1) * stride + x] : 0;
      pixels[y * stride + x] = raw[y * (stride + 1) + 1 + x] + up;
    }
  }
  return { width, height, pixels };
};

test("every picture comes back to the byte: empty, full, noise, runs of every length, colour", () => {
  let seed = 11;
  const random = () => (seed = (seed * 48271) % 2147483647) % 256;
  const runs = Array.from({ length: 300 }, (_, n) => Array(n).fill(n % 2 ? 200 : 3)).flat();
  for (const [width, height, pixels] of [
    [1, 1, Uint8Array.of(7)],
    [64, 64, new Uint8Array(4096)],
    [33, 9, new Uint8Array(297).fill(255)],
    [100, 100, Uint8Array.from({ length: 10000 }, random)],
    [runs.length, 1, Uint8Array.from(runs)],
    [20, 20, Uint8Array.from({ length: 1200 }, random)],
  ]) {
    assert.deepEqual(decode(encode(width, height, pixels)), { width, height, pixels });
  }
});

test("a large mask is a small file", () => {
  const pixels = new Uint8Array(1024 * 1024);
  for (let y = 300; y < 700; y++) pixels.fill(255, y * 1024 + 200, y * 1024 + 800);
  assert.ok(encode(1024, 1024, pixels).length < 12_000);
});

test("no part of a file exceeds what the wire takes, and together they are the file", () => {
  const file = Uint8Array.from({ length: 700_001 }, (_, i) => i);
  const cut = parts(file);
  assert.ok(cut.every((part) => part.byteLength <= 256 * 1024));
  assert.deepEqual(Uint8Array.from(cut.flatMap((part) => [...new Uint8Array(part)])), file);
});
