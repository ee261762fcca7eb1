// @ts-check
// The pictures of a session in a keyboard grid; the selected one, and in what the others differ from it.
import { actBar } from "./gallery/act.js";
import { cardsOf, makeCard, numberOf, showCard } from "./gallery/card.js";
import { choices, followKeys } from "./gallery/choice.js";
import { thumbs } from "./gallery/thumb.js";
import { h } from "./shared/dom.js";
import { part } from "./shared/part.js";
import "./gallery/gallery.css";

const EMPTY = "Finished pictures gather here.";

export default part("gallery", (context) => {
  const { root, get, on, guard } = context;
  const only = h("input", { type: "checkbox", onchange: guard(() => draw()) });
  const filter = h("label.sd-row", {}, only, "Starred only");
  const count = h("span.sd-help.sd-number.sd-grow");
  const grid = h("div.grid", { role: "listbox", "aria-label": "Pictures" });
  const empty = h("p.empty", {}, EMPTY);
  const caption = h("p.sd-caption");
  const { select, toggle } = choices(context, grid, () => draw());
  const acts = actBar(context, () => toggle(get("selected")));
  root.append(h("div.sd-row", {}, count, filter), grid, empty, caption, acts.element);
  const watch = thumbs(context, grid);
  const shown = () => cardsOf(grid).filter((card) => !card.hidden);

  const draw = () => {
    const [cards, selected, starred, differences] = ["cards", "selected", "starred", "differences"].map(get);
    empty.hidden = cards.length > 0;
    acts.element.hidden = selected < 0;
    grid.hidden = filter.hidden = !cards.length;
    caption.textContent = cards[selected]?.caption ?? "";
    count.textContent = cards.length ? `${cards.length} picture${cards.length > 1 ? "s" : ""}, ${starred.length} starred` : "";
    acts.show(starred.includes(selected));
    cardsOf(grid).forEach((card, one) => {
      const [isSelected, isStarred] = [one === selected, starred.includes(one)];
      card.hidden = only.checked && !isStarred;
      showCard(card, cards[one], { isSelected, isStarred, differences: differences[one] ?? [] });
      card.tabIndex = -1;
    });
    const items = shown();
    const entry = items.find((card) => numberOf(card) === selected) ?? items[0];
    if (entry) entry.tabIndex = 0;
  };
  on("cards", () => {
    for (let one = grid.children.length; one < get("cards").length; one++) {
      const card = makeCard(one, guard(() => select(one, true)));
      grid.append(card);
      watch(card);
    }
    draw();
  });
  on("selected starred differences", draw, false);
  followKeys(context, grid, shown, { select, toggle });
});
