// @ts-check
/** The last hundred changes of a sheet, whatever tool made them. */

/** @typedef {import("./surface.js").Surface} Surface */
/** @typedef {import("./surface.js").Patch} Patch */

export const LIMIT = 100;
const BYTES = 2 ** 27; // of patches in all, so that a hundred noisy pictures cannot fill the tab's memory

export class History {
  /** @type {Patch[]} */
  #done = [];
  /** @type {Patch[]} */
  #undone = [];

  /** Remember a change; null (nothing changed) is no step. @param {Patch | null} patch */
  push(patch) {
    if (!patch) return;
    this.#undone = [];
    this.#done.push(patch);
    const weight = () => this.#done.reduce((sum, { values, counts }) => sum + values.byteLength + (counts.byteLength), 0);
    while (this.#done.length > LIMIT || (this.#done.length > 1 && weight() > BYTES)) this.#done.shift();
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** @param {Surface} sheet @returns the box that changed, or null when there is nothing to undo */
  undo(sheet) {
    return this.#move(this.#done, this.#undone, sheet);
  }

  /** @param {Surface} sheet @returns the box that changed, or null when there is nothing to redo */
  redo(sheet) {
    return this.#move(this.#undone, this.#done, sheet);
  }

  /** @param {Patch[]} from @param {Patch[]} to @param {Surface} sheet */
  #move(from, to, sheet) {
    const patch = from.pop();
    if (!patch) return null;
    to.push(patch);
    return sheet.toggle(patch);
  }
}
