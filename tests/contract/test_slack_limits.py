"""Whatever Kindred says or asks fits Slack, by its documented limits and its SDK's own models."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View

from adapters.slack import form_values, limits, modals, render
from bot.bootstrap import registry
from bot.routing.interaction import Dialog, FieldView
from bot.ui.capabilities import shortfalls
from bot.ui.commands import SlashCommand
from bot.ui.fields import KindName, Raw, offered, room, worded
from bot.ui.files import File
from bot.ui.forms import Field, FormSpec
from bot.ui.messages import (
    Actions,
    Block,
    Bullets,
    Button,
    Code,
    Divider,
    Fact,
    Fields,
    Heading,
    Image,
    Link,
    LinkButton,
    Mention,
    Message,
    Moment,
    Note,
    Option,
    Plain,
    Select,
    Strong,
    Table,
    Text,
    words_of,
)
from bot.ui.text import clean
from tests.adapters.slack_forms import initial_state
from tests.adapters.slack_rules import judge_message, judge_view
from tests.extent import few_or_all

Json = dict[str, Any]
KNOWN = {1: "U1AAA", 2: "U2BBB"}


# Any message ----------------------------------------------------------------------------------

short_texts = st.text(max_size=60)
long_texts = st.one_of(
    st.builds(
        lambda word, n: f"{word} " * n, st.text("ab<&>*_`:é😀\n", max_size=9), st.integers(0, 500)
    ),
    st.integers(0, 7000).map("x".__mul__),
)
texts = st.one_of(*[short_texts] * 9, long_texts)
short_urls = st.sampled_from(
    ["https://x.example/a?b=<c>|d&e", "javascript:alert(1)", "", "http://", "https://[", "/local"]
)
urls = st.one_of(
    short_urls,
    st.integers(0, 4000).map(lambda n: "https://x.example/" + "p" * n),
    st.just("x y"),
)
moments = st.datetimes(datetime(1960, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def riches_of(texts: st.SearchStrategy[str], urls: st.SearchStrategy[str], most: int) -> Any:
    """Texts of some spans of every kind."""
    spans = st.one_of(
        st.builds(Plain, texts),
        st.builds(Strong, texts),
        st.builds(Code, texts),
        st.builds(Mention, st.integers(1, 4), st.text(max_size=90)),
        st.builds(Moment, moments, st.sampled_from(["date", "time", "datetime"])),
        st.builds(Link, texts, urls),
        st.builds(lambda text: SlashCommand("kindred find").filled(query=text), texts),
    )
    return st.lists(spans, max_size=most).map(tuple)


riches = riches_of(texts, urls, 4)
short_riches = riches_of(short_texts, short_urls, 2)
labels = st.text(min_size=1, max_size=75)
values = st.text(max_size=15)
options = st.builds(Option, labels, values)
buttons = st.builds(
    Button, labels, st.just("f.do"), values, st.sampled_from(["plain", "primary", "danger"])
)
actions = st.one_of(
    st.lists(st.one_of(buttons, st.builds(LinkButton, labels, urls)), min_size=1, max_size=5),
    st.builds(
        Select, labels, st.just("f.pick"), st.lists(options, min_size=1, max_size=25).map(tuple)
    ).map(lambda select: [select]),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.sampled_from([0, 1, 2, 3, 4, 21]))
    # Long words, in many cells, in many rows would be a book: what is long is tried elsewhere.
    cells = st.lists(short_riches, min_size=width, max_size=width).map(tuple)
    columns = draw(st.lists(short_texts, min_size=width, max_size=width))
    rows = draw(st.lists(cells, max_size=3)) * draw(
        st.sampled_from([1, 1, 1, 1, few_or_all(15, 40)])
    )
    return Table(tuple(columns), tuple(rows))


blocks = st.one_of(
    st.builds(Heading, texts),
    st.builds(Text, riches),
    st.builds(Bullets, st.lists(riches, max_size=9).map(tuple)),
    st.builds(Note, riches),
    st.builds(Fields, st.lists(st.builds(Fact, labels, riches), max_size=6).map(tuple)),
    st.builds(Image, urls, texts),
    st.sampled_from(["members.csv", "walk.ics"]).map(lambda name: File(name, "text/csv", "a.b")),
    tables(),
    st.just(Divider()),
    actions.map(tuple).map(Actions),
)
messages = st.builds(
    lambda some, times, fallback: Message(tuple(some * times), fallback),
    st.lists(blocks, min_size=1, max_size=6),
    st.sampled_from([1, 1, 1, 1, few_or_all(5, 15)]),
    st.text(min_size=1).filter(str.strip),
)


def strings(part: object) -> Iterator[str]:
    """All words in blocks that people read, in order."""
    if isinstance(part, list):
        for each in part:
            yield from strings(each)
    elif isinstance(part, dict):
        for key in ("text", "fallback", "alt_text", "placeholder", "rows", "elements", "options"):
            if isinstance(part.get(key), str):
                yield part[key]
            else:
                yield from strings(part.get(key))


def letters(text: str) -> str:
    """What counts of a text: no white space, no marks that Slack's escaping needs."""
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r"\s+", "", plain)


def check(message: Message, **how: Any) -> list[list[Json]]:
    """Render a message and judge every page of it."""
    pages = render.pages(message, KNOWN, **how)
    assert pages
    for page in pages:
        assert 1 <= len(page) <= how.get("most", limits.BLOCKS_PER_MESSAGE)
        verdict = judge_message({"text": render.notice(message), "blocks": page})
        assert not verdict.error, verdict.problems
        assert sum(map(render.weight, page)) <= limits.MESSAGE_WEIGHT
        for parsed in SdkBlock.parse_all(page):
            parsed.validate_json()
            parsed.to_dict()
    assert 1 <= len(render.notice(message)) <= limits.NOTICE
    return pages


