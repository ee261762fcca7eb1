// @ts-check
// Pictures side by side; one lens over the same place of all of them.
import { makeHand, MOST } from "./lens/hand.js";
import { makePane, showPane } from "./lens/pane.js";
import { field, h, pictureUrl } from "./shared/dom.js";
import { part } from "./shared/part.js";
import "./lens/lens.css";

const HELP = "Move over a picture, or focus one and use the arrow keys; + and − zoom.";

export default part("magnifier", (context) => {
  const { root, get, send, on, hear, guard, cleanup } = context;
  const panes = h("div.panes");
  const zoom = h("input", { type: "range", min: 1, max: MOST, step: 0.5, "aria-label": "Zoom" });
  const zoomWords = h("span.sd-number");
  const smooth = h("input", { type: "checkbox" });
  const zoomField = field("Zoom", zoom, { box: h("div.sd-row.zoom", {}, zoom, zoomWords) });
  root.append(panes, h("div.sd-row", {}, zoomField, h("label.sd-row", {}, smooth, "Smooth"), h("span.sd-help", {}, HELP)));

  /** @type {string[]} */
  let urls = [];
  const release = () => urls.splice(0).forEach((url) => URL.revokeObjectURL(url));
  cleanup(release);
  const size = () => ({ width: get("width"), height: get("height") });
  const draw = () => {
    const { x, y, scale } = hand;
    zoom.value = String(scale);
    zoomWords.textContent = `${scale} ×`;
    const glass = { at: { x, y }, size: size(), scale, isSmooth: smooth.checked };
    [...panes.children].forEach((pane, number) => showPane(pane, urls[number] ?? "", glass));
  };
  const { hand, magnify, listeners } = makeHand(context, draw);
  zoom.addEventListener("input", guard(() => magnify(Number(zoom.value))));
  smooth.addEventListener("change", guard(draw));

  on("names width height", () => {
    panes.replaceChildren(...get("names").map((/** @type {string} */ name) => makePane(name, size(), listeners)));
    draw();
    if (urls.length !== get("names").length) send("want");
  });
  hear("pictures", ({ names }, buffers) => {
    if (String(names) !== String(get("names"))) return;
    release();
    urls = buffers.map((bytes) => pictureUrl(bytes, "image/webp"));
    [...panes.children].forEach((pane, number) => {
      /** @type {HTMLImageElement} */ (pane.querySelector("img")).src = urls[number];
    });
    root.dataset.loaded = "1";
    draw();
  });
  const resize = new ResizeObserver(() => draw());
  resize.observe(panes);
  cleanup(() => resize.disconnect());
});
