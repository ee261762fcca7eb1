// @ts-check
/** Mouse, pen and fingers on an easel. */
import { gestures, pressed } from "./gesture.js";

/**
 * @param {import("./easel.js").Easel} easel @param {() => import("./easel.js").Brush} brush
 */
export const followPointer = (easel, brush) => {
  const { stage, view, hand, start, drag, finish, drop, moved, showHand } = easel;
  let isPanning = false;
  const gesture = gestures({
    begin: (touch) => {
      isPanning = brush().tool === "pan" || hand.isSpaceDown || touch.button === 1;
      if (!isPanning) start(view.toPicture(touch.x, touch.y), touch, touch.radius);
    },
    move: (touch) => {
      if (isPanning) {
        view.pan(touch.x - hand.x, touch.y - hand.y);
        moved();
      } else drag(view.toPicture(touch.x, touch.y), touch.radius, touch.shift);
    },
    end: () => finish(),
    cancel: drop,
    pinch: (dx, dy, zoom, x, y) => {
      view.pan(dx, dy);
      view.zoom(view.scale * zoom, x, y);
      moved();
    },
  });

  const at = (/** @type {MouseEvent} */ event) => view.place(event, stage.getBoundingClientRect());
  const read = (/** @type {PointerEvent} */ event) => touched(event, at(event), brush());
  easel.listen({
    pointerdown: (event) => {
      if (event.button > 1 && event.button !== 5) return; // 5 is the rubber end of a pen
      event.preventDefault();
      stage.focus({ preventScroll: true });
      hand.crosshair = null;
      Object.assign(hand, at(event));
      if (gesture.down(read(event))) stage.setPointerCapture(event.pointerId);
      showHand();
    },
    pointermove: (event) => {
      const several = event.getCoalescedEvents?.() ?? [];
      for (const one of several.length ? several : [event]) {
        gesture.move(read(one));
        Object.assign(hand, at(one));
      }
      showHand();
    },
    pointerup: (event) => gesture.up(event.pointerId),
    pointercancel: (event) => gesture.up(event.pointerId, true),
    contextmenu: (event) => event.preventDefault(),
    wheel: (event) => {
      if (!stage.matches(":focus") && !event.ctrlKey) return; // an unfocused painter lets the notebook scroll
      event.preventDefault();
      const { x, y } = at(event);
      view.zoom(view.scale * Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), x, y);
      moved();
    },
  });
};

/** An event as a touch. @param {PointerEvent} event @param {{x: number, y: number}} at @param {import("./easel.js").Brush} brush
 * @returns {import("./gesture.js").Touch} */
const touched = (event, at, { size, pressure }) => ({
  ...at,
  id: event.pointerId,
  type: event.pointerType,
  radius: pressed(size / 2, pressure ? event.pointerType : "", event.pressure),
  time: event.timeStamp,
  button: event.button,
  shift: event.shiftKey,
  erase: event.altKey || (event.buttons & 32) > 0,
});
