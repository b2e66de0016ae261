"""The profile as a form, and the way from one to the other."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, cast

from bot.community.availability import DAYS, PARTS, SLOTS
from bot.community.cards import seen_by, slot_name
from bot.community.profiles import (
    ITEM_LENGTH,
    MOST_ITEMS,
    MOST_TOPICS,
    NETWORK_LENGTH,
    VISIBILITIES,
    Profile,
    Visibility,
    each_once,
)
from bot.community.spoken_languages import language_name
from bot.features.members import words
from bot.features.members.domain import TooLong, TooMany, read_items
from bot.ui.fields import Choice, Choices, Label, LongText, Raw, ShortText, Topics, Zone
from bot.ui.folding import folded
from bot.ui.forms import FieldErrors, Page, form
from bot.ui.messages import Option


def _label(name: str) -> Label:
    return words.later(f"profile.{name}")


def _hint(name: str) -> Label:
    return words.later(f"profile.{name}.hint")


def _slots() -> tuple[Option, ...]:
    slots = (f"{day} {part}" for day in DAYS for part in PARTS)
    return tuple(Option(slot_name(slot), slot) for slot in slots)


def _visible() -> tuple[Option, ...]:
    return tuple(Option(seen_by(who), who) for who in VISIBILITIES)


@form(
    "members.profile",
    title=words.later("profile.title"),
    pages=[
        Page(words.later("profile.page.you"), "name", "pronouns", "headline", "about"),
        Page(words.later("profile.page.where"), "home", "others", "place", "zone", "languages"),
        Page(words.later("profile.page.share"), "topics", "offers", "asks"),
        Page(words.later("profile.page.when"), "availability", "visibility", "reach"),
    ],
)
class ProfileForm:
    """What a member tells about themselves. Offers and asks stand one to a line."""

    name: Annotated[str, ShortText(label=_label("name"), max_length=80)]
    pronouns: Annotated[
        str, ShortText(label=_label("pronouns"), hint=_hint("pronouns"), max_length=40)
    ] = ""
    headline: Annotated[
        str, ShortText(label=_label("headline"), hint=_hint("headline"), max_length=160)
    ] = ""
    about: Annotated[str, LongText(label=_label("about"), hint=_hint("about"))] = ""
    home: Annotated[
        str, ShortText(label=_label("home"), hint=_hint("home"), max_length=NETWORK_LENGTH)
    ] = ""
    others: Annotated[
        tuple[str, ...],
        Topics(label=_label("others"), hint=_hint("others"), max_length=NETWORK_LENGTH),
    ] = ()
    place: Annotated[  # the name in drafts and open forms
        str, ShortText(label=_label("town"), hint=_hint("town"), max_length=80)
    ] = ""
    zone: Annotated[str, Zone(label=_label("zone"), hint=_hint("zone"))] = ""
    languages: Annotated[
        tuple[str, ...], Topics(label=_label("languages"), hint=_hint("languages"), max_length=40)
    ] = ()
    topics: Annotated[
        tuple[str, ...],
        Topics(label=_label("topics"), hint=_hint("topics"), max_items=MOST_TOPICS, max_length=60),
    ] = ()
    offers: Annotated[str, LongText(label=_label("offers"), hint=_hint("offers"))] = ""
    asks: Annotated[str, LongText(label=_label("asks"), hint=_hint("asks"))] = ""
    availability: Annotated[
        tuple[str, ...],
        Choices(label=_label("availability"), hint=_hint("availability"), options=_slots),
    ] = ()
    visibility: Annotated[str, Choice(label=_label("visibility"), options=_visible)] = "everyone"
    reach: Annotated[str, Choice(label=_label("reach"), hint=_hint("reach"))] = ""


def typed_from(profile: Profile) -> dict[str, Raw]:
    """A profile as it stands in the form."""
    return {
        "name": profile.name,
        "pronouns": profile.pronouns,
        "headline": profile.headline,
        "about": profile.about,
        "home": profile.home_network,
        "others": list(profile.networks[1:]),
        "place": profile.town,
        "zone": profile.zone,
        "languages": list(map(language_name, profile.languages)),
        "topics": list(profile.topics),
        "offers": "\n".join(profile.offers),
        "asks": "\n".join(profile.asks),
        "availability": list(profile.availability),
        "visibility": profile.visibility,
    }


def networks_named(values: ProfileForm) -> set[str]:
    """What the form may name as networks.

    A name with commas may have been taken apart, so any that stand side by side may be one.
    """
    those = values.others
    ends = range(1, len(those) + 1)
    joined = {", ".join(those[start:end]) for end in ends for start in range(end)}
    return {name for name in (values.home, *joined) if name}


def profile_from(values: ProfileForm, former: Profile, networks: Sequence[str]) -> Profile:
    """The profile that a form tells of; `networks` are those of `networks_named` that there are.

    What the form does not ask (the e-mail address) stays. Raises `FieldErrors`.
    """
    errors: dict[str, str] = {}
    offers = _items(values.offers, "offers", errors)
    asks = _items(values.asks, "asks", errors)
    others = rejoined(values.others, networks)
    if others and not values.home:
        errors["home"] = words.text("profile.home.missing")
    if errors:
        raise FieldErrors(errors)
    return replace(
        former,
        name=values.name,
        pronouns=values.pronouns,
        headline=values.headline,
        about=values.about,
        topics=values.topics,
        offers=offers,
        asks=asks,
        networks=each_once(name for name in (values.home, *others) if name),
        town=values.place,
        zone=values.zone or former.zone,
        languages=values.languages,
        availability=tuple(slot for slot in SLOTS if slot in values.availability),
        visibility=cast("Visibility", values.visibility or "everyone"),
    )


def rejoined(names: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Names that were taken apart at their commas, put together where a known one comes out."""
    whole = {folded(name): name for name in known if "," in name}
    longest = max((name.count(",") + 1 for name in whole.values()), default=1)
    put: list[str] = []
    at = 0
    while at < len(names):
        for length in range(min(longest, len(names) - at), 0, -1):
            joined = ", ".join(names[at : at + length])
            if length == 1 or folded(joined) in whole:
                put.append(whole.get(folded(joined), joined))
                at += length
                break
    return tuple(put)


def items_fault(wrong: TooMany | TooLong, most: int, length: int) -> str:
    """Words for a list that cannot be taken."""
    if isinstance(wrong, TooMany):
        return words.text("items.too_many", limit=most)
    return words.text("items.too_long", item=str(wrong)[:40] + "…", limit=length)


def _items(text: str, name: str, errors: dict[str, str]) -> tuple[str, ...]:
    try:
        return read_items(text)
    except (TooMany, TooLong) as wrong:
        errors[name] = items_fault(wrong, MOST_ITEMS, ITEM_LENGTH)
        return ()
