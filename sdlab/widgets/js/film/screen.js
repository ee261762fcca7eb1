// @ts-check
// Where the picture is shown: words while there is none, a badge while it is being made.
import { h, pictureUrl } from "../shared/dom.js";

const EMPTY = "The picture appears here, step by step, while it is made.";

/** @param {import("../shared/part.js").Context} context */
export const makeScreen = ({ cleanup }) => {
  const image = h("img", { alt: "", hidden: true, decoding: "sync" });
  const empty = h("p.empty", {}, EMPTY);
  const badge = h("span.badge.sd-number", { hidden: true });
  let live = "";
  cleanup(() => URL.revokeObjectURL(live));
  /** @param {string} url "" for none @param {string} alt @param {boolean} isSmall whether it is held small */
  const display = (url, alt, isSmall) => {
    image.hidden = !url;
    empty.hidden = Boolean(url);
    image.classList.toggle("small", isSmall);
    if (image.src !== url) image.src = url;
    image.alt = alt;
  };
  return {
    element: h("div.sd-screen", {}, image, empty, badge),
    image,
    display,
    /** Show a step of a picture that is being made. @param {{ step: number, steps: number, timestep: number }} at @param {DataView} bytes */
    air: ({ step, steps, timestep }, bytes) => {
      const old = live;
      live = pictureUrl(bytes, "image/webp");
      display(live, `Step ${step} of ${steps}`, true);
      badge.hidden = false;
      badge.textContent = `step ${step} of ${steps} · t = ${timestep}`;
      URL.revokeObjectURL(old);
    },
    /** No picture is being made any more. */
    rest: () => {
      badge.hidden = true;
    },
  };
};
