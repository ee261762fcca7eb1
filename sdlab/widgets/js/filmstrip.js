// @ts-check
// The picture coming out of the noise: live while it is made, scrubbed through afterwards.
import { h, pictureUrl } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { place, reel } from "./film/reel.js";
import "./film/film.css";

const LOOKS = { clean: "Predicted", noisy: "Noisy" };
const EMPTY = "The picture appears here, step by step, while it is made.";

export default part("filmstrip", (context) => {
  const { root, get, write, send, on, hear, guard, cleanup } = context;
  const image = h("img", { alt: "", hidden: true, decoding: "sync" });
  const empty = h("p.empty", {}, EMPTY);
  const badge = h("span.badge.sd-number", { hidden: true });
  const slider = h("input", { type: "range", min: 0, step: 1, "aria-label": "Step" });
  const words = h("span.sd-number");
  const branch = h("button", { type: "button", title: "Go on from this step with another prompt or guidance" }, "Branch here");
  const looks = Object.entries(LOOKS).map(([look, name]) =>
    h("button", { type: "button", onclick: guard(() => write({ look })), dataset: { look } }, name),
  );
  const pair = h("div.sd-ways", { role: "group", "aria-label": "What a step shows" }, ...looks);
  const scrub = h("div.sd-scrub", {}, slider, words, pair, branch);
  root.append(h("div.sd-screen", {}, image, empty, badge), scrub);

  const stills = reel((index, look) => send("want", { index, look }), URL.revokeObjectURL);
  // the plain copy of the picture lies in the output after ours; CSS hides it while we show the picture ourselves
  const output = () => root.closest(".jp-OutputArea-child")?.classList;
  let finished = "";
  let live = "";
  cleanup(() => {
    output()?.remove("sd-shows");
    stills.reset(0);
    for (const url of [finished, live]) URL.revokeObjectURL(url);
  });

  /** @param {string} url @param {string} alt */
  const display = (url, alt) => {
    image.hidden = !url;
    empty.hidden = Boolean(url);
    if (image.src !== url) image.src = url;
    image.alt = alt;
  };
  const draw = () => {
    const { steps, alt, width } = get("shown");
    const at = Math.min(Number(slider.value), steps.length);
    const done = at === steps.length;
    const look = get("look");
    words.textContent = place(steps, at);
    slider.setAttribute("aria-valuetext", words.textContent);
    pair.classList.toggle("sd-unseen", done);
    branch.hidden = done || !get("branches");
    image.classList.toggle("small", !done || width < 384);
    for (const button of looks) button.setAttribute("aria-pressed", String(button.dataset.look === look));
    const still = done ? finished : stills.get(at, look);
    if (still !== null) display(still, done ? alt : `${words.textContent} of “${alt}”`);
  };
  slider.addEventListener("input", guard(draw));
  slider.addEventListener("change", guard(() => write({ position: Number(slider.value) })));
  branch.addEventListener("click", guard(() => send("branch", { step: get("shown").steps[Number(slider.value)].step })));

  on("shown", () => {
    const { picture, steps, caption } = get("shown");
    URL.revokeObjectURL(finished);
    finished = picture.byteLength ? pictureUrl(picture, "image/webp") : "";
    stills.reset(steps.length);
    slider.max = String(steps.length); // before the value, which it bounds
    slider.value = String(get("position"));
    scrub.hidden = !steps.length;
    badge.hidden = true;
    image.title = caption;
    root.dataset.shown = finished ? "1" : "0";
    requestAnimationFrame(() => output()?.toggle("sd-shows", get("kept") && Boolean(finished)));
    draw();
    stills.prefetch(steps.length - 1, get("look"));
  });
  on(
    "position",
    () => {
      slider.value = String(get("position"));
      draw();
    },
    false,
  );
  on("look branches", draw, false);
  hear("still", ({ index, look }, [bytes]) => {
    stills.put(index, look, pictureUrl(bytes, "image/webp"));
    draw();
    stills.prefetch(Number(slider.value), get("look"));
  });
  hear("live", ({ step, steps, timestep }, [bytes]) => {
    const old = live;
    live = pictureUrl(bytes, "image/webp");
    image.classList.add("small");
    display(live, `Step ${step} of ${steps}`);
    badge.hidden = false;
    badge.textContent = `step ${step} of ${steps} · t = ${timestep}`;
    scrub.hidden = true;
    URL.revokeObjectURL(old);
  });
  hear("ended", () => {
    badge.hidden = true;
    scrub.hidden = !get("shown").steps.length;
    draw();
  });
});
