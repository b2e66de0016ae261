"""What is heard of one message has a bound, whatever a program makes of it."""

from __future__ import annotations

import pytest

from bot.community.people import Ref
from bot.delivery.heard import MOST_HEARD, AccountMention, HeardSpan, bounded
from bot.ui.messages import Link, Plain, Strong

_LONG = "x" * (MOST_HEARD - 5)
_ADA = AccountMention(Ref("slack", "U0ADA"), "Ada")


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ((Plain("Hello"), _ADA), (Plain("Hello"), _ADA)),
        ((Strong(_LONG), Plain("Hello, all")), (Strong(_LONG), Plain("Hello"))),
        ((Plain(_LONG), Link("here", "https://example.org")), (Plain(_LONG),)),
        ((Plain("x" * MOST_HEARD), Plain("more")), (Plain("x" * MOST_HEARD),)),
        ((Plain("x"),) * 50_000, (Plain("x"),) * 4_000),
    ],
)
def test_the_longest_that_people_can_write_is_heard_whole_and_no_more(
    written: tuple[HeardSpan, ...], heard: tuple[HeardSpan, ...]
) -> None:
    assert bounded(written) == heard
