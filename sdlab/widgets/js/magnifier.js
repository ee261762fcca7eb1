// @ts-check
// Pictures side by side; one lens over the same place of all of them.
import { field, h, pictureUrl, settle } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { clamp, placed, stepped } from "./lens/place.js";
import "./lens/lens.css";

export default part("magnifier", ({ root, get, write, send, on, hear, guard, cleanup, say }) => {
  const panes = h("div.panes");
  const zoom = h("input", { type: "range", min: 1, max: 12, step: 0.5, "aria-label": "Zoom" });
  const zoomWords = h("span.sd-number");
  const smooth = h("input", { type: "checkbox" });
  const zoomField = field("Zoom", zoom, { box: h("div.sd-row.zoom", {}, zoom, zoomWords) });
  root.append(panes, h("div.sd-row", {}, zoomField, h("label.sd-row", {}, smooth, "Smooth"), h("span.sd-help", {},
    "Move over a picture, or focus one and use the arrow keys; + and − zoom.")));

  /** @type {string[]} */
  let urls = [];
  const release = () => urls.splice(0).forEach((url) => URL.revokeObjectURL(url));
  cleanup(release);
  let [x, y, scale] = [get("x"), get("y"), get("zoom")];
  const commit = settle(guard(() => write({ x, y, zoom: scale })), 200);
  cleanup(commit.now);

  /** @param {number} toX @param {number} toY */
  const move = (toX, toY) => {
    [x, y] = [clamp(toX), clamp(toY)];
    draw();
    commit();
  };
  /** @param {number} to */
  const magnify = (to) => {
    scale = Math.min(12, Math.max(1, to));
    draw();
    commit();
  };
  zoom.addEventListener("input", guard(() => magnify(Number(zoom.value))));
  smooth.addEventListener("change", guard(() => draw()));

  /** @param {PointerEvent} event */
  const point = (event) => {
    const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    move((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };
  /** @param {KeyboardEvent} event */
  const keys = (event) => {
    const to = stepped(event.key, { x, y }, event.shiftKey ? 0.1 : 0.02);
    if (to) move(to.x, to.y);
    else if (event.key === "+" || event.key === "=") magnify(scale + 1);
    else if (event.key === "-") magnify(scale - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
    say(`${Math.round(x * 100)} % across, ${Math.round(y * 100)} % down, ${scale} times`);
  };
  on("names width height", () => {
    const ratio = `${get("width")} / ${get("height")}`;
    panes.replaceChildren(
      ...get("names").map((/** @type {string} */ name) =>
        h(
          "figure",
          {},
          h("figcaption.sd-label", {}, name),
          h("div.whole", {
            tabIndex: 0, role: "application", "aria-label": `${name}: move the lens`, style: { aspectRatio: ratio },
            onpointermove: guard(point), onpointerdown: guard(point), onkeydown: guard(keys),
          }, h("img", { alt: `${name}, whole` }), h("div.ring", { "aria-hidden": "true" })),
          h("div.lens", { role: "img", "aria-label": `${name}, magnified` }),
        ),
      ),
    );
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
  on("x y zoom", () => {
    [x, y, scale] = [get("x"), get("y"), get("zoom")];
    draw();
  }, false);
  const resize = new ResizeObserver(() => draw());
  resize.observe(panes);
  cleanup(() => resize.disconnect());

  function draw() {
    zoom.value = String(scale);
    zoomWords.textContent = `${scale} ×`;
    const size = { width: get("width"), height: get("height") };
    [...panes.children].forEach((pane, number) => {
      const whole = /** @type {HTMLElement} */ (pane.querySelector(".whole"));
      const lens = /** @type {HTMLElement} */ (pane.querySelector(".lens"));
      const ring = /** @type {HTMLElement} */ (pane.querySelector(".ring"));
      const { left, top, share } = placed({ x, y }, size, { width: lens.clientWidth, height: lens.clientHeight }, scale);
      Object.assign(lens.style, {
        backgroundImage: urls[number] ? `url(${urls[number]})` : "none",
        backgroundSize: `${size.width * scale}px ${size.height * scale}px`,
        backgroundPosition: `${left}px ${top}px`,
        imageRendering: smooth.checked ? "auto" : "pixelated",
      });
      Object.assign(ring.style, {
        width: `${share.width * 100}%`, height: `${share.height * 100}%`,
        left: `${share.left * 100}%`, top: `${share.top * 100}%`,
      });
      whole.classList.toggle("ready", Boolean(urls[number]));
    });
  }
});
