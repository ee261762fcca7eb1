// @ts-check
// Choices and sliders side by side, as Python describes them.
import { field, h, unique } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { slide } from "./shared/slide.js";
import "./knob/knob.css";

const FEW = 3; // choices that stand beside each other; more are a list

/** @typedef {import("./shared/part.js").Context} Context */
/** @typedef {{ name: string, label: string, choices: [string | number, string][], least: number, most: number, step: number, when: [string, string | number] | null }} Dial */

export default part("knobs", (context) => {
  const { root, get, on } = context;
  for (const dial of /** @type {Dial[]} */ (get("dials"))) {
    const { choices, when } = dial;
    const whole = !choices.length ? slider(context, dial) : choices.length > FEW ? list(context, dial) : row(context, dial);
    help(context, dial, whole);
    root.append(whole);
    if (when) on(when[0], () => (whole.hidden = get(when[0]) !== when[1]));
  }
});

/** @param {Context} context @param {Dial} dial */
const slider = (context, { name, label, least, most, step }) =>
  slide(context, { name, label, min: least, max: most, step });

/** @param {Context} context @param {Dial} dial */
function list({ get, write, on, guard }, { name, label, choices }) {
  const select = h("select", {}, ...choices.map(([value, word]) => h("option", { value }, word)));
  select.addEventListener("change", guard(() => write({ [name]: choices[select.selectedIndex][0] })));
  on(name, () => {
    select.value = String(get(name));
  });
  return field(label, select);
}

/** @param {Context} context @param {Dial} dial */
function row({ get, write, on, guard }, { name, label, choices }) {
  const id = unique("knob");
  const buttons = choices.map(([value, word]) =>
    h("button", { type: "button", onclick: guard(() => write({ [name]: value })) }, word),
  );
  on(name, () => {
    buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(choices[at][0] === get(name))));
  });
  const group = h("div.ways", { role: "group", "aria-labelledby": id }, ...buttons);
  return h("div.sd-field", {}, h("span.sd-label", { id }, label), group);
}

/** @param {Context} context @param {Dial} dial @param {HTMLElement} whole */
function help({ get, on }, { name }, whole) {
  const line = h("div.sd-help.sd-number", { id: unique("help") });
  whole.querySelector("input[type=number], select, [role=group]")?.setAttribute("aria-describedby", line.id);
  whole.append(line);
  on("words", () => {
    line.textContent = get("words")[name] ?? "";
    line.hidden = !line.textContent;
  });
}
