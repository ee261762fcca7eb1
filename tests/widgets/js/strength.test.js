import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest, spans, ticks } from "../../../sdlab/widgets/js/strength/stop.js";

test("the nearest stop wins, the lower of two at the same distance", () => {
  const stops = [0, 0.25, 0.5, 0.75, 1];
  assert.equal(nearest(stops, 0.6), 2);
  assert.equal(nearest(stops, 0.125), 0);
  assert.equal(nearest(stops, 9), 4);
});

test("marks span the whole track and vanish before they touch", () => {
  assert.deepEqual(ticks([0, 0.5, 1]), [0, 50, 100]);
  assert.equal(ticks(Array(1001).fill(0)).length, 0);
});

test("zones share the track by where they end", () => {
  const shares = spans({ low: 0.35, middle: 0.7, high: 1 }).map(({ share }) => share);
  assert.deepEqual(shares, [0.35, 0.35, 0.3]);
});
