"""What becomes of help that is asked for where the card is gone: those in that chat are asked."""

from datetime import datetime
from functools import partial

from bot.community.domain_events import DeliveryRefused
from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.delivery.threads import told_below
from bot.features.challenges import feature
from bot.features.challenges.commitments.domain import Commitment
from bot.features.challenges.help_requests import views
from bot.features.challenges.help_requests.domain import WANTED, HelpRequest, Said
from bot.features.challenges.participants.spaces import those_in
from bot.features.challenges.ports import Work
from bot.matching.eligibility import never_meet
from bot.ui.messages import Message
from bot.ui.text import read_id


@feature.when(DeliveryRefused)
async def a_thread_is_gone(refused: DeliveryRefused, work: Work, now: datetime) -> None:
    """Ask those alone who would have read it below the card; say so if nobody is asked by that."""
    fact = told_below(refused.fact)
    if fact is None or fact.kind != WANTED:
        return
    book = work.challenges.help_requests
    request = await book.lock(fact.id)
    commitment = await work.challenges.commitments.get(request.commitment) if request else None
    if request is None or request.closed_at or commitment is None or not commitment.challenge:
        return
    asker = await work.people.member(request.member)
    name = asker.name if asker and request.named else ""
    asked = {request.member, *(each.member for each in await book.questions(request.id))}
    there = await those_in(work, commitment.challenge, refused.space)
    others = [each.member for each in there if each.member not in asked]
    known = await work.acquaintances.among([request.member, *others], now)
    for member in others:
        if not never_meet(request.member, member, known):
            await book.ask(request.id, member, now, Said.NOTHING)
            told = partial(views.question, request, commitment, name, in_group=True)
            to, question = ToMember(member), request.question_to(member)
            await work.outbox.post(to, told, question, community=request.community)
    if not await _reaches_somebody(work, request, refused.fact):
        await _tell_asker(work, request, commitment, now)


@feature.opening("help_room")
async def first_words_apart(about: Fact, member: int, work: Work, now: datetime) -> Message | None:
    """The first words to two who share no room."""
    request = await work.challenges.help_requests.get(about.id)
    commitment = await work.challenges.commitments.get(request.commitment) if request else None
    helper = read_id(about.part)
    people = await work.people.members([request.member, helper]) if request else {}
    if request is None or commitment is None or len(people) < 2:
        return None
    return views.together(request, commitment, people[request.member], people[helper])


async def _reaches_somebody(work: Work, request: HelpRequest, refused: Fact) -> bool:
    """Whether it stands in some thread, or somebody was asked alone."""
    if await work.challenges.help_requests.questions(request.id):
        return True
    said = set(await work.outbox.said_below(request.fact)) - {refused}
    return bool(said - await work.outbox.unreached(said))


async def _tell_asker(
    work: Work, request: HelpRequest, commitment: Commitment, now: datetime
) -> None:
    """Say to whoever asked that the group could not be; they may ask anew."""
    await work.challenges.help_requests.close(request.id, now)
    fact = Fact.of("challenges.help_not_there", request.id, member=request.member)
    message = partial(views.not_there, commitment)
    await work.outbox.post(ToMember(request.member), message, fact, community=request.community)
