"""How messages and forms look in Slack, and that people's words are never anything but words."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.slack import form_values, limits, modals, render
from adapters.slack.spans import words as printed
from bot.routing.interaction import Dialog, FieldView
from bot.ui.channels import ChannelMention
from bot.ui.commands import SlashCommand
from bot.ui.fields import Raw
from bot.ui.languages import in_language
from bot.ui.messages import (
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
from tests.adapters.slack_rules import judge_message, judge_view

Json = dict[str, Any]

NASTY = "<!channel> *b* _i_ ~s~ `c` & < > https://x.y @here #general :smile: <@U1> <https://z|z>"
AT = datetime(2026, 12, 3, 10, 30, tzinfo=UTC)
SECONDS = 1796293800
KNOWN = {1: "U1AAA"}


def blocks(*parts: Part | None, **how: Any) -> list[Json]:
    """The only page of a message of these parts, judged by Slack's rules."""
    message = say(*parts, fallback="…")
    (page,) = render.pages(message, KNOWN, **how)
    verdict = judge_message({"text": "…", "blocks": page})
    assert not verdict.error, verdict.problems
    return page


def section(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def text(words: str, *styles: str) -> Json:
    style = {"style": dict.fromkeys(styles, True)} if styles else {}
    return {"type": "text", "text": words, **style}


def plain_text(words: str) -> Json:
    return {"type": "plain_text", "text": words, "emoji": False}


# Spans ----------------------------------------------------------------------------------------


def test_each_span_has_its_element() -> None:
    spans: RichText = (
        Plain("Meet "),
        Mention(1, "Ada"),
        Plain(" and "),
        Mention(2, "Bo"),
        ChannelMention("slack:T1/C1AAA"),
        Strong("soon"),
        SlashCommand("kindred find").filled(query="tea & cake"),
        Code("as it is"),
        Link("here", "https://x.example"),
        Moment(AT),
    )
    assert blocks(spans) == [
        rich(
            section(
                text("Meet "),
                {"type": "user", "user_id": "U1AAA"},
                text(" and "),
                text("Bo", "bold"),
                {"type": "channel", "channel_id": "C1AAA"},
                text("soon", "bold"),
                text("/kindred find tea & cakeas it is", "code"),
                {"type": "link", "url": "https://x.example", "text": "here"},
                {
                    "type": "date",
                    "timestamp": SECONDS,
                    "format": "{date_short_pretty} at {time}",
                    "fallback": "Thu 03 Dec 2026 10:30 UTC",
                },
            )
        )
    ]


@pytest.mark.parametrize(("style", "shape"), [("date", "{date_short_pretty}"), ("time", "{time}")])
def test_a_moment_can_be_a_day_or_an_hour(style: Any, shape: str) -> None:
    (block,) = blocks(Moment(AT, style))
    assert block["elements"][0]["elements"][0]["format"] == shape


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "slack://user?id=U1",
        "https://",
        "https://[",
        "https://x.example/\nhttps://y.example",
        "https://x.example/" + "p" * 3000,
        "",
    ],
)
def test_a_link_that_leads_nowhere_is_plain_words(url: str) -> None:
    assert blocks(Link("here", url)) == [rich(section(text("here")))]
    assert blocks(Note((Link("here", url), Strong(" "))))[0]["type"] in ("context", "rich_text")
    assert "javascript" not in json.dumps(blocks(Link("here", url), Note((Link("a", url),))))


def test_empty_words_and_control_characters_are_dropped() -> None:
    spans: RichText = (Plain(""), Strong("\x00\x07"), Plain("a\u202eb\r\nc\x1b"), Code(""))
    assert blocks(spans, "", Bullets(((Plain(" "),),)), "\x01") == [rich(section(text("ab\nc")))]


def test_a_message_that_says_nothing_shows_its_fallback() -> None:
    message = Message((Text((Plain(""),)),), "Well")
    assert render.pages(message, {}) == [[rich(section(text("Well")))]]
    assert render.pages(Message((Text(()),), "\x07"), {}) == [[rich(section(text("…")))]]


# Blocks ---------------------------------------------------------------------------------------


