// @ts-check
// The plain copy of the picture, which lies in the output after ours: CSS hides it while we show the picture ourselves.

/** @param {import("../shared/part.js").Context} context @returns {(isShown: boolean) => void} hides the copy, or not */
export const hideTwin = ({ root, get, cleanup }) => {
  const output = () => root.closest(".jp-OutputArea-child")?.classList;
  cleanup(() => output()?.remove("sd-shows"));
  return (isShown) => void requestAnimationFrame(() => output()?.toggle("sd-shows", get("kept") && isShown));
};
