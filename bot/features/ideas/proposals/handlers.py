"""Proposing an idea: in a line or by a form, held against those that are there, then posted."""

from datetime import timedelta
from typing import Annotated

from bot.community.facts import Fact
from bot.community.origins import Origin, put_behind, read_behind, read_carried
from bot.community.posting_rules import unbounded
from bot.errors import UserError
from bot.features.ideas import feature, words
from bot.features.ideas.cards.live import card_of
from bot.features.ideas.domain import ALIVE, MOST_A_DAY, MOST_TITLE, Details
from bot.features.ideas.lookup import PROPOSERS, ProposedIdea, by_id, proposes, visible
from bot.features.ideas.ports import Work
from bot.features.ideas.proposals import pending, posting, views
from bot.features.ideas.proposals.details import defaults, details_of, filled_in, values_of
from bot.features.ideas.proposals.forms import IdeaForm
from bot.matching.likeness import alike
from bot.routing.arguments import TextArg
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply, Update
from bot.routing.posting import posting_choices
from bot.ui.forms import FieldErrors, Raw
from bot.ui.messages import Message
from bot.ui.submit_words import SAVE
from bot.ui.text import clean, label, read_id, without_quotes

_LONGEST_LINE = 2000
_EDITED = "edit."


@feature.command("new", opens=IdeaForm, action="new")
async def new(
    call: Call,
    work: Work,
    title: Annotated[str, TextArg("title", max_length=_LONGEST_LINE)] = "",
) -> Answer:
    """Show an idea of which the title is said, before it is posted; a form asks for it."""
    said = without_quotes(" ".join(clean(title).split()))
    if not said:
        return Open(IdeaForm)
    if len(said) > MOST_TITLE:
        return Open(IdeaForm, values={"title": label(said, MOST_TITLE), "why": said})
    there = await posting_choices(call, work, work.ideas.audience)
    values: dict[str, Raw] = {**defaults(there), "title": said}
    return Reply(await _shown(call, work, values))


@feature.action("from", opens=IdeaForm)
async def from_(call: Call, work: Work, origin: str) -> Answer:
    """Fill in a new idea by what it is to be made of."""
    about = read_carried(origin)
    await _origin(call, work, about)
    return Open(IdeaForm, put_behind("from", about))


async def _origin(call: Call, work: Work, about: Fact) -> Origin:
    origin = await work.origin(about, call.me, call.now)
    if origin is None:
        raise UserError(words("origin.gone"))
    return origin


@feature.prefill(IdeaForm)
async def idea_form(call: Call, work: Work, subject: str) -> Prefill:
    """What most choose; or what an idea says that is changed, or not posted yet."""
    there = await posting_choices(call, work, work.ideas.audience)
    values = defaults(there)
    if subject.startswith(_EDITED):
        idea = await by_id(call, work, subject.removeprefix(_EDITED))
        values = values_of(idea.details)
    elif about := read_behind(subject):
        values |= filled_in(await _origin(call, work, about))
    elif kept := await pending.look(call, work, subject):
        values |= kept.values
    submit = SAVE if subject.startswith(_EDITED) else ""
    return Prefill(values, there.options(values["networks"]), submit=submit)


@feature.submitted(IdeaForm)
async def idea_filled(call: Call, form: IdeaForm, work: Work, subject: str) -> Answer:
    """Post a new idea, unless there are some like it, which are shown first; or change one."""
    there = await posting_choices(call, work, work.ideas.audience)
    details = details_of(form, there)
    if subject.startswith(_EDITED):
        return await _change(call, work, subject.removeprefix(_EDITED), details)
    return Reply(await _post(call, work, details, frozenset()))


# Before it is posted --------------------------------------------------------------------------


async def _shown(call: Call, work: Work, values: dict[str, Raw]) -> Message:
    """An idea as it would be posted, with those that are like it."""
    there = await posting_choices(call, work, work.ideas.audience)
    details = details_of(pending.read(call, values), there)
    like = alike(details, await visible(call, work))
    name = await pending.keep(call, work, values, [idea.id for idea in like])
    channels = there.called(there.posted(details.places))
    if like:
        return views.sounds_like(name, details, like, channels)
    return views.preview(name, details, channels)


@feature.action("change_plan", opens=IdeaForm)
async def change_plan(call: Call, work: Work, plan: str) -> Answer:
    """Fill in more of an idea that is not posted yet."""
    if await pending.look(call, work, plan) is None:
        raise UserError(words("post.gone"))
    return Open(IdeaForm, plan)


@feature.action("not_now")
async def not_now(call: Call, work: Work, plan: str) -> Answer:
    """Forget an idea that is not posted yet."""
    await pending.take(call, work, plan)
    return Update(views.dropped())


@feature.action("post")
async def post(call: Call, work: Work, plan: str) -> Answer:
    """Post the idea that was shown."""
    kept = await pending.take(call, work, plan)
    if kept is None:
        raise UserError(words("post.gone"))
    there = await posting_choices(call, work, work.ideas.audience)
    try:
        details = details_of(pending.read(call, kept.values), there)
    except FieldErrors as wrong:
        again = await pending.keep(call, work, kept.values, kept.shown)
        return Reply(views.faulty(again, wrong.errors), refused=True)
    return Update(await _post(call, work, details, kept.shown))


async def _post(call: Call, work: Work, details: Details, shown: frozenset[int]) -> Message:
    """Post an idea, unless there are some like it that its proposer has not been `shown`.

    One after the other in a community, so that two who have the same idea at once see it.
    """
    community = call.community.id
    await work.settings.lock(f"ideas.posting.{community}")
    since = call.now - timedelta(days=1)
    values, there = values_of(details), await posting_choices(call, work, work.ideas.audience)
    if await work.ideas.proposals.posted_by(call.me.id, since) >= MOST_A_DAY:
        return views.tomorrow(await pending.keep(call, work, values, shown))
    like = alike(details, await visible(call, work))
    unseen = [idea for idea in like if idea.id not in shown]
    if unseen:
        name = await pending.keep(call, work, values, {*shown, *(idea.id for idea in like)})
        channels = there.called(there.posted(details.places))
        return views.sounds_like(name, details, unseen, channels)
    idea = await posting.post(work, community, details, call.me.id, call.now)
    free = unbounded(call.standing)
    waits = await posting.hang(work, idea, call.me.id, call.now, unbounded=free)
    return views.posted(idea, there, waits)


# Said otherwise later -------------------------------------------------------------------------


@feature.command("edit", role=PROPOSERS, opens=IdeaForm, action="edit", carries=("idea",))
async def edit(call: Call, work: Work, idea: ProposedIdea) -> Answer:
    """Fill in what is to be said otherwise."""
    if idea.state not in ALIVE:
        raise UserError(words("edit.too_late", title=idea.title))
    return Open(IdeaForm, f"{_EDITED}{idea.id}")


async def _change(call: Call, work: Work, id_: str, details: Details) -> Answer:
    idea = await work.ideas.proposals.lock(read_id(id_))
    if idea is None or not proposes(call, idea) or idea.community != call.community.id:
        raise UserError(words("idea.gone"))
    if idea.state not in ALIVE:
        raise UserError(words("edit.too_late", title=idea.title))
    await work.ideas.proposals.change(idea.id, details, call.now)
    changed = await by_id(call, work, str(idea.id))
    await posting.hang(work, changed, call.me.id, call.now, unbounded=unbounded(call.standing))
    await work.live.touch(card_of(idea.id))
    return Reply(views.changed(changed))
