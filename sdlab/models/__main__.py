"""`python -m sdlab.models` prints the catalogue."""

from sdlab.models.page import table

print(table())
