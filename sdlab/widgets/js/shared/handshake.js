// @ts-check
// Whether the kernel hears this view: hello → here (at once) and answer (from a thread) → confirm.

const PATIENCE = 3000; // ms until a silent kernel is called silent
const ACK = 1500; // ms until a click that nobody answered is explained

/**
 * How a line stands: "live" when the kernel answers; "busy" when it is in another cell and answers after it; "gone"
 * when only running the cell again helps; "silent" when the front end does not tell which of the two.
 * @typedef {"live" | "busy" | "gone" | "silent"} Line
 */

export const BUSY = "The kernel is busy in another cell. Wait, or interrupt it with the notebook's ■.";
/** What is said of a line. @type {Record<Line, string>} */
export const WORDS = {
  live: "",
  busy: BUSY,
  gone: "Run the cell to reconnect",
  silent: "No answer. Wait if the kernel is busy in another cell; if it is not, run the cell to reconnect",
};

/** What the front end says the kernel does: JupyterLab does, others leave it undefined. @param {any} model */
const status = ({ widget_manager }) => {
  const kernel = widget_manager?.kernel;
  return kernel === null ? "dead" : kernel?.status;
};

/**
 * Greet the kernel and watch the line.
 * @param {any} model
 * @param {string} view the view's own name
 * @param {(line: Line) => void} tell called when the kernel answers, when it does not in time, when the line was
 *   closed or the kernel restarted
 * @returns {{ ping: () => void, end: () => void }} `ping` asks the kernel again, before a click that needs it; `end`
 *   ends the watch
 */
export function greet(model, view, tell) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Line} */
  let line = "silent";
  let isAsked = false;

  const set = (/** @type {Line} */ now) => {
    clearTimeout(timer);
    tell((line = now));
  };
  /** @param {unknown} before @param {unknown} now what the kernel did when it was asked, and does @returns {Line} */
  const silence = (before, now) => {
    if (line === "gone") return line;
    if (before === "busy" || now === "busy") return "busy";
    if (now) return "gone";
    return line === "silent" ? line : "busy"; // it has answered before
  };
  const wait = (patience = PATIENCE) => {
    clearTimeout(timer);
    const before = status(model);
    timer = setTimeout(() => {
      const now = status(model);
      const silent = silence(before, now);
      if (silent !== "gone" || patience === PATIENCE) set(silent); // a free kernel may just be slow
      if (now === "busy") wait(); // our hello is in its queue
      else hello(); // it may have left the message unread until the next one
    }, patience);
  };
  const hello = (patience = PATIENCE) => {
    wait(patience);
    speak();
  };
  const speak = () => {
    try {
      model.send({ kind: "hello", view });
    } catch {
      gone();
    }
  };
  /** @param {any} message */
  const hear = ({ kind, view: to }) => {
    if (to !== view) return;
    set("live");
    if (kind === "answer") model.send({ kind: "confirm", view });
    // no word from a thread: the kernel knows by then what that means, and says it when it is spoken to
    else if (!isAsked) timer = setTimeout(speak, PATIENCE);
    isAsked = true;
  };
  const anew = () => {
    line = "silent";
    hello();
  };
  const gone = () => set("gone");
  // JupyterLab's manager tells its models of a restart only, its kernel of its own end too
  const over = model.widget_manager?.kernel?.disposed;

  /** @type {[string, any][]} */
  const ears = [
    ["msg:custom", hear],
    ["comm_live_update", anew],
    ["comm:close", gone],
  ];
  for (const ear of ears) model.on(...ear);
  over?.connect(gone);
  hello();
  return {
    ping: () => hello(ACK),
    end: () => {
      clearTimeout(timer);
      for (const ear of ears) model.off(...ear);
      over?.disconnect(gone);
    },
  };
}
