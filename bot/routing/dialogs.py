"""Turning pages of a form: what is shown, what was typed, what is kept for later."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.community.naming import PeopleReader
from bot.community.roles import may
from bot.errors import UserError
from bot.routing.declared import FormRoute
from bot.routing.field_views import view_of
from bot.routing.form_reader import form_reader
from bot.routing.interaction import (
    Answer,
    Call,
    Dialog,
    Open,
    Prefill,
    Reply,
    Request,
    Submitted,
)
from bot.routing.registry import Registry
from bot.ui.fields import LongText, Person, Raw, ShortText, Upload, worded
from bot.ui.forms import Field, FieldErrors, read_fields, spec_of
from bot.ui.messages import Message, Option, fields, say
from bot.ui.reading import Reading
from bot.ui.when_field import WhenField, WhenParts, as_typed
from bot.ui.words import WordBook
from bot.work import Work

words = WordBook("bot")


@dataclass(frozen=True, slots=True)
class Dialogs:
    """Shows pages of forms to one actor, in one unit of work."""

    registry: Registry
    call: Call
    work: Work

    async def open(self, answer: Open) -> Dialog:
        """The first page, filled in by the form's prefill, a draft left earlier, and the answer."""
        form = answer.form
        route = self.route(form if isinstance(form, str) else spec_of(form).key)
        if answer.values:
            me, key = self.call.me.id, route.spec.key
            draft = await self.work.drafts.of(me, key, answer.subject)
            typed, now = {**draft, **answer.values}, self.call.now
            await self.work.drafts.keep(me, key, answer.subject, typed, now=now)
        return await self.begin(route.spec.key, answer.subject)

    async def begin(self, key: str, subject: str, page: int = 0) -> Dialog:
        """A page of the form of this key: the one of this number, or the nearest to it."""
        route = self.route(key)
        typed = await self.work.drafts.of(self.call.me.id, key, subject)
        return await self.page(route, subject, _within(page, len(route.spec.pages)), typed)

    def route(self, key: str) -> FormRoute:
        """The declared form; raises `UserError` for one that is unknown or not for the actor."""
        route = self.registry.forms.get(key)
        if route is None or not may(self.call.standing, route.needs, "any"):
            raise UserError(words("interaction.gone"))
        return route

    async def page(
        self,
        route: FormRoute,
        subject: str,
        number: int,
        typed: Mapping[str, Raw],
        errors: Mapping[str, str] | None = None,
    ) -> Dialog:
        """One page of a form with what was typed in it so far."""
        prefill = await self._prefill(route, subject)
        page = route.spec.pages[number]
        values, options = {**prefill.values, **typed}, await _chosen_from(prefill, page.names)
        accounts = await self._accounts(prefill, values)
        here = WhenParts(zone=self.call.me.zone).as_list()
        shown = tuple(
            view_of(
                route.spec.fields[name],
                values.get(name, "") or (here if _is_time(route.spec.fields[name]) else ""),
                options.get(name),
                (errors or {}).get(name, ""),
                accounts.get(name, ""),
                prefill.labels.get(name, ""),
            )
            for name in page.names
        )
        key, title, pages = route.spec.key, worded(route.spec.title), len(route.spec.pages)
        submit = worded(prefill.submit or route.spec.submit)
        return Dialog(key, subject, title, number, pages, worded(page.title), shown, submit)

    async def _accounts(self, prefill: Prefill, values: Mapping[str, Raw]) -> dict[str, str]:
        """Mentions of those whom the form put into these fields itself, as far as they are here."""
        known = {name: who for name, who in prefill.people.items() if values.get(name) == who.name}
        if not known:
            return {}
        space, members = self.call.arrival.space, [who.id for who in known.values()]
        found = await self.work.people.accounts_in(space, members)
        return {name: f"<@{found[who.id]}>" for name, who in known.items() if who.id in found}

    async def submit(self, route: FormRoute, submitted: Submitted) -> Answer | Dialog:
        """Take a page and go where the actor wants to; a complete form goes to its handler.

        Raises `FieldErrors` for what cannot be read on the page, or anywhere once it is done.
        """
        spec, submitted = route.spec, await self._with_names(route, submitted)
        number = _within(submitted.page, len(spec.pages))
        on_the_way = submitted.turn == "next" and number + 1 < len(spec.pages)
        if submitted.turn not in ("back", "later") and not on_the_way:
            return await self._done(route, submitted)
        typed = await self.typed_so_far(route, submitted)
        if submitted.turn in ("back", "later"):
            await self._keep(spec.key, submitted, typed)
            if submitted.turn == "later":
                return Reply(say(words("form.saved_for_later")))
            return await self.page(route, submitted.subject, max(number - 1, 0), typed)
        fields = [spec.fields[name] for name in spec.pages[number].names]
        read_fields(fields, typed, await self._reading(route, submitted.subject, fields, typed))
        await self._keep(spec.key, submitted, typed)
        return await self.page(route, submitted.subject, number + 1, typed)

    async def _with_names(self, route: FormRoute, submitted: Submitted) -> Submitted:
        """What was typed, with names in the place of mentions where no person is asked for."""
        reader = PeopleReader(self.work.people, self.call.me.community, self.call.arrival.space)
        values = dict(submitted.values)
        for name, raw in submitted.values.items():
            field = route.spec.fields.get(name)
            if field and isinstance(field.kind, ShortText | LongText) and isinstance(raw, str):
                values[name] = await reader.with_names(raw)
        return replace(submitted, values=values)

    async def _done(self, route: FormRoute, submitted: Submitted) -> Answer:
        """Give the handler all that was typed; what stands on pages never turned stays as it is."""
        spec, subject = route.spec, submitted.subject
        me, at, now = self.call.me.id, submitted.at, self.call.now
        kept = await self.work.drafts.take(me, spec.key, subject, at, now=now)
        typed = {**kept, **_declared(route, submitted)}
        if spec.fields.keys() - typed.keys():
            typed = {**(await self._prefill(route, subject)).values, **typed}
        reading = await self._reading(route, subject, spec.fields.values(), typed)
        values = spec.parse(typed, reading)
        return await route.submitted(self.call, values, self.work, subject)

    async def _prefill(self, route: FormRoute, subject: str) -> Prefill:
        if route.prefill is None:
            return Prefill()
        return await route.prefill(self.call, self.work, subject)

    async def typed_so_far(self, route: FormRoute, submitted: Submitted) -> dict[str, Raw]:
        """The draft with this page's fields laid over it; undeclared fields go, and files."""
        me, key = self.call.me.id, route.spec.key
        kept = await self.work.drafts.of(me, key, submitted.subject)
        typed = _declared(route, submitted)
        files = [n for n in typed if isinstance(route.spec.fields[n].kind, Upload)]
        return {**kept, **{name: raw for name, raw in typed.items() if name not in files}}

    async def keep(self, route: FormRoute, submitted: Submitted) -> dict[str, Raw]:
        """Keep all that was typed as a draft, and return it."""
        typed = await self.typed_so_far(route, submitted)
        await self._keep(route.spec.key, submitted, typed)
        return typed

    async def _keep(self, form: str, submitted: Submitted, typed: dict[str, Raw]) -> None:
        me, now = self.call.me.id, self.call.now
        await self.work.drafts.keep(me, form, submitted.subject, typed, submitted.at, now=now)

    async def show_again(
        self, route: FormRoute, submitted: Submitted, wrong: FieldErrors
    ) -> Dialog:
        """The page with the first fault, the words at each field, and all that was typed."""
        typed = await self.keep(route, submitted)
        number = route.spec.page_of(wrong.errors)
        return await self.page(route, submitted.subject, number, typed, wrong.errors)

    async def _reading(
        self, route: FormRoute, subject: str, fields: Collection[Field], typed: Mapping[str, Raw]
    ) -> Reading:
        """How this actor's words are to be read."""
        has_people = any(isinstance(field.kind, Person) for field in fields)
        prefill = await self._prefill(route, subject) if has_people else Prefill()
        return await form_reader(self.call, self.work, fields, typed, prefill)


