"""What introductions hold about a person, how they get it, and how it is erased."""

from functools import partial

from bot.community.personal_data import PersonalData
from bot.delivery.notices import tell_facilitators_anew
from bot.features.introductions import feature
from bot.features.introductions.domain import Stage
from bot.features.introductions.follow_up.domain import (
    first_message_of,
    halfway_of,
    last_call_to,
    summary_of,
)
from bot.features.introductions.ports import Work
from bot.features.introductions.rooms import views as room_views
from bot.features.introductions.rooms.meetings import elsewhere_to, suggested
from bot.features.introductions.rounds import views as round_views
from bot.features.introductions.suggestions import views as suggestion_views
from bot.features.introductions.suggestions.domain import (
    Suggestion,
    first_message_of_suggested,
    question_to,
    thanks_of,
)


async def _export(work: Work, member: int) -> object:
    return await work.introductions.personal_data.export(member)


async def _erase(work: Work, member: int) -> None:
    """Remove it, with what was said about them in rooms, to others and to facilitators."""
    book = work.introductions
    theirs = [
        await book.follow_up.get(id_) for id_ in await book.follow_up.introductions_of(member)
    ]
    introductions = [introduction for introduction in theirs if introduction]
    for introduction in introductions:
        id_ = introduction.id
        left = partial(room_views.somebody_left, introduction.programme)
        await work.outbox.edit(first_message_of(id_), left)
        await work.outbox.retract(halfway_of(id_))
        for other, _ in introduction.members:
            await work.outbox.retract(last_call_to(id_, other))
            await work.outbox.retract(elsewhere_to(str(id_), other))
    await book.personal_data.erase(member)
    for round_ in {introduction.round for introduction in introductions}:
        await _tell_summary_again(work, round_)


async def _tell_summary_again(work: Work, id_: int) -> None:
    """Put the results as they are now in the place of a summary that facilitators have."""
    book = work.introductions
    round_ = await book.rounds.get(id_)
    programme = await book.programmes.of_round(id_)
    if round_ and programme and round_.stage is Stage.OVER:
        found = await book.follow_up.results(id_)
        message = partial(round_views.summary, programme, round_, found, over=True)
        await tell_facilitators_anew(work, programme.community, message, summary_of(id_))


feature.personal_data.append(
    PersonalData(
        "introductions",
        (
            "programme_members",
            "round_answers",
            "introduction_pauses",
            "introduction_never",
            "introduction_never_accounts",
            "introduction_never_erased",
            "introduction_members",
            "introduction_gathering_members",
            "introduction_known",
            "rounds",
        ),
        _export,
        _erase,
    )
)


# Suggestions ----------------------------------------------------------------------------------


async def _export_suggestions(work: Work, member: int) -> object:
    """What they suggested, and what they were asked and said: never what somebody else said.

    Nothing is said of two accounts that were suggested to each other and are one person's by now,
    nor of two who named each other and have not heard of it.
    """
    concerning = await work.introductions.suggestions.concerning(member)
    theirs = [each for each in concerning if each.two != (member, member) and not _held_back(each)]
    asked = {each.id for each in await work.introductions.suggestions.asked_of(member)}
    return {
        "suggested": [await _suggested(work, each) for each in theirs if each.by == member],
        "asked": [await _asked(work, each, member) for each in theirs if each.id in asked],
    }


def _held_back(suggestion: Suggestion) -> bool:
    return bool(suggestion.after) and suggestion.opened_at is None


async def _suggested(work: Work, suggestion: Suggestion) -> dict[str, object]:
    return {
        "who": [
            person.name for person in await work.introductions.suggestions.people(suggestion.two)
        ],
        "why": suggestion.why,
        "on": suggestion.made_at.isoformat(),
        "introduced": suggestion.opened_at is not None,
    }


async def _asked(work: Work, suggestion: Suggestion, member: int) -> dict[str, object]:
    answer = suggestion.said.get(member)
    by = await work.people.member(suggestion.by)
    partner = await work.people.member(suggestion.partner(member))
    return {
        "suggested_by": by.name if by else "",
        "who": partner.name if partner else "",
        "why": suggestion.why,
        "on": suggestion.asked_at.isoformat() if suggestion.asked_at else "",
        "answer": "" if answer is None else "yes" if answer else "no",
        "introduced": suggestion.opened_at is not None,
    }


async def _erase_suggestions(work: Work, member: int) -> None:
    """Remove them, with what was asked and said because of them."""
    book = work.introductions.suggestions
    for suggestion in await book.concerning(member):
        for one in suggestion.two:
            await work.outbox.retract(question_to(suggestion.id, one))
            await work.outbox.retract(elsewhere_to(suggested(suggestion.id), one))
        await work.outbox.edit(
            first_message_of_suggested(suggestion.id), suggestion_views.somebody_left
        )
        await work.outbox.retract(thanks_of(suggestion.id))
    await book.erase(member)


feature.personal_data.append(
    PersonalData("suggestions", ("suggestions",), _export_suggestions, _erase_suggestions)
)
