"""What every test in the terminal begins with."""

import os
from pathlib import Path

import pytest

from tests.terminal.program import PEOPLE, Terminal


@pytest.fixture
def terminal(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("KINDRED_")]:
        monkeypatch.delenv(name)
    return Terminal(tmp_path, database_url)


@pytest.fixture
def furnished(terminal: Terminal) -> Terminal:
    terminal.ok("import", "members", "people.csv", "--community", "The Test Table")
    return terminal
