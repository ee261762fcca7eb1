import assert from "node:assert/strict";
import { test } from "node:test";
import { summary, unread } from "../../../sdlab/widgets/js/prompt/chip.js";
import { walk } from "../../../sdlab/widgets/js/prompt/past.js";
import { weigh } from "../../../sdlab/widgets/js/prompt/weight.js";

const at = (text, start, end = start) => ({ text, start, end });

test("the word at the caret gains weight in brackets and stays selected", () => {
  const edit = weigh(at("a red apple", 3), 0.05);
  assert.deepEqual(edit, { text: "a (red:1.05) apple", start: 3, end: 6 });
});

test("a second press changes the number, not the brackets", () => {
  const once = weigh(at("a red apple", 3), 0.05);
  assert.equal(weigh(once, 0.05).text, "a (red:1.1) apple");
});

test("back at one, the brackets go", () => {
  const once = weigh(at("a red apple", 3), 0.05);
  assert.deepEqual(weigh(once, -0.05), { text: "a red apple", start: 2, end: 5 });
});

test("a selection of several words is weighed as one, without the spaces at its ends", () => {
  assert.equal(weigh(at("a red apple tree", 1, 12), -0.1).text, "a (red apple:0.9) tree".replace("a (", "a ("));
});

test("weights stay between 0.05 and 2", () => {
  assert.equal(weigh(at("(red:1.98)", 2), 0.1).text, "(red:2)");
  assert.equal(weigh(at("(red:0.07)", 2), -0.1).text, "(red:0.05)");
});

test("a caret in empty space weighs nothing", () => {
  assert.deepEqual(weigh(at("a,  b", 3), 0.05), at("a,  b", 3));
});

test("history walks back and forth and gives back what was being typed", () => {
  const past = walk(() => ["first", "second"]);
  assert.equal(past.step(1, "typing"), "second");
  assert.equal(past.step(1, "second"), "first");
  assert.equal(past.step(1, "first"), null);
  assert.equal(past.step(-1, "first"), "second");
  assert.equal(past.step(-1, "second"), "typing");
  assert.equal(past.step(-1, "typing"), null);
});

const tokens = (words, room) => {
  let start = 0;
  return words.map((text, number) => {
    const token = { text, start, end: start + text.length, read: number < room };
    start += text.length + 1;
    return token;
  });
};

test("a prompt that fits is counted, one that does not is told what falls off", () => {
  const words = ["a", "red", "apple"];
  assert.equal(summary("a red apple", tokens(words, 75), 75), "3 of 75 tokens");
  assert.equal(summary("a red apple", tokens(words, 1), 1), "2 tokens are not read: “red apple”");
  assert.equal(unread("a red apple", tokens(words, 2)), "apple");
  assert.equal(summary("a red apple", tokens(words, 75), 2), "3 tokens, read in 2 windows of 2");
});
