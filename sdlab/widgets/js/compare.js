// @ts-check
// Two pictures of one size: a divider, side by side, by turns, or what differs; and in words how much does.
import { makeStage } from "./compare/stage.js";
import { h } from "./shared/dom.js";
import { part } from "./shared/part.js";
import "./compare/compare.css";

const VIEWS = [
  ["slider", "Slider"],
  ["side", "Side by side"],
  ["blink", "Blink"],
  ["difference", "Difference"],
];
const TURN = 700; // ms a picture is shown before the other: well below three flashes a second

export default part("compare", (context) => {
  const { root, get, write, on, guard, cleanup } = context;
  const stage = makeStage(context);
  const slider = h("input", {
    type: "range",
    min: 0,
    max: 1,
    step: 0.01,
    "aria-label": "Divider: how much of the picture before is shown",
    oninput: () => write({ split: Number(slider.value) }),
  });
  const report = h("p.sd-report", { role: "status" });
  const buttons = VIEWS.map(([view, name]) =>
    h("button", { type: "button", dataset: { view }, onclick: () => write({ view }) }, name),
  );
  root.append(h("div.sd-row", { role: "group", "aria-label": "How to compare" }, ...buttons), stage, slider, report);

  let turn = 0;
  const show = guard(() => {
    const view = get("view");
    stage.dataset.view = view;
    stage.dataset.turn = String(turn % 2);
    slider.hidden = view !== "slider";
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.view === view));
  });
  const timer = setInterval(() => {
    if (get("view") !== "blink") return;
    turn++;
    show();
  }, TURN);
  cleanup(() => clearInterval(timer));
  on("view", show);
  on("split", () => {
    slider.value = get("split");
  });
  on("report is_clean", () => {
    report.textContent = get("report");
    report.dataset.clean = String(get("is_clean"));
  });
});
