"""What people write who have not read how anything goes, in two languages."""

import pytest

from bot.routing.small_talk import SmallTalk, small_talk

GREETINGS = """hello|Hello!|hi|Hi Kindred|hey there|Good morning everyone|HELLO|👋|how are you?|hiya
bonjour|Bonjour !|salut|coucou|bonsoir|Bonjour à tous|ça va ?|Salut tout le monde|/kindred hello"""
THANKS = """thanks!|Thank you|thank you very much|thanks a lot!|cheers|Thanks, Kindred|🙏|ok thanks
merci|Merci !|merci beaucoup|Mille mercis|super, merci"""
HELP = """what can you do?|what is this?|What’s this?|How does this work?|who are you?|I need help
aide|aide-moi|à l’aide|comment ça marche ?|que sais-tu faire ?|Hello, can you help me?|?
hi, help me"""
SEARCHES = {
    "who works on measurement?": "measurement",
    "Who does repair cafés?": "repair cafés",
    "hello, who knows about bread?": "bread",
    "Does anyone know about loneliness?": "loneliness",
    "I’m looking for a printer": "a printer",
    "I need a van please": "a van",
    "measurement?": "measurement",
    "qui travaille sur la mesure ?": "la mesure",
    "Bonjour, qui connaît Coventry ?": "coventry",
    "je cherche une camionnette, s’il vous plaît": "une camionnette",
    "Qui s’occupe du jardin ?": "jardin",
}
COMMANDS = [
    "introduce dance",
    "xyzzy",
    "events",
    "profle",
    "helo programme",
    "/facilitat",
    "hire me",
]


def _each(lines: str) -> list[str]:
    return [each for line in lines.splitlines() for each in line.split("|")]


@pytest.mark.parametrize(
    ("lines", "wish"), [(GREETINGS, "hello"), (THANKS, "thanks"), (HELP, "help")]
)
def test_what_people_say_first_is_understood(lines: str, wish: str) -> None:
    heard = {line: small_talk(line) for line in _each(lines)}
    assert {line: talk.wish if talk else None for line, talk in heard.items()} == dict.fromkeys(
        heard, wish
    )


def test_a_question_loses_its_question_words_and_is_a_search() -> None:
    heard = {line: small_talk(line) for line in SEARCHES}
    assert heard == {line: SmallTalk("search", query) for line, query in SEARCHES.items()}


def test_a_misspelt_command_is_neither() -> None:
    assert [line for line in COMMANDS if small_talk(line)] == []
