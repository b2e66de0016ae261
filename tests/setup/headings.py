"""What becomes of the headings of other tools: `python -m tests.setup.headings` writes the page."""

import io
import json
from pathlib import Path

from bot.features.members.importing.sheet import read_sheet

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "exports"
PAGE = ROOT / "docs" / "spreadsheets.md"
BEGIN = "<!-- headings: written by python -m tests.setup.headings -->\n"


def table() -> str:
    """The table: a line for each export, with what each heading is taken for."""
    lines = [
        "| From | Taken | Asked about, with the nearest | Left alone, and told |",
        "|---|---|---|---|",
    ]
    for name in sorted(json.loads((CASES / "right.json").read_text())):
        content = (CASES / name).read_bytes()
        columns = read_sheet(io.BytesIO(content), len(content)).columns
        taken = ", ".join(
            f"{heading} → {column.replace('_', ' ')}" for heading, column in columns.understood
        )
        asked = ", ".join(f"{u.heading} → {u.nearest}?" for u in columns.unknown if u.nearest)
        left = ", ".join(u.heading for u in columns.unknown if not u.nearest)
        missing = "" if columns.name_people else " – **no name: asked which column holds it**"
        tool = name.removesuffix(".csv").replace("-", " ")
        lines.append(f"| {tool} | {taken}{missing} | {asked} | {left} |".replace("  ", " "))
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the table into the page anew."""
    before, _, _ = PAGE.read_text().partition(BEGIN)
    PAGE.write_text(before + BEGIN + table())


if __name__ == "__main__":
    main()
