"""The command line: `sdlab make`, `sdlab doctor`, and the commands of the lab and the course.

Nothing heavy is imported before a command needs it, so that `sdlab --help` answers at once.
"""

import click

from sdlab import __version__
from sdlab.cli.doctor import doctor
from sdlab.cli.group import Commands
from sdlab.cli.make import make

__all__ = ["main"]


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="sdlab")
def main() -> None:
    """Stable Diffusion in notebooks, and from here."""


main.add_command(make)
main.add_command(doctor)
