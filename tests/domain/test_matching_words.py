"""Which words meet: forms of one word do, in English and in French; look-alikes do not."""

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from bot.matching.phrases import (
    FUNCTION_WORDS,
    RELATED_STEMS,
    stem,
    stemmed_words,
    stems,
    weigh,
)
from bot.ui.folding import unaccented

ONE_WORD = {
    "english": """
        measuring measurement, communities community, volunteers volunteering, mapping maps,
        evaluation evaluating, facilitator facilitation, gardener gardening, stories story,
        organise organizing, organisation organized, specialise specializes, analyse analyzing,
        teaching teacher, trainer training, leadership leaders, carers caring, writers writing,
        listening listener, mentors mentoring, fundraising fundraiser, researcher researching,
        translator translate, connections connecting, relationships relational, charity charities,
        governance governing, libraries library, housing houses, editing editor, planner planned,
        counselling counsellor, participation participants, educational education, refugee refugees,
        recruiting recruitment, assessment assessing, cyclists cycling, families family,
        partnership partners, innovative innovation, inclusive inclusion, strategies strategic,
        creative creativity, swimming swimmers, baking bakers, employer employment, funders funding
    """,
    "french": """
        mesurer mesure, mesures mesurant, bénévoles bénévolat,
        benevoles bénévole,
        évaluation évaluer, évaluée évaluations, évaluation evaluer, animation animateur,
        animatrice animer, faciliter facilitation, facilitatrice facilitateur, récits récit,
        accompagner accompagnement, communautés communauté, organiser organisation,
        organisatrice organisation, jardins jardinage, jardiniers jardiner, formateur formation,
        enseignante enseignement, écoute écouter, traduction traduire, traductrice traducteur,
        partage partager, quartiers quartier, soignants soigner, recherche chercheuse,
        cuisiniers cuisine, logements loger, financer financement, gouvernance gouverner,
        écriture écrire, réfugiées réfugiés, voisinage voisine, solidarité solidaire,
        inclusif inclusion, participer participation, créativité créative, familial familles,
        sociaux sociale, locaux locale, culturelle culture, éducatrice éducation, vélos vélo,
        réparation réparer, chanteuse chanter, médiateur médiation, développeuse développement,
        coopérative coopérer, numérique numériques, hébergement héberger
    """,
}
OTHER_WORDS = {
    "english": """
        organic organ, university universe, universal university, news new, policy police,
        policies polite, general generation, generous general, experts experience, arms army,
        commune communication, community commute, market marks, station state, station statistics,
        secret secretary, past paste, probation probe, intern international, flower flow,
        corner corn, tender tending, caring cars, planes planning, hosts hostel, passion passive,
        mission missing, native nation, former forms, trains trainee, county count, story store,
        mental mentor, party part, nursery nurse, business bus
    """,
    "french": """
        université univers, universel université, police politique, politesse politique,
        nouvelle nouveauté, général génération, expérience expert, communauté communication,
        secret secrétaire, station statistique, pain peine, poste posture, auteur autorité,
        porte portrait, banque banquet, matin matière, ferme fermeture, courant courage,
        passion passif, littérature litre, mission missile, hôpital hospitalité,
        animal animation, livre livraison, partir partage, soin soir, tissu tisse, conte comptable,
        main maintien, vivre vivier, servir serveur, gare garage, jardin jargon
    """,
}
ANSWERING = """
    measuring trust | measurement of trust
    teaching English | a teacher of English
    bike repairs | repairing my bicycle
    recruiting volunteers | volunteer recruitment
    organizing street parties | how to organise a street party
    leadership in small teams | becoming a better leader
    caring for a parent | other carers to talk to
    hosting a repair café | I run a repair cafe
    an evening with Zoë and with other carers | caring for each other
    les animateurs de la rue | une animatrice pour la place
    animation de réunions | une animatrice pour notre assemblée
    mesurer la confiance | des outils pour la mesure de la confiance
    initiation au jardinage | un coin de jardin à cultiver
    recrutement de bénévoles | trouver des bénévoles pour le samedi
    recherche de financements | de l'aide pour financer notre local
    médiation entre voisins | une médiatrice pour un conflit de voisinage
    developpement de sites | une développeuse pour notre association
    évaluation participative | evaluating with the people concerned
"""
STRANGERS = """
    organic vegetables | organ music
    car sharing | card games
    stories for children | store fittings
    fire safety | firm leadership
    an honest talk with one of you | one visit, not a rota
    atelier compost | atelier droit d'asile
    aide pour un projet de danse | aide pour un projet de logiciel
    un groupe de parole | un groupe de musique
    un stage de voile | un portail pour le stade
    ceux qui sont dans le quartier | ceux qui chantent dans la rue
"""


