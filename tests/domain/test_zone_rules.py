"""Which rules of time zones are used: the newer ones."""

import os
import subprocess
import sys
import zoneinfo
from importlib import resources
from pathlib import Path

import pytest

from bot.bootstrap import zone_rules_told
from bot.community.zone_rules import newer_rules, version_at

UNKNOWN = "an unknown release"


def system(folder: Path, said: str, file: str = "tzdata.zi") -> tuple[str, ...]:
    """The path of a system that says this of its rules."""
    folder.mkdir()
    (folder / file).write_text(said)
    return (str(folder.parent / "nowhere"), str(folder))


@pytest.mark.parametrize(
    ("said", "file", "version"),
    [
        ("# version 2025b\n# This zic input file is in the public domain.\n", "tzdata.zi", "2025b"),
        ("2026f\n", "+VERSION", "2026f"),
        ("# version unknown\n", "tzdata.zi", ""),
        ("", "+VERSION", ""),
    ],
)
def test_a_system_says_which_rules_it_has(
    tmp_path: Path, said: str, file: str, version: str
) -> None:
    assert version_at(system(tmp_path / "zoneinfo", said, file)) == version
    assert version_at([str(tmp_path / "nowhere")]) == ""


@pytest.mark.parametrize(
    ("systems", "package", "used", "of_system"),
    [
        ("2025b", "2026f", "2026f", False),
        ("2026f", "2025b", "2026f", True),
        ("2026f", "2026f", "2026f", True),
        ("2026z", "2026za", "2026za", False),
        ("2027a", "2026za", "2027a", True),
        ("", "2025a", "2025a", False),
        ("2025a", "", "2025a", True),
    ],
)
def test_the_newer_rules_are_used(
    tmp_path: Path, systems: str, package: str, used: str, of_system: bool
) -> None:
    path = system(tmp_path / "zoneinfo", f"# version {systems}\n")
    rules = newer_rules(path, package)
    assert (rules.used, rules.of_system) == (used, of_system)
    assert rules.chosen_path == (path if of_system else ())


def test_an_operators_own_path_is_left_to_them(tmp_path: Path) -> None:
    path = system(tmp_path / "zoneinfo", "# version 2020a\n")
    rules = newer_rules(path, "2026f", own_path=True)
    assert (rules.used, rules.chosen_path) == ("2020a", path)
    assert zone_rules_told(rules).endswith("the rules of 2020a, those at PYTHONTZPATH.")


def test_it_is_said_which_are_used(tmp_path: Path) -> None:
    path = system(tmp_path / "zoneinfo", "# version 2025b\n")
    assert zone_rules_told(newer_rules(path, "2026f")) == (
        "Time zones go by the rules of 2026f, those of the package tzdata; this system has 2025b."
    )
    assert zone_rules_told(newer_rules(path, "2025a")) == (
        "Time zones go by the rules of 2025b, those of this system; the package tzdata has 2025a."
    )
    assert UNKNOWN in zone_rules_told(newer_rules([], "2026f"))
    assert "tzdata is not there" in zone_rules_told(newer_rules(path, ""))


@pytest.mark.slow("starts a process")
@pytest.mark.parametrize(("version", "hour"), [("2000a", 18), ("2999a", 13)])
def test_every_process_reads_the_newer_rules(tmp_path: Path, version: str, hour: int) -> None:
    """On a system where London is at the time of New York, and whose rules are older, or newer."""
    path = system(tmp_path / "zoneinfo", f"# version {version}\n")
    (Path(path[1]) / "Europe").mkdir()
    (Path(path[1]) / "Europe" / "London").write_bytes(_file_of("America/New_York"))
    told = f"""
import zoneinfo
from datetime import datetime, UTC
zoneinfo.reset_tzpath({path!r})
from bot.community.zones import zone
print(datetime(2026, 12, 18, 18, tzinfo=UTC).astimezone(zone("Europe/London")).hour)
"""
    done = subprocess.run(
        [sys.executable, "-c", told], env=_environment(), capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == hour


def _environment() -> dict[str, str]:
    root = str(Path(__file__).parents[2])
    return {**os.environ, "PYTHONPATH": root}


def _file_of(name: str) -> bytes:
    for folder in (*zoneinfo.TZPATH, *_of_package()):
        if (file := Path(folder) / name).is_file():
            return file.read_bytes()
    raise FileNotFoundError(name)


def _of_package() -> list[str]:
    return [str(resources.files("tzdata").joinpath("zoneinfo"))]
