"""What texts and buttons name, held against what there is."""

from collections.abc import Iterable

from bot.routing.leading_words import leads
from bot.routing.registry import Registry
from bot.ui.commands import NamedCommand, SlashCommand, named_commands
from bot.ui.words import WordBook


def word_books(routes: Registry) -> list[WordBook]:
    """Every book of words: the core's, those of the features, and those of the chats."""
    chats = ("adapters.web", "adapters.slack", "adapters.discord", "adapters.mail")
    others = ("bot", "bot.community.dates", *chats)
    return [*map(WordBook, others), *(feature.words for feature in routes.features)]


def misnamed_commands(routes: Registry, in_code: Iterable[NamedCommand] | None = None) -> list[str]:
    """Every command that code, or a text in some language, names and that is not there, or not so.

    Without `in_code` it is all that is named in code.
    """
    named = named_commands() if in_code is None else in_code
    buttons = (command.sample() for command in named)
    return [
        f"a button or an answer names `{command.line}`: {fault}"
        for command in buttons
        if (fault := _fault(routes, command))
    ] + [
        f"the text {key!r} of {book.package} ({locale}) names `{command.line}`: {fault}"
        for book in word_books(routes)
        for locale, key, command in book.commands()
        if (fault := _fault(routes, command))
    ]


def _fault(routes: Registry, named: SlashCommand) -> str:
    declared = routes.commands.get(named.name)
    if declared is None:
        return "there is no such command"
    options = {arg.parameter for arg in declared.typed}
    between = {" ".join(lead) for arg in declared.typed for lead in leads(arg.kind)}
    for each in named.arguments:
        if each.option and each.option not in options:
            return f"it has no option {each.option!r}"
        if not each.option and each.text not in between:
            return f"{each.text!r} stands before none of its options"
    return ""
