"""How messages look in Discord, and that people's words are never anything but words."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from adapters.discord import limits, render, routes
from adapters.discord.blocks import text
from adapters.discord.spans import Ids, escape, inline
from bot.ui.channels import ChannelMention
from bot.ui.commands import Argument, SlashCommand
from bot.ui.languages import in_language
from bot.ui.messages import (
    Actions,
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
    Part,
    Plain,
    RichText,
    Select,
    Strong,
    Table,
    Text,
    fields,
    row,
    say,
)
from bot.ui.text import clean
from tests.adapters.discord_markdown import Piece, read, words_of
from tests.adapters.discord_rules import faults_of
from tests.extent import few_or_all

Json = dict[str, Any]

NASTY = (
    "# a\n- b\n> c\n-# d\n1. e\n*b* _i_ __u__ ~~s~~ ||p|| `c` ```x``` \\ @everyone @here <@77> "
    "<@!77> <@&5> <#6> </a:7> <t:1:R> <:x:8> :smile: [z](https://z.example) <https://y.example>"
)
AT = datetime(2026, 12, 3, 10, 30, tzinfo=UTC)
SECONDS = 1796293800
KNOWN = Ids({1: "77", 3: "78"})


def judged(components: list[Json], mentions: Json | None = None, **how: Any) -> Json:
    """The components as a post, judged by Discord's rules."""
    body = render.body(components, mentions or {"parse": [], "users": []}, **how)
    path = "/webhooks/1/token" if how.get("ephemeral") else "/channels/1/messages"
    assert faults_of("POST", path, body) == []
    return body


def shown(*parts: Part | None) -> list[Json]:
    """The only page of a message of these parts."""
    message = say(*parts, fallback="…")
    (page,) = render.pages(message, KNOWN)
    judged(page, render.allowed_mentions(message, KNOWN))
    return page


def told(*parts: Part | None) -> str:
    """The only text of a message of these parts."""
    (component,) = shown(*parts)
    assert component["type"] == 10
    content: str = component["content"]
    return content


# Spans ----------------------------------------------------------------------------------------


def test_each_span_has_its_markdown() -> None:
    spans: RichText = (
        Plain("Meet "),
        Mention(1, "Ada"),
        Plain(" and "),
        Mention(2, "Bo"),
        Strong(" soon"),
        Plain(": "),
        Code("as it is"),
        Plain(" "),
        Link("here", "https://x.example/a_b"),
        Plain(" "),
        ChannelMention("discord:34/56"),
        Plain(" "),
        Moment(AT),
    )
    there = f"[here](https://x.example/a_b) <#56> <t:{SECONDS}:F>"
    assert told(spans) == (f"Meet <@77> and **Bo soon**: `as it is` {there}")


NAMES = {"kindred introduce": "kindred introduce show", "kindred find": "kindred find"}
SYNCED = Ids(commands={key: f"{name}:91" for key, name in NAMES.items()})
NOT_YET = Ids(commands=NAMES)
FIND = SlashCommand("kindred find").filled(query="tea in *Leeds*")
SWAP = SlashCommand("facilitate round swap").filled(one="@Ada", other="`@Bo`")


@pytest.mark.parametrize(
    ("command", "ids", "shown"),
    [
        (SlashCommand("kindred introduce"), SYNCED, "</kindred introduce show:91>"),
        (SlashCommand("kindred introduce"), NOT_YET, "`/kindred introduce show`"),
        (FIND, SYNCED, "</kindred find:91> `query: tea in *Leeds*`"),
        (FIND, NOT_YET, "`/kindred find` `query: tea in *Leeds*`"),
        (SWAP, Ids(), "`/facilitate round swap` `one: @Ada` `` other: `@Bo` ``"),
        (SlashCommand("kindred find", (Argument("[words]"),)), SYNCED, "</kindred find:91>"),
    ],
)
def test_a_command_can_be_clicked_once_discord_has_it(
    command: SlashCommand, ids: Ids, shown: str
) -> None:
    assert inline((Plain("Type "), command, Plain(".")), ids) == f"Type {shown}."