def test_each_block_has_its_shape() -> None:
    assert blocks(
        Heading("Hello\nthere"),
        Bullets(((Plain("one"),), (Strong("two"),))),
        Fields((Fact("Who", (Plain("Ada"),)), Fact("Where", (Plain("Bath"),)))),
        Divider(),
        Image("https://x.example/a.png", ""),
    ) == [
        {"type": "header", "text": plain_text("Hello there")},
        rich(
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [section(text("one")), section(text("two", "bold"))],
            }
        ),
        rich(
            section(text("Who: ", "bold"), text("Ada")),
            section(text("Where: ", "bold"), text("Bath")),
        ),
        {"type": "divider"},
        {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "A picture"},
    ]


def test_a_long_heading_is_bold_words() -> None:
    assert blocks(Heading("h" * 151)) == [rich(section(text("h" * 151, "bold")))]


def test_an_image_from_nowhere_is_its_description() -> None:
    for nowhere in ("/local.png", "http://127.0.0.1:8000/a.png", "http://10.1.2.3/a.png"):
        assert blocks(Image(nowhere, "A map")) == [rich(section(text("A map")))]
    far = Image("https://x.example/a.png", "A map")
    assert blocks(far, plain_images=True) == [rich(section(text("A map")))]


def test_a_long_description_of_an_image_stands_below_it() -> None:
    picture, words = blocks(Image("https://x.example/a.png", "long " * 500))
    assert len(picture["alt_text"]) <= limits.IMAGE_ALT
    assert words == rich(section(text("long " * 500)))


def test_a_long_text_is_split_between_words() -> None:
    said = "some words " * 700
    page = blocks(said)
    pieces = [block["elements"][0]["elements"][0]["text"] for block in page]
    assert "".join(pieces) == said
    assert all(piece.endswith(" ") and len(piece) <= limits.RICH_TEXT for piece in pieces)


def test_a_long_bullet_goes_on_without_a_second_bullet() -> None:
    page = blocks(Bullets(((Plain("x" * 4000),), (Plain("short"),))))
    kinds = [element["type"] for block in page for element in block["elements"]]
    assert kinds == ["rich_text_list", "rich_text_section", "rich_text_list"]


def test_too_many_blocks_are_put_together_before_there_is_a_second_page() -> None:
    message = say(*(f"Line {n}" for n in range(80)))
    (page,) = render.pages(message, {})
    assert len(page) < limits.BLOCKS_PER_MESSAGE
    assert [f"Line {n}" in json.dumps(page) for n in range(80)] == [True] * 80
    dividers = say(*(part for n in range(60) for part in (Divider(), f"Line {n}")))
    assert [len(page) for page in render.pages(dividers, {})] == [50, 50, 20]


def test_more_words_than_a_message_holds_go_on_a_second_page() -> None:
    pages = render.pages(say("word " * 4000), {})
    assert len(pages) == 3
    assert all(sum(map(render.weight, page)) <= limits.MESSAGE_WEIGHT for page in pages)


# Small print ----------------------------------------------------------------------------------


def test_small_print_of_plain_words_is_plain() -> None:
    assert blocks(Note((Plain(NASTY),))) == [
        {"type": "context", "elements": [plain_text(NASTY)]},
    ]


def test_small_print_has_mentions_dates_links_and_commands() -> None:
    note = Note(
        (
            Plain("a & b <c>: "),
            Mention(1, "Ada"),
            Plain(" or "),
            Mention(2, "Bo <3"),
            Plain(", "),
            Moment(AT, "date"),
            Plain(", "),
            Link("R&D", "https://x.example/?a=1&b=<|>"),
            Plain(". Type "),
            Code("/kindred find <words>"),
            Plain(", "),
            Strong("please"),
            Plain("."),
        )
    )
    (block,) = blocks(note)
    said = block["elements"][0]
    assert said["type"] == "mrkdwn"
    assert said["verbatim"] is True
    assert said["text"] == (
        "a &amp; b &lt;c&gt;: <@U1AAA> or Bo &lt;3, "
        f"<!date^{SECONDS}^{{date_short_pretty}}|Thu 03 Dec 2026>, "
        "<https://x.example/?a=1&amp;b=%3C%7C%3E|R&amp;D>. "
        "Type `/kindred find &lt;words&gt;`, *please*."
    )


