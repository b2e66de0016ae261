"""What the form of an event changes, if it changes one: all of it, or what follows a date."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, Self

from bot.community.roles import require
from bot.errors import UserError
from bot.features.events import planning, words
from bot.features.events.audience import HOSTS
from bot.features.events.changes import views
from bot.features.events.dates.domain import DateState, EventDate
from bot.features.events.domain import Details, Event
from bot.features.events.plans import posting
from bot.features.events.plans.details import Plan, carried_over, plan_of, values_of, when_of
from bot.features.events.plans.forms import EventForm
from bot.features.events.plans.pending import plans
from bot.features.events.ports import Work
from bot.features.events.rsvps.outcomes import Below, Lowering
from bot.routing.interaction import Answer, Call, Reply
from bot.routing.posting import posting_choices
from bot.ui.fields import Raw
from bot.ui.forms import FieldErrors
from bot.ui.text import read_id

Extent = Literal["all", "from"]


@dataclass(frozen=True, slots=True)
class Change:
    """All of an event, or `from` a date on; `date` is the one that stands in the form."""

    extent: Extent
    event: int
    date: int

    @classmethod
    def read(cls, subject: str) -> Self | None:
        """The change that a form is about, as `subject` wrote it; none for a new event."""
        extent, *ids = subject.split(".")
        if extent not in ("all", "from") or len(ids) != 2:
            return None
        return cls("all" if extent == "all" else "from", read_id(ids[0]), read_id(ids[1]))

    @property
    def subject(self) -> str:
        """What the form is about."""
        return f"{self.extent}.{self.event}.{self.date}"

    async def details(self, call: Call, work: Work) -> Details:
        """What stands in the form: the event as it is, on this date as its series has it."""
        event, date = await self._there(call, work)
        details = event.details
        if details.series is None:
            return replace(details, start=date.start)
        rest = details.series.from_(details.start, date.original)
        series = rest if self.extent == "from" else details.series
        return replace(details, start=date.original, series=series)

    async def make(
        self, call: Call, work: Work, form: EventForm, lowering: Lowering = Lowering.ASK
    ) -> Answer:
        """Change the event as the form says, or ask what is to become of those who come."""
        event, date = await self._there(call, work)
        there = await posting_choices(call, work, work.events.audience)
        known = replace(
            there.known,
            networks=frozenset({*there.known.networks, *event.details.networks}),
            places=frozenset({*there.known.places, *event.details.places}),
        )
        plan = plan_of(form, known, call.now, await self.details(call, work))
        if plan.readings:
            raise FieldErrors({"repeats": words.text("edit.which_rule")})
        changed = await self._changed(call, work, event, date, plan, lowering)
        if isinstance(changed, Below):
            values: dict[str, Raw] = values_of(plan.details)
            await work.drafts.keep(call.me.id, plans.spec.key, self.subject, values, now=call.now)
            return Reply(views.below(self.subject, changed))
        unticked = sorted({*event.details.places} - {*plan.details.places})
        await posting.take_down(work, changed, unticked, call.now)
        when = when_of(plan.details.start, plan.details.zone, plan.details.minutes)
        return Reply(views.changed(changed, when, self.extent))

    async def _changed(
        self,
        call: Call,
        work: Work,
        event: Event,
        date: EventDate,
        plan: Plan,
        lowering: Lowering,
    ) -> Event | Below:
        details, now = plan.details, call.now
        if self.extent == "all":
            whole = carried_over(event.details, details, date.original)
            return await planning.change(work, event, whole, now, lowering)
        if details.series is None or event.details.series is None:
            raise FieldErrors({"repeats": words.text("edit.only_series")})
        below = await planning.limit(
            work, event, details.capacity, now, lowering, since=date.original
        )
        if below:
            return below
        return await planning.change_from(work, event, date, details, now)

    async def _there(self, call: Call, work: Work) -> tuple[Event, EventDate]:
        """The event and its date, which nobody else changes meanwhile; raises `UserError`."""
        event = await work.events.plans.lock(self.event)
        date = await work.events.dates.get(self.date)
        if event is None or event.community != call.community.id:
            raise UserError(words("event.gone"))
        require(call.standing, HOSTS, event.scope)
        if date is None or date.event != event.id or date.state is not DateState.PLANNED:
            raise UserError(words("edit.date_gone"))
        return event, date


async def lowered(
    call: Call, work: Work, change: Change, values: Mapping[str, Raw], lowering: Lowering
) -> Answer:
    """Make a change now that it was said what becomes of those who come."""
    return await change.make(call, work, plans.read(call, values), lowering)
