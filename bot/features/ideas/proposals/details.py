"""Between what is filled in for an idea and the idea."""

from bot.community.origins import Origin
from bot.features.ideas import words
from bot.features.ideas.domain import MOST_TITLE, MOST_WHY, Details
from bot.features.ideas.proposals.forms import IdeaForm
from bot.routing.posting import ALL, NONE, PostingChoices
from bot.ui.capabilities import short
from bot.ui.fields import Raw
from bot.ui.forms import FieldErrors
from bot.ui.text import clean


def values_of(details: Details) -> dict[str, Raw]:
    """Details as they stand in a form."""
    return {
        "title": details.title,
        "why": details.why,
        "topics": list(details.topics),
        "networks": [str(each) for each in details.networks] or [ALL],
        "channels": [str(each) for each in details.places] or [NONE],
    }


def filled_in(origin: Origin) -> dict[str, Raw]:
    """What an origin says of an idea, as it stands in the form."""
    values: dict[str, Raw] = {
        "title": short(" ".join(origin.title.split()), MOST_TITLE),
        "why": short(origin.description, MOST_WHY),
    }
    if origin.networks:
        values["networks"] = [str(each) for each in origin.networks]
    return values


def details_of(form: IdeaForm, there: PostingChoices) -> Details:
    """What a form says; raises `FieldErrors` that name every field at fault."""
    errors: dict[str, str] = {}
    title = " ".join(clean(form.title).split())
    if not title:
        errors["title"] = words.text("fault.no_title")
    details = Details(
        title=title,
        why=clean(form.why).strip(),
        topics=tuple(filter(None, (" ".join(clean(each).split()) for each in form.topics))),
        networks=there.known.chosen_networks(form.networks, errors),
        places=there.known.chosen_places(form.channels, errors),
    )
    if errors:
        raise FieldErrors(errors)
    return details
