// @ts-check
// The lens in a person's hand: where it is and how much it magnifies, by pointer and by key.
import { settle } from "../shared/dom.js";
import { clamp, stepped } from "./place.js";

export const MOST = 12; // screen pixels a picture pixel

/** @param {import("../shared/part.js").Context} context @param {() => void} draw called when the lens moved */
export const makeHand = ({ get, write, on, guard, say, cleanup }, draw) => {
  const hand = { x: get("x"), y: get("y"), scale: get("zoom") };
  const commit = settle(guard(() => write({ x: hand.x, y: hand.y, zoom: hand.scale })), 200);
  cleanup(commit.now);
  const change = (/** @type {Partial<typeof hand>} */ to) => {
    Object.assign(hand, to);
    draw();
    commit();
  };
  const move = (/** @type {number} */ x, /** @type {number} */ y) => change({ x: clamp(x), y: clamp(y) });
  const magnify = (/** @type {number} */ to) => change({ scale: Math.min(MOST, Math.max(1, to)) });
  on(
    "x y zoom",
    () => {
      Object.assign(hand, { x: get("x"), y: get("y"), scale: get("zoom") });
      draw();
    },
    false,
  );

  /** @param {PointerEvent} event */
  const point = (event) => {
    const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    move((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const to = stepped(event.key, hand, event.shiftKey ? 0.1 : 0.02);
    if (to) move(to.x, to.y);
    else if (event.key === "+" || event.key === "=") magnify(hand.scale + 1);
    else if (event.key === "-") magnify(hand.scale - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
    say(`${Math.round(hand.x * 100)} % across, ${Math.round(hand.y * 100)} % down, ${hand.scale} times`);
  };
  const listeners = { onpointermove: guard(point), onpointerdown: guard(point), onkeydown: guard(press) };
  return { hand, magnify, listeners };
};
