// @ts-check
/** The line between a sheet and the kernel: whole PNG files in parts, at the end of every stroke. */
import { encode, parts } from "./png.js";

/** @typedef {{width: number, height: number, bytes: Uint8Array}} Page */

const PATIENCE = 2000; // milliseconds without the kernel's word after which it is called busy

/** Pixels of a picture file, RGBA. @param {Blob | ImageBitmapSource} source */
export const pixels = async (source) => {
  const bitmap = await createImageBitmap(/** @type {Blob} */ (source), { colorSpaceConversion: "none" });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.drawImage(bitmap, 0, 0);
  return pen.getImageData(0, 0, bitmap.width, bitmap.height);
};

/** One byte a pixel of a grey picture. @param {ImageData} image */
export const greys = ({ data }) => Uint8Array.from({ length: data.length / 4 }, (_, i) => data[i * 4]);

/**
 * @param {import("../shared/part.js").Context} context
 * @param {() => Page} page the sheet as it is now @param {() => boolean} hasPast whether anything was painted here
 * @param {(image: ImageData, isFirst: boolean) => void} load
 * @param {(words: string) => void} state
 */
export const link = ({ send, hear, live, cleanup, guard }, page, hasPast, load, state) => {
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
  const sync = () => {
    clearTimeout(timer);
    if (!isLive) return state("Not connected");
    const { width, height, bytes } = page();
    ship("sheet", encode(width, height, bytes), { width, height });
    state("Sending…");
    timer = setTimeout(() => state("The kernel is busy: it takes this when its cell ends, or press ■"), PATIENCE);
  };
  hear("taken", (content) => {
    if (content.to !== me || content.number !== number) return;
    clearTimeout(timer);
    state("");
  });
  hear("sheet", (content, [file]) => {
    if (content.from === me || (content.to && content.to !== me)) return;
    const turn = ++newest;
    pixels(new Blob([/** @type {any} */ (file)])).then(
      guard((image) => {
        if (turn === newest && !(content.to && hasPast())) load(image, Boolean(content.to));
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
