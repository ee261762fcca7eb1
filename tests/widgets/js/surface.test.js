import assert from "node:assert/strict";
import { test } from "node:test";
import { LIMIT, makeHistory, ROOM } from "../../../sdlab/widgets/js/paint/history.js";
import { flood, polygon, rectangle, stroke } from "../../../sdlab/widgets/js/paint/shape.js";
import { around, colourInk, coverage, MASK_INK, Surface } from "../../../sdlab/widgets/js/paint/surface.js";

const mask = (width, height) => new Surface(width, height, new Uint8Array(width * height));
const dab = (x, y, radius) => ({ x, y, radius });
const painted = (sheet) => [...sheet.data].filter((value) => value > 127).length;
/** A polygon, and the box of all it covers. */
const covered = (sheet, points) => polygon(sheet, points).reduce(around, null);
const draw = (sheet, shape, ink = MASK_INK.paint) => {
  sheet.apply(shape, ink);
  return sheet.commit();
};
/** The same numbers in the same order, every time. */
const dice = (seed) => () => (seed = (seed * 48271) % 2147483647) / 2147483647;

test("a hard dab is a disc of its radius, whole in the middle and nothing outside", () => {
  const sheet = mask(64, 64);
  draw(sheet, stroke(sheet, dab(32, 32, 10), dab(32, 32, 10), 1));
  for (let y = 0; y < 64; y++) {
    for (let x = 0; x < 64; x++) {
      const distance = Math.hypot(x + 0.5 - 32, y + 0.5 - 32);
      const value = sheet.data[y * 64 + x];
      if (distance < 9.4) assert.equal(value, 255, `${x}, ${y}`);
      if (distance > 10.6) assert.equal(value, 0, `${x}, ${y}`);
    }
  }
  assert.ok(Math.abs(painted(sheet) - Math.PI * 100) < 12);
});

test("a soft dab falls from its middle to its rim", () => {
  const sheet = mask(64, 64);
  draw(sheet, stroke(sheet, dab(32, 32, 20), dab(32, 32, 20), 0));
  const row = [...sheet.data.subarray(32 * 64 + 32, 32 * 64 + 54)];
  assert.ok(row[0] > 245 && row[21] === 0);
  row.slice(1).forEach((value, i) => assert.ok(value <= row[i]));
  assert.ok(Math.abs(row[10] - 127) < 15);
});

test("a stroke covers everything between its ends, without gaps", () => {
  const sheet = mask(100, 40);
  draw(sheet, stroke(sheet, dab(10, 20, 3), dab(90, 20, 3), 1));
  for (let x = 10; x < 90; x++) assert.equal(sheet.data[20 * 100 + x], 255);
});

test("a stroke that begins outside the picture reaches in", () => {
  const sheet = mask(20, 20);
  draw(sheet, stroke(sheet, dab(-3, 10, 5), dab(-3, 10, 5), 1));
  assert.equal(sheet.data[10 * 20], 255);
  assert.equal(stroke(sheet, dab(-50, -50, 5), dab(-40, -50, 5), 1), null);
});

test("a soft stroke that crosses itself does not build up", () => {
  const [once, twice] = [mask(40, 40), mask(40, 40)];
  draw(once, stroke(once, dab(20, 20, 10), dab(20, 20, 10), 0.2));
  for (let i = 0; i < 5; i++) twice.apply(stroke(twice, dab(20, 20, 10), dab(20, 20, 10), 0.2), MASK_INK.paint);
  twice.commit();
  assert.deepEqual(twice.data, once.data);
});

test("erasing where was painted leaves nothing", () => {
  const sheet = mask(40, 40);
  draw(sheet, stroke(sheet, dab(20, 20, 10), dab(20, 20, 10), 1));
  draw(sheet, stroke(sheet, dab(20, 20, 10), dab(20, 20, 10), 1), MASK_INK.erase);
  assert.equal(painted(sheet), 0);
});

test("a lasso takes the pixels whose middle lies inside, by the even-odd rule", () => {
  const sheet = mask(20, 20);
  draw(sheet, covered(sheet, [{ x: 2, y: 2 }, { x: 12, y: 2 }, { x: 12, y: 7 }, { x: 2, y: 7 }]));
  assert.equal(painted(sheet), 50);
  const star = mask(100, 100);
  const corner = (k) => ({ x: 50 + 45 * Math.sin((k * 4 * Math.PI) / 5), y: 50 - 45 * Math.cos((k * 4 * Math.PI) / 5) });
  draw(star, covered(star, [0, 1, 2, 3, 4].map(corner)));
  assert.equal(star.data[50 * 100 + 50], 0, "the middle of a five-pointed star is wound twice");
  assert.equal(star.data[15 * 100 + 50], 255);
});

