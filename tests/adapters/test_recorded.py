"""Every recording is played by a test, and says where it was published."""

import re

import pytest

from tests.adapters import recorded_discord, recorded_slack
from tests.adapters.recordings import FOLDER, names, recorded

PLAYED = {
    platform: {*told.HEARD, *told.PEOPLE, *told.REFUSALS, *told.OTHER_ANSWERS}
    for platform, told in (("slack", recorded_slack), ("discord", recorded_discord))
}
SOURCE = re.compile(r"([\w.-]+/[\w.-]+): [\w./-]+")


@pytest.mark.parametrize("platform", PLAYED)
def test_every_recording_is_played_and_there_are_enough(platform: str) -> None:
    assert names(platform) == PLAYED[platform]
    assert len(names(platform)) >= 10


@pytest.mark.parametrize("platform", PLAYED)
def test_every_recording_names_sources_whose_licence_is_known(platform: str) -> None:
    about = (FOLDER / "README.md").read_text()
    for name in names(platform):
        sources = recorded(platform, name)["source"]
        assert sources, name
        for source in sources:
            found = SOURCE.fullmatch(source)
            assert found, (name, source)
            assert f"| {found[1]} |" in about, (name, source)
