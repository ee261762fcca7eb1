// @ts-check
// Where a file comes in: dropped, pasted or picked.
import { h } from "../shared/dom.js";

/** @param {(file: File | undefined) => void} take what came; undefined for text */
export const makeZone = (take) => {
  const pick = h("input", { type: "file", accept: "image/png", hidden: true });
  const choose = h("button", { type: "button", onclick: () => pick.click() }, "Choose a PNG…");
  const hint = h("span.sd-help");
  const zone = h("div.zone", { tabIndex: 0, role: "group", "aria-label": "Drop or paste a PNG here" }, choose, hint, pick);
  pick.addEventListener("change", () => {
    if (pick.files?.length) take(pick.files[0]);
    pick.value = "";
  });
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  const receive = (/** @type {Event} */ event, /** @type {DataTransfer | null} */ brought) => {
    event.preventDefault();
    event.stopPropagation();
    zone.classList.remove("over");
    take(brought?.files[0]);
  };
  zone.addEventListener("drop", (event) => receive(event, event.dataTransfer));
  zone.addEventListener("paste", (event) => receive(event, event.clipboardData));
  return { element: zone, hint };
};
