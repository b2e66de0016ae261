"""Invented people by the thousand: what they do is spread as unevenly as in life."""

import random
from collections.abc import Iterator

from bot.community.availability import SLOTS
from bot.community.profiles import Profile

FIRST = """
    Ada Bo Cyrus Dilys Efe Farah Gwen Hamza Ines Jakub Kofi Leila Marta Niamh Omar Priya Quinn Rosa
    Sami Thandi Una Viktor Wanda Xenia Yusuf Zofia Anwen Bashir Carys Desmond
"""
SYLLABLES = """
    ash bel cor dun er fen gar hol ing jor kel lom mar nor oak pen quil ras sel ton und ver win yar
    zel ber ley ford wick ham
"""
TOPICS = """
    belonging measurement trust loneliness housing allotments mentoring governance food fundraising
    storytelling evaluation listening safeguarding transport gardening cooking mapping archives
    theatre translation podcasts refugees carers dementia youth schools libraries walking cycling
    repair energy flooding tenants credit debt bereavement parenting music pottery coding statistics
    volunteering trustees participation budgets poverty prisons faith neighbours
"""
DOINGS = """
    help with
    an introduction to
    templates for
    a second pair of eyes on
    training in
    someone to think aloud with about
    notes from ten years of
    a small grant for
"""
ROLES = """
    organiser librarian officer volunteer trustee researcher nurse teacher convenor cook driver
    minister treasurer
"""
_FIRST, _SYLLABLES, _TOPICS, _ROLES = (x.split() for x in (FIRST, SYLLABLES, TOPICS, ROLES))
_DOINGS = DOINGS.strip().splitlines()
_SENTENCES = (
    "I work with people on {a} and lately on {b}.",
    "Most of my week is about {a}, the rest is community and kettles.",
    "Nobody tells you how much of {a} is really {b}.",
    "We meet on Thursdays and talk about {a}.",
)
_TOWNS = 400
_NETWORKS = 300


def people(count: int, seed: int = 7) -> Iterator[Profile]:
    """Profiles of invented people; the same seed gives the same ones."""
    dice = random.Random(seed)
    weights = [1 / (n + 1) ** 0.8 for n in range(len(_TOPICS))]
    towns = [_name(dice) for _ in range(_TOWNS)]
    networks = [f"{_name(dice)} & {_name(dice)}" for _ in range(_NETWORKS)]
    for number in range(count):
        things = dice.choices(_TOPICS, weights, k=8)
        yield Profile(
            name=f"{dice.choice(_FIRST)} {_name(dice)}",
            email=f"person{number}@example.org",
            headline=f"{dice.choice(_ROLES)} for {things[0]} in the community",
            about=" ".join(
                s.format(a=things[n], b=things[n + 1]) for n, s in enumerate(_SENTENCES)
            ),
            topics=tuple(dict.fromkeys(things[: dice.randint(1, 4)])),
            offers=tuple(f"{dice.choice(_DOINGS).strip()} {t}" for t in things[4:6]),
            asks=tuple(
                f"{dice.choice(_DOINGS).strip()} {t}" for t in things[6 : dice.randint(6, 8)]
            ),
            networks=tuple(dict.fromkeys(dice.choices(networks, k=dice.randint(1, 2)))),
            town="Coventry" if number % 50 == 0 else dice.choice(towns),
            languages=("English",),
            availability=tuple(sorted(dice.sample(SLOTS, 4), key=SLOTS.index)),
            visibility=dice.choices(("everyone", "networks", "introduced"), (90, 7, 3))[0],
        )


def _name(dice: random.Random) -> str:
    return "".join(dice.choices(_SYLLABLES, k=3)).capitalize()
