"""How forms look in Discord, what comes back of them, and what is said between their pages."""

from dataclasses import replace
from typing import Any

import pytest

from adapters.discord import modals, render, routes
from adapters.discord.spans import Ids
from bot.routing.interaction import Dialog, FieldView
from bot.ui.fields import Raw
from bot.ui.messages import Message, Option
from tests.adapters.discord_echo import submitted
from tests.adapters.discord_rules import faults_of

Json = dict[str, Any]


def field(kind: str, value: str | list[str] = "", **more: Any) -> FieldView:
    given = {"name": "it", "label": "It", "hint": "", "required": False, "max_length": 0}
    return FieldView(**{**given, "kind": kind, "options": (), "value": value, "error": "", **more})


def dialog(*fields: FieldView, page: int = 0, pages: int = 1) -> Dialog:
    return Dialog("f.form", "7:8", "The form", page, pages, "The page", fields)


def modal(*fields: FieldView, page: int = 0, pages: int = 1) -> Json:
    shown = modals.modal(dialog(*fields, page=page, pages=pages))
    path = "/interactions/1/token/callback"
    assert faults_of("POST", path, {"type": 9, "data": shown}) == []
    return shown


def component(*fields: FieldView) -> Json:
    found: Json = modal(*fields)["components"][0]["component"]
    return found


def letters(number: int) -> tuple[Option, ...]:
    return tuple(Option(f"The {n}th", str(n)) for n in range(number))


# Modals ---------------------------------------------------------------------------------------


def test_a_modal_says_which_page_of_what_it_is() -> None:
    assert modal(field("ShortText"))["title"] == "The form"
    shown = modal(field("ShortText"), page=1, pages=3)
    assert shown["title"] == "The form: The page"
    assert shown["custom_id"] == "discord.form:f.form:1:7:8"
    assert modals.about(shown["custom_id"]) == ("f.form", 1, "7:8")
    long = replace(
        dialog(field("Day"), page=1, pages=3),
        title="A programme of the town",
        page_title="Who is introduced to whom",
    )
    assert modals.modal(long)["title"] == "A programme of the town (2 of 3)"


@pytest.mark.parametrize(
    "id_", ["", "discord.form", "discord.form:x", "discord.form:x:y:z", "f.form:1:2", "other:f:1:2"]
)
def test_another_modal_is_none_of_ours(id_: str) -> None:
    with pytest.raises(ValueError, match="no page of a form"):
        modals.about(id_)


def test_a_form_that_has_too_much_to_carry_is_said_at_once() -> None:
    with pytest.raises(ValueError, match=r"f\.form"):
        modals.modal(replace(dialog(field("Day")), subject="s" * 100))


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("ShortText", {"max_length": 80}, 4),
        ("LongText", {"max_length": 2000}, 4),
        ("Number", {}, 4),
        ("Day", {}, 4),
        ("Zone", {}, 4),
        ("Topics", {"max_length": 60}, 4),
        ("Channel", {}, 8),
        ("Choice", {"options": letters(1)}, 3),
        ("Choice", {"options": letters(2)}, 21),
        ("Choice", {"options": letters(10)}, 21),
        ("Choice", {"options": letters(11)}, 3),
        ("Choice", {"options": letters(26)}, 4),
        ("Choice", {}, 4),
        ("Choices", {"options": letters(1)}, 22),
        ("Choices", {"options": letters(11)}, 3),
    ],
)
def test_each_kind_of_field_has_its_component(kind: str, more: Any, expected: int) -> None:
    for required in (False, True):
        shown = component(field(kind, required=required, **more))
        assert shown["type"] == expected
        assert shown["required"] is required


