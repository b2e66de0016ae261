"""A folder with a database, in which `kindred` is run as an operator runs it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from tests.extent import EVERYWHERE

ROOT = Path(__file__).parents[2]
PEOPLE = """name,email,headline,topics,networks,place
Ada Example,ada@example.org,Measures what matters,measurement;belonging,Kettle & Bench,Coventry
Bo Sample,bo@example.org,Runs a library,libraries;belonging,Tidewater,Hull
"""


@dataclass(frozen=True)
class Done:
    """What a command said, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


def on(kind: str) -> pytest.MarkDecorator:
    """On one database only, unless everywhere: what starts the program is dear."""
    kinds = ["sqlite", "postgres"] if EVERYWHERE else [kind]
    return pytest.mark.parametrize("database_url", kinds, indirect=True)


class Terminal:
    """A folder with a database, in which `kindred` is run."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.environment = {
            "KINDRED_DATABASE_URL": url,
            "KINDRED_SECRET_KEY": "k" * 32,
            "PYTHONPATH": str(ROOT),
        }

    def run(self, *words: str, **environment: str) -> Done:
        """Run a command to its end, in this process: it is the same program, and starts faster."""
        ran = CliRunner().invoke(app, list(words), env={**self.environment, **environment})
        if ran.exception and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        return Done(ran.exit_code, ran.stdout, ran.stderr)

    def ok(self, *words: str) -> str:
        done = self.run(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def people(self, *rows: str) -> None:
        """Import people: name, e-mail address and networks of each."""
        text = "\n".join(["name,email,networks", *rows, ""])
        (self.folder / "people.csv").write_text(text, encoding="utf-8")
        self.ok("import", "members", "people.csv")

    @contextmanager
    def running(self, *words: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env={**os.environ, **self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