def given_back(registry: Registry, request: Request) -> Message:
    """What is said while nothing can be kept: a form's words go back to whoever typed them."""
    route = registry.forms.get(request.form) if isinstance(request, Submitted) else None
    if route is None or not isinstance(request, Submitted):
        return say(words("interaction.away"))
    known = ((route.spec.fields.get(name), raw) for name, raw in request.values.items())
    typed = [
        (worded(field.kind.label), _given_back(field, raw))
        for field, raw in known
        if field and not isinstance(field.kind, Upload)
    ]
    return say(words("interaction.away_typed"), fields(typed))


def _given_back(field: Field, raw: Raw) -> str:
    if _is_time(field):
        return as_typed(raw)
    return raw if isinstance(raw, str) else "; ".join(raw)


def _declared(route: FormRoute, submitted: Submitted) -> dict[str, Raw]:
    return {name: raw for name, raw in submitted.values.items() if name in route.spec.fields}


async def _chosen_from(prefill: Prefill, names: Collection[str]) -> dict[str, Sequence[Option]]:
    """What there is to choose from in these fields; what several of them share is asked once."""
    here = {name: prefill.options[name] for name in names if name in prefill.options}
    found = {find: await find() for find in {its for its in here.values() if callable(its)}}
    return {name: found[its] if callable(its) else its for name, its in here.items()}


def _is_time(field: Field) -> bool:
    return isinstance(field.kind, WhenField)


def _within(page: int, pages: int) -> int:
    return min(max(page, 0), pages - 1)
