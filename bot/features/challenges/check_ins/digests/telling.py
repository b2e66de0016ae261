"""The digest of a round below the card: told only if it addresses somebody, and kept true."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from bot.community.facts import Fact
from bot.delivery.threads import say_anew_below, say_below, unsay_below
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.check_ins.digests import views
from bot.features.challenges.check_ins.digests.domain import (
    MOST_HELPERS,
    MOST_STEPS,
    Ask,
    Digest,
    Step,
    is_stale,
)
from bot.features.challenges.check_ins.domain import Person, Round, local_day
from bot.features.challenges.commitments.domain import Committed
from bot.features.challenges.domain import ChallengeState
from bot.features.challenges.help_requests.domain import HelpRequest
from bot.features.challenges.ports import Work
from bot.matching.eligibility import never_meet


async def renew(
    work: Work, challenge_id: int, day: date, now: datetime, *, due: bool = False
) -> None:
    """Let the digest of a round, once its time has come, say what is so now.

    It is taken back when there is nothing to help with any more, and said when somebody asks for
    something after all. Steps alone let it be said only when it is `due`, and if one of them is
    news; only the newest digest tells of steps, so the one before it does so no more.
    """
    round_ = await work.challenges.rhythms.round(challenge_id, day)
    if round_ is None or round_.digest_at is not None:
        return
    challenge = await work.challenges.proposals.get(challenge_id)
    if challenge is None or (challenge.state is not ChallengeState.OPEN and not round_.stands):
        return
    standing = await work.challenges.rhythms.standing(challenge_id)
    newest = all(day >= each for each in standing)
    digest = await digest_of(work, challenge_id, day, now, steps=newest)
    told = partial(views.digest, challenge, day, digest)
    if round_.stands and (digest.lines or digest.all_helped):
        await say_anew_below(work, told, _fact(round_))
        await work.challenges.rhythms.told(replace(round_, named=digest.named))
    elif round_.stands:
        await unsay_below(work, _fact(round_))
        await work.challenges.rhythms.told(replace(round_, stands=False, named=()))
    elif not is_stale(day, now) and _is_worth_telling(digest, standing, due=due):
        said = replace(round_, said=round_.said + 1, stands=True, named=digest.named)
        card, here = card_of(challenge_id), challenge.community
        threads = await say_below(work, card, told, _fact(said), community=here)
        await work.challenges.rhythms.told(replace(said, stands=bool(threads)))
        if threads and newest and standing:
            await renew(work, challenge_id, standing[-1], now)


def _is_worth_telling(digest: Digest, standing: Sequence[date], *, due: bool) -> bool:
    """Whether somebody could help, with what was asked for or, when it is due, with what is new."""
    is_new = bool(digest.asks) or (due and _is_news(digest, standing))
    return digest.addresses_somebody and is_new


def _is_news(digest: Digest, standing: Sequence[date]) -> bool:
    """Whether some step was said after the round of which a digest stands already."""
    since = [each.committed.commitment.since.date() for each in digest.steps]
    return not standing or any(each > standing[-1] for each in since)


async def renew_steps(work: Work, challenge: int, now: datetime) -> None:
    """Let the digest that tells of steps in a challenge, if one stands, say what is so now."""
    for day in (await work.challenges.rhythms.standing(challenge))[-1:]:
        await renew(work, challenge, day, now)


async def digest_of(
    work: Work, challenge: int, day: date, now: datetime, *, steps: bool = False
) -> Digest:
    """What of a round may be told to all: what those asked for who wanted to be read by all.

    With `steps`, also what people in the group are about to do, where somebody could help.
    """
    answers = await work.challenges.check_ins.answers(challenge, day)
    asked = [each for each in answers if each.help and not each.for_hosts]
    book = work.challenges.commitments
    committed = await book.open_in(challenge, MOST_STEPS) if steps else []
    if not asked and not committed:
        return Digest(())
    helped = await work.challenges.check_ins.helped(challenge, day)
    people = await work.challenges.check_ins.people(challenge)
    glad = [each for each in people if _is_glad(each, now)]
    latest = sorted(glad, key=lambda each: each.heard_at, reverse=True)
    theirs = {each.member for each in asked} | {each.member for each in committed}
    ids = theirs | {each.member for each in latest}
    known = await work.acquaintances.among(sorted(ids), now)

    def for_(member: int) -> list[Person]:
        others = (one for one in latest if one.member != member)
        may = [one for one in others if not never_meet(one.member, member, known)]
        return may[:MOST_HELPERS]

    asks = [Ask(each, for_(each.member)) for each in asked if each.member not in helped]
    there = {each.member for each in people}
    theirs_here = [each for each in committed if each.member in there]
    requests = await _requests(work, theirs_here)
    perhaps = [_step(each, for_(each.member), requests) for each in theirs_here]
    return Digest(asks, [each for each in perhaps if each], all_helped=bool(asked) and not asks)


Requests = dict[int, list[HelpRequest]]


async def _requests(work: Work, committed: Sequence[Committed]) -> Requests:
    """What was asked for with these, by commitment; nothing of those with which somebody helps."""
    book, ids = work.challenges.help_requests, [each.commitment.id for each in committed]
    helped = await book.helpers(ids)
    found: Requests = {each: [] for each in ids if each not in helped}
    for request in await book.of(*found):
        found[request.commitment].append(request)
    return found


def _step(committed: Committed, helpers: Sequence[Person], there: Requests) -> Step | None:
    """A step as it is told, if the group was asked to help, or somebody could; without a helper.

    Who has asked for help with it without their name is not named.
    """
    requests = there.get(committed.commitment.id)
    if requests is None:
        return None
    asked = next((each for each in requests if each.group and each.closed_at is None), None)
    if not (asked or helpers):
        return None
    unnamed = any(not each.named for each in requests)
    return Step(replace(committed, hidden=committed.hidden or unnamed), helpers, asked)


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
