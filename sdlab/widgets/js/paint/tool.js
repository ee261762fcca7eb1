// @ts-check
/** What each tool does between the press and the release, in picture pixels. */
import { floor, max } from "./number.js";
import { flood, polygon, rectangle, stroke } from "./shape.js";
import { around, within } from "./surface.js";

/** @typedef {import("./surface.js").Surface} Surface */
/** @typedef {import("./surface.js").Box} Box */
/** @typedef {import("./shape.js").Dab} Dab */
/** @typedef {{x: number, y: number}} Point */
/** Keys held at the press: Shift joins to the last point, Alt (or a pen's other end) erases.
 * @typedef {{shift: boolean, erase: boolean}} Hold */

export const TOOLS = ["brush", "eraser", "lasso", "rectangle", "fill", "pan"];

/** Fill what is alike round a point. @param {Surface} sheet @param {Point} at @param {import("./easel.js").Look} look
 * @param {import("./surface.js").Ink} tint */
const pour = (sheet, at, look, tint) => {
  const [x, y] = [floor(at.x), floor(at.y)];
  const box = flood(sheet, x, y, look.alike(sheet, y * sheet.width + x));
  sheet.apply(box, tint);
  return box;
};

/**
 * @param {import("./easel.js").Look} look @param {() => import("./easel.js").Brush} brush
 */
export const brushing = (look, brush) => {
  /** @type {Surface | null} */
  let sheet = null;
  /** @type {Dab[]} */
  let points = [];
  /** How many of the points are drawn: many pointer events come between two frames. */
  let drawn = 0;
  /** @type {Dab | null} */
  let last = null;
  let tool = "";
  let isSquare = false;
  /** The outline of the rectangle as it is drawn. @type {Point[]} */
  let frame = [];
  /** @type {import("./surface.js").Ink} */
  let tint;

  /** Draw what was dragged over since the last frame. @returns {Box[]} where it changed the sheet */
  const ink = () => {
    if (!sheet || drawn === points.length) return [];
    const boxes = tool === "lasso" ? loop(sheet) : tool === "rectangle" ? corners(sheet) : dabs(sheet);
    drawn = points.length;
    for (const box of boxes) sheet.apply(box, tint);
    const [a, , b] = frame; // larger before, perhaps, but nothing is left of that
    if (b) sheet.touched = within([a.x, a.y, b.x, b.y], sheet);
    return boxes;
  };
  /** @param {Surface} sheet */
  const loop = (sheet) => polygon(sheet, [points[0], ...points.slice(max(0, drawn - 1))]);
  /** @param {Surface} sheet */
  const corners = (sheet) => {
    const before = frame;
    frame = rectangle(points[0], points[points.length - 1], isSquare);
    return polygon(sheet, [...before, ...frame]);
  };
  /** @param {Surface} sheet @returns {Box[]} */
  const dabs = (sheet) => {
    /** @type {Box | null} */
    let box = null;
    for (const dab of points.slice(drawn)) {
      box = around(box, stroke(sheet, last ?? dab, dab, brush().hardness));
      last = dab;
    }
    return box ? [box] : [];
  };
  /** @param {Point} at @param {number} radius @param {boolean} square */
  const drag = (at, radius, square) => {
    if (tool !== "fill") points.push({ ...at, radius });
    isSquare = square;
  };

  return {
    isHeld: () => sheet !== null,
    drag,
    ink,
    /** @param {Surface} on @param {Point} at @param {Hold} hold @param {number} radius @returns {Box | null} */
    start(on, at, hold, radius) {
      sheet = on;
      tool = brush().tool;
      tint = look.ink((tool === "eraser") !== hold.erase);
      points = [];
      frame = [];
      drawn = 0;
      if (!hold.shift || tool === "lasso" || tool === "rectangle") last = null;
      drag(at, radius, false);
      return tool === "fill" ? pour(on, at, look, tint) : null;
    },
    /** @returns {Box | null} what was still to be drawn */
    stop() {
      const box = ink().reduce(around, null);
      sheet = null;
      return box;
    },
  };
};
