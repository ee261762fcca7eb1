// @ts-check
// The stills of a film as they arrive: which are here, which to ask for next.

/**
 * @param {(index: number, look: string) => void} ask
 * @param {(url: string) => void} drop releases a still that is no longer needed
 */
export function reel(ask, drop) {
  /** @type {Map<string, string>} */
  let stills = new Map();
  let length = 0;
  let asked = "";
  /** @param {number} index @param {string} look */
  const key = (index, look) => `${look} ${index}`;
  const reset = (/** @type {number} */ frames) => {
    for (const url of stills.values()) drop(url);
    stills = new Map();
    length = frames;
    asked = "";
  };
  return {
    reset,
    /** The still of a step, or null while it is on its way. @param {number} index @param {string} look */
    get(index, look) {
      const still = stills.get(key(index, look)) ?? null;
      if (!still && index >= 0 && index < length && asked !== key(index, look)) {
        asked = key(index, look);
        ask(index, look);
      }
      return still;
    },
    /** @param {number} index @param {string} look @param {string} url */
    put(index, look, url) {
      const old = stills.get(key(index, look));
      if (old) drop(old);
      stills.set(key(index, look), url);
    },
    /** Ask for the nearest still that is not here yet. @param {number} from @param {string} look */
    prefetch(from, look) {
      for (let away = 0; away < length; away++)
        for (const index of [from - away, from + away])
          if (index >= 0 && index < length && !stills.has(key(index, look))) return void this.get(index, look);
    },
  };
}

/**
 * Where the slider stands, in words.
 * @param {{ step: number, timestep: number }[]} steps
 * @param {number} position
 */
export function place(steps, position) {
  const frame = steps[position];
  if (!frame) return "Finished picture";
  return `Step ${frame.step} of ${steps.length}, t = ${frame.timestep}`;
}
