"""A field for a time: in parts where a chat has pickers, as a line of text where it has none."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import modals as discord_modals
from adapters.slack import form_values
from adapters.slack import modals as slack_modals
from bot.routing.interaction import Dialog, FieldView
from bot.ui.when_field import WhenParts, as_typed, parts_of
from tests.adapters.slack_rules import judge_view

Json = dict[str, Any]

PICKED = ["2026-12-03", "18:30", "90 minutes", "Europe/Paris"]


def dialog(value: str | list[str], *, required: bool = True, error: str = "") -> Dialog:
    field = FieldView("at", "When", "Begins", "", required, 200, (), value, error)
    return Dialog("f.form", "7", "The form", 0, 1, "The page", (field,))


def slack(value: str | list[str], **more: Any) -> dict[str, Json]:
    """The inputs of a form in Slack, by their blocks."""
    view = slack_modals.form(dialog(value, **more))
    assert not judge_view(view, "modal").error
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def test_in_slack_a_time_has_pickers_of_slacks_own_that_hold_what_was_picked() -> None:
    blocks = slack(PICKED)
    assert {name: block["element"]["type"] for name, block in blocks.items()} == {
        "at@0": "datepicker",
        "at~time@0": "timepicker",
        "at~ends@0": "plain_text_input",
        "at~zone@0": "external_select",
    }
    day, time, ends, zone = (block["element"] for block in blocks.values())
    assert (day["initial_date"], time["initial_time"]) == ("2026-12-03", "18:30")
    assert ends["initial_value"] == "90 minutes"
    assert zone["initial_option"]["text"]["text"] == "Europe/Paris"
    assert [block["optional"] for block in blocks.values()] == [False, False, True, False]


def test_in_slack_a_time_that_was_typed_elsewhere_stays_a_line() -> None:
    (block,) = slack("tomorrow at six").values()
    assert block["element"]["initial_value"] == "tomorrow at six"


def test_in_slack_what_was_picked_comes_back_as_it_was() -> None:
    values: dict[str, Json] = {
        "at@0": {"value": {"type": "datepicker", "selected_date": PICKED[0]}},
        "at~time@0": {"value": {"type": "timepicker", "selected_time": PICKED[1]}},
        "at~ends@0": {"value": {"type": "plain_text_input", "value": PICKED[2]}},
        "at~zone@0": {
            "value": {"type": "external_select", "selected_option": {"value": f"={PICKED[3]}"}}
        },
    }
    assert form_values.values_in({"state": {"values": values}}, "T1") == {"at": PICKED}
    for part in values.values():
        part["value"] = {"type": part["value"]["type"]}
    assert form_values.values_in({"state": {"values": values}}, "T1") == {"at": [""] * 4}


def test_in_slack_an_error_stands_at_the_day() -> None:
    wrong = dialog(PICKED, error="That has passed.")
    assert slack_modals.errors(wrong) == {"at@0": "That has passed."}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (PICKED, "2026-12-03 18:30, 90 minutes Europe/Paris"),
        (["2026-12-03", "18:30", "20:00", ""], "2026-12-03 18:30 - 20:00"),
        (["", "", "", "Europe/Paris"], ""),
        ("tomorrow at six", "tomorrow at six"),
    ],
)
def test_in_discord_a_time_is_a_line(value: str | list[str], shown: str) -> None:
    (field,) = discord_modals.modal(dialog(value))["components"]
    assert field["component"]["type"] == 4
    assert field["component"].get("value", "") == shown


parts = st.lists(st.sampled_from(["", "2026-12-03", "18:30", "x"]), min_size=4, max_size=4)


@given(st.one_of(st.text(max_size=20), parts))
def test_any_value_can_be_shown(value: str | list[str]) -> None:
    found = parts_of(value)
    if isinstance(value, list):
        assert found == WhenParts(*value)
    assert isinstance(as_typed(value), str)


def test_what_is_typed_exactly_can_be_picked() -> None:
    typed = "2026-12-03 18:30 - 20:00 Europe/Paris"
    assert parts_of(typed) == WhenParts("2026-12-03", "18:30", "20:00", "Europe/Paris")
    assert as_typed(WhenParts("2026-12-03", "18:30", "20:00", "Europe/Paris").as_list()) == typed
