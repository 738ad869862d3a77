"""`python -m ganstudio` is the command line."""

from ganstudio.cli import main

main()
