// @ts-check
/** A whole painting widget: easel, bars, line to the kernel, files. A mask and a drawing differ in what they hand in. */
import { h } from "../shared/dom.js";
import { shortcutSheet, toolbar } from "./bar.js";
import { easel as makeEasel } from "./easel.js";
import { bytesOf } from "./file.js";
import { icon } from "./icon.js";
import { link } from "./link.js";
import { encode } from "./png.js";
import { Surface } from "./surface.js";
import "./paint.css";

/**
 * @typedef {object} Plan
 * @property {string} name of what is painted, for files and screen readers
 * @property {import("./easel.js").Look} look
 * @property {string[]} without commands it does not have
 * @property {(width: number, height: number) => Uint8Array | Uint32Array} blank a fresh sheet's elements
 * @property {() => Uint8Array} page the sheet's bytes as the kernel takes them
 * @property {(image: ImageData) => ArrayLike<number>} load a picture's pixels as the sheet's elements
 */

const TOOLS = ["brush", "eraser", "lasso", "rectangle", "fill", "pan"];

/** @param {import("../shared/part.js").Context} context @param {Plan} plan */
export const bench = (context, { name, look, without, blank, page, load }) => {
  const { root, get, write, on } = context;
  const brush = () => ({
    tool: get("tool"),
    size: get("brush_size"),
    hardness: get("hardness"),
    pressure: get("pressure"),
  });
  const change = (/** @type {Partial<import("./easel.js").Brush>} */ { size, ...rest }) =>
    write(size === undefined ? rest : { ...rest, brush_size: Math.min(512, size) });
  const keys = shortcutSheet(without);
  const words = h("span.sd-number");
  const state = h("span", { dataset: { state: "taken" } });
  const note = h("div.sd-note", { role: "alert", hidden: true });
  const complain = (/** @type {string} */ text) => {
    note.textContent = text;
    note.hidden = !text;
  };

  const easel = makeEasel(
    context,
    {
      ...look,
      begun: () => {
        complain("");
        look.begun();
      },
      changed: () => {
        look.changed();
        words.textContent = `${easel.sheet.width} × ${easel.sheet.height} · ${look.words()}`;
      },
      act: (command, isDown) => {
        if (command !== "sheet") return !without.includes(command) && look.act(command, isDown);
        keys.showModal();
        return true;
      },
    },
    brush,
    change,
    () => line.sync(),
  );
  const line = link(
    context,
    () => ({ width: easel.sheet.width, height: easel.sheet.height, bytes: page() }),
    () => easel.history.canUndo || easel.history.canRedo,
    (image, isFirst) => {
      const { width, height } = easel.sheet;
      if (image.width !== width || image.height !== height) return; // of a picture that has gone since
      const data = load(image);
      if (!isFirst) return easel.replace(data, false);
      easel.sheet.data.set(data);
      easel.sheet.base.set(data);
      look.changed();
      easel.show(easel.sheet.whole);
    },
    (text) => {
      state.textContent = text;
      state.dataset.state = text ? "pending" : "taken";
    },
  );

  /** Open a picture as what is painted on, or as what is painted. @param {FileList | undefined | null} files */
  const receive = async (files, isPicture = !get("backdrop")?.byteLength) => {
    try {
      complain("");
      line.ship("open", await bytesOf(files), { what: isPicture ? "picture" : name });
    } catch (error) {
      complain(/** @type {Error} */ (error).message);
    }
  };
  const { stage } = easel;
  const over = (/** @type {boolean} */ is) => (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    stage.classList.toggle("sd-drop", is);
  };
  stage.addEventListener("dragover", over(true));
  stage.addEventListener("dragleave", over(false));
  stage.addEventListener("drop", (event) => {
    over(false)(event);
    receive(event.dataTransfer?.files);
  });
  stage.addEventListener("paste", (event) => receive(event.clipboardData?.files));

  /** @param {string} words @param {string} title @param {boolean} isPicture */
  const opener = (words, title, isPicture) => {
    const picker = h("input", { type: "file", accept: "image/*", hidden: true, "aria-label": title });
    picker.addEventListener("change", async () => {
      await receive(picker.files, isPicture);
      picker.value = "";
    });
    return h("span", {}, picker, tile("open", words, title, () => picker.click()));
  };
  const save = () => {
    const bytes = encode(easel.sheet.width, easel.sheet.height, page());
    const href = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
    h("a", { href, download: `${name}.png` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  };

  const bar = toolbar(easel, brush, change, TOOLS);
  const second = h("div.sd-bar", { role: "toolbar", "aria-label": `The ${name}` });
  root.append(h("div.sd-easel", {}, bar.top, second, stage, note, h("div.sd-bar.sd-foot", {}, words, state, bar.foot), keys));
  /** To be called once, when the caller is ready to be asked for words and pixels. */
  const begin = () => {
    on("width height", lay);
    on("tool brush_size hardness", bar.refresh);
  };
  const lay = () => {
    const [width, height] = [get("width"), get("height")];
    if (easel.sheet?.width === width && easel.sheet.height === height) return;
    easel.lay(new Surface(width, height, blank(width, height)));
  };
  return { easel, first: bar.top, second, begin, opener, save: () => tile("save", "Save", `Save the ${name} as a PNG file`, save) };
};

/** @param {string} drawing @param {string} words @param {string} title @param {() => void} act */
const tile = (drawing, words, title, act) =>
  h("button.sd-icon", { type: "button", title, "aria-label": title, onclick: act }, icon(drawing), h("span.sd-words", {}, words));
