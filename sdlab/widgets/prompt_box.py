"""Where the words go in, with the tokens a model reads of them."""

from collections.abc import Callable, Sequence
from typing import Any

import traitlets

from sdlab.engine import Token
from sdlab.recipe.check import check_prompt
from sdlab.widgets.base import Part

Count = Callable[[str], Sequence[Token]]
REMEMBERED = 50  # prompts kept for Alt+↑
TOKENS = {"prompt": "tokens", "negative_prompt": "negative_tokens"}  # the trait of each text's tokens


class PromptBox(Part):
    """A prompt, a negative prompt and the tokens the model reads.

    `prompt` and `negative_prompt` hold the text; `history` the prompts that were run, oldest first.
    While `eager` is True every key is sent, not only what was typed before a pause.
    Keys: Ctrl/⌘+Enter runs, Ctrl/⌘+↑↓ weighs the word at the caret, Alt+↑↓ walks the history.

    Args:
        prompt: the text to begin with.
        negative_prompt: what the picture should not show.
        count: gives a text's tokens (an engine's `tokens`); None draws none.
        token_limit: how many tokens the model reads, begin and end included.
        reads_negative: whether the model looks at a negative prompt; hidden when it does not.
    """

    stem = "prompt_box"
    written = frozenset({"prompt", "negative_prompt"})

    prompt = traitlets.Unicode("").tag(sync=True)
    negative_prompt = traitlets.Unicode("").tag(sync=True)
    eager = traitlets.Bool(False).tag(sync=True)
    reads_negative = traitlets.Bool(True).tag(sync=True)
    token_limit = traitlets.Int(77).tag(sync=True)
    tokens: Any = traitlets.Dict({"text": "", "tokens": []}).tag(sync=True)
    negative_tokens: Any = traitlets.Dict({"text": "", "tokens": []}).tag(sync=True)
    history = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(
        self,
        prompt: str = "",
        negative_prompt: str = "",
        *,
        count: Count | None = None,
        token_limit: int = 77,
        reads_negative: bool = True,
    ) -> None:
        self._count = count
        self._submitted: list[Callable[[], None]] = []
        super().__init__(
            {
                "prompt": prompt,
                "negative_prompt": negative_prompt,
                "token_limit": token_limit,
                "reads_negative": reads_negative,
            }
        )
        self.hear("submit", lambda _content, _buffers: self._submit())
        self.observe(lambda change: self._recount(change["name"]), list(TOKENS))
        for name in TOKENS:
            self._recount(name)

    @traitlets.validate("prompt", "negative_prompt")
    def _check_length(self, proposal: dict[str, Any]) -> str:
        check_prompt(proposal["trait"].name, proposal["value"])
        return str(proposal["value"])

    def on_submit(self, act: Callable[[], None]) -> None:
        """Call `act` when a person presses Ctrl/⌘+Enter; the newest text is already in the traits."""
        self._submitted.append(act)

    def remember(self, prompt: str) -> None:
        """Keep a prompt for Alt+↑; one that was kept before moves to the end."""
        if prompt:
            self.history = [*(old for old in self.history if old != prompt), prompt][-REMEMBERED:]

    def _submit(self) -> None:
        for act in self._submitted:
            act()

    def _recount(self, name: str) -> None:
        count = self._count
        if count is not None:
            self.later(lambda: self._count_now(name, count))

    def _count_now(self, name: str, count: Count) -> None:
        text = getattr(self, name)
        if text == getattr(self, TOKENS[name])["text"]:
            return
        tokens = [
            {"text": token.text, "start": token.start, "end": token.end, "read": token.is_read}
            for token in count(text)
        ]
        if text == getattr(self, name):  # otherwise a newer count is on its way
            with self._lock:
                setattr(self, TOKENS[name], {"text": text, "tokens": tokens})
