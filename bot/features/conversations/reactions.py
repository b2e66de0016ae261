"""What follows when words cannot be carried, when places go, and when people do."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from bot.community.domain_events import (
    AccountGone,
    CameIn,
    DeliveryRefused,
    MembersMerged,
    OutOfReach,
    PlaceLost,
    PlacesChanged,
    Said,
    SpaceLost,
    SpaceRegained,
    SpokeTooLate,
    StrangerSpoke,
    ViewGone,
    WentUnread,
    WordsMissed,
    WordsReadBack,
)
from bot.community.facts import Fact
from bot.community.people import name_of
from bot.delivery.addresses import ToAccount, ToMember
from bot.delivery.conversations import HEAD, SAID, Conversation, ConversationPlace
from bot.delivery.live import View
from bot.delivery.notices import tell_facilitators
from bot.delivery.outbox import Composed
from bot.features.conversations import feature, place_views, words
from bot.features.conversations.domain import A_WHILE, MANY
from bot.features.conversations.ports import Work
from bot.ui.languages import in_language
from bot.ui.messages import Message
from bot.ui.text import read_id


@feature.when(StrangerSpoke)
async def a_stranger_spoke(spoke: StrangerSpoke, work: Work, now: datetime) -> None:
    """Tell them alone, once, that it stays where they are, and how to join."""
    conversation = await work.said.conversation(spoke.conversation)
    if conversation is not None:
        fact = Fact.of("conversations.stranger", spoke.conversation, part=str(spoke.account))
        told = partial(place_views.stays_there, conversation)
        to = ToAccount(spoke.space, spoke.account)
        await work.outbox.post(to, told, fact, community=spoke.community)


@feature.when(WentUnread)
async def words_went_unread(unread: WentUnread, work: Work, now: datetime) -> None:
    """Tell them alone, once, how they speak to the others."""
    conversation = await work.said.conversation(unread.conversation)
    if conversation is not None:
        fact = Fact.of("conversations.unread", unread.conversation, part=str(unread.account))
        told = partial(place_views.how_to_speak, conversation)
        to = ToAccount(unread.space, unread.account)
        with in_language(unread.locale):
            await work.outbox.post(to, told, fact, community=unread.community)


@feature.when(SpokeTooLate)
async def somebody_spoke_too_late(late: SpokeTooLate, work: Work, now: datetime) -> None:
    """Tell them alone, once, that nothing is carried there any more."""
    conversation = await work.said.conversation(late.conversation)
    if conversation is not None:
        fact = Fact.of("conversations.too_late", late.conversation, part=str(late.account))
        told = partial(place_views.too_late, conversation)
        with in_language(late.locale):
            to = ToAccount(late.space, late.account)
            await work.outbox.post(to, told, fact, community=late.community)


@feature.when(WordsMissed)
async def words_were_missed(missed: WordsMissed, work: Work, now: datetime) -> None:
    """Say in the other places that something may be missing."""
    told = partial(place_views.missed, missed.since)
    fact = Fact.of("conversations.missed", 0, part=f"{missed.place}:{missed.last}")
    await _say_elsewhere(work, missed, told, fact)


@feature.when(WordsReadBack)
async def words_were_read_back(came: WordsReadBack, work: Work, now: datetime) -> None:
    """Say in the other places how many come now, where many do that were written a while ago."""
    if came.count < MANY or now - came.since < A_WHILE:
        return
    told = partial(place_views.read_back, came.count, came.since)
    fact = Fact.of("conversations.read_back", 0, part=f"{came.place}:{came.last}")
    await _say_elsewhere(work, came, told, fact)


async def _say_elsewhere(
    work: Work,
    lately: WordsMissed | WordsReadBack,
    told: Callable[[Conversation, str], Message],
    fact: Fact,
) -> None:
    """Say something about what was written in one place lately in all others."""
    conversation = await work.said.conversation(lately.conversation)
    if conversation is None:
        return
    places = await work.conversations.places(conversation.id)
    here = [each for each in places if each.id == lately.place]
    others = [each for each in places if each.id != lately.place]
    name = await _name(work, conversation, here[0]) if here else ""
    await _say_in(work, conversation, others, partial(told, conversation, name), fact)


@feature.when(Said)
async def somebody_came_in(said: Said, work: Work, now: datetime) -> None:
    """Who speaks for the first time takes part."""
    if said.first:
        came = CameIn(said.conversation, said.community, (said.member,))
        await people_came_in(came, work, now)


@feature.when(CameIn)
async def people_came_in(came: CameIn, work: Work, now: datetime) -> None:
    """Tell those alone, without a name, who never want to meet one of them.

    They may leave, and nobody else learns of it.
    """
    there = {*await work.conversations.people(came.conversation), *came.others}
    refusing = await work.acquaintances.refusing(there, came.members) if there else ()
    conversation = await work.said.conversation(came.conversation) if refusing else None
    if conversation is None:
        return
    for each in sorted({one for one, _ in refusing}):
        fact = Fact.of("conversations.entered", came.conversation, member=each)
        told = partial(place_views.entered, conversation)
        await work.outbox.post(ToMember(each), told, fact, community=came.community)


@feature.when(DeliveryRefused)
async def words_did_not_arrive(refused: DeliveryRefused, work: Work, now: datetime) -> None:
    """Tell whoever said it, once until something arrives there again, where it did not, and why."""
    if refused.fact.kind == HEAD:
        await _end_own(work, refused.fact, now)
    if refused.fact.kind != SAID:
        return
    message = await work.said.get(read_id(refused.fact.subject.partition(":")[0]))
    place = await work.said.place_of(refused.fact)
    if message is None or message.member is None or place is None or message.deleted:
        return
    conversation = await work.said.conversation(message.conversation)
    if conversation is None:
        return
    part, member = str(await work.said.newest_beside(refused.fact)), message.member
    fact = Fact.of("conversations.undelivered", place.id, part=part, member=member)
    where = await _name(work, conversation, place)
    told = partial(place_views.not_delivered, conversation, where, refused.reason)
    await work.outbox.post(ToMember(member), told, fact, community=refused.community)
    if place.member is not None:  # who cannot be written to alone reads it elsewhere, or comes back
        await _end(work, place, now)


@feature.when(ViewGone)
async def a_view_is_gone(gone: ViewGone, work: Work, now: datetime) -> None:
    """End the place that was below it, and tell the others."""
    if gone.fact.kind == SAID:
        return
    for place in await work.said.places_below(gone.fact):
        await _end(work, place, now)


@feature.when(PlaceLost)
async def a_place_is_lost(lost: PlaceLost, work: Work, now: datetime) -> None:
    """End it, and tell the others."""
    for place in await work.conversations.places(lost.conversation):
        if place.id == lost.place:
            await _end(work, place, now)


@feature.when(SpaceLost)
async def a_space_is_lost(lost: SpaceLost, work: Work, now: datetime) -> None:
    """Carry nothing there as long as it is; who read alone there reads on elsewhere, if at all."""
    for place in await work.said.places_in(lost.space):
        if place.member is None:
            await _end(work, place, now, away=True)
        else:
            await _move(work, place)


@feature.when(SpaceRegained)
async def a_space_is_back(regained: SpaceRegained, work: Work, now: datetime) -> None:
    """Carry there again."""
    there = await work.said.places_in(regained.space)
    await work.said.come_back([each.id for each in there if each.member is None])
    await _places_changed(work, {each.conversation for each in there})


@feature.when(AccountGone)
async def an_account_is_gone(gone: AccountGone, work: Work, now: datetime) -> None:
    """Who leaves one chat and stays in another goes on there; who is in none, nowhere.

    In the community's own chat they are if they have ever looked into it.
    """
    member, space = gone.account.member, await work.people.space(gone.account.space_ref)
    stays = not await work.people.has_gone(member) or await work.places.in_own_chat([member])
    for place in await work.said.places_in(space) if space else ():
        if place.member == member:
            await (_move(work, place) if stays else _end(work, place, now))


@feature.when(MembersMerged)
async def two_are_one(merged: MembersMerged, work: Work, now: datetime) -> None:
    """What either has said is now said by the one."""
    said = await work.said.by(merged.kept)
    await work.live.touch(*await work.said.views(said))
    theirs = await work.conversations.of_member(merged.kept)
    for each in theirs:
        left = await work.said.left_behind(each.id)
        await work.live.touch(*(View.of(HEAD, f"{each.id}:{place}") for place in left))
    await _places_changed(work, {each.id for each in theirs})


async def _end(work: Work, place: ConversationPlace, now: datetime, *, away: bool = False) -> None:
    """End a place; the other places and the facilitators are told once."""
    conversation = await work.said.conversation(place.conversation)
    if not await work.said.end(place.id, now, away=away) or conversation is None:
        return
    where = await _name(work, conversation, place)
    await _places_changed(work, {conversation.id})
    if place.member is not None:
        gone = OutOfReach(conversation.about, conversation.community, place.member)
        work.domain_events.append(gone)
        return
    fact = Fact.of("conversations.place_gone", place.id, part=now.isoformat())
    told = partial(place_views.place_gone, conversation, where)
    others = await work.conversations.places(conversation.id)
    await _say_in(work, conversation, others, told, fact)
    await tell_facilitators(work, conversation.community, told, fact)


async def _end_own(work: Work, fact: Fact, now: datetime) -> None:
    for place in await work.said.places_below(fact):
        await _end(work, place, now)


async def _move(work: Work, place: ConversationPlace) -> None:
    """Let somebody read on alone in another chat, by the best way there is now."""
    if place.member is None:
        return
    head = View.of(HEAD, f"{place.conversation}:{place.id}")
    await work.live.take_down(head)
    await work.conversations.let_in(place.conversation, place.member)


async def _say_in(
    work: Work,
    conversation: Conversation,
    places: Sequence[ConversationPlace],
    told: Composed,
    fact: Fact,
) -> None:
    """Say something of Kindred's own in some places of a conversation."""
    for each in places:
        if each.to is not None:
            its_own = Fact.of(fact.kind, fact.subject, part=f"{fact.part} in {each.id}")
            await work.outbox.post(each.to, told, its_own, community=conversation.community)


async def _places_changed(work: Work, conversations: set[int]) -> None:
    """Let their heads say so, and whatever they are about."""
    for id_ in conversations:
        conversation = await work.said.conversation(id_)
        places = await work.conversations.places(id_)
        own = [place.id for place in places if place.member is not None]
        await work.live.touch(*(View.of(HEAD, f"{id_}:{place}") for place in own))
        if conversation is not None:
            told = PlacesChanged(id_, conversation.community, conversation.about)
            work.domain_events.append(told)


async def _name(work: Work, conversation: Conversation, place: ConversationPlace) -> str:
    """What a place is called: its chat, or that it is somebody's own, without their name."""
    spaces = await work.people.spaces(conversation.community) if place.space else ()
    its_own = next((space for space in spaces if space.id == place.space), None)
    return name_of(its_own) if its_own and place.member is None else words.text("place.own")
