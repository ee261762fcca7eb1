// @ts-check
/** Where files come in and go out: dropped or pasted on the stage, opened and saved by buttons. */
import { h, pictureUrl } from "../shared/dom.js";
import { group, tile } from "./bar.js";
import { bytesOf } from "./file.js";

/**
 * @param {HTMLElement} stage @param {string} name of what is painted
 * @param {ReturnType<typeof import("./link.js").link>} line @param {(words: string) => void} complain
 * @param {() => unknown} hasPicture whether something is painted on: if not, a dropped picture is what to paint on
 */
export const fileDesk = (stage, name, line, complain, hasPicture) => {
  /** @param {FileList | undefined | null} files */
  const receive = async (files, isPicture = !hasPicture()) => {
    try {
      complain("");
      line.ship("open", await bytesOf(files), { what: isPicture ? "picture" : name });
    } catch (error) {
      complain(/** @type {Error} */ (error).message);
    }
  };
  for (const kind of ["dragover", "dragleave", "drop", "paste"]) {
    stage.addEventListener(kind, (/** @type {any} */ event) => {
      event.preventDefault();
      stage.classList.toggle("sd-drop", kind === "dragover");
      if (!kind.startsWith("drag")) receive((event.clipboardData ?? event.dataTransfer)?.files);
    });
  }
  const save = () => {
    const href = pictureUrl(line.file());
    h("a", { href, download: `${name}.png` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  };
  /** Buttons for files. @param {string} title of the one that opens @param {boolean} [isPicture] what it opens; if not said, what a drop is */
  return (title, isPicture) => {
    const picker = h("input", {
      type: "file",
      accept: "image/*",
      hidden: true,
      onchange: async () => {
        await receive(picker.files, isPicture);
        picker.value = "";
      },
    });
    const open = tile("open", title, () => picker.click(), "Open");
    return group(picker, open, tile("save", "Save as PNG", save, "Save"));
  };
};
