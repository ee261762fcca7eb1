// @ts-check
// Where a grid stands, in words.

/**
 * @param {{ state: string, done: number, cells: number }} status
 * @param {string} extent what there is to make
 */
export function progress({ state, done, cells }, extent) {
  if (done === cells && cells) return `All ${cells} cells are made`;
  if (state === "running") return `${done} of ${cells} cells`;
  if (state === "cancelled") return `Stopped with ${done} of ${cells} cells`;
  if (state === "failed") return `Failed after ${done} of ${cells} cells`;
  return done ? `${done} of ${cells} cells are made` : extent;
}
