// @ts-check
/** How a frame round a picture follows its handles: margins in pixels, never inside the picture, on a grid. */

/** Pixels added on each side. @typedef {{left: number, top: number, right: number, bottom: number}} Margins */
/** What bounds a frame: the picture, the grid the frame's size lies on, the longest side a model paints.
 * @typedef {{width: number, height: number, snap: number, most: number}} Bounds */
/** @typedef {"left" | "top" | "right" | "bottom"} Side */

/** In the order in which they are listed and drawn. */
export const SIDES = /** @type {Side[]} */ (["left", "top", "right", "bottom"]);

/** The sides each of the eight handles moves. @type {Record<string, Side[]>} */
export const HANDLES = {
  "top left": ["top", "left"],
  top: ["top"],
  "top right": ["top", "right"],
  right: ["right"],
  "bottom right": ["bottom", "right"],
  bottom: ["bottom"],
  "bottom left": ["bottom", "left"],
  left: ["left"],
};

/** @type {Record<Side, Side>} */
const OPPOSITE = { left: "right", right: "left", top: "bottom", bottom: "top" };

/**
 * A margin brought to the nearest one that may be: the whole side (picture and both margins) lies on the grid.
 * @param {Side} side @param {number} value wanted @param {Margins} margins the others @param {Bounds} bounds
 */
export const fitted = (side, value, margins, { width, height, snap, most }) => {
  const rest = (side === "left" || side === "right" ? width : height) + margins[OPPOSITE[side]];
  const room = Math.max(0, Math.floor(most / snap) * snap - rest);
  if (value <= 0 || !Number.isFinite(value)) return 0;
  const total = Math.round((rest + Math.min(value, room)) / snap) * snap;
  return Math.min(room, total < rest ? 0 : total - rest);
};

/**
 * The margins after some sides were moved outwards by so many pixels (below 0: inwards).
 * @param {Side[]} sides @param {number} right how far the hand moved to the right @param {number} down and down
 * @param {Margins} start the margins when it took hold @param {Bounds} bounds @returns {Margins}
 */
export const moved = (sides, right, down, start, bounds) => {
  const outwards = { left: -right, right, top: -down, bottom: down };
  const margins = { ...start };
  for (const side of sides) margins[side] = fitted(side, start[side] + outwards[side], margins, bounds);
  return margins;
};

/** How far an arrow key moves a handle: one step of the grid, eight with Shift. @param {KeyboardEvent | {key: string, shiftKey: boolean}} event
 * @param {number} snap @returns {[number, number] | null} right, down */
export const nudge = ({ key, shiftKey }, snap) => {
  const step = shiftKey ? 8 * snap : snap;
  /** @type {Record<string, [number, number]>} */
  const steps = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
  return steps[key] ?? null;
};

/**
 * The scale at which the frame and room to widen it fill a window.
 * @param {Margins} margins @param {Bounds} bounds @param {number} across the window's width @param {number} down
 */
export const scaleFor = (margins, bounds, across, down) => {
  const room = Math.max(bounds.width, bounds.height) / 4;
  const width = bounds.width + margins.left + margins.right + 2 * room;
  const height = bounds.height + margins.top + margins.bottom + 2 * room;
  return Math.min(across / width, down / height);
};
