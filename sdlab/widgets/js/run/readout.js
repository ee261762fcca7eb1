// @ts-check
// Where the job stands: a meter and a line of words, both also for a screen reader.
import { h } from "../shared/dom.js";
import { announcement, phrase, RUNNING, share } from "./phase.js";

/**
 * The meter and the line below it; `tell` puts other words into the line until the kernel says more.
 * @param {import("../shared/part.js").Context} context
 */
export function readout({ get, on, hear, say }) {
  const meter = h("div");
  const bar = h("div.sd-meter", { role: "progressbar", "aria-label": "Progress", "aria-valuemin": "0", "aria-valuemax": "100" }, meter);
  const words = h("span.sd-number");
  const aside = h("span.sd-number");
  /** @type {import("./phase.js").Progress | null} */
  let before = null;

  /** @param {import("./phase.js").Progress} progress */
  const show = (progress) => {
    const follows = get("live") && !RUNNING.includes(progress.state);
    words.classList.toggle("live", follows);
    words.textContent = follows ? get("live_words") : phrase(progress);
    if (progress.state === "idle") return;
    const percent = Math.round(share(progress) * 100);
    meter.style.width = `${percent}%`;
    bar.setAttribute("aria-valuenow", String(percent));
    words.classList.toggle("failed", progress.state === "failed");
    const aloud = announcement(progress, before);
    if (aloud) say(aloud);
    before = progress;
  };
  on("status transport live live_words", () => {
    const { state, waiting } = get("status");
    bar.style.visibility = state === "idle" ? "hidden" : "visible";
    const here = get("transport") === "foreground" ? "Stop with the notebook's ■" : "";
    aside.textContent = waiting > 1 ? `${waiting - 1} more waiting` : here;
    if (!RUNNING.includes(state)) show(get("status"));
  });
  hear("progress", (progress) => {
    if (!progress.stopping) show(progress);
  });
  /** @param {string} text */
  const tell = (text) => {
    words.textContent = text;
  };
  return { elements: [bar, h("div.sd-status", {}, words, aside)], tell };
}
