// @ts-check
/** The bars round a sheet: tools and sliders above, what can be read below, the sheet of shortcuts. */
import { h } from "../shared/dom.js";
import { icon } from "./icon.js";
import { SHORTCUTS } from "./key.js";

/** @typedef {ReturnType<typeof import("./easel.js").easel>} Easel */

/** What a command is called, with its key. @param {string} name */
const called = (name) => SHORTCUTS.find((shortcut) => shortcut[0] === name) || [name, "", name];

/** A button of a command. @param {Easel} easel @param {string} name @param {string} [words] shown beside the drawing */
export const button = (easel, name, words) => {
  const [, key, title] = called(name);
  return h(
    "button.sd-icon",
    {
      type: "button",
      title: key ? `${title} (${key.replace("Mod", "Ctrl")})` : title,
      "aria-label": title.replace(/ \(.*/, ""),
      "aria-keyshortcuts": key.replace("Mod", "Control") || undefined,
      onclick: () => easel.act(name, true),
    },
    icon(name),
    words && h("span.sd-words", {}, words),
  );
};

/** A slider with its name and value on one line.
 * @param {string} name @param {[number, number, number]} range least, most, step
 * @param {(value: number) => void} set @param {(value: number) => string} words */
export const slider = (name, [min, max, step], set, words) => {
  const shown = h("output.sd-number");
  const input = h("input", { type: "range", min, max, step, "aria-label": name, oninput: () => set(Number(input.value)) });
  return {
    element: h("label.sd-slide", {}, h("span", {}, name, " ", shown), input),
    /** @param {number} value */
    show: (value) => {
      input.value = String(value);
      shown.textContent = words(value);
      input.setAttribute("aria-valuetext", words(value));
    },
  };
};

/** A brush's slider runs by its square, so that small sizes have room. */
const [toSlide, fromSlide] = [Math.sqrt, (/** @type {number} */ at) => Math.max(1, Math.round(at * at))];

/**
 * The tools, undo and the brush.
 * @param {Easel} easel @param {() => import("./easel.js").Brush} brush
 * @param {(change: Partial<import("./easel.js").Brush>) => void} change @param {string[]} tools
 */
export const toolbar = (easel, brush, change, tools) => {
  const buttons = tools.map((name) => button(easel, name));
  const undo = button(easel, "undo");
  const redo = button(easel, "redo");
  const percent = (/** @type {number} */ at) => `${Math.round(at * 100)} %`;
  const pixels = (/** @type {number} */ at) => `${fromSlide(at)} px`;
  const size = slider("Size", [1, 23, 0.1], (at) => change({ size: fromSlide(at) }), pixels);
  const hardness = slider("Hardness", [0, 1, 0.1], (at) => change({ hardness: at }), percent);
  const zoom = h("span.sd-number.sd-zoom");
  easel.watch(() => {
    undo.disabled = !easel.history.canUndo;
    redo.disabled = !easel.history.canRedo;
    zoom.textContent = percent(easel.view.scale);
  });
  return {
    top: h(
      "div.sd-bar",
      { role: "toolbar", "aria-label": "Painting tools" },
      group(...buttons),
      group(undo, redo),
      group(size.element, hardness.element),
    ),
    foot: group(
      button(easel, "zoomOut"),
      zoom,
      button(easel, "zoomIn"),
      button(easel, "fit"),
      button(easel, "sheet"),
    ),
    refresh: () => {
      buttons.forEach((one, i) => one.setAttribute("aria-pressed", String(brush().tool === tools[i])));
      size.show(toSlide(brush().size));
      hardness.show(brush().hardness);
      easel.showHand();
    },
  };
};

/** Controls that belong together. @param {...HTMLElement} controls */
export const group = (...controls) => h("div.sd-group", {}, ...controls);

/** The list of shortcuts over the stage. @param {string[]} without commands this sheet does not have */
export const shortcutSheet = (without) => {
  const rows = SHORTCUTS.filter(([name]) => !without.includes(name)).map(([, key, what]) =>
    h("tr", {}, h("td", {}, h("kbd", {}, key.replace("Mod", "Ctrl/⌘"))), h("td", {}, what)),
  );
  const close = h("button", { type: "button", onclick: () => dialog.close() }, "Close");
  const dialog = h("dialog.sd-sheet", { "aria-label": "Shortcuts" }, h("table", {}, ...rows), close);
  return dialog;
};
