// @ts-check
/**
 * Shapes that write how much of each pixel they cover, 0 to 255, and return where: of strokes the greatest wins,
 * polygons turn over what they cover.
 */
import { abs, ceil, clamp, floor, max, min, round } from "./number.js";
import { around, within } from "./surface.js";

/** @typedef {import("./surface.js").Surface} Surface */
/** @typedef {import("./surface.js").Box} Box */
const BAND = 6; // of 64 rows: one box round all that a slanting or a hollow outline encloses would be mostly empty
/** A point of a stroke in picture pixels and the brush's radius there. @typedef {{x: number, y: number, radius: number}} Dab */

/**
 * A stroke of the brush from one dab to the next; the same dab twice makes a single round mark.
 * @param {Surface} sheet @param {Dab} from @param {Dab} to
 * @param {number} hardness 1 covers fully up to the rim, 0 fades from the middle
 * @returns {Box | null}
 */
export const stroke = (sheet, from, to, hardness) => {
  const reach = max(from.radius, to.radius) + 1;
  const box = within(
    [
      min(from.x, to.x) - reach,
      min(from.y, to.y) - reach,
      max(from.x, to.x) + reach,
      max(from.y, to.y) + reach,
    ],
    sheet,
  );
  if (!box) return null;
  const [left, top, right, bottom] = box;
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = dx * dx + dy * dy || 1;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const i = y * sheet.width + x;
      if (sheet.cover[i] === 255) continue;
      const px = x + 0.5 - from.x;
      const py = y + 0.5 - from.y;
      const along = clamp((px * dx + py * dy) / length, 0, 1);
      const radius = from.radius + (to.radius - from.radius) * along;
      const ex = px - along * dx;
      const ey = py - along * dy;
      const square = ex * ex + ey * ey;
      const rim = radius + 0.5;
      if (square >= rim * rim) continue;
      // one pixel of the rim is always soft, so that a hard brush has smooth edges
      const cover = min(1, (rim - Math.sqrt(square)) / max(1, radius * (1 - hardness)));
      sheet.cover[i] = max(sheet.cover[i], round(cover * 255));
    }
  }
  return box;
};

/**
 * Turn over the inside of a closed outline (even-odd); a pixel is in when its middle is. An outline there and another
 * one back thus turns over what differs between the two.
 * @param {Surface} sheet @param {{x: number, y: number}[]} points @returns {Box[]} one for each band of rows
 */
export const polygon = (sheet, points) => {
  /** @type {Box[]} */
  const boxes = [];
  const ys = points.map((point) => point.y);
  for (let y = max(0, floor(min(...ys))); y < min(sheet.height, max(...ys)); y++) {
    const middle = y + 0.5;
    const crossings = [];
    let a = points[points.length - 1];
    for (const b of points) {
      // the same to the last bit in both directions, or an edge there and back would leave something
      if (a.y <= middle !== b.y <= middle)
        crossings.push((a.x * (b.y - middle) + b.x * (middle - a.y)) / (b.y - a.y));
      a = b;
    }
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = max(0, ceil(crossings[i] - 0.5));
      const to = min(sheet.width, ceil(crossings[i + 1] - 0.5));
      if (from >= to) continue;
      for (let x = from; x < to; x++) sheet.cover[y * sheet.width + x] ^= 255;
      boxes[y >> BAND] = /** @type {Box} */ (around(boxes[y >> BAND], [from, y, to, y + 1]));
    }
  }
  return boxes.filter(Boolean);
};

/** A rectangle's outline from corner to corner and back to the first, in whole pixels, both points included; `square`
 * evens its sides.
 * @param {{x: number, y: number}} a @param {{x: number, y: number}} b @param {boolean} square */
export const rectangle = (a, b, square) => {
  let [dx, dy] = [b.x - a.x, b.y - a.y];
  if (square) {
    const side = max(abs(dx), abs(dy));
    [dx, dy] = [side * Math.sign(dx || 1), side * Math.sign(dy || 1)];
  }
  const ends = (/** @type {number} */ at, /** @type {number} */ by) => [floor(min(at, at + by)), floor(max(at, at + by)) + 1];
  const [left, right] = ends(a.x, dx);
  const [top, bottom] = ends(a.y, dy);
  return [[left, top], [right, top], [right, bottom], [left, bottom], [left, top]].map(([x, y]) => ({ x, y }));
};

/**
 * Everything joined to a pixel (by its sides) that `alike` accepts.
 * @param {Surface} sheet @param {number} x @param {number} y @param {(index: number) => boolean} alike
 * @returns {Box | null}
 */
export const flood = (sheet, x, y, alike) => {
  const { width, height, cover } = sheet;
  if (!within([x, y, x + 1, y + 1], sheet)) return null;
  const open = (/** @type {number} */ i) => !cover[i] && alike(i);
  /** @type {Box | null} */
  let box = null;
  const seeds = [y * width + x];
  while (seeds.length) {
    const seed = /** @type {number} */ (seeds.pop());
    if (!open(seed)) continue;
    const row = seed - (seed % width);
    let from = seed;
    while (from > row && open(from - 1)) from--;
    let to = seed;
    while (to < row + width && open(to)) cover[to++] = 255;
    cover.fill(255, from, to);
    const line = row / width;
    box = around(box, [from - row, line, to - row, line + 1]);
    for (const next of [from - width, from + width]) {
      if (next < 0 || next >= width * height) continue;
      for (let i = next, was = false; i < next + to - from; i++) {
        const is = open(i);
        if (is && !was) seeds.push(i);
        was = is;
      }
    }
  }
  return box;
};