def test_a_command_in_small_print_and_in_a_list_can_be_clicked() -> None:
    (page,) = render.pages(say(Note((FIND,)), Bullets(((FIND,), (FIND,)))), SYNCED)
    assert [part["content"] for part in page] == [
        "-# </kindred find:91> `query: tea in *Leeds*`",
        "\n".join(["- </kindred find:91> `query: tea in *Leeds*`"] * 2),
    ]


@pytest.mark.parametrize("text", ["/kindred find", "</kindred find:91>", "`/kindred find`"])
def test_what_people_wrote_never_becomes_a_command(text: str) -> None:
    filled = SlashCommand("kindred find").filled(query=text)
    for span in (Plain(text), Strong(text), Code(text), Mention(9, text), Link(text, ""), filled):
        pieces = [piece for piece in read(inline((span,), SYNCED)) if piece.kind == "mention"]
        assert len(pieces) == (span is filled)


def test_what_is_filled_into_a_command_is_cut_like_other_words() -> None:
    (page,) = render.pages(say(SlashCommand("kindred find").filled(query="tea " * 900)), SYNCED)
    first, *others = [part["content"] for part in page]
    assert first.startswith("</kindred find:91> `query: tea")
    assert others
    assert all(other.startswith("`tea") for other in others)


@pytest.mark.parametrize(("style", "shape"), [("date", "D"), ("time", "t")])
def test_a_moment_can_be_a_day_or_an_hour(style: Any, shape: str) -> None:
    assert told(Moment(AT, style)) == f"<t:{SECONDS}:{shape}>"


def test_a_moment_long_ago_is_told_in_words() -> None:
    assert read(told(Moment(datetime(1960, 1, 1, tzinfo=UTC)))) == [
        Piece("text", "Fri 01 Jan 1960 00:00 UTC")
    ]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "discord://-/settings",
        "https://",
        "https://[",
        "https://x.example/\nhttps://y.example",
        "https://x.example/" + "p" * 1500,
        "",
    ],
)
def test_a_link_that_leads_nowhere_is_plain_words(url: str) -> None:
    assert told(Link("here", url)) == "here"
    assert "javascript" not in json.dumps(shown(row(LinkButton("Go", url))))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", "<https://x.example/?a=%28b%29>"),
        ("https://x.example/?a=(b)", "<https://x.example/?a=%28b%29>"),
        ("here", "[here](https://x.example/?a=%28b%29)"),
        ("*here*", r"\*here\* (<https://x.example/?a=%28b%29>)"),
        ("tea ☕", "tea ☕ (<https://x.example/?a=%28b%29>)"),
        ("bank.example", "bank.example (<https://x.example/?a=%28b%29>)"),
        ("https://bank.example", r"<https://bank.example> (<https://x.example/?a=%28b%29>)"),
        ("a](b", r"a\](b (<https://x.example/?a=%28b%29>)"),
    ],
)
def test_a_link_never_says_it_leads_elsewhere(said: str, expected: str) -> None:
    if expected.startswith("<https://bank"):
        expected = expected.replace("<https://bank.example>", "<https://bank.example>")
    assert told(Link(said, "https://x.example/?a=(b)")) == expected


def test_what_would_end_a_link_is_encoded() -> None:
    (link,) = read(told(Link("a", "https://x.example/a b)(`*|<>\\c")))
    assert link == Piece("link", "a", "https://x.example/a%20b%29%28%60%2A%7C%3C%3E%5Cc")


def test_bold_words_keep_their_stars_apart() -> None:
    assert told((Strong("a"), Strong("b"))) == "**ab**"
    assert told((Plain("*"), Strong("a*"), Plain("*"))) == r"\***a\***\*"
    assert told(Strong("one \n\n two")) == "**one** \n\n **two**"
    assert read(told((Plain("*"), Strong("a*"), Plain("*")))) == [
        Piece("text", "*"),
        Piece("text", "a*", styles=frozenset({"strong"})),
        Piece("text", "*"),
    ]


