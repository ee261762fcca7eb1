// @ts-check
/** The eight handles of a frame: dragged, or moved by the arrow keys. */
import { h } from "../shared/dom.js";
import { HANDLES, moved, nudge } from "./frame.js";

/** @typedef {import("./frame.js").Margins} Margins */

/**
 * @param {import("../shared/part.js").Context} context
 * @param {{margins: () => Margins, bounds: () => import("./frame.js").Bounds, change: (to: Margins) => void}} frame
 * @param {(event: PointerEvent, start: {x: number, y: number}) => [number, number]} way from the start, picture pixels
 * @param {() => void} letGo called at the end of a drag
 */
export const makeGrips = ({ guard, say }, { margins, bounds, change }, way, letGo) => {
  /** @type {{id: number, x: number, y: number, start: Margins} | null} */
  let hold = null;
  const release = guard(() => {
    hold = null;
    letGo();
  });
  /** @param {string} name @param {import("./frame.js").Side[]} sides */
  const grip = (name, sides) =>
    h("button.sd-handle", {
      type: "button",
      ariaLabel: `${name[0].toUpperCase()}${name.slice(1)} handle`,
      title: "Drag, or use the arrow keys (Shift: eight steps)",
      dataset: { handle: name },
      onpointerdown: guard((event) => {
        if (event.button) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        hold = { id: event.pointerId, x: event.clientX, y: event.clientY, start: margins() };
      }),
      onpointermove: guard((event) => {
        if (hold && hold.id === event.pointerId) change(moved(sides, ...way(event, hold), hold.start, bounds()));
      }),
      onpointerup: release,
      onpointercancel: release,
      onkeydown: guard((event) => {
        const step = nudge(event, bounds().snap);
        if (!step) return;
        event.preventDefault();
        event.stopPropagation();
        change(moved(sides, step[0], step[1], margins(), bounds()));
        const { left, top, right, bottom } = margins();
        const { width, height } = bounds();
        const grown = `${left + width + right} × ${top + height + bottom}`;
        say(`left ${left}, top ${top}, right ${right}, bottom ${bottom}, ${grown}`);
      }),
    });
  return { isHeld: () => hold !== null, grips: Object.entries(HANDLES).map(([name, sides]) => grip(name, sides)) };
};
