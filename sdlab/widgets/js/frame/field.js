// @ts-check
/** A frame in numbers: a field for each side, and what may be chosen. */
import { h } from "../shared/dom.js";
import { fitted, SIDES } from "./frame.js";

/** @typedef {import("../shared/part.js").Context} Context */

/**
 * @param {Context} context
 * @param {Parameters<typeof import("./grip.js").makeGrips>[1]} frame
 */
export const sideFields = ({ get, on, guard }, { margins, bounds, change }) =>
  SIDES.map((side) => {
    const input = h("input.sd-number", {
      type: "number",
      min: 0,
      onchange: guard(() => {
        const value = fitted(side, Number(input.value), margins(), bounds());
        input.value = String(value);
        change({ ...margins(), [side]: value });
      }),
    });
    on("snap", () => (input.step = get("snap")));
    on(side, () => (input.value = get(side)));
    return h("label.sd-inline", {}, side[0].toUpperCase() + side.slice(1), input);
  });

/** A number of pixels among a few; one that Python set joins them.
 * @param {Context} context @param {string} name @param {string} trait @param {number[]} values */
export const choice = ({ get, on, write }, name, trait, values) => {
  const select = h(
    "select",
    { onchange: () => write({ [trait]: Number(select.value) }) },
    ...values.map((value) => h("option", { value }, `${value} px`)),
  );
  on(trait, () => {
    if (!values.includes(get(trait))) select.append(h("option", { value: get(trait) }, `${get(trait)} px`));
    select.value = get(trait);
  });
  return h("label.sd-inline", {}, name, select);
};
