"""Discord's commands: all there is in the registry, within its limits, and read back again."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from adapters.discord import commands
from adapters.discord.limits import COMMAND_DESCRIPTION, COMMAND_TEXT, SUBCOMMANDS
from bot.bootstrap import registry
from bot.community.people import Ref
from bot.community.roles import Role
from bot.routing.arguments import ChoiceArg, PersonArg
from bot.routing.declared import Command
from bot.routing.feature import Feature
from bot.routing.interaction import Answer, Call, Filled
from bot.routing.registry import Registry
from bot.ui.messages import RichText, rich
from bot.ui.words import WordBook
from bot.work import Work
from tests.adapters.discord_rules import faults_of
from tests.stories.test_arguments import feature as everything

Json = dict[str, Any]
SUBCOMMAND, GROUP = 1, 2
EVERYTHING = Registry.of([everything])


def tree() -> list[Json]:
    return commands.tree(registry())


def leaves(part: Json, *said: str) -> Iterator[tuple[tuple[str, ...], Json]]:
    """The subcommands of a command, each with the words that lead to it."""
    for option in part.get("options", []):
        if option["type"] == SUBCOMMAND:
            yield (*said, part["name"], option["name"]), option
        elif option["type"] == GROUP:
            yield from leaves(option, *said, part["name"])


def leaves_of(there: Registry) -> list[tuple[tuple[str, ...], Json]]:
    return [leaf for entry in commands.tree(there) for leaf in leaves(entry)]


def all_leaves() -> list[tuple[tuple[str, ...], Json]]:
    return [leaf for entry in tree() for leaf in leaves(entry)]


def data_of(said: tuple[str, ...], options: list[Json]) -> Json:
    """The data of an interaction, as Discord sends it."""
    inner = options
    for depth, name in reversed(list(enumerate(said[1:]))):
        kind = SUBCOMMAND if depth == len(said) - 2 else GROUP
        inner = [{"type": kind, "name": name, "options": inner}]
    return {"id": "1", "type": 1, "name": said[0], "options": inner}


class Words(WordBook):
    """A feature's words without a file."""

    length = 10

    def __call__(self, key: str, **values: object) -> RichText:
        return rich("x" * self.length)

    def translations(self) -> set[str]:
        return set()


def declared(*said: str, length: int = 10, role: Role = Role.MEMBER) -> Registry:
    """A registry of commands that do nothing."""
    words = Words("bot")
    words.length = length
    feature = Feature[Work]("things", words)

    async def nothing(call: Call, work: Work) -> Answer:
        return None

    for each in said:
        feature.command(each, role=role)(nothing)
    return Registry.of([feature])


# What Discord takes ---------------------------------------------------------------------------


def test_discord_takes_them() -> None:
    assert faults_of("PUT", "/applications/1/commands", tree()) == []


def test_everything_in_the_registry_is_there_once_and_read_back() -> None:
    found = []
    for said, leaf in all_leaves():
        given = [{"type": 3, "name": o["name"], "value": "tea"} for o in leaf.get("options", [])]
        found.append(commands.filled(registry(), data_of(said, given), "7"))
    assert sorted(each.command for each in found) == sorted(registry().commands)
    for each in found:
        args = registry().commands[each.command].typed
        beside = [arg.beside for arg in args if isinstance(arg.kind, PersonArg)]
        assert sorted(each.values) == sorted([arg.parameter for arg in args] + beside)


def test_what_is_required_comes_first_and_what_is_offered_is_asked_for() -> None:
    for said, leaf in all_leaves():
        filled = commands.filled(registry(), data_of(said, []), "7")
        command = registry().commands[filled.command]
        options = {option["name"]: option for option in leaf.get("options", [])}
        for arg in command.typed:
            option = options[arg.parameter]
            person, choice = isinstance(arg.kind, PersonArg), isinstance(arg.kind, ChoiceArg)
            assert option["required"] is (arg.required and not person)
            typed = options[arg.beside] if person else option
            offered = registry().offers(command, arg) and not choice
            assert typed.get("autocomplete", False) is offered
            assert option["description"] == arg.about()
        wanted = [option["required"] for option in options.values()]
        assert wanted == sorted(wanted, reverse=True)


