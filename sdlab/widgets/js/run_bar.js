// @ts-check
// Generate, how many, the three ways to stop, and where the job stands.
import { h } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { asker } from "./run/ask.js";
import { RUNNING } from "./run/phase.js";
import { readout } from "./run/readout.js";
import "./run/run.css";

/** @typedef {import("./shared/part.js").Context} Context */
/** @typedef {ReturnType<typeof asker>} Ask */

export default part("run-bar", (context) => {
  const { root, get, on, guard, say } = context;
  const { elements, tell } = readout(context);
  const ask = asker(context, tell);
  const generate = h("button.sd-main", { type: "button", title: "Ctrl+Enter in the prompt does the same" });
  generate.addEventListener("click", guard(() => ask("generate", {}, "Starting…")));
  on("label", () => {
    generate.textContent = get("label");
  });
  const live = liveToggle(context, (reason) => {
    tell(reason);
    say(reason);
  });
  const row = h("div.sd-row", {}, generate, howMany(context), live, ...stops(context, ask));
  root.append(noteLine(context), row, ...elements);
  on("status", () => {
    root.dataset.state = get("status").state;
  });
});

/** @param {Context} context */
function howMany({ get, write, on, guard }) {
  const count = h("select.count", { "aria-label": "How many pictures" }, ...[1, 2, 4, 8].map((n) => h("option", { value: n }, `× ${n}`)));
  count.addEventListener("change", guard(() => write({ count: Number(count.value) })));
  on("count", () => {
    if (![...count.options].some((option) => option.value === String(get("count"))))
      count.append(h("option", { value: get("count") }, `× ${get("count")}`));
    count.value = String(get("count"));
  });
  return count;
}

/**
 * The three ways to stop.
 * @param {Context} context @param {Ask} ask
 */
function stops({ get, on, guard }, ask) {
  /** @param {string} how @param {string} face @param {string} meanwhile */
  const verb = (how, face, meanwhile) => {
    const act = guard(() => {
      if (get("transport") === "foreground") localStorage.setItem("sdlab-stop", how);
      ask("stop", { how }, meanwhile);
    });
    return h("button", { type: "button", onclick: act }, face);
  };
  const stop = verb("now", "■ Stop", "Stopping…");
  const after = verb("after", "Stop after this picture", "Stopping after this picture…");
  const skip = verb("skip", "Skip this picture", "Skipping…");
  on("status", () => {
    const { state, pictures } = get("status");
    stop.disabled = !RUNNING.includes(state);
    after.hidden = skip.hidden = stop.disabled || pictures < 2;
  });
  return [stop, after, skip];
}

/**
 * The line above the buttons, such as what a run branches from.
 * @param {Context} context
 */
function noteLine({ get, ask, on, guard }) {
  const note = h("span");
  const dismiss = h("button.sd-icon", { type: "button", "aria-label": "Dismiss", onclick: guard(() => ask("dismiss")) }, "✕");
  const line = h("div.sd-note", {}, note, dismiss);
  on("note", () => {
    note.textContent = get("note");
    line.hidden = !get("note");
  });
  return line;
}

/**
 * The button that lets the picture follow the controls; where it cannot be, it says why.
 * @param {Context} context
 * @param {(reason: string) => void} explain
 */
function liveToggle({ get, ask, on, guard }, explain) {
  const press = guard(() => {
    if (get("live_refusal")) explain(get("live_refusal"));
    else ask("live", { on: !get("live") });
  });
  const toggle = h("button.live", { type: "button", onclick: press }, h("i", { "aria-hidden": "true" }), "Live");
  on("lives live live_refusal", () => {
    const refusal = get("live_refusal");
    toggle.hidden = !get("lives");
    toggle.setAttribute("aria-pressed", String(get("live")));
    toggle.setAttribute("aria-disabled", String(Boolean(refusal)));
    toggle.title = refusal || "The picture follows what you type, paint and drag";
  });
  return toggle;
}
