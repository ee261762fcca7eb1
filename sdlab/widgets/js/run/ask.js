// @ts-check
// A click on its way to the kernel: what is said until it is answered, and when it is not.
import { commitAll } from "../shared/dom.js";
import { BUSY } from "../shared/handshake.js";

const ACK = 1500; // ms until a click that nobody answered is explained

/**
 * Sends what a click wants, after all that was typed; says so when nobody answers.
 * @param {import("../shared/part.js").Context} context @param {(words: string) => void} tell
 * @returns {(kind: string, content: object, meanwhile: string) => void}
 */
export function asker({ get, send, on, hear, cleanup }, tell) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let unanswered;
  const answered = () => clearTimeout(unanswered);
  on("status transport", answered);
  on("trouble", () => get("trouble") && tell(""), false); // what went wrong is said above
  for (const kind of ["ack", "progress"]) hear(kind, answered);
  cleanup(answered);
  return (kind, content, meanwhile) => {
    commitAll();
    tell(meanwhile);
    answered();
    unanswered = setTimeout(() => tell(BUSY), ACK);
    send(kind, content);
  };
}
