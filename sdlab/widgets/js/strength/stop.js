// @ts-check
// Stops of a slider: the nearest to a value, their marks, and the zones along it.

const MOST_MARKS = 60; // more would touch

/** The index of the stop nearest to a value. @param {number[]} stops @param {number} value */
export function nearest(stops, value) {
  let best = 0;
  stops.forEach((stop, index) => {
    if (Math.abs(stop - value) < Math.abs(stops[best] - value)) best = index;
  });
  return best;
}

/** Where the marks stand, in percent; none where they would touch. @param {number[]} stops */
export function ticks(stops) {
  if (stops.length > MOST_MARKS || stops.length < 2) return [];
  return stops.map((_, index) => (100 * index) / (stops.length - 1));
}

/** The zones in order with their share of the whole. @param {Record<string, number>} zones where each ends */
export function spans(zones) {
  let from = 0;
  return Object.entries(zones).map(([name, end]) => {
    const share = Math.round((end - from) * 1000) / 1000;
    from = end;
    return { name, share };
  });
}
