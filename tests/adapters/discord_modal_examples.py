"""For each rule about answers and modals: what Discord takes, and what it does not."""

from typing import Any

from tests.adapters.discord_rule_examples import (
    CALLBACK,
    V2,
    Example,
    Json,
    Request,
    button,
    choice,
    choose,
    many,
    option,
    row,
    said,
)


def answer(kind: int, **data: Any) -> Request:
    """An answer to an interaction."""
    return Request("POST", CALLBACK, {"type": kind, "data": data} if data else {"type": kind})


def offered(*choices: Any) -> Request:
    """What is offered while someone types."""
    return answer(8, choices=list(choices))


def typed(**fields: Any) -> Json:
    """A field for text."""
    return {"type": 4, "custom_id": "about", "style": 2, **fields}


def radio(**fields: Any) -> Json:
    """A choice of one."""
    return {"type": 21, "custom_id": "often", "options": many(2), **fields}


def ticks(**fields: Any) -> Json:
    """A choice of several."""
    return {"type": 22, "custom_id": "days", "options": many(3), **fields}


def asked(component: Json, **fields: Any) -> Json:
    """A field with its words."""
    return {"type": 18, "label": "About you", "component": component, **fields}


def form(*parts: Json, **fields: Any) -> Request:
    """A modal."""
    data = {"custom_id": "discord.form:profile:0:", "title": "You", "components": list(parts)}
    return answer(9, **{**data, **fields})


def asks(component: Json) -> Request:
    """A modal of one field."""
    return form(asked(component))


ANSWER_EXAMPLES = [
    Example("answers that there are", answer(6), answer(3), "an answer to an interaction"),
    Example(
        "an answer says something",
        answer(4, flags=V2 | 64, components=[said()]),
        answer(4, flags=V2 | 64),
        "content or components",
    ),
    Example(
        "an answer has data", answer(4, flags=V2, components=[said()]), answer(4), "needs data"
    ),
    Example(
        "an answer has no nonce",
        answer(4, flags=V2, components=[said()]),
        answer(4, flags=V2, components=[said()], nonce="a"),
        "has no nonce",
    ),
    Example(
        "a deferral may be for one", answer(5, flags=64), answer(5, flags=V2 | 64), "bits 32768"
    ),
    Example("a deferral may have no data", answer(5), answer(5, content="Hi"), "has no content"),
    Example("a silent deferral has no data", answer(6), answer(6, flags=64), "has no data"),
    Example(
        "an update is a message",
        answer(7, flags=V2, components=[row(button())]),
        answer(7, flags=V2, components=[button()]),
        "does not stand in a message",
    ),
    Example(
        "an update is not read aloud",
        answer(7, flags=V2, components=[said()]),
        answer(7, flags=V2, components=[said()], tts=False),
        "has no tts",
    ),
    Example(
        "25 choices",
        offered(*[choice(value=f"v{n}") for n in range(25)]),
        offered(*[choice(value=f"v{n}") for n in range(26)]),
        "26 items",
    ),
    Example("a choice's name", offered(choice("a" * 100)), offered(choice("")), "0 characters"),
    Example(
        "a choice's value",
        offered(choice(value="a" * 100)),
        offered(choice(value="a" * 101)),
        "101 characters",
    ),
    Example(
        "choices of one kind",
        offered(choice(value=1), choice(value=2)),
        offered(choice(value=1), choice(value="2")),
        "of one kind",
    ),
    Example("choices may be none", offered(), answer(8, flags=64, choices=[]), "has no flags"),
]

