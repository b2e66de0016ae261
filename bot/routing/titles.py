"""A feature's own things, which people find by their titles: one way to read what they type.

    IDEAS = Titled[Idea](words, "idea", lambda idea: idea.title, show_button)
    seen = IDEAS.among(visible, by_id)
    SeenIdea = Annotated[Idea, seen.argument("idea")]
    ProposedIdea = Annotated[Idea, seen.of_ones_own(HOSTS, scope).argument("my_idea")]

What is typed is a title, or how it begins, or what it holds; nothing will do where there is one.
Whoever is not understood is given the commands that would be, or a button for each thing of one
title. The texts are the feature's: `<noun>.none`, `<noun>.which`, `<noun>.unknown` with the `name`
that was typed; and `<noun>.same_name` with a `name` and `button.show_numbered`, where it has a
button that shows one.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from bot.community.roles import Needs, Scope, may, require
from bot.errors import UserError
from bot.routing.arguments import Said, ThingArg
from bot.routing.interaction import Call
from bot.ui.folding import folded, titled
from bot.ui.messages import Button, Message, Option, Part, bullets, row, say
from bot.ui.words import WordBook
from bot.work import Work

T = TypeVar("T")
W = TypeVar("W", bound=Work)

_NAMED = 8  # things that are named where one has to be chosen
_SAME = 5  # things of one title that are offered as buttons


def by_title(there: Sequence[T], text: str, title: Callable[[T], str]) -> list[T]:
    """Those that are called like this, or else begin with it, or else hold it; all for nothing."""
    return titled(text, there, title)


@dataclass(frozen=True)
class Titled(Generic[T]):
    """What things of a kind are called, and how it is asked which of them somebody means.

    `noun` is the option of commands that takes one, and begins its texts. `show` makes the button
    that shows one. Where more than a title is read, `named` says which are meant by what was typed,
    and `apart` what tells several of one title apart, above their buttons.
    """

    words: WordBook
    noun: str
    title: Callable[[T], str]
    show: Callable[[T], Button] | None = None
    named: Callable[[Sequence[T], str], Sequence[T]] | None = None
    apart: Callable[[Sequence[T], Said], Part | None] | None = None

    def __post_init__(self) -> None:
        of_noun = ("none", "which", "unknown", *(("same_name",) if self.show else ()))
        numbered = ("button.show_numbered",) if self.show else ()
        self.words.check(*(f"{self.noun}.{each}" for each in of_noun), *numbered)

    def called(self, there: Sequence[T], text: str) -> Sequence[T]:
        """Those of these that are meant by what was typed; all where nothing was."""
        return self.named(there, text) if self.named else by_title(there, text, self.title)

    def pick(self, there: Sequence[T], said: Said) -> T:
        """The one of these that is meant, or the only one; raises `UserError`."""
        meant = self.called(there, said.text)
        if len(meant) == 1:
            return meant[0]
        if not there:
            raise UserError(self.words(f"{self.noun}.none"))
        titles = {folded(title): title for title in map(self.title, meant or there)}
        if self.show and meant and len(titles) == 1:
            raise UserError(self._same_title(meant, said, self.show))
        again = bullets(
            said.again(**{self.noun: title}) for title in list(titles.values())[:_NAMED]
        )
        if meant:
            raise UserError(say(self.words(f"{self.noun}.which"), again))
        raise UserError(say(self.words(f"{self.noun}.unknown", name=said.text), again))

    def among(
        self,
        there: Callable[[Call, W], Awaitable[Sequence[T]]],
        by_id: Callable[[Call, W, str], Awaitable[T]],
    ) -> "Among[W, T]":
        """Find one among those that are there for the actor; a button says it `by_id`."""
        return Among(self, there, by_id)

    def options(self, there: Sequence[T]) -> list[Option]:
        """Their titles, each once, as they are offered while one is typed."""
        return [Option.of(each, each) for each in dict.fromkeys(map(self.title, there))]

    def _same_title(self, meant: Sequence[T], said: Said, show: Callable[[T], Button]) -> Message:
        shown = meant[:_SAME]
        return say(
            self.words(f"{self.noun}.same_name", name=self.title(meant[0]), count=len(meant)),
            self.apart(shown, said) if self.apart else None,
            row(*(self._numbered(show(each), n) for n, each in enumerate(shown, 1))),
        )

    def _numbered(self, button: Button, number: int) -> Button:
        return replace(button, label=self.words.text("button.show_numbered", number=number))


@dataclass(frozen=True)
class Among(Generic[W, T]):
    """Finds which of the things there the actor means; called as a `ThingArg` reads one.

    With `needs`, one of their own is meant before any other, and another's is refused.
    """

    titled: Titled[T]
    there: Callable[[Call, W], Awaitable[Sequence[T]]]
    by_id: Callable[[Call, W, str], Awaitable[T]]
    needs: Needs | None = None
    scope: Callable[[T], Scope] | None = None

    def of_ones_own(self, needs: Needs, scope: Callable[[T], Scope]) -> "Among[W, T]":
        """Find what the actor may do this with, by a role in its scope."""
        return replace(self, needs=needs, scope=scope)

    def argument(self, name: str) -> ThingArg:
        """The argument of a handler that takes one; their titles are offered while it is typed."""
        return ThingArg(name, self, offers=self.offers)

    async def __call__(self, call: Call, work: W, said: Said) -> T:
        """The one that is meant; raises `UserError`."""
        if said.by_button:
            found = await self.by_id(call, work, said.text)
        else:
            found = self._picked(await self.there(call, work), call, said)
        if self.needs and self.scope:
            require(call.standing, self.needs, self.scope(found))
        return found

    async def offers(self, call: Call, work: W, typed: str) -> list[Option]:
        """The titles of those that would be found."""
        return self.titled.options(self._own(await self.there(call, work), call))

    def _picked(self, there: Sequence[T], call: Call, said: Said) -> T:
        """One of one's own; of all where it names another's, which is then said."""
        own = self._own(there, call)
        another = said.text and self.titled.called(there, said.text)
        return self.titled.pick(there if another or not own else own, said)

    def _own(self, there: Sequence[T], call: Call) -> Sequence[T]:
        needs, scope = self.needs, self.scope
        if needs is None or scope is None:
            return there
        return [each for each in there if may(call.standing, needs, scope(each))]
