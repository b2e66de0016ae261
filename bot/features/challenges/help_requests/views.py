"""What those read who are asked for help, and those who are brought together by it. Pure."""

from bot.community.people import Member
from bot.community.reportables import report_button
from bot.features.challenges import words
from bot.features.challenges.commitments.domain import Commitment
from bot.features.challenges.help_requests.domain import HelpRequest
from bot.ui.messages import Button, Mention, Message, Note, row, say


def wanted(request: HelpRequest, commitment: Commitment, name: str, thread: str) -> Message:
    """What is read below the cards of a challenge; without a `name`, nobody's is told."""
    key = "helping.wanted" if name else "helping.wanted_unnamed"
    return say(
        words(key, who=name, text=commitment.text),
        request.need,
        row(_offer(request)),
        Note(words("helping.private")),
        fallback=words.text("helping.fallback"),
        thread=thread,
    )


def question(
    request: HelpRequest, commitment: Commitment, name: str, *, in_group: bool = False
) -> Message:
    """What somebody outside is asked, alone; or somebody of the group whose card is gone."""
    key = "helping.question" if name else "helping.question_unnamed"
    id_ = str(request.id)
    return say(
        words(key, who=name, text=commitment.text),
        request.need,
        row(
            _offer(request),
            Button(words.text("button.help_no"), "challenges.help_no", id_),
            Button(words.text("button.help_never"), "challenges.help_never", id_),
        ),
        Note(words("helping.why_alone" if in_group else "helping.why_you")),
        row(report_button(request.fact, request.title)),
        fallback=words.text("helping.fallback"),
    )


def over() -> Message:
    """What stands where help was asked for that is needed no more."""
    return say(words("helping.over"))


def thanked() -> Message:
    """What stands where somebody has said that they can help."""
    return say(words("helping.thanked"))


def declined() -> Message:
    """What stands where somebody could not help."""
    return say(words("helping.declined"))


def never_again() -> Message:
    """That somebody is asked no such questions any more, and how they take that back."""
    return say(
        words("helping.never_again"),
        row(Button(words.text("button.help_welcome"), "challenges.help_welcome")),
    )


def welcome_again() -> Message:
    """That somebody may be asked again."""
    return say(words("helping.welcome_again"))


def together(
    request: HelpRequest, commitment: Commitment, asker: Member, helper: Member
) -> Message:
    """The first words in the room of the two."""
    return say(
        words(
            "helping.together",
            asker=Mention(asker.id, asker.name),
            helper=Mention(helper.id, helper.name),
            text=commitment.text,
        ),
        request.need or None,
        Note(words("helping.begin")),
    )


def title() -> str:
    """What the room of the two is called; not by the step, which is for the two alone."""
    return words.text("helping.room")


def asked(*, group: bool) -> Message:
    """What is told to whoever has asked for help."""
    return say(words("helping.asked_group" if group else "helping.asked_outside"))


def nobody(commitment: Commitment) -> Message:
    """That nobody was found who could help this time."""
    again = Button(
        words.text("button.commitment_help"), "challenges.commitment_help", str(commitment.id)
    )
    return say(words("helping.nobody", text=commitment.text), row(again))


def not_there(commitment: Commitment) -> Message:
    """That the group could not be asked, and what else there is to do."""
    again = Button(
        words.text("button.commitment_help"), "challenges.commitment_help", str(commitment.id)
    )
    return say(words("helping.not_there", text=commitment.text), row(again))


def _offer(request: HelpRequest) -> Button:
    return Button(words.text("button.help_offer"), "challenges.help_offer", str(request.id))
