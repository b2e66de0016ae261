"""A profile as others see it. Pure: from data to what is said."""

from collections.abc import Iterable

from bot.community.availability import DAYS
from bot.community.profiles import Profile
from bot.community.spoken_languages import language_name
from bot.community.zone_names import spelled
from bot.ui.messages import Heading, Part, Text, fields, rich
from bot.ui.words import WordBook, listed

words = WordBook("bot")


def card(member: int, profile: Profile) -> list[Part | None]:
    """A profile as others see it."""
    facts = fields(
        [
            (words.text("card.topics"), listed(profile.topics)),
            (words.text("card.offers"), "; ".join(profile.offers)),
            (words.text("card.asks"), "; ".join(profile.asks)),
            (words.text("card.networks"), listed(profile.networks)),
            (words.text("card.town"), profile.town),
            (words.text("card.zone"), spelled(profile.zone)),
            (words.text("card.languages"), listed(map(language_name, profile.languages))),
            (words.text("card.availability"), times(profile.availability)),
        ]
    )
    first = " · ".join(part for part in (profile.pronouns, profile.headline) if part)
    empty = not (first or profile.about or profile.topics or profile.offers or profile.asks)
    return [
        Heading(profile.name),
        Text(rich(first)) if first else None,
        Text(rich(profile.about)) if profile.about else None,
        Text(words("card.empty", name=profile.name)) if empty else None,
        facts,
    ]


def times(slots: Iterable[str]) -> str:
    """Slots as people say them: "Tuesday morning and evening; Friday morning"."""
    chosen = [slot.split(" ") for slot in slots]
    days = {day: [words.text(f"part.{p}") for d, p in chosen if d == day] for day in DAYS}
    return "; ".join(
        f"{words.text(f'day.{day}')} {listed(parts)}" for day, parts in days.items() if parts
    )


def slot_name(slot: str) -> str:
    """A slot as people say it: "tue morning" is "Tuesday morning"."""
    day, part = slot.split(" ")
    return f"{words.text(f'day.{day}')} {words.text(f'part.{part}')}"


def seen_by(visibility: str) -> str:
    """Whom a profile is shown to, in words."""
    return words.text(f"visible.{visibility}")
