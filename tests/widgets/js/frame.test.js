import assert from "node:assert/strict";
import { test } from "node:test";
import { fitted, HANDLES, moved, nudge, scaleFor } from "../../../sdlab/widgets/js/frame/frame.js";

const none = { left: 0, top: 0, right: 0, bottom: 0 };
const bounds = { width: 256, height: 200, snap: 8, most: 4096 };

test("each handle moves its own sides outwards and no others", () => {
  for (const [name, sides] of Object.entries(HANDLES)) {
    const out = {
      right: name.includes("left") ? -40 : name.includes("right") ? 40 : 7,
      down: name.includes("top") ? -40 : name.includes("bottom") ? 40 : 7,
    };
    const margins = moved(sides, out.right, out.down, none, bounds);
    for (const side of Object.keys(none)) assert.equal(margins[side] > 0, sides.includes(side), `${name}: ${side}`);
  }
});

test("the new size always lies on the grid, within what a model paints, and never cuts the picture", () => {
  let seed = 9;
  const random = (most) => (seed = (seed * 48271) % 2147483647) % most;
  for (let round = 0; round < 2000; round++) {
    const snap = random(2) ? 8 : 64;
    const within = { width: 8 * (1 + random(60)), height: 8 * (1 + random(60)), snap, most: 1024 };
    let margins = none;
    for (let step = 0; step < 4; step++) {
      const sides = Object.values(HANDLES)[random(8)];
      const before = margins;
      margins = moved(sides, random(1500) - 700, random(1500) - 700, margins, within);
      for (const side of sides) {
        const across = side === "left" || side === "right";
        const total = across
          ? within.width + margins.left + margins.right
          : within.height + margins.top + margins.bottom;
        assert.ok(margins[side] >= 0 && total <= 1024);
        assert.ok(total % snap === 0 || margins[side] === 0, `${total} is not on the grid of ${snap}`);
      }
      for (const side of Object.keys(none)) if (!sides.includes(side)) assert.equal(margins[side], before[side]);
    }
  }
});

test("a margin typed in is brought to the nearest the grid allows; nonsense is none", () => {
  assert.equal(fitted("right", 61, none, bounds), 64);
  assert.equal(fitted("right", 59, none, { ...bounds, width: 250 }), 62);
  assert.equal(fitted("top", -5, none, bounds), 0);
  assert.equal(fitted("top", NaN, none, bounds), 0);
  assert.equal(fitted("top", 1e9, none, bounds), 4096 - 200);
});

test("arrow keys move one step of the grid, with Shift eight", () => {
  assert.deepEqual(nudge({ key: "ArrowUp", shiftKey: false }, 8), [0, -8]);
  assert.deepEqual(nudge({ key: "ArrowRight", shiftKey: true }, 8), [64, 0]);
  assert.equal(nudge({ key: "Tab", shiftKey: false }, 8), null);
});

test("the frame fits its window with room to widen it on every side", () => {
  const margins = { left: 64, top: 0, right: 128, bottom: 8 };
  const scale = scaleFor(margins, bounds, 640, 400);
  assert.ok((256 + 192 + 128) * scale <= 640.001 && (208 + 128) * scale <= 400.001);
});
