"""What becomes of help that is asked for where the card is gone: those in that chat are asked."""

from datetime import datetime
from functools import partial

from bot.community.domain_events import DeliveryRefused
from bot.delivery.addresses import ToMember
from bot.delivery.threads import told_below
from bot.features.challenges import feature
from bot.features.challenges.help_requests import views
from bot.features.challenges.help_requests.domain import WANTED, Said
from bot.features.challenges.participants.spaces import those_in
from bot.features.challenges.ports import Work
from bot.matching.eligibility import never_meet


@feature.when(DeliveryRefused)
async def a_thread_is_gone(refused: DeliveryRefused, work: Work, now: datetime) -> None:
    """Ask those alone who would have read it below the card."""
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
