// @ts-check
/** The line between a sheet and the kernel: what is painted goes up as PNG files, what the kernel draws comes down. */
import { token } from "../shared/dom.js";
import { BUSY } from "../shared/handshake.js";
import { pixels } from "./pixel.js";
import { encode, parts } from "./png.js";
import { around, within } from "./surface.js";

/** @typedef {import("./surface.js").Box} Box */
/** @typedef {import("../shared/part.js").Context} Context */
/** @typedef {import("./easel.js").Easel} Easel */

const PATIENCE = 2000; // milliseconds without the kernel's word after which it is called busy

/**
 * @param {Context} context @param {Easel} easel
 * @param {(box: Box) => Uint8Array} page the sheet's bytes within a box, as the kernel takes them
 * @param {(image: ImageData) => ArrayLike<number>} load a picture's pixels as the sheet's elements
 * @param {HTMLElement} state where it is said that the kernel does not have the newest yet
 * @param {() => void} ready called when the sheet is the kernel's: painting over one not seen would wipe it out
 */
export const link = (context, easel, page, load, state, ready) => {
  const me = token();
  let isLive = false;
  /** A PNG file of what is painted in a box, or everywhere. */
  const file = (box = easel.sheet.whole) => encode(box[2] - box[0], box[3] - box[1], page(box));
  let number = 0;
  /** Send a file in parts. @param {string} kind @param {Uint8Array} file @param {object} more @returns the file's number */
  const ship = (kind, file, more) => {
    number++;
    const cut = parts(file);
    cut.forEach((bytes, part) => context.send(kind, { ...more, from: me, number, part, parts: cut.length }, [bytes]));
    return number;
  };
  const up = upward(context, easel, me, () => isLive, (box, more) => ship("sheet", file(box), more), state);
  const hasPast = () => easel.history.canUndo() || easel.history.canRedo();
  downward(context, easel, me, load, hasPast, up, ready);
  context.live((yes) => {
    const was = isLive;
    isLive = yes;
    if (!yes || was) return;
    if (hasPast()) up.sync(easel.sheet.whole);
    else context.send("fetch", { from: me });
  });
  return { sync: up.sync, ship, file };
};

/**
 * What a stroke changed, sent at its end and kept until the kernel has acknowledged it.
 * @param {Context} context @param {Easel} easel @param {string} me @param {() => boolean} isLive
 * @param {(box: Box, more: object) => number} ship sends what is painted in a box
 * @param {HTMLElement} state
 */
const upward = ({ hear, cleanup }, easel, me, isLive, ship, state) => {
  /** What the kernel has not acknowledged. @type {Box | null} */
  let unheard = null;
  let last = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  cleanup(() => clearTimeout(timer));
  const say = (/** @type {string} */ words) => {
    state.textContent = words;
  };
  hear("taken", ({ to, number }) => {
    if (to !== me || number !== last) return;
    clearTimeout(timer);
    unheard = null;
    say("");
  });
  /** Send what changed, and with it what was not heard before. @param {Box} box */
  const sync = (box) => {
    clearTimeout(timer);
    const { width, height } = easel.sheet;
    unheard = within(around(unheard, box) ?? box, easel.sheet) ?? box; // it may have been of a larger sheet
    if (!isLive()) return say("Not connected");
    last = ship(unheard, { width, height, box: unheard });
    timer = setTimeout(() => say(BUSY), PATIENCE);
  };
  return { sync, unheard: () => unheard };
};

/**
 * Sheets from the kernel: drawn from Python, painted in another view, or what was there before this view.
 * @param {Context} context @param {Easel} easel @param {string} me
 * @param {(image: ImageData) => ArrayLike<number>} load @param {() => boolean} hasPast
 * @param {ReturnType<typeof upward>} up @param {() => void} ready
 */
const downward = ({ hear, guard }, easel, me, load, hasPast, up, ready) => {
  let newest = 0;
  hear("sheet", ({ from, to }, [file]) => {
    if (from === me || (to && to !== me)) return;
    const turn = ++newest;
    const crossed = up.unheard(); // the kernel takes a stroke under way after this sheet: it then has both
    pixels(file).then(
      guard((image) => {
        ready();
        const { sheet } = easel;
        const isGone = turn !== newest || image.width !== sheet.width || image.height !== sheet.height;
        if (isGone || (to && hasPast())) return;
        if (!to) {
          easel.replace(load(image), false);
          if (crossed) up.sync(sheet.whole);
          return;
        }
        sheet.replace(load(image)); // what was there before this view is no step of it
        sheet.commit();
        easel.lay(sheet);
      }),
    );
  });
};
