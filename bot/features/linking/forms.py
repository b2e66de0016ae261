"""The choice of what to keep of two profiles, as a form."""

from typing import Annotated

from bot.community.profiles import Profile
from bot.features.linking import words
from bot.features.linking.domain import LISTS, TEXTS, Choices, suggested
from bot.features.linking.views import value_of
from bot.routing.interaction import Prefill
from bot.ui.fields import Choice, Label, Raw
from bot.ui.forms import Page, form
from bot.ui.messages import Option


def _label(name: str) -> Label:
    return words.later(f"link.field.{name}")


@form(
    "members.link",
    title=words.later("link.form"),
    pages=[
        Page(words.later("link.page.you"), "name", "email", "pronouns", "headline", "about"),
        Page(words.later("link.page.where"), "place", "zone", "languages", "networks"),
        Page(
            words.later("link.page.share"),
            "topics",
            "offers",
            "asks",
            "availability",
            "visibility",
        ),
    ],
)
class LinkForm:
    """Whose words are to stay, field by field: "one", "other" or "both"."""

    name: Annotated[str, Choice(label=_label("name"))] = ""
    email: Annotated[str, Choice(label=_label("email"))] = ""
    pronouns: Annotated[str, Choice(label=_label("pronouns"))] = ""
    headline: Annotated[str, Choice(label=_label("headline"))] = ""
    about: Annotated[str, Choice(label=_label("about"))] = ""
    place: Annotated[str, Choice(label=_label("town"))] = ""  # the name in drafts and open forms
    zone: Annotated[str, Choice(label=_label("zone"))] = ""
    languages: Annotated[str, Choice(label=_label("languages"))] = ""
    networks: Annotated[str, Choice(label=_label("networks"))] = ""
    topics: Annotated[str, Choice(label=_label("topics"))] = ""
    offers: Annotated[str, Choice(label=_label("offers"))] = ""
    asks: Annotated[str, Choice(label=_label("asks"))] = ""
    availability: Annotated[str, Choice(label=_label("availability"))] = ""
    visibility: Annotated[str, Choice(label=_label("visibility"))] = ""


_NAMES = {field: {"town": "place"}.get(field, field) for field in (*TEXTS, *LISTS)}
"""What the form calls each field of a profile."""


def prefill(one: Profile, other: Profile, choices: Choices) -> Prefill:
    """The form with what was chosen, or is suggested, and both profiles' words to choose from."""
    values: dict[str, Raw] = {**suggested(one, other), **choices}
    return Prefill(
        {name: values[field] for field, name in _NAMES.items()},
        {name: _options(field, one, other) for field, name in _NAMES.items()},
    )


def chosen_in(filled: LinkForm) -> dict[str, str]:
    """What was chosen, by field; anything else than the options that are offered is left out."""
    chosen = {field: getattr(filled, name) for field, name in _NAMES.items()}
    allowed = {
        name: ("one", "other", "both") if name in LISTS else ("one", "other") for name in chosen
    }
    return {name: keep for name, keep in chosen.items() if keep in allowed[name]}


def _options(name: str, one: Profile, other: Profile) -> list[Option]:
    mine, yours = value_of(name, one), value_of(name, other)
    if getattr(one, name) == getattr(other, name):
        return [Option.of(words.text("link.option.same", value=mine), "one")]
    options = [
        Option.of(words.text("link.option.one", value=mine), "one"),
        Option.of(words.text("link.option.other", value=yours), "other"),
    ]
    both = [Option.of(words.text("link.option.both"), "both")] if name in LISTS else []
    return [*both, *options]
