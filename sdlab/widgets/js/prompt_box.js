// @ts-check
// Prompt and negative prompt, the tokens the model reads, weights and history by keyboard.
import { field, h, settle } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { isFresh, summary, windows } from "./prompt/chip.js";
import { walk } from "./prompt/past.js";
import { weigh } from "./prompt/weight.js";
import "./prompt/prompt.css";

const HOLD = 150; // ms of quiet before what is being typed is sent
const MOST = 60_000; // characters, each up to three bytes: the wire refuses more than 256 kB a message

export default part("prompt-box", (context) => {
  const { root, get, on } = context;
  const prompt = reading(context, "Prompt", "prompt", "tokens", "What should the picture show?");
  const unwanted = "What should it not show? (optional)";
  const negative = reading(context, "Negative prompt", "negative_prompt", "negative_tokens", unwanted);
  negative.classList.add("negative");
  root.append(prompt, negative);
  on("reads_negative", () => {
    negative.hidden = !get("reads_negative");
  });
});

/**
 * A text with its label, and what the model reads of it.
 * @param {import("./shared/part.js").Context} context
 * @param {string} title
 * @param {string} name of the text's trait
 * @param {string} tokens the trait of its tokens
 * @param {string} placeholder
 */
function reading(context, title, name, tokens, placeholder) {
  const { get, on, guard } = context;
  const count = h("span.sd-count.sd-number", { "aria-live": "polite" });
  const chips = h("ol.sd-chips", { "aria-label": `Tokens of the ${title.toLowerCase()}` });
  const wrong = h("p.sd-too-long", { role: "alert", hidden: true });
  const area = box(context, name, placeholder, wrong);
  const draw = guard(() => drawTokens(get(tokens), get("token_limit"), area, chips, count));
  area.addEventListener("input", draw);
  on(`${tokens} ${name}`, draw);
  return h("div.sd-reading", {}, field(title, area, { end: count }), wrong, chips);
}

/**
 * A growing text field bound to a trait.
 * @param {import("./shared/part.js").Context} context
 * @param {string} name
 * @param {string} placeholder
 * @param {HTMLElement} wrong where it is said that a text is too long
 */
function box({ get, write, ask, on, guard, cleanup }, name, placeholder, wrong) {
  const area = h("textarea", { rows: 1, placeholder, spellcheck: false });
  const past = walk(() => (name === "prompt" ? get("history") : []));
  const grow = () => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  };
  const commit = settle(
    guard(() => {
      const { length } = area.value;
      wrong.hidden = length <= MOST;
      wrong.textContent = wrong.hidden ? "" : `${length} characters are too many to send. Shorten the text.`;
      if (wrong.hidden && area.value !== get(name)) write({ [name]: area.value });
    }),
    HOLD,
  );
  /** @param {string} text @param {number} [start] @param {number} [end] */
  const replace = (text, start = text.length, end = start) => {
    area.value = text;
    area.setSelectionRange(start, end);
    area.dispatchEvent(new Event("input"));
  };
  const keys = guard((/** @type {KeyboardEvent} */ event) => {
    const up = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) ask("submit");
    else if (up && (event.ctrlKey || event.metaKey)) {
      const step = (event.shiftKey ? 0.1 : 0.05) * up;
      const edit = weigh({ text: area.value, start: area.selectionStart, end: area.selectionEnd }, step);
      replace(edit.text, edit.start, edit.end);
    } else if (up && event.altKey) {
      const text = past.step(/** @type {1 | -1} */ (up), area.value);
      if (text !== null) replace(text);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  area.addEventListener("input", () => {
    grow();
    commit();
    if (get("eager")) commit.now();
  });
  area.addEventListener("keydown", keys);
  for (const event of ["change", "blur"]) area.addEventListener(event, commit.now);
  on(name, () => {
    if (area.value !== get(name)) {
      area.value = get(name);
      past.rest();
    }
    grow();
  });
  const resize = new ResizeObserver(grow);
  resize.observe(area);
  cleanup(() => {
    commit.now();
    resize.disconnect();
  });
  return area;
}

/**
 * @param {{ text: string, tokens: any[] }} counted the tokens, and the text they were counted for
 * @param {number} limit tokens the model reads
 * @param {HTMLTextAreaElement} area
 * @param {HTMLElement} chips
 * @param {HTMLElement} count
 */
function drawTokens({ text, tokens }, limit, area, chips, count) {
  const room = limit - 2; // the begin and end tokens take two
  const fresh = isFresh(text, area.value);
  chips.classList.toggle("stale", !fresh);
  chips.hidden = !tokens.length;
  if (!fresh) return;
  count.textContent = tokens.length ? summary(text, tokens, room) : "";
  const first = tokens.findIndex((token) => !token.read);
  count.classList.toggle("over", first >= 0);
  const items = tokens.map((token) => h("li", { className: token.read ? "" : "lost" }, token.text));
  if (first >= 0) items.splice(first, 0, h("li.limit", {}, `${room} tokens end here`));
  else
    for (let next = windows(tokens, room); next > 1; next -= 1)
      items.splice((next - 1) * room, 0, h("li.limit", {}, `window ${next}`));
  chips.replaceChildren(...items);
}
