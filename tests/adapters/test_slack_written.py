"""What people write in Slack, as it is shown in other chats: a table of words."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.emoji_names import emoji_called
from adapters.slack.heard import files, told_by, told_later, without_address
from adapters.slack.written import spans
from bot.community.people import Ref
from bot.delivery.heard import AccountMention, HeardSpan, LinkedFile
from bot.ui.messages import Code, Link, Plain, Strong

Json = dict[str, Any]
BEN = AccountMention(Ref("slack", "U0BEN"))


def text(said: str, **style: bool) -> Json:
    return {"type": "text", "text": said} | ({"style": style} if style else {})


def section(*elements: Json, kind: str = "section", **more: Any) -> Json:
    return {"type": f"rich_text_{kind}", "elements": list(elements), **more}


def written(*parts: Json, said: str = "") -> tuple[HeardSpan, ...]:
    block = {"type": "rich_text", "block_id": "b", "elements": list(parts)}
    return spans({"text": said, "blocks": [block]})


RICH: list[tuple[Json | tuple[Json, ...], str, tuple[HeardSpan, ...]]] = [
    (section(text("Hello "), text("you", bold=True)), "", (Plain("Hello "), Strong("you"))),
    (section(text("so", italic=True), text(" so", strike=True)), "", (Plain("so so"),)),
    (section(text("x = 1", code=True)), "", (Code("x = 1"),)),
    (section(text("a\nb"), kind="preformatted", border=0), "", (Code("a\nb"),)),
    (section({"type": "user", "user_id": "U0BEN"}, text(" hi")), "", (BEN, Plain(" hi"))),
    (
        section({"type": "user", "user_id": "U0BEN"}),
        "<@U0BEN|ben>",
        (AccountMention(Ref("slack", "U0BEN"), "ben"),),
    ),
    (
        section({"type": "link", "url": "https://example.org/a"}, text("!")),
        "",
        (Link("https://example.org/a", "https://example.org/a"), Plain("!")),
    ),
    (
        section({"type": "link", "url": "https://example.org", "text": "x"}),
        "",
        (Link("x", "https://example.org"),),
    ),
    (section({"type": "link", "url": "mailto:a@example.org"}), "", (Plain("a@example.org"),)),
    (section({"type": "link", "url": "javascript:x", "text": "t"}), "", (Plain("t"),)),
    (section({"type": "broadcast", "range": "channel"}), "", (Plain("@channel"),)),
    (section({"type": "channel", "channel_id": "C0TEA"}), "<#C0TEA|tea>", (Plain("#tea"),)),
    (section({"type": "channel", "channel_id": "C0TEA"}), "<#C0TEA|>", (Plain("#channel"),)),
    (section({"type": "usergroup", "usergroup_id": "S0ALL"}), "", (Plain("@group"),)),
    (
        section({"type": "usergroup", "usergroup_id": "S0ALL"}),
        "<!subteam^S0ALL|@everyone-here>",
        (Plain("@everyone-here"),),
    ),
    (section({"type": "emoji", "name": "+1", "unicode": "1f44d-1f3fd"}), "", (Plain("👍🏽"),)),
    (section({"type": "emoji", "name": "party-parrot"}), "", (Plain(":party-parrot:"),)),
    (section({"type": "date", "timestamp": 1, "fallback": "today"}), "", (Plain("today"),)),
    (section({"type": "color", "value": "#f00"}), "", (Plain("#f00"),)),
    (section({"type": "what-is-new"}), "", ()),
    (section(text("  ")), "", ()),
    (
        (
            section(text("To do:\n")),
            section(section(text("a")), section(text("b")), kind="list", style="bullet", indent=0),
            section(section(text("c")), kind="list", style="ordered", indent=1, offset=2),
            section(text("done")),
        ),
        "",
        (Plain("To do:\n• a\n• b\n  3. c\ndone"),),
    ),
    (
        (section(text("said\nso"), kind="quote"), section(text("Yes"))),
        "",
        (Plain("> said\n> so\nYes"),),
    ),
]


@pytest.mark.parametrize(("parts", "said", "shown"), RICH)
def test_rich_text_is_shown_elsewhere_as_it_was_meant(
    parts: Json | tuple[Json, ...], said: str, shown: tuple[HeardSpan, ...]
) -> None:
    assert written(*(parts if isinstance(parts, tuple) else (parts,)), said=said) == shown


MARKED: list[tuple[str, tuple[HeardSpan, ...]]] = [
    ("Fish &amp; <b", (Plain("Fish & <b"),)),
    ("*Bold* and `c` :tada:", (Strong("Bold"), Plain(" and "), Code("c"), Plain(" 🎉"))),
    ("2*3*4 at 10:30:15", (Plain("2*3*4 at 10:30:15"),)),
    ("```a\n<b```", (Code("a\n<b"),)),
    ("*<@U0BEN> &lt;you&gt;*", (BEN, Strong(" <you>"))),
    (
        "<!channel> <!here|here> <!subteam^S0ALL|@all> <!subteam^S0ALL>",
        (Plain("@channel @here @all @group"),),
    ),
    ("<#C0TEA|tea> <#C0TEA> <!date^1^{date}|today>", (Plain("#tea #channel today"),)),
    ("<https://example.org|x>", (Link("x", "https://example.org"),)),
    ("@everyone", (Plain("@everyone"),)),
]


@pytest.mark.parametrize(("said", "shown"), MARKED)
def test_words_without_rich_text_are_read_by_their_marks(
    said: str, shown: tuple[HeardSpan, ...]
) -> None:
    assert spans({"text": said}) == shown


def test_what_was_passed_on_is_shown_as_where_it_stands_with_words_or_without() -> None:
    where = Link("https://example.org", "https://example.org")
    share = {"is_share": True, "from_url": where.url, "text": "What others wrote"}
    unfurled = {"from_url": "https://example.org/page", "title": "A page"}
    passed_on = {"text": "", "attachments": [share]}
    assert spans(passed_on) == (Plain("(forwarded) "), where)
    said = {"text": "Look", "attachments": [unfurled, share]}
    assert spans(said) == (Plain("Look"), Plain("\n(forwarded) "), where)


def test_a_file_is_a_link_for_those_who_have_an_account_there() -> None:
    address = "https://example.slack.com/files/U0/F0/plan.pdf"
    given = [
        {"id": "F0", "name": "plan.pdf", "permalink": address},
        {"id": "F1", "mode": "file_access", "file_access": "check_file_info"},
        {"id": "F2", "mode": "tombstone"},
    ]
    assert files({"files": given}) == (
        LinkedFile("plan.pdf", address, "its space"),
        LinkedFile("a file", "", "its space"),
    )


def test_names_of_emoji() -> None:
    names = ["thumbsup", "+1::skin-tone-2", "heart", "flag-nl", "white_check_mark", "own-one"]
    assert [emoji_called(name) for name in names] == ["👍", "👍🏻", "❤️", "🇳🇱", "✅", ":own-one:"]


def test_kindred_s_name_in_front_is_no_part_of_the_words() -> None:
    kindred = AccountMention(Ref("slack", "U0KINDRED"))
    assert without_address((kindred, Plain(", look")), "U0KINDRED") == (Plain("look"),)
    assert without_address((kindred, Plain(" "), BEN), "U0KINDRED") == (BEN,)
    assert without_address((Plain("I ask "), kindred), "U0KINDRED") == (Plain("I ask "), kindred)


# Changes --------------------------------------------------------------------------------------

SAID: Json = {"type": "message", "user": "U0ADA", "text": "a", "ts": "5.0", "thread_ts": "1.0"}
CHANGED: Json = {"type": "message", "subtype": "message_changed", "channel": "C0", "ts": "9.0"}


def test_what_is_no_change_of_words_is_no_news() -> None:
    edited = SAID | {"edited": {"user": "U0ADA", "ts": "8.0"}}
    for message, before in (
        (SAID | {"attachments": [{"from_url": "https://example.org"}]}, SAID),  # unfurled
        (edited | {"reply_count": 1}, edited),
        (edited | {"bot_id": "B0"}, SAID),
    ):
        event = CHANGED | {"message": message, "previous_message": before}
        assert told_by(event) is None
    told = told_by(CHANGED | {"message": edited, "previous_message": SAID})
    assert told is not None
    assert (told.change, told.at, told.stamp, told.top) == ("edited", 8.0, "5.0", "1.0")


def test_what_was_deleted_with_answers_below_it_was_deleted() -> None:
    tombstone = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "ts": "5.0"}
    told = told_by(CHANGED | {"event_ts": "9.0", "message": tombstone, "previous_message": SAID})
    assert told is not None
    assert (told.change, told.at, told.stamp, told.message) == ("deleted", 9.0, "5.0", SAID)


def test_of_what_is_read_back_counts_what_is_newer_or_was_changed_since() -> None:
    edited = SAID | {"edited": {"user": "U0ADA", "ts": "8.0"}}
    new, heard = told_later(SAID, "C0", 4.0, {}, direct=False), {"5.0": 7.0}
    changed = told_later(edited, "C0", 9.0, heard, direct=False)
    assert [told.change for told in (new, changed) if told] == ["new", "edited"]
    assert told_later(SAID, "C0", 5.0, {}, direct=False) is None
    assert told_later(SAID, "C0", 4.0, heard, direct=False) is None
    assert told_later(edited, "C0", 4.0, {"5.0": 8.0}, direct=False) is None
    assert told_later(SAID | {"bot_id": "B0"}, "C0", 1.0, {}, direct=False) is None


def test_what_stands_below_a_message_in_a_group_answers_it() -> None:
    below = SAID | {"thread_ts": "2.0"}
    told = told_later(below, "G0", 4.0, {}, direct=True)
    assert told is not None
    assert (told.top, told.answers) == ("", "2.0")
