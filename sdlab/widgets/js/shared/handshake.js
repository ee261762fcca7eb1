// @ts-check
// Whether the kernel hears this view: hello → here (at once) and answer (from a thread) → confirm.

const PATIENCE = 3000; // ms until a silent kernel is called silent; a kernel in another cell answers late, not never

/**
 * Greet the kernel and watch the line.
 *
 * `onlive(true)` is called when the kernel answers, `onlive(false)` when it does not within PATIENCE, when the line
 * was closed or the kernel restarted.
 * @param {any} model
 * @param {string} view the view's own name
 * @param {(live: boolean) => void} onlive
 * @returns {() => void} ends the watch
 */
export function greet(model, view, onlive) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const silent = () => onlive(false);
  const hello = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      silent();
      hello(); // a kernel may have been busy, or may have left the message unread until the next one
    }, PATIENCE);
    try {
      model.send({ kind: "hello", view });
    } catch {
      clearTimeout(timer);
      silent();
    }
  };
  /** @param {any} message */
  const hear = ({ kind, view: to }) => {
    if (to !== view) return;
    clearTimeout(timer);
    onlive(true);
    if (kind === "answer") model.send({ kind: "confirm", view });
  };

  /** @type {[string, any][]} */
  const ears = [
    ["msg:custom", hear],
    ["comm_live_update", hello],
    ["comm:close", silent],
  ];
  for (const ear of ears) model.on(...ear);
  hello();
  return () => {
    clearTimeout(timer);
    for (const ear of ears) model.off(...ear);
  };
}
