// @ts-check
// The track of the slider: a stop for each number of steps, marks at the stops, the zones they lie in.
import { h } from "../shared/dom.js";
import { nearest, spans, ticks } from "./stop.js";

/** @param {import("../shared/part.js").Context} context @param {Record<string, unknown>} described attributes of the slider */
export const makeTrack = ({ get, on }, described) => {
  const range = h("input", { type: "range", min: 0, step: 1, "aria-label": "Strength", ...described });
  const marks = h("div.marks", { "aria-hidden": "true" });
  const zones = h("div.zones", { "aria-hidden": "true" });
  const strength = () => /** @type {number} */ (get("stops")[Number(range.value)]);
  /** Say in which zone the slider stands. */
  const name = () => {
    const zone = Object.keys(get("zones")).find((one) => strength() <= get("zones")[one]) ?? "";
    range.setAttribute("aria-valuetext", `${strength()}, ${zone}`);
    for (const item of zones.children) item.classList.toggle("on", item.textContent === zone);
  };
  on("stops", () => {
    range.max = String(get("stops").length - 1);
    marks.replaceChildren(...ticks(get("stops")).map((at) => h("i", { style: { left: `${at}%` } })));
  });
  on("zones", () => {
    zones.replaceChildren(
      ...spans(get("zones")).map(({ name, share }) => h("span", { style: { flexGrow: String(share) } }, name)),
    );
  });
  return {
    element: h("div.track", {}, marks, range, zones),
    range,
    strength,
    name,
    /** Go to the stop nearest to a strength. @param {number} value */
    go: (value) => {
      range.value = String(nearest(get("stops"), value));
    },
  };
};
