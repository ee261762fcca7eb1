// @ts-check
// The picture coming out of the noise: live while it is made, scrubbed through afterwards.
import { place, reel } from "./film/reel.js";
import { makeScreen } from "./film/screen.js";
import { makeScrub } from "./film/scrub.js";
import { hideTwin } from "./film/twin.js";
import { pictureUrl } from "./shared/dom.js";
import { part } from "./shared/part.js";
import "./film/film.css";

export default part("filmstrip", (context) => {
  const { root, get, send, on, hear, cleanup } = context;
  const screen = makeScreen(context);
  const scrub = makeScrub(context, () => draw());
  root.append(screen.element, scrub.element);

  const stills = reel((index, look) => send("want", { index, look }), URL.revokeObjectURL);
  const cover = hideTwin(context);
  let finished = "";
  cleanup(() => {
    stills.reset(0);
    URL.revokeObjectURL(finished);
  });

  const draw = () => {
    const { steps, alt, width } = get("shown");
    const at = Math.min(scrub.position(), steps.length);
    const isDone = at === steps.length;
    const words = place(steps, at);
    scrub.show(words, isDone);
    const still = isDone ? finished : stills.get(at, get("look"));
    if (still !== null) screen.display(still, isDone ? alt : `${words} of “${alt}”`, !isDone || width < 384);
  };
  const rest = () => {
    screen.rest();
    scrub.element.hidden = !get("shown").steps.length;
  };
  on("shown", () => {
    const { picture, steps, caption } = get("shown");
    URL.revokeObjectURL(finished);
    finished = picture.byteLength ? pictureUrl(picture, "image/webp") : "";
    stills.reset(steps.length);
    scrub.follow();
    rest();
    screen.image.title = caption;
    root.dataset.shown = finished ? "1" : "0";
    cover(Boolean(finished));
    draw();
    stills.prefetch(steps.length - 1, get("look"));
  });
  const follow = () => {
    scrub.follow();
    draw();
  };
  on("position", follow, false);
  on("look branches", draw, false);
  hear("still", ({ index, look }, [bytes]) => {
    stills.put(index, look, pictureUrl(bytes, "image/webp"));
    draw();
    stills.prefetch(scrub.position(), get("look"));
  });
  hear("live", (at, [bytes]) => {
    screen.air(at, bytes);
    scrub.element.hidden = true;
  });
  hear("ended", () => {
    rest();
    draw();
  });
});