test("a rectangle includes both corners, drawn in any direction, and Shift makes it square", () => {
  for (const [a, b] of [[{ x: 3.2, y: 4.9 }, { x: 7.8, y: 5.1 }], [{ x: 7.8, y: 5.1 }, { x: 3.2, y: 4.9 }]]) {
    const sheet = mask(20, 20);
    draw(sheet, covered(sheet, rectangle(a, b, false)));
    assert.equal(painted(sheet), 5 * 2);
  }
  const sheet = mask(20, 20);
  draw(sheet, covered(sheet, rectangle({ x: 10, y: 10 }, { x: 6, y: 9 }, true)));
  assert.equal(painted(sheet), 25);
});

test("a fill stops at a closed outline and crosses an open one", () => {
  const ring = mask(60, 60);
  const round = (k) => dab(30 + 20 * Math.cos(k / 10), 30 + 20 * Math.sin(k / 10), 2);
  for (let k = 0; k < 63; k++) ring.apply(stroke(ring, round(k), round(k + 1), 1), MASK_INK.paint);
  ring.commit();
  const empty = (i) => ring.base[i] < 128;
  draw(ring, flood(ring, 30, 30, empty));
  assert.equal(ring.data[30 * 60 + 30], 255);
  assert.equal(ring.data[0], 0);
  const open = mask(60, 60);
  draw(open, covered(open, [{ x: 0, y: 30 }, { x: 59, y: 30 }, { x: 59, y: 31 }, { x: 0, y: 31 }]));
  draw(open, flood(open, 5, 5, (i) => open.base[i] < 128));
  assert.equal(painted(open), 3600);
});

test("a fill agrees with a plain search from neighbour to neighbour", () => {
  const random = dice(7);
  for (let round = 0; round < 20; round++) {
    const sheet = mask(23, 17);
    sheet.replace(Array.from({ length: 23 * 17 }, () => (random() < 0.35 ? 255 : 0)));
    sheet.commit();
    const start = Math.floor(random() * 23 * 17);
    const wanted = new Set();
    for (const open = [start]; open.length; ) {
      const i = open.pop();
      if (wanted.has(i) || sheet.base[i]) continue;
      wanted.add(i);
      if (i % 23) open.push(i - 1);
      if (i % 23 < 22) open.push(i + 1);
      if (i >= 23) open.push(i - 23);
      if (i < 23 * 16) open.push(i + 23);
    }
    const box = flood(sheet, start % 23, Math.floor(start / 23), (i) => !sheet.base[i]);
    assert.deepEqual([...sheet.cover.keys()].filter((i) => sheet.cover[i]), [...wanted].sort((a, b) => a - b));
    for (const i of wanted) {
      assert.ok(i % 23 >= box[0] && i % 23 < box[2]);
      assert.ok(Math.floor(i / 23) >= box[1] && Math.floor(i / 23) < box[3]);
    }
  }
});

test("a cancelled stroke leaves the sheet as it was", () => {
  const sheet = mask(30, 30);
  draw(sheet, stroke(sheet, dab(5, 5, 4), dab(9, 9, 4), 0.5));
  const before = sheet.data.slice();
  sheet.apply(stroke(sheet, dab(10, 10, 8), dab(25, 20, 8), 0.5), MASK_INK.erase);
  assert.notDeepEqual(sheet.data, before);
  sheet.cancel();
  assert.deepEqual(sheet.data, before);
  assert.equal(sheet.commit(), null);
});

test("undo and redo walk through every state exactly, whatever made it", () => {
  const random = dice(3);
  const sheet = mask(50, 40);
  const history = makeHistory();
  const states = [sheet.data.slice()];
  for (let i = 0; i < 40; i++) {
    const [a, b] = [dab(random() * 50, random() * 40, random() * 9), dab(random() * 50, random() * 40, random() * 9)];
    const kind = i % 5;
    if (kind === 0) sheet.replace(sheet.data.map((value) => 255 - value));
    else if (kind === 1) sheet.replace(Uint8Array.from(sheet.data, () => random() * 256));
    else if (kind === 2) sheet.apply(covered(sheet, rectangle(a, b, false)), MASK_INK.erase);
    else if (kind === 3) sheet.apply(stroke(sheet, a, b, random()), MASK_INK.paint);
    else sheet.replace(new Uint8Array(2000).fill(0));
    const patch = sheet.commit();
    history.push(patch);
    if (patch) states.push(sheet.data.slice());
  }
  for (let i = states.length - 2; i >= 0; i--) {
    assert.ok(history.undo(sheet));
    assert.deepEqual(sheet.data, states[i]);
    assert.deepEqual(sheet.base, states[i]);
  }
  assert.equal(history.undo(sheet), null);
  for (const state of states.slice(1)) {
    history.redo(sheet);
    assert.deepEqual(sheet.data, state);
  }
  assert.equal(history.redo(sheet), null);
});

