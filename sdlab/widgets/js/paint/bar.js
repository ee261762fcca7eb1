// @ts-check
/** The bars round a sheet: tools and sliders above, what can be read below, the sheet of shortcuts. */
import { h } from "../shared/dom.js";
import { icon } from "./icon.js";
import { SHORTCUTS } from "./key.js";
import { round } from "./number.js";
import { TOOLS } from "./tool.js";

/** @typedef {import("./easel.js").Easel} Easel */

/** @param {string} key */
const shown = (key) => key.replace("Mod", "Ctrl/⌘");

/** A button of a command. @param {Easel} easel @param {string} name @param {string} [words] shown beside the drawing */
export const button = (easel, name, words) => {
  const [, key, title] = /** @type {string[]} */ (SHORTCUTS.find((shortcut) => shortcut[0] === name));
  return tile(name, `${title} (${shown(key)})`, () => easel.acts[name](true), words);
};

/** A button with a drawing; it is called by its title, less what is in brackets.
 * @param {string} drawing @param {string} title @param {() => void} act @param {string} [words] */
export const tile = (drawing, title, act, words) =>
  h(
    "button.sd-icon",
    { title, ariaLabel: title.replace(/ \(.*/, ""), onclick: act },
    icon(drawing),
    words && h("span.sd-words", {}, words),
  );

/** A slider with its name and value on one line.
 * @param {string} name @param {[number, number, number]} range least, most, step
 * @param {(value: number) => void} set @param {(value: number) => string} words */
export const slider = (name, [min, max, step], set, words) => {
  const shown = h("output.sd-number");
  const input = h("input", { type: "range", min, max, step, ariaLabel: name, oninput: () => set(Number(input.value)) });
  return {
    element: h("label.sd-slide", {}, h("span", {}, name, " ", shown), input),
    /** @param {number} value */
    show: (value) => {
      input.value = String(value);
      shown.textContent = input.ariaValueText = words(value);
    },
  };
};

/** @param {number} share */
export const percent = (share) => `${round(share * 100)} %`;

/** A brush's slider runs by its square, so that small sizes have room. */
const fromSlide = (/** @type {number} */ at) => round(at * at);

/**
 * The tools, undo and the brush.
 * @param {Easel} easel @param {() => import("./easel.js").Brush} brush
 * @param {import("../shared/part.js").Context["write"]} write
 */
export const toolbar = (easel, brush, write) => {
  const buttons = TOOLS.map((name) => button(easel, name));
  const undo = button(easel, "undo");
  const redo = button(easel, "redo");
  const pixels = (/** @type {number} */ at) => `${fromSlide(at)} px`;
  const size = slider("Size", [1, 23, 0.1], (at) => write({ brush_size: fromSlide(at) }), pixels);
  const hardness = slider("Hardness", [0, 1, 0.1], (at) => write({ hardness: at }), percent);
  const zoom = h("span.sd-number.sd-zoom");
  easel.tell = () => {
    undo.disabled = !easel.history.canUndo();
    redo.disabled = !easel.history.canRedo();
    zoom.textContent = percent(easel.view.scale);
  };
  return {
    top: h(
      "div.sd-bar",
      { role: "toolbar", ariaLabel: "Tools" },
      group(...buttons),
      group(undo, redo),
      group(size.element, hardness.element),
    ),
    foot: group(
      button(easel, "zoomOut"),
      zoom,
      button(easel, "zoomIn"),
      button(easel, "fit"),
      button(easel, "keys"),
    ),
    refresh: () => {
      buttons.forEach((one, i) => (one.ariaPressed = String(brush().tool === TOOLS[i])));
      size.show(Math.sqrt(brush().size));
      hardness.show(brush().hardness);
      easel.showHand();
    },
  };
};

/** Controls that belong together. @param {...HTMLElement} controls */
export const group = (...controls) => h("div.sd-group", {}, ...controls);

/** The list of shortcuts over the stage, of the commands the easel has. @param {Easel} easel */
export const shortcutSheet = ({ acts }) => {
  acts.keys = () => dialog.showModal();
  const rows = SHORTCUTS.filter(([name]) => !name || name in acts).map(([, key, what]) =>
    h("tr", {}, h("td", {}, h("kbd", {}, shown(key))), h("td", {}, what)),
  );
  const close = h("button", { onclick: () => dialog.close() }, "Close");
  const dialog = h("dialog.sd-sheet", { ariaLabel: "Shortcuts" }, h("table", {}, ...rows), close);
  return dialog;
};
