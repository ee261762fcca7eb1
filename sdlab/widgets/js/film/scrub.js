// @ts-check
// The controls below the picture: which step to look at, how, and whether to go on from it.
import { h } from "../shared/dom.js";

const LOOKS = { clean: "Predicted", noisy: "Noisy" };

/**
 * @param {import("../shared/part.js").Context} context
 * @param {() => void} draw called when another step is looked at
 */
export const makeScrub = ({ get, write, ask, guard }, draw) => {
  const slider = h("input", { type: "range", min: 0, step: 1, "aria-label": "Step" });
  const words = h("span.sd-number");
  const branch = h("button", { type: "button", title: "Go on from this step with another prompt or guidance" }, "Branch here");
  const looks = Object.entries(LOOKS).map(([look, name]) =>
    h("button", { type: "button", onclick: guard(() => write({ look })), dataset: { look } }, name),
  );
  const pair = h("div.sd-ways", { role: "group", "aria-label": "What a step shows" }, ...looks);
  const position = () => Number(slider.value);
  slider.addEventListener("input", guard(draw));
  slider.addEventListener("change", guard(() => write({ position: position() })));
  branch.addEventListener("click", guard(() => ask("branch", { step: get("shown").steps[position()].step })));
  return {
    element: h("div.sd-scrub", {}, slider, words, pair, branch),
    position,
    follow: () => {
      slider.max = String(get("shown").steps.length); // before the value, which it bounds
      slider.value = String(get("position"));
    },
    /** @param {string} place the step in words @param {boolean} isDone whether that is the finished picture */
    show: (place, isDone) => {
      words.textContent = place;
      slider.setAttribute("aria-valuetext", place);
      pair.classList.toggle("sd-unseen", isDone);
      branch.hidden = isDone || !get("branches");
      for (const button of looks) button.setAttribute("aria-pressed", String(button.dataset.look === get("look")));
    },
  };
};
