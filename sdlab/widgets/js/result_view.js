// @ts-check
// Thumbnails of finished pictures; the chosen one's caption and what can be done with it.
import { h, pictureUrl } from "./shared/dom.js";
import { part } from "./shared/part.js";
import "./result/result.css";

export default part("result-view", ({ root, get, write, ask, on, hear, guard, cleanup }) => {
  const thumbs = h("div.sd-thumbs", { role: "group", "aria-label": "Finished pictures" });
  const caption = h("p.sd-caption");
  const targets = h("span.sd-row");
  /** @param {string} face @param {string} kind */
  const button = (face, kind) => h("button", { type: "button", onclick: guard(() => ask(kind)) }, face);
  const reuse = button("Use this recipe", "reuse");
  const acts = h("div.sd-row", {}, reuse, button("Download PNG", "download"), targets);
  root.append(thumbs, caption, acts);
  /** @type {string[]} */
  let urls = [];
  const release = () => urls.splice(0).forEach((url) => URL.revokeObjectURL(url));
  cleanup(release);

  const choose = () => {
    const chosen = get("cards").find((/** @type {any} */ card) => card.index === get("chosen"));
    caption.textContent = chosen?.caption ?? "";
    root.hidden = !chosen;
    for (const thumb of thumbs.children) thumb.setAttribute("aria-pressed", String(thumb.getAttribute("data-index") === String(get("chosen"))));
  };
  on("cards", () => {
    release();
    const cards = get("cards");
    thumbs.hidden = cards.length < 2;
    thumbs.replaceChildren(
      ...cards.map((/** @type {any} */ { thumb, alt, caption: title, index }) => {
        const url = pictureUrl(thumb, "image/webp");
        urls.push(url);
        const pick = guard(() => {
          write({ chosen: index });
          choose();
        });
        const name = `Picture ${index + 1}: ${alt}`;
        return h("button", { type: "button", title, "aria-label": name, dataset: { index }, onclick: pick }, h("img", { src: url, alt: "" }));
      }),
    );
    choose();
  });
  on("chosen", choose);
  on("reuses", () => {
    reuse.hidden = !get("reuses");
  });
  on("targets", () => {
    targets.replaceChildren(
      ...get("targets").map((/** @type {string} */ target) =>
        h("button", { type: "button", onclick: guard(() => ask("send_to", { target })) }, `Send to ${target}`),
      ),
    );
  });
  hear("file", ({ name }, [bytes]) => {
    const url = pictureUrl(bytes);
    h("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  });
});
