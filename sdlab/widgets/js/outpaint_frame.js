// @ts-check
// How far a picture is painted on beyond its edges: a frame with eight handles, and the same in numbers.
import { choice, sideFields } from "./frame/field.js";
import { scaleFor, SIDES } from "./frame/frame.js";
import { makeGrips } from "./frame/grip.js";
import { h, pictureUrl } from "./shared/dom.js";
import { part } from "./shared/part.js";
import "./frame/frame.css";

/** @typedef {import("./frame/frame.js").Margins} Margins */
const NONE = { left: 0, top: 0, right: 0, bottom: 0 };

export default part("outpaint-frame", (context) => {
  const { get, write } = context;
  const frame = {
    bounds: () => ({ width: get("width"), height: get("height"), snap: get("snap"), most: get("most") }),
    margins: () => /** @type {Margins} */ (Object.fromEntries(SIDES.map((side) => [side, get(side)]))),
    /** @param {Margins} to */
    change: (to) => {
      const values = Object.fromEntries(SIDES.filter((side) => to[side] !== get(side)).map((side) => [side, to[side]]));
      if (Object.keys(values).length) write(values);
    },
  };
  const size = h("span.sd-number");
  context.on("left top right bottom width height", () => {
    const { width, height } = frame.bounds();
    const { left, top, right, bottom } = frame.margins();
    const grown = ` → ${left + width + right} × ${top + height + bottom}`;
    size.textContent = `${width} × ${height}${left + top + right + bottom ? grown : ""}`;
  });
  const reset = h("button", { type: "button", onclick: () => frame.change(NONE) }, "Reset");
  const snap = choice(context, "Snap", "snap", [8, 64]);
  const overlap = choice(context, "Overlap", "overlap", [16, 32, 64, 128]);
  const row = (/** @type {HTMLElement[]} */ ...fields) => h("div.sd-row.sd-fields", {}, ...fields);
  context.root.append(
    h("div.sd-outpaint", {}, row(...sideFields(context, frame), reset), wall(context, frame), row(size, snap, overlap)),
  );
});

/**
 * The picture in its frame, to scale.
 * @param {import("./shared/part.js").Context} context
 * @param {Parameters<typeof makeGrips>[1]} frame
 */
const wall = (context, frame) => {
  const { get, on, guard, cleanup } = context;
  const picture = h("img.sd-framed", { alt: "", draggable: false });
  const bands = SIDES.map((side) => h("div.sd-band", { dataset: { side } }));
  const ground = h("div.sd-ground");
  let scale = 1;
  let origin = [0, 0]; // of the picture in the window, CSS pixels
  const { isHeld, grips } = makeGrips(
    context,
    frame,
    (event, start) => {
      const pixel = (stage.getBoundingClientRect().width / stage.offsetWidth || 1) * scale;
      return [(event.clientX - start.x) / pixel, (event.clientY - start.y) / pixel];
    },
    () => draw(),
  );
  const border = h("div.sd-frame", {}, ...grips);
  const stage = h("div.sd-wall", {}, ground, picture, ...bands, border);
  /** @param {HTMLElement} element @param {number[]} box left, top, width, height in picture pixels */
  const lie = (element, [left, top, width, height]) =>
    Object.assign(element.style, {
      left: `${origin[0] + left * scale}px`,
      top: `${origin[1] + top * scale}px`,
      width: `${width * scale}px`,
      height: `${height * scale}px`,
    });
  const draw = () => {
    const [across, down] = [stage.clientWidth, stage.clientHeight];
    if (!across || !down) return;
    const { width, height } = frame.bounds();
    const { left, top, right, bottom } = frame.margins();
    const whole = [-left, -top, left + width + right, top + height + bottom];
    if (!isHeld()) {
      scale = scaleFor(frame.margins(), frame.bounds(), across, down); // under the hand, the picture stands still
      origin = [(across - whole[2] * scale) / 2 + left * scale, (down - whole[3] * scale) / 2 + top * scale];
    }
    lie(picture, [0, 0, width, height]);
    for (const one of [ground, border]) lie(one, whole);
    const deep = get("overlap");
    const strips = [[0, 0, deep, height], [0, 0, width, deep], [width - deep, 0, deep, height], [0, height - deep, width, deep]];
    bands.forEach((band, i) => {
      lie(band, strips[i]); // in the order of SIDES
      band.hidden = !get(SIDES[i]);
    });
  };
  const watch = new ResizeObserver(guard(draw));
  watch.observe(stage);
  cleanup(() => {
    watch.disconnect();
    URL.revokeObjectURL(picture.src);
  });
  on("backdrop", () => {
    URL.revokeObjectURL(picture.src);
    const file = get("backdrop");
    if (file?.byteLength) picture.src = pictureUrl(file, "image/webp");
  });
  on("left top right bottom overlap width height", draw);
  return stage;
};
