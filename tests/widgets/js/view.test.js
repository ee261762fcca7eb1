import assert from "node:assert/strict";
import { test } from "node:test";
import { View } from "../../../sdlab/widgets/js/paint/view.js";

const shows = (picture) => Object.assign(new View(), { picture });
const close = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

test("picture and window coordinates are each other's inverse at any zoom and place", () => {
  const view = shows({ width: 512, height: 384 });
  view.resize(640, 480);
  for (const scale of [0.1, 1, 3.7, 40]) {
    view.zoom(scale, 123, 77);
    view.pan(-31, 12);
    const there = view.toPicture(200, 150);
    const back = view.toWindow(there.x, there.y);
    close(back.x, 200);
    close(back.y, 150);
  }
});

test("the wheel zooms about the cursor: the pixel under it stays", () => {
  const view = shows({ width: 4096, height: 4096 });
  view.resize(800, 600);
  const before = view.toPicture(420, 333);
  view.zoom(view.scale * 2.5, 420, 333);
  const after = view.toPicture(420, 333);
  close(after.x, before.x);
  close(after.y, before.y);
});

test("a fitted picture shows whole, centred, and stays so when the window changes", () => {
  const view = shows({ width: 1000, height: 500 });
  for (const [width, height] of [[700, 500], [360, 300], [1200, 200]]) {
    view.resize(width, height);
    const [from, to] = [view.toWindow(0, 0), view.toWindow(1000, 500)];
    assert.ok(from.x >= 0 && from.y >= 0 && to.x <= width && to.y <= height);
    close(from.x, width - to.x);
    close(from.y, height - to.y);
  }
});

test("a picture cannot be lost out of the window", () => {
  const view = shows({ width: 100, height: 100 });
  view.resize(300, 300);
  for (const [dx, dy] of [[9999, 0], [-9999, 0], [0, 9999], [0, -9999]]) {
    view.pan(dx, dy);
    const [from, to] = [view.toWindow(0, 0), view.toWindow(100, 100)];
    assert.ok(from.x < 300 && from.y < 300 && to.x > 0 && to.y > 0);
  }
});

test("a pointer lands on the same pixel under page scroll, page zoom and a scaled cell", () => {
  const view = shows({ width: 512, height: 384 });
  view.resize(640, 480);
  for (const [left, top, zoom] of [[0, 0, 1], [-250.5, 80, 1], [40, -900, 1.25], [12, 12, 0.5]]) {
    const seen = { left, top, width: 640 * zoom, height: 480 * zoom };
    const at = view.place({ clientX: left + 100 * zoom, clientY: top + 200 * zoom }, seen);
    close(at.x, 100);
    close(at.y, 200);
  }
});
