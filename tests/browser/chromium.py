"""Where the browser for the tests is, and how it is started."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DOWNLOADED = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)

QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",  # small in many containers
    # All pages are ours: one process shows them, where each address would have had one of its own.
    "--disable-site-isolation-trials",
    "--renderer-process-limit=1",
)


def executable() -> str | None:
    """The path of a Chromium, or None: KINDRED_TEST_CHROMIUM, else Debian's, else playwright's."""
    chosen = os.environ.get("KINDRED_TEST_CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    installed = (shutil.which(name) for name in NAMES)
    return next((path for path in installed if path), None) or _downloaded()


def arguments() -> list[str]:
    """Command-line arguments for a browser without a screen that calls nobody by itself."""
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [*as_root, *QUIET]


def _downloaded() -> str | None:
    """The newest browser that `playwright install` has put into its store."""
    cache = "Library/Caches" if sys.platform == "darwin" else ".cache"
    usual = Path.home() / cache / "ms-playwright"
    store = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or usual)
    found = [str(path) for pattern in DOWNLOADED for path in store.glob(pattern)]
    return max(found, default=None)
