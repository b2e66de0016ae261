"""What is done in a conversation: saying, pressing, filling in, asking who, dismissing."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from adapters.web.pages.chat import Conversation
from adapters.web.pages.parts import NotHere, Parts, Ticket, posted, visitor
from adapters.web.pages.scene import Glance
from adapters.web.parse import (
    TooLong,
    delivery_id,
    field,
    mentioned,
    number,
    pressed_in,
    said_in,
    values_of,
)
from adapters.web.places import PLATFORM
from adapters.web.ports import WebWork
from adapters.web.render import words
from adapters.web.talk import Spot
from bot.community.people import Member
from bot.routing.interaction import Dialog, Submitted, Typed
from bot.ui.languages import speaking


class Acts:
    """Each act ends by showing the place again, or a form to fill in."""

    def __init__(self, parts: Parts, conversation: Conversation) -> None:
        self._parts = parts
        self._conversation = conversation

    def routes(self) -> list[Route]:
        """The addresses that forms are sent to."""
        return [
            Route("/p/{place:int}/say", self.say, methods=["POST"]),
            Route("/p/{place:int}/ask", self.ask, methods=["POST"]),
            Route("/m/{message:int}/press", self.press, methods=["POST"]),
            Route("/m/{message:int}/dismiss", self.dismiss, methods=["POST"]),
            Route("/form", self.submit, methods=["POST"]),
        ]

    async def say(self, request: Request) -> Response:
        """A message or a command; one that is too long is kept in the box."""
        form = await posted(request)
        async with self._parts.open_work(read_only=True) as work:
            spot = await self._spot(request, work, form)
            people = await self._mentioned(work, spot.member, form)
        try:
            text = said_in(form)
        except TooLong:
            return await self._too_long(request, spot, field(form, "text"))
        if not text:
            return self._back(spot)
        delivery = delivery_id(form, spot.member, "say")
        dialog = await self._parts.talk.say(spot, text, people, delivery)
        return await self._after(request, spot, dialog)

    async def ask(self, request: Request) -> Response:
        """Who someone is: their name was pressed."""
        form = await posted(request)
        async with self._parts.open_work(read_only=True) as work:
            spot = await self._spot(request, work, form)
        about = number(field(form, "about"))
        if about is None:
            raise NotHere
        delivery = delivery_id(form, spot.member, "ask", str(about))
        typed = Typed(f"/kindred profile <@{PLATFORM}:{about}>")
        return await self._after(request, spot, await self._parts.talk.ask(spot, typed, delivery))

    async def press(self, request: Request) -> Response:
        """A button or a select; one that is no longer there only shows the place as it is."""
        form = await posted(request)
        async with self._parts.open_work(read_only=True) as work:
            me = await visitor(request, work)
            said = await work.web.message(request.path_params["message"], me.id)
            place = await work.web.place(said.place, me) if said else None
        if said is None or place is None:
            raise NotHere
        spot = Spot(me, place, said.thread, said.id)
        pressed = pressed_in(form, said.body)
        if pressed is None:
            return self._back(spot)
        delivery = delivery_id(form, me, "press", str(said.id), pressed.action, pressed.value)
        dialog = await self._parts.talk.ask(spot, pressed, delivery)
        return await self._after(request, spot, dialog)

    async def submit(self, request: Request) -> Response:
        """A page of a form."""
        form = await posted(request)
        async with self._parts.open_work(read_only=True) as work:
            me = await visitor(request, work)
            ticket = Ticket.open(field(form, "ticket"), self._parts.settings, me)
            place = await work.web.place(ticket.place, me)
        if place is None:
            raise NotHere
        spot = Spot(me, place, ticket.thread, ticket.message)
        submitted = _submitted(form, ticket)
        about = ("form", ticket.form, str(submitted.page), submitted.turn)
        dialog = await self._parts.talk.ask(spot, submitted, delivery_id(form, me, *about))
        return await self._after(request, spot, dialog)

    async def dismiss(self, request: Request) -> Response:
        """Take away a message that only this member can see."""
        await posted(request)
        async with self._parts.open_work() as work:
            me = await visitor(request, work)
            said = await work.web.message(request.path_params["message"], me.id)
            place = await work.web.place(said.place, me) if said else None
            if said is None or place is None or not said.private:
                raise NotHere
            await work.web.retract(said.id)
        return self._back(Spot(me, place, said.thread))

    async def _spot(self, request: Request, work: WebWork, form: FormData) -> Spot:
        me = await visitor(request, work)
        place = await work.web.place(request.path_params["place"], me)
        thread = number(field(form, "thread"))
        if place is None:
            raise NotHere
        if thread is not None:
            root = await work.web.message(thread, me.id)
            if root is None or root.place != place.id or root.thread is not None:
                raise NotHere
        return Spot(me, place, thread)

    async def _mentioned(self, work: WebWork, me: Member, form: FormData) -> list[Member]:
        ids = mentioned(form)
        found = await work.people.members(ids) if ids else {}
        return [member for member in found.values() if member.community == me.community]

    async def _too_long(self, request: Request, spot: Spot, text: str) -> Response:
        with speaking(spot.member.locale):
            error = words.text("too_long", count=len(text))
        glance = Glance(spot.place.id, spot.thread)
        return await self._conversation.again(request, spot.member, glance, typed=text, error=error)

    async def _after(self, request: Request, spot: Spot, dialog: Dialog | None) -> Response:
        if dialog is None:
            return self._back(spot)
        me, place = spot.member, spot.place
        ticket = Ticket(me.id, place.id, spot.thread, spot.message, dialog.form, dialog.subject)
        glance = Glance(place.id, spot.thread)
        return await self._conversation.again(request, me, glance, dialog=dialog, ticket=ticket)

    def _back(self, spot: Spot) -> Response:
        thread = f"?thread={spot.thread}" if spot.thread else ""
        return RedirectResponse(f"/p/{spot.place.id}{thread}", 303)


def _submitted(form: FormData, ticket: Ticket) -> Submitted:
    page, values = number(field(form, "page")) or 0, values_of(form)
    match field(form, "turn"):
        case "back":
            return Submitted(ticket.form, page, values, ticket.subject, "back")
        case "later":
            return Submitted(ticket.form, page, values, ticket.subject, "later")
        case "done":
            return Submitted(ticket.form, page, values, ticket.subject, "done")
        case _:
            return Submitted(ticket.form, page, values, ticket.subject, "next")
