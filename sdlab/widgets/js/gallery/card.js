// @ts-check
// A card of the grid: its picture, its star, and in what it differs from the selected one.
import { h } from "../shared/dom.js";
import { difference } from "./grid.js";

/** @param {number} number of the picture @param {() => void} choose */
export const makeCard = (number, choose) =>
  h(
    "div.card",
    { role: "option", tabIndex: -1, dataset: { number }, onclick: choose },
    h("img", { alt: "", hidden: true }),
    h("span.mark", { "aria-hidden": "true" }, "★"),
    h("span.difference"),
  );

/** The cards of a grid, in the order of the pictures. @param {HTMLElement} grid */
export const cardsOf = (grid) => /** @type {HTMLElement[]} */ ([...grid.children]);

/** The number of a card's picture. @param {HTMLElement} card */
export const numberOf = (card) => Number(card.dataset.number);

/**
 * Say on a card, to eyes and to screen readers, how its picture stands to the selected one.
 * @param {HTMLElement} card
 * @param {{ alt: string, caption: string }} picture
 * @param {{ isSelected: boolean, isStarred: boolean, differences: { name: string, value: string, was: string }[] }} standing
 */
export const showCard = (card, { alt, caption }, { isSelected, isStarred, differences }) => {
  const words = difference(differences);
  const told = isSelected ? "" : words;
  card.setAttribute("aria-selected", String(isSelected));
  card.classList.toggle("starred", isStarred);
  /** @type {HTMLElement} */ (card.lastElementChild).textContent = told;
  const name = [`Picture ${numberOf(card) + 1}: ${alt}`, isStarred && "starred", told && `differs: ${told}`];
  card.setAttribute("aria-label", name.filter(Boolean).join(", "));
  card.title = isSelected ? "selected" : `${caption}\n${words ? `Differs: ${words}` : "No difference"}`;
};
