// @ts-check
// The code behind a picture: coloured, copied with one press, its input pictures beside it.
import { h, pictureUrl } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { pieces } from "./echo/python.js";
import "./echo/echo.css";

export default part("code-echo", ({ root, get, ask, on, hear, guard, say, cleanup }) => {
  const code = h("code");
  const block = h("pre", { tabIndex: 0, "aria-label": "Python code", role: "region" }, code);
  const copy = h("button", { type: "button" }, "Copy the code");
  const files = h("span.sd-row");
  const empty = h("p.empty", {}, "The code of the next finished picture appears here.");
  const bar = h("div.sd-row", {}, copy, files);
  if (get("folded")) root.append(h("details", {}, h("summary", {}, "The code behind this picture"), bar, block, empty));
  else root.append(bar, block, empty);

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  cleanup(() => clearTimeout(timer));
  /** @param {string} words */
  const report = (words) => {
    copy.textContent = words;
    say(words);
    clearTimeout(timer);
    timer = setTimeout(() => (copy.textContent = "Copy the code"), 2000);
  };
  copy.addEventListener("click", guard(() => {
    const text = get("code");
    // a page without a safe origin has no clipboard: the text is selected for the person's own Ctrl+C
    Promise.resolve(navigator.clipboard?.writeText(text) ?? Promise.reject()).then(
      () => report("Copied"),
      () => {
        getSelection()?.selectAllChildren(code);
        report("Selected: press Ctrl+C");
      },
    );
  }));
  on("code", () => {
    const text = get("code");
    code.replaceChildren(...pieces(text).map(({ kind, text: piece }) => (kind ? h("span", { className: kind }, piece) : document.createTextNode(piece))));
    bar.hidden = block.hidden = !text;
    empty.hidden = Boolean(text);
  });
  on("files", () => {
    const names = get("files");
    files.replaceChildren(
      ...(names.length ? [h("span.sd-help", {}, "It opens:")] : []),
      ...names.map((/** @type {string} */ name) => h("button", { type: "button", onclick: guard(() => ask("fetch", { name })) }, `Download ${name}`)),
    );
  });
  hear("file", ({ name }, [bytes]) => {
    const url = pictureUrl(bytes);
    h("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  });
});
