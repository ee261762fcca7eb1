"""A real widget in a real page, without a kernel between: messages and traits cross as over the wire."""

import base64
import json

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>sdlab</title>
<style>body { margin: 16px; background: light-dark(#fff, #14161a); color-scheme: light dark; }</style></head>
<body><main id="cell"></main></body></html>"""
MODEL = """async ({ esm, css, state }) => {
  performance.mark("load");
  const bytes = (text) => new DataView(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
  const open = (value) => (value && value.bytes !== undefined ? bytes(value.bytes) : value);
  const values = Object.fromEntries(Object.entries(state).map(([name, value]) => [name, open(value)]));
  const ears = new Map();
  const fire = (event, ...given) => [...(ears.get(event) ?? [])].forEach((ear) => ear(...given));
  const take = (messages) => {
    for (const message of messages) {
      if (message.state) {
        for (const [name, value] of Object.entries(message.state)) values[name] = open(value);
        for (const name of Object.keys(message.state)) fire(`change:${name}`);
      } else fire("msg:custom", message.content, message.buffers.map(bytes));
    }
  };
  const pack = (buffer) => {
    let text = "";
    const data = new Uint8Array(buffer);
    for (let i = 0; i < data.length; i += 8192) text += String.fromCharCode(...data.subarray(i, i + 8192));
    return btoa(text);
  };
  let line = Promise.resolve();
  window.model = {
    sent: [],
    get: (name) => values[name],
    set: (name, value) => { values[name] = value; fire(`change:${name}`); },
    on: (event, ear) => ears.set(event, [...(ears.get(event) ?? []), ear]),
    off: (event, ear) => ears.set(event, (ears.get(event) ?? []).filter((one) => one !== ear)),
    fire,
    send: (content, _, buffers = []) => {
      const packed = buffers.map(pack);
      window.model.sent.push({ content, sizes: buffers.map((buffer) => buffer.byteLength) });
      line = line.then(() => window.toKernel(JSON.stringify(content), packed)).then(take);
    },
  };
  const poll = () => (line = line.then(() => window.toKernel("", [])).then(take));
  setInterval(poll, 100);
  window.model.settle = async () => { await poll(); await poll(); };
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
  const module = await import(URL.createObjectURL(new Blob([esm], { type: "text/javascript" })));
  window.end = module.default.render({ model: window.model, el: document.getElementById("cell") });
}"""


class Bridge:
    """Shows `widget` in `page`; `.settle()` returns once the kernel has heard everything sent so far."""

    def __init__(self, page, widget):
        self.page, self.widget, self._queue = page, widget, []
        self._written = {}
        names = [name for name in widget.traits(sync=True) if not name.startswith("_")]
        widget.send = lambda content, buffers=None: self._queue.append(
            {"content": content, "buffers": [_packed(one) for one in buffers or ()]}
        )
        widget.observe(self._changed, names)
        page.expose_function("toKernel", self._heard)
        page.set_content(PAGE)
        state = {name: _wire(getattr(widget, name)) for name in names if _is_plain(getattr(widget, name))}
        page.evaluate(MODEL, {"esm": widget._esm, "css": widget._css, "state": state})
        page.locator('[data-ready="1"]').wait_for()
        page.locator(".sd-easel[inert]").wait_for(state="detached")  # a sheet is painted on once it is there

    def _heard(self, text, buffers):
        if text:
            content = json.loads(text)
            self._written = content.get("values", {})
            self.widget._handle_custom_msg(content, [base64.b64decode(one) for one in buffers])
            self._written = {}
        messages, self._queue[:] = list(self._queue), []
        return messages

    def _changed(self, change):
        if change["new"] == self._written.get(change["name"], self):
            return  # as ipywidgets: what a page wrote does not come back to it, over what it has typed since
        value = {change["name"]: _wire(change["new"])}
        if self._queue and "state" in self._queue[-1]:
            self._queue[-1]["state"].update(value)
        else:
            self._queue.append({"state": value})

    def settle(self):
        """Wait until every message sent so far is answered and what the kernel said is in the page."""
        self.page.evaluate("window.model.settle()")

    def until(self, true):
        """Wait until `true()` holds, for as long as a loaded machine may take."""
        for _ in range(900):
            if true():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"it never came to be: {true}")


def _packed(buffer):
    return base64.b64encode(bytes(buffer)).decode()


def _wire(value):
    return {"bytes": _packed(value)} if isinstance(value, bytes | memoryview) else value


def _is_plain(value):
    return (
        isinstance(value, bytes | memoryview | str | int | float | bool | list | tuple | dict)
        or value is None
    )
