"""Proposing a challenge: in a line or by a form, held against those that are there, then posted."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Annotated

from bot.community.origins import Origin
from bot.community.posting_rules import unbounded
from bot.community.roles import Role
from bot.community.zones import zone
from bot.errors import UserError
from bot.features.challenges import feature, words
from bot.features.challenges.domain import ALIVE, MOST_A_DAY, MOST_QUESTION, Challenge, Details
from bot.features.challenges.lookup import HOSTS, HostedChallenge, by_id, hosts, locked, visible
from bot.features.challenges.origins.invitations import invite
from bot.features.challenges.origins.lookup import filled_in, origin_behind
from bot.features.challenges.ports import Work
from bot.features.challenges.proposals import pending, posting, views
from bot.features.challenges.proposals.details import defaults, details_of, values_of
from bot.features.challenges.proposals.forms import ChallengeForm
from bot.features.challenges.updates.history import change
from bot.matching.likeness import alike
from bot.routing.arguments import TextArg
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply, Update
from bot.routing.posting import posting_choices
from bot.ui.forms import FieldErrors, Raw
from bot.ui.messages import Message
from bot.ui.submit_words import SAVE
from bot.ui.text import clean, label, read_id, without_quotes

_LONGEST_LINE = 1500
_EDITED = "edit."


@feature.command("new", opens=ChallengeForm, action="new")
async def new(
    call: Call,
    work: Work,
    question: Annotated[str, TextArg("question", max_length=_LONGEST_LINE)] = "",
) -> Answer:
    """Show a challenge of which the question is said, before it is posted; a form asks for it."""
    said = without_quotes(" ".join(clean(question).split()))
    if not said:
        return Open(ChallengeForm)
    if len(said) > MOST_QUESTION:
        values: dict[str, Raw] = {"question": label(said, MOST_QUESTION), "why": said}
        return Open(ChallengeForm, values=values)
    there = await posting_choices(call, work, work.challenges.audience)
    return Reply(await _shown(call, work, {**defaults(there), "question": said}))


@feature.prefill(ChallengeForm)
async def challenge_form(call: Call, work: Work, subject: str) -> Prefill:
    """What most choose; or what one says that is changed, or not posted yet."""
    there = await posting_choices(call, work, work.challenges.audience)
    values = defaults(there)
    if subject.startswith(_EDITED):
        found = await by_id(call, work, subject.removeprefix(_EDITED))
        values = values_of(found.details, after=_today(call))
    elif kept := await pending.look(call, work, subject):
        values |= kept.values
    elif origin := await origin_behind(call, work, subject):
        values |= filled_in(origin)
    submit = SAVE if subject.startswith(_EDITED) else ""
    return Prefill(values, there.options(values["networks"]), submit=submit)


@feature.submitted(ChallengeForm)
async def challenge_filled(call: Call, form: ChallengeForm, work: Work, subject: str) -> Answer:
    """Post a new challenge, unless there are some like it, which are shown first; or change one."""
    there = await posting_choices(call, work, work.challenges.audience)
    details = details_of(form, there)
    if subject.startswith(_EDITED):
        return await _change(call, work, read_id(subject.removeprefix(_EDITED)), details)
    return Reply(await _post(call, work, details, frozenset(), subject))


def _today(call: Call) -> date:
    return call.now.astimezone(zone(call.me.zone)).date()


# Before it is posted --------------------------------------------------------------------------


async def _shown(call: Call, work: Work, values: dict[str, Raw]) -> Message:
    """A challenge as it would be posted, with those that are like it."""
    there = await posting_choices(call, work, work.challenges.audience)
    details = details_of(pending.read(call, values), there)
    like = alike(details, await visible(call, work))
    name = await pending.keep(call, work, values, [each.id for each in like])
    channels = there.called(there.posted(details.places))
    if like:
        return views.sounds_like(name, details, like, channels)
    return views.preview(name, details, channels)


@feature.action("change_plan", opens=ChallengeForm)
async def change_plan(call: Call, work: Work, plan: str) -> Answer:
    """Fill in more of a challenge that is not posted yet."""
    if await pending.look(call, work, plan) is None:
        raise UserError(words("post.gone"))
    return Open(ChallengeForm, plan)


@feature.action("not_now")
async def not_now(call: Call, work: Work, plan: str) -> Answer:
    """Forget a challenge that is not posted yet."""
    await pending.take(call, work, plan)
    return Update(views.dropped())


@feature.action("post")
async def post(call: Call, work: Work, plan: str) -> Answer:
    """Post the challenge that was shown."""
    kept = await pending.take(call, work, plan)
    if kept is None:
        raise UserError(words("post.gone"))
    there = await posting_choices(call, work, work.challenges.audience)
    try:
        details = details_of(pending.read(call, kept.values), there)
    except FieldErrors as wrong:
        again = await pending.keep(call, work, kept.values, kept.shown, after=plan)
        return Reply(views.faulty(again, wrong.errors), refused=True)
    return Update(await _post(call, work, details, kept.shown, plan))


async def _post(
    call: Call, work: Work, details: Details, shown: frozenset[int], name: str
) -> Message:
    """Post a challenge, unless there are some like it that its proposer has not been `shown`.

    One after the other in a community, so that two who have the same one at once see it. Its `name`
    tells of what it is made, whose people then hear of it.
    """
    community = call.community.id
    await work.settings.lock(f"challenges.posting.{community}")
    since, values = call.now - timedelta(days=1), values_of(details, after=_today(call))
    origin = await origin_behind(call, work, name)
    there = await posting_choices(call, work, work.challenges.audience)
    if await work.challenges.proposals.posted_by(call.me.id, since) >= MOST_A_DAY:
        return views.tomorrow(await pending.keep(call, work, values, shown, after=name))
    seen = await visible(call, work)
    made = await _made_of(work, origin, seen, shown)
    unseen = [each for each in alike(details, seen) if each.id not in {*shown, *made}]
    if made or unseen:
        found = [*made.values(), *unseen]
        again = await pending.keep(call, work, values, {*shown, *_ids(found)}, after=name)
        channels = there.called(there.posted(details.places))
        what = origin.title if made and origin else ""
        return views.sounds_like(again, details, found, channels, made_of=what)
    posted = await posting.post(work, community, details, call.me.id, call.now)
    free = unbounded(call.standing)
    waits = await posting.hang(work, posted, call.me.id, call.now, unbounded=free)
    told = await invite(work, posted, origin, call.me, call.now) if origin else 0
    return views.posted(posted, there, waits, told)


async def _made_of(
    work: Work, origin: Origin | None, seen: Sequence[Challenge], shown: Collection[int]
) -> dict[int, Challenge]:
    """Those of these by id that were made of the same, and were not `shown`."""
    made = _ids(await work.challenges.origins.made_of(origin.about)) if origin else set()
    return {each.id: each for each in seen if each.id in made - {*shown}}


def _ids(found: Iterable[Challenge]) -> set[int]:
    return {each.id for each in found}


# Said otherwise later -------------------------------------------------------------------------


@feature.command("edit", role=Role.FACILITATOR, opens=ChallengeForm)
@feature.command("edit", role=HOSTS, opens=ChallengeForm, action="edit", carries=("challenge",))
async def edit(call: Call, work: Work, challenge: HostedChallenge) -> Answer:
    """Fill in what is to be said otherwise."""
    if challenge.state not in ALIVE:
        raise UserError(words("edit.too_late", question=challenge.question))
    return Open(ChallengeForm, f"{_EDITED}{challenge.id}")


async def _change(call: Call, work: Work, id_: int, details: Details) -> Answer:
    found = await locked(call, work, id_)
    if not hosts(call, found):
        raise UserError(words("challenge.gone"))
    if found.state not in ALIVE:
        raise UserError(words("edit.too_late", question=found.question))
    changed = await change(work, found, details, call.me.id, call.now)
    free = unbounded(call.standing)
    await posting.hang(work, changed, call.me.id, call.now, unbounded=free)
    return Reply(views.changed(changed))
