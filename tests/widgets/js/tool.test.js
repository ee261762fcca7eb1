import assert from "node:assert/strict";
import { test } from "node:test";
import { polygon, rectangle, stroke } from "../../../sdlab/widgets/js/paint/shape.js";
import { around, MASK_INK, Surface } from "../../../sdlab/widgets/js/paint/surface.js";
import { brushing } from "../../../sdlab/widgets/js/paint/tool.js";

const SIDE = 60;
const WAY = [[10, 10], [40, 12], [45, 40], [30, 50], [12, 44], [20, 20]].map(([x, y]) => ({ x, y }));
const RADIUS = 4;

/** A sheet that counts how often ink is put on one of its pixels, and a tool on it. */
const begin = (tool, [first] = WAY, side = SIDE) => {
  const sheet = new Surface(side, side, new Uint8Array(side * side));
  let inked = 0;
  const look = { ink: () => (base, cover) => (inked++, MASK_INK.paint(base, cover)) };
  const hand = brushing(look, () => ({ tool, hardness: 1 }));
  hand.start(sheet, first, { shift: false, erase: false }, RADIUS);
  return { ...hand, sheet, inked: () => inked };
};
const alone = (shape) => {
  const sheet = new Surface(SIDE, SIDE, new Uint8Array(SIDE * SIDE));
  sheet.apply(shape(sheet), MASK_INK.paint);
  return sheet.data;
};
const SHAPES = {
  lasso: (sheet, way = WAY) => polygon(sheet, way).reduce(around, null),
  rectangle: (sheet, way = WAY) => polygon(sheet, rectangle(way[0], way.at(-1), false)).reduce(around, null),
  brush: (sheet) => {
    WAY.forEach((at, i) => stroke(sheet, { ...WAY[Math.max(0, i - 1)], radius: RADIUS }, { ...at, radius: RADIUS }, 1));
    return sheet.whole;
  },
};

for (const [tool, shape] of Object.entries(SHAPES)) {
  test(`${tool}: however many pointer events come between two frames, it is drawn once`, () => {
    const { drag, ink, inked, sheet } = begin(tool);
    ink();
    const before = inked();
    for (const at of WAY.slice(1)) drag(at, RADIUS, false);
    assert.equal(inked(), before);
    ink();
    const after = inked();
    assert.deepEqual(ink(), [], "nothing is left for another frame");
    assert.equal(inked(), after);
    assert.deepEqual(sheet.data, alone(shape));
  });

  test(`${tool}: what came after the last frame is drawn when the stroke ends`, () => {
    const { drag, stop, isHeld, sheet } = begin(tool);
    for (const at of WAY.slice(1)) drag(at, RADIUS, false);
    const box = stop();
    assert.ok(!isHeld());
    assert.deepEqual(sheet.data, alone(shape));
    assert.deepEqual(sheet.touched, box, "all of it is to be shown");
  });
}

/** The same numbers in the same order, every time. */
const dice = (seed) => () => (seed = (seed * 48271) % 2147483647) / 2147483647;
/** A way that crosses itself, leaves the sheet and has corners in whole and half pixels. */
const wild = (random, side) =>
  Array.from({ length: 40 }, () => ({ x: Math.round((random() * 1.4 - 0.2) * side * 2) / 2, y: (random() * 1.4 - 0.2) * side }));

/** A large shape, and at last small changes of it: near a lasso's beginning, along one side of a rectangle. */
const ROUND = {
  lasso: [[250, 20], [480, 250], [250, 480], [20, 250], [230, 30], [240, 40]],
  rectangle: [[20, 20], [400, 30], [480, 480], [486, 480], [486, 470], [450, 470]],
};

for (const tool of ["lasso", "rectangle"]) {
  test(`${tool}: drawn in many frames it is what it is drawn at once`, () => {
    const random = dice(5);
    for (let round = 0; round < 10; round++) {
      const way = wild(random, 200);
      const { drag, ink, stop, sheet } = begin(tool, way, 200);
      way.slice(1).forEach((at) => {
        drag(at, RADIUS, false);
        if (random() < 0.6) ink();
      });
      stop();
      const whole = new Surface(200, 200, new Uint8Array(200 * 200));
      whole.apply(SHAPES[tool](whole, way), MASK_INK.paint);
      assert.deepEqual(sheet.data, whole.data);
    }
  });

  test(`${tool}: a frame inks and shows nothing outside the box round what it changes`, () => {
    const way = ROUND[tool].map(([x, y]) => ({ x, y }));
    const { drag, ink, inked, sheet } = begin(tool, way, 512);
    for (const at of way.slice(1)) {
      const [before, was] = [inked(), sheet.data.slice()];
      drag(at, RADIUS, false);
      const boxes = ink();
      const changed = [...sheet.data.keys()].filter((i) => sheet.data[i] !== was[i]);
      const box = changed.map((i) => [i % 512, i >> 9, (i % 512) + 1, (i >> 9) + 1]).reduce(around, null);
      assert.deepEqual(boxes.reduce(around, null), box);
      const area = box ? (box[2] - box[0]) * (box[3] - box[1]) : 0;
      assert.ok(inked() - before <= area, `${inked() - before} of ${area}`);
    }
  });
}

test("a rectangle made smaller again is sent as large as it is", () => {
  const { drag, ink, sheet } = begin("rectangle");
  for (const at of [WAY[3], WAY[2], { x: 20, y: 20 }]) {
    drag(at, RADIUS, false);
    ink();
  }
  assert.deepEqual(sheet.commit().box, [10, 10, 21, 21]);
});
