// @ts-check
// Building elements in few words.

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * An element: h("button.quiet", { title: "Stop", onclick: stop }, "Stop"). `on…` keys are listeners whose faults the
 * part shows, `dataset` and `style` are merged, keys that are properties of the element are set as such, the rest
 * become attributes; false, null and undefined leave an attribute out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T | `${T}.${string}`} spec
 * @param {Record<string, any>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(spec, attributes = {}, ...children) {
  const [tag, ...names] = spec.split(".");
  const element = /** @type {any} */ (document.createElement(tag));
  if (names.length) element.className = names.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), guarded(element, value));
    else if (key === "dataset" || key === "style") Object.assign(element[key], value);
    else set(element, key, value);
  }
  element.append(...children.filter((child) => child || child === 0));
  return element;
}

/** The event that carries a fault of a listener from its element up to the part. */
export const FAULT = "sdlab-fault";

/** @param {HTMLElement} element @param {(event: any) => void} act */
const guarded = (element, act) => (/** @type {Event} */ event) => {
  try {
    act(event);
  } catch (detail) {
    element.dispatchEvent(new CustomEvent(FAULT, { bubbles: true, detail }));
  }
};

/**
 * Set one property or attribute.
 * @param {any} element
 * @param {string} key
 * @param {unknown} value
 */
function set(element, key, value) {
  if (key in element && !key.includes("-")) element[key] = value ?? "";
  else if (value === true) element.setAttribute(key, "");
  else if (value !== false && value != null) element.setAttribute(key, String(value));
}

/** A name nobody else has. */
export const token = () => Math.random().toString(36).slice(2, 10);

/**
 * An id no other element has, for labels and descriptions. Counting would not do: every bundle has a count of its own.
 * @param {string} stem
 */
export const unique = (stem) => `sdlab-${stem}-${token()}`;

/**
 * A named control: its label above it, a line of help below.
 * @param {string} name
 * @param {HTMLElement} control
 * @param {{ help?: Child, end?: Child, hide?: boolean, box?: HTMLElement }} [options] `end` stands right of the label;
 *   `hide` shows the label to screen readers only; `box` holds the control among others
 */
export function field(name, control, { help, end, hide, box } = {}) {
  control.id ||= unique("field");
  const label = h("label", { htmlFor: control.id, className: hide ? "sd-unseen" : "sd-label" }, name);
  const head = end ? h("div.sd-head", {}, label, end) : label;
  const note = help ? h("div.sd-help", { id: `${control.id}-help` }, help) : null;
  if (note) control.setAttribute("aria-describedby", note.id);
  return h("div.sd-field", {}, head, box ?? control, note);
}

const COMMIT = "sdlab-commit";

/** Let every waiting `settle` of the page run now, of whichever widget: before a click that depends on them. */
export const commitAll = () => document.dispatchEvent(new Event(COMMIT));

/**
 * A call of `run` once nothing was asked for `wait` ms; `.now()` runs a waiting call at once, `.drop()` forgets it.
 * `commitAll` runs it at once too.
 * @param {() => void} run
 * @param {number} wait
 */
export function settle(run, wait) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const drop = () => {
    clearTimeout(timer);
    timer = undefined;
    document.removeEventListener(COMMIT, now);
  };
  const now = () => {
    if (timer === undefined) return;
    drop();
    run();
  };
  const ask = () => {
    drop();
    timer = setTimeout(now, wait);
    document.addEventListener(COMMIT, now);
  };
  return Object.assign(ask, { now, drop });
}

/**
 * An object URL of picture bytes, and its release.
 * @param {DataView | ArrayBuffer | Uint8Array} bytes
 * @param {string} [type]
 */
export function pictureUrl(bytes, type = "image/png") {
  return URL.createObjectURL(new Blob([/** @type {any} */ (bytes)], { type }));
}

/**
 * Shows picture bytes in an image, which is hidden while there are none; each picture's URL is released with the next.
 * @param {HTMLImageElement} image
 * @param {(end: () => void) => void} cleanup
 * @returns {(bytes?: DataView) => boolean} whether there is a picture
 */
export function pictureIn(image, cleanup) {
  let url = "";
  cleanup(() => URL.revokeObjectURL(url));
  return (bytes) => {
    URL.revokeObjectURL(url);
    url = bytes?.byteLength ? pictureUrl(bytes, "image/webp") : "";
    image.hidden = !url;
    if (url) image.src = url;
    return Boolean(url);
  };
}
