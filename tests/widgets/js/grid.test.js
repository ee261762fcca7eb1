import assert from "node:assert/strict";
import { test } from "node:test";
import { difference, move } from "../../../sdlab/widgets/js/gallery/grid.js";
import { progress } from "../../../sdlab/widgets/js/plot/word.js";

test("arrows move within a grid of rows and stop at its edges", () => {
  assert.equal(move("ArrowRight", 1, 7, 3), 2);
  assert.equal(move("ArrowDown", 1, 7, 3), 4);
  assert.equal(move("ArrowDown", 5, 7, 3), 5);
  assert.equal(move("ArrowUp", 1, 7, 3), 1);
  assert.equal(move("ArrowLeft", 0, 7, 3), 0);
  assert.equal(move("Home", 5, 7, 3), 0);
  assert.equal(move("End", 0, 7, 3), 6);
  assert.equal(move("a", 0, 7, 3), null);
});

test("a difference names each field, a prompt by its words alone", () => {
  const fields = [{ name: "prompt", value: "a hen", was: "a fox" }, { name: "steps", value: "9", was: "20" }];
  assert.equal(difference(fields), "“a hen”, steps 9");
});

test("a grid says where it stands", () => {
  assert.equal(progress({ state: "idle", done: 0, cells: 6 }, "6 pictures"), "6 pictures");
  assert.equal(progress({ state: "running", done: 2, cells: 6 }, ""), "2 of 6 cells");
  assert.equal(progress({ state: "cancelled", done: 2, cells: 6 }, ""), "Stopped with 2 of 6 cells");
  assert.equal(progress({ state: "done", done: 6, cells: 6 }, ""), "All 6 cells are made");
});
