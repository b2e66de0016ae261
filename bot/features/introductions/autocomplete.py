"""What is offered while people type who, which programme, or until when."""

import re
from datetime import date, timedelta

from bot.community.dates import DateNotUnderstood, in_words, read_date
from bot.community.people import Named
from bot.community.zones import zone
from bot.features.introductions import feature, words
from bot.features.introductions.ports import Work
from bot.routing.autocomplete import people
from bot.routing.interaction import Call
from bot.ui.messages import Option

_REASON = re.compile(r"[,:;](\s|$)|\s[–—-](\s|$)|\sbecause\b", re.IGNORECASE)
_TWO = re.compile(r"(?P<one>.+?\s(?:to|and|with)\s+)(?P<other>.*)", re.IGNORECASE | re.DOTALL)
_LEAD = re.compile(r"(?:to|with)\s+", re.IGNORECASE)
_UNDO = re.compile(r"undo\s+", re.IGNORECASE)


@feature.autocomplete("programme")
async def programmes(call: Call, work: Work, typed: str) -> list[Option]:
    """Every programme that runs."""
    found = await work.introductions.programmes.running(call.me.community)
    return [Option.of(programme.name, programme.name) for programme in found]


# Somebody -------------------------------------------------------------------------------------


@feature.autocomplete("to whom, because …")
async def whom_to_meet(call: Call, work: Work, typed: str) -> list[Option]:
    """Others, but not whom the actor never wants to be introduced to."""
    lead = _LEAD.match(typed)
    start = lead.end() if lead else 0
    refused = await work.introductions.membership.refused(call.me.id)
    return await _others(call, work, typed[:start], typed[start:], [id_ for id_, _ in refused])


@feature.autocomplete("who to whom, because …")
async def whom_to_suggest(call: Call, work: Work, typed: str) -> list[Option]:
    """The one, and after "to" the other."""
    two = _TWO.fullmatch(typed)
    if two:
        return await _others(call, work, two["one"], two["other"])
    return await _others(call, work, "", typed)


@feature.autocomplete("who, or list")
async def whom_never(call: Call, work: Work, typed: str) -> list[Option]:
    """Others who are not on the list, the list itself, and who can be taken off it."""
    refused = [id_ for id_, _ in await work.introductions.membership.refused(call.me.id)]
    listed = await work.names.named(call.me.community, call.arrival.space, refused)
    undo = [Option.of(f"undo {each.label}", f"undo {_quoted(each)}") for each in listed]
    if _UNDO.match(typed):
        return undo
    others = await people(call, work, typed, without=refused)
    offered = [Option.of(each.label, _quoted(each)) for each in others]
    show = Option.of(words.text("never.offer.list"), "list")
    return [show, *offered, *undo] if typed.strip() else [show, *undo, *offered]


@feature.autocomplete("with whom")
async def who_waits(call: Call, work: Work, typed: str) -> list[Option]:
    """Those about whom somebody asked, and the actor has not said yet."""
    asked = await work.introductions.suggestions.asked_of(call.me.id)
    me = call.me.id
    waiting = [s.partner(me) for s in asked if s.under_way(call.now) and me not in s.said]
    named = await work.names.named(call.me.community, call.arrival.space, waiting)
    return [Option.of(each.label, each.said) for each in named]


async def _others(
    call: Call, work: Work, before: str, typed: str, without: list[int] | None = None
) -> list[Option]:
    """Others for the person in a line, with what stands before it, and the reason after."""
    reason = _REASON.search(typed)
    name, after = (typed[: reason.start()], typed[reason.start() :]) if reason else (typed, "")
    found = await people(call, work, name, without=without or ())
    if not before and not after:
        return [Option.of(each.label, each.said) for each in found]
    return [
        Option.of(f"{before}{each.label}{after}", f"{before}{_quoted(each)}{after}")
        for each in found
    ]


def _quoted(who: Named) -> str:
    """What to say for somebody in the middle of a line."""
    return who.said if who.said.startswith("<@") else f'"{who.said}"'


# A day ----------------------------------------------------------------------------------------


@feature.autocomplete("until when")
async def until_when(call: Call, work: Work, typed: str) -> list[Option]:
    """The day that was typed, if it is one to come; else when breaks often end."""
    today = call.now.astimezone(zone(call.me.zone)).date()
    try:
        said = read_date(typed, call.now, call.me.zone).date() if typed.strip() else today
    except DateNotUnderstood:
        said = today
    if said > today:
        return [_day(words.text("pause.offer.said", said=typed.strip()), said)]
    first, second, month, quarter = _mondays(today)
    return [
        _day(words.text("pause.offer.week"), first),
        _day(words.text("pause.offer.fortnight"), second),
        _day(words.text("pause.offer.month"), month),
        _day(words.text("pause.offer.quarter"), quarter),
    ]


def _day(said: str, day: date) -> Option:
    return Option.of(f"{said} ({in_words(day)})", day.isoformat())


def _mondays(today: date) -> list[date]:
    """The next Monday, and those one, four and thirteen weeks later."""
    monday = today + timedelta(days=7 - today.weekday())
    return [monday + timedelta(weeks=weeks) for weeks in (0, 1, 4, 13)]
