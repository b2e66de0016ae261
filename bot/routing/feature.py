"""How a feature declares its routes.

A feature is registry data: from it come every chat's commands and buttons, `/kindred help`, the
schedules, and what is known about people.

    feature = Feature[Work]("introductions", words)

    @feature.command("introduce pause")
    async def pause(call: Call, work: Work, until: Annotated[date, DateArg("until")]) -> Answer:
        ...

Buttons and rows that are out there keep the names of actions, schedules and visits, so that these
outlive the room their code is in: one with a dot (`members.link`) is a whole name, any other has
the feature's before it.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from bot.community.personal_data import PersonalData
from bot.community.roles import Needs, Role
from bot.routing.arguments import Arg, arguments_of, check_carried, check_heard, check_public
from bot.routing.contributions import Contributions
from bot.routing.declared import (
    FACILITATE,
    KINDRED,
    Action,
    Command,
    FormRoute,
    Schedule,
    Shortcut,
    VisitRoute,
)
from bot.routing.files import FileRequest, FileRoute
from bot.routing.interaction import Answer, Call, Compute, Prefill, Visit
from bot.routing.pages import PageAnswer, PageRequest, PageRoute
from bot.ui.content import Content
from bot.ui.forms import spec_of
from bot.ui.messages import Message, Option, Part
from bot.ui.words import WordBook
from bot.work import Work

W = TypeVar("W", bound=Work)
P = ParamSpec("P")
F = TypeVar("F")
E = TypeVar("E")
OnCommand = Callable[Concatenate[Call, W, P], Awaitable[Answer]]
OnPrefill = Callable[[Call, W, str], Awaitable[Prefill]]
OnSubmit = Callable[[Call, F, W, str], Awaitable[Answer]]
OnSchedule = Callable[[W, str, datetime, int], Awaitable[Compute[Any] | None]]
OnEvent = Callable[[E, W, datetime], Awaitable[None]]
OnVisit = Callable[Concatenate[Visit, W, P], Awaitable[Answer]]
Greeting = Callable[[Visit, W], Awaitable[Message | None]]
OnView = Callable[[str, W, datetime], Awaitable[Message | None]]
Lines = Callable[[Call, W], Awaitable[Sequence[Part | None]]]
OnSearch = Callable[[Call, W, str], Awaitable[Sequence[Part | None]]]
OnAutocomplete = Callable[[Call, W, str], Awaitable[Sequence[Option]]]
OnFile = Callable[[FileRequest, W], Awaitable[Content]]
OnPage = Callable[[PageRequest, W], Awaitable[PageAnswer]]


class Feature(Contributions[W]):
    """The routes, schedules, reactions and personal data of one feature.

    Every way in which features add to Kindred is a method here, or of `Contributions` where other
    features ask for it, in one or two sentences. Its commands begin with `/kindred`, or with a
    `root` of its own, of which the text `root.<root>` says what it is for; what only facilitators
    may do begins with `/facilitate`, and then with it.
    """

    def __init__(self, name: str, words: WordBook, root: str = "") -> None:
        super().__init__(name)
        self.words = words
        self.root = root
        self.commands: list[Command] = []
        self.actions: list[Action] = []
        self.forms: list[FormRoute] = []
        self.schedules: list[Schedule] = []
        self.reactions: list[tuple[type, Callable[..., Awaitable[None]]]] = []
        self.personal_data: list[PersonalData] = []
        self.shortcuts: list[Shortcut] = []
        self.home_lines: list[Callable[..., Awaitable[Sequence[Part | None]]]] = []
        self.to_do_lines: list[Callable[..., Awaitable[Sequence[Part | None]]]] = []
        self.search_lines: list[Callable[..., Awaitable[Sequence[Part | None]]]] = []
        self.greetings: list[Callable[..., Awaitable[Message | None]]] = []
        self.visits: list[VisitRoute] = []
        self.live_views: list[tuple[str, Callable[..., Awaitable[Message | None]]]] = []
        self.pages: list[PageRoute] = []
        self.files: list[FileRoute] = []
        self.autocompletions: dict[str, Callable[..., Awaitable[Sequence[Option]]]] = {}
        self._prefills: dict[type, Callable[..., Awaitable[Prefill]]] = {}

    def command(
        self,
        words: str,
        *,
        role: Role | Needs = Role.MEMBER,
        opens: type | None = None,
        listed: bool = True,
        action: str = "",
        carries: Sequence[str] = (),
        root: str = "",
    ) -> Callable[[OnCommand[W, P]], OnCommand[W, P]]:
        """Declare a command; its help is the text `help.<words with dots>` of the feature.

        In a feature with a root these begin with it, and a command of no words is the root itself;
        one with another `root` begins with that, such as `KINDRED`.
        A button with this `action` does the same; of what the handler takes, its value `carries`
        these. Where a role in what it is about will do, `Needs` says so as the `role` of this or
        any other route, and the handler has to `require` it for that one thing
        (`bot.community.roles`).
        """

        def declare(handler: OnCommand[W, P]) -> OnCommand[W, P]:
            args, needs = arguments_of(handler, self.words), Needs.of(role)
            own = root or self.root or KINDRED
            begins = FACILITATE if needs.for_facilitators else own
            whole = words if own == KINDRED else f"{own} {words}".strip()
            said = whole if needs.for_facilitators else words
            help_ = partial(self.words, f"help.{whole.replace(' ', '.')}")
            command = Command(begins, said, needs, args, opens, listed, handler, help_)
            self.commands.append(command)
            if action:
                self._act(action, needs, args, tuple(carries), opens, handler)
            return handler

        return declare

    def autocomplete(self, argument: str) -> Callable[[OnAutocomplete[W]], OnAutocomplete[W]]:
        """Declare what to offer while an argument of this name is typed, in any command.

        The handler gets what has been typed so far. An option's value is what the command then
        accepts; what fits best is put first afterwards, and of equals what came first.
        """

        def declare(handler: OnAutocomplete[W]) -> OnAutocomplete[W]:
            self.autocompletions[argument] = handler
            return handler

        return declare

    def action(
        self, name: str, *, role: Role | Needs = Role.MEMBER, opens: type | None = None
    ) -> Callable[[OnCommand[W, P]], OnCommand[W, P]]:
        """Declare what a button with this action does; its value carries all that is taken."""

        def declare(handler: OnCommand[W, P]) -> OnCommand[W, P]:
            args = arguments_of(handler, self.words)
            carries = tuple(arg.parameter for arg in args)
            self._act(name, Needs.of(role), args, carries, opens, handler)
            return handler

        return declare

    def _act(
        self,
        name: str,
        needs: Needs,
        args: tuple[Arg, ...],
        carries: tuple[str, ...],
        opens: type | None,
        handler: Callable[..., Awaitable[Answer]],
    ) -> None:
        check_carried(name, args, carries)
        action = Action(self._whole(name), needs, args, carries, opens, handler)
        self.actions.append(action)

    def shortcut(
        self, action: str, about: Literal["nothing", "person", "message", "post"] = "nothing"
    ) -> None:
        """Offer an action outside messages, called by the text `shortcut.<action>`."""
        key, text = f"shortcut.{action}", self.words.text
        self.shortcuts.append(Shortcut(self._whole(action), about, lambda: text(key)))

    def home(self, handler: Lines[W]) -> Lines[W]:
        """Declare what of this feature stands on a member's home."""
        self.home_lines.append(handler)
        return handler

    def to_do(self, handler: Lines[W]) -> Lines[W]:
        """Declare what of this feature facilitators have to look at or decide."""
        self.to_do_lines.append(handler)
        return handler

    def search(self, handler: OnSearch[W]) -> OnSearch[W]:
        """Declare what of this feature `/kindred find` finds beside people; gets what was typed."""
        self.search_lines.append(handler)
        return handler

    def greeting(self, handler: Greeting[W]) -> Greeting[W]:
        """Declare what those are told who are no members; the first that says something counts."""
        self.greetings.append(handler)
        return handler

    def visit(
        self,
        words: str = "",
        *,
        action: str = "",
        carries: Sequence[str] = (),
        connected: bool = True,
    ) -> Callable[[OnVisit[W, P]], OnVisit[W, P]]:
        """Declare what somebody may do who is no member, in a space that is part of a community.

        If not `connected`, in one that is part of none. They give the command of these words, or
        press a button with this action; both must be there for members, and take the same: of a
        button without words, its value carries all that is taken. People and what only members know
        cannot be taken.
        """

        def declare(handler: OnVisit[W, P]) -> OnVisit[W, P]:
            args = arguments_of(handler, self.words)
            check_public(args)
            said = tuple(carries) if words else tuple(arg.parameter for arg in args)
            if action:
                check_carried(action, args, said)
            pressed = self._whole(action) if action else ""
            given = f"{self.root or KINDRED} {words}" if words else ""
            self.visits.append(VisitRoute(given, pressed, args, said, connected, handler))
            return handler

        return declare

    def prefill(self, form: type) -> Callable[[OnPrefill[W]], OnPrefill[W]]:
        """Declare what stands in a form when it opens; the handler gets the form's subject."""

        def declare(handler: OnPrefill[W]) -> OnPrefill[W]:
            self._prefills[form] = handler
            return handler

        return declare

    def submitted(
        self, form: type[F], *, role: Role | Needs = Role.MEMBER
    ) -> Callable[[OnSubmit[F, W]], OnSubmit[F, W]]:
        """Declare what takes a form that is complete; declare its prefill first."""

        def declare(handler: OnSubmit[F, W]) -> OnSubmit[F, W]:
            prefill = self._prefills.get(form)
            self.forms.append(FormRoute(spec_of(form), Needs.of(role), prefill, handler))
            return handler

        return declare

    def live(self, name: str) -> Callable[[OnView[W]], OnView[W]]:
        """Declare what composes a live view of a subject, as it is now; `work.live` hangs it.

        It only reads, and is the same for all. `None`: the view is no more, and is taken back.
        """

        def declare(handler: OnView[W]) -> OnView[W]:
            self.live_views.append((self._whole(name), handler))
            return handler

        return declare

    def page(
        self, path: str, *, role: Role | Needs | None = Role.MEMBER, sent: bool = False
    ) -> Callable[[OnPage[W]], OnPage[W]]:
        """Declare what is seen at an address of the web process (`bot.routing.pages`).

        Members are those who have come in by the web chat; a page without a `role` is for whoever
        has its address. What is `sent` by the buttons of such a page is taken by another handler.
        """

        def declare(handler: OnPage[W]) -> OnPage[W]:
            needs = None if role is None else Needs.of(role)
            self.pages.append(PageRoute(path, needs, handler, sent))
            return handler

        return declare

    def file(
        self, name: str, *, role: Role | Needs = Role.MEMBER
    ) -> Callable[[OnFile[W]], OnFile[W]]:
        """Declare what makes the files of this producer (`bot.ui.files.File`).

        The role is needed of who fetches one later; whom it is sent to, the message knows.
        """

        def declare(handler: OnFile[W]) -> OnFile[W]:
            self.files.append(FileRoute(self._whole(name), Needs.of(role), handler))
            return handler

        return declare

    def schedule(
        self, name: str, due: Callable[[W, datetime], Awaitable[Sequence[str]]]
    ) -> Callable[[OnSchedule[W]], OnSchedule[W]]:
        """Declare work that falls due; the handler gets one period, the instant and a seed.

        It is forgotten after 400 days that a period was run: by then it must be due no more.
        """

        def declare(handler: OnSchedule[W]) -> OnSchedule[W]:
            feature, _, short = self._whole(name).rpartition(".")
            self.schedules.append(Schedule(feature, short, due, handler))
            return handler

        return declare

    def when(self, *events: type[Any]) -> Callable[[OnEvent[Any, W]], OnEvent[Any, W]]:
        """Declare a reaction to domain events, in the unit of work in which they happened.

        The handler gets one of these at a time; raises `TypeError` for one that says otherwise.
        """

        def declare(handler: OnEvent[Any, W]) -> OnEvent[Any, W]:
            check_heard(handler, events)
            self.reactions += [(event, handler) for event in events]
            return handler

        return declare
