"""How far a picture may stray from the one it starts from, in steps that really run."""

from typing import Any

import traitlets
from PIL import Image

from sdlab.engine import Engine
from sdlab.errors import BadValue
from sdlab.recipe.check import MAX_SEED, MAX_STEPS, check_whole
from sdlab.widgets.base import Part
from sdlab.widgets.image import FRAME, webp

ZONES = {"touch-up": 0.35, "rework": 0.7, "reinvent": 1.0}  # where each ends


class StrengthSlider(Part):
    """A slider of strength that says what it means: how many steps run, and from how much noise.

    `strength`, 0 to 1, snaps to the nearest value at which one more step runs. `words` says it in a line,
    `zone` is "touch-up", "rework" or "reinvent". With a picture it shows it as noisy as a run would start.
    While `eager` is True the slider is followed as it moves, and no noise is shown: the engine is busy.

    Args:
        engine: knows how many steps run, and noises the picture.
        picture: what the run starts from; may be set later, None shows none.
        strength: the first value.
        num_inference_steps: how many steps a run at strength 1 has; the model's own number if left out.
        seed: of the noise shown.

    Raises:
        BadValue: a strength outside 0 to 1, steps outside 1 to 1000, or a seed outside 0 to 2**63 - 1.
    """

    stem = "strength_slider"
    written = frozenset({"strength"})

    strength = traitlets.Float(0.6).tag(sync=True)
    num_inference_steps = traitlets.Int(20)
    seed = traitlets.Int(0)
    stops = traitlets.List(traitlets.Float()).tag(sync=True)
    words = traitlets.Unicode("").tag(sync=True)
    eager = traitlets.Bool(False).tag(sync=True)
    zone = traitlets.Unicode("").tag(sync=True)
    zones = traitlets.Dict(ZONES).tag(sync=True)
    noised = traitlets.Bytes(b"").tag(sync=True)

    def __init__(
        self,
        engine: Engine,
        picture: Image.Image | None = None,
        *,
        strength: float = 0.6,
        num_inference_steps: int | None = None,
        seed: int = 0,
    ) -> None:
        self._engine, self._picture = engine, picture
        self._request = 0
        steps = num_inference_steps or engine.facts.num_inference_steps
        super().__init__({"num_inference_steps": steps, "stops": stops_of(engine, steps), "seed": seed})
        self.strength = strength
        self._tell_all()
        self.observe(lambda _: self._tell_all(), ["strength", "eager", "seed"])
        self.observe(lambda _: self._restep(), "num_inference_steps")

    @property
    def picture(self) -> Image.Image | None:
        """What the run starts from."""
        return self._picture

    @picture.setter
    def picture(self, picture: Image.Image | None) -> None:
        self._picture = picture
        self._tell_all()

    @property
    def steps_run(self) -> int:
        """How many steps a run of this strength really does."""
        return self._engine.steps_run(self.num_inference_steps, self.strength)

    @traitlets.validate("strength")
    def _snap(self, proposal: dict[str, Any]) -> float:
        value = float(proposal["value"])
        if not 0 <= value <= 1:
            raise BadValue(
                "strength", value, "from 0 to 1", "0 returns the picture, 1 starts from pure noise."
            )
        return min(self.stops, key=lambda stop: abs(stop - value)) if self.stops else value

    @traitlets.validate("num_inference_steps")
    def _check_steps(self, proposal: dict[str, Any]) -> int:
        check_whole("num_inference_steps", proposal["value"], 1, MAX_STEPS)
        return int(proposal["value"])

    @traitlets.validate("seed")
    def _check_seed(self, proposal: dict[str, Any]) -> int:
        check_whole("seed", proposal["value"], 0, MAX_SEED)
        return int(proposal["value"])

    def _restep(self) -> None:
        strength = self.strength
        with self._lock:
            self.stops = stops_of(self._engine, self.num_inference_steps)
        self.strength = strength
        self._tell_all()

    def _tell_all(self) -> None:
        """Say what is known at once, and ask for the rest off this thread; only the newest answer counts."""
        with self._lock:
            self._request += 1
            request = self._request
            self.zone = zone_of(self.strength)
            self.words = say(self.steps_run, self.num_inference_steps, None)
        if self._picture is None or self.eager:
            self.noised = b""
        else:
            picture, strength = self._picture, self.strength
            self.later(lambda: self._show_noised(request, picture, strength))

    def _show_noised(self, request: int, picture: Image.Image, strength: float) -> None:
        if request != self._request:
            return
        noised, timestep = self._engine.noised(picture, strength, self.seed, self.num_inference_steps)
        preview = webp(noised, FRAME)
        with self._lock:
            if request == self._request:
                self.words = say(self.steps_run, self.num_inference_steps, timestep)
                self.noised = preview


def stops_of(engine: Engine, num_inference_steps: int) -> list[float]:
    """The smallest strength, to four decimals, at which each number of steps from 0 to all runs."""
    stops = []
    for step in range(num_inference_steps + 1):
        tenths = -(-step * 10_000 // num_inference_steps)  # of a thousandth, rounded up
        while engine.steps_run(num_inference_steps, tenths / 10_000) < step and tenths < 10_000:
            tenths += 1  # the engine multiplies in binary: 100 * 0.29 is a hair below 29
        stops.append(tenths / 10_000)
    return stops


def zone_of(strength: float) -> str:
    """What a strength does to a picture, in a word."""
    return next(zone for zone, end in ZONES.items() if strength <= end)


def say(run: int, steps: int, timestep: int | None) -> str:
    """The line below the slider."""
    if run == 0:
        return f"runs none of {steps} steps: gives the picture back"
    start = "" if timestep is None else f", starts at t = {timestep}"
    return f"runs {run} of {steps} step{'s' if steps > 1 else ''}{start}"
