import assert from "node:assert/strict";
import { test } from "node:test";
import { placed, stepped } from "../../../sdlab/widgets/js/lens/place.js";

const PICTURE = { width: 100, height: 100 };
const LENS = { width: 200, height: 100 };

test("the middle of the lens shows the place it stands on", () => {
  const { left, top } = placed({ x: 0.5, y: 0.5 }, PICTURE, LENS, 4);
  assert.equal(left, 200 / 2 - 50 * 4);
  assert.equal(top, 100 / 2 - 50 * 4);
});

test("at an edge the lens stays inside the picture, and its ring with it", () => {
  const { left, top, share } = placed({ x: 0, y: 1 }, PICTURE, LENS, 4);
  assert.equal(left, 0);
  assert.equal(top, 100 - 400);
  assert.deepEqual(share, { left: 0, top: 0.75, width: 0.5, height: 0.25 });
});

test("a picture smaller than the lens is centred and wholly seen", () => {
  const { left, share } = placed({ x: 0.9, y: 0.9 }, PICTURE, LENS, 1);
  assert.equal(left, 50);
  assert.deepEqual(share, { left: 0, top: 0, width: 1, height: 1 });
});

test("arrows move the lens and stop at the edges", () => {
  assert.deepEqual(stepped("ArrowRight", { x: 0.99, y: 0.5 }, 0.02), { x: 1, y: 0.5 });
  assert.equal(stepped("a", { x: 0, y: 0 }, 0.02), null);
});
