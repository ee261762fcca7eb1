"""A group of commands of which some are imported only when they are called."""

from importlib import import_module

import click

from sdlab.errors import SdlabError

# command → (module, the click command in it, one line of help)
_ELSEWHERE = {
    "course": ("sdlab.course.command", "course", "Build, check and clean the lessons."),
    "lab": ("sdlab.lab.command", "lab", "Open the lessons in JupyterLab."),
}


class Commands(click.Group):
    """sdlab's commands: those added to it, and those of the course and the lab."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in alphabetical order."""
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now if it lives elsewhere."""
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, attribute, _ = _ELSEWHERE[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list in `--help`, without importing anything."""
        rows = {name: command.get_short_help_str(70) for name, command in self.commands.items()}
        rows |= {name: words for name, (_, _, words) in _ELSEWHERE.items()}
        with formatter.section("Commands"):
            formatter.write_dl(sorted(rows.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what a person can mend is one line, not a traceback."""
        try:
            return super().invoke(ctx)
        except SdlabError as error:
            raise click.ClickException(str(error)) from error