def test_a_command_that_others_begin_with_is_called_show() -> None:
    said = {said for said, _ in all_leaves()}
    assert ("kindred", "introduce", "show") in said
    assert ("kindred", "introduce", "join") in said
    assert ("kindred", "join") in said
    assert ("kindred", "link", "code") in said
    code, show = (
        data_of(("kindred", *end), []) for end in (("link", "code"), ("introduce", "show"))
    )
    assert commands.filled(registry(), code, "7") == Filled("kindred link", {})
    assert commands.filled(registry(), show, "7") == Filled("kindred introduce", {})


def test_every_facilitator_sees_all_commands_wherever_kindred_writes_to_them() -> None:
    for entry in tree():
        assert entry.get("default_member_permissions") is None
        assert entry["contexts"] == ([0, 1] if entry["type"] == 1 else [0])
        assert entry["integration_types"] == [0]


def test_menus_are_the_shortcuts_and_lead_back_to_them() -> None:
    menus = {entry["name"]: entry["type"] for entry in tree() if entry["type"] != 1}
    assert menus == {"Introduce me": 2, "Introduce them to …": 3, "Report to the leads": 3}
    for name, kind in menus.items():
        entry = commands.shortcut(registry(), {"type": kind, "name": name})
        assert entry
        assert entry.action in registry().actions
    assert commands.shortcut(registry(), {"type": 2, "name": "Introduce them to …"}) is None


def test_descriptions_are_translated_and_hold_no_examples_to_type() -> None:
    join = next(leaf for said, leaf in all_leaves() if said == ("kindred", "introduce", "join"))
    assert join["description"] == "Take part"
    assert join["description_localizations"]["fr"] == "Participer"
    for said, leaf in all_leaves():
        assert "/kindred" not in leaf["description"], said
        assert len(leaf["description"]) <= COMMAND_DESCRIPTION
        for text in leaf.get("description_localizations", {}).values():
            assert "/kindred" not in text, said


def test_there_is_room_left_for_more() -> None:
    for entry in tree()[:2]:
        assert len(entry["options"]) < SUBCOMMANDS
        assert sum(map(commands.characters, commands.parts(entry))) < COMMAND_TEXT


