// @ts-check
/** Drawings on the buttons: strokes on a grid of 20. */
import { h } from "../shared/dom.js";

/** @type {Record<string, string>} */
const PATHS = {
  brush: "M17 3 9 11m-2 1c-3 0-2 4-5 4 4 2 8 0 7-3z",
  eraser: "M8 17 3 12l8-8 6 6-7 7zm-1-9 6 6m-5 3h9",
  lasso: "M6 13C1 11 2 4 10 4s10 7 3 9c-3 1-5 0-6 1s1 3-2 4",
  rectangle: "M3 5h14v10H3z",
  fill: "M8 3 2 10l6 6 7-7zm-5 7h11m3 3c-3 4 3 4 0 0",
  pan: "M10 2v16M2 10h16M8 4l2-2 2 2M8 16l2 2 2-2M4 8l-2 2 2 2m12-4 2 2-2 2",
  undo: "M4 8h8a4 4 0 0 1 0 8H8M7 4 3 8l4 4",
  redo: "M16 8H8a4 4 0 0 0 0 8h4m1-12 4 4-4 4",
  zoomIn: "M9 4v10M4 9h10",
  zoomOut: "M4 9h10",
  fit: "M3 7V3h4m6 0h4v4m0 6v4h-4m-6 0H3v-4",
  invert: "M10 3a7 7 0 0 0 0 14zm0 0a7 7 0 0 1 0 14",
  clear: "M4 6h12M8 6V3h4v3m-6 0 1 11h6l1-11",
  model: "M3 3h14v14H3zM3 8h14M3 12h14M8 3v14M12 3v14",
  keys: "M7 7a3 3 0 1 1 3 4v2m0 3v.1",
  open: "M10 13V3m-4 4 4-4 4 4M3 13v4h14v-4",
  save: "M10 3v10m-4-4 4 4 4-4M3 13v4h14v-4",
};

/** @param {string} name */
export const icon = (name) =>
  h("span.sd-glyph", { innerHTML: `<svg viewBox="0 0 20 20" aria-hidden="true"><path d="${PATHS[name]}"/></svg>` });
