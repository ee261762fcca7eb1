// @ts-check
// Where a picture may change: painted by hand, byte by byte, at the picture's own size.
import { button, group, slider } from "./paint/bar.js";
import { bench } from "./paint/bench.js";
import { seen } from "./paint/easel.js";
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
  let isHidden = false;
  const bytes = () => /** @type {Uint8Array} */ (easel.sheet.data);

  const { easel, first, second, begin, opener, save } = bench(context, {
    name: "mask",
    look: {
      name: "Mask. Arrow keys move a crosshair, Space or Enter paints there, question mark lists all keys.",
      under: picture,
      ink: (erase) => (erase ? MASK_INK.erase : MASK_INK.paint),
      alike: ({ base }, start) => (index) => base[index] >> 7 === base[start] >> 7,
      draw: (box, view, ratio, pen) => {
        pen.canvas.hidden = isHidden;
        const part = seen(box, view, ratio, pen.canvas);
        if (!part) return;
        const image = pen.createImageData(part[2] - part[0], part[3] - part[1]);
        const { width, height } = easel.sheet;
        const fill = preview ?? { data: bytes(), stride: width, cell: 1 };
        const out = new Uint32Array(image.data.buffer);
        paint(out, part, view, ratio, { width, height, data: bytes() }, fill, get("overlay"));
        pen.putImageData(image, part[0], part[1]);
      },
      begun: () => usePreview(null),
      changed: () => usePreview(null),
      words: () => `${(coverage(bytes()) * 100).toFixed(1).replace(".0", "")} % masked`,
      act: (name, isDown) => {
        /** @type {Record<string, () => void>} */
        const acts = {
          invert: () => easel.replace(bytes().map((value) => 255 - value)),
          all: () => easel.replace(new Uint8Array(bytes().length).fill(255)),
          clear: () => easel.replace(new Uint8Array(bytes().length)),
          model: () => write({ model_view: !get("model_view") }),
          hide: () => {
            isHidden = isDown;
            easel.showAll();
          },
        };
        acts[name]?.();
        return name in acts;
      },
    },
    without: [],
    blank: (width, height) => new Uint8Array(width * height),
    page: bytes,
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
    pixels(new Blob([/** @type {any} */ (file)])).then(
      guard((image) => {
        if (mine === turn && !easel.isHeld()) {
          usePreview({ data: greys(image), stride: image.width, cell: content.cell });
        }
      }),
    );
  });

  /** @param {string} name @param {string} trait @param {number} least @param {string} title */
  const pixelField = (name, trait, least, title) => {
    const input = h("input.sd-number", { type: "number", min: least, max: 256, step: 1 });
    const set = guard(() => {
      const value = Math.round(Math.min(256, Math.max(least, Number(input.value) || 0)));
      input.value = String(value);
      if (value !== get(trait)) write({ [trait]: value });
    });
    input.addEventListener("change", set);
    on(trait, () => {
      input.value = get(trait);
    });
    return h("label.sd-inline", { title }, name, input);
  };
  const model = button(easel, "model", "Model view");
  const strength = slider(
    "Overlay",
    [0.1, 1, 0.05],
    (at) => write({ overlay: at }),
    (at) => `${Math.round(at * 100)} %`,
  );
  begin();
  on("model_view", () => model.setAttribute("aria-pressed", String(get("model_view"))));
  on("overlay", () => {
    strength.show(get("overlay"));
    easel.showAll();
  });
  first.append(group(button(easel, "invert", "Invert"), button(easel, "clear", "Clear")));
  second.append(
    group(
      pixelField("Grow", "grow", -256, "Pixels to grow the mask by, below 0 to shrink it; what you painted is kept"),
      pixelField("Feather", "feather", 0, "Pixels over which the mask softens inwards; what you painted is kept"),
    ),
    group(model, strength.element),
    group(opener("Open", "Open a picture as the mask: its alpha, or its brightness", false), save()),
  );
  on("backdrop", () => {
    const file = get("backdrop");
    URL.revokeObjectURL(picture.src);
    if (file?.byteLength) picture.src = pictureUrl(file, "image/webp");
    else picture.removeAttribute("src");
  });
  cleanup(() => URL.revokeObjectURL(picture.src));
});
