import assert from "node:assert/strict";
import { test } from "node:test";
import { greet } from "../../../sdlab/widgets/js/shared/handshake.js";

/** A view greeted, and a clock to turn. `manager` is the front end's, as a model has it. */
const view = (t, manager) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const [ears, sent, told] = [{}, [], []];
  const model = {
    widget_manager: manager,
    on: (event, ear) => (ears[event] = ear),
    off: () => {},
    send: (content) => sent.push(content.kind),
  };
  const line = greet(model, "me", (now) => told.push(now));
  t.after(line.end);
  const fire = (event, ...given) => ears[event](...given);
  const answer = () => fire("msg:custom", { kind: "here", view: "me" });
  return { ...line, model, sent, told, fire, answer, wait: (seconds) => t.mock.timers.tick(seconds * 1000) };
};
const lab = (status) => ({ kernel: { status } });

test("a kernel in a long cell is busy at first display, is asked once, and comes alive by itself", (t) => {
  const manager = lab("busy");
  const { told, sent, wait, answer } = view(t, manager);
  for (let minute = 0; minute < 20; minute++) wait(60);
  assert.deepEqual([...new Set(told)], ["busy"]);
  assert.deepEqual(sent, ["hello"], "what waits in its queue would be answered all at once");
  manager.kernel.status = "idle";
  answer();
  assert.equal(told.at(-1), "live");
});

test("between two cells of many the kernel is still busy", (t) => {
  const manager = lab("busy");
  const { told, wait } = view(t, manager);
  manager.kernel.status = "idle";
  wait(3);
  manager.kernel.status = "busy";
  wait(3);
  assert.deepEqual([...new Set(told)], ["busy"]);
});

for (const manager of [lab("idle"), lab("dead"), { kernel: null }])
  test(`a line that a kernel which is free or gone leaves unanswered is gone: ${JSON.stringify(manager)}`, (t) => {
    const { told, wait } = view(t, manager);
    wait(3);
    assert.deepEqual(told, ["gone"]);
    manager.kernel = { status: "busy" }; // with what is no longer ours
    wait(6);
    assert.equal(told.at(-1), "gone");
  });

test("a closed line is gone at once, and alive again when its model is", (t) => {
  const { told, fire, answer } = view(t, lab("busy"));
  answer();
  fire("comm:close");
  assert.equal(told.at(-1), "gone");
  fire("comm_live_update");
  answer();
  assert.equal(told.at(-1), "live");
});

test("a kernel that is shut down tells it itself, and nobody after the view is gone", (t) => {
  const heard = new Set();
  const disposed = { connect: (act) => heard.add(act), disconnect: (act) => heard.delete(act) };
  const { told, answer, end } = view(t, { kernel: { status: "idle", disposed } });
  answer();
  for (const act of heard) act();
  assert.deepEqual(told, ["live", "gone"]);
  end();
  assert.equal(heard.size, 0);
});

test("a page that hears of no thread asks once more, when the kernel knows what that means", (t) => {
  const { told, sent, wait, answer } = view(t, undefined);
  answer();
  wait(2); // what the kernel waits for a thread's answer to be confirmed
  assert.deepEqual(sent, ["hello"]);
  wait(1);
  assert.deepEqual(sent, ["hello", "hello"]);
  wait(60); // a click that the kernel works inside of may have been before it
  answer();
  wait(60);
  assert.deepEqual(sent, ["hello", "hello"]);
  assert.deepEqual([...new Set(told)], ["live"]);
});

test("a page that hears a thread asks no more", (t) => {
  const { sent, wait, answer, fire } = view(t, undefined);
  answer();
  fire("msg:custom", { kind: "answer", view: "me" });
  wait(60);
  assert.deepEqual(sent, ["hello", "confirm"]);
});

test("a model that cannot send has no line, until it can", (t) => {
  const { told, model, sent, fire, wait } = view(t, lab("idle"));
  model.send = () => {
    throw Error("Cannot send");
  };
  fire("comm_live_update");
  wait(10);
  assert.deepEqual(told, ["gone"]);
  model.send = ({ kind }) => sent.push(kind);
  fire("comm_live_update");
  assert.equal(sent.at(-1), "hello");
});

test("a front end that tells nothing of its kernel leaves open which it is, but for a line that was alive", (t) => {
  const { told, ping, wait, answer } = view(t, undefined);
  wait(3);
  assert.deepEqual(told, ["silent"]);
  answer();
  ping();
  wait(1.5);
  assert.deepEqual(told, ["silent", "live", "busy"]);
});

test("a click that a busy kernel does not hear is explained; a free one has longer", (t) => {
  const manager = lab("idle");
  const { told, ping, wait, answer } = view(t, manager);
  answer();
  ping();
  wait(1.5);
  assert.deepEqual(told, ["live"]);
  answer();
  manager.kernel.status = "busy";
  ping();
  wait(1.5);
  assert.equal(told.at(-1), "busy");
});
