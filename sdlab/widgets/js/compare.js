// @ts-check
// Two pictures of one size: a divider, side by side, by turns, or what differs; and in words how much does.
import { h, pictureUrl } from "./shared/dom.js";
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
  const pictures = ["before", "after", "difference"].map((name) =>
    h("img", { alt: name, draggable: false, dataset: { name } }),
  );
  const tags = ["before", "after"].map((name) => h("span.sd-tag", { dataset: { name } }));
  const line = h("div.sd-divider", {}, h("span", {}, "⇔"));
  const stage = h("div.sd-pair", {}, ...pictures, ...tags, line);
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
  on("view", show);
  on("split", () => {
    slider.value = get("split");
    stage.style.setProperty("--split", `${get("split") * 100}%`);
  });
  on("report is_clean", () => {
    report.textContent = get("report");
    report.dataset.clean = String(get("is_clean"));
  });
  on("width height", () => stage.style.setProperty("--shape", `${get("width") / get("height")}`));
  on("labels", () => tags.forEach((tag, i) => (tag.textContent = get("labels")[i])));
  for (const picture of pictures) {
    const name = /** @type {string} */ (picture.dataset.name);
    on(`${name}_file`, () => {
      URL.revokeObjectURL(picture.src);
      const file = get(`${name}_file`);
      picture.hidden = !file?.byteLength;
      if (file?.byteLength) picture.src = pictureUrl(file, "image/webp");
    });
    cleanup(() => URL.revokeObjectURL(picture.src));
  }
  cleanup(() => clearInterval(timer));

  const drag = guard((/** @type {PointerEvent} */ event) => {
    if (get("view") !== "slider" || !stage.hasPointerCapture(event.pointerId)) return;
    const seen = stage.getBoundingClientRect();
    write({ split: Math.min(1, Math.max(0, Math.round(((event.clientX - seen.left) / seen.width) * 100) / 100)) });
  });
  stage.addEventListener("pointerdown", (event) => {
    stage.setPointerCapture(event.pointerId);
    drag(event);
  });
  stage.addEventListener("pointermove", drag);
  root.append(h("div.sd-row", { role: "group", "aria-label": "How to compare" }, ...buttons), stage, slider, report);
});
