// @ts-check
/** The mask as the model sees it, in coarse cells: the kernel works it out, and it holds until pixels change. */
import { greys, pixels } from "../paint/pixel.js";

/** @typedef {import("../paint/shade.js").Fill} Fill */

/** @param {import("../shared/part.js").Context} context @param {(fill: Fill | null) => void} changed */
export const makePreview = ({ hear, guard }, changed) => {
  /** @type {Fill | null} */
  let fill = null;
  let turn = 0;
  const use = (/** @type {Fill | null} */ next) => {
    turn++;
    if (fill === next) return;
    fill = next;
    changed(fill);
  };
  hear("preview", (content, [file]) => {
    use(null);
    const mine = turn;
    if (!file) return;
    pixels(file).then(
      guard((image) => {
        if (mine === turn) use({ data: greys(image), stride: image.width, cell: content.cell });
      }),
    );
  });
  return {
    /** What fills the overlay in place of the painted bytes; null for nothing. */
    fill: () => fill,
    stale: () => use(null),
  };
};
