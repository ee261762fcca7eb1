// @ts-check
/** Where the hand is and how it is shown: a ring of the brush's size, a crosshair for the keyboard. */
import { h } from "../shared/dom.js";
import { max } from "./number.js";

/** The pointer in the window, the keyboard's crosshair in whole pixels of the picture.
 * @typedef {{x: number, y: number, crosshair: {x: number, y: number} | null, isSpaceDown: boolean}} Hand */

/**
 * @param {HTMLElement} stage @param {import("./view.js").View} view @param {() => import("./easel.js").Brush} brush
 */
export const makeHand = (stage, view, brush) => {
  const ring = h("div.sd-ring");
  const cross = h("div.sd-cross");
  stage.append(ring, cross);
  /** @type {Hand} */
  const hand = { x: 0, y: 0, crosshair: null, isSpaceDown: false };
  const put = (/** @type {HTMLElement} */ element, /** @type {{x: number, y: number}} */ { x, y }) =>
    Object.assign(element.style, { left: `${x}px`, top: `${y}px` });
  const showHand = () => {
    const { tool, size } = brush();
    stage.dataset.tool = hand.isSpaceDown ? "pan" : tool;
    ring.style.width = `${max(4, size * view.scale)}px`;
    put(ring, hand);
    cross.hidden = !hand.crosshair;
    if (hand.crosshair) put(cross, view.toWindow(hand.crosshair.x + 0.5, hand.crosshair.y + 0.5));
  };
  return { hand, showHand };
};
