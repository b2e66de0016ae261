"""Makes sure that the tests have a browser: one that is there, Debian's, or playwright's own.

Usage: `python tests/setup/browser.py`
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser import chromium

WHAT_TO_DO = """\
No browser was found for the tests, and none could be installed. One of these helps:
  - as root: apt-get update && apt-get install chromium
  - .venv/bin/python -m playwright install --with-deps chromium
  - set KINDRED_TEST_CHROMIUM to the path of a Chromium or Chrome that you have
"""


def main() -> int:
    """Look for a browser, else install one; 1 and advice when that cannot be done."""
    if os.environ.get("KINDRED_TEST_CHROMIUM"):
        if starts():
            return 0
        print("KINDRED_TEST_CHROMIUM names no program that starts.", file=sys.stderr)
        return 1
    if starts() or (from_debian() and starts()) or (from_playwright() and starts()):
        return 0
    print(WHAT_TO_DO, file=sys.stderr)
    return 1


def starts() -> bool:
    """Whether there is a browser and the libraries it needs are there too."""
    program = chromium.executable()
    if program is None:
        return False
    try:
        ended = subprocess.run([program, "--version"], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0


def from_debian() -> bool:
    """Install the package `chromium`, where that may be done without asking for a password."""
    apt = shutil.which("apt-get")
    if apt is None:
        return False
    command = ["env", "DEBIAN_FRONTEND=noninteractive", apt, "-q", "-o", "DPkg::Lock::Timeout=300"]
    if os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if sudo is None or not succeeds([sudo, "-n", "true"], quiet=True):
            return False
        command = [sudo, "-n", *command]
    print("Installing the package chromium for the tests …", flush=True)
    succeeds([*command, "update"])  # an old list may do as well
    return succeeds([*command, "install", "-y", "--no-install-recommends", "chromium"])


def from_playwright() -> bool:
    """Download the browser that belongs to the installed playwright."""
    print("Downloading playwright's browser for the tests …", flush=True)
    return succeeds([sys.executable, "-m", "playwright", "install", "chromium"])


def succeeds(command: list[str], *, quiet: bool = False) -> bool:
    """Run a command without input and say whether it ended well."""
    out = subprocess.DEVNULL if quiet else None
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    return ended.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
