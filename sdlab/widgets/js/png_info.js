// @ts-check
// The settings inside a PNG: drop, paste or pick a file; a table of what it says.
import { isPng, withoutPixels } from "./info/chunk.js";
import { makeReport } from "./info/report.js";
import { makeZone } from "./info/zone.js";
import { parts } from "./paint/png.js";
import { h, pictureUrl, token } from "./shared/dom.js";
import { part } from "./shared/part.js";
import "./info/info.css";

const MOST = 64e6; // bytes of a file that is looked at
const NO_FILE = "That is text, not a file. Drop or paste the PNG itself.";
const HINT = "or drop it here, or paste it";

/** The bytes of a PNG file; throws words for a person. @param {File | undefined} file */
const bytesOf = async (file) => {
  if (!file) throw Error(NO_FILE);
  if (file.size > MOST) throw Error(`“${file.name}” is over ${MOST / 1e6} MB. A picture of this kind is smaller.`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!isPng(bytes)) throw Error(`“${file.name}” is no PNG. Only PNG files keep the settings: take the original.`);
  return bytes;
};

export default part("png-info", ({ root, get, send, ask, ping, on, hear, guard, say, cleanup }) => {
  const zone = makeZone((file) => void open(file).catch((error) => refuse(error.message)));
  const image = h("img", { alt: "", hidden: true, onerror: () => (image.hidden = true) });
  const report = makeReport(image, guard((key) => ask("use", key ? { key } : {})));
  const wrong = h("p.sd-wrong", { role: "alert", hidden: true });
  root.append(zone.element, wrong, ...report.elements);
  zone.hint.textContent = HINT;

  const me = token();
  let number = 0;
  let url = "";
  cleanup(() => URL.revokeObjectURL(url));
  const refuse = (/** @type {string} */ words) => {
    wrong.textContent = words;
    wrong.hidden = !words;
  };
  const open = async (/** @type {File | undefined} */ file) => {
    const bytes = await bytesOf(file);
    refuse("");
    zone.hint.textContent = "Reading…";
    URL.revokeObjectURL(url);
    url = pictureUrl(bytes);
    image.src = url;
    image.hidden = false;
    number++;
    const cut = parts(withoutPixels(bytes));
    ping();
    cut.forEach((bytes, part) => send("file", { from: me, number, part, parts: cut.length }, [bytes]));
  };
  hear("read", () => {
    zone.hint.textContent = HINT;
  });
  on("found uses", () => {
    const words = report.show(get("found"), get("uses"));
    if (words) say(words);
  });
});
