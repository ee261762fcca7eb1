// @ts-check
/** Where the picture lies in its window: screen = picture × scale + offset, in CSS pixels. */
import { clamp, max, min } from "./number.js";


const MARGIN = 24; // CSS pixels kept round a fitted picture, so that its edge can be painted across

export class View {
  picture = { width: 1, height: 1 };
  scale = 1;
  x = 0;
  y = 0;
  /** Window size in CSS pixels. */
  width = 1;
  height = 1;

  fitted = true;

  /** The window has a new size: a fitted picture is fitted again, another keeps its middle.
   * @param {number} width @param {number} height */
  resize(width, height) {
    const [dx, dy] = [(width - this.width) / 2, (height - this.height) / 2];
    this.width = width;
    this.height = height;
    if (this.fitted) this.fit();
    else this.pan(dx, dy);
  }

  /** Show the whole picture, as large as it goes. */
  fit() {
    const { width, height, picture } = this;
    const room = (/** @type {number} */ side) => max(1, side - 2 * MARGIN);
    const scale = min(room(width) / picture.width, room(height) / picture.height, 8);
    Object.assign(this, {
      scale,
      x: (width - picture.width * scale) / 2,
      y: (height - picture.height * scale) / 2,
      fitted: true,
    });
  }

  /** Zoom to a scale, holding the picture still under a point of the window.
   * @param {number} scale @param {number} [x] @param {number} [y] */
  zoom(scale, x = this.width / 2, y = this.height / 2) {
    const to = clamp(scale, 0.02, 64);
    this.x = x - ((x - this.x) * to) / this.scale;
    this.y = y - ((y - this.y) * to) / this.scale;
    this.scale = to;
    this.fitted = false;
    this.pan(0, 0);
  }

  /** Move the picture; a corner of it always stays in sight. @param {number} dx @param {number} dy */
  pan(dx, dy) {
    const hold = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ room) => {
      const seen = min(MARGIN * 2, size);
      return clamp(at, seen - size, room - seen);
    };
    this.x = hold(this.x + dx, this.picture.width * this.scale, this.width);
    this.y = hold(this.y + dy, this.picture.height * this.scale, this.height);
    if (dx || dy) this.fitted = false;
  }

  /** Picture coordinates of a point of the window. @param {number} x @param {number} y */
  toPicture(x, y) {
    return { x: (x - this.x) / this.scale, y: (y - this.y) / this.scale };
  }

  /** Window coordinates of a point of the picture. @param {number} x @param {number} y */
  toWindow(x, y) {
    return { x: x * this.scale + this.x, y: y * this.scale + this.y };
  }

  /** A pointer's place in the window's own CSS pixels, whatever the page's scroll, zoom or transform.
   * @param {{clientX: number, clientY: number}} event
   * @param {{left: number, top: number, width: number, height: number}} seen the window's box as the browser shows it */
  place(event, seen) {
    return {
      x: ((event.clientX - seen.left) * this.width) / seen.width,
      y: ((event.clientY - seen.top) * this.height) / seen.height,
    };
  }
}
