"""The mode in which a panel's picture follows what a person types, paints and drags."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sdlab.errors import BadValue, NotOffered
from sdlab.run import Run
from sdlab.widgets.base import Part
from sdlab.widgets.pursuit import Pursuit

if TYPE_CHECKING:
    from sdlab.widgets.panel import Panel

MOST_STEPS = 8  # more take longer than a hand waits
FOLLOWS = "The picture follows what you type, paint and drag."


class Live:
    """Turns a panel's live mode on and off, and refuses it in words where it would only stutter.

    While it is on, each change of the panel's recipe is pursued with its seed as it stands; the film holds no
    steps, and a picture is kept (in `runs`, in the results, as the keepsake) once the hand rests.

    Args:
        panel: whose `live` decides, and whose bar shows the toggle.
    """

    def __init__(self, panel: "Panel") -> None:
        self._panel = panel
        self._shown: Run | None = None  # and not yet kept
        self._is_paused = False
        self.pursuit = Pursuit(
            panel.engine, show=self._show, glimpse=panel.film.air, rest=self._rest, fail=self._fail
        )
        panel.bar.on_live(lambda on: setattr(panel, "live", on))
        panel.settings.observe(lambda _: self._weigh(), "num_inference_steps")
        panel.bar.observe(lambda _: self._weigh(), "transport")
        panel.observe(lambda change: self._turn(on=change["new"]), "live")
        panel.observe(self._follow, "recipe")
        self._weigh()

    def check(self) -> None:
        """Pass where a live mode makes sense.

        Raises:
            NotOffered: too many steps a picture, or a page that paints only inside a click.
        """
        if refusal := self._refusal():
            raise NotOffered(refusal)

    def _refusal(self) -> str:
        steps = self._panel.settings.num_inference_steps
        if steps > MOST_STEPS:
            return (
                f"Live wants at most {MOST_STEPS} steps a picture; this is set to {steps}. "
                "Set fewer, or load a model made for few steps."
            )
        if self._panel.bar.is_foreground:
            return "Live needs a page that paints at any time; this one paints only inside a click."
        return ""

    def _weigh(self) -> None:
        """Say in the bar whether live is to be had; pause it for as long as it is not."""
        panel = self._panel
        panel.bar.live_refusal = self._refusal()
        if panel.bar.live_refusal:
            self._is_paused, panel.live = self._is_paused or panel.live, False
        elif self._is_paused:
            self._is_paused, panel.live = False, True

    def _turn(self, *, on: bool) -> None:
        panel = self._panel
        panel.bar.live = on
        panel.bar.live_words = FOLLOWS if on else ""
        for part in self._eager():
            part.eager = on
        if on:
            panel.seed.keep = True
            if panel.film.run is not None:
                panel.film.show(panel.film.run, scrubs=False)
            if self.pursuit.drawn != (panel.recipe, panel.film.run):  # it may only have paused
                self._follow(None)
            return
        self.pursuit.end()
        panel.film.land()
        if self._shown is not None:
            self._keep(self._shown)
        panel.film.later(self._give_steps_back)

    def _give_steps_back(self) -> None:
        film = self._panel.film
        if film.run is not None and not self._panel.live:
            film.show(film.run)

    def _eager(self) -> Iterator[Part]:
        for part in (self._panel.prompt, self._panel.settings, *self._panel.intake.parts):
            if isinstance(part, Part) and part.has_trait("eager"):
                yield part

    def _follow(self, _: object) -> None:
        if not self._panel.live:
            return
        try:
            self.pursuit.follow(self._panel.complete())
        except BadValue:  # a prompt not yet begun, a mask not yet painted: Generate would say it
            self.pursuit.follow(None)
            self._panel.film.land()

    def _show(self, run: Run) -> None:
        self._shown = run
        self._panel.film.show(run, scrubs=False)

    def _rest(self, run: Run) -> None:
        with self._panel.bar.guard():
            self._keep(run)
            self._panel.bar.live_words = f"{self.pursuit.seconds:.2f} s from the last change to its picture"

    def _fail(self, error: BaseException) -> None:
        self._panel.film.land()
        self._panel.bar.complain(error)

    def _keep(self, run: Run) -> None:
        if run is self._shown:
            self._shown = None
            self._panel.keep(run)
