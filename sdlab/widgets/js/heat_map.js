// @ts-check
// A prompt's words as chips; the chosen one lights up where it landed.
import { h, pictureIn } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { peak, veil } from "./heat/veil.js";
import { wordChoice } from "./heat/word.js";
import "./heat/heat.css";

const HINT = "Choose a word to see where it landed.";

export default part("heat-map", (context) => {
  const { root, get, write, on, guard, cleanup } = context;
  const image = h("img", { alt: "" });
  const canvas = h("canvas", { "aria-hidden": "true" });
  const words = h("p.sd-help.sd-number", { role: "status" });
  const range = h("input", { type: "range", min: 0, max: 1, step: 0.05, "aria-label": "How dark the rest gets" });

  const draw = () => {
    const [chosen, [rows, columns], bytes] = [get("chosen"), get("grid"), get("levels")];
    const area = rows * columns;
    canvas.hidden = chosen < 0;
    if (chosen < 0 || bytes.byteLength < (chosen + 1) * area) {
      words.textContent = HINT;
      return;
    }
    const levels = new Uint8Array(bytes.buffer ?? bytes, (bytes.byteOffset ?? 0) + chosen * area, area);
    canvas.width = columns;
    canvas.height = rows;
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    pen.putImageData(new ImageData(veil(levels, Number(range.value)), columns, rows), 0, 0);
    const share = get("shares")[chosen];
    words.textContent = `“${get("words")[chosen]}” had its say most ${peak(levels, columns)}; ${(share * 100).toFixed(1)} % of all attention.`;
  };
  const darkness = h("label.sd-field", {}, h("span.sd-label", {}, "Darken the rest"), range);
  const side = h("div.side", {}, wordChoice(context), words, darkness);
  root.append(h("div.both", {}, h("div.stage", {}, image, canvas), side));

  range.addEventListener("input", guard(draw));
  range.addEventListener("change", guard(() => write({ strength: Number(range.value) })));
  const hang = pictureIn(image, cleanup);
  on("picture", () => {
    hang(get("picture"));
    image.alt = `The picture of “${get("words").join(" ")}”`;
  });
  on("words shares", draw, false);
  on("chosen strength levels grid", () => {
    range.value = String(get("strength"));
    draw();
  });
});
