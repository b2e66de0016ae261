"""What those see who connect chats. Pure: from data to messages."""

from collections.abc import Sequence
from datetime import datetime

from bot.community.people import OWN_CHAT, Community, Member, Ref, Space, name_of
from bot.community.permissions import Missing
from bot.community.places import FOR_EVERYBODY, Place, Purpose, listed_purposes
from bot.features.communities import words
from bot.ui.channels import ChannelMention
from bot.ui.commands import named
from bot.ui.languages import in_language
from bot.ui.messages import (
    Actions,
    Button,
    Code,
    Heading,
    Mention,
    Message,
    Moment,
    Note,
    Plain,
    RichText,
    Words,
    bullets,
    row,
    say,
)
from bot.ui.words import listed

CONNECT = named("facilitate connect")
CHANNEL = named("facilitate channel")
PANEL = named("facilitate panel")
JOIN = named("kindred join")
HELP = named("kindred help")

_SHOWN = 20  # chats in a list

# Where Kindred is part of no community yet ----------------------------------------------------


def unconnected() -> Message:
    """What everybody is told there."""
    return say(words("unconnected.what"), words("unconnected.how"), Note(words("unconnected.note")))


def no_code() -> Message:
    """The answer to joining without a code."""
    return say(words("code.missing"))


def wrong_code() -> Message:
    """The answer to a code that is unknown, used or too old."""
    return say(words("code.wrong"))


def too_many_codes() -> Message:
    """The answer to any code after several wrong ones."""
    return say(words("code.too_many"))


def not_in_charge() -> Message:
    """What those are told who do not look after the chat."""
    return say(words("not_in_charge"))


def no_name() -> Message:
    """The answer to a community without a name that can be taken."""
    return say(words("start.no_name"))


def name_taken(name: str) -> Message:
    """The answer to a name that another community has."""
    return say(words("start.taken", name=name))


def part_of_one(community: Community) -> Message:
    """The answer to founding a community where there is one."""
    return say(words("start.part_of_one", community=community.name))


def connected(community: Community) -> Message:
    """What somebody is told who has connected a chat."""
    return say(
        words("connected.done", community=community.name), _next_steps(), row(_choose_channel())
    )


def founded(community: Community) -> Message:
    """What somebody is told who has founded a community."""
    return say(
        words("founded.done", community=community.name), _next_steps(), row(_choose_channel())
    )


def code_used(space: Space, by: Member) -> Message:
    """What the one who made a code is told of its use."""
    return say(words("code.used", space=name_of(space), person=Mention(by.id, by.name)))


# For facilitators -----------------------------------------------------------------------------


def code(community: Community, text: str, until: datetime) -> Message:
    """A new code, and what it does."""
    return say(
        words("code.made", community=community.name),
        Code(text),
        words("code.who"),
        Note(words("code.good", until=Moment(until))),
    )


def chats(spaces: Sequence[Space], channels: Sequence[Place], here: Ref) -> Message:
    """The chats of a community, of which one is where it is said; its channels can be clicked."""
    rest = len(spaces) - _SHOWN
    return say(
        words("chats.heading", count=len(spaces)),
        bullets(_line(space, channels, here) for space in spaces[:_SHOWN]),
        words("chats.more", count=rest) if rest > 0 else None,
        row(
            _choose_channel(),
            Button(words.text("button.connect"), "communities.connect", command=CONNECT()),
            Button(words.text("button.panel"), "communities.panel", command=PANEL()),
        ),
    )


def channel_set(
    purposes: frozenset[Purpose], there: Sequence[Place], *, no_rooms: bool = False
) -> Message:
    """The answer to a channel being chosen for something, and what each `there` is for.

    `no_rooms`: it was to be for introductions too, which cannot open there.
    """
    done = words("channel.set_for", what=listed_purposes(purposes))
    return say(
        words("channel.set") if purposes == FOR_EVERYBODY else done,
        words("channel.list") if len(there) > 1 else None,
        bullets(_channel(place) for place in there) if len(there) > 1 else None,
        words("channel.no_rooms") if no_rooms else None,
        Note(words("channel.notices")) if Purpose.NOTICES in purposes else None,
        Note(words("channel.digests")) if Purpose.DIGESTS in purposes else None,
    )


def own_digests(*, wanted: bool) -> Message:
    """The answer to digests being wanted in the community's own chat, or not."""
    return say(words("channel.own_digests" if wanted else "channel.no_own_digests"))


