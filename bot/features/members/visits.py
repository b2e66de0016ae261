"""How somebody whom a chat knows becomes a member: asked, and only once they say yes."""

from typing import Annotated

from bot.community.cards import card
from bot.community.joining import declined_key, let_in, turned_away
from bot.community.people import AccountInfo
from bot.community.profiles import Profile
from bot.delivery.views import test_button
from bot.features.members import feature, words
from bot.features.members.ports import Work
from bot.features.members.profile.openings import open_now
from bot.features.members.profile.views import entry_buttons, zone_question
from bot.routing.arguments import TextArg
from bot.routing.interaction import Answer, Call, LookUpActor, Reply, Visit
from bot.ui.commands import named
from bot.ui.messages import Button, Message, Note, Part, row, say

JOIN = named("kindred join")
DECLINE = named("kindred decline")

# Asking ---------------------------------------------------------------------------------------


@feature.greeting
async def greet(visit: Visit, work: Work) -> Message | None:
    """What Kindred is, and the question whether they want to be in; asked unbidden only once."""
    if visit.space is None:
        return None
    if visit.unasked and await work.settings.get(_declined(visit)):
        return None
    community = await work.people.community(visit.space.community)
    return say(
        words("welcome.hello", community=community.name),
        words("welcome.nothing_kept"),
        words("welcome.on_yes"),
        row(
            Button(words.text("button.join"), "members.join", style="primary", command=JOIN()),
            Button(words.text("button.decline"), "members.decline", command=DECLINE()),
        ),
        Note(words("welcome.later")),
    )


@feature.visit("decline", action="decline")
async def decline(visit: Visit, work: Work) -> Answer:
    """Leave them in peace: all that is kept is that they need not be asked again."""
    await work.settings.put(_declined(visit), visit.now.date().isoformat())
    return Reply(say(words("declined")))


def _declined(visit: Visit) -> str:
    return declined_key(visit.arrival.space, visit.arrival.actor)


# Yes ------------------------------------------------------------------------------------------


Code = Annotated[str, TextArg("code", max_length=200)]
"""What is needed only where Kindred is part of no community yet."""


@feature.visit("join", action="join")
async def join(visit: Visit, work: Work, code: Code = "") -> Answer:
    """Let them in, as their chat knows them: they have said yes."""

    async def go_on(work: Work, who: AccountInfo) -> Answer:
        return await _welcome(visit, work, who)

    return LookUpActor(go_on)


async def _welcome(visit: Visit, work: Work, who: AccountInfo) -> Answer:
    refusal = turned_away(who)
    if refusal:
        return Reply(refusal, refused=True)
    space = await work.people.space(visit.arrival.space)
    assert space is not None  # noqa: S101  # it was there a moment ago, and spaces stay
    joined = await let_in(work, space, visit.arrival.actor, who, visit.now)
    me = joined.member
    community = await work.people.community(me.community)
    profile = await work.members.profile(me.id) or Profile(me.name)
    if joined.same:
        return Reply(
            say(
                words("joined.same", community=community.name, name=me.name),
                *card(me.id, profile),
                entry_buttons(),
            )
        )
    if joined.found:
        return Reply(
            say(
                words("joined.found", community=community.name, name=me.name),
                *card(me.id, profile),
                words("joined.next"),
                zone_question(me),
                entry_buttons(),
                *await open_now(work, me, profile, visit.now),
                *_trying_out(),
            )
        )
    return Reply(
        say(
            words("joined.new", community=community.name, name=me.name),
            words("joined.next"),
            zone_question(me),
            entry_buttons(),
            *await open_now(work, me, profile, visit.now),
            *_trying_out(),
            Note(words("joined.kept")),
        )
    )


def _trying_out() -> list[Part | None]:
    """Whether they can be reached at all is best known at once."""
    return [words("joined.reach"), row(test_button())]


# Said once more -------------------------------------------------------------------------------


@feature.command("join", listed=False, action="join")
async def join_again(call: Call, work: Work, code: Code = "") -> Answer:
    """Tell somebody that they are in already."""
    return Reply(say(words("joined.already", community=call.community.name), entry_buttons()))


@feature.command("decline", listed=False, action="decline")
async def decline_after_all(call: Call, work: Work) -> Answer:
    """Tell a member how to be left in peace."""
    return Reply(say(words("declined.member")))
