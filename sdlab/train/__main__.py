"""`python -m sdlab.train`: make the family, one command a stage; every stage goes on where it was stopped."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sdlab.errors import SdlabError
from sdlab.train.family import FAMILY, member_of
from sdlab.train.memory import keep_freed_memory

if TYPE_CHECKING:
    from sdlab.train.workshop import Workshop

_BUNDLED = Path(__file__).parents[1] / "models" / "bundled" / "tiny"


@click.group()
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path(".train"),
    show_default=True,
    help="Checkpoints, data and logs.",
)
@click.option("--threads", type=click.IntRange(1), help="Threads for training; all cores where left out.")
@click.pass_context
def main(context: click.Context, folder: Path, threads: int | None) -> None:
    """Train the tiny family from scratch."""
    import torch

    keep_freed_memory()
    if threads is not None:
        torch.set_num_threads(threads)
    from sdlab.train.workshop import Workshop

    folder.mkdir(parents=True, exist_ok=True)
    context.obj = Workshop(folder, click.echo)


def _told(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose SdlabErrors end in one line instead of a traceback."""

    @wraps(command)
    def telling(*args: object, **kwargs: object) -> None:
        try:
            command(*args, **kwargs)
        except SdlabError as error:
            raise click.ClickException(str(error)) from error

    return telling


_minutes = click.option(
    "--minutes", type=click.FloatRange(0, min_open=True), default=60.0, show_default=True, help="Wall clock."
)
_samples = click.option(
    "--samples", type=click.IntRange(1), default=10_000_000, show_default=True, help="Training samples."
)
_warm = click.option(
    "--warm-start", type=click.Path(exists=True, path_type=Path), help="A shipped member to start from."
)
_compile = click.option(
    "--compile/--no-compile",
    "compiled",
    default=True,
    show_default=True,
    help="Compile the step: minutes once, a third faster.",
)
_parent = click.option(
    "--parent",
    type=click.Path(exists=True, path_type=Path),
    default=_BUNDLED,
    help='The folder of the "tiny" that the member grows out of; the bundled one if left out.',
)
_member = click.option(
    "--member",
    type=click.Choice([_BUNDLED.name, *map(member_of, FAMILY)]),
    default=_BUNDLED.name,
    show_default=True,
)


@main.command()
@_minutes
@_samples
@_warm
@click.option("--decoder-only", is_flag=True, help="Keep the encoder, and with it all latents, as they are.")
@click.pass_obj
@_told
def vae(
    workshop: "Workshop", minutes: float, samples: int, warm_start: Path | None, decoder_only: bool
) -> None:
    """Train the autoencoder until the time or the samples are used up."""
    from sdlab.train.progress import Budget

    workshop.train_autoencoder(Budget(minutes, samples), warm_start, decoder_only)


@main.command()
@_minutes
@_samples
@_warm
@_compile
@click.pass_obj
@_told
def denoiser(
    workshop: "Workshop", minutes: float, samples: int, warm_start: Path | None, compiled: bool
) -> None:
    """Train text encoder and denoiser until the time or the samples are used up."""
    from sdlab.train.denoising import Plan
    from sdlab.train.progress import Budget

    workshop.train_denoiser(Budget(minutes, samples), Plan(), warm_start, compiled)


def _training(name: str) -> click.Command:
    """The command that trains a member which grows out of another."""

    @click.command(name, help=f"Train {member_of(name)} until the time or the samples are used up.")
    @_minutes
    @_samples
    @_warm
    @_compile
    @_parent
    @click.pass_obj
    @_told
    def command(
        workshop: "Workshop",
        minutes: float,
        samples: int,
        warm_start: Path | None,
        compiled: bool,
        parent: Path,
    ) -> None:
        from sdlab.train.kin import kin_of, train
        from sdlab.train.parent import Parent
        from sdlab.train.progress import Budget

        kin = kin_of(member_of(name))
        train(kin, workshop, Parent.load(parent), Budget(minutes, samples), warm_start, compiled)

    return command


for _name in FAMILY:
    main.add_command(_training(_name))


