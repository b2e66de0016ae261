"""What becomes of help that is asked for: who is asked where a card is gone, when it is day, and
what of it is there no more that was taken down.
"""

from datetime import datetime
from functools import partial

from bot.community.domain_events import DeliveryRefused, QuestionFellDue, TakenDown
from bot.community.facts import Fact
from bot.community.reportables import Reportable
from bot.delivery.addresses import ToMember
from bot.delivery.threads import told_below, unsay_below
from bot.features.challenges import feature
from bot.features.challenges.commitments.domain import Commitment
from bot.features.challenges.help_requests import views
from bot.features.challenges.help_requests.closing import close
from bot.features.challenges.help_requests.domain import ASKED, WANTED, HelpRequest, Said
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


@feature.when(QuestionFellDue)
async def it_is_day(due: QuestionFellDue, work: Work, now: datetime) -> None:
    """Ask somebody outside by day where they are, if help is needed by then."""
    if due.fact.kind != ASKED or due.fact.member is None:
        return
    book, member = work.challenges.help_requests, due.fact.member
    request = await book.lock(due.fact.id)
    commitment = await work.challenges.commitments.get(request.commitment) if request else None
    said = {each.member: each.said for each in await book.questions(due.fact.id)}
    is_wanted = request and not request.closed_at and said.get(member) is Said.NOTHING
    if Said.YES in said.values():  # nobody else is asked then
        is_wanted = False
    if request is None or commitment is None or not is_wanted:
        await work.questions.drop(due.fact)
        return
    asker = await work.people.member(request.member)
    name = asker.name if asker and request.named else ""
    told = partial(views.question, request, commitment, name)
    await work.outbox.post(ToMember(member), told, due.fact, community=request.community)


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


# What is not right ----------------------------------------------------------------------------


@feature.reportable("help")
@feature.reportable("help_asked")
async def help_(subject: str, work: Work) -> Reportable | None:
    """What somebody asks for: below a card for all to see, or of those who were asked alone."""
    request = await work.challenges.help_requests.get(read_id(subject))
    if request is None or not request.need:
        return None
    asked = await work.challenges.help_requests.questions(request.id)
    readers = None if request.group else tuple(each.member for each in asked)
    about, here = request.fact, request.community
    return Reportable(about, here, request.title, (request.member,), readers=readers)


@feature.when(TakenDown)
async def is_taken_down(taken: TakenDown, work: Work, now: datetime) -> None:
    """Ask nobody any more, and take back what was asked, wherever it stands."""
    if taken.about.kind != WANTED:
        return
    request = await work.challenges.help_requests.lock(taken.about.id)
    if request is None:
        return
    await close(work, request, now)
    await unsay_below(work, request.fact)
    asked = [each.member for each in await work.challenges.help_requests.questions(request.id)]
    await work.outbox.retract(*map(request.question_to, asked), *map(request.first_words_to, asked))
