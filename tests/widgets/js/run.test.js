import assert from "node:assert/strict";
import { test } from "node:test";
import { place, reel } from "../../../sdlab/widgets/js/film/reel.js";
import { announcement, clock, phrase, share } from "../../../sdlab/widgets/js/run/phase.js";
import { parseSeed } from "../../../sdlab/widgets/js/seed/seed.js";
import { choices, compare } from "../../../sdlab/widgets/js/setting/size.js";

const progress = (change) => ({
  state: "running", step: 0, steps: 0, picture: 1, pictures: 1, seconds: 0, seconds_left: null,
  steps_per_second: null, message: "", ...change,
});

test("every phase of a job has its own words", () => {
  assert.equal(phrase(progress({ state: "queued" })), "Waiting for its turn");
  assert.equal(phrase(progress({})), "Reading the prompt");
  assert.equal(
    phrase(progress({ step: 7, steps: 20, steps_per_second: 0.5, seconds_left: 26 })),
    "Step 7 of 20 · 2.0 s/step · 26 s left",
  );
  assert.equal(phrase(progress({ state: "decoding", picture: 2, pictures: 3 })), "picture 2 of 3 · Decoding the picture");
  assert.equal(phrase(progress({ state: "done", seconds: 3.14 })), "Done in 3.1 s");
  assert.equal(phrase(progress({ state: "cancelled", message: "Stopped at step 7 of 20" })), "Stopped at step 7 of 20");
});

test("the share done counts pictures and steps and ends at one", () => {
  assert.equal(share(progress({ step: 10, steps: 20, picture: 2, pictures: 2 })), 0.75);
  assert.equal(share(progress({ state: "done" })), 1);
});

test("quarters and ends are said aloud, once", () => {
  const early = progress({ step: 4, steps: 20 });
  const later = progress({ step: 5, steps: 20 });
  assert.equal(announcement(later, early), "25 percent");
  assert.equal(announcement(progress({ step: 6, steps: 20 }), later), "");
  const done = progress({ state: "done", seconds: 2 });
  assert.equal(announcement(done, later), "Done in 2.0 s");
  assert.equal(announcement(done, done), "");
});

test("a clock says tenths only where they matter", () => {
  assert.deepEqual([3.14, 45.4, 125].map(clock), ["3.1 s", "45 s", "2 min 05 s"]);
});

test("a seed is a whole number from 0 to 2^63 - 1, spaces and commas allowed", () => {
  assert.equal(parseSeed(" 12 345 "), "12345");
  assert.equal(parseSeed("9223372036854775807"), "9223372036854775807");
  for (const bad of ["", "-1", "1e5", "9223372036854775808", "abc", "0x10"]) assert.equal(parseSeed(bad), null, bad);
});

test("sizes are compared with the model's own, and one in use is always among the choices", () => {
  const own = { width: 128, height: 128 };
  assert.equal(compare(own, own), "the model's own size");
  assert.equal(compare({ width: 256, height: 128 }, own), "2 times the pixels of its own size");
  assert.deepEqual(choices([64, 128], 72), [64, 72, 128]);
});

test("a still is asked for once, kept, and dropped with its film", () => {
  const asked = [];
  const dropped = [];
  const film = reel((index, look) => asked.push(`${look} ${index}`), (url) => dropped.push(url));
  film.reset(3);
  assert.equal(film.get(1, "clean"), null);
  assert.equal(film.get(1, "clean"), null);
  assert.deepEqual(asked, ["clean 1"]);
  film.put(1, "clean", "url");
  assert.equal(film.get(1, "clean"), "url");
  film.prefetch(1, "clean");
  assert.deepEqual(asked, ["clean 1", "clean 0"]);
  film.reset(0);
  assert.deepEqual(dropped, ["url"]);
  assert.equal(film.get(0, "clean"), null);
});

test("the slider says its step and noise level, and names the end", () => {
  const steps = [{ step: 1, timestep: 999 }, { step: 2, timestep: 500 }];
  assert.equal(place(steps, 1), "Step 2 of 2, t = 500");
  assert.equal(place(steps, 2), "Finished picture");
});
