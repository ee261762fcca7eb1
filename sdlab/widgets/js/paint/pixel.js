// @ts-check
/** Picture files as pixels, unchanged by colour profiles. */

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