def pairs(text: str, between: str = ",") -> list[tuple[str, str]]:
    parted = [pair.strip().partition("|" if "|" in pair else " ") for pair in text.split(between)]
    return [(first.strip(), second.strip()) for first, _, second in parted if first.strip()]


@pytest.mark.parametrize("language", ONE_WORD)
def test_forms_of_one_word_have_one_stem(language: str) -> None:
    apart = [
        pair
        for pair in pairs(ONE_WORD[language])
        if stem(pair[0], language) != stem(pair[1], language)
    ]
    assert apart == []


@pytest.mark.parametrize("language", OTHER_WORDS)
def test_words_that_look_alike_keep_their_own_stems(language: str) -> None:
    together = [
        pair
        for pair in pairs(OTHER_WORDS[language])
        if stem(pair[0], language) == stem(pair[1], language)
    ]
    assert together == []


@pytest.mark.parametrize(("offer", "ask"), pairs(ANSWERING, "\n"))
def test_an_offer_and_an_ask_meet_in_the_language_they_are_written_in(offer: str, ask: str) -> None:
    assert set(stems(offer)) & set(stems(ask))


@pytest.mark.parametrize(("offer", "ask"), pairs(STRANGERS, "\n"))
def test_words_that_people_put_around_what_they_mean_do_not_meet(offer: str, ask: str) -> None:
    assert not set(stems(offer)) & set(stems(ask))


def test_words_are_shown_as_they_were_written_in_small_letters() -> None:
    said = [("evalu", "évaluation"), ("quarti", "quartiers")]
    assert stemmed_words("L’Évaluation de nos quartiers") == said
    assert stemmed_words("l'E\u0301valuation des quartiers") == said, "an accent may be loose"


def test_no_word_that_means_something_in_english_is_taken_for_a_french_function_word() -> None:
    assert not {"car", "son", "ai", "font", "but", "or", "chat", "fin"} & FUNCTION_WORDS["french"]
    assert stems("car sharing with my son") == ["car", "son"]


def test_related_stems_are_stems_and_lead_nowhere_else() -> None:
    for first, root in RELATED_STEMS.items():
        assert unaccented(first) == first
        assert root not in RELATED_STEMS


def test_threads_stem_as_one_does() -> None:
    words = [first for language in ONE_WORD.values() for first, _ in pairs(language)] * 5
    alone = [stem.__wrapped__(word, "french") for word in words]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            at_once = list(threads.map(stem.__wrapped__, words, ["french"] * len(words)))
    finally:
        sys.setswitchinterval(before)
    assert at_once == alone


def test_terms_weigh_by_how_often_they_are_said_and_by_how_few_say_them() -> None:
    weighed = weigh([["bees", "trees", "bees"], ["trees"], []])
    # By hand: ln((1+3)/(1+1))+1 = 1.69315 for bees, ln((1+3)/(1+2))+1 = 1.28768 for trees; said
    # twice counts 1+ln 2 = 1.69315; so 2.86675 and 1.28768, over their length of 3.14268.
    assert weighed.terms == ("bees", "trees")
    assert weighed.rows.toarray() == pytest.approx(
        np.array([[0.91220, 0.40974], [0, 1], [0, 0]]), abs=1e-5
    )


@pytest.mark.parametrize("documents", [[], [[]], [[], []]])
def test_documents_without_terms_weigh_nothing(documents: list[list[str]]) -> None:
    weighed = weigh(documents)
    assert weighed.terms == ()
    assert weighed.rows.shape == (len(documents), 1)
    assert weighed.rows.nnz == 0
