"""`kindred …`, the same as `python -m bot …`: everything an operator does in a terminal."""

import gc
import os

SELDOM = 50_000
"""So many new things before anybody looks for garbage, instead of 700.

A program that loads makes a million things that stay; to look through them again and again took a
quarter of the time.
"""


def main() -> None:
    """Run the command line; it is imported once it is known how seldom to look for garbage."""
    os.umask(0o077)  # databases and spreadsheets of people are for who runs this, and nobody else
    gc.set_threshold(SELDOM)
    from bot.terminal.commands import app

    app()


if __name__ == "__main__":
    main()
