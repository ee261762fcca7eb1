// @ts-check
// A prompt's words as chips; the chosen one lights up where it landed.
import { h, pictureUrl } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { peak, veil } from "./heat/veil.js";
import "./heat/heat.css";

export default part("heat-map", ({ root, get, write, on, guard, cleanup }) => {
  const image = h("img", { alt: "" });
  const canvas = h("canvas", { "aria-hidden": "true" });
  const stage = h("div.stage", {}, image, canvas);
  const chips = h("div.chips", { role: "radiogroup", "aria-label": "Word" });
  const words = h("p.sd-help.sd-number", { role: "status" });
  const range = h("input", { type: "range", min: 0, max: 1, step: 0.05, "aria-label": "How dark the rest gets" });
  root.append(h("div.both", {}, stage, h("div.side", {}, chips, words, h("label.sd-field", {}, h("span.sd-label", {}, "Darken the rest"), range))));

  let url = "";
  cleanup(() => URL.revokeObjectURL(url));
  /** @param {number} number */
  const choose = (number) => {
    write({ chosen: number === get("chosen") ? -1 : number });
    draw();
  };
  chips.addEventListener("keydown", guard((event) => {
    const count = get("words").length;
    const at = [...chips.children].indexOf(/** @type {any} */ (document.activeElement));
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (at < 0 || !step) return;
    const to = (at + step + count) % count;
    write({ chosen: to });
    draw();
    /** @type {HTMLElement} */ (chips.children[to]).focus();
    event.preventDefault();
    event.stopPropagation();
  }));
  range.addEventListener("input", guard(() => draw()));
  range.addEventListener("change", guard(() => write({ strength: Number(range.value) })));

  on("picture", () => {
    URL.revokeObjectURL(url);
    const bytes = get("picture");
    url = bytes?.byteLength ? pictureUrl(bytes, "image/webp") : "";
    if (url) image.src = url;
    image.alt = `The picture of “${get("words").join(" ")}”`;
  });
  on("words shares", () => {
    chips.replaceChildren(
      ...get("words").map((/** @type {string} */ word, /** @type {number} */ number) =>
        h("button", { type: "button", role: "radio", onclick: guard(() => choose(number)) }, word),
      ),
    );
    draw();
  });
  on("chosen strength levels grid", () => {
    range.value = String(get("strength"));
    draw();
  });

  function draw() {
    const [chosen, [rows, columns], bytes] = [get("chosen"), get("grid"), get("levels")];
    [...chips.children].forEach((chip, number) => {
      chip.setAttribute("aria-checked", String(number === chosen));
      /** @type {HTMLElement} */ (chip).tabIndex = number === Math.max(chosen, 0) ? 0 : -1;
    });
    canvas.hidden = chosen < 0;
    if (chosen < 0 || bytes.byteLength < (chosen + 1) * rows * columns) {
      words.textContent = "Choose a word to see where it landed.";
      return;
    }
    const levels = new Uint8Array(bytes.buffer ?? bytes, (bytes.byteOffset ?? 0) + chosen * rows * columns, rows * columns);
    canvas.width = columns;
    canvas.height = rows;
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    pen.putImageData(new ImageData(veil(levels, Number(range.value)), columns, rows), 0, 0);
    const share = get("shares")[chosen];
    words.textContent = `“${get("words")[chosen]}” had its say most ${peak(levels, columns)}; ${(share * 100).toFixed(1)} % of all attention.`;
  }
});
