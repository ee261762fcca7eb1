"""A notebook in JupyterLab as a person uses it, and its kernel as a witness."""

import ast
import json
import time
import urllib.request

import nbformat
from jupyter_client import BlockingKernelClient


class Notebook:
    """A notebook open in a page; `ask(expression)` gives a kernel value.

    `name` is its path in the server's folder; it is written anew with `cells`, or is there already.
    """

    def __init__(self, page, server, name, cells=()):
        self.page, self.name = page, name
        self.address, self.folder, self.runtime = server
        if cells:
            self._write(cells)

    def _write(self, cells):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook.metadata["kernelspec"] = kernel
        nbformat.write(notebook, self.path)

    @property
    def path(self):
        return self.folder / self.name

    def open(self, workspace, front="lab"):
        """Show the notebook, in JupyterLab or (front="notebook") in Notebook 7, and wait for its kernel."""
        lab = f"lab/workspaces/{workspace}/tree/{self.name}?reset"
        self.page.goto(f"{self.address}/{lab if front == 'lab' else f'notebooks/{self.name}'}")
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        # before it knows its kernel, JupyterLab answers "run" with a question
        self.page.locator(".jp-KernelName", has_text="Python 3").wait_for()
        until(lambda: self._session() is not None, "the kernel to start")

    def run_all(self):
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    def run_one(self):
        """Run the selected cell and select the next."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.locator(".lm-Menu-itemLabel").get_by_text("Run Selected Cell", exact=True).click()

    def restart(self):
        """Restart the kernel from the menu, and wait for the new one."""
        self.page.get_by_role("menuitem", name="Kernel", exact=True).click()
        self.page.locator(".lm-Menu-itemLabel").get_by_text("Restart Kernel…", exact=True).click()
        self.page.get_by_role("button", name="Confirm Kernel Restart").click()
        until(lambda: self.ask("'In' in globals() and len(In)") == 1, "a fresh kernel")

    def save(self):
        before = self.path.stat().st_mtime_ns
        self.page.keyboard.press("Control+s")
        until(lambda: self.path.stat().st_mtime_ns > before, "the notebook to be saved")

    def shut_down(self):
        """End the kernel by the menu."""
        self.page.get_by_role("menuitem", name="Kernel", exact=True).click()
        self.page.get_by_role("menuitem", name="Shut Down Kernel", exact=True).click()
        until(lambda: self._session() is None, "the kernel to end")

    def outputs(self, cell=0):
        """The outputs of a cell as saved; the first cell's if not said."""
        return nbformat.read(self.path, as_version=4).cells[cell].outputs

    def ask(self, expression):
        """The value of an expression in the kernel, through JSON; a lost answer is asked for again."""
        for _ in range(6):
            client = BlockingKernelClient(connection_file=str(self._connection()))
            client.load_connection_file()
            client.start_channels()
            try:
                asked = {"it": f"__import__('json').dumps({expression})"}
                reply = client.execute("", user_expressions=asked, reply=True, timeout=15)
            except TimeoutError:
                continue
            finally:
                client.stop_channels()
            answer = reply["content"]["user_expressions"]["it"]
            if answer["status"] == "ok":
                return json.loads(ast.literal_eval(answer["data"]["text/plain"]))
            return f"{answer['ename']}: {answer['evalue']}"
        raise AssertionError(f"the kernel never answered {expression}")

    def until(self, expression, value, seconds=90):
        what = f"{expression} to be {value}"
        until(lambda: self.ask(expression) == value, what, lambda: self.ask(expression), seconds)

    @property
    def is_idle(self):
        """Whether the kernel waits for something to do."""
        session = self._session()
        return session is not None and session["kernel"]["execution_state"] == "idle"

    def _session(self):
        with urllib.request.urlopen(f"{self.address}/api/sessions", timeout=30) as answer:
            sessions = json.load(answer)
        return next((session for session in sessions if session["path"] == self.name), None)

    def _connection(self):
        return self.runtime / f"kernel-{self._session()['kernel']['id']}.json"


def until(test, what, got=lambda: "", seconds=90):
    """Wait until `test()` holds; says what it waited for when it never does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if test():
            return
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds} s for {what}; got {got()}")
