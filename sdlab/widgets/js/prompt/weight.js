// @ts-check
// Prompt weights, as "(word:1.1)": the group round the selection gains or loses weight; at 1 its brackets go.

/** @typedef {{ text: string, start: number, end: number }} Edit */

const GROUP = /\(([^()]*):(\d*\.?\d+)\)/g;
const LEAST = 0.05;
const MOST = 2;

/**
 * The text with more or less weight on its selection (or the word the caret stands in), and the selection after it.
 * @param {Edit} edit
 * @param {number} step such as 0.05
 * @returns {Edit}
 */
export function weigh({ text, start, end }, step) {
  const group = groupAt(text, start, end);
  if (group) return put(text, group.from, group.to, group.words, group.weight + step);
  const word = start === end ? wordAt(text, start) : trimmed(text, start, end);
  if (word.start === word.end) return { text, start, end };
  return put(text, word.start, word.end, text.slice(word.start, word.end), 1 + step);
}

/** @param {string} text @param {number} start @param {number} end */
function groupAt(text, start, end) {
  for (const match of text.matchAll(GROUP)) {
    const from = match.index;
    const to = from + match[0].length;
    if (from <= start && end <= to) return { from, to, words: match[1], weight: Number(match[2]) };
  }
  return null;
}

/** @param {string} text @param {number} at */
function wordAt(text, at) {
  const before = /[^\s,()]*$/.exec(text.slice(0, at)) ?? [""];
  const after = /^[^\s,()]*/.exec(text.slice(at)) ?? [""];
  return { start: at - before[0].length, end: at + after[0].length };
}

/** @param {string} text @param {number} start @param {number} end */
function trimmed(text, start, end) {
  const chosen = text.slice(start, end);
  const from = start + (chosen.length - chosen.trimStart().length);
  return { start: from, end: Math.max(from, from + chosen.trim().length) };
}

/**
 * @param {string} text @param {number} from @param {number} to @param {string} words @param {number} weight
 * @returns {Edit}
 */
function put(text, from, to, words, weight) {
  const held = Math.round(Math.min(Math.max(weight, LEAST), MOST) * 100) / 100;
  const plain = held === 1;
  const piece = plain ? words : `(${words}:${held})`;
  const start = from + (plain ? 0 : 1);
  return { text: text.slice(0, from) + piece + text.slice(to), start, end: start + words.length };
}