@main.command()
@_member
@_parent
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    help="The folder to write; the bundled one if left out.",
)
@click.pass_obj
@_told
def export(workshop: "Workshop", member: str, parent: Path, target: Path | None) -> None:
    """Write a trained member as a plain diffusers folder with its card."""
    from sdlab.train import card, shipping
    from sdlab.train.kin import kin_of
    from sdlab.train.page import renew
    from sdlab.train.parent import Parent

    folder = target or _BUNDLED.with_name(member)
    if member == _BUNDLED.name:
        card.shipped(workshop, folder)
    else:
        shipping.shipped(kin_of(member), workshop, Parent.load(parent), folder)
    if folder.parent == _BUNDLED.parent:
        renew(_BUNDLED.parent)
    click.echo(f"written to {folder}")


@main.command()
@click.pass_obj
@_told
def world(workshop: "Workshop") -> None:
    """Draw the sheets of the world for the docs."""
    from sdlab.train.page import PAGE
    from sdlab.train.world.page import write

    for file in write(workshop.art, workshop.composer, PAGE.with_name("pictures") / "world"):
        click.echo(f"written to {file}")


@main.command()
def page() -> None:
    """Write the numbers of the bundled members' cards into the docs."""
    from sdlab.train.page import PAGE, renew

    renew(_BUNDLED.parent)
    click.echo(f"written to {PAGE}")


@main.command()
@_member
@_parent
@click.option(
    "--count", type=click.IntRange(2), default=100, show_default=True, help="Questions of each kind."
)
@click.option("--seeds", type=click.IntRange(1), default=1, show_default=True, help="Pictures a question.")
@click.option("--judge-minutes", type=click.FloatRange(0, min_open=True), default=5.0, show_default=True)
@click.pass_obj
@_told
def evaluate(
    workshop: "Workshop", member: str, parent: Path, count: int, seeds: int, judge_minutes: float
) -> None:
    """Score a trained member, into a file of scores; the judge is trained first where there is none."""
    from sdlab.train.kin import kin_of
    from sdlab.train.parent import Parent
    from sdlab.train.score import exam
    from sdlab.train.score.evaluate import Effort

    effort = Effort(count, seeds)
    if member == _BUNDLED.name:
        click.echo(exam.examined(workshop, effort, judge_minutes))
    else:
        click.echo(exam.kin_examined(kin_of(member), workshop, Parent.load(parent), effort, judge_minutes))


@main.command()
@click.argument("prompts", nargs=-1)
@click.option("--guidance", type=float, default=4.0, show_default=True)
@click.option("--steps", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the first picture.")
@click.pass_obj
@_told
def sheet(workshop: "Workshop", prompts: tuple[str, ...], guidance: float, steps: int, seed: int) -> None:
    """Draw the documentation's prompts, or PROMPTS, into sheet.png."""
    from sdlab.train.sampling import Sampling
    from sdlab.train.sheet import PROMPTS, drawn

    page = drawn(workshop.member(), prompts or PROMPTS, Sampling(steps, guidance, seed))
    page.save(workshop.folder / "sheet.png")
    click.echo(f"written to {workshop.folder / 'sheet.png'}")


@main.command(name="all")
@click.option(
    "--minutes",
    type=click.FloatRange(0, min_open=True),
    default=180.0,
    show_default=True,
    help="For all of it.",
)
@click.pass_context
def everything(context: click.Context, minutes: float) -> None:
    """Every stage: one fifth of the time for the autoencoder, two for the denoiser, two for the others."""
    run = {"samples": 10_000_000, "warm_start": None}
    asked = {"parent": _BUNDLED, "count": 100, "seeds": 1, "judge_minutes": 5.0}
    context.invoke(vae, minutes=0.2 * minutes, decoder_only=False, **run)
    context.invoke(denoiser, minutes=0.4 * minutes, compiled=True, **run)
    for name in ("", *FAMILY):
        if name:
            each = 0.4 * minutes / len(FAMILY)
            context.invoke(main.commands[name], minutes=each, compiled=True, parent=_BUNDLED, **run)
        member = member_of(name) if name else _BUNDLED.name
        context.invoke(evaluate, member=member, **asked)
        context.invoke(export, member=member, parent=_BUNDLED, target=None)


if __name__ == "__main__":
    main()
