// @ts-check
// What a file says: a table of settings. Everything in it comes from a stranger's file and goes in as text.
import { h } from "../shared/dom.js";

/** @typedef {{ name: string, value: string, key: string, ours: string, note: string }} Row */
/** @typedef {{ program: string, size: string, rows: Row[] }} Found */

/**
 * @param {HTMLElement} image of the file, shown beside the title
 * @param {(key: string) => void} use called with the setting to take over, "" for all
 */
export const makeReport = (image, use) => {
  const title = h("p.sd-label");
  const all = h("button.sd-main", { type: "button", onclick: () => use("") }, "Use all");
  const head = h("div.sd-row", { hidden: true }, image, h("div.sd-grow", {}, title), all);
  const body = h("tbody");
  const names = ["Setting", "Value", "Becomes"].map((name) => h("th", { scope: "col" }, name));
  const table = h("table", { hidden: true }, h("thead", {}, h("tr", {}, ...names, h("td"))), body);
  return {
    elements: [head, table],
    /** @param {Found} found @param {boolean} uses whether settings can be taken over @returns it in words, "" for nothing */
    show: ({ program, size, rows }, uses) => {
      head.hidden = table.hidden = !program;
      if (!program) return "";
      title.textContent = `Made with ${program}${size ? `, ${size}` : ""}`;
      all.hidden = !uses || !rows.some((row) => row.key);
      body.replaceChildren(...rows.map((row) => line(row, uses && use)));
      return `${title.textContent}: ${rows.length} settings`;
    },
  };
};

/** @param {Row} row @param {false | ((key: string) => void)} use */
function line({ name, value, key, ours, note }, use) {
  const becomes = key ? [h("code", {}, key), ours && ours !== value ? ` = ${ours}` : "", note ? `, ${note}` : ""] : [note];
  const button = key && use && h("button", { type: "button", "aria-label": `Use ${name}`, onclick: () => use(key) }, "Use");
  return h(
    "tr",
    { className: key ? "" : "odd" },
    h("th", { scope: "row" }, name),
    h("td", {}, h("div.value", {}, value)),
    h("td.becomes", {}, ...becomes),
    h("td", {}, button),
  );
}