@pytest.mark.parametrize(
    "said", ["*b*", "a _i_", "~s~", "`c`", ":smile:", "> quote", "a\n > quote", "😀\n>x"]
)
def test_small_print_with_marks_that_mean_something_is_rich_text(said: str) -> None:
    for span in (Plain(said), Strong(said), Mention(9, said), Link(said, "https://x.example")):
        (block,) = blocks(Note((Plain(""), span, Moment(AT))))
        assert block["type"] == "rich_text", block
        assert said in block["elements"][0]["elements"][0]["text"]


@pytest.mark.parametrize(
    "spans",
    [
        (Plain("a"), Strong("b")),
        (Strong("b"), Plain("c")),
        (Strong("b"), Strong("c")),
        (Strong(" b"), Plain(" c")),
        (Code("a`b"), Plain(" c")),
        (Link("a|b", "https://x.example"), Plain("")),
        (Mention(9, ""), Plain("&gt; x"), Strong("\n")),
    ],
)
def test_small_print_whose_marks_would_not_hold_is_rich_text(spans: RichText) -> None:
    assert blocks(Note(spans))[0]["type"] == "rich_text"


# Nobody is pinged -----------------------------------------------------------------------------


def literal(part: object) -> list[str]:
    """Every place where Slack reads markup, and every element that pings."""
    found = []
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            found.append(part["text"])
        if part.get("type") in ("user", "broadcast", "usergroup", "channel", "emoji", "link"):
            found.append(part["type"])
        if part.get("emoji") is True:
            found.append("emoji")
        part = list(part.values())
    if isinstance(part, list):
        found += [hit for each in part for hit in literal(each)]
    return found


def test_what_people_wrote_is_never_a_ping_a_link_or_markup() -> None:
    cell: RichText = (Plain(NASTY), Strong(NASTY), Code(NASTY), Mention(9, NASTY))
    page = blocks(
        Heading(NASTY),
        Text(cell),
        Bullets((cell,)),
        Note(cell),
        Note((Plain(NASTY),)),
        Fields((Fact(NASTY, cell),)),
        Image("https://x.example/a.png", NASTY),
        Table((NASTY,), ((cell,),)),
        row(Button(NASTY[:75], "f.do")),
        row(Select(NASTY[:75], "f.pick", (Option(NASTY[:75], "1"),))),
    )
    assert literal(page) == []
    assert json.dumps(page).count("<!channel>") == 28, "each of them is there, as it was written"


def test_the_words_of_a_notification_are_escaped_and_not_too_long() -> None:
    escaped = render.notice(say("x", fallback="<!channel> & <@U1>\x07"))
    assert escaped == "&lt;!channel&gt; &amp; &lt;@U1&gt;"
    long = render.notice(say("x", fallback="<" * 5000))
    assert len(long) <= limits.NOTICE
    assert long.replace("&lt;", "") == "…"
    assert len(render.notice(say("x", fallback="<" * 5000), most=20)) <= 20


# Tables ---------------------------------------------------------------------------------------

TABLE = Table(("Who", "When"), (((Mention(1, "Ada"),), (Moment(AT),)), ((Plain("Bo"),), ())))


def test_a_table_is_a_table() -> None:
    (block,) = blocks(TABLE)
    assert block["type"] == "table"
    head, ada, bo = block["rows"]
    assert [cell["elements"][0]["elements"] for cell in head] == [
        [text("Who", "bold")],
        [text("When", "bold")],
    ]
    assert ada[0]["elements"][0]["elements"][0] == {"type": "user", "user_id": "U1AAA"}
    assert bo[1]["elements"][0]["elements"] == [text("–")]


def test_a_table_can_be_told_in_words() -> None:
    (block,) = blocks(TABLE, plain_tables=True)
    (listed,) = block["elements"]
    assert listed["elements"][1]["elements"] == [
        text("Who: ", "bold"),
        text("Bo"),
        text(" · "),
        text("When: ", "bold"),
        text("–"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        Table(tuple("abcdefghijklmnopqrstu"), ((),)),
        Table(("a",), (((Plain("x"),),),) * 100),
        Table(("a", "b"), (((Plain("x"),),),)),
        Table(("a",), (((Plain("x" * 8500),),),)),
    ],
    ids=["wide", "long", "ragged", "wordy"],
)
def test_a_table_that_slack_cannot_show_is_told_in_words(table: Table) -> None:
    assert {block["type"] for block in blocks(table)} == {"rich_text"}


def test_a_second_table_in_a_message_is_told_in_words() -> None:
    assert [block["type"] for block in blocks(TABLE, TABLE)] == ["table", "rich_text"]


