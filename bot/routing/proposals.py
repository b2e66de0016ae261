"""What members propose: in a line or a form, shown before it is posted, with what is like it.

    ideas = Proposals(plans, seen, …)
    ideas.declare()

These are `bot.routing.plans` of things that are found by their titles (`bot.routing.titles`), so
many a day. Nobody is kept from posting what is there already, but is shown that first, with a
button by which they join in. The feature says what stands in the form, what a preview and those
like it look like, and what posts or changes one. It has the `TEXTS`, beside those of plans.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from bot.community.facts import Fact
from bot.community.origins import Origin
from bot.community.ports import Audience
from bot.matching.likeness import Proposed, Said, alike
from bot.routing.interaction import Answer, Call, Prefill, Reply
from bot.routing.plans import KeptPlan, Plans
from bot.routing.posting import PostingChoices, posting_choices
from bot.routing.titles import Among
from bot.ui.fields import Raw
from bot.ui.messages import Button, Heading, Message, Part, Words, bullets, row, say
from bot.ui.submit_words import SAVE
from bot.work import Work

TEXTS = (
    "preview.what",
    "preview.fallback",
    "preview.posted_in",
    "preview.nowhere",
    "like.what",
    "like.else",
    "like.fallback",
    "button.post_anyway",
    "post.too_many",
)
"""What a feature says of its proposals; and `like.made`, where it knows of what they are made."""

_LIKE = 3  # things that are shown beside a new one
_EDITED = "edit."


class Details(Said, Protocol):
    """What is said of what is proposed, and the ids of the channels in which its card hangs."""

    @property
    def places(self) -> tuple[int, ...]: ...


W = TypeVar("W", bound=Work)
F = TypeVar("F")
D = TypeVar("D", bound=Details)
T = TypeVar("T", bound=Proposed)


@dataclass(frozen=True)
class Proposal(Generic[D]):
    """What is to be posted now, what there was to choose from, and what it is made of."""

    details: D
    there: PostingChoices
    origin: Origin | None = None


def edited(id_: int) -> str:
    """What a form is about that changes what is said of the thing of this id."""
    return f"{_EDITED}{id_}"


@dataclass(frozen=True, kw_only=True)
class Proposals(Generic[W, F, D, T]):
    """How one kind of thing is proposed.

    `details_of` reads a form, and raises `FieldErrors` that name every field at fault; `values_of`
    is the form of what was said, `filled_in` that of what it is to be made of, `edited` that of a
    thing by its id. `facts` of what was said stand below its title; of a thing like it there is a
    `line`, and a button that lets somebody `join`. `post` and `change` do it, and say so.
    `posted_since` counts what a member has posted, `most_a_day` at most. `made_of` finds what was
    made of the same already, where that is remembered.
    """

    plans: Plans[W, F]
    among: Among[W, T]
    audience: Callable[[W], Audience]
    details_of: Callable[[F, PostingChoices], D]
    values_of: Callable[[D, Call], dict[str, Raw]]
    filled_in: Callable[[Origin], dict[str, Raw]]
    edited: Callable[[Call, W, str], Awaitable[dict[str, Raw]]]
    facts: Callable[[D], Sequence[Part | None]]
    line: Callable[[T], Words]
    join: Callable[[T], Button]
    post: Callable[[Call, W, Proposal[D]], Awaitable[Message]]
    change: Callable[[Call, W, str, D], Awaitable[Message]]
    posted_since: Callable[[W, int, datetime], Awaitable[int]]
    most_a_day: int
    made_of: Callable[[W, Fact], Awaitable[Sequence[T]]] | None = None

    def declare(self) -> None:
        """Declare the form, and what the buttons of plans do."""
        feature, form = self.plans.feature, self.plans.form
        feature.words.check(*TEXTS, *(("like.made",) if self.made_of else ()))
        feature.prefill(form)(self._prefill)
        feature.submitted(form)(self._submitted)
        self.plans.post()(self._planned)

    async def shown(self, call: Call, work: W, said: Mapping[str, Raw]) -> Message:
        """What was said, as it would be posted: as most choose, with those that are like it."""
        there = await self._choices(call, work)
        values = {**there.defaults(), **said}
        details = self.details_of(self.plans.read(call, values), there)
        like = alike(details, await self.among.there(call, work))
        name = await self.plans.keep(call, work, values, shown=[each.id for each in like])
        if like:
            return self._like(name, details, there, like)
        return self._preview(name, details, there)

    # By a form --------------------------------------------------------------------------------

    async def _prefill(self, call: Call, work: W, subject: str) -> Prefill:
        """What most choose, or what it is made of; what a plan says; or what is changed."""
        there = await self._choices(call, work)
        changes = subject.startswith(_EDITED)
        if changes:
            values = await self.edited(call, work, subject.removeprefix(_EDITED))
        else:
            values = there.defaults()
            if origin := await self.plans.origin_behind(call, work, subject):
                values |= self.filled_in(origin)
            if plan := await self.plans.look(call, work, subject):
                values |= plan.values
        return Prefill(values, there.options(values["networks"]), submit=SAVE if changes else "")

    async def _submitted(self, call: Call, form: F, work: W, subject: str) -> Answer:
        """Post a new one, unless there are some like it, which are shown first; or change one."""
        there = await self._choices(call, work)
        details = self.details_of(form, there)
        if subject.startswith(_EDITED):
            return Reply(await self.change(call, work, subject.removeprefix(_EDITED), details))
        return Reply(await self._post(call, work, details, there, KeptPlan(subject, {})))

    # Posted -----------------------------------------------------------------------------------

    async def _planned(self, call: Call, work: W, form: F, plan: KeptPlan) -> Message:
        there = await self._choices(call, work)
        return await self._post(call, work, self.details_of(form, there), there, plan)

    async def _post(
        self, call: Call, work: W, details: D, there: PostingChoices, plan: KeptPlan
    ) -> Message:
        """Post it, unless there are some like it that were not shown.

        One after the other in a community, so that two who have the same one at once see it.
        """
        await work.settings.lock(f"{self.plans.feature.name}.posting.{call.community.id}")
        after = plan.name if self.made_of else ""
        origin = await self.plans.origin_behind(call, work, after)
        values = self.values_of(details, call)
        day = call.now - timedelta(days=1)
        if await self.posted_since(work, call.me.id, day) >= self.most_a_day:
            kept = await self.plans.keep(call, work, values, shown=plan.shown, after=after)
            return self._tomorrow(kept)
        seen = await self.among.there(call, work)
        made = await self._made_of(work, origin, seen, plan.shown)
        unseen = [each for each in alike(details, seen) if each.id not in plan.shown]
        if found := list({each.id: each for each in (*made, *unseen)}.values()):
            shown = {*plan.shown, *(each.id for each in found)}
            name = await self.plans.keep(call, work, values, shown=shown, after=after)
            return self._like(name, details, there, found, origin if made else None)
        return await self.post(call, work, Proposal(details, there, origin))

    async def _made_of(
        self, work: W, origin: Origin | None, seen: Sequence[T], shown: Collection[int]
    ) -> list[T]:
        """Those of these that were made of the same, and were not shown."""
        if origin is None or self.made_of is None:
            return []
        made = {each.id for each in await self.made_of(work, origin.about)} - {*shown}
        return [each for each in seen if each.id in made]

    async def _choices(self, call: Call, work: W) -> PostingChoices:
        return await posting_choices(call, work, self.audience(work))

    # What it looks like -----------------------------------------------------------------------

    def _preview(self, name: str, details: D, there: PostingChoices) -> Message:
        own = self.plans.feature.words
        return say(
            own("preview.what"),
            Heading(details.title),
            *self.facts(details),
            self._where(details, there),
            self.plans.buttons(name),
            fallback=own.text("preview.fallback", title=details.title),
        )

    def _like(
        self,
        name: str,
        details: D,
        there: PostingChoices,
        like: Sequence[T],
        made_of: Origin | None = None,
    ) -> Message:
        """Things like a new one, which is not posted yet: join in, or post it all the same.

        `made_of` is what the first of them was made of, if it is what the new one is made of.
        """
        own, shown = self.plans.feature.words, like[:_LIKE]
        alike_ = own("like.what", title=details.title, count=len(shown))
        return say(
            own("like.made", what=made_of.title) if made_of else alike_,
            bullets(self.line(each) for each in shown),
            row(*(self.join(each) for each in shown)),
            own("like.else"),
            self._where(details, there),
            self.plans.buttons(name, "button.post_anyway"),
            fallback=own.text("like.fallback", title=details.title),
        )

    def _tomorrow(self, name: str) -> Message:
        """That somebody has posted as many as they may in a day; this one is kept."""
        told = self.plans.feature.words("post.too_many", count=self.most_a_day)
        return say(told, self.plans.buttons(name))

    def _where(self, details: D, there: PostingChoices) -> Part:
        own, channels = self.plans.feature.words, there.called(there.posted(details.places))
        return own("preview.posted_in", channels=channels) if channels else own("preview.nowhere")
