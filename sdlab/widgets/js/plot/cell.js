// @ts-check
// The cells of a grid: a table that fills in as pictures are made, walked by arrows.
import { h, pictureUrl } from "../shared/dom.js";
import { move } from "../gallery/grid.js";

/** @typedef {import("../shared/part.js").Context} Context */

/**
 * The table, laid out anew whenever the words of its columns and rows change.
 * @param {Context} context
 */
export function cellTable(context) {
  const { get, write, send, on, hear, guard, cleanup } = context;
  const table = h("table", { role: "grid", "aria-label": "Cells" });
  /** @type {Map<number, string>} */
  const urls = new Map();
  const release = () => {
    urls.forEach((url) => URL.revokeObjectURL(url));
    urls.clear();
  };
  cleanup(release);
  const cells = () => /** @type {HTMLElement[]} */ ([...table.querySelectorAll("td")]);
  /** @param {number} entry the cell that Tab reaches */
  const mark = (entry) => {
    cells().forEach((cell, number) => {
      cell.setAttribute("aria-selected", String(number === get("chosen")));
      cell.tabIndex = number === entry ? 0 : -1;
    });
  };
  /** @param {number} number */
  const choose = (number) => {
    if (urls.has(number)) write({ chosen: number });
    mark(number);
    cells()[number].focus();
  };
  table.addEventListener("keydown", guard((event) => walk(event, cells(), get("across").length, choose, mark)));

  on("across down", () => {
    release();
    table.replaceChildren(...rows(get("across"), get("down"), (number) => guard(() => choose(number))));
    mark(0);
    send("want");
  });
  on("chosen", () => mark(Math.max(get("chosen"), 0)));
  hear("cell", ({ number, alt }, [bytes]) => {
    const cell = cells()[number];
    if (!cell) return;
    URL.revokeObjectURL(urls.get(number) ?? "");
    urls.set(number, pictureUrl(bytes, "image/webp"));
    cell.replaceChildren(h("img", { src: urls.get(number), alt: "", title: alt }));
    cell.setAttribute("aria-label", cell.dataset.name ?? "");
  });
  return table;
}

/**
 * The head of the table and its rows, their cells empty.
 * @param {string[]} across @param {string[]} down @param {(number: number) => () => void} act what a click does
 */
function rows(across, down, act) {
  const head = across.map((word) => h("th", { scope: "col" }, word));
  /** @param {string} word @param {number} row */
  const line = (word, row) =>
    across.map((column, at) => {
      const number = row * across.length + at;
      const name = word ? `${column}, ${word}` : column;
      return h("td", { dataset: { name }, "aria-label": `${name}: not made yet`, onclick: act(number) }, h("i"));
    });
  return [
    h("tr", {}, h("th", { "aria-hidden": "true" }), ...head),
    ...down.map((word, row) => h("tr", {}, h("th", { scope: "row" }, word), ...line(word, row))),
  ];
}

/**
 * Arrows move over the cells, Enter and Space choose.
 * @param {KeyboardEvent} event @param {HTMLElement[]} all @param {number} columns
 * @param {(number: number) => void} choose @param {(number: number) => void} mark
 */
function walk(event, all, columns, choose, mark) {
  const at = all.indexOf(/** @type {any} */ (document.activeElement));
  const next = at < 0 ? null : move(event.key, at, all.length, columns);
  if (next !== null) {
    mark(next);
    all[next].focus();
  } else if (at >= 0 && (event.key === "Enter" || event.key === " ")) choose(at);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
