// @ts-check
// The seed: a number, a die for another one, one up, a lock that keeps it. It travels as text: seeds exceed 2^53.
import { field, h, settle } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { parseSeed, roll } from "./seed/seed.js";
import "./seed/seed.css";

export default part("seed-control", ({ root, get, write, on, guard }) => {
  const number = h("input.sd-number", { type: "text", inputMode: "numeric", autocomplete: "off", spellcheck: false });
  const commit = settle(
    guard(() => {
      const seed = parseSeed(number.value);
      number.setAttribute("aria-invalid", String(seed === null));
      if (seed !== null && seed !== get("seed")) write({ seed });
    }),
    250,
  );
  /** @param {bigint} seed */
  const choose = (seed) => {
    number.value = String(seed);
    commit();
    commit.now();
  };
  number.addEventListener("input", commit);
  number.addEventListener("change", commit.now);

  /** @param {string} face @param {string} name @param {() => void} act */
  const button = (face, name, act) =>
    h("button", { type: "button", title: name, "aria-label": face === "⚄" ? name : null, onclick: guard(act) }, face);
  const keep = button("Keep", "Keep this seed", () => write({ keep: !get("keep") }));

  on("seed", () => {
    number.value = get("seed");
    number.removeAttribute("aria-invalid");
  });
  on("keep", () => {
    keep.setAttribute("aria-pressed", String(get("keep")));
    keep.title = get("keep") ? "Every Generate starts from this seed" : "Every Generate draws a new seed";
  });
  const dice = button("⚄", "Another seed", () => choose(roll()));
  const next = button("+1", "Next seed", () => choose(BigInt(get("seed")) + 1n));
  root.append(field("Seed", number, { box: h("div.sd-seeds", {}, number, dice, next, keep) }));
});
