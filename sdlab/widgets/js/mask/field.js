// @ts-check
/** What the kernel does with a mask's rim: by how many pixels it grows, and over how many it softens. */
import { group } from "../paint/bar.js";
import { h } from "../shared/dom.js";

/** @param {import("../shared/part.js").Context} context */
export const rimFields = ({ get, write, on }) => {
  /** @param {string} name @param {string} trait @param {number} min @param {string} title */
  const pixelField = (name, trait, min, title) => {
    const input = h("input.sd-number", {
      type: "number",
      min,
      max: 256,
      required: true,
      onchange: () => input.reportValidity() && write({ [trait]: input.valueAsNumber }),
    });
    on(trait, () => {
      input.value = get(trait);
    });
    return h("label.sd-inline", { title }, name, input);
  };
  return group(
    pixelField("Grow", "grow", -256, "Pixels to grow by; below 0 shrinks"),
    pixelField("Feather", "feather", 0, "Pixels over which the rim softens"),
  );
};
