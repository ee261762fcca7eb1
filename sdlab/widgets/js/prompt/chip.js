// @ts-check
// A prompt's tokens as the model reads them: what to draw and what to say.

/** @typedef {{ text: string, start: number, end: number, read: boolean }} Token */

/**
 * The words that fall off the end, as the person wrote them.
 * @param {string} prompt
 * @param {Token[]} tokens
 */
export function unread(prompt, tokens) {
  const first = tokens.find((token) => !token.read);
  return first ? prompt.slice(first.start).trim() : "";
}

/**
 * One line about the count: "12 of 75 tokens", in how many windows more are read, or what is not read.
 * @param {string} prompt
 * @param {Token[]} tokens
 * @param {number} room tokens the model has for words
 */
export function summary(prompt, tokens, room) {
  const lost = tokens.filter((token) => !token.read).length;
  if (!lost && tokens.length > room) return `${tokens.length} tokens, read in ${windows(tokens, room)} windows of ${room}`;
  if (!lost) return `${tokens.length} of ${room} tokens`;
  const words = unread(prompt, tokens);
  const short = words.length > 60 ? `${words.slice(0, 59)}…` : words;
  return `${lost} ${lost === 1 ? "token is" : "tokens are"} not read: “${short}”`;
}

/**
 * How many windows a model that reads all needs.
 * @param {Token[]} tokens
 * @param {number} room
 */
export const windows = (tokens, room) => Math.ceil(tokens.length / room);

/**
 * The same tokens still fit the text they were counted for; otherwise they are stale.
 * @param {string} counted
 * @param {string} prompt
 */
export const isFresh = (counted, prompt) => counted === prompt;
