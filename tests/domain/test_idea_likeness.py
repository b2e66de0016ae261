"""Which ideas sound alike: on pairs that were written for it, in two languages."""

import pytest

from bench.ideas import LANGUAGES, found, pairs, shown
from bot.features.ideas.domain import Details
from bot.matching.likeness import SOUNDS_ALIKE, likenesses

ALL = pairs()


def test_there_are_enough_pairs_of_either_kind_in_both_languages() -> None:
    for language in LANGUAGES:
        labels = [pair.same for pair in ALL if pair.language == language]
        assert len(labels) >= 30
        assert labels.count(True) == labels.count(False)


def test_of_pairs_that_were_not_looked_at_most_twins_are_found_and_few_others_shown() -> None:
    some = [pair for pair in ALL if pair.language in LANGUAGES and pair.reported]
    told, (right, others) = found(some), shown(some)
    assert told.recall >= 0.7
    assert told.precision >= 0.55  # half of the pairs were written to be taken for the same
    assert right >= 17
    assert others <= 10


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Repair café", "REPAIR CAFE!", True),
        ("Repair café", "Repair  café", True),
        ("🎉🎉🎉", "🎉🎉🎉", True),
        ("🎉🎉🎉", "🐝", False),
        ("ورشة تصليح", "ورشة تصليح الدراجات", True),
        ("Repair café", "Choir", False),
        ("a", "b", False),
        ("the", "and", False),
        ("<b>Choir</b>", "Choir", True),
    ],
)
def test_whatever_people_type_is_compared(one: str, other: str, alike: bool) -> None:
    (likeness,) = likenesses(Details(one), [Details(other)])
    assert (likeness >= SOUNDS_ALIKE) is alike
    assert 0 <= likeness <= 1


def test_a_why_brings_ideas_together_and_an_empty_board_is_no_trouble() -> None:
    new = Details("Mondays", "Mend broken toasters together instead of throwing them away")
    there = Details("Toaster rescue", "Broken toasters are mended together, not thrown away")
    assert likenesses(new, [there]) > [SOUNDS_ALIKE]
    assert likenesses(new, []) == []
