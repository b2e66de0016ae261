"""What a mail says and what stands above it, whatever people call themselves."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.mail.mime import Attachment, Heads, Party, lines
from adapters.mail.render import Words, words_of
from adapters.mail.settings import MailSettings
from adapters.mail.tokens import MailTokens, return_path
from bot.community.mailboxes import NAME_LENGTH, Mailbox, MailboxKey, read_address
from bot.community.people import Member
from bot.community.roles import Role
from bot.ui.commands import SlashCommand
from bot.ui.messages import Button, Link, Message, row, say
from bot.ui.text import label
from tests.adapters.webchat import everything

NOON = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
ENDS_AT = f"https://chat.example.org/mail/1-{'a' * 64}"
BOX = Mailbox(1, 1, "ada@example.org", "Ada", zone="Europe/Paris")
HEADERS = [
    *("List-Unsubscribe", "List-Unsubscribe-Post", "From", "To", "Subject", "Date", "Message-ID"),
    *("Auto-Submitted", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
    "Content-Language",
]
anything = st.text(st.characters(), max_size=200)  # surrogates and control characters, too
NASTY = "Ada\r\nBcc: all@example.org\r\n\r\nBuy \u202eelbairav\ud800 <b>\x00"


def heads_to(to: Party) -> Heads:
    sender, id_ = Party("Kindred", "hello@example.org"), f"<{'a' * 26}@example.org>"
    return Heads(sender, to, "", id_, NOON, ENDS_AT, "en")


def sent(name: str, subject: str, text: str, address: str = "ada@example.org") -> EmailMessage:
    heads = heads_to(Party(name, address))
    said = words_of(say(text or "…", fallback=(subject.strip() and subject) or "…"), BOX, ENDS_AT)
    read = message_from_bytes(lines(heads, said), policy=default)
    assert isinstance(read, EmailMessage)
    return read


@given(anything, anything, anything)
@example(NASTY, NASTY, NASTY)
@example("=?utf-8?q?Ada?= <eve@example.org>,", ".", ".\r\n.\r\n")
@example("é" * 200, "é" * 200, "From \r\n--\r\n")
@example('"', "\\", "\\")
@example("a@b.example, c", "Re: x\ty", "x" * 2000)
def test_nothing_that_people_write_becomes_a_header_or_another_recipient(
    name: str, subject: str, text: str
) -> None:
    read = sent(name, subject, text)
    assert sorted(read.keys()) == sorted(HEADERS)
    (to,) = read["To"].addresses
    assert to.addr_spec == "ada@example.org"
    shown = label(name, NAME_LENGTH) if name.strip() else ""
    assert unspaced(to.display_name) == unspaced("" if shown == "…" else shown)
    assert unspaced(str(read["Subject"])) == unspaced(label(subject, 120))
    assert read["List-Unsubscribe"] == f"<{ENDS_AT}>"
    assert read["Bcc"] is None


def unspaced(text: str) -> str:
    return "".join(text.split())


@given(anything, anything, anything)
@example(NASTY, NASTY, NASTY)
def test_every_line_is_short_and_in_ascii(name: str, subject: str, text: str) -> None:
    heads = Heads(Party("K", "k@e.org"), Party(name, "a@b.org"), "", "<a@b>", NOON, ENDS_AT, "en")
    content = lines(
        heads, words_of(say(text or "…", fallback=subject.strip() or "…"), BOX, ENDS_AT)
    )
    assert content.isascii()
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")


def test_an_address_with_other_letters_stands_as_it_is() -> None:
    heads = Heads(
        Party("K", "k@e.org"),
        Party("Zoë", "zoë@xn--bcher-kva.example"),
        "",
        "<a@b>",
        NOON,
        ENDS_AT,
        "en",
    )
    content = lines(heads, Words("Hi", "Hi")).decode()
    assert "To: Zoë <zoë@xn--bcher-kva.example>\r\n" in content


def test_every_node_has_its_words_in_a_mail() -> None:
    me = Member(1, 1, "Ada", Role.MEMBER, "Europe/London", "en")
    parts = [
        "A walk by the canal",
        "With Ada, all of it. Tuesday 24 November 2026, 11:00 (Europe/Paris)"
        " More <https://example.org/x> never or /kindred echo [words]",
        "• You both work on belonging\n• Ada offers help",
        "Where: Coventry\nWhen: Tuesday 24 November 2026",
        "A map: https://example.org/map.png",
        "• Who: Ada, Times: 3\n• Who: Bo, Times: 1",
        "Attached: walk.ics",
        "* * *",
        "Read: https://example.org",
        "Only a test.",
        f"-- \nYou get this because your address was given to Kindred. No more e-mail: {ENDS_AT}\n",
    ]
    assert words_of(everything(me), BOX, ENDS_AT).text.split("\n\n") == parts


def test_a_command_is_named_where_there_is_something_to_press() -> None:
    said = say(
        "Well?",
        row(Button("Pause", "x.pause", "1", command=SlashCommand("kindred introduce pause"))),
    )
    words = words_of(said, BOX, ENDS_AT).text
    assert "Pause: type /kindred introduce pause where you chat with Kindred" in words


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://a b",
        "https://x\ny",
        "//x",
        "https://x\u202e",
        "https://[",
        "",
    ],
)
def test_a_link_that_leads_nowhere_good_is_words(url: str) -> None:
    said: Message = say((Link("here", url),))
    assert words_of(said, BOX, ENDS_AT).text.startswith("here\n")


def test_the_kind_of_a_file_is_what_it_says_as_long_as_it_is_one() -> None:
    heads = heads_to(Party("A", "a@b.org"))
    odd = Attachment("a.csv", 'text/csv; charset="x"; boundary=y\r\nBcc: z', b"\xff\r\n.\r\n")
    read = message_from_bytes(lines(heads, Words("S", "T"), [odd]), policy=default)
    assert isinstance(read, EmailMessage)
    (part,) = read.iter_attachments()
    assert part["Content-Type"] == 'text/csv; charset="x"'
    assert part.get_payload(decode=True) == b"\xff\r\n.\r\n"
    assert read["Bcc"] is None


# Addresses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" Ada.Lovelace+walks@Example.ORG ", "Ada.Lovelace+walks@example.org"),
        ("zoë@bücher.example", "zoë@xn--bcher-kva.example"),
        ("用户@例子.广告", "用户@xn--fsqu00a.xn--4rr70v"),
        ("a@straße.example", "a@xn--strae-oqa.example"),
        ("o'neil@example.org", "o'neil@example.org"),
    ],
)
def test_an_address_is_read_as_it_is_written_to(typed: str, address: str) -> None:
    assert read_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        *("", "ada", "@example.org", "ada@", "ada@example", "ada@127.0.0.1", "ada@[127.0.0.1]"),
        *("a b@example.org", '"a b"@example.org', ".a@example.org", "a..b@example.org"),
        *("a.@example.org", "a@b@example.org", "a@-b.example", "a@b..example", "a@ex_ample.org"),
        *("Ada <ada@example.org>", "ada@example.org, bo@example.org", "a\u202e@example.org"),
        *("a\r\nBcc: b@example.org", "a\x00@example.org", "a\ud800@example.org", "a\u200b@e.org"),
        *(f"{'a' * 65}@example.org", f"a@{'b' * 64}.example", f"a@{'b.' * 125}example"),
    ],
)
def test_what_is_no_address_is_none(typed: str) -> None:
    assert read_address(typed) is None


@given(
    st.one_of(
        anything,
        anything.map(lambda text: f"{text}@example.org"),
        st.emails(
            domains=st.sampled_from(["example.org", "a-b.Example", "xn--mnchen-3ya.example"])
        ),
    )
)
def test_an_address_that_was_read_is_read_as_itself_and_is_one_word(typed: str) -> None:
    address = read_address(typed)
    if address is not None:
        assert read_address(address) == address
        assert address.isprintable()
        assert not set(address) & set(' \t\r\n<>,;:\\"()[]')
        assert address.rpartition("@")[2].isascii()


def test_one_address_has_one_digest_however_its_letters_are_written() -> None:
    key = MailboxKey("a key")
    assert key.digest(1, "Ada@example.org") == key.digest(1, "ada@example.org")
    others = {key.digest(2, "ada@example.org"), MailboxKey("b").digest(1, "ada@example.org")}
    assert key.digest(1, "ada@example.org") not in others
    assert "ada" not in key.secret(BOX)


def test_a_token_is_the_same_as_long_as_the_key_of_the_server_is() -> None:
    token = MailTokens("a key").of("events.reminder:1")
    assert MailTokens("a key").of("events.reminder:1") == token
    assert len({token, MailTokens("b").of("events.reminder:1"), MailTokens("a key").of("x")}) == 3
    back = return_path(f"{'b' * 37}@example.org", token)
    assert len(back.partition("@")[0]) == 64


# Settings -----------------------------------------------------------------------------------------

_GOOD = {"host": "smtp.example.org", "address": "hello@example.org"}


def faults(base_url: str = "https://chat.example.org", **given: Any) -> list[str]:
    return MailSettings(_env_file=None, **given).faults(base_url)


def test_mail_needs_no_setting_and_little_when_it_is_wanted() -> None:
    assert faults("") == []
    assert faults(**_GOOD) == []
    assert faults("", host="127.0.0.1", tls="none", address="a@b.example") == []


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"host": ""}, "KINDRED_MAIL_HOST"),
        ({"address": ""}, "KINDRED_MAIL_ADDRESS"),
        ({"address": "Kindred <hello@example.org>"}, "KINDRED_MAIL_ADDRESS"),
        ({"address": "zoë@example.org"}, "KINDRED_MAIL_ADDRESS"),
        ({"reply_to": "us"}, "KINDRED_MAIL_REPLY_TO"),
        ({"return_path": f"{'b' * 38}@example.org"}, "KINDRED_MAIL_RETURN_PATH"),
        ({"username": "hello"}, "KINDRED_MAIL_PASSWORD"),
        ({"tls": "none"}, "KINDRED_MAIL_TLS"),
        ({"base_url": "http://chat.example.org"}, "KINDRED_BASE_URL"),
    ],
)
def test_what_cannot_work_is_named(wrong: dict[str, str], named: str) -> None:
    (fault,) = faults(**{**_GOOD, **wrong})
    assert named in fault
