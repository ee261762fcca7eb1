// @ts-check
// Pictures over two parameters: the axes as fields, cells that fill in as they are made, one of them large.
import { field, h, pictureUrl } from "./shared/dom.js";
import { asker } from "./run/ask.js";
import { part } from "./shared/part.js";
import { cellTable } from "./plot/cell.js";
import { progress } from "./plot/word.js";
import "./plot/plot.css";

const NO_AXIS = "—";

/** @typedef {import("./shared/part.js").Context} Context */

export default part("grid-plot", (context) => {
  const axes = h("div.axes", {}, axis(context, "x", "Columns"), axis(context, "y", "Rows"));
  const table = h("div.scroll", { tabIndex: -1 }, cellTable(context));
  context.root.append(axes, workRow(context), table, closeUp(context));
});

/**
 * Make, stop, and where the grid stands.
 * @param {Context} context
 */
function workRow(context) {
  const { get, on, guard, say } = context;
  const words = h("span.sd-help.sd-number", { role: "status" });
  const ask = asker(context, (text) => {
    words.textContent = text;
  });
  const make = h("button.sd-main", { type: "button", onclick: guard(() => ask("make", {}, "Starting…")) });
  const halt = guard(() => {
    if (get("transport") === "foreground") localStorage.setItem("sdlab-stop", "now"); // the kernel reads no message
    ask("stop", {}, "Stopping…");
  });
  const stop = h("button", { type: "button", onclick: halt }, "■ Stop");
  on("status extent", () => {
    const status = get("status");
    make.disabled = status.state === "running" || status.done === status.cells;
    make.textContent = status.done && status.done < status.cells ? "Make the missing cells" : "Make the grid";
    stop.disabled = status.state !== "running";
    words.textContent = progress(status, get("extent"));
    if (status.state !== "running" && status.done) say(words.textContent);
  });
  return h("div.sd-row", {}, make, stop, words);
}

/**
 * The chosen cell's picture, large, with its caption and what can be done with it.
 * @param {Context} context
 */
function closeUp({ get, ask, on, hear, guard, cleanup }) {
  const image = h("img", { alt: "" });
  const caption = h("p.sd-caption");
  const reuse = h("button", { type: "button", onclick: guard(() => ask("reuse")) }, "Use this recipe");
  const whole = h("div.detail", { hidden: true }, image, h("div.sd-grow", {}, caption, reuse));
  let url = "";
  cleanup(() => URL.revokeObjectURL(url));
  on("detail", () => {
    const { caption: text, alt } = get("detail");
    whole.hidden = !text;
    caption.textContent = text;
    image.alt = alt;
  });
  on("reuses", () => {
    reuse.hidden = !get("reuses");
  });
  hear("large", ({ number }, [bytes]) => {
    if (number !== get("chosen")) return;
    URL.revokeObjectURL(url);
    url = pictureUrl(bytes, "image/webp");
    image.src = url;
  });
  return whole;
}

/**
 * One axis: which parameter, and its values as text.
 * @param {Context} context @param {"x" | "y"} name @param {string} title
 */
function axis({ get, write, on, guard }, name, title) {
  const [parameter, values] = [`${name}_parameter`, `${name}_values`];
  const select = h("select", { "aria-label": `${title}: parameter` });
  const text = h("input", { type: "text", autocomplete: "off", spellcheck: false, "aria-label": `${title}: values` });
  const help = h("span");
  select.addEventListener("change", guard(() => {
    const suggestion = get("suggestions")[select.value] ?? "";
    write({ [parameter]: select.value, ...(suggestion && { [values]: suggestion }) });
    show();
  }));
  text.addEventListener("change", guard(() => write({ [values]: text.value })));
  const show = () => {
    select.value = get(parameter);
    text.value = get(values);
    text.hidden = select.value === NO_AXIS;
    help.textContent = select.value.includes("prompt") ? "The first piece is replaced by each of the others." : "";
  };
  on(`suggestions`, () => {
    const offered = Object.keys(get("suggestions"));
    if (name === "y") offered.unshift(NO_AXIS);
    if (!offered.includes(get(parameter))) offered.push(get(parameter));
    select.replaceChildren(...offered.map((one) => h("option", { value: one }, one)));
    show();
  });
  on(`${parameter} ${values}`, show);
  return field(title, select, { box: h("div.axis", {}, select, text), help });
}
