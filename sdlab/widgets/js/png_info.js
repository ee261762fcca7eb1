// @ts-check
// The settings inside a PNG: drop, paste or pick a file; a table of what it says, all of it only ever text.
import { h, pictureUrl } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { parts } from "./paint/png.js";
import { isPng, withoutPixels } from "./info/chunk.js";
import "./info/info.css";

const MOST = 64e6; // bytes of a file that is looked at
const NO_FILE = "That is text, not a file. Drop or paste the PNG itself.";

export default part("png-info", ({ root, get, send, on, hear, guard, say, cleanup }) => {
  const pick = h("input", { type: "file", accept: "image/png", hidden: true });
  const choose = h("button", { type: "button", onclick: () => pick.click() }, "Choose a PNG…");
  const hint = h("span.sd-help", {}, "or drop it here, or paste it");
  const zone = h("div.zone", { tabIndex: 0, role: "group", "aria-label": "Drop or paste a PNG here" }, choose, hint, pick);
  const image = h("img", { alt: "", hidden: true });
  const title = h("p.sd-label");
  const all = h("button.sd-main", { type: "button", onclick: guard(() => send("use", {})) }, "Use all");
  const head = h("div.sd-row", { hidden: true }, image, h("div.sd-grow", {}, title), all);
  const body = h("tbody");
  const names = ["Setting", "Value", "Becomes"].map((name) => h("th", { scope: "col" }, name));
  const table = h("table", { hidden: true }, h("thead", {}, h("tr", {}, ...names, h("td"))), body);
  const wrong = h("p.sd-wrong", { role: "alert", hidden: true });
  root.append(zone, wrong, head, table);

  const me = Math.random().toString(36).slice(2, 10);
  let number = 0;
  let url = "";
  cleanup(() => URL.revokeObjectURL(url));

  /** @param {string} words */
  const refuse = (words) => {
    wrong.textContent = words;
    wrong.hidden = !words;
  };
  /** @param {File | undefined} file */
  const open = async (file) => {
    if (!file) return refuse(NO_FILE);
    if (file.size > MOST) return refuse(`“${file.name}” is over ${MOST / 1e6} MB. A picture of this kind is smaller.`);
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (!isPng(bytes)) return refuse(`“${file.name}” is no PNG. Only PNG files keep the settings: take the original.`);
    refuse("");
    hint.textContent = "Reading…";
    URL.revokeObjectURL(url);
    url = pictureUrl(bytes);
    image.src = url;
    image.hidden = false;
    image.onerror = () => (image.hidden = true);
    number++;
    const cut = parts(withoutPixels(bytes));
    cut.forEach((bytes, part) => send("file", { from: me, number, part, parts: cut.length }, [bytes]));
  };
  const reading = (/** @type {File | undefined} */ file) => void open(file).catch((error) => refuse(String(error.message)));
  pick.addEventListener("change", () => {
    if (pick.files?.length) reading(pick.files[0]);
    pick.value = "";
  });
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    zone.classList.remove("over");
    reading(event.dataTransfer?.files[0]);
  });
  zone.addEventListener("paste", (event) => {
    event.preventDefault();
    event.stopPropagation();
    reading(event.clipboardData?.files[0]);
  });
  hear("read", () => {
    hint.textContent = "or drop it here, or paste it";
  });
  on("found uses", () => {
    const { program, size, rows } = get("found");
    head.hidden = table.hidden = !program;
    if (!program) return;
    title.textContent = `Made with ${program}${size ? `, ${size}` : ""}`;
    all.hidden = !get("uses") || !rows.some((/** @type {any} */ row) => row.key);
    body.replaceChildren(...rows.map((/** @type {any} */ row) => line(row, get("uses") && use)));
    say(`${title.textContent}: ${rows.length} settings`);
  });
  /** @param {string} key */
  function use(key) {
    guard(() => send("use", { key }))();
  }
});

/**
 * A row of the table; everything in it comes from a stranger's file and goes in as text.
 * @param {{ name: string, value: string, key: string, ours: string, note: string }} row
 * @param {false | ((key: string) => void)} use
 */
function line({ name, value, key, ours, note }, use) {
  const becomes = key ? [h("code", {}, key), ours && ours !== value ? ` = ${ours}` : "", note ? `, ${note}` : ""] : [note];
  const button = key && use && h("button", { type: "button", "aria-label": `Use ${name}`, onclick: () => use(key) }, "Use");
  return h(
    "tr",
    { className: key ? "" : "odd" },
    h("th", { scope: "row" }, name),
    h("td", {}, h("div.value", {}, value)),
    h("td.becomes", {}, ...becomes),
    h("td", {}, button),
  );
}
