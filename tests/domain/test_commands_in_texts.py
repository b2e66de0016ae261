"""A text names a command by its name and its options; what is put into it stays what it is."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.commands import Argument, NamedCommand, SlashCommand, read_command
from bot.ui.message_json import from_json, to_json
from bot.ui.messages import Actions, Button, Code, Plain, plain, row, say
from bot.ui.words import WordBook

words = WordBook("bot.features.introductions")


@pytest.mark.parametrize(
    ("text", "command", "line"),
    [
        ("/kindred profile", SlashCommand("kindred profile"), "/kindred profile"),
        (
            "/kindred find [query: tea in Leeds]",
            SlashCommand("kindred find", (Argument("tea in Leeds", "query"),)),
            "/kindred find tea in Leeds",
        ),
        (
            "/kindred introduce them [who: @Ada] TO [whom: @Bo]",
            SlashCommand(
                "kindred introduce them",
                (Argument("@Ada", "who"), Argument("TO"), Argument("@Bo", "whom")),
            ),
            "/kindred introduce them @Ada TO @Bo",
        ),
    ],
)
def test_a_command_is_read_from_a_text(text: str, command: SlashCommand, line: str) -> None:
    assert read_command(text) == command
    assert read_command(text).line == line


@pytest.mark.parametrize(
    "text",
    [
        "kindred",
        "/",
        "/Kindred",
        "/kindred find [tea]",
        "/kindred find [query:tea]",
        "/kindred find [query: tea",
        "/kindred {name}",
        "/kindred find [query: ]",
    ],
)
def test_what_is_no_command_is_told_to_who_writes_texts(text: str) -> None:
    with pytest.raises(ValueError, match="no command"):
        read_command(text)


@given(st.text(min_size=1))
def test_what_is_put_into_a_command_changes_no_more_than_its_option(name: str) -> None:
    (command,) = (s for s in words("round.preview_first", name=name) if isinstance(s, SlashCommand))
    assert command.name == "facilitate round preview"
    assert command.arguments == (Argument(name, "programme"),)


@pytest.mark.parametrize("name", ["`/kindred help`", "/kindred help", "[query: x]", "{name}"])
def test_a_name_that_looks_like_a_command_is_none(name: str) -> None:
    spans = words("adjusted.held", name=name)
    assert not any(isinstance(span, SlashCommand | Code) for span in spans)
    assert name in plain(spans)


def test_a_button_keeps_its_command_and_one_of_a_former_version_its_line() -> None:
    look = Button("Look", "tests.look", command=SlashCommand("kindred find").filled(query="tea"))
    message = say(row(look))
    assert from_json(to_json(message)) == message
    former = json.loads(to_json(message))
    former["blocks"][0]["controls"][0]["command"] = "/kindred find tea"
    (kept,) = from_json(json.dumps(former)).blocks
    assert isinstance(kept, Actions)
    assert isinstance(kept.controls[0], Button)
    assert kept.controls[0].command
    assert kept.controls[0].command.line == "/kindred find tea"
    former["blocks"][0]["controls"][0]["command"] = ""
    assert from_json(json.dumps(former)) == say(row(Button("Look", "tests.look")))


def test_a_command_in_code_is_named_with_all_that_is_filled_in() -> None:
    find = NamedCommand("kindred find", ("query",))
    assert find(query="tea").line == "/kindred find tea"
    turn = NamedCommand("kindred find", ("query", "page page"))
    assert turn(query="tea", page="2") == read_command("/kindred find [query: tea] page [page: 2]")
    with pytest.raises(TypeError, match="is named with"):
        find()
    with pytest.raises(TypeError, match="is named with"):
        find(query="tea", where="Leeds")


def test_a_message_keeps_its_commands_and_is_read_as_it_would_be_typed() -> None:
    message = say((Plain("Look: "), SlashCommand("kindred find").filled(query="tea")))
    assert from_json(to_json(message)) == message
    assert message.fallback == "Look: /kindred find tea"
