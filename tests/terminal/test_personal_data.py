"""Personal data in a terminal: taken out, and erased."""

import json

from tests.terminal.program import Terminal


def test_all_that_is_known_about_somebody_is_printed(furnished: Terminal) -> None:
    held = json.loads(furnished.ok("data", "ada@example.org"))
    assert held["membership"]["email"] == "ada@example.org"
    assert "Bo Sample" not in json.dumps(held)


def test_somebody_is_erased_after_a_yes_and_not_before(furnished: Terminal) -> None:
    asked = furnished.run("forget", "Ada Example")
    assert "Erase everything about Ada Example in The Test Table?" in asked.stdout
    assert "Ada Example" in furnished.ok("say", "/kindred find Ada", "--as", "Bo Sample")
    assert "Erased" in furnished.ok("forget", "Ada Example", "--yes")
    done = furnished.run("data", "ada@example.org")
    assert done.returncode == 2
    assert "nobody called" in done.stderr + done.stdout
    assert "Ada Example" not in furnished.ok("say", "/kindred find Ada", "--as", "Bo Sample")


def test_nobody_is_erased_for_a_name_that_nobody_has(furnished: Terminal) -> None:
    done = furnished.run("forget", "Zed", "--yes")
    assert done.returncode == 2
    assert "nobody called “Zed”" in done.stderr + done.stdout
