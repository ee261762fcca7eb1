// @ts-check
// Python taken apart just far enough to colour it: comments, texts, words of the language, numbers.

const WORDS = new Set("as and else for from if import in lambda None not or True False with def return".split(" "));
const PIECE = /(#[^\n]*)|("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|([A-Za-z_]\w*)|(\d[\w.]*)/g;

/**
 * The code in pieces that make it up again; `kind` is "note", "text", "word", "number" or "".
 * @param {string} code
 * @returns {{ kind: string, text: string }[]}
 */
export function pieces(code) {
  /** @type {{ kind: string, text: string }[]} */
  const found = [];
  let end = 0;
  for (const match of code.matchAll(PIECE)) {
    const [text, note, string, name, number] = match;
    const kind = note ? "note" : string ? "text" : number ? "number" : WORDS.has(name) ? "word" : "";
    if (!kind) continue;
    if (match.index > end) found.push({ kind: "", text: code.slice(end, match.index) });
    found.push({ kind, text });
    end = match.index + text.length;
  }
  if (end < code.length) found.push({ kind: "", text: code.slice(end) });
  return found;
}