# Things to press ------------------------------------------------------------------------------


def test_buttons_carry_their_route() -> None:
    (block,) = blocks(
        row(
            Button("Yes", "ideas.vote", "7", "primary"),
            Button("No", "ideas.vote", "8", "danger"),
            Button("Why", "ideas.why"),
            LinkButton("Read", "https://x.example"),
        )
    )
    yes, no, why, read = block["elements"]
    assert yes == {
        "type": "button",
        "action_id": "ideas.vote#0",
        "text": plain_text("Yes"),
        "value": "=7",
        "style": "primary",
    }
    assert no["style"] == "danger"
    assert "style" not in why
    assert read["url"] == "https://x.example"
    assert render.action_of(read["action_id"]) == render.LINK
    pressed = [(render.action_of(e["action_id"]), render.value_of(e["value"])) for e in (yes, why)]
    assert pressed == [("ideas.vote", "7"), ("ideas.why", "")]


@pytest.mark.parametrize("value", ["", "-", "=", "a#b", "é:😀"])
def test_any_route_comes_back_as_it_was(value: str) -> None:
    (block,) = blocks(row(Select("Pick", "a.b#c", (Option("One", value), Option("Two", "2")))))
    (select,) = block["elements"]
    assert render.action_of(select["action_id"]) == "a.b#c"
    assert render.value_of(select["options"][0]["value"]) == value


def test_a_button_that_leads_nowhere_is_words() -> None:
    assert blocks(row(LinkButton("Read", "javascript:x"))) == [rich(section(text("Read")))]
    far = "https://x.example/" + "p" * 2000
    (block,) = blocks(row(LinkButton("Read", far)))
    assert block["elements"][0]["elements"] == [{"type": "link", "url": far, "text": "Read"}]


# Forms ----------------------------------------------------------------------------------------


def field(kind: str, value: str | list[str] = "", **more: Any) -> FieldView:
    given = {"name": "it", "label": "It", "hint": "", "required": False, "max_length": 0}
    return FieldView(**{**given, "kind": kind, "options": (), "value": value, "error": "", **more})


def form(*fields: FieldView, page: int = 0, pages: int = 1) -> Json:
    dialog = Dialog("f.form", "7", "The form", page, pages, "The page", fields)
    view = modals.form(dialog)
    verdict = judge_view(view, "modal")
    assert not verdict.error, verdict.problems
    return view


def element(*fields: FieldView) -> Json:
    (block,) = [block for block in form(*fields)["blocks"] if block["type"] == "input"]
    found: Json = block["element"]
    return found


def test_a_form_says_which_page_it_is_and_leads_on_and_back() -> None:
    view = form(field("ShortText"), page=1, pages=3)
    assert view["blocks"][0]["elements"] == [plain_text("2 of 3: The page")]
    assert view["blocks"][-1]["elements"][0]["action_id"] == modals.BACK
    assert view["submit"] == plain_text("Next")
    assert view["notify_on_close"] is True
    assert modals.is_form(view)
    assert modals.metadata_of(view) == modals.Metadata("f.form", "7", 1)
    last = form(field("ShortText"), page=2, pages=3)
    assert last["submit"] == plain_text("Save")
    dialog = Dialog("f.form", "7", "The form", 0, 1, "", (field("ShortText"),), "Send")
    assert modals.form(dialog)["submit"] == plain_text("Send")
    assert [block["type"] for block in form(field("ShortText"))["blocks"]] == ["input"]


def test_what_is_said_in_french_is_shown_in_french_throughout() -> None:
    with in_language("fr"):
        dialog = Dialog("f.form", "7", "Le profil", 1, 3, "La page", (field("ShortText"),))
        message, facts = say("Bonjour"), say(fields([("Hôtes", "Ada")]))
        submit, close = printed.text("form.next"), printed.text("close")
        step = printed.text("form.page", page=2, pages=3, title="La page")
    view = modals.form(dialog)
    assert view["submit"] == plain_text(submit) != plain_text("Next")
    assert view["blocks"][0]["elements"] == [plain_text(" ".join(step.split()))]
    assert (
        modals.message_modal("Kindred", message, {})["close"]
        == plain_text(close)
        != plain_text("Close")
    )
    (told,) = render.blocks_of(facts, {})  # no colon begins a line
    assert told["elements"][0]["elements"][0]["text"] == "Hôtes\u00a0: "


