"""What stands of a member's own profile on their home."""

from collections.abc import Sequence

from bot.community.profiles import Profile
from bot.features.members import feature, words
from bot.features.members.ports import Work
from bot.features.members.profile.views import entry_buttons, zone_question
from bot.routing.interaction import Call
from bot.ui.messages import Heading, Note, Part

PARTS = (
    "asks",
    "topics",
    "offers",
    "headline",
    "availability",
    "networks",
    "about",
    "town",
    "languages",
    "pronouns",
)
"""What a profile consists of beside its name, what helps most first."""


@feature.home
async def my_profile(call: Call, work: Work) -> Sequence[Part | None]:
    """Who I am here, and how much of it I have told."""
    profile = await work.members.profile(call.me.id) or Profile(call.me.name)
    missing = [part for part in PARTS if not getattr(profile, part)]
    told = len(PARTS) + 1 - len(missing)  # a name everybody has
    advice = words(f"home.add.{missing[0]}") if missing else words("home.complete")
    return [
        Heading(words.text("home.title", name=profile.name, community=call.community.name)),
        words("home.headline", headline=profile.headline) if profile.headline else None,
        words("home.told", count=told, parts=len(PARTS) + 1),
        advice,
        Note(words(f"profile.saved.seen_by.{profile.visibility}")),
        zone_question(call.me),
        entry_buttons(),
    ]