def test_what_was_chosen_is_chosen_again() -> None:
    options = (Option("None", ""), Option("A", "=a"), Option("B", "b"), Option("B again", "b"))
    for value in ("", "=a", "b"):
        shown = component(field("Choice", value, options=options))
        chosen = [o for o in shown["options"] if o.get("default")]
        assert [routes.value_of(o["value"]) for o in chosen] == [value]
    many = component(field("Choices", ["=a", "b"], options=options))
    assert [o.get("default", False) for o in many["options"]] == [False, True, True]
    assert many["max_values"] == 3
    picked = component(field("Channel", "discord:1/22"))
    assert picked["default_values"] == [{"id": "22", "type": "channel"}]
    assert picked["channel_types"] == [0, 5]


@pytest.mark.parametrize("value", ["#tea", "slack:T1/C1", "discord:1/tea"])
def test_what_no_menu_can_hold_stays_as_it_was_typed(value: str) -> None:
    shown = component(field("Channel", value))
    assert shown["type"] == 4
    assert shown["value"] == value


def people(value: Raw, *others: FieldView) -> list[Json]:
    """What a field for a person is shown as, before others."""
    parts = modal(field("Person", value, required=True), *others)["components"]
    return [part["component"] for part in parts]


def test_a_person_is_picked_or_named_beside_it() -> None:
    picker, name = people("")
    assert (picker["type"], name["type"]) == (5, 4)
    assert not picker["required"]
    assert not name["required"]
    picker, name = people("<@discord:12>")
    assert picker["default_values"] == [{"id": "12", "type": "user"}]
    assert "value" not in name
    for said in ("Bo Example", "<@slack:U1>", "7"):
        picker, name = people(said)
        assert "default_values" not in picker
        assert name["value"] == said
    picker, name = people(["<@discord:12>", "Bo"])
    assert (picker["default_values"][0]["id"], name["value"]) == ("12", "Bo")


def test_somebody_the_form_knows_is_picked_where_they_have_an_account_here() -> None:
    for others in ((), tuple(replace(field("Number"), name=f"n{n}") for n in range(4))):
        known = field("Person", "Bo Example", required=True, account="<@discord:12>")
        picker, *rest = [part["component"] for part in modal(known, *others)["components"]]
        assert picker["default_values"] == [{"id": "12", "type": "user"}]
        assert not any("value" in each for each in rest)


def test_a_name_beside_a_picker_is_as_long_as_one_that_is_read() -> None:
    assert people("")[1]["max_length"] == 200


def test_where_there_is_no_room_for_a_name_a_person_is_picked_or_stays_as_typed() -> None:
    others = [replace(field("Number"), name=f"n{n}") for n in range(4)]
    assert [part["type"] for part in people("", *others)] == [5, 4, 4, 4, 4]
    assert people("", *others)[0]["required"]
    assert [part["type"] for part in people("Bo", *others)] == [4, 4, 4, 4, 4]


@pytest.mark.parametrize(
    ("picked", "typed", "arrives"),
    [
        ([], "", ""),
        (["12"], "", "<@discord:12>"),
        ([], "Bo", "Bo"),
        (["12"], "Bo", ["<@discord:12>", "Bo"]),
    ],
)
def test_what_was_picked_and_what_was_typed_arrive_as_one_field(
    picked: list[str], typed: str, arrives: Raw
) -> None:
    shown = modal(field("Person"))
    name = shown["components"][0]["component"]["custom_id"]
    back = modals.values_in(submitted(shown, {name: picked, f"{name}~": typed}), "1")
    assert back == {name: arrives}


def test_a_person_of_another_chat_is_shown_by_name_where_it_is_known() -> None:
    ada = Option("Ada Example", "7")
    parts = modal(field("Person", "7", options=(ada,)))["components"]
    assert parts[1]["component"]["value"] == "Ada Example"


def test_a_long_text_can_be_edited_and_one_too_long_for_discord_stays() -> None:
    shown = component(field("LongText", "x\n" * 1250, max_length=2000))
    assert (shown["style"], shown["max_length"], len(shown["value"])) == (2, 2500, 2500)
    wordy = field("LongText", "x" * 4001, name="wordy", max_length=2000)
    told, _ = modal(wordy, field("ShortText"))["components"]
    assert told["type"] == 10
    assert "more than a form in Discord can hold" in told["content"]
    back = modals.values_in(submitted(modal(wordy, field("ShortText", "y"))), "1")
    assert back == {"it": "y"}, "what is not asked is not answered: the core keeps it"


