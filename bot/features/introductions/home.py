"""Introductions on everybody's home: what waits, whom one gets to know, what needs deciding."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.features.introductions import feature, words
from bot.features.introductions.domain import Numbers, Programme, Stage
from bot.features.introductions.follow_up.domain import Current, Introduction
from bot.features.introductions.membership import views
from bot.features.introductions.ports import Work
from bot.features.introductions.programmes.views import preview_button
from bot.features.introductions.rooms import views as room_views
from bot.features.introductions.suggestions import views as suggestion_views
from bot.routing.interaction import Call
from bot.ui.messages import Actions, Heading, Message, Moment, Part, RichText, Text, bullets, row
from bot.ui.words import listed

_LATEST = 8  # introductions that are looked at
_SHOWN = 5  # of each kind
_WAITING = 3  # questions of each kind
_SOON = timedelta(days=2)
_LATELY = timedelta(days=30)

_ASKING = (Stage.HALFWAY, Stage.LAST_CALL)


@feature.home
async def my_introductions(call: Call, work: Work) -> Sequence[Part | None]:
    """What waits for my answer, whom I am introduced to now, and how I stand to programmes."""
    statuses = await _statuses(call, work)
    current = await work.introductions.follow_up.current_of(call.me.id, _LATEST)
    until = await work.introductions.membership.paused_until(call.me.id, call.now)
    waiting = [
        *_have_you_met(current, call.me.id),
        *await _suggestions(call, work),
        *_are_you_in(statuses, until),
    ]
    mine = views.my_introductions(statuses[:_SHOWN], until)
    rest = len(statuses) - _SHOWN
    return [
        *([Heading(words.text("home.waiting")), *waiting] if waiting else []),
        Heading(words.text("home.title")),
        *_getting_to_know(current, call.me.id),
        *(block for block in mine.blocks if isinstance(block, Text | Actions)),
        words("home.more", count=rest) if rest > 0 else None,
    ]


async def _statuses(call: Call, work: Work) -> list[views.ProgrammeStatus]:
    """How I stand to every programme; what asks me something first."""
    found = await work.introductions.membership.statuses(call.me.id, call.me.community)
    statuses = [views.ProgrammeStatus(*each, call.now) for each in found]
    return sorted(statuses, key=lambda s: not (s.asked and s.coming is None))


# What waits for my answer ---------------------------------------------------------------------


def _are_you_in(
    statuses: Sequence[views.ProgrammeStatus], until: datetime | None
) -> Sequence[Part | None]:
    """Which rounds ask whether I am in; the buttons stand with my programmes."""
    asking = [s.programme for s in statuses if s.asked and s.coming is None]
    there = [p for p in asking if not (until and p.opens_at and until > p.opens_at)]
    lines = (words("home.coming", name=p.name, when=views.when(p)) for p in there[:_WAITING])
    return [bullets(lines)] if there else []


def _have_you_met(current: Sequence[Current], me: int) -> Sequence[Part | None]:
    asking = [
        each.introduction
        for each in current
        if each.stage in _ASKING and me not in each.introduction.outcomes
    ]
    parts: list[Part | None] = []
    for introduction in asking[:_WAITING]:
        parts.append(words("home.met", names=_others(introduction, me)))
        parts += _buttons(room_views.halfway(introduction))
    return parts


async def _suggestions(call: Call, work: Work) -> Sequence[Part | None]:
    """Introductions that somebody suggests to me."""
    book, me = work.introductions.suggestions, call.me.id
    asked = [s for s in await book.asked_of(me) if s.under_way(call.now) and me not in s.said]
    asked = asked[:_WAITING]
    if not asked:
        return []
    makers = await work.people.members([suggestion.by for suggestion in asked])
    partners = await book.shown_to(me, [suggestion.partner(me) for suggestion in asked])
    parts: list[Part | None] = []
    for suggestion in asked:
        by, partner = makers.get(suggestion.by), partners.get(suggestion.partner(me))
        if by and partner:
            question = suggestion_views.question(suggestion, by, partner)
            parts += [block for block in question.blocks if isinstance(block, Text | Actions)]
    return parts


def _buttons(message: Message) -> list[Actions]:
    return [block for block in message.blocks if isinstance(block, Actions)]


# Whom I am getting to know --------------------------------------------------------------------


def _getting_to_know(current: Sequence[Current], me: int) -> Sequence[Part | None]:
    return [
        bullets(
            words(
                "home.with",
                names=_others(each.introduction, me),
                programme=each.introduction.programme,
                since=Moment(each.since, "date") if each.since else "",
            )
            for each in current[:_SHOWN]
        )
    ]


def _others(introduction: Introduction, me: int) -> str:
    others = [name for id_, name in introduction.members if id_ != me]
    return listed(others) if others else words.text("home.nobody")


# For facilitators -----------------------------------------------------------------------------


@feature.to_do
async def to_decide(call: Call, work: Work) -> Sequence[Part | None]:
    """The programmes with their next dates, and what needs a decision."""
    book, community = work.introductions, call.me.community
    programmes = await book.programmes.running(community)
    numbers = await book.programmes.numbers(community, call.now)
    drafted = {draft.programme for draft in await book.rounds.drafts(community)}
    deciding = [p for p in programmes if p.id in drafted or _opens_soon(p, call.now)]
    unreached = await work.outbox.given_up(community, call.now - _LATELY)
    parts: list[Part | None] = [
        bullets(_dates(p, numbers.get(p.id, Numbers())) for p in programmes[:_SHOWN]),
    ]
    if len(programmes) > _SHOWN:
        parts.append(words("home.more_programmes", count=len(programmes) - _SHOWN))
    if not programmes:
        parts.append(words("home.no_programme"))
    for programme in deciding[:_WAITING]:
        key = "home.draft" if programme.id in drafted else "home.soon"
        parts.append(words(key, name=programme.name, when=views.when(programme)))
        parts.append(row(preview_button(programme)))
    if unreached:
        parts.append(words("home.unreached", count=unreached))
    return parts


def _opens_soon(programme: Programme, now: datetime) -> bool:
    return programme.opens_at is not None and programme.opens_at - now <= _SOON


def _dates(programme: Programme, count: Numbers) -> RichText:
    return words(
        "home.programme",
        name=programme.name,
        next=views.next_round(programme),
        members=words.text("size", count=count.members),
    )
