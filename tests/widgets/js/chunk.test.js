import assert from "node:assert/strict";
import { test } from "node:test";
import { isPng, withoutPixels } from "../../../sdlab/widgets/js/info/chunk.js";
import { encode } from "../../../sdlab/widgets/js/paint/png.js";

const names = (bytes) => {
  const found = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at))
    found.push(String.fromCharCode(...bytes.subarray(at + 4, at + 8)));
  return found;
};

test("the pixels of a PNG stay at home, all other chunks travel untouched", () => {
  const file = encode(4, 4, new Uint8Array(16).fill(9));
  const light = withoutPixels(file);
  assert.deepEqual(names(file), ["IHDR", "IDAT", "IEND"]);
  assert.deepEqual(names(light), ["IHDR", "IEND"]);
  assert.deepEqual(light.subarray(0, 33), file.subarray(0, 33));
});

test("a file cut short travels with its torn end, for the kernel to name", () => {
  const file = encode(4, 4, new Uint8Array(16)).subarray(0, 40);
  assert.equal(withoutPixels(file).length, 40);
});

test("a length that points past the end is no reason to read there", () => {
  const file = encode(4, 4, new Uint8Array(16));
  new DataView(file.buffer).setUint32(8, 0xffffffff);
  assert.equal(withoutPixels(file).length, file.length);
});

test("only a PNG's own signature counts", () => {
  assert.ok(isPng(encode(1, 1, new Uint8Array(1))));
  assert.ok(!isPng(new TextEncoder().encode("just a text")));
});
