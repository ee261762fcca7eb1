import assert from "node:assert/strict";
import { test } from "node:test";
import { paint, shade } from "../../../sdlab/widgets/js/paint/shade.js";
import { View } from "../../../sdlab/widgets/js/paint/view.js";

const linear = (level) => (level / 255 <= 0.04045 ? level / 255 / 12.92 : ((level / 255 + 0.055) / 1.055) ** 2.4);
const over = (packed, under) => {
  const alpha = (packed >>> 24) / 255;
  return [0, 8, 16].map((shift) => ((packed >>> shift) & 255) * alpha + under * (1 - alpha));
};
const light = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

test("on every grey, a stripe and its neighbours differ by 3 to 1 in light alone", () => {
  for (let grey = 0; grey < 256; grey++) {
    const seen = Array.from({ length: 7 }, (_, along) => light(over(shade(255, false, along, 0.8), grey)));
    assert.ok(contrast(Math.max(...seen), Math.min(...seen)) >= 3, `grey ${grey}`);
    const rim = Array.from({ length: 7 }, (_, along) => light(over(shade(255, true, along, 0.8), grey)));
    assert.ok(Math.max(...rim.map((one) => contrast(one, light([grey, grey, grey])))) >= 2, `rim on grey ${grey}`);
  }
});

const draw = (mask, fill, view, ratio, width, height) => {
  const pixels = new Uint32Array(width * height);
  paint(pixels, [0, 0, width, height], view, ratio, mask, fill, 1);
  return pixels;
};

test("the overlay covers exactly the mask's pixels under zoom, pan and device ratio", () => {
  const data = new Uint8Array(16);
  data[1 * 4 + 2] = 255;
  const mask = { width: 4, height: 4, data };
  const view = Object.assign(new View(), { picture: { width: 4, height: 4 }, scale: 3, x: 5, y: 2 });
  for (const ratio of [1, 2]) {
    const [width, height] = [20 * ratio, 20 * ratio];
    const pixels = draw(mask, { data, stride: 4, cell: 1 }, view, ratio, width, height);
    const seen = [...pixels.keys()].filter((i) => pixels[i]);
    const xs = seen.map((i) => i % width);
    const ys = seen.map((i) => Math.floor(i / width));
    assert.equal(seen.length, 9 * ratio * ratio);
    assert.equal(Math.min(...xs), (5 + 2 * 3) * ratio);
    assert.equal(Math.min(...ys), (2 + 1 * 3) * ratio);
  }
});

test("the model view fills whole cells of the latent grid and keeps the painted outline", () => {
  const data = new Uint8Array(256);
  data.fill(255, 0, 3);
  const cells = Uint8Array.of(255, 0, 0, 0);
  const view = Object.assign(new View(), { picture: { width: 16, height: 16 } });
  const pixels = draw({ width: 16, height: 16, data }, { data: cells, stride: 2, cell: 8 }, view, 1, 16, 16);
  assert.equal([...pixels].filter(Boolean).length, 64);
});

test("drawing a part gives the same pixels as drawing the whole", () => {
  const data = Uint8Array.from({ length: 400 }, (_, i) => (i * 37) % 256);
  const mask = { width: 20, height: 20, data };
  const view = Object.assign(new View(), { picture: { width: 20, height: 20 }, scale: 1.7, x: 3.3, y: 1.1 });
  const whole = draw(mask, { data, stride: 20, cell: 1 }, view, 1, 40, 40);
  const part = new Uint32Array(100);
  paint(part, [11, 9, 21, 19], view, 1, mask, { data, stride: 20, cell: 1 }, 1);
  for (let i = 0; i < 100; i++) assert.equal(part[i], whole[(9 + Math.floor(i / 10)) * 40 + 11 + (i % 10)]);
});