@pytest.mark.parametrize("code", ["a", "a`b", "`a`", "a\\", "**x**", "@everyone", "||", "<@77>"])
def test_code_is_shown_as_it_stands(code: str) -> None:
    found = read(told((Plain("type "), Code(code), Plain("`"))))
    assert [piece.kind for piece in found] == ["text", "code", "text"]
    assert found[1].text.replace("\u200b", "") == code


def test_code_that_no_fence_can_hold_is_plain_words() -> None:
    assert read(told(Code("a``b"))) == [Piece("text", "a``b")]


def test_lines_of_code_stay_where_they_were() -> None:
    assert told((Plain("So:\n"), Code("a  | b\n@everyone"))).startswith("So:\n```\na  | b\n@\u200b")
    assert told(Code("a\n```b")) == "`a`\n\\`\\`\\`b"


def test_empty_words_and_control_characters_are_dropped() -> None:
    spans: RichText = (Plain(""), Strong("\x00\x07"), Plain("a\u202eb\r\nc\x1b"), Code(""))
    assert told(spans, "", Bullets(((Plain(" "),),)), "\x01") == "ab\nc"


def test_a_message_that_says_nothing_shows_its_fallback() -> None:
    assert render.pages(Message((Text((Plain(""),)), Divider()), "Well"), Ids()) == [[text("Well")]]
    assert render.pages(Message((Text(()),), "\x07"), Ids()) == [[text("…")]]


# Words of people ------------------------------------------------------------------------------

marks = st.text("ab1 \n\\*_~`|<>[]()#-+.:@/&!=\u200b", max_size=60)
snippets = st.sampled_from(
    [*NASTY.split(" "), "https://x.example/a_b", "(http://a.example)", "\n", " ", "www.a.example"]
)
texts = st.one_of(
    marks, st.text(max_size=60), st.lists(st.one_of(snippets, marks), max_size=9).map("".join)
)


def no_width(text: str) -> str:
    return text.replace("\u200b", "")


@given(texts)
@example(NASTY)
@settings(max_examples=few_or_all(30, 120))
def test_whatever_people_write_is_read_as_it_was_written(text: str) -> None:
    pieces = read(escape(text))
    assert {piece.kind for piece in pieces} <= {"text", "link"}
    assert not any(piece.styles for piece in pieces)
    assert all(piece.text == piece.target for piece in pieces if piece.kind == "link")
    assert no_width("".join(piece.text for piece in pieces)) == no_width(clean(text))


@given(texts)
@example(NASTY)
@settings(max_examples=few_or_all(15, 60))
def test_no_other_reader_of_markdown_finds_marks_in_it_either(text: str) -> None:
    reader = MarkdownIt("commonmark").enable("strikethrough")
    reader.disable(["code", "lheading", "hr", "html_block", "html_inline", "entity"])
    tokens = reader.parse(escape(text))
    kinds = {token.type for token in tokens} | {
        child.type for token in tokens for child in token.children or ()
    }
    plain = {"paragraph_open", "paragraph_close", "inline", "text", "softbreak", "hardbreak"}
    assert kinds <= plain | {"link_open", "link_close", "text_special"}
    for token in tokens:
        links = [child for child in token.children or () if child.type == "link_open"]
        assert all(link.markup == "autolink" for link in links)


@given(texts, texts, texts)
@settings(max_examples=few_or_all(15, 60))
def test_words_stay_words_beside_and_inside_any_other(first: str, second: str, last: str) -> None:
    spans = (Plain(first), Strong(second), Plain(last), Mention(9, first), Code("a"), Plain(second))
    pieces = read(inline(spans, Ids()))
    assert {piece.kind for piece in pieces} <= {"text", "link", "code"}
    assert {style for piece in pieces for style in piece.styles} <= {"strong"}
    said = clean(first) + clean(second) + clean(last) + clean(first) + "a" + clean(second)
    assert no_width("".join(piece.text for piece in pieces)) == no_width(said)


