// @ts-check
// The picture coming out of the noise: live while it is made, scrubbed through afterwards.
import { place, reel } from "./film/reel.js";
import { makeScreen } from "./film/screen.js";
import { makeScrub } from "./film/scrub.js";
import { hideTwin } from "./film/twin.js";
import { pictureUrl, settle } from "./shared/dom.js";
import { part } from "./shared/part.js";
import "./film/film.css";

const SOON = 1000; // ms in which the picture follows the word that there is one

export default part("filmstrip", (context) => {
  const { root, get, send, on, hear, live, guard, cleanup } = context;
  const screen = makeScreen(context);
  const scrub = makeScrub(context, () => draw());
  root.append(screen.element, scrub.element);

  const stills = reel((index, look) => send("want", { index, look }), URL.revokeObjectURL);
  const cover = hideTwin(context);
  let finished = "";
  let number = 0; // of what was shown, whose picture that is
  const isHere = () => number === get("shown").number;
  let isLive = false;
  const ask = settle(guard(() => isLive && !isHere() && send("want_picture")), SOON);
  cleanup(() => {
    ask.drop();
    stills.reset(0);
    URL.revokeObjectURL(finished);
  });

  const draw = () => {
    const { steps, alt, width } = get("shown");
    const at = Math.min(scrub.position(), steps.length);
    const isDone = at === steps.length;
    const words = place(steps, at);
    scrub.show(words, isDone);
    // until its picture is here, what is on the screen stays
    const still = !isDone ? stills.get(at, get("look")) : isHere() ? finished : null;
    if (still !== null) screen.display(still, isDone ? alt : `${words} of “${alt}”`, !isDone || width < 384);
  };
  /** @param {{ number: number }} shown @param {DataView[]} bytes of its picture */
  const take = (shown, [bytes]) => {
    URL.revokeObjectURL(finished);
    finished = pictureUrl(bytes, "image/webp");
    number = shown.number;
    root.dataset.shown = "1";
    cover(true);
    draw();
  };
  const rest = () => {
    screen.rest();
    scrub.element.hidden = !get("shown").steps.length;
  };
  on("shown", () => {
    const { picture, steps, caption } = get("shown");
    ask();
    stills.reset(steps.length);
    scrub.follow();
    rest();
    screen.image.title = caption;
    if (picture.byteLength) take(get("shown"), [picture]);
    draw();
    stills.prefetch(steps.length - 1, get("look"));
  });
  live((yes) => {
    isLive = yes;
    ask();
    ask.now(); // a new view was sent nothing
  });
  const follow = () => {
    scrub.follow();
    draw();
  };
  on("position", follow, false);
  on("look branches", draw, false);
  hear("picture", take);
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
