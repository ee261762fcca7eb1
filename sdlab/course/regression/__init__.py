"""Notebooks under regression: their text compared exactly, their pictures as an eye would.

    pytest --nbval lessons                     compare every stored output with a fresh one
    pytest --nbval lessons --sdlab-update      record what differs
    pytest --nbval lessons --sdlab-artifacts artifacts

It extends nbval by subclasses; without --nbval it does nothing. Point it at notebooks of your own.
"""
