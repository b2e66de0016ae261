"""`make bench`: every measurement, or those named: `python -m bench commands matching`."""

import runpy
import sys

MEASUREMENTS = (
    *(
        "matching",
        "commands",
        "directory",
        "importing",
        "rounds",
        "pruning",
        "rsvps",
        "presses",
        "feed",
    ),
    "open-pages",
    *("ideas", "slack", "discord", "rooms"),
)
AT_LENGTH = ("slack-pace", "live", "dates")
"""Measurements in real time, of minutes, or with data of others: only when they are named."""


def main(said: list[str]) -> int:
    """Run measurements one after the other; what follows from `--` on is for each of them."""
    named = next((at for at, word in enumerate(said) if word.startswith("--")), len(said))
    names, options = said[:named], said[named:]
    known = (*MEASUREMENTS, *AT_LENGTH)
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"There is no measurement {', '.join(unknown)}; there are {', '.join(known)}.")
        return 2
    sys.argv[1:] = options
    for name in names or MEASUREMENTS:
        runpy.run_module(f"bench.{name.replace('-', '_')}", run_name="__main__")
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
