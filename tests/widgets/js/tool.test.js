import assert from "node:assert/strict";
import { test } from "node:test";
import { polygon, rectangle, stroke } from "../../../sdlab/widgets/js/paint/shape.js";
import { MASK_INK, Surface } from "../../../sdlab/widgets/js/paint/surface.js";
import { brushing } from "../../../sdlab/widgets/js/paint/tool.js";

const SIDE = 60;
const WAY = [[10, 10], [40, 12], [45, 40], [30, 50], [12, 44], [20, 20]].map(([x, y]) => ({ x, y }));
const RADIUS = 4;

/** A sheet that counts how often it is drawn on, and a tool on it. */
const begin = (tool) => {
  const sheet = new Surface(SIDE, SIDE, new Uint8Array(SIDE * SIDE));
  let draws = 0;
  const apply = sheet.apply.bind(sheet);
  sheet.apply = (...given) => (draws++, apply(...given));
  const look = { ink: (erase) => (erase ? MASK_INK.erase : MASK_INK.paint) };
  const hand = brushing(look, () => ({ tool, hardness: 1 }));
  hand.start(sheet, WAY[0], { shift: false, erase: false }, RADIUS);
  return { ...hand, sheet, draws: () => draws };
};
const alone = (shape) => {
  const sheet = new Surface(SIDE, SIDE, new Uint8Array(SIDE * SIDE));
  sheet.apply(shape(sheet), MASK_INK.paint);
  return sheet.data;
};
const SHAPES = {
  lasso: (sheet) => polygon(sheet, WAY),
  rectangle: (sheet) => polygon(sheet, rectangle(WAY[0], WAY.at(-1), false)),
  brush: (sheet) => {
    WAY.forEach((at, i) => stroke(sheet, { ...WAY[Math.max(0, i - 1)], radius: RADIUS }, { ...at, radius: RADIUS }, 1));
    return sheet.whole;
  },
};

for (const [tool, shape] of Object.entries(SHAPES)) {
  test(`${tool}: however many pointer events come between two frames, it is drawn once`, () => {
    const { drag, ink, draws, sheet } = begin(tool);
    ink();
    for (const at of WAY.slice(1)) drag(at, RADIUS, false);
    assert.equal(draws(), 1);
    ink();
    assert.equal(draws(), 2);
    assert.equal(ink(), null, "nothing is left for another frame");
    assert.equal(draws(), 2);
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
