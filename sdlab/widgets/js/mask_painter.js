// @ts-check
// Where a picture may change: painted by hand, byte by byte, at the picture's own size.
import { rimFields } from "./mask/field.js";
import { maskLook } from "./mask/look.js";
import { makePreview } from "./mask/preview.js";
import { button, group, percent, slider } from "./paint/bar.js";
import { bench } from "./paint/bench.js";
import { greys } from "./paint/pixel.js";
import { h, pictureIn } from "./shared/dom.js";
import { part } from "./shared/part.js";

export default part("mask-painter", (context) => {
  const { get, write, on, cleanup } = context;
  const picture = h("img.sd-under", { alt: "", draggable: false });
  const preview = makePreview(context, (fill) => {
    easel.stage.dataset.cell = `${fill?.cell ?? ""}`;
    easel.showAll();
  });
  const { easel, first, second, begin, files } = bench(context, {
    name: "mask",
    look: maskLook(context, picture, preview),
    blank: (width, height) => new Uint8Array(width * height),
    page: (box) => easel.sheet.cut(box),
    load: greys,
  });
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
    rimFields(context),
    group(model, strength.element),
    files("Open a picture or mask (alpha or brightness)"),
  );
  const hang = pictureIn(picture, cleanup);
  on("backdrop", () => void hang(get("backdrop")));
});
