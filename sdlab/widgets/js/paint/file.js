// @ts-check
/** Picture files from a drop, the clipboard or a dialog, on their way to the kernel, which opens or refuses them. */

const KINDS = "Take a PNG, JPEG or WebP file.";
const MOST = 32 * 2 ** 20; // bytes

/** The bytes of the picture among what was dropped, pasted or chosen; throws words for a person.
 * @param {FileList | undefined | null} files */
export const bytesOf = async (files) => {
  const file = files?.[0];
  if (!file) throw Error(`That is text, not a picture. ${KINDS}`);
  const { name, type, size } = file;
  if (!type.startsWith("image/")) throw Error(`“${name}” is no picture. ${KINDS}`);
  if (size > MOST) throw Error(`“${name}” has more than 32 MB. Make it smaller.`);
  return new Uint8Array(await file.arrayBuffer());
};