def test_a_field_must_be_filled_in_only_where_the_form_says_so() -> None:
    fields = (field("ShortText", name="must", required=True), field("Day", name="may"))
    assert [block["optional"] for block in form(*fields)["blocks"]] == [False, True]


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("ShortText", {"max_length": 80}, "plain_text_input"),
        ("Number", {}, "number_input"),
        ("Day", {}, "datepicker"),
        ("Channel", {}, "conversations_select"),
        ("Zone", {}, "external_select"),
        ("Topics", {"max_length": 60}, "plain_text_input"),
        ("Choice", {"options": (Option("A", "a"),)}, "static_select"),
        ("Choices", {"options": (Option("A", "a"),)}, "checkboxes"),
        ("Choices", {"options": tuple(Option(c, c) for c in "abcdefghijk")}, "multi_static_select"),
        ("Choice", {}, "plain_text_input"),
    ],
)
def test_each_kind_of_field_has_its_element(kind: str, more: Any, expected: str) -> None:
    assert element(field(kind, **more))["type"] == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("Day", "next tuesday"),
        ("Day", "2026-13-99"),
        ("Number", "a few"),
        ("Channel", "#tea"),
        ("Zone", "z" * 200),
    ],
)
def test_what_no_menu_can_hold_stays_as_it_was_typed(kind: str, value: str) -> None:
    shown = element(field(kind, value, max_length=60 if kind == "Zone" else 0))
    assert shown["type"] == "plain_text_input"
    assert shown["initial_value"] == value


@pytest.mark.parametrize(
    ("value", "picked", "named"),
    [
        ("", None, None),
        ("<@slack:U1>", "U1", None),
        ("Ada Example", None, "Ada Example"),
        ("<@web:12>", None, "<@web:12>"),
        (["<@slack:U1>", "Ada Example"], "U1", "Ada Example"),
    ],
)
def test_beside_a_picker_of_people_one_may_type_a_name(
    value: Raw, picked: str | None, named: str | None
) -> None:
    shown = form(replace(field("Person", value), required=True, label="With whom?"))
    menu, line = [block for block in shown["blocks"] if block["type"] == "input"]
    assert (menu["block_id"], line["block_id"]) == ("it@0", "it~@0")
    assert menu["element"]["type"] == "users_select"
    assert menu["element"].get("initial_user") == picked
    assert line["element"].get("initial_value") == named
    assert line["label"]["text"] == "Or by name: With whom?"
    assert menu["optional"]
    assert line["optional"]


def test_somebody_the_form_knows_is_picked_where_they_have_an_account_here() -> None:
    known = replace(field("Person", "Bo Example"), account="<@slack:U2>")
    menu, line = [block for block in form(known)["blocks"] if block["type"] == "input"]
    assert menu["element"]["initial_user"] == "U2"
    assert "initial_value" not in line["element"]


def test_a_text_longer_than_its_field_can_be_edited_and_one_too_long_for_slack_stays() -> None:
    assert element(field("LongText", "x" * 2500, max_length=2000))["max_length"] == 2500
    wordy = field("LongText", "x" * 3001, max_length=2000, error="Too long")
    view = form(field("ShortText", name="other"), wordy)
    assert [b["block_id"] for b in view["blocks"] if b["type"] == "input"] == ["other@0"]
    assert "more than a form in Slack can hold" in json.dumps(view)
    dialog = Dialog("f.form", "7", "The form", 0, 1, "The page", (wordy,))
    assert modals.errors(dialog) is None


def test_hints_say_how_to_separate_topics_where_the_form_does_not_and_give_examples() -> None:
    offered = tuple(Option.of(f"topic {n}", str(n)) for n in range(200))

    def hint(said: str) -> str:
        view = form(field("Topics", hint=said, options=offered))
        return str(view["blocks"][0]["hint"]["text"])

    assert hint("What you love").startswith("What you love. For example: topic 0, topic 1")
    assert hint("").startswith("Put a comma between them. For example: topic 0, topic 1")
    assert len(hint("What you love")) < 400


