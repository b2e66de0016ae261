"""For each rule about messages: what Discord takes, and what it does not."""

from tests.adapters.discord_rule_examples import (
    MESSAGES,
    V2,
    Example,
    Request,
    box,
    button,
    choose,
    edit,
    gallery,
    image,
    link,
    many,
    mentions,
    option,
    post,
    row,
    said,
    section,
)

ELSEWHERE = "https://example.org/map.ics"


def shown(url: str) -> dict[str, object]:
    """A file as a part of a message."""
    return {"type": 13, "file": {"url": url}}


MESSAGE_EXAMPLES = [
    Example("a nonce may be a number", post(said(), nonce=7), post(said(), nonce=7.5), "whole"),
    Example(
        "a premium button has no label",
        post(row({"type": 2, "style": 6, "sku_id": "5"})),
        post(row({"type": 2, "style": 6, "sku_id": "5", "label": "Buy"})),
        "a premium button has no label",
    ),
    Example("a snowflake is a string", mentions(users=["5"]), mentions(users=[5]), "snowflake"),
    Example(
        "a snowflake has nothing but digits",
        mentions(users=["50"]),
        mentions(users=["05"]),
        "snowflake",
    ),
    Example("no unknown keys", post(said()), post(said(), colour=1), "has no colour"),
    Example(
        "no unknown keys in parts", post(said()), post(said(colour=1)), "Request has no colour"
    ),
    Example("what is needed is there", post(said()), post({"type": 10}), "needs content"),
    Example(
        "what is needed is not null",
        post(said()),
        post({"type": 10, "content": None}),
        "must be a string",
    ),
    Example("a message says something", post(said()), Request("POST", MESSAGES, {}), "content or"),
    Example("a layout has a part", edit(said()), edit(), "0 items"),
    Example("a layout has no content", post(said()), post(said(), content="Hi"), "has no content"),
    Example("a layout needs its flag", post(said()), post(said(), flags=0), "does not stand in"),
    Example("flags are those that can be set", post(said()), post(said(), flags=V2 | 64), "bits"),
    Example(
        "an edit repeats flags", edit(said(), flags=V2 | 64), edit(said(), flags=V2 | 1), "bits"
    ),
    Example("an edit has no nonce", edit(said()), edit(said(), nonce="a"), "has no nonce"),
    Example(
        "what is not used is not sent",
        post(said(), tts=False),
        post(said(), tts=True),
        "Kindred does not use",
    ),
    Example(
        "a nonce has 25 letters",
        post(said(), nonce="n" * 25, enforce_nonce=True),
        post(said(), nonce="n" * 26),
        "26 characters",
    ),
    Example(
        "forty parts in all",
        post(box(*[said(".") for _ in range(39)])),
        post(box(*[said(".") for _ in range(40)])),
        "41 components in all",
    ),
    Example(
        "4000 characters in all",
        post(said("a" * 2000), section(said("b" * 2000))),
        post(said("a" * 2000), section(said("b" * 2001))),
        "4001 characters in all",
    ),
    Example(
        "ids are different", post(said(id=1), said(id=2)), post(said(id=1), said(id=1)), "id 1"
    ),
    Example("an id of 0 is none", post(said(id=0), said(id=0)), post(said(id=-1)), "-1, 0 to"),
    Example("an id has 32 bits", post(said(id=2**31 - 1)), post(said(id=2**31)), "2147483648"),
    Example(
        "custom_ids are different",
        post(row(button("a:1"), button("a:2"))),
        post(row(button("a:1")), section(said(), accessory=button("a:1"))),
        "custom_id 'a:1'",
    ),
    Example("a text is not empty", post(said(".")), post(said("")), "0 characters"),
    Example(
        "five buttons a row",
        post(row(*[button(f"a:{n}") for n in range(5)])),
        post(row(*[button(f"a:{n}") for n in range(6)])),
        "6 items",
    ),
    Example("one select a row", post(row(choose())), post(row(choose(), button())), "alone"),
    Example("a row is not empty", post(row(button())), post(row()), "0 items"),
    Example("a row holds no text", post(row(button())), post(row(said())), "an action row"),
    Example("a button stands in a row", post(row(button())), post(button()), "a message"),
    Example(
        "a button's label",
        post(row(button(label="a" * 80))),
        post(row(button(label="a" * 81))),
        "81 characters",
    ),
    Example(
        "a button says something", post(row(button())), post(row(button(label=""))), "label or"
    ),
    Example(
        "an emoji has a name",
        post(row(button(label=None, emoji={"name": "👋"}))),
        post(row(button(emoji={"id": "5"}))),
        "needs name",
    ),
    Example("a button's style", post(row(button(style=4))), post(row(button(style=7))), "one of"),
    Example(
        "a button's custom_id",
        post(row(button("a" * 100))),
        post(row(button("a" * 101))),
        "101 characters",
    ),
    Example(
        "a plain button has a custom_id",
        post(row(button())),
        post(row(button(custom_id=None))),
        "needs custom_id",
    ),
    Example(
        "a plain button has no url",
        post(row(button())),
        post(row(button(url="https://example.org"))),
        "has no url",
    ),
    Example("a link has a url", post(row(link())), post(row(link(url=None))), "needs url"),
    Example(
        "a link has no custom_id",
        post(row(link())),
        post(row(link(custom_id="a:1"))),
        "has no custom_id",
    ),
    Example(
        "a link's length",
        post(row(link("https://example.org/" + "a" * 492))),
        post(row(link("https://example.org/" + "a" * 493))),
        "513 characters",
    ),
    Example(
        "a link's scheme", post(row(link())), post(row(link("javascript:alert(1)"))), "address of"
    ),
    Example(
        "three texts a section",
        post(section(said(), said(), said())),
        post(section(said(), said(), said(), said())),
        "4 items",
    ),
    Example(
        "a section has an accessory",
        post(section(said(), accessory={"type": 11, **image()})),
        post({"type": 9, "components": [said()]}),
        "needs accessory",
    ),
    Example(
        "a box in a box", post(box(said())), post(box(box(said()))), "does not stand in a container"
    ),
    Example(
        "a box's colour",
        post(box(said(), accent_color=0xFFFFFF)),
        post(box(said(), accent_color=0x1000000)),
        "16777216",
    ),
    Example(
        "a separator's spacing",
        post(said(), {"type": 14, "divider": True, "spacing": 2}),
        post(said(), {"type": 14, "spacing": 3}),
        "one of",
    ),
    Example(
        "ten images", post(gallery(*[image()] * 10)), post(gallery(*[image()] * 11)), "11 items"
    ),
    Example(
        "an image's description",
        post(gallery(image(description="a" * 1024))),
        post(gallery(image(description="a" * 1025))),
        "1025 characters",
    ),
    Example(
        "an image's description is not empty",
        post(gallery(image())),
        post(gallery(image(description=""))),
        "0 characters",
    ),
    Example(
        "an image's address", post(gallery(image())), post(gallery(image("map.png"))), "address of"
    ),
    Example(
        "a file is an attachment",
        post(shown("attachment://map.ics"), attachments=[{"id": 0, "filename": "map.ics"}]),
        post(shown(ELSEWHERE), attachments=[{"id": 0, "filename": ELSEWHERE}]),
        "address of",
    ),
    Example(
        "25 options",
        post(row(choose(options=many(25)))),
        post(row(choose(options=many(26)))),
        "26 items",
    ),
    Example("a select has options", post(row(choose())), post(row(choose(options=[]))), "0 items"),
    Example(
        "an option's label",
        post(row(choose(options=[option(label="a" * 100)]))),
        post(row(choose(options=[option(label="a" * 101)]))),
        "101 characters",
    ),
    Example(
        "an option's value",
        post(row(choose(options=[option("a" * 100)]))),
        post(row(choose(options=[option("a" * 101, label="a")]))),
        "101 characters",
    ),
    Example(
        "an option's description",
        post(row(choose(options=[option(description="a" * 100)]))),
        post(row(choose(options=[option(description="a" * 101)]))),
        "101 characters",
    ),
    Example(
        "options have different values",
        post(row(choose(options=[option("a"), option("b")]))),
        post(row(choose(options=[option("a"), option("a")]))),
        "value 'a'",
    ),
    Example(
        "no more options chosen than may be",
        post(row(choose(options=[option("a", default=True), option("b")]))),
        post(row(choose(options=[option("a", default=True), option("b", default=True)]))),
        "2 chosen beforehand",
    ),
    Example(
        "a placeholder",
        post(row(choose(placeholder="a" * 150))),
        post(row(choose(placeholder="a" * 151))),
        "151 characters",
    ),
    Example(
        "the least is not more than the most",
        post(row(choose(min_values=1, max_values=2))),
        post(row(choose(min_values=3, max_values=2))),
        "is more than",
    ),
    Example(
        "no more is chosen than there is",
        post(row(choose(max_values=3))),
        post(row(choose(max_values=4))),
        "max_values 4 of 3",
    ),
    Example(
        "a select can be switched off",
        post(row(choose(disabled=True))),
        post(row(choose(disabled="yes"))),
        "true or false",
    ),
    Example(
        "a person to begin with",
        post(row(choose(5, default_values=[{"id": "5", "type": "user"}]))),
        post(row(choose(5, default_values=[{"id": "5", "type": "role"}]))),
        "one of ['user']",
    ),
    Example(
        "as many to begin with as may be chosen",
        post(row(choose(7, default_values=[{"id": "5", "type": "role"}]))),
        post(row(choose(7, default_values=[{"id": "5", "type": "role"}] * 2))),
        "2 items, 1 to 1",
    ),
    Example(
        "types of channels",
        post(row(choose(8, channel_types=[0, 5]))),
        post(row(choose(8, channel_types=["text"]))),
        "one of",
    ),
    Example(
        "mentions by name or by kind",
        mentions(parse=[], users=["5"]),
        mentions(parse=["users"], users=["5"]),
        "not both",
    ),
    Example(
        "a hundred mentions",
        mentions(users=[str(n) for n in range(100)]),
        mentions(users=[str(n) for n in range(101)]),
        "101 items",
    ),
    Example(
        "mentions stand there once", mentions(users=["5"]), mentions(users=["5", "5"]), "twice"
    ),
    Example("kinds of mentions", mentions(parse=["users"]), mentions(parse=["here"]), "one of"),
]