@given(texts)
@example("@everyone <@77> <@!77> <@&5> @HERE")
def test_not_even_discord_finds_a_mention_in_what_people_wrote(text: str) -> None:
    for span in (Plain(text), Strong(text), Code(text), Mention(9, text), Link(text, "")):
        content = inline((span,), Ids())
        assert not re.search(r"@everyone|@here|<@[!&]?\d+>", content, re.IGNORECASE)


def test_nobody_is_mentioned_by_their_text() -> None:
    cell: RichText = (Plain(NASTY), Strong(NASTY), Code(NASTY), Mention(9, NASTY))
    message = say(
        Heading(NASTY),
        Text(cell),
        Bullets((cell,)),
        Note(cell),
        Fields((Fact(NASTY, cell),)),
        Table((NASTY,), ((cell,),)),
        Link(NASTY, "https://x.example"),
        fallback="…",
    )
    page = [part for page in render.pages(message, KNOWN) for part in page]
    kinds = {piece.kind for part in page for piece in read(part["content"])}
    assert kinds == {"text", "link", "code"}
    assert render.allowed_mentions(message, KNOWN) == {"parse": [], "users": []}


def test_exactly_those_who_are_mentioned_on_a_page_are_pinged() -> None:
    message = say(
        (Mention(1, "Ada"), Plain(" "), Mention(2, "Bo")), "word " * 900, Mention(3, "Cy")
    )
    mentions = render.allowed_mentions(message, KNOWN)
    assert mentions == {"parse": [], "users": ["77", "78"]}
    pages = [judged(page, mentions) for page in render.pages(message, KNOWN)]
    assert [page["allowed_mentions"]["users"] for page in pages] == [["77"], ["78"]]


def test_addresses_that_people_wrote_lead_where_they_say() -> None:
    assert told("see https://x.example/a_b, (http://y.example) and https://é.example!") == (
        r"see <https://x.example/a_b>, (<http://y.example>) and https\://é.example!"
    )
    assert told("https://x.example/**a**") == r"https\://x.example/\*\*a\*\*"
    assert read(told("https://x.example/@everyone"))[0].kind == "text"


# Blocks ---------------------------------------------------------------------------------------


def test_each_block_has_its_shape() -> None:
    assert shown(
        Heading("Hello\nthere, C#"),
        Bullets(((Plain("one\n\nmore"),), (Strong("two"),))),
        Fields((Fact("Who", (Plain("Ada\nBo"),)), Fact("Where", (Plain("# Bath"),)))),
        Divider(),
        Image("https://x.example/a.png", ""),
        Note((Plain("small\nprint"),)),
    ) == [
        text("## Hello there, C#\u200b"),
        text("- one\n  more\n- **two**"),
        text("**Who:** Ada\nBo\n**Where:** \\# Bath"),
        {"type": 14, "divider": True, "spacing": 1},
        {
            "type": 12,
            "items": [
                {"media": {"url": "https://x.example/a.png"}, "description": "A picture"},
            ],
        },
        text("-# small\n-# print"),
    ]


def test_a_long_heading_is_bold_words() -> None:
    assert told(Heading("h" * 201)) == f"**{'h' * 201}**"


def test_an_image_from_nowhere_is_its_description() -> None:
    for nowhere in ("/local.png", "http://localhost:8000/a.png", "http://[::1]/a.png"):
        assert told(Image(nowhere, "A map")) == "A map"
    assert told(Image("https://x.example/" + "p" * 2048, "A map")) == "A map"


def test_a_long_description_of_an_image_stands_below_it() -> None:
    picture, words = shown(Image("https://x.example/a.png", "long " * 300))
    assert len(picture["items"][0]["description"]) <= limits.MEDIA_TEXT
    assert words_of(words["content"]) == ("long " * 300)


