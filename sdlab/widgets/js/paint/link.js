// @ts-check
/** The line between a sheet and the kernel: at the end of a stroke what it changed, as a PNG file in parts. */
import { encode, parts } from "./png.js";
import { around, within } from "./surface.js";

/** @typedef {import("./surface.js").Box} Box */

const PATIENCE = 2000; // milliseconds without the kernel's word after which it is called busy

/** Pixels of a picture file, RGBA. @param {DataView} file */
export const pixels = async (file) => {
  const bitmap = await createImageBitmap(new Blob([/** @type {any} */ (file)]), { colorSpaceConversion: "none" });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.drawImage(bitmap, 0, 0);
  return pen.getImageData(0, 0, bitmap.width, bitmap.height);
};

/** One byte a pixel of a grey picture. @param {ImageData} image */
export const greys = ({ data }) => Uint8Array.from({ length: data.length / 4 }, (_, i) => data[i * 4]);

/**
 * @param {import("../shared/part.js").Context} context @param {import("./easel.js").Easel} easel
 * @param {(box: Box) => Uint8Array} page the sheet's bytes within a box, as the kernel takes them
 * @param {(image: ImageData) => ArrayLike<number>} load a picture's pixels as the sheet's elements
 * @param {HTMLElement} state where it is said that the kernel does not have the newest yet
 */
export const link = ({ send, hear, live, cleanup, guard }, easel, page, load, state) => {
  const me = Math.random().toString(36).slice(2, 10);
  let number = 0;
  let newest = 0;
  let isLive = false;
  /** What the kernel has not acknowledged. @type {Box | null} */
  let unheard = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {string} kind @param {Uint8Array} file @param {object} more */
  const ship = (kind, file, more) => {
    number++;
    const cut = parts(file);
    cut.forEach((bytes, part) => send(kind, { ...more, from: me, number, part, parts: cut.length }, [bytes]));
  };
  const say = (/** @type {string} */ words) => {
    state.textContent = words;
  };
  /** A PNG file of what is painted in a box, or everywhere. */
  const file = (box = easel.sheet.whole) => encode(box[2] - box[0], box[3] - box[1], page(box));
  /** Send what changed, and with it what was not heard before. @param {Box} box */
  const sync = (box) => {
    clearTimeout(timer);
    const { width, height } = easel.sheet;
    unheard = within(around(unheard, box) ?? box, easel.sheet) ?? box; // it may have been of a larger sheet
    if (!isLive) return say("Not connected");
    ship("sheet", file(unheard), { width, height, box: unheard });
    timer = setTimeout(() => say("Kernel busy in another cell: wait, or press ■"), PATIENCE);
  };
  hear("taken", (content) => {
    if (content.to !== me || content.number !== number) return;
    clearTimeout(timer);
    unheard = null;
    say("");
  });
  const hasPast = () => easel.history.canUndo() || easel.history.canRedo();
  hear("sheet", ({ from, to }, [file]) => {
    if (from === me || (to && to !== me)) return;
    const turn = ++newest;
    const crossed = unheard; // the kernel takes a stroke under way after this sheet: it then has both
    pixels(file).then(
      guard((image) => {
        const { sheet } = easel;
        const isGone = turn !== newest || image.width !== sheet.width || image.height !== sheet.height;
        if (isGone || (to && hasPast())) return;
        if (!to) {
          easel.replace(load(image), false);
          if (crossed) sync(sheet.whole);
          return;
        }
        sheet.replace(load(image)); // what was there before this view is no step of it
        sheet.commit();
        easel.lay(sheet);
      }),
    );
  });
  live((yes) => {
    const was = isLive;
    isLive = yes;
    if (!yes || was) return;
    if (hasPast()) sync(easel.sheet.whole);
    else send("fetch", { from: me });
  });
  cleanup(() => clearTimeout(timer));
  return { sync, ship, file };
};
