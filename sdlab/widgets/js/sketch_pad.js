// @ts-check
// A drawing in colours: what image to image turns into a picture, and control follows.
import { button, group } from "./paint/bar.js";
import { bench } from "./paint/bench.js";
import { h } from "./shared/dom.js";
import { part } from "./shared/part.js";
import { packed, palette, unpacked } from "./sketch/colour.js";
import { sketchLook } from "./sketch/look.js";

export default part("sketch-pad", (context) => {
  const { easel, first, second, begin, files } = bench(context, {
    name: "drawing",
    look: sketchLook(context, h("canvas.sd-under")),
    blank: (width, height) => new Uint32Array(width * height).fill(packed(context.get("background"))),
    page: (box) => {
      const cut = easel.sheet.cut(box);
      const bytes = new Uint8Array(cut.length * 3);
      cut.forEach((/** @type {number} */ colour, /** @type {number} */ i) => bytes.set(unpacked(colour), i * 3));
      return bytes;
    },
    load: (image) => new Uint32Array(image.data.buffer),
  });
  begin();
  first.append(group(button(easel, "clear", "Clear")));
  second.append(palette(context), files("Open a picture (to draw over)", true));
});
