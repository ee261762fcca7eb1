// @ts-check
// A job's progress in words.

export const RUNNING = ["queued", "running", "decoding"];

/**
 * @typedef {object} Progress
 * @property {string} state
 * @property {number} step
 * @property {number} steps
 * @property {number} picture
 * @property {number} pictures
 * @property {number} seconds
 * @property {number | null} seconds_left
 * @property {number | null} steps_per_second
 * @property {string} message
 */

/** @param {number} seconds */
export function clock(seconds) {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.round(seconds) % 60).padStart(2, "0")} s`;
}

/** @param {number} pace steps a second */
const tempo = (pace) => (pace >= 1 ? `${pace.toFixed(1)} steps/s` : `${(1 / pace).toFixed(1)} s/step`);

/**
 * One line for where a job stands.
 * @param {Progress} progress
 */
export function phrase(progress) {
  const { state, step, steps, picture, pictures } = progress;
  const which = pictures > 1 && picture ? `picture ${picture} of ${pictures} · ` : "";
  if (state === "idle") return "";
  if (state === "queued") return "Waiting for its turn";
  if (state === "decoding") return `${which}Decoding the picture`;
  if (state === "done") return `Done in ${clock(progress.seconds)}`;
  if (state === "cancelled" || state === "failed") return progress.message;
  if (!step) return `${which}Reading the prompt`;
  const pace = progress.steps_per_second ? ` · ${tempo(progress.steps_per_second)}` : "";
  const left = progress.seconds_left ? ` · ${clock(progress.seconds_left)} left` : "";
  return `${which}Step ${step} of ${steps}${pace}${left}`;
}

/**
 * How much of the job is done, 0 to 1.
 * @param {Progress} progress
 */
export function share({ state, step, steps, picture, pictures }) {
  if (state === "done") return 1;
  if (!steps) return 0;
  return Math.min((Math.max(picture, 1) - 1 + step / steps) / pictures, 1);
}

/**
 * What is said aloud, or "" when nothing worth hearing happened: quarters of the way, and ends.
 * @param {Progress} progress
 * @param {Progress | null} before
 */
export function announcement(progress, before) {
  const ended = ["done", "cancelled", "failed"].includes(progress.state);
  if (ended) return progress.state === before?.state ? "" : phrase(progress);
  const quarter = Math.floor(share(progress) * 4);
  return before && quarter > Math.floor(share(before) * 4) ? `${quarter * 25} percent` : "";
}
