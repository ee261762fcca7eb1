// @ts-check
// The choice among the cards: which picture is selected, which are starred, by click and by key.
import { cardsOf, numberOf } from "./card.js";
import { move } from "./grid.js";

/** @typedef {import("../shared/part.js").Context} Context */
/** @typedef {ReturnType<typeof choices>} Choices */

/** @param {Context} context @param {HTMLElement} grid @param {() => void} draw called after a choice */
export const choices = ({ get, write }, grid, draw) => ({
  /** @param {number} one @param {boolean} focus */
  select: (one, focus) => {
    if (one !== get("selected")) write({ selected: one });
    draw();
    if (focus) cardsOf(grid)[one].focus();
  },
  /** @param {number} one */
  toggle: (one) => {
    /** @type {number[]} */
    const starred = get("starred");
    write({ starred: starred.includes(one) ? starred.filter((other) => other !== one) : [...starred, one] });
    draw();
  },
});

/** @param {Context} context @param {HTMLElement} grid @param {() => HTMLElement[]} shown @param {Choices} choices */
export const followKeys = ({ get, ask, guard }, grid, shown, { select, toggle }) => {
  /** @param {string} key @param {HTMLElement[]} cards @param {number} at @returns {boolean} whether the key meant anything */
  const press = (key, cards, at) => {
    const columns = getComputedStyle(grid).gridTemplateColumns.split(" ").length;
    const next = move(key, at, cards.length, columns);
    if (next !== null) select(numberOf(cards[next]), true);
    else if (key === "s" || key === "S") toggle(numberOf(cards[at]));
    else if (key === "Enter" && get("reuses")) ask("reuse", { what: "all" });
    else return false;
    return true;
  };
  const heard = guard((/** @type {KeyboardEvent} */ event) => {
    const cards = shown();
    const at = cards.indexOf(/** @type {any} */ (document.activeElement));
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey || !press(event.key, cards, at)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  grid.addEventListener("keydown", heard);
};
