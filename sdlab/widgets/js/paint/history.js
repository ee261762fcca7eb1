// @ts-check
/** The last hundred changes of a sheet, whatever tool made them, as far as there is room. */

/** @typedef {import("./surface.js").Surface} Surface */
/** @typedef {import("./surface.js").Patch} Patch */

export const LIMIT = 100;
export const ROOM = 2 ** 28; // bytes in all, so that a hundred noisy pictures cannot fill the tab's memory

export const makeHistory = () => {
  /** @type {Patch[]} */
  const done = [];
  /** @type {Patch[]} */
  const undone = [];
  const bytes = () => done.reduce((sum, { values, counts }) => sum + values.byteLength + counts.byteLength, 0);
  /** @param {Patch[]} from @param {Patch[]} to @param {Surface} sheet */
  const move = (from, to, sheet) => {
    const patch = from.pop();
    if (!patch) return null;
    to.push(patch);
    return sheet.toggle(patch);
  };
  return {
    /** Remember a change; null (nothing changed) is no step. @param {Patch | null} patch */
    push(patch) {
      if (!patch) return;
      undone.length = 0;
      done.push(patch);
      while (done.length > LIMIT || (done.length > 1 && bytes() > ROOM)) done.shift();
    },
    canUndo: () => done.length > 0,
    canRedo: () => undone.length > 0,
    /** @param {Surface} sheet @returns the box that changed, or null when there is nothing to undo */
    undo: (sheet) => move(done, undone, sheet),
    /** @param {Surface} sheet @returns the box that changed, or null when there is nothing to redo */
    redo: (sheet) => move(undone, done, sheet),
  };
};
