"""What is offered while people type who, which programme, or until when."""

from datetime import date, timedelta

from bot.community.dates.echo import in_words
from bot.community.dates.reader import possible_days
from bot.community.zones import zone
from bot.features.introductions import feature, words
from bot.features.introductions.ports import Work
from bot.routing.autocomplete import people
from bot.routing.interaction import Call
from bot.ui.messages import Option


@feature.autocomplete("programme")
async def programmes(call: Call, work: Work, typed: str) -> list[Option]:
    """Every programme that runs."""
    found = await work.introductions.programmes.running(call.me.community)
    return [Option.of(programme.name, programme.name) for programme in found]


# Somebody -------------------------------------------------------------------------------------


@feature.autocomplete("to_meet")
@feature.autocomplete("whom_never")
async def others(call: Call, work: Work, typed: str) -> list[Option]:
    """Others, but not whom the actor never wants to be introduced to."""
    refused = await work.introductions.membership.refused(call.me.id)
    found = await people(call, work, typed, without=[id_ for id_, _ in refused])
    return [Option.of(each.label, each.said) for each in found]


@feature.autocomplete("listed")
async def who_is_listed(call: Call, work: Work, typed: str) -> list[Option]:
    """Those whom the actor never wants to be introduced to."""
    refused = [id_ for id_, _ in await work.introductions.membership.refused(call.me.id)]
    named = await work.names.named(call.me.community, call.arrival.space, refused)
    return [Option.of(each.label, each.said) for each in named]


@feature.autocomplete("partner")
async def who_waits(call: Call, work: Work, typed: str) -> list[Option]:
    """Those about whom somebody asked, and the actor has not said yet."""
    asked = await work.introductions.suggestions.asked_of(call.me.id)
    me = call.me.id
    waiting = [s.partner(me) for s in asked if s.under_way(call.now) and me not in s.said]
    named = await work.names.named(call.me.community, call.arrival.space, waiting)
    return [Option.of(each.label, each.said) for each in named]


# A day ----------------------------------------------------------------------------------------


@feature.autocomplete("until")
async def until_when(call: Call, work: Work, typed: str) -> list[Option]:
    """The day that was typed, or both that may be meant; else when breaks often end."""
    today = call.now.astimezone(zone(call.me.zone)).date()
    ahead = [day for day in possible_days(typed, call.now, call.me.zone) if day > today]
    if ahead:
        return [_day(words.text("pause.offer.said", said=typed.strip()), day) for day in ahead]
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
