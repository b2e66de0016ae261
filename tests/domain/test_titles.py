"""Which thing is meant by what was typed of its title, and what is asked where it is not clear."""

from collections.abc import Sequence

import pytest

from bot.errors import UserError
from bot.features.ideas import words
from bot.features.peer_assists import words as words_without
from bot.routing.arguments import Said
from bot.routing.titles import Titled
from bot.ui.commands import SlashCommand
from bot.ui.messages import Actions, Button, words_of

THERE = ["Tea", "Tea party", "A tool library", "Café", "cafe"]


def show(title: str) -> Button:
    return Button("Show it", "ideas.show", title)


TITLES = Titled[str](words, "idea", str, show)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tea", ["Tea"]),
        ("tea p", ["Tea party"]),
        ("te", ["Tea", "Tea party"]),
        ("LIBRARY", ["A tool library"]),
        ("cafe", ["cafe"]),
        ("café", ["Café"]),
        ("", THERE),
        ("garden", []),
    ],
)
def test_the_title_itself_is_meant_then_how_it_begins_then_what_it_holds(
    typed: str, meant: Sequence[str]
) -> None:
    assert TITLES.called(THERE, typed) == meant


@pytest.mark.parametrize(
    ("there", "typed", "asked"),
    [
        ([], "", "There is no idea yet"),
        ([], "tea", "There is no idea yet"),
        (THERE, "te", "Which idea do you mean?\n• /x Tea\n• /x Tea party"),
        (["Tea"], "garden", "I know no idea that is called “garden”. Do you mean one of these?"),
        (["Tea", "tea"], "tea", "There are 2 ideas called “Tea”:"),
    ],
)
def test_whoever_is_not_understood_is_given_what_would_be(
    there: Sequence[str], typed: str, asked: str
) -> None:
    with pytest.raises(UserError) as told:
        TITLES.pick(there, Said(typed, SlashCommand("x")))
    assert asked in "\n".join(words_of(block) for block in told.value.message.blocks)


def test_things_of_one_title_are_shown_by_numbered_buttons() -> None:
    with pytest.raises(UserError) as told:
        TITLES.pick(["Tea", "tea", "Cake"], Said("tea", SlashCommand("x")))
    (buttons,) = [each for each in told.value.message.blocks if isinstance(each, Actions)]
    assert [(each.label, each.value) for each in buttons.controls if isinstance(each, Button)] == [
        ("Show 1", "Tea"),
        ("Show 2", "tea"),
    ]


def test_what_has_no_texts_to_ask_by_is_not_declared() -> None:
    with pytest.raises(KeyError, match=r"assist\.same_name, button\.show_numbered"):
        Titled[str](words_without, "assist", str, show)
