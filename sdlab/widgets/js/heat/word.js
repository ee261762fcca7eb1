// @ts-check
// The words of the prompt, one of which is chosen: a radio group, by click and by arrow key.
import { h } from "../shared/dom.js";

/** @param {import("../shared/part.js").Context} context */
export const wordChoice = ({ get, write, on, guard }) => {
  const group = h("div.chips", { role: "radiogroup", "aria-label": "Word" });
  const chips = () => /** @type {HTMLElement[]} */ ([...group.children]);
  const choose = (/** @type {number} */ chosen) => write({ chosen });
  const press = guard((/** @type {KeyboardEvent} */ event) => {
    const count = get("words").length;
    const at = chips().indexOf(/** @type {any} */ (document.activeElement));
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (at < 0 || !step) return;
    const to = (at + step + count) % count;
    choose(to);
    chips()[to].focus();
    event.preventDefault();
    event.stopPropagation();
  });
  group.addEventListener("keydown", press);
  on("words shares", () => {
    group.replaceChildren(
      ...get("words").map((/** @type {string} */ word, /** @type {number} */ number) => {
        const onclick = guard(() => choose(number === get("chosen") ? -1 : number));
        return h("button", { type: "button", role: "radio", onclick }, word);
      }),
    );
  });
  on("words shares chosen", () =>
    chips().forEach((chip, number) => {
      chip.setAttribute("aria-checked", String(number === get("chosen")));
      chip.tabIndex = number === Math.max(get("chosen"), 0) ? 0 : -1;
    }),
  );
  return group;
};
