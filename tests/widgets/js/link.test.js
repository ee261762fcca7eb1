import assert from "node:assert/strict";
import { test } from "node:test";
import { link } from "../../../sdlab/widgets/js/paint/link.js";
import { makeHistory } from "../../../sdlab/widgets/js/paint/history.js";
import { MASK_INK, Surface } from "../../../sdlab/widgets/js/paint/surface.js";
import { polygon, rectangle } from "../../../sdlab/widgets/js/paint/shape.js";

/** A line whose other end is this test. */
const open = (t, side = 40) => {
  const [sent, ears] = [[], {}];
  let live;
  const sheet = new Surface(side, side, new Uint8Array(side * side));
  const easel = { sheet, history: makeHistory() };
  const ends = [];
  const context = {
    send: (kind, content, buffers) => sent.push({ kind, content, buffers }),
    hear: (kind, act) => (ears[kind] = act),
    live: (act) => (live = act),
    cleanup: (end) => ends.push(end),
    guard: (act) => act,
  };
  t.after(() => ends.forEach((end) => end()));
  const state = { textContent: "" };
  easel.replace = (data) => {
    easel.sheet.replace(data);
    easel.sheet.commit();
  };
  const grey = ({ data }) => Uint8Array.from({ length: side * side }, (_, i) => data[i * 4]);
  let isReady = false;
  const ready = () => (isReady = true);
  const { sync } = link(context, easel, (box) => easel.sheet.cut(box), grey, state, ready);
  const paint = (a, b) => {
    for (const box of polygon(easel.sheet, rectangle(a, b, false))) easel.sheet.apply(box, MASK_INK.paint);
    const patch = easel.sheet.commit();
    easel.history.push(patch);
    sync(patch.box);
  };
  const acknowledge = ({ content }) => ears.taken({ to: content.from, number: content.number });
  const show = async (value) => {
    globalThis.createImageBitmap = async () => ({ width: side, height: side });
    const data = new Uint8Array(side * side * 4).fill(value);
    const pen = { drawImage: () => {}, getImageData: () => ({ width: side, height: side, data }) };
    globalThis.OffscreenCanvas = class {
      getContext = () => pen;
    };
    ears.sheet({}, [new DataView(new ArrayBuffer(8))]);
    await new Promise(setImmediate);
  };
  return { sent, easel, state, paint, acknowledge, show, live: (yes) => live(yes), isReady: () => isReady };
};
const boxes = (sent) => sent.filter(({ kind }) => kind === "sheet").map(({ content }) => content.box);

test("a stroke sends the box it changed, and no more", (t) => {
  const { sent, paint, acknowledge, live } = open(t);
  live(true);
  paint({ x: 3, y: 4 }, { x: 8, y: 9 });
  acknowledge(sent.at(-1));
  paint({ x: 20, y: 30 }, { x: 22, y: 31 });
  assert.deepEqual(boxes(sent), [[3, 4, 9, 10], [20, 30, 23, 32]]);
  assert.deepEqual([...new Uint8Array(sent.at(-1).buffers[0], 16, 8)], [0, 0, 0, 3, 0, 0, 0, 2], "the file's own size");
});

test("what the kernel has not acknowledged goes along with the next stroke", (t) => {
  const { sent, paint, acknowledge, live } = open(t);
  live(true);
  paint({ x: 3, y: 4 }, { x: 8, y: 9 });
  paint({ x: 20, y: 30 }, { x: 22, y: 31 });
  acknowledge(sent.at(-2)); // an older one says nothing of the newer
  paint({ x: 1, y: 1 }, { x: 1, y: 1 });
  assert.deepEqual(boxes(sent).slice(1), [[3, 4, 23, 32], [1, 1, 23, 32]]);
});

test("a line that comes back is told the whole sheet", (t) => {
  const { sent, state, paint, live } = open(t);
  paint({ x: 3, y: 4 }, { x: 8, y: 9 });
  assert.equal(sent.length, 0);
  assert.equal(state.textContent, "Not connected");
  live(true);
  assert.deepEqual(boxes(sent), [[0, 0, 40, 40]]);
});

test("what was not heard of a larger sheet does not reach beyond a smaller one", (t) => {
  const { sent, easel, paint, live } = open(t);
  live(true);
  paint({ x: 30, y: 30 }, { x: 35, y: 36 });
  easel.sheet = new Surface(20, 20, new Uint8Array(400));
  paint({ x: 1, y: 2 }, { x: 3, y: 4 });
  const [left, top, right, bottom] = boxes(sent).at(-1);
  assert.ok(left >= 0 && top >= 0 && right <= 20 && bottom <= 20);
  assert.ok(left <= 1 && top <= 2 && right >= 4 && bottom >= 5);
});

test("a sheet from Python is told back only when it crossed a stroke, so that both ends hold the same", async (t) => {
  const { sent, easel, paint, acknowledge, show, live } = open(t);
  live(true);
  await show(9);
  assert.ok(easel.sheet.data.every((value) => value === 9));
  assert.deepEqual(boxes(sent), []);
  paint({ x: 3, y: 4 }, { x: 8, y: 9 });
  await show(7);
  assert.deepEqual(boxes(sent).slice(1), [[0, 0, 40, 40]]);
  acknowledge(sent.at(-1));
  await show(5);
  assert.equal(boxes(sent).length, 2);
});

test("a sheet is ready to be painted on once the kernel's is there", async (t) => {
  const { show, live, isReady } = open(t);
  live(true);
  assert.ok(!isReady());
  await show(9);
  assert.ok(isReady());
});

test("a silent kernel is called busy, with the way out", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { sent, state, paint, acknowledge, live } = open(t);
  live(true);
  paint({ x: 3, y: 4 }, { x: 8, y: 9 });
  t.mock.timers.tick(1999);
  assert.equal(state.textContent, "");
  t.mock.timers.tick(2);
  assert.match(state.textContent, /busy in another cell.*■/);
  acknowledge(sent.at(-1));
  assert.equal(state.textContent, "");
});
