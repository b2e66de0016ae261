"""A folder with a database, in which `kindred` is run as an operator runs it."""

import os
import signal
import socket
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import main
from bot.terminal.commands import app
from tests.extent import EVERYWHERE
from tests.forks import FORKS

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
    """On one database only, unless everywhere: what runs the whole program is dear."""
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
    def running(self, *words: str, **environment: str) -> Iterator["Program"]:
        """Run a command that goes on until it is told to end; at the end it is killed."""
        program = Program(self.folder, words, {**os.environ, **self.environment, **environment})
        try:
            yield program
        finally:
            program.kill()


class Program:
    """`kindred` in a process of its own: the same that `python -m bot` does once it has loaded."""

    def __init__(self, folder: Path, words: Sequence[str], environment: Mapping[str, str]) -> None:
        (out, its_out), (err, its_err) = FORKS.Pipe(duplex=False), FORKS.Pipe(duplex=False)
        arguments = (folder, words, dict(environment), its_out, its_err)
        self.process = FORKS.Process(target=_run, args=arguments)
        self.process.start()
        self.stdout, self.stderr = (os.fdopen(os.dup(pipe.fileno())) for pipe in (out, err))
        for pipe in (out, its_out, err, its_err):
            pipe.close()

    @property
    def returncode(self) -> int | None:
        """How it ended, if it has: 0 is well, a signal less than that."""
        return self.process.exitcode

    def tell(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self.process.pid
        os.kill(self.process.pid, number)

    def rest(self, seconds: float) -> tuple[str, str]:
        """What it still says, on stdout and stderr, until it has ended."""
        self.process.join(seconds)
        assert self.returncode is not None, "it goes on and on"
        return self.stdout.read(), self.stderr.read()

    def kill(self) -> None:
        """End it, whatever it is at."""
        self.process.kill()
        self.process.join()
        self.stdout.close()
        self.stderr.close()


def _run(
    folder: Path,
    words: Sequence[str],
    environment: Mapping[str, str],
    out: Connection,
    err: Connection,
) -> None:
    os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["kindred", *words]
    main()


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
