"""What members do in a place: say, press, fill in, ask who somebody is, dismiss."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from adapters.web.interactions import InteractionContext
from adapters.web.limits import FORM_FILES
from adapters.web.pages.chat import ChatPage
from adapters.web.pages.chat_view import ChatQuery, NotFound
from adapters.web.pages.dependencies import Dependencies
from adapters.web.pages.dialog_tickets import DialogTicket
from adapters.web.pages.session import posted
from adapters.web.parse import (
    TooLong,
    browser_language,
    field,
    interaction_id,
    mentioned,
    mentions_in,
    pressed_in,
    said_in,
    values_of,
)
from adapters.web.ports import WebWork
from adapters.web.refs import PLATFORM
from adapters.web.render import words
from bot.community.own_chat import ChatMessage
from bot.community.people import Member
from bot.routing.interaction import Dialog, Submitted, Typed
from bot.ui.fields import Raw
from bot.ui.languages import in_language
from bot.ui.text import read_number


class InteractionRoutes:
    """Each interaction ends by showing the place again, or a form to fill in."""

    def __init__(self, dependencies: Dependencies, chat_page: ChatPage) -> None:
        self._dependencies = dependencies
        self._interactions = dependencies.interactions
        self._chat_page = chat_page

    def routes(self) -> list[Route]:
        """The addresses that forms are sent to."""
        return [
            Route("/p/{place:row}/say", self.say, methods=["POST"]),
            Route("/p/{place:row}/ask", self.ask, methods=["POST"]),
            Route("/m/{message:row}/press", self.press, methods=["POST"]),
            Route("/m/{message:row}/dismiss", self.dismiss, methods=["POST"]),
            Route("/m/{message:row}/edit", self.edit, methods=["POST"]),
            Route("/m/{message:row}/take-back", self.take_back, methods=["POST"]),
            Route("/form", self.submit, methods=["POST"]),
        ]

    async def say(self, request: Request) -> Response:
        """A message or a command; one that is too long is kept in the box."""
        form = await posted(request)
        async with self._dependencies.open_work(read_only=True) as work:
            context = await self._context(request, work, form)
            people = await self._mentioned(work, context.member, form)
        try:
            text = said_in(form)
        except TooLong:
            return await self._too_long(request, context, field(form, "text"))
        if not text:
            return self._back(context)
        delivery = interaction_id(form, context.member, "say")
        dialog = await self._interactions.say(context, text, people, delivery)
        return await self._after(request, context, dialog)

    async def ask(self, request: Request) -> Response:
        """Who someone is: their name was pressed."""
        form = await posted(request)
        async with self._dependencies.open_work(read_only=True) as work:
            context = await self._context(request, work, form)
        about = read_number(field(form, "about"))
        if about is None:
            raise NotFound
        delivery = interaction_id(form, context.member, "ask", str(about))
        typed = Typed(f"/kindred profile <@{PLATFORM}:{about}>")
        return await self._after(
            request, context, await self._interactions.ask(context, typed, delivery)
        )

    async def press(self, request: Request) -> Response:
        """A button or a select; one that is no longer there only shows the place as it is."""
        form = await posted(request)
        async with self._dependencies.open_work(read_only=True) as work:
            me = await self._dependencies.sessions.member(request, work)
            said = await work.web.message(request.path_params["message"], me.id)
            place = await work.web.place(said.place, me) if said else None
        if said is None or place is None:
            raise NotFound
        locale = browser_language(request.headers)
        context = InteractionContext(me, place, said.thread, said.id, locale)
        pressed = pressed_in(form, said.body)
        if pressed is None:
            return self._back(context)
        delivery = interaction_id(form, me, "press", str(said.id), pressed.action, pressed.value)
        dialog = await self._interactions.ask(context, pressed, delivery)
        return await self._after(request, context, dialog)

    async def submit(self, request: Request) -> Response:
        """A page of a form, perhaps with files."""
        form = await posted(request, files=FORM_FILES)
        try:
            return await self._submit(request, form)
        finally:
            await form.close()

    async def _submit(self, request: Request, form: FormData) -> Response:
        async with self._dependencies.open_work(read_only=True) as work:
            me = await self._dependencies.sessions.member(request, work)
            ticket = DialogTicket.read(field(form, "ticket"), self._dependencies.settings, me)
            place = await work.web.place(ticket.place, me)
        if place is None:
            raise NotFound
        locale = browser_language(request.headers)
        context = InteractionContext(me, place, ticket.thread, ticket.message, locale)
        with self._dependencies.uploads.holding(form) as files:
            submitted = _submitted(form, ticket, files)
            about = ("form", ticket.form, str(submitted.page), submitted.turn)
            dialog = await self._interactions.ask(
                context, submitted, interaction_id(form, me, *about)
            )
        return await self._after(request, context, dialog)

    async def dismiss(self, request: Request) -> Response:
        """Take away a message that only this member can see."""
        await posted(request)
        async with self._dependencies.open_work() as work:
            me = await self._dependencies.sessions.member(request, work)
            said = await work.web.message(request.path_params["message"], me.id)
            place = await work.web.place(said.place, me) if said else None
            if said is None or place is None or not said.private:
                raise NotFound
            await work.web.retract(said.id)
        return self._back(InteractionContext(me, place, said.thread))

    async def edit(self, request: Request) -> Response:
        """Put other words in the place of what this member has said."""
        form = await posted(request)
        context, said = await self._own(request)
        async with self._dependencies.open_work(read_only=True) as work:
            there = await work.people.members(mentions_in(said.body))
        try:
            text = said_in(form)
        except TooLong:
            return await self._too_long(request, context, field(form, "text"))
        if text and text != said.body.fallback:
            delivery = interaction_id(form, context.member, "edit", str(said.id))
            await self._interactions.edit(context, said.id, text, [*there.values()], delivery)
        return self._back(context)

    async def take_back(self, request: Request) -> Response:
        """Delete what this member has said, if nobody has replied to it yet."""
        form = await posted(request)
        context, said = await self._own(request)
        if not said.replies:
            delivery = interaction_id(form, context.member, "take-back", str(said.id))
            await self._interactions.take_back(context, said.id, delivery)
        return self._back(context)

    async def _own(self, request: Request) -> tuple[InteractionContext, ChatMessage]:
        """What this member has said themselves."""
        async with self._dependencies.open_work(read_only=True) as work:
            me = await self._dependencies.sessions.member(request, work)
            said = await work.web.message(request.path_params["message"], me.id)
            place = await work.web.place(said.place, me) if said else None
        if said is None or place is None or said.author != me.id:
            raise NotFound
        return InteractionContext(me, place, said.thread), said

    async def _context(self, request: Request, work: WebWork, form: FormData) -> InteractionContext:
        me = await self._dependencies.sessions.member(request, work)
        place = await work.web.place(request.path_params["place"], me)
        thread = read_number(field(form, "thread"))
        if place is None:
            raise NotFound
        if thread is not None:
            root = await work.web.message(thread, me.id)
            if root is None or root.place != place.id or root.thread is not None:
                raise NotFound
        return InteractionContext(me, place, thread, locale=browser_language(request.headers))

    async def _mentioned(self, work: WebWork, me: Member, form: FormData) -> list[Member]:
        ids = mentioned(form)
        found = await work.people.members(ids) if ids else {}
        return [member for member in found.values() if member.community == me.community]

    async def _too_long(self, request: Request, context: InteractionContext, text: str) -> Response:
        with in_language(context.member.locale):
            error = words.text("too_long", count=len(text))
        query = ChatQuery(context.place.id, context.thread)
        return await self._chat_page.show_again(
            request, context.member, query, typed=text, error=error
        )

    async def _after(
        self, request: Request, context: InteractionContext, dialog: Dialog | None
    ) -> Response:
        if dialog is None:
            return self._back(context)
        me, place = context.member, context.place
        ticket = DialogTicket(
            me.id, place.id, context.thread, context.message, dialog.form, dialog.subject
        )
        query = ChatQuery(place.id, context.thread)
        return await self._chat_page.show_again(request, me, query, dialog=dialog, ticket=ticket)

    def _back(self, context: InteractionContext) -> Response:
        thread = f"?thread={context.thread}" if context.thread else ""
        return RedirectResponse(f"/p/{context.place.id}{thread}", 303)


def _submitted(form: FormData, ticket: DialogTicket, files: dict[str, Raw]) -> Submitted:
    page, values = read_number(field(form, "page")) or 0, {**values_of(form), **files}
    match field(form, "turn"):
        case "back":
            return Submitted(ticket.form, page, values, ticket.subject, "back")
        case "later":
            return Submitted(ticket.form, page, values, ticket.subject, "later")
        case "done":
            return Submitted(ticket.form, page, values, ticket.subject, "done")
        case _:
            return Submitted(ticket.form, page, values, ticket.subject, "next")
