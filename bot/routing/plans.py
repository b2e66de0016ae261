"""What people plan and are shown before it is posted: one way for all that members post.

    plans = Plans(feature, PollForm)

    @plans.post()
    async def post(call: Call, work: Work, form: PollForm, plan: KeptPlan) -> Message:
        ...

What a form says is kept as a draft by a name of its own, which the buttons below its preview carry:
so a button posts what stood above it, or nothing; what has been changed since has another name. A
feature has one kind of plan, and gets four actions by it: `from` fills the form in by what it is to
be made of (`bot.community.origins`), `change_plan` opens it again, `not_now` forgets the plan, and
`post` posts it. The feature has the `TEXTS`.
"""

import hashlib
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from bot.community.dates.reader import DateReader
from bot.community.facts import Fact
from bot.community.origins import Origin, put_behind, read_behind, read_carried
from bot.errors import UserError
from bot.routing.feature import Feature
from bot.routing.interaction import Answer, Call, Open, Reply, Update
from bot.ui.fields import Raw
from bot.ui.forms import FieldErrors, FormSpec, spec_of
from bot.ui.messages import Actions, Button, Message, bullets, row, say
from bot.ui.text import read_id
from bot.work import Work

W = TypeVar("W", bound=Work)
F = TypeVar("F")

TEXTS = (
    "button.post",
    "button.change_plan",
    "button.not_now",
    "not_now.done",
    "post.gone",
    "origin.gone",
)
"""What a feature says of its plans; and `post.faulty`, unless it shows itself what is at fault."""

_LENGTH = 10
_SHOWN = "like"  # beside the fields of the form


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """What is to be posted, as it stands in its form, by its name.

    `shown` are the ids of things like it that whoever plans it has been shown already.
    """

    name: str
    values: Mapping[str, Raw]
    shown: frozenset[int] = frozenset()


OnPost = Callable[[Call, W, F, KeptPlan], Awaitable[Message]]
Faulty = Callable[[str, Mapping[str, str]], Message]


def _nothing(name: str) -> str:
    return ""


