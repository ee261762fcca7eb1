// @ts-check
// What can be done with the selected picture.
import { h } from "../shared/dom.js";

/** @param {import("../shared/part.js").Context} context @param {() => void} toggle stars the selected picture, or not */
export const actBar = ({ get, ask, on, guard }, toggle) => {
  /** @param {string} face @param {() => void} act */
  const button = (face, act) => h("button", { type: "button", onclick: guard(act) }, face);
  const star = button("☆ Star", toggle);
  const seed = button("Use this seed", () => ask("reuse", { what: "seed" }));
  const all = button("Use all of it", () => ask("reuse", { what: "all" }));
  const targets = h("span.sd-row");
  on("reuses", () => {
    seed.hidden = all.hidden = !get("reuses");
  });
  on("targets", () => {
    targets.replaceChildren(
      ...get("targets").map((/** @type {string} */ target) => button(`Send to ${target}`, () => ask("send_to", { target }))),
    );
  });
  return {
    element: h("div.sd-row", {}, star, seed, all, targets),
    /** @param {boolean} isStarred */
    show: (isStarred) => {
      star.textContent = isStarred ? "★ Starred" : "☆ Star";
      star.setAttribute("aria-pressed", String(isStarred));
    },
  };
};
