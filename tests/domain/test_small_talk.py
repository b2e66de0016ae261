"""What people say to Kindred as they would to a neighbour."""

import pytest

from bot.bootstrap import registry
from bot.routing.interaction import Typed
from bot.routing.routes import route
from bot.routing.small_talk import small_talk
from bot.routing.wishes import wish
from bot.ui.languages import in_language

SAID = {
    "hello": (
        "hello|Hi!|hey 👋|HIYA|Hello there|good morning|Good afternoon, Kindred|evening!|"
        "hi kindred|"
        "@Kindred hello|Hello…|how are you?|howdy|bonjour|Bonjour !|salut Kindred|coucou 🙂|"
        "bonsoir|"
        "ça va ?|Ca va?|Bonjour à tous|👋"
    ),
    "thanks": (
        "thanks!|Thank you|thanks a lot, Kindred|many thanks 🙏|cheers|ta|Brilliant!|that’s great|"
        "merci|Merci beaucoup !|merci bien|grand merci|super, merci|Génial !|C’est parfait"
    ),
    "goodbye": "bye|Bye-bye|see you later|good night|au revoir|À bientôt !|bonne soirée",
    "help": (
        "help me|can you help?|What can you do?|what’s this?|who are you|hi, what can you do?|"
        "how does this work?|aide|aidez-moi|à l’aide !|que sais-tu faire ?|comment ça marche|"
        "Bonjour, c’est quoi ?|?|??"
    ),
}

ASKED = {
    "who works on measurement?": "measurement",
    "Who works on measurement, please?": "measurement",
    "Hi Kindred, who works on youth work in Leeds?": "youth work in leeds",
    "who knows about asset-based work": "asset-based work",
    "Does anyone here do street outreach?": "street outreach",
    "is anyone working on co-production?": "co-production",
    "I’m looking for someone who knows about C++": "c++",
    "who can help with bids?": "offers bids",
    "Who lives in Coventry?": "in coventry",
    "anyone in Hull": "in hull",
    "find me a gardener": "a gardener",
    "Qui travaille sur la mesure ?": "mesure",
    "bonjour, qui s’y connaît en budgets participatifs ?": "budgets participatifs",
    "je cherche quelqu’un qui connaît le droit au logement": "le droit au logement",
    "qui habite à Lyon ?": "in lyon",
    "Hello, street outreach?": "street outreach",
    "qui peut m’aider avec un dossier, s’il te plaît": "offers un dossier",
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_greetings_thanks_and_cries_for_help_are_understood_in_every_language(
    language: str,
) -> None:
    with in_language(language):
        for kind, said in SAID.items():
            for each in said.split("|"):
                heard = small_talk(each)
                assert heard is not None, each
                assert heard.kind == kind, each
    assert sum(len(said.split("|")) for said in SAID.values()) + len(ASKED) > 60


def test_a_question_loses_its_question_words() -> None:
    for said, asked in ASKED.items():
        heard = small_talk(said)
        assert heard is not None, said
        assert (heard.kind, heard.asked) == ("question", asked), said


@pytest.mark.parametrize(
    "said", ["", "...", "xyzzy", "hello world tour tickets", "hi " * 200, "find", "thankless"]
)
def test_anything_else_is_no_small_talk(said: str) -> None:
    assert small_talk(said) is None


def test_a_question_is_a_search_that_names_no_command_and_is_what_somebody_wished() -> None:
    asked = route(registry(), Typed("Who works on trust?"))
    assert asked.command is not None
    assert asked.command.key == "kindred find"
    assert not asked.names_a_command
    assert wish(asked) == "=Who works on trust?"
