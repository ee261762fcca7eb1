// @ts-check
/** A whole painting widget: easel, bars, line to the kernel, files. A mask and a drawing differ in what they hand in. */
import { h } from "../shared/dom.js";
import { shortcutSheet, toolbar } from "./bar.js";
import { easel as makeEasel } from "./easel.js";
import { fileDesk } from "./desk.js";
import { link } from "./link.js";
import { Surface } from "./surface.js";
import "./paint.css";

/**
 * @typedef {object} Plan
 * @property {string} name of what is painted, for files and screen readers
 * @property {import("./easel.js").Look} look
 * @property {(width: number, height: number) => Uint8Array | Uint32Array} blank a fresh sheet's elements
 * @property {(box: import("./surface.js").Box) => Uint8Array} page the sheet's bytes within a box, as the kernel takes them
 * @property {(image: ImageData) => ArrayLike<number>} load a picture's pixels as the sheet's elements
 */

/** @param {import("../shared/part.js").Context} context @param {Plan} plan */
export const bench = (context, { name, look, blank, page, load }) => {
  const { root, get, on } = context;
  const brush = () => ({
    tool: get("tool"),
    size: get("brush_size"),
    hardness: get("hardness"),
    pressure: get("pressure"),
  });
  const words = h("span.sd-number");
  const state = h("span");
  const note = h("div.sd-note", { role: "alert" });
  const complain = (/** @type {string} */ text) => {
    note.textContent = text;
  };
  const easel = makeEasel(context, look, brush, (box, isOurs) => {
    words.textContent = `${easel.sheet.width} × ${easel.sheet.height} · ${look.words(easel.sheet)}`;
    complain("");
    if (isOurs) line.sync(box);
  });
  const line = link(context, easel, page, load, state, () => (whole.inert = false));

  const bar = toolbar(easel, brush, context.write);
  const keys = shortcutSheet(easel);
  const second = h("div.sd-bar", { role: "toolbar", ariaLabel: `The ${name}` });
  const foot = h("div.sd-bar.sd-foot", {}, words, state, bar.foot);
  const whole = h("div.sd-easel", { inert: true }, bar.top, second, easel.stage, note, foot, keys);
  root.append(whole);
  return {
    easel,
    first: bar.top,
    second,
    files: fileDesk(easel.stage, name, line, complain, () => get("backdrop")?.byteLength),
    /** To be called once, when the caller is ready to be asked for words and pixels. */
    begin: () => {
      on("width height", () => {
        const [width, height] = [get("width"), get("height")];
        if (easel.sheet?.width === width && easel.sheet.height === height) return;
        easel.lay(new Surface(width, height, blank(width, height)));
      });
      on("tool brush_size hardness", bar.refresh);
    },
  };
};
