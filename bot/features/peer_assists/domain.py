"""A peer assist: what somebody is stuck with, who is asked, and the half hour itself.

The half hour is June Holley's (networkweaver.com): the case, clarifying questions, advice while the
asker listens, what the asker takes away, thanks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from bot.community.facts import Fact
from bot.matching.eligibility import never_meet
from bot.matching.ports import Acquaintance

MOST_CASE = 200
MOST_MORE = 2000
MOST_TIMES = 150
MOST_TOLD = 2000

FEWEST = 3
"""So many yeses let it begin."""

MOST = 5
"""With so many nobody else is asked."""

AT_LEAST = 2
"""So few let it begin once nobody else has said yes for a week."""

MOST_ASKED = 20
"""So many people are asked about one case, all in all."""

WAVE = timedelta(days=1)
"""So long it is waited before more are asked."""

ASKED_FOR = timedelta(days=7)
"""So long people are asked; and so long, with yeses enough, it waits for the asker to begin."""

KEPT = timedelta(days=14)
"""So long a draft, or one that too few have said yes to, waits for its asker to decide."""

MONTH = timedelta(days=30)
MOST_A_MONTH = 2
"""So often one person is asked within a month, and so often one may ask."""

TOO_LATE = timedelta(days=90)
"""So long after it nobody is asked any more what came of it."""

IDLE = timedelta(days=7)
"""So long nothing happens in a room until it is asked in it whether it comes to it; so long again
until it is over; and so long after that it stays open."""

FURTHEST = timedelta(days=60)
"""So far ahead people may say that they meet."""

FORGOTTEN = timedelta(days=60)
"""So long after the end it is known who was asked and did not come."""


class AssistState(StrEnum):
    """How far it has come."""

    DRAFT = "draft"  # shown to the asker alone
    ASKING = "asking"
    LAPSED = "lapsed"  # too few have said yes: the asker decides
    UNDER_WAY = "under_way"
    OVER = "over"
    STOPPED = "stopped"
    TAKEN_DOWN = "taken_down"  # by those who lead the community


WAITING = (AssistState.ASKING, AssistState.LAPSED)
"""People are asked, or have said yes, and it has not begun."""

ALIVE = (*WAITING, AssistState.UNDER_WAY)


class Step(IntEnum):
    """Where they are in the half hour. They come together first."""

    GATHERING = 0
    CASE = 1
    QUESTIONS = 2
    ADVICE = 3
    TAKEAWAYS = 4
    THANKS = 5


MINUTES = {Step.CASE: 5, Step.QUESTIONS: 5, Step.ADVICE: 10, Step.TAKEAWAYS: 5, Step.THANKS: 5}


class Said(StrEnum):
    """What has become of a question to somebody."""

    NOTHING = ""
    YES = "yes"
    NO = "no"
    UNREACHED = "unreached"  # the question could not be delivered
    LET_GO = "let_go"  # enough others have said yes, or it came to an end
    LEFT = "left"  # after a yes


@dataclass(frozen=True, slots=True)
class Request:
    """That somebody was asked for half an hour."""

    member: int
    asked_at: datetime
    said: Said = Said.NOTHING
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Assist:
    """What somebody is stuck with, and what has become of it.

    `case` is the one sentence that everybody reads who is asked; `more` and `times` are for those
    who say yes, `named` says whether the others read the asker's name. `until` is when it is looked
    at next if nobody does anything; `reminded` that this was said already. `takeaway` is for the
    asker, or for the helpers too if it is `shared`; `outcome` is what came of it, likewise. The
    `asker` is 0 once they are no member any more.
    """

    id: int
    community: int
    asker: int
    case: str
    more: str
    times: str
    made_at: datetime
    until: datetime
    named: bool = False
    about: Fact | None = None
    state: AssistState = AssistState.DRAFT
    step: Step = Step.GATHERING
    asked_at: datetime | None = None
    more_asked_at: datetime | None = None
    reminded: bool = False
    moved_at: datetime | None = None
    ended_at: datetime | None = None
    room_closed: bool = False
    takeaway: str = ""
    shared: bool = False
    outcome: str = ""
    outcome_shared: bool = False
    requests: tuple[Request, ...] = ()

    @property
    def fact(self) -> Fact:
        """What it is known by elsewhere."""
        return Fact.of("peer_assists.assist", self.id)

    @property
    def room(self) -> Fact:
        """The room of its people."""
        return room_of(self.id)

    @property
    def helpers(self) -> tuple[int, ...]:
        """Who has said yes, those first who said so first."""
        return tuple(each.member for each in self.requests if each.said is Said.YES)

    @property
    def people(self) -> tuple[int, ...]:
        """The asker and the helpers."""
        return (self.asker, *self.helpers)

    @property
    def unanswered(self) -> tuple[int, ...]:
        """Who was asked and has not said anything."""
        return tuple(each.member for each in self.requests if each.said is Said.NOTHING)

    @property
    def fewest(self) -> int:
        """How many yeses let it begin now."""
        return AT_LEAST if self.state is AssistState.LAPSED else FEWEST

    @property
    def may_begin(self) -> bool:
        """Whether its asker can begin."""
        return self.state in WAITING and len(self.helpers) >= self.fewest

    @property
    def wants_more(self) -> bool:
        """Whether more people are to be asked."""
        asking = self.state is AssistState.ASKING and not self.reminded
        return asking and len(self.helpers) < MOST and len(self.requests) < MOST_ASKED

    @property
    def met(self) -> bool:
        """Whether its people have talked, rather than only been in a room."""
        return self.step >= Step.ADVICE and bool(self.helpers)

    def request(self, member: int) -> Request | None:
        """What somebody was asked, if they were."""
        return next((each for each in self.requests if each.member == member), None)


def room_of(assist: int) -> Fact:
    """The room of one."""
    return Fact.of("peer_assists.room", assist)


def question_to(assist: int, member: int) -> Fact:
    """The question to one person."""
    return Fact.of("peer_assists.asked", assist, member=member)


def step_of(assist: int, step: Step) -> Fact:
    """What is said in the room at a step."""
    return Fact.of("peer_assists.step", assist, part=str(int(step)))


def elsewhere_to(assist: int, member: int) -> Fact:
    """What somebody is told in their chat of a room in the web chat."""
    return Fact.of("peer_assists.elsewhere", assist, member=member)


def no_room_to(assist: int, asker: int) -> Fact:
    """What the asker is told where no room could be opened."""
    return Fact.of("peer_assists.no_room", assist, member=asker)


def over_to(assist: int, member: int) -> Fact:
    """What somebody is told when it is over: thanks, or a question to the asker."""
    return Fact.of("peer_assists.over", assist, member=member)


def takeaway_to(assist: int, member: int) -> Fact:
    """What the asker takes away, told to a helper."""
    return Fact.of("peer_assists.takeaway", assist, member=member)


def outcome_to(assist: int, member: int) -> Fact:
    """What came of it, told to a helper."""
    return Fact.of("peer_assists.outcome", assist, member=member)


def together(asker: int, helpers: Iterable[int], known: Acquaintance) -> list[int]:
    """Those of the helpers, in their order, who may be in one room with all before them."""
    there: list[int] = []
    for helper in helpers:
        if not any(never_meet(helper, other, known) for other in (asker, *there)):
            there.append(helper)
    return there
