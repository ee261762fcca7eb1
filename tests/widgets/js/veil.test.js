import assert from "node:assert/strict";
import { test } from "node:test";
import { peak, veil } from "../../../sdlab/widgets/js/heat/veil.js";

test("a place where the word had no say is dark, its greatest place is not", () => {
  const pixels = veil(Uint8Array.of(0, 255), 0.8);
  assert.deepEqual([...pixels.subarray(0, 3)], [0, 0, 0]);
  assert.equal(pixels[3], Math.round(0.8 * 255));
  assert.ok(pixels[7] < 64, "the glow must not hide what it points at");
  assert.ok(pixels[4] > 200, "the glow is warm");
});

test("without darkening, a place without a say is clear", () => {
  assert.equal(veil(Uint8Array.of(0), 0)[3], 0);
});

test("the place is told in words", () => {
  const map = new Uint8Array(81);
  map[1 * 9 + 7] = 255;
  assert.equal(peak(map, 9), "at the top right");
  assert.equal(peak(Uint8Array.of(0, 0, 0, 0, 255, 0, 0, 0, 0), 3), "in the middle");
  assert.equal(peak(new Uint8Array(9), 3), "nowhere in particular");
});
