"""Every kind of argument is told in a story, in every chat."""

from importlib import import_module
from typing import get_args

import pytest

from tests.argument_kinds import CANNOT, KINDS, SHOWN, Door

STORIES = (
    "test_web_arguments",
    "test_slack_arguments",
    "test_slack_files_taken",
    "test_discord_arguments",
)


@pytest.mark.parametrize("door", get_args(Door))
def test_every_kind_of_argument_has_a_story_by_each_door(door: Door) -> None:
    for module in STORIES:
        import_module(f"tests.adapters.{module}")
    assert sorted(SHOWN[door]) == sorted(KINDS - CANNOT[door])
