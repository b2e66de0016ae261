"""The pages of a door: what is on a screen there, and what whoever scans it is shown.

A page only looks; what whoever came in by the web chat sends from it says that they are here.
"""

from dataclasses import dataclass

from bot.community.people import Member
from bot.community.roles import Role, may
from bot.features.events import feature, words
from bot.features.events.audience import HOSTS
from bot.features.events.check_in import views
from bot.features.events.check_in.addresses import (
    DOOR_PATH,
    MEMBER_PATH,
    OWN_PATH,
    SCREEN_PATH,
    of_door,
    purpose,
)
from bot.features.events.check_in.arrivals import arrive
from bot.features.events.check_in.domain import (
    OPENS_BEFORE,
    code_at,
    is_code,
    leads_in,
    pass_of,
    until,
    whose_pass,
)
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps.domain import Attendee
from bot.features.events.rsvps.standing import happening_of
from bot.routing.pages import PageAnswer, PageButton, PageNotFound, PageRequest
from bot.ui.languages import in_language
from bot.ui.text import read_id

_GONE = 410
_SEE_OTHER = 303
_LOOK_AGAIN = 20
"""Seconds after which a screen is shown anew, or sooner where its code ends."""


@dataclass(frozen=True, slots=True)
class _Door:
    happening: Happening
    key: str


@feature.page(SCREEN_PATH, role=None)
async def screen(request: PageRequest, work: Work) -> PageAnswer:
    """What a host shows at the door: a picture that leads in, and a code to type."""
    id_ = read_id(request.arguments["date"])
    host = await work.secrets.whose(request.arguments["secret"], purpose(id_))
    happening, key = await happening_of(work, id_), await work.events.check_ins.door(id_)
    if host is None or happening is None or key is None:
        raise PageNotFound
    if not may(await work.roles.standing(host), HOSTS, happening.event.scope):
        raise PageNotFound
    code, now = code_at(key, request.now), request.now
    here = await work.events.check_ins.count(id_)
    left = min(_LOOK_AGAIN, max(1, int((until(now) - now).total_seconds()) + 1))
    with in_language(host.locale):
        message = views.on_a_screen(happening, code, here, now)
    picture = of_door(work, code) if leads_in(happening.date, now) else ""
    return PageAnswer(message, qr=picture, again_after=left)


@feature.page(DOOR_PATH, role=None)
async def at_door(request: PageRequest, work: Work) -> PageAnswer:
    """What somebody sees who has scanned the picture, whoever they are."""
    door = await _door(request, work)
    if door is None:
        return _old(request)
    code = request.arguments["code"]
    member = work.address(MEMBER_PATH.format(code=code))
    return PageAnswer(views.at_door(door.happening, code, member))


@feature.page(MEMBER_PATH, role=Role.MEMBER)
async def as_member(request: PageRequest, work: Work) -> PageAnswer:
    """Leads a member who has come in by the web chat to a page of their own."""
    door = await _door(request, work)
    if door is None or door.happening.event.community != request.me.community:
        return _old(request)
    key = pass_of(door.key, request.me.id, request.now)
    where = OWN_PATH.format(code=request.arguments["code"], key=key)
    message = views.is_it_you(door.happening, request.me.name)
    return PageAnswer(message, status=_SEE_OTHER, headers={"Location": where})


@feature.page(OWN_PATH, role=None)
async def is_it_you(request: PageRequest, work: Work) -> PageAnswer:
    """A button by which a member says that they are here."""
    door, member = await _who(request, work)
    if door is None or member is None:
        return _old(request)
    with in_language(member.locale):
        button = PageButton(words.text("button.here"), "here", "yes")
        return PageAnswer(views.is_it_you(door.happening, member.name), buttons=(button,))


@feature.page(OWN_PATH, role=None, sent=True)
async def says_so(request: PageRequest, work: Work) -> PageAnswer:
    """Note that they are here."""
    door, member = await _who(request, work)
    if door is None or member is None:
        return _old(request)
    who = Attendee(member.id)
    came = await arrive(work, door.happening, who, request.now, at_the_door=True)
    with in_language(member.locale):
        return PageAnswer(views.arrived(door.happening, came))


async def _door(request: PageRequest, work: Work) -> _Door | None:
    """The door at which this code stands now, or stood a moment ago."""
    before = request.now + OPENS_BEFORE
    for date, key in await work.events.check_ins.all_doors(before, request.now):
        if is_code(key, request.arguments["code"], request.now):
            happening = await happening_of(work, date)
            return _Door(happening, key) if happening else None
    return None


async def _who(request: PageRequest, work: Work) -> tuple[_Door | None, Member | None]:
    door = await _door(request, work)
    id_ = whose_pass(door.key, request.arguments["key"], request.now) if door else None
    return door, await work.people.member(id_) if id_ else None


def _old(request: PageRequest) -> PageAnswer:
    return PageAnswer(views.code_is_old(request.arguments["code"]), status=_GONE)
