"""The page that is one guest's: where they confirm, change and withdraw, and are forgotten.

Looking at it changes nothing, since programs look at links, too; a button does.
"""

from collections.abc import Mapping
from functools import partial

from bot.community.dates.reader import DateReader
from bot.features.events import feature, words
from bot.features.events.attendees.notices import keep_request
from bot.features.events.check_in.arrivals import arrive
from bot.features.events.check_in.views import arrived
from bot.features.events.dates.domain import DateState, EventDate
from bot.features.events.guests import forgetting, views
from bot.features.events.guests.domain import GUEST_PATH, KNOWN_FOR, read_asked
from bot.features.events.guests.forms import HIDDEN, MOST_NAME, GuestAnswerForm
from bot.features.events.guests.links import link_of, whose
from bot.features.events.guests.notices import write
from bot.features.events.guests.signing_up import check, response_of
from bot.features.events.open_pages.switch import is_on_the_web
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps import changes
from bot.features.events.rsvps.domain import Answer, Attendee, Response
from bot.features.events.rsvps.outcomes import Guest, Outcome
from bot.features.events.rsvps.standing import standing_of_guest
from bot.routing.page_forms import PageForm, page_form, read_page_form
from bot.routing.pages import PageAnswer, PageNotFound, PageRequest
from bot.ui.fields import Raw
from bot.ui.forms import FieldErrors
from bot.ui.languages import current_locale
from bot.ui.text import label, read_id


@feature.page(GUEST_PATH, role=None)
async def look(request: PageRequest, work: Work) -> PageAnswer:
    """Show a guest where they stand."""
    about = await _about(request, work, await _guest(request, work))
    return views.page(about, _form(about) if about.takes_answers else None)


@feature.page(GUEST_PATH, role=None, sent=True)
async def act(request: PageRequest, work: Work) -> PageAnswer:
    """Take a guest's answer, which confirms their address; or forget them."""
    guest = await _guest(request, work)
    name, value = views.FORGET
    if request.sent.get(name) == value:
        await forgetting.forget(work, guest, request.now)
        return views.forgotten()
    about = await _about(request, work, guest)
    name, value = views.HERE
    if request.sent.get(name) == value:
        who, happening = Attendee(guest=guest.id), about.mine.happening
        came = await arrive(work, happening, who, request.now, at_the_door=False)
        return PageAnswer(arrived(happening, came), zone=about.mailbox.zone)
    if not about.takes_answers:
        return views.page(about, None)
    try:
        happening = about.mine.happening
        said = read_page_form(GuestAnswerForm, request.typed, DateReader(guest.zone, request.now))
        response = response_of(said.answer, said.party, said.hidden)
        check(happening, response, request)
    except FieldErrors as wrong:
        return views.page(about, _form(about, request.typed, wrong.errors), faulty=True)
    await _take(work, about, label(said.name, MOST_NAME), response)
    after = await _about(request, work, await _guest(request, work), asks=False)
    return views.page(after, _form(after))


async def _take(work: Work, about: views.GuestPage, name: str, response: Response) -> None:
    guest, happening, now = about.guest, about.mine.happening, about.now
    await work.events.guests.confirm(guest.id, name, now)
    await work.mailboxes.open(
        happening.event.community,
        about.mailbox.address,
        locale=current_locale(),
        zone=guest.zone,
        until=happening.date.ends_at + KNOWN_FOR,
    )
    who = Attendee(guest=guest.id)
    outcome = await changes.answer(work, happening.date.id, who, response, now)
    if not isinstance(outcome, Outcome):
        return  # it has just become full of another kind: the page says how it is now
    after = Happening(happening.event, outcome.date)
    await keep_request(work, after, outcome)
    if outcome.changed and response.answer is not Answer.NO:
        mine = await standing_of_guest(work, after, guest.id)
        told = partial(views.answered, mine)
        part = now.isoformat()
        await write(work, guest.id, after, "answered", told, part=part, calendar=mine.seated)


# What is shown --------------------------------------------------------------------------------


async def _guest(request: PageRequest, work: Work) -> Guest:
    guest = await whose(work, request.arguments["secret"])
    if guest is None:
        raise PageNotFound
    return guest


async def _about(
    request: PageRequest, work: Work, guest: Guest, *, asks: bool = True
) -> views.GuestPage:
    event = await work.events.plans.get(guest.event)
    mailbox = await work.mailboxes.find(guest.mailbox or 0)
    dates = await work.events.dates.of(guest.event)
    meant = read_id(request.query.get("date", ""))
    at = await work.events.dates.get(meant)
    answered = await work.events.guests.answered(guest.id)
    if event is None or mailbox is None or at is None:
        raise PageNotFound
    if at.event != event.id:
        # the rest of a series may be another event's by now: whoever answered it stays
        event = await work.events.plans.get(at.event)
        if event is None or at.id not in answered:
            raise PageNotFound
        dates = await work.events.dates.of(event.id)
    others = [each for each in dates if each.id != at.id and _is_to_come(each, request)]
    mine = await standing_of_guest(work, Happening(event, at), guest.id)
    return views.GuestPage(
        guest,
        mailbox,
        mine,
        [
            (
                each,
                await work.events.attendance.get(each.id, Attendee(guest=guest.id)),
                link_of(work, guest, each.id),
            )
            for each in others[: views.MOST_DATES]
        ],
        read_asked(request.query) if asks else None,
        await is_on_the_web(work, event),
        request.now,
    )


def _is_to_come(at: EventDate, request: PageRequest) -> bool:
    return at.state is DateState.PLANNED and at.ends_at > request.now


def _form(
    about: views.GuestPage,
    typed: Mapping[str, Raw] | None = None,
    errors: Mapping[str, str] | None = None,
) -> PageForm:
    """What they have answered, or are asked to confirm, to be changed and sent."""
    rsvp, asked = about.mine.rsvp, about.asked
    said = asked or (rsvp.response if rsvp else Response(Answer.COMING))
    values: Mapping[str, Raw] = typed or {
        "name": about.guest.name,
        "answer": said.answer.value,
        "party": str(max(said.party, 1)),
        "hidden": [HIDDEN] if said.hidden else [],
    }
    new = rsvp is None
    button = words.text("guest.confirm_it" if new else "guest.change")
    title = words.text("open_page.come" if new else "guest.answer")
    return page_form(GuestAnswerForm, button, values, errors, title=title)
