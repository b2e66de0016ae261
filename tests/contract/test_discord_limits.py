"""Whatever Kindred says or asks fits Discord, by its documentation and its OpenAPI description."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from adapters.discord import commands, limits, modals, render, routes
from adapters.discord.spans import Ids
from bot.bootstrap import registry
from bot.routing.interaction import Dialog, FieldView
from bot.ui.capabilities import shortfalls
from bot.ui.fields import Raw, offered, room, worded
from bot.ui.forms import Field, FormSpec
from bot.ui.messages import Message
from bot.ui.text import clean
from bot.ui.when_field import as_typed
from tests.adapters.discord_echo import submitted
from tests.adapters.discord_markdown import words_of
from tests.adapters.discord_named import faults_of_named
from tests.adapters.discord_rules import faults_of
from tests.contract.test_slack_limits import messages, pages_of_forms, told_by
from tests.extent import few_or_all

Json = dict[str, Any]
KNOWN = Ids({1: "11111", 2: "22222"})


# Any message ----------------------------------------------------------------------------------


def check(message: Message, **how: Any) -> list[list[Json]]:
    """Render a message and judge every page of it."""
    pages = render.pages(message, KNOWN, **how)
    mentions = render.allowed_mentions(message, KNOWN)
    assert pages
    for page in pages:
        assert sum(map(render.weight, page)) <= limits.TEXT
        body = render.body(page, mentions)
        assert faults_of("POST", "/channels/1/messages", body) == []
        assert set(body["allowed_mentions"]["users"]) == mentioned_on(page)
    return pages


def misnamed(message: Message) -> list[str]:
    """What the message names as commands that Discord does not have."""
    there = [{**each, "id": str(n)} for n, each in enumerate(commands.tree(registry()), 10**17)]
    ids = Ids(KNOWN.users, commands.names(registry(), commands.ids_of(there)))
    return [fault for page in render.pages(message, ids) for fault in faults_of_named(there, page)]


def mentioned_on(page: list[Json]) -> set[str]:
    contents = (component.get("content", "") for component in page)
    return {user for told in contents for user in re.findall(r"<@(\d+)>", told)}


@given(messages)
@settings(max_examples=few_or_all(10, 40))
@pytest.mark.slow("large messages are invented")
def test_any_message_of_any_size_renders_within_the_limits(message: Message) -> None:
    check(message, marker=lambda page: 1_000_000 + page)


@given(messages)
@settings(max_examples=few_or_all(6, 25))
@pytest.mark.slow("large messages are invented")
def test_any_message_can_be_leafed_through(message: Message) -> None:
    delivery = "discord:1234567890123456789"
    last = len(render.pages(message, KNOWN)) + 9
    for page in (0, last):
        shown = render.paged(message, KNOWN, page, delivery)
        body = render.body(shown, render.allowed_mentions(message, KNOWN), ephemeral=True)
        assert faults_of("POST", "/webhooks/1/token", body) == []
        assert sum(map(render.weight, shown)) <= limits.TEXT


def strings(part: object) -> Iterator[str]:
    """All words of components that people read, in order."""
    if isinstance(part, list):
        for each in part:
            yield from strings(each)
    elif isinstance(part, dict):
        yield words_of(part.get("content", ""))
        yield part.get("file", {}).get("url", "")
        yield from (part.get(key, "") for key in ("label", "placeholder", "description"))
        for key in ("components", "options", "items"):
            yield from strings(part.get(key))


def letters(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


@given(messages)
@settings(max_examples=few_or_all(8, 30))
@pytest.mark.slow("large messages are invented")
def test_no_words_are_lost_over_all_pages(message: Message) -> None:
    shown = letters("".join(strings(render.pages(message, Ids()))))
    for block in message.blocks:
        for word in told_by(block):
            wanted = letters(clean(word))
            assert wanted in shown or is_moment(wanted), f"{wanted[:80]!r} is lost"


def is_moment(wanted: str) -> bool:
    """Whether it is a point in time, which each reader's own client puts into words."""
    return bool(re.fullmatch(r"(\w{3}\d\d\w{3,4}\d{4})?(\d\d:\d\dUTC)?", wanted))


# Every form -----------------------------------------------------------------------------------


def example(field: Field) -> Raw:  # noqa: C901  # one arm a kind
    """Something that stands in a field of this kind."""
    choices = [option.value for option in offered(field.kind)]
    match type(field.kind).__name__:
        case "Choice":
            return choices[-1] if choices else ""
        case "Choices":
            return choices[:3]
        case "Number":
            return "12"
        case "Day":
            return "2026-12-03"
        case "WhenField":
            return ["2026-12-03", "18:30", "90 minutes", "Europe/Paris"]
        case "Person":
            return "<@discord:11111>"
        case "Channel":
            return "discord:7/8"
        case "Topics":
            return ["growing food", "tea & cake"]
        case "Zone":
            return "Europe/Paris"
        case "Upload":
            return ""  # no form opens with a file in it
        case _:
            return "Words <of> *somebody*"


def shown(spec: FormSpec, page: int, *, filled: bool, error: str = "") -> Dialog:
    fields = tuple(
        FieldView(
            name=name,
            kind=spec.fields[name].kind.name,
            label=worded(spec.fields[name].kind.label),
            hint=worded(spec.fields[name].kind.hint),
            required=spec.fields[name].required,
            max_length=room(spec.fields[name].kind),
            options=offered(spec.fields[name].kind),
            value=example(spec.fields[name]) if filled else "",
            error=error,
        )
        for name in spec.pages[page].names
    )
    title = worded(spec.pages[page].title)
    return Dialog(spec.key, "12345", worded(spec.title), page, len(spec.pages), title, fields)


def judged(modal: Json) -> Json:
    body = {"type": 9, "data": modal}
    assert faults_of("POST", "/interactions/1/token/callback", body) == []
    return modal


@pytest.mark.parametrize(
    ("spec", "page"), pages_of_forms(), ids=lambda each: getattr(each, "key", str(each))
)
def test_every_page_of_every_form_is_a_modal_that_gives_its_values_back(
    spec: FormSpec, page: int
) -> None:
    empty = judged(modals.modal(shown(spec, page, filled=False)))
    assert not any(map("".join, modals.values_in(submitted(empty), "7").values()))
    dialog = shown(spec, page, filled=True, error="This is <wrong> *indeed*.")
    modal = judged(modals.modal(dialog))
    back = modals.values_in(submitted(modal), "7")
    for field in dialog.fields:
        joined = field.kind == "Topics" and ", ".join(field.value)
        time = field.kind == "When" and as_typed(field.value)
        assert back[field.name] == (joined or time or field.value or ""), field.name
    assert modals.about(modal["custom_id"]) == (spec.key, page, "12345")
    check(modals.errors(dialog))
    check(modals.between(replace(dialog, fields=())))
    check(modals.form_offer(dialog))


def test_every_action_of_the_registry_can_be_carried() -> None:
    for action in registry().actions:
        assert routes.action_of(routes.custom_id(action, "1")) == (action, "1")


def test_discord_offers_all_that_kindred_needs() -> None:
    assert shortfalls(limits.PLATFORM, limits.CAPABILITIES) == []