TABLE = Table(("Who", "When"), (((Mention(1, "Ada"),), (Moment(AT),)), ((Plain("Bo"),), ())))


def test_no_colon_stands_at_the_beginning_of_a_line_in_french() -> None:
    with in_language("fr"):
        facts, table = fields([("Hôtes", "Ada")]), Table(("Qui",), (((Plain("Bo"),),),))
    assert facts
    assert told(facts) == "**Hôtes\u00a0:** Ada"
    assert told(table) == "- Qui\u00a0: **Bo**"


def test_a_table_is_told_in_words_that_fit_a_phone() -> None:
    assert told(TABLE) == f"- Who: <@77> · When: <t:{SECONDS}:F>\n- Who: **Bo** · When: –"
    assert told(Table(("Who", "When"), ())) == "**Who · When**"


def test_lines_at_the_ends_of_a_page_are_left_out() -> None:
    assert [part["type"] for part in shown(Divider(), "a", Divider(), "b", Divider())] == [
        10,
        14,
        10,
    ]


# Long messages --------------------------------------------------------------------------------


def test_a_long_text_is_split_between_paragraphs_lines_or_words() -> None:
    for gap in ("\n\n", "\n", " "):
        said = gap.join(["some words of somebody"] * 150)
        pieces = [part["content"] for part in shown(said)]
        assert gap.join(pieces) == said
        assert all(len(piece) <= limits.PART for piece in pieces)


def test_bold_words_are_bold_again_after_a_split() -> None:
    pieces = [part["content"] for part in shown(Strong("*" * 30 + " some words" * 250))]
    assert len(pieces) > 1
    for piece in pieces:
        (only,) = read(piece)
        assert only.styles == {"strong"}


def test_an_endless_word_is_cut_and_nothing_of_it_is_lost() -> None:
    pages = render.pages(say("*" * 9000), Ids())
    assert "".join(words_of(part["content"]) for page in pages for part in page) == "*" * 9000


def test_too_many_texts_are_put_together_before_there_is_a_second_page() -> None:
    (page,) = render.pages(say(*(f"Line {n}" for n in range(80))), Ids())
    assert len(page) < limits.COMPONENTS
    assert [f"Line {n}" in json.dumps(page) for n in range(80)] == [True] * 80
    message = say(*(part for n in range(60) for part in (Divider(), f"Line {n}")))
    assert [len(page) for page in render.pages(message, Ids())] == [39, 39, 39]


def test_more_words_than_a_message_holds_go_on_a_second_page() -> None:
    pages = render.pages(say("word " * 2000), Ids(), marker=lambda number: 1_000_000 + number)
    assert [page[0]["id"] for page in pages] == [1_000_000, 1_000_001, 1_000_002]
    for page in pages:
        judged(page)


def test_a_heading_stays_with_what_it_is_about() -> None:
    first, second = render.pages(say("a " * 900, "b " * 900, Heading("About"), "c " * 900), Ids())
    assert first[-1]["content"].startswith("b")
    assert second[0]["content"] == "## About"


def test_a_long_answer_is_shown_page_by_page() -> None:
    delivery = "discord:1234567890123456789"
    message = say(*(f"{n} " + "word " * 300 for n in range(5)), row(Button("Yes", "a.b", "1")))
    routes_found = []
    for number in range(3):
        page = render.paged(message, Ids(), number, delivery)
        judged(page, ephemeral=True)
        note, pager = page[-2:]
        assert note["content"] == f"-# Page {number + 1} of 3"
        found = [routes.action_of(button["custom_id"]) for button in pager["components"]]
        routes_found.append([value for _, value in found])
        assert {action for action, _ in found} == {render.MORE}
    assert routes_found == [
        [f"1:{delivery}"],
        [f"0:{delivery}", f"2:{delivery}"],
        [f"1:{delivery}"],
    ]
    assert render.paged(message, Ids(), 99, delivery) == render.paged(message, Ids(), 2, delivery)
    assert render.paged(say("short"), Ids(), 0, delivery) == [text("short")]


