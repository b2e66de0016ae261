"""Asking those who have not been heard of for three rounds whether they stay: once, and kindly."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.features.challenges.check_ins.domain import Person
from bot.features.challenges.domain import Challenge
from bot.features.challenges.ports import Work
from bot.features.challenges.quiet import views


async def ask_whether_to_stay(
    work: Work, challenge: Challenge, people: Sequence[Person], now: datetime
) -> None:
    """Ask each of these alone; until they are heard of, nothing else is asked of them."""
    for person in people:
        preferences = replace(person.preferences, stay_asked_at=now)
        await work.challenges.check_ins.prefer(challenge.id, person.member, preferences)
        part = now.isoformat()
        fact = Fact.of("challenges.stay", challenge.id, part=part, member=person.member)
        question = partial(views.stay, challenge)
        await work.outbox.post(
            ToMember(person.member), question, fact, community=challenge.community
        )
