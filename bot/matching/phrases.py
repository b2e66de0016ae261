"""Free text as weighted words, so that "help with measuring" meets "measurement of our work"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import scipy  # whoever weighs nothing does not load its matrices

from bot.matching.spoken import SHORTEST_WORD, spoken
from bot.ui.folding import unaccented

SPELT_WITH_Z = re.compile(r"(?<=[iy])z(?=e|ing|ation)")

# Words that people put around what they mean; sharing one of them says nothing.
FILLERS = frozenset(
    """
    about advice advise also anyone around based beginner beginners better brief can communities
    community doing experience experienced find finding get getting give giving good great group
    groups happy help helped helpful helping how into introduce introduction introductions keen
    know knowing learn learned learning like local looking love make making mine need needs new
    offer offering other others our people person practical project projects question questions
    really see session sessions share sharing some someone start started starting support
    supported supporting talk talking team teams thing things together try trying want wanting
    way ways what who with work worked working works workshop workshops would year years you
    your
    bring brings brought coordinate coordinates coordinated day days host hosts hosted keep keeps
    kept lead leads led life live lived lives manage managed manages organise organised organises
    organize organized organizes part ran run runs several set sets town towns
    anime animer coordonne coordonner dirige diriger gere gerer habite habiter jour jours organise
    organiser tenir tiens tient vie vis vit ville villes vivre
    aide aider aides aime aimer aimerais ans apprendre apprends atelier ateliers besoin besoins
    bien bon bonne bonnes bons cherche chercher cherchons chose choses communaute communautes
    conseil conseils debutant debutants debuter donner ensemble envie equipe equipes faire fais
    fait gens groupe groupes meilleur mieux monde nouveau nouveaux nouvelle nouvelles offre
    offrir parler partager personne personnes pratique pratiques projet projets propose proposer
    quelqu savoir seance seances souhaite soutenir soutien travail travaille travailler trouver
    voudrais
    """.split()  # noqa: SIM905
)
# What each language puts between the words that tell something, without accents. A text is read
# in the language most of these are of, by Snowball's algorithm of that name; the first language is
# for texts that do not tell. A word that means something in another language, as the French "car",
# "son" and "ai" do in English, is in no list.
FUNCTION_WORDS: Final = {
    "english": frozenset(
        """
        a about above across after again against all almost along already also although
        always am among an and another any anybody anything are as at back be because been
        before being below between beyond both but by can cannot come comes coming could
        did didn do does doesn doing done down dozen during each eight either eleven else
        enough even ever every everybody everyone everything few fifty first five for forty
        four from go goes going had half has hasn have having he her here hers herself him
        himself his how however hundred i if in into is isn it its itself just keep last
        least less let many may me might more most mostly much must my myself near neither
        never next nine no nobody none nor not nothing now of off often on once one only
        onto or other our ours ourselves out over own per perhaps put quite rather said
        same say says seven several shall she should since six so some somebody something
        sometimes somewhere still such take takes ten than that the their theirs them
        themselves then there these they thirty this those though three through throughout
        thus to too toward towards twelve twenty two under unless until up upon us very via
        was wasn we well were what whatever when where whether which while who whole whom
        whose why will with within without would wouldn yet you your yours yourself
        """.split()  # noqa: SIM905
    ),
    "french": frozenset(
        """
        a afin aller alors apres au aucun aucune aussi autre autres aux avait avant avec
        avez avoir avons beaucoup ce ceci cela celle celles celui ces cet cette ceux chaque
        chez cinq cinquante comme comment contre d dans de deja demi demie depuis des deux
        dire dit dix doit doivent donc dont douze du elle elles en encore entre est et ete
        etre eux faut huit ici il ils j jamais je jusque l la le les leur leurs lors lui ma
        mais me meme memes mes mettre moi moins mon ne neuf nos notre nous on ont onze ou
        par parce pas pendant peu peut peuvent peux plus plusieurs pour pourquoi pouvez
        pouvons premier premiere premiers pres puis qu quand quarante quatre que quel
        quelle quelles quelque quelques quels qui quinze quoi rien sa sans se selon sept
        ses si six sommes sont sous souvent suis sur ta te tes toi toujours tous tout toute
        toutes trente tres trois trop tu un une va vais vers vingt vont vos votre vous
        """.split()  # noqa: SIM905
    ),
}
UNSPOKEN = FILLERS.union(*FUNCTION_WORDS.values())

# Stems that Snowball keeps apart, and that mean the same between an offer and an ask.
RELATED_STEMS = dict(
    pair.split()
    for pair in """
    actor act, advisor advis, apprenticeship apprentic, baker bake, brewer brew, builder build,
    carer care, citizenship citizen, cleaner clean, collector collect, counsellor counsel,
    cyclist cycl, dancer danc, director direct, driver drive, editor edit, farmer farm,
    fellowship fellow, friendship friend, funder fund, grower grow, instructor instruct,
    investor invest, leader lead, leadership lead, membership member, mentorship mentor,
    painter paint, partnership partner, photographi photograph, planner plan, player play,
    printer print, reader read, relationship relat, renter rent, rider ride, runner run,
    singer sing, speaker speak, sponsorship sponsor, strategi strateg, supervisor supervis,
    swimmer swim, teacher teach, trader trade, trainer train, visitor visit, walker walk,
    weaver weav, welder weld, writer write,
    apprentissag apprent, benevolat benevol, caf cafe, chanteur chant, chanteux chant,
    chercheur recherch, chercheux recherch, creatif creativ, cuisini cuisin, culturel cultur,
    danseur dans, danseux dans, ecritur ecrir, familial famill, formateur format,
    formatric format, gestion ger, jardinag jardin, jardini jardin, mediateur mediat,
    mediatric mediat, mentorat mentor, planif planifi, rec recit, relectur relir,
    solidair solidar, traducteur traduct, traductric traduct, traduir traduct, velos velo,
    voisinag voisin
    """.split(",")  # noqa: SIM905
)


@lru_cache(maxsize=1 << 14)
def stem(word: str, language: str) -> str:
    """What the forms of a word have in common, without accents: measuring, measurement -> measur.

    Snowball's algorithm for the language (snowballstem.org), with one spelling for -ise and -ize.
    Its package is imported here since it is thirty-odd languages, and a program reads hardly one.
    """
    import snowballstemmer

    # A stemmer holds the word it works on, so threads cannot share one.
    root = unaccented(snowballstemmer.stemmer(language).stemWord(SPELT_WITH_Z.sub("s", word)))
    return RELATED_STEMS.get(root, root)


def language_of(words: Sequence[str]) -> str:
    """The language that most function words are of; accented letters speak for French."""
    votes = {
        language: sum(unaccented(word) in known for word in words)
        for language, known in FUNCTION_WORDS.items()
    }
    votes["french"] += sum(not word.isascii() for word in words)
    return max(votes, key=votes.__getitem__)


def stemmed_words(text: str) -> list[tuple[str, str]]:
    """The telling words of a text in order, each as (stem, word in small letters)."""
    words = list(spoken(text))
    language = language_of([word for word, _ in words])
    telling = (word for word, short in words if tells(word, language, short=short))
    return [(stem(word, language), word) for word in telling]


def tells(word: str, language: str, *, short: bool) -> bool:
    """Whether a word says something; `short` ones are words for their looks ("IT").

    Two small letters are a word in English where they are no function word: in French, "ai" is.
    """
    if len(word) >= SHORTEST_WORD:
        return unaccented(word) not in UNSPOKEN
    if short:
        return len(word) == SHORTEST_WORD - 1 or not word.isascii()
    return len(word) == SHORTEST_WORD - 1 and language == "english" and word not in UNSPOKEN


def topic_key(topic: str) -> str:
    """What a topic is compared by: "co-production" is "coproduction", "Human Rights" one word."""
    return "".join(unaccented(topic).replace("-", " ").split())


def stems(text: str) -> list[str]:
    """The stems of the telling words of a text."""
    return [root for root, _ in stemmed_words(text)]


@dataclass(frozen=True, slots=True)
class Weighted:
    """Documents as rows of unit length (or zero), columns named by `terms`."""

    rows: Any
    terms: tuple[str, ...]


def weigh(documents: Sequence[Sequence[str]]) -> Weighted:
    """TF-IDF of lists of terms, which may be empty; columns in the order of the terms."""
    terms = tuple(sorted({term for document in documents for term in document}))
    at = {term: column for column, term in enumerate(terms)}
    columns = [at[term] for document in documents for term in document]
    rows = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    shape = (len(documents), max(1, len(terms)))
    counts = scipy.sparse.csr_array((np.ones(len(columns)), (rows, columns)), shape=shape)
    return Weighted(tf_idf(counts), terms)


def tf_idf(counts: Any) -> Any:
    """Rows of unit length (or zero) from how often each document (row) says each term (column).

    A weight is (1 + ln tf) * (1 + ln((1 + n) / (1 + df))): logarithmic counts and smoothed inverse
    document frequency (Manning et al., Introduction to Information Retrieval, section 6.2).
    """
    documents, terms = counts.shape
    holding = np.bincount(counts.indices, minlength=terms)
    rarity = 1 + np.log((1 + documents) / (1 + holding))
    weights = (1 + np.log(counts.data)) * rarity[counts.indices]
    row = np.repeat(np.arange(documents), np.diff(counts.indptr))
    length = np.sqrt(np.bincount(row, weights**2, minlength=documents))
    found = (weights / length[row], counts.indices, counts.indptr)
    return scipy.sparse.csr_array(found, shape=counts.shape)