test("history keeps a hundred steps, forgets the undone at a new stroke, and 5,000 strokes stay small", () => {
  const random = dice(5);
  const sheet = mask(256, 256);
  const history = makeHistory();
  for (let i = 0; i < 5000; i++) {
    const at = dab(random() * 256, random() * 256, 6);
    sheet.apply(stroke(sheet, at, at, 1), i % 2 ? MASK_INK.erase : MASK_INK.paint);
    history.push(sheet.commit());
  }
  let steps = 0;
  while (history.undo(sheet)) steps++;
  assert.equal(steps, LIMIT);
  history.redo(sheet);
  sheet.replace(new Uint8Array(65536).fill(9));
  history.push(sheet.commit());
  assert.equal(history.canRedo(), false);
});

test("history keeps all hundred steps while they fit into its room, and as many as do where they do not", () => {
  const box = [0, 0, 1, 1];
  const kept = (bytes) => {
    const history = makeHistory();
    const patch = { box, values: { byteLength: bytes / 2 }, counts: { byteLength: bytes / 2 } };
    for (let i = 0; i < LIMIT + 20; i++) history.push(patch);
    let steps = 0;
    while (history.undo({ toggle: () => box })) steps++;
    return steps;
  };
  assert.equal(kept(Math.floor(ROOM / LIMIT)), LIMIT);
  assert.equal(kept(ROOM / 64), 64);
  assert.equal(kept(ROOM * 2), 1, "the newest can always be undone");
});

test("a step of the largest, softest brush takes two bytes a run, and one on a flat sheet next to nothing", () => {
  const sheet = mask(700, 1100);
  const patch = draw(sheet, stroke(sheet, dab(300, 300, 256), dab(420, 800, 256), 0));
  const runs = [...sheet.data].filter((value, i, all) => !i || value !== all[i - 1]).length;
  assert.ok(patch.values.byteLength + patch.counts.byteLength < 2.1 * runs);
  sheet.replace(new Uint8Array(700 * 1100).fill(9));
  sheet.commit();
  sheet.replace(new Uint8Array(700 * 1100).fill(7));
  const flat = sheet.commit();
  assert.ok(flat.values.byteLength + flat.counts.byteLength < (700 * 1100) / 100);
});

test("a box is cut out row by row, of bytes and of colours", () => {
  const grey = new Surface(4, 3, Uint8Array.from({ length: 12 }, (_, i) => i));
  assert.deepEqual(grey.cut([1, 0, 3, 2]), Uint8Array.of(1, 2, 5, 6));
  const colours = new Surface(2, 2, Uint32Array.of(1, 2, 0xff000003, 4));
  assert.deepEqual(colours.cut(colours.whole), colours.data);
});

test("a stroke that changes nothing is no step", () => {
  const sheet = mask(30, 30);
  const history = makeHistory();
  history.push(draw(sheet, stroke(sheet, dab(9, 9, 4), dab(9, 9, 4), 1)));
  history.push(draw(sheet, stroke(sheet, dab(9, 9, 4), dab(9, 9, 4), 1)));
  history.undo(sheet);
  assert.equal(history.canUndo(), false);
});

test("a colour covers fully, mixes at a soft rim and is undone to the bit", () => {
  const white = 0xffffffff;
  const sheet = new Surface(40, 40, new Uint32Array(1600).fill(white));
  const history = makeHistory();
  history.push(draw(sheet, stroke(sheet, dab(20, 20, 15), dab(20, 20, 15), 0), colourInk(200, 100, 0)));
  const middle = sheet.data[20 * 40 + 20];
  assert.ok(Math.abs((middle & 255) - 200) < 4 && ((middle >>> 16) & 255) < 12 && middle >>> 24 === 255);
  const rim = sheet.data[20 * 40 + 30] & 255;
  assert.ok(rim > 205 && rim < 255);
  history.undo(sheet);
  assert.ok(sheet.data.every((value) => value === white));
});

test("coverage counts the pixels that may change at all", () => {
  assert.equal(coverage(Uint8Array.of(0, 1, 128, 255)), 0.75);
});