def test_what_is_wrong_stands_above_its_field_and_at_its_block() -> None:
    wrong = field("ShortText", "x", error="<!channel> *no*")
    view = form(wrong)
    assert view["blocks"][0] == rich(section(text("⚠ It: <!channel> *no*")))
    dialog = Dialog("f.form", "7", "The form", 0, 1, "The page", (wrong, field("Day", name="day")))
    assert modals.errors(dialog, view) == {"it@0": "<!channel> *no*"}
    assert modals.errors(replace(dialog, page=1, pages=2), view) is None
    assert modals.errors(replace(dialog, fields=(field("Day"),)), view) is None


def test_values_are_read_from_every_element() -> None:
    def chosen(value: str) -> Json:
        return {"text": plain_text("x"), "value": value}

    states: dict[str, Json] = {
        "words": {"type": "plain_text_input", "value": "a\nb"},
        "none": {"type": "plain_text_input", "value": None},
        "number": {"type": "number_input", "value": "3"},
        "one": {"type": "static_select", "selected_option": chosen("=a")},
        "empty": {"type": "static_select", "selected_option": None},
        "zone": {"type": "external_select", "selected_option": chosen("=Europe/Paris")},
        "many": {"type": "checkboxes", "selected_options": [chosen("="), chosen("=b")]},
        "more": {"type": "multi_static_select", "selected_options": []},
        "day": {"type": "datepicker", "selected_date": "2026-12-03"},
        "who": {"type": "users_select", "selected_user": "U1"},
        "where": {"type": "conversations_select", "selected_conversation": "C1"},
        "nowhere": {"type": "conversations_select", "selected_conversation": None},
    }
    values = {f"{name}@2": {"value": state} for name, state in states.items()}
    view = {"state": {"values": {**values, "a block of another's": {"value": states["words"]}}}}
    assert form_values.values_in(view, "T1") == {
        "words": "a\nb",
        "none": "",
        "number": "3",
        "one": "a",
        "empty": "",
        "zone": "Europe/Paris",
        "many": ["", "b"],
        "more": [],
        "day": "2026-12-03",
        "who": "<@slack:U1>",
        "where": "slack:T1/C1",
        "nowhere": "",
    }
    assert form_values.values_in({}, "T1") == {}


def test_what_a_form_cannot_carry_is_said_at_once() -> None:
    dialog = Dialog("f.form", "s" * 3000, "The form", 0, 1, "The page", (field("Day"),))
    with pytest.raises(ValueError, match=r"f\.form"):
        modals.form(dialog)
    with pytest.raises(ValueError, match="no value of 150"):
        form(field("Choice", options=(Option("A", "a" * 150),)))
    with pytest.raises(ValueError, match="no form of ours"):
        modals.metadata_of({"private_metadata": ""})


# Other views ----------------------------------------------------------------------------------


def test_a_view_that_is_too_full_says_so_at_its_end() -> None:
    long = say(*(part for n in range(60) for part in (Divider(), f"Line {n}")))
    home = modals.home_view(long, {})
    assert len(home["blocks"]) == limits.BLOCKS_PER_VIEW
    assert "/kindred home" in json.dumps(home["blocks"][-1])
    told = modals.message_modal("A very long title that does not fit", long, {})
    assert told["title"]["text"] == "A very long title that…"
    assert "more than fits" in json.dumps(told["blocks"][-1])
    heavy = modals.home_view(say(*("word " * 3000 for _ in range(20))), {})
    assert not judge_view(heavy, "home").error
    assert "/kindred home" in json.dumps(heavy["blocks"][-1])


def test_a_view_that_just_fits_says_nothing_more() -> None:
    full = say(*(part for n in range(50) for part in (Divider(), f"Line {n}")))
    assert "kindred home" not in json.dumps(modals.home_view(full, {}))
    assert len(modals.home_view(full, {})["blocks"]) == limits.BLOCKS_PER_VIEW


def test_a_view_can_say_that_something_will_come() -> None:
    view = modals.loading_modal("Kindred")
    assert not judge_view(view, "modal").error
    assert "One moment" in json.dumps(view, ensure_ascii=False)
    assert "submit" not in view


def test_a_zone_is_offered_under_its_name() -> None:
    first = modals.zone_options("new york")[0]
    assert render.value_of(first["value"]) == "America/New_York"
    assert first["text"]["text"] == "America/New York"


def test_no_more_zones_are_offered_than_a_menu_holds() -> None:
    assert len(modals.zone_options("")) == limits.OPTIONS
    assert modals.zone_options("qqqqqq") == []
