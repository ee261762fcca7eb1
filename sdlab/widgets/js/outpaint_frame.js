// @ts-check
// How far a picture is painted on beyond its edges: a frame with eight handles, and the same in numbers.
import { fitted, HANDLES, moved, nudge, scaleFor } from "./frame/frame.js";
import { h, pictureUrl } from "./shared/dom.js";
import { part } from "./shared/part.js";
import "./frame/frame.css";

/** @typedef {import("./frame/frame.js").Margins} Margins */
/** @typedef {import("./frame/frame.js").Side} Side */
const SIDES = /** @type {Side[]} */ (["left", "top", "right", "bottom"]);

export default part("outpaint-frame", (context) => {
  const { root, get, write, on, say, guard, cleanup } = context;
  const bounds = () => ({ width: get("width"), height: get("height"), snap: get("snap"), most: get("most") });
  const margins = () => /** @type {Margins} */ (Object.fromEntries(SIDES.map((side) => [side, get(side)])));
  const picture = h("img.sd-framed", { alt: "", draggable: false });
  const bands = SIDES.map((side) => h("div.sd-band", { dataset: { side } }));
  const ground = h("div.sd-ground");
  const frame = h("div.sd-frame");
  const stage = h("div.sd-wall", {}, ground, picture, ...bands, frame);
  const size = h("span.sd-number");
  let scale = 1;
  let origin = [0, 0]; // of the picture in the window, CSS pixels
  /** @type {{id: number, x: number, y: number, start: Margins} | null} */
  let hold = null;

  const change = (/** @type {Margins} */ to) => {
    const values = Object.fromEntries(SIDES.filter((side) => to[side] !== get(side)).map((side) => [side, to[side]]));
    if (Object.keys(values).length) write(values);
  };
  const tell = () => {
    const { left, top, right, bottom } = margins();
    say(`left ${left}, top ${top}, right ${right}, bottom ${bottom}, ${size.textContent}`);
  };
  const handles = Object.entries(HANDLES).map(([name, sides]) =>
    h("button.sd-handle", {
      type: "button",
      "aria-label": `${name[0].toUpperCase()}${name.slice(1)} handle`,
      title: "Drag, or use the arrow keys (Shift: eight steps)",
      dataset: { handle: name, lmSuppressShortcuts: "true" },
      onpointerdown: guard((event) => {
        if (event.button) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        hold = { id: event.pointerId, x: event.clientX, y: event.clientY, start: margins() };
      }),
      onpointermove: guard((event) => {
        if (!hold || hold.id !== event.pointerId) return;
        const seen = stage.getBoundingClientRect().width / stage.offsetWidth || 1;
        const pixels = (/** @type {number} */ way) => way / seen / scale;
        change(moved(sides, pixels(event.clientX - hold.x), pixels(event.clientY - hold.y), hold.start, bounds()));
      }),
      onpointerup: () => letGo(),
      onpointercancel: () => letGo(),
      onkeydown: guard((event) => {
        const step = nudge(event, get("snap"));
        if (!step) return;
        event.preventDefault();
        event.stopPropagation();
        change(moved(sides, step[0], step[1], margins(), bounds()));
        tell();
      }),
    }),
  );
  frame.append(...handles);
  const letGo = guard(() => {
    hold = null;
    draw();
  });

  const fields = SIDES.map((side) => {
    const input = h("input.sd-number", {
      type: "number",
      min: 0,
      onchange: guard(() => {
        const value = fitted(side, Number(input.value), margins(), bounds());
        input.value = String(value);
        change({ ...margins(), [side]: value });
      }),
    });
    on("snap", () => (input.step = get("snap")));
    on(side, () => (input.value = get(side)));
    return h("label.sd-inline", {}, side[0].toUpperCase() + side.slice(1), input);
  });
  const choice = (/** @type {string} */ name, /** @type {string} */ trait, /** @type {number[]} */ values) => {
    const select = h(
      "select",
      { onchange: () => write({ [trait]: Number(select.value) }) },
      ...values.map((value) => h("option", { value }, `${value} px`)),
    );
    on(trait, () => {
      if (!values.includes(get(trait))) select.append(h("option", { value: get(trait) }, `${get(trait)} px`));
      select.value = get(trait);
    });
    return h("label.sd-inline", {}, name, select);
  };
  const none = { left: 0, top: 0, right: 0, bottom: 0 };
  const reset = h("button", { type: "button", onclick: () => change(none) }, "Reset");

  const draw = () => {
    const [across, down] = [stage.clientWidth, stage.clientHeight];
    if (!across || !down) return;
    const { width, height } = bounds();
    const { left, top, right, bottom } = margins();
    if (!hold) {
      scale = scaleFor(margins(), bounds(), across, down); // under the hand, the picture stands still
      const middle = (/** @type {number} */ room, /** @type {number} */ before, /** @type {number} */ all) =>
        (room - all * scale) / 2 + before * scale;
      origin = [middle(across, left, left + width + right), middle(down, top, top + height + bottom)];
    }
    lie(picture, 0, 0, width, height);
    for (const one of [ground, frame]) lie(one, -left, -top, left + width + right, top + height + bottom);
    const overlap = get("overlap");
    const strips = { left: [0, 0, overlap, height], top: [0, 0, width, overlap] };
    const ends = { right: [width - overlap, 0, overlap, height], bottom: [0, height - overlap, width, overlap] };
    for (const band of bands) {
      const side = /** @type {Side} */ (band.dataset.side);
      const [x, y, wide, high] = { ...strips, ...ends }[side];
      lie(band, x, y, wide, high);
      band.hidden = !get(side);
    }
    const grown = `${left + width + right} × ${top + height + bottom}`;
    size.textContent = left + top + right + bottom ? `${width} × ${height} → ${grown}` : `${width} × ${height}`;
  };
  /** @param {HTMLElement} element @param {number} x @param {number} y @param {number} wide @param {number} high */
  const lie = (element, x, y, wide, high) =>
    Object.assign(element.style, {
      left: `${origin[0] + x * scale}px`,
      top: `${origin[1] + y * scale}px`,
      width: `${wide * scale}px`,
      height: `${high * scale}px`,
    });
  const watch = new ResizeObserver(guard(draw));
  watch.observe(stage);
  cleanup(() => {
    watch.disconnect();
    URL.revokeObjectURL(picture.src);
  });
  root.append(
    h(
      "div.sd-outpaint",
      {},
      h("div.sd-row.sd-fields", {}, ...fields, reset),
      stage,
      h("div.sd-row.sd-fields", {}, size, choice("Snap", "snap", [8, 64]), choice("Overlap", "overlap", [16, 32, 64, 128])),
    ),
  );
  on("backdrop", () => {
    URL.revokeObjectURL(picture.src);
    const file = get("backdrop");
    if (file?.byteLength) picture.src = pictureUrl(file, "image/webp");
  });
  on("left top right bottom overlap width height", draw);
});
