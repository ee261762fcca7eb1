// @ts-check
// What every part shares: its root, the line to the kernel, faults shown where they happen, an orderly end.
import { commitAll, FAULT, h, token } from "./dom.js";
import { greet, WORDS } from "./handshake.js";
import "./theme.css";

/**
 * What a part is built with.
 * @typedef {object} Context
 * @property {HTMLElement} root where to append
 * @property {(name: string) => any} get a trait's value
 * @property {(values: Record<string, any>) => void} write give traits new values; in order with every `send`
 * @property {(kind: string, content?: object, buffers?: ArrayBufferLike[]) => void} send a message
 * @property {(kind: string, content?: object) => void} ask a click's message, after all that was typed: it is said when
 *   the kernel is too busy to hear it
 * @property {() => void} ping say so too of what is sent after this
 * @property {(names: string, heard: () => void, now?: boolean) => void} on call when a trait changed (names by spaces);
 *   and at once, unless now is false
 * @property {(kind: string, heard: (content: any, buffers: DataView[]) => void) => void} hear a kind of message
 * @property {(text: string) => void} say to screen readers, politely
 * @property {(end: () => void) => void} cleanup run when the view goes
 * @property {(live: (yes: boolean) => void) => void} live called when the line to the kernel opens or breaks
 * @property {<A extends any[]>(act: (...a: A) => void) => (...a: A) => void} guard a listener whose faults are shown
 */

/**
 * A widget module from a function that fills the root.
 * @param {string} name
 * @param {(context: Context) => void} build
 */
export function part(name, build) {
  return {
    /** @param {{ model: any, el: HTMLElement }} given */
    render({ model, el }) {
      const view = token();
      const root = h(`div.sdlab.sd-${name}`);
      /** @type {(() => void)[]} */
      const ends = [];
      const spoken = h("div.sd-unseen", { role: "status" });
      const body = h("div.sd-body");
      ends.push(ownKeys(root));
      el.append(root);
      const fail = (/** @type {unknown} */ error) => bar.fail(error);
      const context = makeContext({ model, view, root: body, ends, spoken, fail, ping: () => line.ping() });
      const bar = troubleBar(context);
      root.append(bar.element, body, spoken);
      root.addEventListener(FAULT, (/** @type {any} */ { detail }) => fail(detail));
      context.guard(build)(context);
      /** @type {((yes: boolean) => void)[]} */
      const live = /** @type {any} */ (context).watchers;
      const line = greet(model, view, (now) => {
        const yes = now === "live";
        root.dataset.live = yes ? "1" : "0";
        body.inert = !yes && now !== "busy"; // a busy kernel takes what is done meanwhile after its cell
        bar.cut(WORDS[now]);
        for (const watch of live) watch(yes);
      });
      ends.push(line.end);
      root.dataset.ready = "1";
      return () => {
        for (const end of ends.reverse()) end();
        root.remove();
      };
    },
  };
}

/**
 * Keep JupyterLab's shortcuts from the keys pressed inside a part ("x" would cut the cell), except the one that saves.
 * It looks for the attribute on the focused element while its listener captures at the document; ours, at the window,
 * comes before.
 * @param {HTMLElement} root
 */
function ownKeys(root) {
  /** @param {any} event */
  const before = ({ target, key, ctrlKey, metaKey }) => {
    if (root.contains(target))
      target.toggleAttribute("data-lm-suppress-shortcuts", key !== "s" || !(ctrlKey || metaKey));
  };
  addEventListener("keydown", before, true);
  return () => removeEventListener("keydown", before, true);
}

/**
 * The lines that say what went wrong: the kernel's trouble, this view's faults, a broken line.
 * @param {Context} context
 */
function troubleBar({ get, on }) {
  const text = h("span");
  const close = h("button.sd-icon", { ariaLabel: "Dismiss", onclick: () => show("") }, "✕");
  const trouble = h("div.sd-trouble", { role: "alert", hidden: true }, text, close);
  const cut = h("div.sd-cut", { role: "status", hidden: true });
  /** @param {string} words */
  const show = (words) => {
    text.textContent = words;
    trouble.hidden = !words;
  };
  on("trouble", () => show(get("trouble") || ""));
  return {
    element: h("div", {}, cut, trouble),
    /** @param {unknown} error */
    fail: (error) => {
      console.error(error);
      show(`This control failed (${error}). Run the cell.`);
    },
    /** @param {string} words */
    cut: (words) => {
      cut.textContent = words;
      cut.hidden = !words;
    },
  };
}

/**
 * @param {{ model: any, view: string, root: HTMLElement, ends: (() => void)[], spoken: HTMLElement,
 *   fail: (e: unknown) => void, ping: () => void }} given
 * @returns {Context}
 */
function makeContext({ model, view, root, ends, spoken, fail, ping }) {
  /** @type {((yes: boolean) => void)[]} */
  const watchers = [];
  let number = 0;
  const page = (/** @type {any} */ (document).sdlab ??= token()); // of all parts and all their views in it
  const put = (/** @type {object} */ values) => Object.entries(values).forEach((entry) => model.set(...entry));
  /** @type {Context["guard"]} */
  const guard = (act) => (...given) => {
    try {
      act(...given);
    } catch (error) {
      fail(error);
    }
  };
  /** @type {Context["send"]} */
  const send = (kind, content = {}, buffers = []) =>
    model.send({ ...content, kind, view, n: ++number }, undefined, buffers);
  /** @param {string} event @param {(...a: any[]) => void} heard */
  const attach = (event, heard) => {
    model.on(event, heard);
    ends.push(() => model.off(event, heard));
  };
  /** @type {Context & { watchers: typeof watchers }} */
  const context = {
    root,
    watchers,
    guard,
    send,
    ping,
    ask: (kind, content) => {
      commitAll();
      ping();
      send(kind, content);
    },
    get: (name) => model.get(name),
    write: (values) => {
      put(values);
      send("write", { values, page });
    },
    on: (names, heard, now = true) => {
      const act = guard(heard);
      for (const name of names.split(" ")) attach(`change:${name}`, act);
      if (now) act();
    },
    hear: (kind, heard) => {
      let newest = 0;
      attach(
        "msg:custom",
        guard((content, buffers) => {
          if (content.kind !== kind || (content.newest && content.n < newest)) return;
          newest = content.n;
          heard(content, buffers ?? []);
        }),
      );
    },
    say: (text) => {
      spoken.textContent = text;
    },
    cleanup: (end) => ends.push(end),
    live: (watch) => watchers.push(watch),
  };
  context.hear("wrote", ({ page: by, values }) => by !== page && put(values));
  return context;
}
