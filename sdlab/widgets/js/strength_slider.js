// @ts-check
// Strength, one stop for each number of steps that really run; beside it the noise a run would start from.
import { field, h, pictureUrl, settle, unique } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { nearest, spans, ticks } from "./strength/stop.js";
import "./strength/strength.css";

export default part("strength-slider", ({ root, get, write, on, guard, cleanup }) => {
  const id = unique("strength");
  const range = h("input", { type: "range", min: 0, step: 1, "aria-label": "Strength", "aria-describedby": id });
  const number = h("input.sd-number", { type: "number", min: 0, max: 1, step: "any", inputMode: "decimal" });
  const words = h("div.sd-help.sd-number", { id });
  const marks = h("div.marks", { "aria-hidden": "true" });
  const zones = h("div.zones", { "aria-hidden": "true" });
  const image = h("img", { alt: "", hidden: true });
  const track = h("div.track", {}, marks, range, zones);
  const box = h("div.sd-slide", {}, track, number);
  root.append(h("div.sd-strength", {}, h("div.sd-grow", {}, field("Strength", number, { box }), words), image));

  const choose = settle(
    guard(() => {
      const stops = get("stops");
      const strength = stops[Number(range.value)];
      if (strength !== get("strength")) write({ strength });
    }),
    60,
  );
  const show = () => {
    const strength = get("stops")[Number(range.value)];
    const zone = Object.keys(get("zones")).find((name) => strength <= get("zones")[name]) ?? "";
    number.value = String(strength);
    range.setAttribute("aria-valuetext", `${strength}, ${zone}`);
    for (const item of zones.children) item.classList.toggle("on", item.textContent === zone);
  };
  range.addEventListener("input", guard(() => {
    show();
    choose();
    if (get("eager")) choose.now();
  }));
  range.addEventListener("change", choose.now);
  number.addEventListener("change", guard(() => {
    number.setAttribute("aria-invalid", String(!number.value || !number.checkValidity()));
    if (!number.value || !number.checkValidity()) return;
    range.value = String(nearest(get("stops"), Number(number.value)));
    show();
    choose();
    choose.now();
  }));

  on("stops", () => {
    range.max = String(get("stops").length - 1);
    marks.replaceChildren(...ticks(get("stops")).map((at) => h("i", { style: { left: `${at}%` } })));
  });
  on("zones", () => {
    zones.replaceChildren(
      ...spans(get("zones")).map(({ name, share }) => h("span", { style: { flexGrow: String(share) } }, name)),
    );
  });
  on("strength stops", () => {
    number.removeAttribute("aria-invalid");
    range.value = String(nearest(get("stops"), get("strength")));
    show();
  });
  on("words", () => {
    words.textContent = get("words");
  });
  let url = "";
  on("noised", () => {
    URL.revokeObjectURL(url);
    const bytes = get("noised");
    url = bytes?.byteLength ? pictureUrl(bytes, "image/webp") : "";
    image.hidden = !url;
    if (url) image.src = url;
    image.alt = url ? `The picture as noisy as a run would start: ${get("words")}` : "";
  });
  cleanup(() => {
    choose.now();
    URL.revokeObjectURL(url);
  });
});
