"""Opening a round: everything that belongs to it, in one unit of work."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from bot.community.domain_events import RoundOpened
from bot.community.facts import Fact
from bot.community.people import OWN_CHAT
from bot.delivery.addresses import ToMember, ToPlace
from bot.delivery.notices import tell_facilitators
from bot.delivery.outbox import DeliveryProgress
from bot.delivery.sender import RateLimit
from bot.errors import Conflict
from bot.features.introductions.domain import Participant, Programme, Stage, crossing_pairs
from bot.features.introductions.follow_up.domain import Introduction, first_message_of, room_of
from bot.features.introductions.ports import Round, Work
from bot.features.introductions.rooms import views as room_views
from bot.features.introductions.rounds import domain as rounds
from bot.features.introductions.rounds import views as round_views
from bot.features.introductions.rounds.preparation import NextRound, keep, load_next_round
from bot.matching.plan import Plan, Why
from bot.ui.messages import Message


async def keep_and_open(
    work: Work, round_: NextRound, plan: Plan, seed: int, now: datetime, by: int | None
) -> Round:
    """Open a round that was matched a moment ago.

    Raises `Conflict` when what it was matched from has changed meanwhile: match again.
    """
    fresh = await load_next_round(work, round_.programme, now)
    if rounds.changes(plan, fresh.problem):
        raise Conflict("the people of the round changed while it was matched")
    draft = await keep(work, fresh, plan, seed)
    if draft is None or not await open_round(work, fresh, draft, now, by):
        raise Conflict("somebody else opened or changed the round")
    return draft


async def unchanged(work: Work, programme: Programme) -> None:
    """Keep others from changing the programme; raises `Conflict` when somebody just has."""
    now = await work.introductions.programmes.lock(programme.id)
    if now is None or (now.number, now.opens_at) != (programme.number, programme.opens_at):
        raise Conflict("the programme was changed meanwhile")


async def open_round(
    work: Work, round_: NextRound, draft: Round, now: datetime, by: int | None
) -> bool:
    """Open the draft as it is planned; `False` when it is no draft any more.

    Raises `Conflict` when the programme or the draft was changed since it was read.

    Introductions, rooms, what is said in them, notes to those who are not in, and the date of the
    next round: all of it is written in this unit of work, or nothing is.
    """
    programme, plan = round_.programme, draft.plan
    book = work.introductions
    await unchanged(work, programme)
    course = programme.terms.course(now)
    if plan is None or not await book.rounds.open(draft, by, now, course):
        latest = await book.rounds.get(draft.id)
        if latest and latest.stage is Stage.DRAFT:
            raise Conflict("the draft was changed meanwhile")
        return False
    people = round_.participants.by_id
    groups = [[people[member] for member in group.members] for group in plan.groups]
    across = [crossing_pairs([group])[0] > 0 for group in groups]
    members = [[person.id for person in group] for group in groups]
    added = await book.rounds.introduce(
        draft, programme.community, list(zip(members, across, strict=True)), now
    )
    for position, (introduction, group) in enumerate(zip(added, groups, strict=True)):
        about = room_views.FirstMessage(
            programme.name,
            group,
            plan.groups[position].reasons,
            rounds.chosen(draft.seed, position, room_views.QUESTIONS),
            now,
        )
        await _open_room(work, programme, introduction, group, about)
    await _tell_those_left_out(work, round_, draft)
    held = draft.adjustments.held
    counts = rounds.counts_after(plan, held, round_.participants)
    await book.rounds.left_out(programme.id, counts)
    slot = programme.opens_at or now
    await book.programmes.move_on(
        programme.id, programme.number + 1, programme.terms.opening_after(slot, now)
    )
    work.domain_events.append(RoundOpened(draft.id, programme.community, len(added), now))
    return True


async def _open_room(
    work: Work,
    programme: Programme,
    introduction: int,
    group: Sequence[Participant],
    about: room_views.FirstMessage,
) -> None:
    room, community = room_of(introduction), programme.community
    title, message = room_views.title(group), partial(room_views.first_message, about)
    await work.outbox.open_room(room, [p.id for p in group], title, community=community, apart=True)
    await work.outbox.post(
        ToPlace(room), message, first_message_of(introduction), community=community
    )


async def _tell_those_left_out(work: Work, round_: NextRound, draft: Round) -> None:
    programme, people = round_.programme, round_.participants.by_id
    whys: dict[int, Why | None] = {
        left.member: left.why for left in (draft.plan.left_out if draft.plan else ())
    }
    whys |= {member: None for member in draft.adjustments.held if member in people}
    for member, why in whys.items():
        if why is Why.MET and people[member].left_out:
            continue  # who has met everybody was told so the last time
        await work.outbox.post(
            ToMember(member),
            partial(room_views.left_out, programme.name, why),
            Fact.of("introductions.left_out", draft.id, member=member),
            community=programme.community,
        )


async def tell_that_it_opened(work: Work, round_: NextRound, draft: Round, now: datetime) -> None:
    """Tell the facilitators of a round that opened by itself."""
    programme = round_.programme
    after = programme.terms.opening_after(programme.opens_at or now, now)
    slowly = await _slowly(work, programme, draft, now)

    def compose() -> Message:
        way = round_views.under_way(draft) if slowly else None
        return round_views.opened(round_, draft, after, way, by_itself=True)

    fact = Fact.of("introductions.round_opened", draft.id)
    await tell_facilitators(work, programme.community, compose, fact)


async def how_far(
    work: Work,
    introductions: Sequence[Introduction],
    rate_limits: Mapping[str, RateLimit],
    now: datetime,
) -> DeliveryProgress:
    """How many of these introductions have arrived in their rooms, and how long the rest takes.

    Where people share no room, it has arrived once each of them has been told.
    """
    first = {room_of(each.id): first_message_of(each.id) for each in introductions}
    told = await work.outbox.progress(list(first.values()), rate_limits, now)
    heads = await work.conversations.unread_heads(first)
    moved = {"dead": 0, "waiting": 0}
    for state in set(heads.values()):
        those = [first[room] for room, its_state in heads.items() if its_state == state]
        moved[state] = (await work.outbox.progress(those, rate_limits, now)).done
    dead, waiting = told.dead + moved["dead"], told.waiting + moved["waiting"]
    return DeliveryProgress(told.done - sum(moved.values()), dead, waiting, told.left)


async def unreached_in(work: Work, introductions: Sequence[Introduction]) -> list[Sequence[str]]:
    """The names of those whose introduction could not be delivered to all of them."""
    dead = await work.outbox.unreached([first_message_of(each.id) for each in introductions])
    heads = await work.conversations.unread_heads([room_of(each.id) for each in introductions])
    return [
        each.names
        for each in introductions
        if first_message_of(each.id) in dead or heads.get(room_of(each.id)) == "dead"
    ]


async def _slowly(work: Work, programme: Programme, draft: Round, now: datetime) -> bool:
    """Whether a round takes a while to deliver, wherever a chat needs a second for each room.

    A round that opens by itself has nobody's call to tell the rate limits from.
    """
    spaces = await work.people.spaces(programme.community)
    platforms = {space.ref.platform for space in spaces} - {OWN_CHAT}
    rate_limits = {platform: RateLimit(1, 1) for platform in platforms}
    if not platforms:
        return False
    introductions = await work.introductions.follow_up.of_round(draft.id)
    delivered = await how_far(work, introductions, rate_limits, now)
    return delivered.left > round_views.A_WHILE
