// @ts-check
// Where a lens shows what.

/** @param {number} value */
export const clamp = (value) => Math.min(1, Math.max(0, value));

/**
 * The offset of a magnified picture behind a lens, kept inside the picture, and the part of it that shows.
 * @param {{ x: number, y: number }} at middle of the lens, 0 to 1
 * @param {{ width: number, height: number }} picture in its own pixels
 * @param {{ width: number, height: number }} lens in screen pixels
 * @param {number} zoom screen pixels a picture pixel
 */
export function placed(at, picture, lens, zoom) {
  /** @param {number} share @param {number} pixels @param {number} room */
  const offset = (share, pixels, room) => {
    const free = room - pixels * zoom;
    return free > 0 ? free / 2 : Math.min(0, Math.max(free, room / 2 - share * pixels * zoom));
  };
  const left = offset(at.x, picture.width, lens.width);
  const top = offset(at.y, picture.height, lens.height);
  const [across, down] = [picture.width * zoom, picture.height * zoom];
  const share = {
    left: Math.max(0, -left / across),
    top: Math.max(0, -top / down),
    width: Math.min(1, lens.width / across),
    height: Math.min(1, lens.height / down),
  };
  return { left, top, share };
}

/**
 * Where an arrow key moves a place; null for another key.
 * @param {string} key @param {{ x: number, y: number }} at @param {number} step
 */
export function stepped(key, { x, y }, step) {
  /** @type {Record<string, [number, number]>} */
  const ways = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
  const way = ways[key];
  return way ? { x: clamp(x + way[0]), y: clamp(y + way[1]) } : null;
}
