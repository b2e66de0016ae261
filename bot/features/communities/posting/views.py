"""What the rules of channels are. Pure."""

from collections.abc import Iterator, Sequence

from bot.community.people import OWN_CHAT, Ref, name_of
from bot.community.places import Place
from bot.community.posting_rules import PostingRule
from bot.features.communities import words
from bot.ui.capabilities import FLOOR
from bot.ui.channels import ChannelMention
from bot.ui.messages import Actions, Button, Message, Note, RichText, bullets, row, say

_SHOWN = 15  # channels, each with a button


def rules(channels: Sequence[tuple[Place, PostingRule]], here: Ref) -> Message:
    """Each channel with its rule, and a button that changes it."""
    if not channels:
        return say(words("posting.none"))
    shown, rest = channels[:_SHOWN], len(channels) - _SHOWN
    return say(
        words("posting.what"),
        bullets(_line(number, *each, here) for number, each in enumerate(shown, 1)),
        words("posting.more", count=rest) if rest > 0 else None,
        *_buttons([place for place, _ in shown]),
        Note(words("posting.note")),
    )


def _line(number: int, place: Place, rule: PostingRule, here: Ref) -> RichText:
    return words(
        "posting.line",
        number=number,
        channel=_channel(place, here),
        who=words.text(f"posters.{rule.posters}"),
        a_day=rule.a_day,
        each=rule.each,
    )


def _channel(place: Place, here: Ref) -> ChannelMention | str:
    """A channel, to be clicked where that is possible; the own chat has just one."""
    if place.space.ref.platform == OWN_CHAT:
        return name_of(place.space)
    if place.space.ref == here:
        return ChannelMention(str(place.ref))
    return f"{name_of(place.space)} #{str(place.ref).rpartition('/')[2]}"


def _buttons(places: Sequence[Place]) -> Iterator[Actions]:
    """A button for each, as many in a row as there may be."""
    made = [
        Button(
            words.text("posting.change", number=number), "communities.posting_rule", str(place.id)
        )
        for number, place in enumerate(places, 1)
    ]
    for start in range(0, len(made), FLOOR.buttons_per_row):
        yield row(*made[start : start + FLOOR.buttons_per_row])
