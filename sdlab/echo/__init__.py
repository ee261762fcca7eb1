"""A recipe as the diffusers code that makes its picture: what a person would type without sdlab.

    from sdlab.echo import echo

    print(echo(run.recipe).code)

What sdlab does around the model (fitting a mask to the model's cells, healing a rim, pasting back) is called
by name from sdlab, with a comment; everything else is diffusers. Executed in a fresh process, the code saves
the same picture, up to rounding.
"""

from sdlab.echo.code import Echo, echo

__all__ = ["Echo", "echo"]
