// @ts-check
// The pictures of a session in a keyboard grid; the selected one, and in what the others differ from it.
import { h, pictureUrl } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { difference, move } from "./gallery/grid.js";
import "./gallery/gallery.css";

const EMPTY = "Finished pictures gather here.";

export default part("gallery", ({ root, get, write, send, on, hear, guard, cleanup, live }) => {
  /** @param {string} face @param {() => void} act */
  const button = (face, act) => h("button", { type: "button", onclick: guard(act) }, face);
  const only = h("input", { type: "checkbox" });
  const filter = h("label.sd-row", {}, only, "Starred only");
  const count = h("span.sd-help.sd-number.sd-grow");
  const grid = h("div.grid", { role: "listbox", "aria-label": "Pictures" });
  const empty = h("p.empty", {}, EMPTY);
  const caption = h("p.sd-caption");
  const star = button("☆ Star", () => toggle(get("selected")));
  const seed = button("Use this seed", () => send("reuse", { what: "seed" }));
  const all = button("Use all of it", () => send("reuse", { what: "all" }));
  const targets = h("span.sd-row");
  const acts = h("div.sd-row", {}, star, seed, all, targets);
  root.append(h("div.sd-row", {}, count, filter), grid, empty, caption, acts);

  /** @type {Map<number, string>} */
  const urls = new Map();
  cleanup(() => urls.forEach((url) => URL.revokeObjectURL(url)));
  const asked = new Set();
  const shown = () => /** @type {HTMLElement[]} */ ([...grid.children]).filter((item) => !item.hidden);
  const number = (/** @type {HTMLElement} */ item) => Number(item.dataset.number);

  const seen = new IntersectionObserver((entries) => {
    const numbers = entries.filter((entry) => entry.isIntersecting).map((entry) => number(/** @type {any} */ (entry.target)));
    ask(numbers);
  });
  cleanup(() => seen.disconnect());
  /** @param {number[]} numbers */
  function ask(numbers) {
    const fresh = numbers.filter((one) => !asked.has(one));
    fresh.forEach((one) => asked.add(one));
    if (fresh.length) send("want", { numbers: fresh });
  }
  live((yes) => {
    if (!yes) return;
    const missing = [...asked].filter((one) => !urls.has(one));
    if (missing.length) send("want", { numbers: missing });
  });

  /** @param {number} one */
  const toggle = (one) => {
    const starred = get("starred");
    write({ starred: starred.includes(one) ? starred.filter((/** @type {number} */ other) => other !== one) : [...starred, one] });
    draw();
  };
  /** @param {number} one @param {boolean} focus */
  const select = (one, focus) => {
    if (one !== get("selected")) write({ selected: one });
    draw();
    if (focus) /** @type {HTMLElement} */ (grid.children[one]).focus();
  };
  grid.addEventListener("keydown", guard((event) => {
    const items = shown();
    const at = items.indexOf(/** @type {any} */ (document.activeElement));
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const columns = getComputedStyle(grid).gridTemplateColumns.split(" ").length;
    const next = move(event.key, at, items.length, columns);
    if (next !== null) select(number(items[next]), true);
    else if (event.key === "s" || event.key === "S") toggle(number(items[at]));
    else if (event.key === "Enter" && get("reuses")) send("reuse", { what: "all" });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }));
  only.addEventListener("change", guard(() => draw()));

  on("cards", () => {
    const cards = get("cards");
    for (let one = grid.children.length; one < cards.length; one++) {
      const item = h(
        "div.card",
        { role: "option", dataset: { number: one }, onclick: guard(() => select(one, true)) },
        h("img", { alt: "", hidden: true }),
        h("span.mark", { "aria-hidden": "true" }, "★"),
        h("span.difference"),
      );
      grid.append(item);
      seen.observe(item);
    }
    draw();
  });
  on("selected starred differences", () => draw(), false);
  on("reuses", () => {
    seed.hidden = all.hidden = !get("reuses");
  });
  on("targets", () => {
    targets.replaceChildren(
      ...get("targets").map((/** @type {string} */ target) => button(`Send to ${target}`, () => send("send_to", { target }))),
    );
  });
  hear("thumb", ({ number: one }, [bytes]) => {
    const image = grid.children[one]?.querySelector("img");
    if (!image) return;
    URL.revokeObjectURL(urls.get(one) ?? "");
    urls.set(one, pictureUrl(bytes, "image/webp"));
    image.src = /** @type {string} */ (urls.get(one));
    image.hidden = false;
  });

  function draw() {
    const [cards, selected, starred] = [get("cards"), get("selected"), get("starred")];
    empty.hidden = cards.length > 0;
    acts.hidden = selected < 0;
    grid.hidden = filter.hidden = !cards.length;
    caption.textContent = cards[selected]?.caption ?? "";
    count.textContent = cards.length ? `${cards.length} picture${cards.length > 1 ? "s" : ""}, ${starred.length} starred` : "";
    const isStarred = starred.includes(selected);
    star.textContent = isStarred ? "★ Starred" : "☆ Star";
    star.setAttribute("aria-pressed", String(isStarred));
    for (const item of /** @type {HTMLCollectionOf<HTMLElement>} */ (grid.children)) {
      const one = number(item);
      item.hidden = only.checked && !starred.includes(one);
      item.setAttribute("aria-selected", String(one === selected));
      item.classList.toggle("starred", starred.includes(one));
      const words = difference(get("differences")[one] ?? []);
      const told = one === selected ? "" : words;
      /** @type {HTMLElement} */ (item.lastElementChild).textContent = told;
      const name = [`Picture ${one + 1}: ${cards[one].alt}`, starred.includes(one) && "starred", told && `differs: ${told}`];
      item.setAttribute("aria-label", name.filter(Boolean).join(", "));
      item.title = one === selected ? "selected" : `${cards[one].caption}\n${words ? `Differs: ${words}` : "No difference"}`;
      item.tabIndex = -1;
    }
    const items = shown();
    const entry = items.find((item) => number(item) === selected) ?? items[0];
    if (entry) entry.tabIndex = 0;
  }
});
