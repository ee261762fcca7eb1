import assert from "node:assert/strict";
import { test } from "node:test";
import { pieces } from "../../../sdlab/widgets/js/echo/python.js";

const CODE = `# a note with "quotes"
import torch
prompt = "a \\"red\\" apple # no note"
steps = 20
`;

test("the pieces make the code up again, whatever it is", () => {
  for (const code of [CODE, "", '"open', "x = 'a", "# only a note", "<b>&amp;</b>"])
    assert.equal(pieces(code).map(({ text }) => text).join(""), code);
});

test("notes, texts, words and numbers are told apart", () => {
  const of = (kind) => pieces(CODE).filter((piece) => piece.kind === kind).map(({ text }) => text);
  assert.deepEqual(of("note"), ['# a note with "quotes"']);
  assert.deepEqual(of("text"), ['"a \\"red\\" apple # no note"']);
  assert.deepEqual(of("word"), ["import"]);
  assert.deepEqual(of("number"), ["20"]);
});
