"""Between what is filled in for a challenge and the challenge."""

from datetime import date

from bot.community.origins import Origin
from bot.features.challenges import words
from bot.features.challenges.domain import MOST_QUESTION, MOST_TEXT, Details
from bot.features.challenges.proposals.forms import ChallengeForm
from bot.routing.posting import ALL, NONE, PostingChoices
from bot.ui.capabilities import short
from bot.ui.fields import Raw
from bot.ui.forms import FieldErrors
from bot.ui.text import clean


def values_of(details: Details, *, after: date) -> dict[str, Raw]:
    """Details as they stand in a form; a day that is over by then is asked for anew."""
    until = details.until if details.until and details.until >= after else None
    return {
        "question": details.question,
        "why": details.why,
        "different": details.different,
        "welcome": details.welcome,
        "networks": [str(each) for each in details.networks] or [ALL],
        "channels": [str(each) for each in details.places] or [NONE],
        "until": until.isoformat() if until else "",
    }


def filled_in(origin: Origin) -> dict[str, Raw]:
    """What an origin says of a challenge, as it stands in the form."""
    values: dict[str, Raw] = {
        "question": short(" ".join(origin.title.split()), MOST_QUESTION),
        "why": short(origin.description, MOST_TEXT),
    }
    if origin.networks:
        values["networks"] = [str(each) for each in origin.networks]
    return values


def details_of(form: ChallengeForm, there: PostingChoices) -> Details:
    """What a form says; raises `FieldErrors` that name every field at fault."""
    errors: dict[str, str] = {}
    question = " ".join(clean(form.question).split())
    if not question:
        errors["question"] = words.text("fault.no_question")
    details = Details(
        question=question,
        why=clean(form.why).strip(),
        different=clean(form.different).strip(),
        welcome=clean(form.welcome).strip(),
        networks=there.known.chosen_networks(form.networks, errors),
        places=there.known.chosen_places(form.channels, errors),
        until=form.until,
    )
    if errors:
        raise FieldErrors(errors)
    return details
