// @ts-check
/** The line between a sheet and the kernel: whole PNG files in parts, at the end of every stroke. */
import { encode, parts } from "./png.js";

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
 * @param {() => Uint8Array} page the sheet's bytes as the kernel takes them
 * @param {(image: ImageData) => ArrayLike<number>} load a picture's pixels as the sheet's elements
 * @param {HTMLElement} state where it is said that the kernel does not have the newest yet
 */
export const link = ({ send, hear, live, cleanup, guard }, easel, page, load, state) => {
  const me = Math.random().toString(36).slice(2, 10);
  let number = 0;
  let newest = 0;
  let isLive = false;
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
  const sync = () => {
    clearTimeout(timer);
    if (!isLive) return say("Not connected");
    const { width, height } = easel.sheet;
    ship("sheet", encode(width, height, page()), { width, height });
    timer = setTimeout(() => say("Kernel busy: it hears this when its cell ends, or press ■"), PATIENCE);
  };
  hear("taken", (content) => {
    if (content.to !== me || content.number !== number) return;
    clearTimeout(timer);
    say("");
  });
  const hasPast = () => easel.history.canUndo() || easel.history.canRedo();
  hear("sheet", ({ from, to }, [file]) => {
    if (from === me || (to && to !== me)) return;
    const turn = ++newest;
    pixels(file).then(
      guard((image) => {
        const { sheet } = easel;
        const isGone = turn !== newest || image.width !== sheet.width || image.height !== sheet.height;
        if (isGone || (to && hasPast())) return;
        if (!to) return easel.replace(load(image), false);
        sheet.replace(load(image)); // what was there before this view is no step of it
        sheet.commit();
        easel.lay(sheet);
      }),
    );
  });
  live((yes) => {
    if (yes && !isLive) {
      isLive = true;
      if (hasPast()) sync();
      else send("fetch", { from: me });
    }
    isLive = yes;
  });
  cleanup(() => clearTimeout(timer));
  return { sync, ship };
};
