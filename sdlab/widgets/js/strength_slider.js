// @ts-check
// Strength, one stop for each number of steps that really run; beside it the noise a run would start from.
import { field, h, pictureIn, settle, unique } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { makeTrack } from "./strength/track.js";
import "./strength/strength.css";

export default part("strength-slider", (context) => {
  const { root, get, write, on, guard, cleanup } = context;
  const id = unique("strength");
  const track = makeTrack(context, { "aria-describedby": id });
  const number = h("input.sd-number", { type: "number", min: 0, max: 1, step: "any", inputMode: "decimal" });
  const words = h("div.sd-help.sd-number", { id });
  const image = h("img", { alt: "", hidden: true });
  const box = h("div.sd-slide", {}, track.element, number);
  root.append(h("div.sd-strength", {}, h("div.sd-grow", {}, field("Strength", number, { box }), words), image));

  const choose = settle(
    guard(() => {
      if (track.strength() !== get("strength")) write({ strength: track.strength() });
    }),
    60,
  );
  cleanup(choose.now);
  const show = () => {
    number.value = String(track.strength());
    track.name();
  };
  track.range.addEventListener("input", guard(() => {
    show();
    choose();
    if (get("eager")) choose.now();
  }));
  track.range.addEventListener("change", choose.now);
  number.addEventListener("change", guard(() => {
    const isWrong = !number.value || !number.checkValidity();
    number.setAttribute("aria-invalid", String(isWrong));
    if (isWrong) return;
    track.go(Number(number.value));
    show();
    choose();
    choose.now();
  }));

  on("strength stops", () => {
    number.removeAttribute("aria-invalid");
    track.go(get("strength"));
    show();
  });
  on("words", () => {
    words.textContent = get("words");
  });
  const hang = pictureIn(image, cleanup);
  on("noised", () => {
    image.alt = hang(get("noised")) ? `The picture as noisy as a run would start: ${get("words")}` : "";
  });
});
