import assert from "node:assert/strict";
import { test } from "node:test";
import { gestures, pressed } from "../../../sdlab/widgets/js/paint/gesture.js";

const recorder = () => {
  const heard = [];
  const gesture = gestures({
    begin: () => heard.push("begin"),
    move: () => heard.push("move"),
    end: () => heard.push("end"),
    cancel: () => heard.push("cancel"),
    pinch: (dx, dy, zoom, x, y) => heard.push({ dx, dy, zoom, x, y }),
  });
  return { heard, gesture };
};
const touch = (id, x, y, more = {}) => ({ id, x, y, type: "touch", pressure: 0.5, time: 1000, ...more });

test("one finger paints", () => {
  const { heard, gesture } = recorder();
  gesture.down(touch(1, 0, 0));
  gesture.move(touch(1, 5, 5));
  gesture.up(1);
  assert.deepEqual(heard, ["begin", "move", "end"]);
});

test("a second finger drops the stroke and the two zoom and move; lifting one does not paint", () => {
  const { heard, gesture } = recorder();
  gesture.down(touch(1, 0, 0));
  gesture.down(touch(2, 100, 0));
  gesture.move(touch(2, 200, 0));
  gesture.up(1);
  gesture.move(touch(2, 300, 0));
  gesture.up(2);
  assert.deepEqual(heard, ["begin", "cancel", { dx: 50, dy: 0, zoom: 2, x: 100, y: 0 }]);
});

test("two fingers moving together only move the picture", () => {
  const { heard, gesture } = recorder();
  gesture.down(touch(1, 0, 0));
  gesture.down(touch(2, 100, 0));
  gesture.move(touch(1, 10, 20));
  gesture.move(touch(2, 110, 20));
  const pinches = heard.filter((one) => typeof one === "object");
  assert.equal(pinches.reduce((sum, one) => sum + one.dx, 0), 10);
  assert.equal(pinches.reduce((sum, one) => sum + one.dy, 0), 20);
  assert.ok(Math.abs(pinches.reduce((product, one) => product * one.zoom, 1) - 1) < 1e-9);
});

test("a palm laid down beside a pen does nothing, a finger a while later does", () => {
  const { heard, gesture } = recorder();
  gesture.down(touch(1, 0, 0, { type: "pen", time: 1000 }));
  assert.equal(gesture.down(touch(2, 9, 9, { time: 1200 })), false);
  gesture.up(1);
  assert.deepEqual(heard, ["begin", "end"]);
  assert.equal(gesture.down(touch(3, 9, 9, { time: 2000 })), true);
});

test("a pointer the system takes away drops its stroke", () => {
  const { heard, gesture } = recorder();
  gesture.down(touch(1, 0, 0));
  gesture.up(1, true);
  assert.deepEqual(heard, ["begin", "cancel"]);
});

test("only a pen's pressure changes the brush", () => {
  for (const type of ["mouse", "touch", ""]) assert.equal(pressed(20, type, 0.1), 20);
  const sizes = [0, 0.1, 0.3, 0.6, 1].map((pressure) => pressed(20, "pen", pressure));
  sizes.slice(1).forEach((size, i) => assert.ok(size >= sizes[i]));
  assert.ok(sizes[0] > 0 && sizes[4] === 20 && sizes[1] < 5);
});
