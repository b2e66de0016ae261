"""What somebody is asked and told of their own answers. Pure."""

from bot.community.dates.echo import length_in_words
from bot.community.reportables import report_button
from bot.features.polls import words
from bot.features.polls.cards.views import SHOW, all_buttons, counted, result_button, who_button
from bot.features.polls.domain import Answer, Count, Poll, Respondent
from bot.features.polls.overview import Overview
from bot.ui.commands import named
from bot.ui.messages import (
    Actions,
    Button,
    Heading,
    Message,
    Moment,
    Note,
    Part,
    Plain,
    RichText,
    Strong,
    bullets,
    row,
    say,
)

ANSWER = named("kindred poll answer", "answer", "poll", "time number")
HIDE = named("kindred poll hide", "poll")
REVEAL = named("kindred poll reveal", "poll")

ON_A_PAGE = 5
"""Slots with buttons of their own in one message: more are more than Discord shows."""


def sheet(overview: Overview, mine: Respondent | None, page: int, *, hosts: bool) -> Message:
    """Every slot by one's own clock, what one has said, and three buttons for each."""
    poll = overview.poll
    there = list(enumerate(overview.counts, 1))
    pages = -(-len(there) // ON_A_PAGE)
    page = min(max(page, 0), pages - 1)
    shown = there[page * ON_A_PAGE :][:ON_A_PAGE]
    parts: list[Part | None] = [Heading(poll.title), _intro(overview)]
    for number, each in shown:
        said = mine.answers.get(each.slot.id) if mine else None
        parts.append(_slot(number, each, said, overview))
        if overview.open and not each.slot.passed(overview.now):
            parts.append(_choice(poll, number, each, said))
    other = (page + 1) % pages if pages > 1 else None
    parts += [_rest(overview, other), _more(overview, mine, hosts), _small_print(mine)]
    return say(*parts, fallback=words.text("card.fallback", title=poll.title))


def _intro(overview: Overview) -> RichText:
    if overview.planned:
        return words("card.planned")
    if not overview.open:
        return words("card.closed")
    if overview.minutes:
        return words("sheet.question", length=length_in_words(overview.minutes))
    return words("sheet.question.lengths")


def _slot(number: int, each: Count, said: Answer | None, overview: Overview) -> RichText:
    lead: RichText = (Strong(f"{number}"), Plain(" · "), Moment(each.slot.starts_at))
    its_own = "" if overview.minutes else f" · {length_in_words(each.slot.minutes)}"
    lead = (*lead, Plain(f"{its_own} · "))
    if each.slot.passed(overview.now):
        return (*lead, *words("slot.passed"))
    mine = words(f"sheet.said.{said or 'nothing'}")
    return (*lead, *mine, Plain(f" · {counted(each)}"))


def _choice(poll: Poll, number: int, each: Count, said: Answer | None) -> Actions:
    return row(
        *(
            Button(
                words.text(f"button.{answer}"),
                "polls.say",
                f"{poll.id}:{each.slot.id}:{answer}",
                "primary" if said is answer else "plain",
                ANSWER(answer=answer.value, poll=poll.title, number=str(number)),
            )
            for answer in Answer
        )
    )


def _rest(overview: Overview, other: int | None) -> Actions | None:
    poll, buttons = overview.poll, []
    if other is not None:
        text = words.text("button.other_slots")
        buttons.append(Button(text, "polls.page", f"{poll.id}:{other}"))
    if overview.open:
        buttons += all_buttons(overview)
    return row(*buttons) if buttons else None


def _more(overview: Overview, mine: Respondent | None, hosts: bool) -> Actions:
    poll, buttons = overview.poll, [who_button(overview)]
    if mine:
        key, command = ("reveal", REVEAL) if mine.hidden else ("hide", HIDE)
        label, id_ = words.text(f"button.{key}"), str(poll.id)
        buttons.append(Button(label, f"polls.{key}", id_, command=command(poll=poll.title)))
    buttons.append(result_button(overview) if hosts else report_button(poll.fact, poll.title))
    return row(*buttons)


def _small_print(mine: Respondent | None) -> Note | None:
    if mine is None:
        return None
    return Note(words("sheet.name_hidden" if mine.hidden else "sheet.name_shown"))


# Messages to one person -----------------------------------------------------------------------


def invitation(poll: Poll, what: str) -> Message:
    """To somebody who is interested in what a time is looked for."""
    return _asking(poll, words("invitation", what=what))


def new_slots(poll: Poll) -> Message:
    """To somebody who has answered, or is interested: there are other times."""
    return _asking(poll, words("new_slots", title=poll.title))


def reminder(poll: Poll) -> Message:
    """To somebody who is interested and has not answered yet."""
    return _asking(poll, words("reminder", title=poll.title))


def _asking(poll: Poll, hello: RichText) -> Message:
    id_ = str(poll.id)
    mine = Button(words.text("button.mine"), "polls.show", id_, "primary", SHOW(poll=poll.title))
    return say(
        hello,
        bullets((Moment(slot.starts_at),) for slot in poll.slots),
        Note(words("asking.until", until=Moment(poll.closes_at))),
        row(mine),
        fallback=words.text("card.fallback", title=poll.title),
    )