MODAL_EXAMPLES = [
    Example(
        "a text has 4000 characters",
        form(said("a" * 4000)),
        form(said("a" * 4001)),
        "4001 characters",
    ),
    Example("a modal has no flags", asks(typed()), form(asked(typed()), flags=64), "has no flags"),
    Example(
        "a title",
        form(asked(typed()), title="a" * 45),
        form(asked(typed()), title="a" * 46),
        "46 characters",
    ),
    Example(
        "a modal's custom_id",
        form(asked(typed()), custom_id="a" * 100),
        form(asked(typed()), custom_id="a" * 101),
        "101 characters",
    ),
    Example("five parts", form(*[said()] * 5), form(*[said()] * 6), "6 items"),
    Example("one part", form(said("Thank you")), form(), "0 items"),
    Example("labels, not rows", asks(typed()), form(row(typed(label="About"))), "a modal"),
    Example(
        "a label's words",
        form(asked(typed(), label="a" * 45)),
        form(asked(typed(), label="a" * 46)),
        "46 characters",
    ),
    Example(
        "a label's description",
        form(asked(typed(), description="a" * 100)),
        form(asked(typed(), description="a" * 101)),
        "101 characters",
    ),
    Example(
        "a label's description is not empty",
        form(asked(typed(), description=None)),
        form(asked(typed(), description="")),
        "0 characters",
    ),
    Example(
        "a label holds a field",
        asks(typed()),
        form({"type": 18, "label": "You"}),
        "needs component",
    ),
    Example("no button in a label", asks(typed()), asks(button()), "a label"),
    Example(
        "fields have different custom_ids",
        form(asked(typed()), asked(radio())),
        form(asked(typed()), asked(typed())),
        "custom_id 'about'",
    ),
    Example("no label in a field", asks(typed()), asks(typed(label="About")), "has no label"),
    Example("a field's style", asks(typed(style=1)), asks(typed(style=3)), "one of"),
    Example("a field's most", asks(typed(max_length=4000)), asks(typed(max_length=4001)), "4001"),
    Example(
        "a field's least",
        asks(typed(min_length=1, max_length=2)),
        asks(typed(min_length=3, max_length=2)),
        "is more than",
    ),
    Example(
        "what stands in a field fits",
        asks(typed(value="ab", max_length=2)),
        asks(typed(value="abc", max_length=2)),
        "allowed by max_length",
    ),
    Example(
        "what stands in a field",
        asks(typed(value="a" * 4000)),
        asks(typed(value="a" * 4001)),
        "4001 characters",
    ),
    Example(
        "a field's placeholder",
        asks(typed(placeholder="a" * 100)),
        asks(typed(placeholder="a" * 101)),
        "101 characters",
    ),
    Example(
        "a field may be left empty",
        asks(typed(required=False)),
        asks(typed(required=0)),
        "true or false",
    ),
    Example(
        "nothing is off in a modal",
        asks(choose()),
        asks(choose(disabled=False)),
        "has no disabled",
    ),
    Example(
        "a select that may be left empty",
        asks(choose(min_values=0, required=False)),
        asks(choose(min_values=0)),
        "`required` to be false",
    ),
    Example(
        "a person in a modal",
        asks(choose(5, required=False)),
        asks(choose(5, options=many(1))),
        "has no options",
    ),
    Example("two buttons at least", asks(radio()), asks(radio(options=many(1))), "1 items"),
    Example(
        "ten buttons at most",
        asks(radio(options=many(10))),
        asks(radio(options=many(11))),
        "11 items",
    ),
    Example(
        "one button is pressed",
        asks(radio(options=[option("a", default=True), option("b")])),
        asks(radio(options=[option("a", default=True), option("b", default=True)])),
        "2 chosen beforehand",
    ),
    Example(
        "a radio group takes one", asks(radio()), asks(radio(max_values=1)), "has no max_values"
    ),
    Example("one tick at least", asks(ticks(options=many(1))), asks(ticks(options=[])), "0 items"),
    Example(
        "ten ticks at most",
        asks(ticks(options=many(10))),
        asks(ticks(options=many(11))),
        "11 items",
    ),
    Example(
        "ticks that may be left empty",
        asks(ticks(min_values=0, required=False)),
        asks(ticks(min_values=0, required=True)),
        "`required` to be false",
    ),
    Example(
        "ticks are as many as there are",
        asks(ticks(max_values=3)),
        asks(ticks(max_values=4)),
        "max_values 4 of 3",
    ),
    Example(
        "a group's options have no emoji",
        asks(ticks(options=[option()])),
        asks(ticks(options=[option(emoji={"name": "👋"})])),
        "has no emoji",
    ),
    Example(
        "a tick is never required",
        asks({"type": 23, "custom_id": "news", "default": True}),
        asks({"type": 23, "custom_id": "news", "required": True}),
        "has no required",
    ),
    Example(
        "ten files",
        asks({"type": 19, "custom_id": "files", "max_values": 10}),
        asks({"type": 19, "custom_id": "files", "max_values": 11}),
        "11, 1 to 10",
    ),
]
