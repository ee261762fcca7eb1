// @ts-check
/** Shapes that write how much of each pixel they cover (0 to 255, the greatest wins) and return the box they touched. */
import { abs, ceil, clamp, floor, max, min, round } from "./number.js";
import { around, within } from "./surface.js";

/** @typedef {import("./surface.js").Surface} Surface */
/** @typedef {import("./surface.js").Box} Box */
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
 * The inside of a closed outline (even-odd); a pixel is in when its middle is.
 * @param {Surface} sheet @param {{x: number, y: number}[]} points @returns {Box | null}
 */
export const polygon = (sheet, points) => {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const box = within([min(...xs), min(...ys), max(...xs), max(...ys)], sheet);
  if (!box) return null;
  const [left, top, right, bottom] = box;
  for (let y = top; y < bottom; y++) {
    const middle = y + 0.5;
    const crossings = [];
    let a = points[points.length - 1];
    for (const b of points) {
      if (a.y <= middle !== b.y <= middle) crossings.push(a.x + ((middle - a.y) / (b.y - a.y)) * (b.x - a.x));
      a = b;
    }
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = max(left, ceil(crossings[i] - 0.5));
      const to = min(right, ceil(crossings[i + 1] - 0.5));
      if (from < to) sheet.cover.fill(255, y * sheet.width + from, y * sheet.width + to);
    }
  }
  return box;
};

/** The corners of a rectangle between two points, in whole pixels, both included; `square` evens its sides.
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
  const corner = (/** @type {number} */ x, /** @type {number} */ y) => ({ x, y });
  return [corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)];
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