# What Discord would not take ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (("tea", "tea show"), "show"),
        (("Tea",), "no name"),
        (("t" * 33,), "no name"),
        ((*(f"tea{'x' * n}" for n in range(26)),), "26 parts"),
        ((*(f"tea {'x' * (n + 1)}" for n in range(26)),), "26 parts"),
        (("brew green tea", "brew green-tea"), "two commands"),
    ],
)
def test_what_discord_would_not_take_is_found_at_the_start(said: tuple[str, ...], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        commands.tree(declared(*said))


def test_too_many_words_are_found_at_the_start() -> None:
    said = [f"{letter} {'x' * (n + 1)}" for letter in "abcd" for n in range(25)]
    with pytest.raises(ValueError, match="characters"):
        commands.tree(declared(*said, length=100))


def test_two_menu_entries_of_one_name_are_found_at_the_start() -> None:
    there = declared("tea")
    feature = there.features[0]
    for _ in range(2):
        feature.shortcut("brew", about="person")
    with pytest.raises(ValueError, match="would be called"):
        commands.tree(Registry.of([feature]))


# In step --------------------------------------------------------------------------------------


def test_the_digest_changes_only_when_the_commands_do() -> None:
    made_anew = commands._tree.__wrapped__(registry().features)
    assert commands.digest(made_anew) == commands.digest(tree())
    turned = [dict(reversed(entry.items())) for entry in tree()]
    assert commands.digest(turned) == commands.digest(tree())
    other = deepcopy(tree())
    other[0]["options"][0]["description"] += "!"
    assert commands.digest(other) != commands.digest(tree())


# From Discord ---------------------------------------------------------------------------------


def kinds_of(*said: str) -> dict[str, Json]:
    """The options of a command that takes one of everything."""
    return {
        each["name"]: each
        for s, leaf in leaves_of(EVERYTHING)
        if s == said
        for each in leaf["options"]
    }


def test_each_kind_of_argument_has_discords_own_picker() -> None:
    options = kinds_of("kindred", "pour")
    assert {name: option["type"] for name, option in options.items()} == {
        "cups": 4,
        "size": 3,
        "who": 6,
        "who_name": 3,
        "milk": 5,
        "on": 3,
    }
    assert (options["cups"]["min_value"], options["cups"]["max_value"]) == (1, 9)
    assert [(c["name"], c["value"]) for c in options["size"]["choices"]] == [
        ("A large one", "large"),
        ("A small one", "small"),
    ]
    assert "autocomplete" not in options["size"]
    assert [name for name, option in options.items() if option["required"]] == ["cups", "size"]
    assert options["who_name"]["autocomplete"]
    assert options["on"]["max_length"] == 200
    others = kinds_of("kindred", "invite")
    assert (others["where"]["type"], others["where"]["channel_types"]) == (7, [0, 5])
    assert others["why"]["max_length"] == 20
    assert faults_of("PUT", "/applications/1/commands", commands.tree(EVERYTHING)) == []


def test_every_option_is_described_in_the_readers_language() -> None:
    for said, leaf in all_leaves():
        for option in leaf.get("options", []):
            assert option["description"] != option["name"], said
            assert len(option["description"]) > len("to whom"), (said, option)
            members = said[0] == "kindred"
            assert not members or "fr" in option.get("description_localizations", {}), (
                said,
                option,
            )


def test_what_is_picked_arrives_as_what_it_is() -> None:
    given = [
        {"type": 6, "name": "who", "value": "42"},
        {"type": 7, "name": "where", "value": "43"},
        {"type": 4, "name": "cups", "value": 3},
        {"type": 5, "name": "milk", "value": False},
        {"type": 3, "name": "who_name", "value": " Ada "},
    ]
    assert commands.filled(registry(), data_of(("kindred", "pour"), given), "7").values == {
        "who": Ref("discord", "42"),
        "where": Ref("discord", "7/43"),
        "cups": 3,
        "milk": False,
        "who_name": "Ada",
    }


def test_choices_count_among_the_characters() -> None:
    [pour] = [leaf for said, leaf in leaves_of(EVERYTHING) if said[-1] == "pour"]
    size = next(option for option in pour["options"] if option["name"] == "size")
    own = len("size") + len(size["description"])
    assert commands.characters(size) == own + len("A large onelargeA small onesmall")


def test_people_who_are_mentioned_in_a_field_are_read_as_accounts() -> None:
    given = [{"type": 3, "name": "who", "value": " <@42> because we both bake with <@!43> "}]
    filled = commands.filled(registry(), data_of(("kindred", "introduce", "me"), given), "7")
    assert filled.values == {
        "who": "<@discord:42> because we both bake with <@discord:43>",
    }


def test_what_is_being_typed_is_found_among_the_others() -> None:
    given = [
        {"type": 3, "name": "who", "value": "Ada"},
        {"type": 3, "name": "programme", "value": "te", "focused": True},
    ]
    said = ("facilitate", "round", "hold")
    assert commands.focused(registry(), data_of(said, given)) == (
        "facilitate round hold",
        "programme",
        "te",
    )
    assert commands.focused(registry(), data_of(said, given[:1])) == (
        "facilitate round hold",
        "",
        "",
    )


def test_a_command_without_anything_else_is_read() -> None:
    assert commands.filled(registry(), {"type": 1, "name": "kindred"}, "7") == Filled("kindred", {})
    help_ = {"type": 1, "name": "kindred", "options": [{"type": 1, "name": "help"}]}
    assert commands.filled(registry(), help_, "7") == Filled("kindred help", {})


def unlisted() -> list[Command]:
    return [command for command in registry().commands.values() if not command.listed]


@pytest.mark.parametrize("command", unlisted(), ids=lambda c: c.key)
def test_what_newcomers_need_is_there(command: Command) -> None:
    assert tuple(command.key.split()) in {said for said, _ in all_leaves()}