def channel_cleared(purposes: frozenset[Purpose], left: Sequence[Place]) -> Message:
    """The answer to a channel, or all, being for something no more; what is `left`."""
    if not left and purposes >= FOR_EVERYBODY:
        return say(words("channel.cleared"))
    still = purposes & frozenset().union(*(place.purposes for place in left))
    key = "channel.withdrawn" if still else "channel.cleared_for"
    alone = Purpose.NOTICES in purposes - still
    return say(
        words(key, what=listed_purposes(purposes)),
        words("channel.list") if left else None,
        bullets(_channel(place) for place in left),
        Note(words("channel.no_notices")) if alone else None,
    )


def _channel(place: Place) -> RichText:
    channel = ChannelMention(str(place.ref))
    return words("channel.line", channel=channel, what=listed_purposes(place.purposes))


def first_line(community: Community, purposes: frozenset[Purpose], locale: str) -> Message:
    """What is said first in a channel that was chosen for something, as who chose it speaks.

    Where everybody is spoken to, those who are there already are asked.
    """
    with in_language(locale):
        if Purpose.ANNOUNCEMENTS in purposes:
            return say(words("channel.first_line", community=community.name), _way_in())
        what = listed_purposes(purposes)
        return say(words("channel.first_line_for", community=community.name, what=what))


def panel(community: Community) -> Message:
    """What Kindred is, and the way in, for everybody to see."""
    return say(
        Heading(words.text("panel.title", community=community.name)),
        words("panel.what"),
        _way_in(),
        Note(words("panel.asked")),
    )


def _way_in() -> Actions:
    return row(
        Button(words.text("button.join"), "members.join", style="primary", command=JOIN()),
        Button(words.text("button.what"), "guide.help", command=HELP()),
    )


def channel_gone(space: Space, purposes: frozenset[Purpose]) -> Message:
    """What facilitators are told of a channel that is for nothing any more."""
    what = listed_purposes(purposes)
    return say(words("channel.gone", space=name_of(space), what=what), row(_choose_channel()))


def cannot_speak(space: Space) -> Message:
    """What a facilitator is told when nothing can be said in the channel she chose."""
    return say(words("channel.refused", space=name_of(space)), row(_choose_channel()))


def hindered(space: Space | None, remedy: Words) -> Message:
    """What facilitators are told when they can remove what stands in the way."""
    what = words("hindered.in", space=name_of(space)) if space else words("hindered.what")
    return say(what, remedy, Note(words("hindered.once")))


def permissions(space: Space, missing: Sequence[Missing]) -> Message:
    """What facilitators are told when a chat lets Kindred do less, or everything again."""
    if not missing:
        return say(words("permissions.all", space=name_of(space)))
    needed_first = sorted(missing, key=lambda each: not each.permission.needed)
    return say(
        words("permissions.missing", space=name_of(space)),
        bullets(_permission(each) for each in needed_first),
        *dict.fromkeys(each.remedy() for each in missing),
        Note(words("permissions.once")),
    )


def _permission(missing: Missing) -> RichText:
    title, lost = missing.permission.title(), missing.permission.lost()
    if missing.channel_name:
        return words("permissions.in", title=title, lost=lost, channel=missing.channel_name)
    return words("permissions.one", title=title, lost=lost)


def lost(space: Space, why: str) -> Message:
    """What facilitators are told when a chat is no longer there."""
    key = f"lost.why.{why}"
    reason = words(key) if words.has(key) else words("lost.reason", why=why)
    return say(words("lost.what", space=name_of(space)), reason, words("lost.next"))


# Parts ----------------------------------------------------------------------------------------


def _next_steps() -> RichText:
    return words("entered.next")


def _choose_channel() -> Button:
    return Button(words.text("button.channel"), "communities.channel", command=CHANNEL())


def _line(space: Space, channels: Sequence[Place], here: Ref) -> RichText:
    platform = name_of(Space(space.id, space.community, space.ref))
    called = words("chats.named", name=space.name, platform=platform)
    called = called if space.name else words("chats.unnamed", platform=platform)
    its_own = [place for place in channels if place.space.id == space.id]
    return (*called, Plain(" "), *_state(space, its_own, space.ref == here))


def _state(space: Space, channels: Sequence[Place], here: bool) -> RichText:
    """What there is of a space, and what its channels are for."""
    if space.lost:
        return words("chats.lost")
    if space.ref.platform == OWN_CHAT:
        return words("chats.own")
    if not channels:
        return words("chats.no_channel")
    if not here and [place.purposes for place in channels] == [FOR_EVERYBODY]:
        return words("chats.for_all")
    if not here:
        each = [words.text("chats.channel", what=listed_purposes(p.purposes)) for p in channels]
        return words("chats.channels", count=len(channels), channels=listed(each))
    shown = [(Plain("; " if number else ""), *_channel(p)) for number, p in enumerate(channels)]
    spans = tuple(span for each in shown for span in each)
    return (*words("chats.channels_here", count=len(channels)), Plain(" "), *spans)
