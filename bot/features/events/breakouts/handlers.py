"""Groups for those who are there: looked at first by a host, again and otherwise, then told."""

from datetime import datetime
from functools import partial
from typing import Annotated

from bot.community.facts import Fact
from bot.community.roles import ScopedRole
from bot.community.told_names import told_to_each
from bot.delivery.addresses import ToMember, ToPlace
from bot.errors import UserError
from bot.features.events import feature, words
from bot.features.events.audience import HOSTS
from bot.features.events.breakouts import views
from bot.features.events.breakouts.domain import (
    FEWEST,
    SIZES,
    Breakout,
    Groups,
    Problem,
    Seated,
    guest,
    pairs,
    split,
)
from bot.features.events.check_in.lookup import LookedAfter, NotOver
from bot.features.events.ports import Happening, Work
from bot.routing.arguments import NumberArg
from bot.routing.interaction import Answer, Call, Compute, Reply, Update
from bot.ui.languages import DEFAULT_LOCALE, in_language
from bot.ui.text import read_id

Size = Annotated[int, NumberArg("group_size", min(SIZES), max(SIZES), after=("of",))]


@feature.command("day groups", role=HOSTS, action="breakout", carries=("event", "size"))
async def groups(call: Call, work: Work, event: NotOver, size: Size = 4) -> Answer:
    """Split who is there into groups, for the host to look at."""
    return await _drafted(call, work, event, size, in_place=False)


@feature.action("breakout_again", role=HOSTS)
async def again(call: Call, work: Work, event: LookedAfter, size: Size = 4) -> Answer:
    """Split them otherwise, or into groups of another size."""
    return await _drafted(call, work, event, size, in_place=True)


async def _drafted(
    call: Call, work: Work, event: Happening, size: int, *, in_place: bool
) -> Compute[Groups]:
    date, book = event.date.id, work.events.breakouts
    people = await book.people(date)
    if len(people) < FEWEST:
        raise UserError(views.too_few(len(people)))
    problem = await _problem(call, work, people, date, size)

    async def then(work: Work, found: Groups) -> Answer:
        by_number = {each.number: each for each in people}
        made = [[by_number[number] for number in group] for group in found.groups]
        left = [by_number[number] for number in found.without]
        draft = await work.events.breakouts.draft(
            date, size, call.seed, made, left, call.me.id, call.now
        )
        shown = views.preview(event, draft, by_host=_is_host(call, event))
        return Update(shown) if in_place else Reply(shown)

    return Compute(split, (problem, call.seed), then)


async def _problem(call: Call, work: Work, people: list[Seated], date: int, size: int) -> Problem:
    members = [each.who.member for each in people if each.who.member]
    known = await work.acquaintances.among(members, call.now)
    candidates = await work.events.breakouts.candidates(members)
    guests = [guest(each.number) for each in people if each.who.member is None]
    before = pairs(await work.events.breakouts.told(date))
    return Problem((*candidates, *guests), known.never, before, size)


# Telling --------------------------------------------------------------------------------------


@feature.action("breakout_tell", role=HOSTS)
async def tell(call: Call, work: Work, event: LookedAfter, breakout: str) -> Answer:
    """Tell everybody who is in their group."""
    draft = await work.events.breakouts.drafted(event.date.id)
    if draft is None or draft.id != read_id(breakout):
        raise UserError(words("groups.gone"))
    if await _avoiding(call, work, draft):
        return await _drafted(call, work, event, draft.size, in_place=True)
    if not await work.events.breakouts.tell(draft.id, call.now):
        raise UserError(words("groups.gone"))
    await _tell_all(work, event, draft, call.now)
    return Update(views.told(event, draft, by_host=_is_host(call, event)))


@feature.action("breakout_rooms", role=HOSTS)
async def rooms(call: Call, work: Work, event: LookedAfter, breakout: str) -> Answer:
    """Open a room for each group that was told, for those in it who show their names."""
    told = await work.events.breakouts.told(event.date.id)
    its_own = [each for each in told if each.id == read_id(breakout)]
    if not its_own:
        raise UserError(words("groups.gone"))
    avoiding = await _avoiding(call, work, its_own[0])
    opened = 0
    for number, group in enumerate(its_own[0].groups, 1):
        there = tuple(each for each in group if each.number not in avoiding)
        opened += await _open_room(work, event, f"{breakout}:{number}", number, there)
    return Reply(views.rooms_opened(event, opened))


async def _open_room(
    work: Work, event: Happening, subject: str, number: int, group: tuple[Seated, ...]
) -> bool:
    """Open a room for those of a group who show their names, if they are two or more."""
    inside = [each.who.member for each in group if each.who.member and not each.hidden]
    if len(inside) < 2:
        return False
    room = Fact.of("events.breakout_room", subject)
    community, title = event.event.community, event.event.details.title
    with in_language(DEFAULT_LOCALE):
        called = views.room_title(title, number)
    await work.outbox.open_room(room, inside, called, community=community)
    said = partial(views.first_message, event, number, group)
    first = Fact.of("events.breakout_opening", subject)
    await work.outbox.post(ToPlace(room), said, first, community=community)
    return True


async def _avoiding(call: Call, work: Work, breakout: Breakout) -> set[int]:
    """Those of a breakout who never want to meet somebody of their group, by what holds now."""
    members = [e.who.member for group in breakout.groups for e in group if e.who.member]
    never = (await work.acquaintances.among(members, call.now)).never
    groups = [{each.number for each in group} for group in breakout.groups]
    return {one for one, other in never if any({one, other} <= group for group in groups)}


async def _tell_all(work: Work, event: Happening, draft: Breakout, now: datetime) -> None:
    """Tell each member who they are with, as far as they are told names."""
    seats = [
        (number, each, [other for other in group if other is not each])
        for number, group in enumerate(draft.groups, 1)
        for each in group
    ]
    there = await work.people.members([each.who.member for _, each, _ in seats if each.who.member])
    readers = [
        (number, there[each.who.member], others)
        for number, each, others in seats
        if each.who.member in there
    ]
    lists = [(member, others) for _, member, others in readers]
    told = await told_to_each(work, lists, now)
    for (number, member, others), named in zip(readers, told, strict=True):
        said = partial(views.your_group, event, number, named, len(others) - len(named))
        fact = Fact.of("events.breakout", draft.id, member=member.id)
        await work.outbox.post(ToMember(member.id), said, fact, community=event.event.community)


def _is_host(call: Call, event: Happening) -> bool:
    return (ScopedRole.HOST, event.event.scope) in call.standing.things
