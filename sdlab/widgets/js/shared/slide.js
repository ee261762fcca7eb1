// @ts-check
// A slider with its number beside it, both bound to one trait.
import { field, h, settle } from "./dom.js";

/**
 * @param {import("./part.js").Context} context
 * @param {{ name: string, label: string, min: number, max: number, step: number, say?: (value: number) => string }} what
 *   `say` gives the line of help for a value
 */
export function slide({ get, write, on, guard }, { name, label, min, max, step, say }) {
  const range = h("input", { type: "range", min, max, step, "aria-label": label });
  const number = h("input.sd-number", { type: "number", min, step: step < 1 ? "any" : step, inputMode: "decimal" });
  const help = h("span");
  const commit = settle(
    guard(() => number.checkValidity() && Number(number.value) !== get(name) && write({ [name]: Number(number.value) })),
    80,
  );
  const follow = () => {
    show();
    commit();
    if (get("eager")) commit.now();
  };
  const show = () => {
    number.setAttribute("aria-invalid", String(!number.checkValidity()));
    help.textContent = say ? say(Number(number.value)) : "";
  };
  range.addEventListener("input", () => {
    number.value = range.value;
    follow();
  });
  number.addEventListener("input", () => {
    range.value = number.value;
    follow();
  });
  for (const input of [range, number]) input.addEventListener("change", commit.now);
  on(name, () => {
    if (Number(number.value) === get(name) && number.value) return;
    range.value = number.value = String(get(name));
    show();
  });
  return field(label, number, { box: h("div.sd-slide", {}, range, number), help: say && help });
}
