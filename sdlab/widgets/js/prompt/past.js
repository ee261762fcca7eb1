// @ts-check
// Walking through earlier prompts: back, forth, and back to what was being typed.

/**
 * A walk over `past` (oldest first). `step(by, now)` gives the prompt to show, or null at either end; `now` is what
 * stands in the box and is kept when the walk begins. `rest()` ends the walk.
 * @param {() => string[]} past
 */
export function walk(past) {
  let at = 0; // how many prompts back; 0 is what is being typed
  let draft = "";
  return {
    /** @param {1 | -1} by 1 is earlier @param {string} now */
    step(by, now) {
      const prompts = past();
      const next = at + by;
      if (next < 0 || next > prompts.length) return null;
      if (at === 0) draft = now;
      at = next;
      return at === 0 ? draft : prompts[prompts.length - at];
    },
    rest() {
      at = 0;
    },
  };
}
