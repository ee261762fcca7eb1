// @ts-check
// Steps, guidance, scheduler and size, laid out by what the model offers.
import { field, h } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { slide } from "./shared/slide.js";
import { choices, compare } from "./setting/size.js";
import "./setting/setting.css";

/** @param {number} value */
const sayGuidance = (value) => {
  if (value <= 1) return "off: the prompt alone, no negative prompt";
  if (value < 5) return "loose";
  return value <= 9 ? "usual" : "strict: colours may burn";
};

export default part("settings", (context) => {
  const { get } = context;
  const steps = slide(context, {
    name: "num_inference_steps",
    label: "Steps",
    min: 1,
    max: 60,
    step: 1,
    say: (value) => (value === get("offer").steps ? "the model's own number" : value < 10 ? "quick and rough" : ""),
  });
  const guidance = slide(context, {
    name: "guidance_scale",
    label: "Guidance",
    min: 0,
    max: 15,
    step: 0.5,
    say: sayGuidance,
  });
  context.root.append(steps, guidance, schedulerField(context), sizeField(context));
});

/** @param {import("./shared/part.js").Context} context */
function schedulerField({ get, write, on, guard }) {
  const select = h("select");
  const help = h("span");
  select.addEventListener("change", guard(() => write({ scheduler: select.value })));
  on("offer", () => {
    const families = Object.entries(get("offer").schedulers);
    select.replaceChildren(
      ...families.map(([family, names]) =>
        h("optgroup", { label: family }, ...Object.keys(names).map((name) => h("option", { value: name }, name))),
      ),
    );
  });
  on("scheduler offer", () => {
    const name = get("scheduler");
    select.value = name;
    help.textContent = Object.assign({}, ...Object.values(get("offer").schedulers))[name] ?? "";
  });
  return field("Scheduler", select, { help });
}

/** @param {import("./shared/part.js").Context} context */
function sizeField({ get, write, on, guard }) {
  const width = h("select.sd-number", { "aria-label": "Width" });
  const height = h("select.sd-number", { "aria-label": "Height" });
  const help = h("span");
  for (const select of [width, height]) {
    const name = select === width ? "width" : "height";
    select.addEventListener("change", guard(() => write({ [name]: Number(select.value) })));
    on(`${name} offer`, () => {
      const sizes = choices(get("offer").sizes, get(name));
      select.replaceChildren(...sizes.map((size) => h("option", { value: size }, String(size))));
      select.value = String(get(name));
    });
  }
  on("width height offer memory", () => {
    const size = compare({ width: get("width"), height: get("height") }, get("offer"));
    help.textContent = [size, get("memory") && `${get("memory")} of memory`].filter(Boolean).join(" · ");
  });
  const box = h("div.sd-size", {}, width, h("span", { "aria-hidden": "true" }, "×"), height);
  const whole = field("Size", width, { box, help });
  on("sized", () => {
    whole.hidden = !get("sized");
  });
  return whole;
}
