"""Which rules of time zones are used: the newer of this system's and those of the package `tzdata`.

Python reads the system's, however old they are, and the package's only where there are none.
"""

import os
import re
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

_VERSION = re.compile(r"(?:# version )?(?P<year>\d{4})(?P<letters>[a-z]{1,2})\s*")
_FILES = ("tzdata.zi", "+VERSION")
"""Where systems say which release they have: the first line of the one, all of the other."""


@dataclass(frozen=True, slots=True)
class ZoneRules:
    """Which release is used, such as "2026f", and which there are; empty: not known, or none.

    With an operator's own `PYTHONTZPATH` nothing is chosen: that is what is used.
    """

    system: str
    package: str
    chosen_path: tuple[str, ...]
    own_path: bool = False

    @property
    def of_system(self) -> bool:
        """Whether they are the system's, or those of an operator's own path."""
        return bool(self.chosen_path)

    @property
    def used(self) -> str:
        """The release that is used."""
        return self.system if self.of_system else self.package


def newer_rules(path: Sequence[str], package: str, *, own_path: bool = False) -> ZoneRules:
    """Choose between the rules at a path of folders and the release of the package.

    Rules of which it is not known how old they are give way to those of which it is.
    """
    system = version_at(path)
    ours = bool(package) and not own_path and _age(package) > _age(system)
    return ZoneRules(system, package, () if ours else tuple(path), own_path)


def version_at(path: Sequence[str]) -> str:
    """The release of the rules at a path of folders, or nothing where none says so.

    As `zoneinfo` does, look in the first folder that there is, and then in the next.
    """
    for folder in map(Path, path):
        for file in (folder / name for name in _FILES):
            if file.is_file():
                with file.open(encoding="utf-8", errors="replace") as opened:
                    return _read(opened.readline())
    return ""


def use_newer_rules() -> ZoneRules:
    """Let `zoneinfo` read the newer rules from now on, in this process; tells which they are."""
    own_path = bool(os.environ.get("PYTHONTZPATH"))
    rules = newer_rules(zoneinfo.TZPATH, _of_package(), own_path=own_path)
    if rules.chosen_path != tuple(zoneinfo.TZPATH):
        zoneinfo.reset_tzpath(rules.chosen_path)
        zoneinfo.ZoneInfo.clear_cache()
    return rules


def _of_package() -> str:
    try:
        line = resources.files("tzdata").joinpath("zoneinfo", "tzdata.zi").open(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        return ""
    with line as opened:
        return _read(opened.readline())


def _read(line: str) -> str:
    found = _VERSION.fullmatch(line)
    return f"{found['year']}{found['letters']}" if found else ""


def _age(version: str) -> tuple[str, int, str]:
    """What is greater for what is newer: after 2026z comes 2026za."""
    return version[:4], len(version), version