def test_hints_and_examples_fit() -> None:
    offered = tuple(Option.of(f"topic {n}", str(n)) for n in range(200))
    (label,) = modal(field("Topics", hint="What you love", options=offered))["components"]
    assert label["description"] == "What you love"
    assert label["component"]["placeholder"].startswith("For example: topic 0, topic 1")
    (label,) = modal(field("Topics"))["components"]
    assert label["description"] == "Put a comma between them."
    assert "placeholder" not in label["component"]
    assert "description" not in modal(field("ShortText"))["components"][0]


def test_what_is_wrong_stands_at_its_field() -> None:
    (label,) = modal(field("Day", "soon", error="No date. " * 20))["components"]
    assert label["description"].startswith("⚠ No date.")
    assert label["component"]["value"] == "soon"


# Back again -----------------------------------------------------------------------------------


def test_values_are_read_from_every_component() -> None:
    states: list[Json] = [
        {"type": 4, "custom_id": "words", "value": "a\nb <@12> <@!13>"},
        {"type": 4, "custom_id": "none", "value": ""},
        {"type": 3, "custom_id": "one", "values": ["a"]},
        {"type": 3, "custom_id": "empty", "values": []},
        {"type": 21, "custom_id": "radio", "value": "==x"},
        {"type": 21, "custom_id": "blank", "value": "="},
        {"type": 21, "custom_id": "unset", "value": None},
        {"type": 22, "custom_id": "many[]", "values": ["=", "b"]},
        {"type": 3, "custom_id": "more[]", "values": []},
        {"type": 8, "custom_id": "where", "values": ["22"]},
        {"type": 8, "custom_id": "nowhere", "values": []},
    ]
    labels = [{"type": 18, "id": n, "component": state} for n, state in enumerate(states)]
    assert modals.values_in({"components": [*labels, {"type": 10, "id": 99}]}, "1") == {
        "words": "a\nb <@discord:12> <@discord:13>",
        "none": "",
        "one": "a",
        "empty": "",
        "radio": "=x",
        "blank": "",
        "unset": "",
        "many": ["", "b"],
        "more": [],
        "where": "discord:1/22",
        "nowhere": "",
    }
    assert modals.values_in({}, "1") == {}


# Between the pages ----------------------------------------------------------------------------


def pressed(message: Message) -> dict[str, str]:
    """The buttons of a message: label to custom_id; the message is judged."""
    (page,) = render.pages(message, Ids())
    body = render.body(page, render.allowed_mentions(message, Ids()), ephemeral=True)
    assert faults_of("POST", "/webhooks/1/token", body) == []
    rows = (part["components"] for part in page if part["type"] == 1)
    return {button["label"]: button["custom_id"] for row in rows for button in row}


def test_between_two_pages_there_are_three_ways_to_go() -> None:
    assert pressed(modals.between(dialog(field("Day"), page=1, pages=3))) == {
        "Go on: The page": "discord.form:f.form:1:7:8",
        "Back": "discord.form:f.form:0:7:8",
        "Save": "discord.done:f.form:1:7:8",
    }
    first = pressed(modals.between(dialog(field("Day"), pages=3)))
    assert list(first) == ["Go on: The page"]


def test_what_is_wrong_is_listed_with_the_way_to_put_it_right() -> None:
    wrong = dialog(
        field("Day", "soon", label="Until", error="*No* date."), field("Day"), page=1, pages=2
    )
    message = modals.between(wrong)
    assert pressed(message) == {"Put it right": "discord.form:f.form:1:7:8"}
    (page,) = render.pages(message, Ids())
    assert page[1]["content"] == r"- **Until:** \*No\* date."


def test_a_form_that_came_too_late_is_offered() -> None:
    assert pressed(modals.form_offer(dialog(field("Day")))) == {
        "Open the form": "discord.form:f.form:0:7:8"
    }