@given(messages)
@settings(max_examples=few_or_all(15, 60))
@pytest.mark.slow("large messages are invented")
def test_any_message_of_any_size_renders_within_the_limits(message: Message) -> None:
    check(message)


@given(messages, st.integers(1, 20))
@settings(max_examples=few_or_all(6, 25))
@pytest.mark.slow("large messages are invented")
def test_any_message_renders_within_fewer_blocks_and_without_tables_and_images(
    message: Message, most: int
) -> None:
    pages = check(message, most=most, plain_tables=True, plain_images=True)
    assert not {block["type"] for page in pages for block in page} & {"table", "image"}


@given(messages)
@pytest.mark.slow("large messages are invented")
@settings(max_examples=few_or_all(15, 60))
def test_no_words_are_lost_over_all_pages(message: Message) -> None:
    shown = letters("".join(strings(render.pages(message, {}))))
    for block in message.blocks:
        for word in told_by(block):
            wanted = letters(clean(word))
            assert wanted in shown, f"{wanted[:80]!r} of {block.kind} is lost"


def told_by(block: Block) -> Iterator[str]:
    """Pieces of a block that must all be there, unbroken but for white space."""
    match block:
        case Heading(text=words) | Image(alt=words):
            yield words
        case Text(spans=found) | Note(spans=found):
            yield from (word for span in found for word in span_words(span))
        case Actions(controls=controls):
            yield from (c.label for c in controls if not isinstance(c, Select))
        case File(name=words):
            yield words
        case Divider():
            pass
        case _:
            yield from (word for span in cells_of(block) for word in span_words(span))


def cells_of(block: Bullets | Fields | Table) -> Iterator[Any]:
    match block:
        case Bullets(items=items):
            yield from (span for item in items for span in item)
        case Fields(facts=facts):
            yield from (span for fact in facts for span in (Plain(fact.label), *fact.spans))
        case Table(columns=columns, rows=rows):
            yield from map(Plain, columns if rows else ())
            yield from (span for row in rows for cell in row for span in cell)


def span_words(span: Any) -> Iterator[str]:
    match span:
        case Mention(name=name):
            yield name
        case SlashCommand(name=name, arguments=arguments):
            yield f"/{name}"
            yield from (argument.text for argument in arguments)
        case _:
            yield words_of(Text((span,)))


@given(messages)
@settings(max_examples=few_or_all(6, 25))
def test_any_message_renders_as_a_modal_and_as_a_home(message: Message) -> None:
    for view, surface in (
        (modals.message_modal("A title that is too long for Slack", message, KNOWN), "modal"),
        (modals.home_view(message, KNOWN), "home"),
    ):
        verdict = judge_view(view, surface)
        assert not verdict.error, verdict.problems
        View(**view).to_dict()


# Every form -----------------------------------------------------------------------------------

COMMUNITY_SIZED = tuple(Option.of(f"Network {n} {'x' * 80}", f"n{n}") for n in range(250))


def pages_of_forms() -> list[tuple[FormSpec, int]]:
    forms = [route.spec for route in registry().forms.values()]
    return [(spec, page) for spec in forms for page in range(len(spec.pages))]


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
            return "<@slack:U1AAA>"
        case "Channel":
            return "slack:T1/C1"
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
            accept=getattr(spec.fields[name].kind, "extensions", ()),
        )
        for name in spec.pages[page].names
    )
    title = worded(spec.pages[page].title)
    return Dialog(spec.key, "subject", worded(spec.title), page, len(spec.pages), title, fields)


def echoed(view: Json) -> Json:
    """The view as Slack sends it back when nothing in it was touched."""
    states = {
        block["block_id"]: {
            block["element"]["action_id"]: initial_state(block["element"]),
        }
        for block in view["blocks"]
        if block["type"] == "input"
    }
    return view | {"state": {"values": states}}


def judged(view: Json) -> Json:
    verdict = judge_view(view, "modal")
    assert not verdict.error, verdict.problems
    View(**view).to_dict()
    return view


@pytest.mark.parametrize(
    ("spec", "page"), pages_of_forms(), ids=lambda each: getattr(each, "key", str(each))
)
def test_every_page_of_every_form_is_a_view_that_gives_its_values_back(
    spec: FormSpec, page: int
) -> None:
    empty = judged(modals.form(shown(spec, page, filled=False)))
    assert not any(map("".join, form_values.values_in(echoed(empty), "T1").values()))
    dialog = shown(spec, page, filled=True, error="This is <wrong> *indeed*.")
    view = judged(modals.form(dialog))
    back = form_values.values_in(echoed(view), "T1")
    for field in dialog.fields:
        joined = field.kind == "Topics" and ", ".join(field.value)
        assert back[field.name] == (joined or field.value or ""), field.name
    assert modals.metadata_of(view) == modals.Metadata(spec.key, "subject", page)
    assert modals.errors(dialog, view) == {
        f"{field.name}@{page}": field.error for field in dialog.fields
    }


@pytest.mark.parametrize("kind", ["Choice", "Choices", "Topics", "ShortText"])
def test_more_and_longer_options_than_a_menu_holds_can_be_chosen(kind: KindName) -> None:
    spec, _ = pages_of_forms()[0]
    dialog = shown(spec, 0, filled=False)
    wide = replace(dialog.fields[0], kind=kind, options=COMMUNITY_SIZED, value="n249")
    view = judged(modals.form(replace(dialog, fields=(wide,))))
    back = form_values.values_in(echoed(view), "T1")[wide.name]
    assert back == (["n249"] if kind == "Choices" else "n249")


def test_slack_offers_all_that_kindred_needs() -> None:
    assert shortfalls(limits.PLATFORM, limits.CAPABILITIES) == []
