"""What a learner gets has nothing given away and is still the notebook."""

import json

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from sdlab.lab.fresh import fresh

BOOK = new_notebook(
    cells=[
        new_markdown_cell("# Lektion ü"),
        new_code_cell("1", outputs=[new_output("stream", text="the answer")], execution_count=1),
    ]
)


def test_outputs_and_counts_are_gone_and_all_else_is_kept():
    book = nbformat.reads(fresh(nbformat.writes(BOOK).encode()).decode(), as_version=4)
    nbformat.validate(book)
    assert [(cell.id, cell.source) for cell in book.cells] == [(cell.id, cell.source) for cell in BOOK.cells]
    assert (book.cells[1].outputs, book.cells[1].execution_count) == ([], None)


def test_a_fresh_notebook_stays_the_same():
    once = fresh(json.dumps(BOOK).encode())
    assert fresh(once) == once
