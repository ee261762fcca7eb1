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
 * One line about the count: "12 of 75 tokens", or what is not read.
 * @param {string} prompt
 * @param {Token[]} tokens
 * @param {number} room tokens the model has for words
 */
export function summary(prompt, tokens, room) {
  const lost = tokens.filter((token) => !token.read).length;
  if (!lost) return `${tokens.length} of ${room} tokens`;
  const words = unread(prompt, tokens);
  const short = words.length > 60 ? `${words.slice(0, 59)}…` : words;
  return `${lost} ${lost === 1 ? "token is" : "tokens are"} not read: “${short}”`;
}

/**
 * The same tokens still fit the text they were counted for; otherwise they are stale.
 * @param {string} counted
 * @param {string} prompt
 */
export const isFresh = (counted, prompt) => counted === prompt;
