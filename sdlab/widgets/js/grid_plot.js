// @ts-check
// Pictures over two parameters: the axes as fields, cells that fill in as they are made, one of them large.
import { field, h, pictureUrl } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { move } from "./gallery/grid.js";
import { progress } from "./plot/word.js";
import "./plot/plot.css";

const NO_AXIS = "—";

export default part("grid-plot", (context) => {
  const { root, get, write, send, on, hear, guard, say, cleanup } = context;
  const make = h("button.sd-main", { type: "button", onclick: guard(() => send("make")) }, "Make the grid");
  const stop = h("button", { type: "button", onclick: guard(() => {
    words.textContent = "Stopping…";
    send("stop");
  }) }, "■ Stop");
  const words = h("span.sd-help.sd-number", { role: "status" });
  const table = h("table", { role: "grid", "aria-label": "Cells" });
  const large = h("img", { alt: "" });
  const caption = h("p.sd-caption");
  const reuse = h("button", { type: "button", onclick: guard(() => send("reuse")) }, "Use this recipe");
  const detail = h("div.detail", { hidden: true }, large, h("div.sd-grow", {}, caption, reuse));
  root.append(
    h("div.axes", {}, axis(context, "x", "Columns"), axis(context, "y", "Rows")),
    h("div.sd-row", {}, make, stop, words),
    h("div.scroll", { tabIndex: -1 }, table),
    detail,
  );

  /** @type {Map<number, string>} */
  const urls = new Map();
  let largeUrl = "";
  const release = () => {
    urls.forEach((url) => URL.revokeObjectURL(url));
    urls.clear();
  };
  cleanup(() => {
    release();
    URL.revokeObjectURL(largeUrl);
  });
  const cells = () => /** @type {HTMLElement[]} */ ([...table.querySelectorAll("td")]);
  /** @param {number} number @param {boolean} focus */
  const choose = (number, focus) => {
    if (urls.has(number)) write({ chosen: number });
    mark(number);
    if (focus) cells()[number].focus();
  };
  /** @param {number} entry */
  const mark = (entry) => {
    cells().forEach((cell, number) => {
      cell.setAttribute("aria-selected", String(number === get("chosen")));
      cell.tabIndex = number === entry ? 0 : -1;
    });
  };
  table.addEventListener("keydown", guard((event) => {
    const all = cells();
    const at = all.indexOf(/** @type {any} */ (document.activeElement));
    const next = at < 0 ? null : move(event.key, at, all.length, get("across").length);
    if (next !== null) {
      mark(next);
      all[next].focus();
    } else if (at >= 0 && (event.key === "Enter" || event.key === " ")) choose(at, true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }));

  on("across down", () => {
    const [across, down] = [get("across"), get("down")];
    release();
    const head = across.map((/** @type {string} */ word) => h("th", { scope: "col" }, word));
    table.replaceChildren(
      h("tr", {}, h("th", { "aria-hidden": "true" }), ...head),
      ...down.map((/** @type {string} */ word, /** @type {number} */ row) =>
        h("tr", {}, h("th", { scope: "row" }, word), ...across.map((/** @type {string} */ column, /** @type {number} */ at) => {
          const number = row * across.length + at;
          const name = word ? `${column}, ${word}` : column;
          return h("td", { dataset: { name }, "aria-label": `${name}: not made yet`, onclick: guard(() => choose(number, true)) }, h("i"));
        })),
      ),
    );
    mark(0);
    send("want");
  });
  on("chosen detail", () => {
    mark(Math.max(get("chosen"), 0));
    const { caption: text, alt } = get("detail");
    detail.hidden = !text;
    caption.textContent = text;
    large.alt = alt;
  });
  on("status extent", () => {
    const status = get("status");
    make.disabled = status.state === "running" || status.done === status.cells;
    make.textContent = status.done && status.done < status.cells ? "Make the missing cells" : "Make the grid";
    stop.disabled = status.state !== "running";
    words.textContent = progress(status, get("extent"));
    if (status.state !== "running" && status.done) say(words.textContent);
  });
  on("reuses", () => {
    reuse.hidden = !get("reuses");
  });
  hear("cell", ({ number, alt }, [bytes]) => {
    const cell = cells()[number];
    if (!cell) return;
    URL.revokeObjectURL(urls.get(number) ?? "");
    urls.set(number, pictureUrl(bytes, "image/webp"));
    cell.replaceChildren(h("img", { src: urls.get(number), alt: "", title: alt }));
    cell.setAttribute("aria-label", cell.dataset.name ?? "");
  });
  hear("large", ({ number }, [bytes]) => {
    if (number !== get("chosen")) return;
    URL.revokeObjectURL(largeUrl);
    largeUrl = pictureUrl(bytes, "image/webp");
    large.src = largeUrl;
  });
});

/**
 * One axis: which parameter, and its values as text.
 * @param {import("./shared/part.js").Context} context @param {"x" | "y"} name @param {string} title
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
