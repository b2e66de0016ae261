"""What members see of profiles. Pure: from data to messages."""

from collections.abc import Sequence

from bot.community.cards import card
from bot.community.people import Member
from bot.community.profiles import Profile
from bot.community.zone_names import city
from bot.delivery.views import test_button
from bot.features.members import words
from bot.ui.commands import named
from bot.ui.messages import (
    Actions,
    Button,
    Mention,
    Message,
    Note,
    Part,
    RichText,
    row,
    say,
)

PROFILE = named("kindred profile")
FIND = named("kindred find")


def shown(member: int, profile: Profile) -> Message:
    """Somebody's card, as the answer to a question for it."""
    hello = words("card.say_hello", person=Mention(member, profile.name))
    return say(*card(member, profile), Note(hello), fallback=profile.name)


def mine(member: int, profile: Profile, reached: str) -> Message:
    """One's own card; `reached` is the chat in which one is reached first, if there is one."""
    return say(
        *card(member, profile),
        Note(words("profile.yours")),
        *_reached(reached),
        fallback=profile.name,
    )


def _reached(place: str) -> list[Part | None]:
    return [Note(words("profile.reached", space=place)), row(test_button())] if place else []


def saved(
    member: int, profile: Profile, reached: str, open_: Sequence[Part | None] = ()
) -> Message:
    """The card after it was changed, what to do next, and what is `open_` to join just now."""
    following = "profile.next" if profile.topics else "profile.next.topics"
    return say(
        words("profile.saved"),
        *card(member, profile),
        Note(words(f"profile.saved.seen_by.{profile.visibility}")),
        words(following),
        *open_,
        *_reached(reached),
    )


def hidden(profile: Profile) -> Message:
    """What those are told who may not see a profile."""
    return say(words(f"profile.hidden.{profile.visibility}", name=profile.name))


def zone_question(me: Member) -> RichText | None:
    """What somebody is told, and asked, whose time zone no chat has told."""
    return None if me.zone_known else words("zone.unknown", city=city(me.zone))


def entry_buttons() -> Actions:
    """What a member may do first."""
    return row(
        Button(words.text("button.fill"), "members.fill", style="primary", command=PROFILE()),
        Button(words.text("button.find"), "members.find", command=FIND()),
    )