@dataclass(frozen=True)
class Plans(Generic[W, F]):
    """The plans of a feature's form, from the first word until they are posted or put away.

    A plan's name may begin with more than is told here, such as of what it is a copy: `lead` says
    with what the name of a plan begins that comes after one of this name. `gone` is the text for
    one that is there no more.
    """

    feature: Feature[W]
    form: type[F]
    lead: Callable[[str], str] = _nothing
    gone: str = "post.gone"

    @property
    def spec(self) -> FormSpec:
        """What the form consists of."""
        return spec_of(self.form)

    # Kept -------------------------------------------------------------------------------------

    async def keep(
        self,
        call: Call,
        work: Work,
        values: Mapping[str, Raw],
        *,
        shown: Collection[int] = (),
        part: str = "",
        after: str = "",
    ) -> str:
        """Keep what a form says; returns its name. Several of one interaction are told by `part`.

        Of what the plan is made that it comes `after`, as that one's name tells, its own tells too.
        """
        said = f"{call.arrival.space} {call.arrival.interaction_id} {part}"
        name = f"{self.lead(after)}p{hashlib.sha256(said.encode()).hexdigest()[:_LENGTH]}"
        if about := read_behind(after):
            name = put_behind(name, about)
        kept = dict(values)
        if shown:
            kept[_SHOWN] = [str(each) for each in sorted(shown)]
        await work.drafts.keep(call.me.id, self.spec.key, name, kept, now=call.now)
        return name

    async def look(self, call: Call, work: Work, name: str) -> KeptPlan | None:
        """The plan of this name; `None` if it is there no more."""
        return _plan(name, await work.drafts.of(call.me.id, self.spec.key, name))

    async def known(self, call: Call, work: Work, name: str) -> KeptPlan:
        """The same; raises `UserError` if it is there no more."""
        return self._there(await self.look(call, work, name))

    async def take(self, call: Call, work: Work, name: str) -> KeptPlan:
        """The same, which is there no more afterwards: so a button posts once."""
        return self._there(await self._taken(call, work, name))

    async def _taken(self, call: Call, work: Work, name: str) -> KeptPlan | None:
        return _plan(name, await work.drafts.take(call.me.id, self.spec.key, name, now=call.now))

    def _there(self, plan: KeptPlan | None) -> KeptPlan:
        if plan is None:
            raise UserError(self.feature.words(self.gone))
        return plan

    def read(self, call: Call, values: Mapping[str, Raw]) -> F:
        """What a plan says, as its form; raises `FieldErrors` where it cannot be so any more."""
        form = self.spec.parse(values, DateReader(call.me.zone, call.now))
        assert isinstance(form, self.form)  # noqa: S101  # it is what its spec makes
        return form

    # Made of something ------------------------------------------------------------------------

    async def origin_of(self, call: Call, work: Work, about: Fact) -> Origin:
        """What something is made of; raises `UserError` where it is no more, or not the actor's."""
        origin = await work.origin(about, call.me, call.now)
        if origin is None:
            raise UserError(self.feature.words("origin.gone"))
        return origin

    async def origin_behind(self, call: Call, work: Work, name: str) -> Origin | None:
        """What a plan of this name is made of, if it is of anything; raises `UserError`."""
        about = read_behind(name)
        return await self.origin_of(call, work, about) if about else None

    # Shown ------------------------------------------------------------------------------------

    def buttons(self, name: str, post: str = "button.post") -> Actions:
        """What stands below a preview; another text than usual does not ask to be pressed."""
        text, action = self.feature.words.text(post), f"{self.feature.name}.post"
        style: Literal["primary", "plain"] = "primary" if post == "button.post" else "plain"
        return row(Button(text, action, name, style), *self.otherwise(name))

    def otherwise(self, name: str) -> tuple[Button, Button]:
        """What there is beside posting: to change the plan, or to put it away."""
        return self.change_button(name), self.not_now_button(name)

    def change_button(self, name: str, text: str = "button.change_plan") -> Button:
        """Opens the form of a plan."""
        return Button(self.feature.words.text(text), f"{self.feature.name}.change_plan", name)

    def not_now_button(self, name: str) -> Button:
        """Puts a plan away."""
        return Button(
            self.feature.words.text("button.not_now"), f"{self.feature.name}.not_now", name
        )

    def faulty(self, name: str, errors: Mapping[str, str]) -> Message:
        """What keeps a plan from being posted as it is."""
        return say(self.feature.words("post.faulty"), bullets(errors.values()), self.buttons(name))

    # Declared ---------------------------------------------------------------------------------

    def post(self, faulty: Faulty | None = None) -> Callable[[OnPost[W, F]], OnPost[W, F]]:
        """Declare what posts a plan, and returns what then stands in the place of its preview.

        It raises `FieldErrors`, and has posted nothing, where the plan cannot be so any more: what
        is said then is `faulty`, and the plan is kept.
        """
        self.feature.words.check(*TEXTS, *(() if faulty else ("post.faulty",)))

        def declare(handler: OnPost[W, F]) -> OnPost[W, F]:
            self._before_posting()
            self._posting(handler, faulty or self.faulty)
            return handler

        return declare

    def _before_posting(self) -> None:
        feature = self.feature

        @feature.action("from", opens=self.form)
        async def from_(call: Call, work: W, origin: str) -> Answer:
            """Fill in a new plan by what it is to be made of."""
            about = read_carried(origin)
            await self.origin_of(call, work, about)
            return Open(self.form, put_behind("from", about))

        @feature.action("change_plan", opens=self.form)
        async def change_plan(call: Call, work: W, plan: str) -> Answer:
            """Fill in what is to be different."""
            await self.known(call, work, plan)
            return Open(self.form, plan)

        @feature.action("not_now")
        async def not_now(call: Call, work: W, plan: str) -> Answer:
            """Forget a plan."""
            await self._taken(call, work, plan)
            return Update(say(feature.words("not_now.done")))

    def _posting(self, handler: OnPost[W, F], faulty: Faulty) -> None:
        @self.feature.action("post")
        async def post(call: Call, work: W, plan: str) -> Answer:
            """Post the plan that was shown."""
            kept = await self.take(call, work, plan)
            try:
                posted = await handler(call, work, self.read(call, kept.values), kept)
            except FieldErrors as wrong:
                again = await self.keep(call, work, kept.values, shown=kept.shown, after=plan)
                return Reply(faulty(again, wrong.errors), refused=True)
            return Update(posted)


def _plan(name: str, kept: Mapping[str, Raw]) -> KeptPlan | None:
    if not kept:
        return None
    values = {field: value for field, value in kept.items() if field != _SHOWN}
    return KeptPlan(name, values, frozenset(read_id(each) for each in kept.get(_SHOWN, [])))
