// @ts-check
/** The keyboard: which key means which command, and the words of the sheet that lists them. */

/** [command, keys as shown, what it does]; `Mod` is Ctrl or ⌘. */
export const SHORTCUTS = String.raw`
brush|B|Brush
eraser|E|Eraser
lasso|L|Lasso
rectangle|R|Rectangle (Shift: square)
fill|G|Fill
pan|H|Move (or Space+drag)
swap|X|Swap the two
smaller|[|Smaller brush
larger|]|Larger brush
softer|Shift+[|Softer brush
harder|Shift+]|Harder brush
|Shift+click|Straight line
undo|Mod+Z|Undo (up to 100 steps)
redo|Mod+Shift+Z|Redo
redo|Mod+Y|Redo
all|Mod+A|Select all
invert|Shift+I|Invert
clear|Delete|Clear
zoomIn|+|Zoom in (or wheel)
zoomOut|-|Zoom out
fit|0|Fit picture
full|1|Actual size
model|M|Model view
hide|\|Hide the mask (hold)
|Arrows|Move the crosshair (Shift: 10)
|Space, Enter|Paint (hold; on, off)
escape|Escape|Drop the stroke; leave
keys|?|All keys`
  .slice(1)
  .split("\n")
  .map((line) => line.split("|"));

/** @param {{key: string, code?: string, shiftKey: boolean, ctrlKey: boolean, metaKey: boolean, altKey: boolean}} event
 * @returns the command a key stands for, "" for none */
export const command = ({ key, code, shiftKey, ctrlKey, metaKey, altKey }) => {
  if (altKey) return "";
  const isNamed = key.length > 1;
  // by their place: with Shift, brackets are other characters, and on each layout different ones
  const place = { BracketLeft: "[", BracketRight: "]" }[code ?? ""];
  const plain = { Backspace: "Delete", "=": "+" }[key] ?? place ?? (isNamed ? key : key.toUpperCase());
  const shift = shiftKey && (isNamed || place || /[A-Z]/.test(plain)) ? "Shift+" : "";
  const keys = (ctrlKey || metaKey ? "Mod+" : "") + shift + plain;
  return SHORTCUTS.find(([name, one]) => name && one === keys)?.[0] ?? "";
};

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The step of an arrow key in pixels, null for other keys. @param {{key: string, shiftKey: boolean}} event
 * @returns {[number, number] | null} */
export const arrow = ({ key, shiftKey }) => {
  const step = ARROWS[key];
  return step ? [step[0] * (shiftKey ? 10 : 1), step[1] * (shiftKey ? 10 : 1)] : null;
};
