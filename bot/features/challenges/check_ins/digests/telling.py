"""The digest of a round below the card: told only if it addresses somebody, and kept true."""

from dataclasses import replace
from datetime import date, datetime
from functools import partial

from bot.community.facts import Fact
from bot.delivery.threads import say_anew_below, say_below, unsay_below
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.check_ins.digests import views
from bot.features.challenges.check_ins.digests.domain import MOST_HELPERS, Ask, Digest
from bot.features.challenges.check_ins.domain import CheckIn, Person, Round, local_day
from bot.features.challenges.domain import ChallengeState
from bot.features.challenges.ports import Work
from bot.matching.eligibility import never_meet


async def renew(work: Work, challenge_id: int, day: date, now: datetime) -> None:
    """Let the digest of a round, once its time has come, say what is so now.

    It is taken back when nobody asks for anything any more, and said when somebody does after all.
    """
    round_ = await work.challenges.rhythms.round(challenge_id, day)
    if round_ is None or round_.digest_at is not None:
        return
    challenge = await work.challenges.proposals.get(challenge_id)
    if challenge is None or (challenge.state is not ChallengeState.OPEN and not round_.stands):
        return
    digest = await digest_of(work, challenge_id, day, now)
    told = partial(views.digest, challenge, day, digest)
    if round_.stands and (digest.asks or digest.all_helped):
        await say_anew_below(work, told, _fact(round_))
        await work.challenges.rhythms.told(replace(round_, named=digest.named))
    elif round_.stands:
        await unsay_below(work, _fact(round_))
        await work.challenges.rhythms.told(replace(round_, stands=False, named=()))
    elif digest.addresses_somebody:
        said = replace(round_, said=round_.said + 1, stands=True, named=digest.named)
        card, here = card_of(challenge_id), challenge.community
        threads = await say_below(work, card, told, _fact(said), community=here)
        await work.challenges.rhythms.told(replace(said, stands=bool(threads)))


async def digest_of(work: Work, challenge: int, day: date, now: datetime) -> Digest:
    """What of a round may be told to all: what those asked for who wanted to be read by all."""
    answers = await work.challenges.check_ins.answers(challenge, day)
    asked = [each for each in answers if each.help and not each.for_hosts]
    if not asked:
        return Digest(())
    helped = await work.challenges.check_ins.helped(challenge, day)
    people = await work.challenges.check_ins.people(challenge)
    glad = [each for each in people if _is_glad(each, now)]
    latest = sorted(glad, key=lambda each: each.heard_at, reverse=True)
    ids = {each.member for each in asked} | {each.member for each in latest}
    known = await work.acquaintances.among(sorted(ids), now)

    def may_help(person: Person, check_in: CheckIn) -> bool:
        one, other = person.member, check_in.member
        return one != other and not never_meet(one, other, known)

    asks = [
        Ask(each, [one for one in latest if may_help(one, each)][:MOST_HELPERS])
        for each in asked
        if each.member not in helped
    ]
    return Digest(asks, all_helped=not asks)


def _is_glad(person: Person, now: datetime) -> bool:
    resting = person.rests_on(local_day(now, person.zone))
    return person.preferences.glad and not person.hidden and not resting


async def renew_those_naming(work: Work, member: int, now: datetime) -> None:
    """Renew all digests that tell of somebody who is there no more, or no more as they were."""
    for challenge, day in await work.challenges.rhythms.naming(member):
        await renew(work, challenge, day, now)


async def end_digests(work: Work, challenge: int) -> None:
    """Take back all digests of a challenge."""
    for day in await work.challenges.rhythms.standing(challenge):
        if round_ := await work.challenges.rhythms.round(challenge, day):
            await unsay_below(work, _fact(round_))


def _fact(round_: Round) -> Fact:
    part = f"{round_.day}:{round_.said}"
    return Fact.of("challenges.check_in_digest", round_.challenge, part=part)
