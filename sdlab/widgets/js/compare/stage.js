// @ts-check
// The stage of a comparison: both pictures and their difference in one place, and a divider that follows the hand.
import { h, pictureIn } from "../shared/dom.js";

/** @param {import("../shared/part.js").Context} context */
export const makeStage = ({ get, write, on, guard, cleanup }) => {
  const pictures = ["before", "after", "difference"].map((name) => {
    const image = h("img", { alt: name, draggable: false, dataset: { name } });
    const hang = pictureIn(image, cleanup);
    on(`${name}_file`, () => void hang(get(`${name}_file`)));
    return image;
  });
  const tags = ["before", "after"].map((name) => h("span.sd-tag", { dataset: { name } }));
  const line = h("div.sd-divider", {}, h("span", {}, "⇔"));
  const stage = h("div.sd-pair", {}, ...pictures, ...tags, line);
  on("split", () => stage.style.setProperty("--split", `${get("split") * 100}%`));
  on("width height", () => stage.style.setProperty("--shape", `${get("width") / get("height")}`));
  on("labels", () => tags.forEach((tag, i) => (tag.textContent = get("labels")[i])));

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
  return stage;
};