def test_a_page_is_for_one_pair_of_eyes_where_that_is_wanted() -> None:
    assert judged([text("x")])["flags"] == 1 << 15
    assert judged([text("x")], ephemeral=True)["flags"] == 1 << 15 | 1 << 6
    assert judged([text("x")], quiet=True)["flags"] == 1 << 15 | 1 << 12


# Things to press ------------------------------------------------------------------------------


def test_buttons_carry_their_route() -> None:
    (component,) = shown(
        row(
            Button("Yes", "ideas.vote", "7", "primary"),
            Button("No", "ideas.vote", "8", "danger"),
            Button("Why", "ideas.why"),
            LinkButton("Read", "https://x.example"),
        )
    )
    assert component == {
        "type": 1,
        "components": [
            {"type": 2, "style": 1, "label": "Yes", "custom_id": "ideas.vote:7"},
            {"type": 2, "style": 4, "label": "No", "custom_id": "ideas.vote:8"},
            {"type": 2, "style": 2, "label": "Why", "custom_id": "ideas.why"},
            {"type": 2, "style": 5, "label": "Read", "url": "https://x.example"},
        ],
    }


def test_a_menu_carries_its_values() -> None:
    options = (Option("One", ""), Option("Two", "=2"), Option("Two again", "=2"), Option("3", "3"))
    (component,) = shown(row(Select("Pick", "a.pick", options)))
    (menu,) = component["components"]
    assert menu["placeholder"] == "Pick"
    assert routes.action_of(menu["custom_id"]) == ("a.pick", "")
    assert [routes.value_of(option["value"]) for option in menu["options"]] == ["", "=2", "3"]


def test_equal_controls_of_a_message_all_work() -> None:
    same = [row(*[Button("Yes", "a.yes", "1")] * 5)] * 6
    menus = [row(Select("Pick", "a.pick", (Option("One", "1"),)))] * 2
    page = shown(*same, *menus)
    ids = [control["custom_id"] for part in page for control in part["components"]]
    assert len(set(ids)) == 32
    assert {routes.action_of(id_) for id_ in ids} == {("a.yes", "1"), ("a.pick", "")}


actions = st.from_regex(r"[a-z][a-z0-9_.-]{0,30}", fullmatch=True)


@given(actions, st.text(max_size=100), st.integers(0, 32))
@settings(max_examples=few_or_all(15, 60))
def test_any_route_of_the_core_comes_back_as_it_was(action: str, value: str, equal: int) -> None:
    while len(f"{action}:{value}".encode()) > 100:
        value = value[:-1]
    value += "x" * (100 - len(f"{action}:{value}".encode()))
    for given_value in (value, ""):
        taken: list[str] = []
        for _ in range(equal + 1):
            taken.append(routes.custom_id(action, given_value, taken))
        assert all(1 <= len(id_) <= limits.CUSTOM_ID for id_ in taken)
        assert len(set(taken)) == len(taken)
        assert {routes.action_of(id_) for id_ in taken} == {(action, given_value)}
        Actions((Button("Yes", action, given_value),))  # as long as the core allows


def test_a_route_that_discord_cannot_carry_is_said_at_once() -> None:
    for action, value in (("a", "x" * 100), ("A", "1"), ("a:b", "1")):
        with pytest.raises(ValueError, match="Discord cannot carry"):
            routes.custom_id(action, value)
    with pytest.raises(ValueError, match="no value of 101"):
        routes.value_for("x" * 101)
    assert routes.action_of("Something of another's") == ("", "Something of another's")


def test_a_button_that_leads_nowhere_is_words() -> None:
    assert told(row(LinkButton("Read", "javascript:x"))) == "Read"
    far = "https://x.example/" + "p" * 600
    assert told(row(LinkButton("Read", far))) == f"[Read]({far})"
    farther = "https://x.example/" + "p" * 1600
    assert words_of(told(row(LinkButton("Read", farther)))) == f"Read: {farther}"
