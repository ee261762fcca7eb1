// @ts-check
// The picture a task works on: shown, and another one taken from a file that is opened, dropped or pasted.
import { h, pictureIn, token, unique } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { bytesOf } from "./paint/file.js";
import { parts } from "./paint/png.js";
import "./well/well.css";

const HINT = "Drop or paste one here";

export default part("picture-well", (context) => {
  const { root, get, on, cleanup, guard } = context;
  const id = unique("well");
  const name = h("span.sd-label", { id });
  const image = h("img", { alt: "", hidden: true });
  const words = h("span.sd-help.sd-number");
  const wrong = h("p.wrong", { role: "alert", hidden: true });
  const pick = h("input", { type: "file", accept: "image/*", hidden: true });
  const choose = h("button", { type: "button", onclick: () => pick.click() }, "Open a picture…");
  const side = h("div.side", {}, choose, words);
  const zone = h("div.zone", { tabIndex: 0, role: "group", "aria-labelledby": id }, image, side, pick);
  root.append(h("div.sd-field", {}, name, zone, wrong));

  take(context, zone, pick, (/** @type {string} */ text) => {
    wrong.textContent = text;
    wrong.hidden = !text;
  });
  on("label", () => {
    name.textContent = get("label");
  });
  const hang = pictureIn(image, cleanup);
  on("preview extent", guard(() => {
    const isThere = hang(get("preview"));
    image.alt = isThere ? `The picture to work on, ${get("extent")}` : "";
    choose.textContent = get("extent") ? "Change…" : "Open a picture…";
    words.textContent = get("extent") || HINT;
  }));
});

/**
 * Files that reach the zone go to the kernel, in parts.
 * @param {import("./shared/part.js").Context} context @param {HTMLElement} zone @param {HTMLInputElement} pick
 * @param {(words: string) => void} refuse
 */
function take({ send, ping }, zone, pick, refuse) {
  const from = token();
  let number = 0;
  const open = async (/** @type {FileList | null | undefined} */ files) => {
    refuse("");
    const cut = parts(await bytesOf(files));
    number++;
    ping();
    cut.forEach((bytes, part) => send("open", { from, number, part, parts: cut.length }, [bytes]));
  };
  const read = (/** @type {FileList | null | undefined} */ files) =>
    void open(files).catch((error) => refuse(String(error.message)));
  /** @param {Event} event @param {FileList | null | undefined} files */
  const caught = (event, files) => {
    event.preventDefault();
    event.stopPropagation();
    zone.classList.remove("over");
    read(files);
  };
  pick.addEventListener("change", () => {
    if (pick.files?.length) read(pick.files);
    pick.value = "";
  });
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => caught(event, event.dataTransfer?.files));
  zone.addEventListener("paste", (event) => caught(event, event.clipboardData?.files));
}
