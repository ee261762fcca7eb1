// @ts-check
// Where a picture may change: painted by hand, byte by byte, at the picture's own size.
import { button, group, percent, slider } from "./paint/bar.js";
import { bench } from "./paint/bench.js";
import { seen } from "./paint/pane.js";
import { greys, pixels } from "./paint/link.js";
import { paint } from "./paint/shade.js";
import { coverage, MASK_INK } from "./paint/surface.js";
import { h, pictureUrl } from "./shared/dom.js";
import { part } from "./shared/part.js";

export default part("mask-painter", (context) => {
  const { get, write, on, hear, guard, cleanup } = context;
  const picture = h("img.sd-under", { alt: "", draggable: false });
  /** What fills the overlay in place of the painted bytes. @type {import("./paint/shade.js").Fill | null} */
  let preview = null;
  let turn = 0;
  const bytes = () => /** @type {Uint8Array} */ (easel.sheet.data);

  const { easel, first, second, begin, files } = bench(context, {
    name: "mask",
    look: {
      name: "Mask. Arrows move a crosshair, Enter paints, ? lists all keys.",
      under: picture,
      ink: (erase) => (erase ? MASK_INK.erase : MASK_INK.paint),
      alike: ({ base }, start) => (index) => base[index] >> 7 === base[start] >> 7,
      draw: (changed, isMoved, view, ratio, pen) => {
        const part = seen(isMoved ? null : changed, view, ratio, pen.canvas);
        if (!part) return;
        const [left, top, right, bottom] = part;
        const image = pen.createImageData(right - left, bottom - top);
        const fill = preview ?? { data: bytes(), stride: easel.sheet.width, cell: 1 };
        paint(new Uint32Array(image.data.buffer), part, view, ratio, easel.sheet, fill, get("overlay"));
        pen.putImageData(image, left, top);
      },
      stale: () => usePreview(null),
      words: () => `${Math.round(coverage(bytes()) * 1000) / 10} % masked`,
      acts: {
        invert: () => easel.replace(bytes().map((value) => 255 - value)),
        all: () => easel.replace(bytes().slice().fill(255)),
        clear: () => easel.replace(bytes().slice().fill(0)),
        model: () => write({ model_view: !get("model_view") }),
        hide: (isDown) => {
          easel.stage.classList.toggle("sd-bare", isDown);
        },
      },
    },
    blank: (width, height) => new Uint8Array(width * height),
    page: (box) => easel.sheet.cut(box),
    load: greys,
  });

  /** @param {import("./paint/shade.js").Fill | null} fill */
  const usePreview = (fill) => {
    turn++;
    if (preview === fill) return;
    preview = fill;
    easel.stage.dataset.cell = String(fill?.cell ?? "");
    easel.showAll();
  };
  hear("preview", (content, [file]) => {
    usePreview(null);
    const mine = turn;
    if (!file) return;
    pixels(file).then(
      guard((image) => {
        if (mine === turn) usePreview({ data: greys(image), stride: image.width, cell: content.cell });
      }),
    );
  });

  /** @param {string} name @param {string} trait @param {number} least @param {string} title */
  const pixelField = (name, trait, least, title) => {
    const input = h("input.sd-number", {
      type: "number",
      min: least,
      max: 256,
      required: true,
      onchange: () => input.reportValidity() && write({ [trait]: input.valueAsNumber }),
    });
    on(trait, () => {
      input.value = get(trait);
    });
    return h("label.sd-inline", { title }, name, input);
  };
  const model = button(easel, "model", "Model view");
  const strength = slider("Overlay", [0.1, 1, 0.05], (at) => write({ overlay: at }), percent);
  begin();
  on("model_view", () => (model.ariaPressed = String(get("model_view"))));
  on("overlay", () => {
    strength.show(get("overlay"));
    easel.showAll();
  });
  first.append(group(button(easel, "invert", "Invert"), button(easel, "clear", "Clear")));
  second.append(
    group(
      pixelField("Grow", "grow", -256, "Pixels to grow by; below 0 shrinks"),
      pixelField("Feather", "feather", 0, "Pixels over which the rim softens"),
    ),
    group(model, strength.element),
    files("Open a mask (a picture's alpha or brightness)", false),
  );
  on("backdrop", () => {
    const file = get("backdrop");
    URL.revokeObjectURL(picture.src);
    picture.hidden = !file?.byteLength;
    picture.src = pictureUrl(file, "image/webp");
  });
  cleanup(() => URL.revokeObjectURL(picture.src));
});
