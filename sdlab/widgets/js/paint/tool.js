// @ts-check
/** What each tool does between the press and the release, in picture pixels. */
import { floor } from "./number.js";
import { flood, polygon, rectangle, stroke } from "./shape.js";
import { around } from "./surface.js";

/** @typedef {import("./surface.js").Surface} Surface */
/** @typedef {import("./surface.js").Box} Box */
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
  /** @type {Point[]} */
  let points = [];
  /** @type {import("./shape.js").Dab | null} */
  let last = null;
  let tool = "";
  /** @type {import("./surface.js").Ink} */
  let tint;
  /** Covered by the brush, still without ink: many pointer events come between two frames. @type {Box | null} */
  let wet = null;
  const ink = () => {
    sheet?.apply(wet, tint);
    wet = null;
  };

  /** Shapes are drawn anew with every move: what the last one covered is taken back first.
   * @param {Surface} sheet @param {Point[]} points */
  const outline = (sheet, points) => {
    const before = sheet.cancel();
    const box = polygon(sheet, points);
    sheet.apply(box, tint);
    return around(before, box);
  };
  /** @param {Point} at @param {number} radius @param {boolean} square @returns {Box | null} */
  const drag = (at, radius, square) => {
    if (!sheet) return null;
    if (tool === "lasso") return outline(sheet, (points = [...points, at]));
    if (tool === "rectangle") return outline(sheet, rectangle(points[0], at, square));
    if (tool === "fill") return null;
    const dab = { ...at, radius };
    const box = stroke(sheet, last ?? dab, dab, brush().hardness);
    wet = around(wet, box);
    last = dab;
    return box;
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
      points = [at];
      if (tool === "fill") return pour(on, at, look, tint);
      if (!hold.shift || tool === "lasso" || tool === "rectangle") last = null;
      return drag(at, radius, false);
    },
    stop() {
      ink();
      sheet = null;
    },
  };
};
