"""`sdlab make`: a picture from the command line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sdlab.errors import BadValue

if TYPE_CHECKING:
    from sdlab.job import Job, News
    from sdlab.run import Run

_BAR = 1000  # the bar's finest division


@click.command()
@click.argument("prompt")
@click.option("-o", "--out", type=click.Path(path_type=Path), default="picture.png", show_default=True)
@click.option("--model", default="tiny", show_default=True, help="A name, a folder or a hub id.")
@click.option("--negative-prompt", default="", help="What to keep away from.")
@click.option("--seed", type=int, help="Which picture of the many; random if left out.")
@click.option("--steps", "num_inference_steps", type=int, help="Steps from noise to picture.")
@click.option("--guidance", "guidance_scale", type=float, help="How strongly to follow the prompt.")
@click.option("--scheduler", help="The solver by short name, such as ddim.")
@click.option("--width", type=int, help="Pixels, a multiple of 8.")
@click.option("--height", type=int, help="Pixels, a multiple of 8.")
@click.option("--count", type=int, default=1, show_default=True, help="How many, with seeds from --seed on.")
@click.option("--device", help="cpu, cuda, cuda:1 or mps; chosen if left out.")
def make(
    prompt: str,
    out: Path,
    model: str,
    negative_prompt: str,
    seed: int | None,
    num_inference_steps: int | None,
    guidance_scale: float | None,
    scheduler: str | None,
    width: int | None,
    height: int | None,
    count: int,
    device: str | None,
) -> None:
    """Make a picture of PROMPT and save it, recipe inside.

    Several pictures are numbered: apple.png becomes apple-1.png, apple-2.png, …
    """
    from sdlab.provenance import png_path

    with _naming_options():
        # what can be said before the work is not said after it
        if not prompt.strip():
            raise BadValue("prompt", prompt, "a text that says something", 'Try "a red apple on a tree".')
        png_path(out)
        from sdlab.studio import load

        click.echo(f"Loading {model} …", err=True)
        with load(model, device=device) as studio:
            recipe = studio.recipe(
                "text_to_image",
                negative_prompt=negative_prompt,
                num_inference_steps=num_inference_steps,
                guidance_scale=guidance_scale,
                scheduler=scheduler,
                width=width,
                height=height,
            )
            runs = _watched(studio.submit(studio.spread(recipe, prompt, seed, count)))
    for number, run in enumerate(runs, start=1):
        path = out if len(runs) == 1 else out.with_stem(f"{out.stem}-{number}")
        click.echo(f"{run.save(path)}: {run.caption}")


@contextmanager
def _naming_options() -> Iterator[None]:
    """A block whose bad values are called as they are on the command line."""
    spoken = {param.name: param.opts[-1] for param in make.params if isinstance(param, click.Option)}
    spoken |= {"prompt": "PROMPT", "path": "--out"}
    try:
        yield
    except BadValue as error:
        name = spoken.get(error.name, error.name)
        raise BadValue(name, error.value, error.allowed, error.remedy) from error


def _watched(job: "Job") -> "list[Run]":
    """The job's runs, with a bar on the terminal meanwhile."""
    with click.progressbar(length=_BAR, label="Painting", file=sys.stderr) as bar:

        def listen(news: "News") -> None:
            at = news.progress
            done = (max(at.picture, 1) - 1 + at.step / (at.steps or 1)) / at.pictures
            bar.update(max(round(done * _BAR) - bar.pos, 0))

        job.listen(listen)
        return job.wait()
