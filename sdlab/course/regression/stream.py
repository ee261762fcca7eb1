"""What a kernel broadcasts, read the way a notebook's front end reads it.

nbval keeps every output it hears. A front end also clears, replaces and redirects: `clear_output`,
`update_display_data` and the Output widget. What is left after that is what a saved notebook holds.
"""

from typing import Any

from sdlab.course.regression.bundle import DISPLAY_ID

Message = dict[str, Any]
_SHOWN = ("stream", "display_data", "execute_result", "error")


class Stream:
    """Follows the broadcasts of one kernel; `begin` at every cell."""

    def __init__(self) -> None:
        self._captures: dict[str, str] = {}  # Output widget's comm id -> the request whose outputs it takes
        self._output_widgets: set[str] = set()
        self.begin("")

    def begin(self, source: str) -> None:
        """A cell with this source is about to run."""
        self._source = source
        self._request: str | None = None
        self._clears_next = False

    def passes(self, message: Message, outputs: list[Any]) -> bool:
        """Whether nbval should see the message; does to `outputs` what a front end would do.

        `outputs` are those kept so far for the running cell.
        """
        kind, request = message["msg_type"], message["parent_header"].get("msg_id")
        if kind == "execute_input" and message["content"].get("code") == self._source:
            self._request = request
        if kind in ("comm_open", "comm_msg"):
            self._follow_output_widget(message["content"])
        if kind in (*_SHOWN, "clear_output") and request in self._captures.values():
            return False
        if request != self._request:
            return kind not in ("clear_output", "update_display_data")
        return self._shows(kind, message["content"], outputs)

    def _shows(self, kind: str, content: Message, outputs: list[Any]) -> bool:
        if kind == "clear_output":
            self._clears_next = bool(content.get("wait"))
            if not self._clears_next:
                outputs.clear()
            return False
        if kind == "update_display_data":
            _replace(content, outputs)
            return False
        if kind in _SHOWN and self._clears_next:
            outputs.clear()
            self._clears_next = False
        name = (
            content.get("transient", {}).get("display_id")
            if kind in ("display_data", "execute_result")
            else None
        )
        if name is not None:
            content["metadata"] = {**content["metadata"], DISPLAY_ID: name}
        return True

    def _follow_output_widget(self, content: Message) -> None:
        comm, state = content["comm_id"], content.get("data", {}).get("state", {})
        if state.get("_model_name") == "OutputModel":
            self._output_widgets.add(comm)
        if comm in self._output_widgets and "msg_id" in state:
            self._captures[comm] = state["msg_id"]
            if not state["msg_id"]:
                del self._captures[comm]


def _replace(content: Message, outputs: list[Any]) -> None:
    name = content.get("transient", {}).get("display_id")
    for output in outputs:
        if output.get("metadata", {}).get(DISPLAY_ID) == name:
            output["data"] = content["data"]
            output["metadata"] = {**content["metadata"], DISPLAY_ID: name}
