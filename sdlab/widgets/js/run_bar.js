// @ts-check
// Generate, how many, the three ways to stop, and where the job stands.
import { commitAll, h } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { announcement, phrase, share } from "./run/phase.js";
import "./run/run.css";

const ACK = 1500; // ms until a click that nobody answered is explained
const BUSY = "The kernel is busy in another cell. Wait, or interrupt it with the notebook's ■.";
const RUNNING = ["queued", "running", "decoding"];

export default part("run-bar", (context) => {
  const { root, get, write, send, on, hear, guard, say, cleanup } = context;
  const meter = h("div");
  const bar = h("div.sd-meter", { role: "progressbar", "aria-label": "Progress", "aria-valuemin": "0", "aria-valuemax": "100" }, meter);
  const words = h("span.sd-number");
  const aside = h("span.sd-number");
  /** @type {import("./run/phase.js").Progress | null} */
  let before = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let unanswered;
  cleanup(() => clearTimeout(unanswered));

  /** @param {string} kind @param {object} content @param {string} meanwhile */
  const ask = (kind, content, meanwhile) => {
    commitAll();
    words.textContent = meanwhile;
    clearTimeout(unanswered);
    unanswered = setTimeout(() => (words.textContent = BUSY), ACK);
    send(kind, content);
  };
  const generate = h("button.sd-main", { type: "button", title: "Ctrl+Enter in the prompt does the same" });
  generate.addEventListener("click", guard(() => ask("generate", {}, "Starting…")));
  const count = h("select.count", { "aria-label": "How many pictures" }, ...[1, 2, 4, 8].map((n) => h("option", { value: n }, `× ${n}`)));
  count.addEventListener("change", guard(() => write({ count: Number(count.value) })));

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
  const live = liveToggle(context, (reason) => say((words.textContent = reason)));
  const note = h("span");
  const dismiss = h("button.sd-icon", { type: "button", "aria-label": "Dismiss", onclick: guard(() => send("dismiss")) }, "✕");
  const noted = h("div.sd-note", {}, note, dismiss);
  root.append(noted, h("div.sd-row", {}, generate, count, live, stop, after, skip), bar, h("div.sd-status", {}, words, aside));

  on("note", () => {
    note.textContent = get("note");
    noted.hidden = !get("note");
  });
  on("label", () => (generate.textContent = get("label")));
  on("count", () => {
    if (![...count.options].some((option) => option.value === String(get("count"))))
      count.append(h("option", { value: get("count") }, `× ${get("count")}`));
    count.value = String(get("count"));
  });
  on("status transport", () => {
    const { state, pictures, waiting } = get("status");
    bar.style.visibility = state === "idle" ? "hidden" : "visible";
    const running = RUNNING.includes(state);
    stop.disabled = !running;
    after.hidden = skip.hidden = !(running && pictures > 1);
    const here = get("transport") === "foreground" ? "Stop with the notebook's ■" : "";
    aside.textContent = waiting > 1 ? `${waiting - 1} more waiting` : here;
    root.dataset.state = state;
    clearTimeout(unanswered);
    if (!running) show(get("status"));
  });
  on("live live_words", () => {
    if (!RUNNING.includes(get("status").state)) show(get("status"));
  });
  hear("ack", () => clearTimeout(unanswered));
  hear("progress", (progress) => {
    clearTimeout(unanswered);
    if (!progress.stopping) show(progress);
  });

  /** @param {import("./run/phase.js").Progress} progress */
  function show(progress) {
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
  }
});

/**
 * The button that lets the picture follow the controls; where it cannot be, it says why.
 * @param {import("./shared/part.js").Context} context
 * @param {(reason: string) => void} explain
 */
function liveToggle({ get, send, on, guard }, explain) {
  const press = guard(() => {
    if (get("live_refusal")) explain(get("live_refusal"));
    else send("live", { on: !get("live") });
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
