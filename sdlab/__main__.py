"""`python -m sdlab` is `sdlab`."""

from sdlab.cli import main

main()
