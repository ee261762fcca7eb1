import assert from "node:assert/strict";
import { test } from "node:test";
import { arrow, command, SHORTCUTS } from "../../../sdlab/widgets/js/paint/key.js";

const press = (key, more = {}) =>
  command({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more });

test("every tool answers to its letter, in either case", () => {
  for (const [name, key] of SHORTCUTS.filter(([name, key]) => name && key.length === 1 && /[A-Z]/.test(key))) {
    assert.equal(press(key.toLowerCase()), name);
    assert.equal(press(key), name); // Caps Lock
  }
});

test("brackets size the brush and with Shift harden it, on any layout", () => {
  assert.equal(press("[", { code: "BracketLeft" }), "smaller");
  assert.equal(press("]", { code: "BracketRight" }), "larger");
  assert.equal(press("{", { code: "BracketLeft", shiftKey: true }), "softer");
  assert.equal(press("Ü", { code: "BracketRight", shiftKey: true }), "harder");
});

test("Ctrl and ⌘ undo and redo, and leave other combinations to the page", () => {
  for (const mod of ["ctrlKey", "metaKey"]) {
    assert.equal(press("z", { [mod]: true }), "undo");
    assert.equal(press("Z", { [mod]: true, shiftKey: true }), "redo");
    assert.equal(press("y", { [mod]: true }), "redo");
    assert.equal(press("a", { [mod]: true }), "all");
    for (const key of ["b", "c", "v", "s", "r", "?"]) assert.equal(press(key, { [mod]: true }), "");
  }
  assert.equal(press("b", { altKey: true }), "");
});

test("Shift+I inverts and I alone is free; Delete and Backspace clear; 0 and 1 zoom", () => {
  assert.equal(press("I", { shiftKey: true }), "invert");
  assert.equal(press("i"), "");
  assert.equal(press("Delete"), "clear");
  assert.equal(press("Backspace"), "clear");
  assert.equal(press("0"), "fit");
  assert.equal(press("1"), "full");
  assert.equal(press("?", { shiftKey: true }), "keys");
  assert.equal(press("Tab"), "");
});

test("arrows move one pixel, with Shift ten", () => {
  assert.deepEqual(arrow({ key: "ArrowLeft", shiftKey: false }), [-1, 0]);
  assert.deepEqual(arrow({ key: "ArrowDown", shiftKey: true }), [0, 10]);
  assert.equal(arrow({ key: "a", shiftKey: false }), null);
});
