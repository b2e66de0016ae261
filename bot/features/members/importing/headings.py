"""What columns are called in the exports of other tools, in English, French and German."""

import re
from functools import cache

from rapidfuzz import fuzz, process

from bot.ui.folding import unaccented

COLUMNS = (
    "name",
    "email",
    "pronouns",
    "headline",
    "about",
    "topics",
    "offers",
    "asks",
    "networks",
    "place",
    "timezone",
    "languages",
    "availability",
)
GUARDED = "visibility"
"""A further column, written only where somebody shows their profile to some only."""

REASON = "reason"
"""The last column of rows that are given back, which says why; nothing is read of it."""

FIRST, MIDDLE, LAST = "first_name", "middle_name", "last_name"
"""Parts of a name, which are joined where it is not whole."""

CHOICES = (*COLUMNS, FIRST, LAST)
"""What a column may be said to be."""

_KNOWN = {
    "name": "name|full name|fullname|your name|your full name|whole name|contact name|member name"
    "|attendee name|guest name|person|what s your name|what is your name|what is your full name"
    "|nom complet|nom et prenom|prenom et nom|votre nom|quel est votre nom|vollstandiger name"
    "|vor und nachname|ihr name|wie heissen sie|wie heisst du",
    FIRST: "first name|firstname|first|given name|givenname|forename|your first name|prenom|prenoms"
    "|votre prenom|vorname|rufname|attendee first name|contact first name|name first",
    MIDDLE: "middle name|middlename|additional name|middle|deuxieme prenom|zweiter vorname",
    LAST: "last name|lastname|last|family name|familyname|surname|your last name|nom de famille"
    "|nachname|familienname|zuname|attendee last name|contact last name|name last",
    "email": "email|e mail|mail|email address|e mail address|emailaddress|your email"
    "|your email address|primary email|email primary|work email|personal email|contact email"
    "|attendee email|member email|e mail 1 value|email 1 value|email 1|e mail 1|email 1 address"
    "|what s your email|what is your email|what is your email address|adresse e mail"
    "|adresse email|adresse mail|courriel|adresse courriel|adresse electronique|votre e mail"
    "|votre email|e mail adresse|emailadresse|mailadresse|mail adresse|ihre e mail adresse",
    "pronouns": "pronouns|your pronouns|pronoun|pronoms|vos pronoms|pronomen",
    "headline": "headline|title|job title|jobtitle|position|your role|occupation|profession"
    "|organization 1 title|organisation title|poste|fonction|metier|titre|beruf|funktion",
    "about": "about|about me|about you|bio|biography|biographie|about yourself|a propos"
    "|presentation|uber mich|uber dich",
    "topics": "topics|topic|tags|tag|interests|areas of interest|your interests|themes|themen"
    "|thematiques|centres d interet|interets|sujets|interessen|schlagworter|stichworte",
    "offers": "offers|offer|skills|i can offer|offres|competences|je propose|angebote|biete"
    "|fahigkeiten|ich biete",
    "asks": "asks|ask|needs|looking for|i am looking for|besoins|je cherche|demandes|suche|gesuche"
    "|ich suche|bedarf",
    "networks": "networks|network|organisation|organization|organisations|organizations|company"
    "|company name|companies|employer|current employer|account name|affiliation|affiliations"
    "|organization 1 name|organization name|organisation name|groups|community|communities|reseau"
    "|reseaux|organisme|entreprise|societe|association|structure|employeur|netzwerk|netzwerke"
    "|firma|unternehmen|verein|arbeitgeber|gruppe|gruppen",
    "place": "place|city|town|location|mailing city|home city|city town|where are you based|region"
    "|address 1 city|ville|lieu|commune|localite|ort|stadt|wohnort|standort",
    "timezone": "timezone|time zone|tz|your time zone|fuseau horaire|fuseau|zeitzone",
    "languages": "languages|language|languages spoken|langues|langue|langues parlees|sprachen"
    "|sprache",
    "availability": "availability|available|disponibilites|disponibilite|verfugbarkeit",
    GUARDED: "visibility",
    REASON: "reason",
}
_PERHAPS = {"name": "display name|displayname|label|nickname|nick name|preferred name|nom affiche"}
_OTHER_PEOPLE = {"owner", "assistant", "manager", "referrer", "proprietaire"}
_WORDS_OF = {
    "email": "email mail courriel",
    FIRST: "first given prenom vorname",
    LAST: "last family surname famille nachname",
    "name": "name nom heissen heisst",
    "networks": "network networks organisation organization organisations organizations company"
    " reseau reseaux organisme netzwerk netzwerke firma",
    "offers": "offer offers share bring proposer offrir propose bieten anbieten bietest",
    "asks": "need needs want looking seeking cherchez cherches besoin besoins suchst suchen",
    "topics": "topics topic interests interested interest themes interets interessen themen",
    "place": "city town based live located ville habitez wohnst wohnen stadt",
    "timezone": "timezone zone fuseau zeitzone",
    "languages": "language languages speak langues parlez sprachen sprichst",
    "pronouns": "pronouns pronoms pronomen",
    "availability": "available availability when disponible quand verfugbar wann",
    "about": "about yourself bio description beschreibung",
    "headline": "do work role job title metier beruf machst",
}
_APART = re.compile(r"[_/.:;*?!,'\"#-]+")
_ASIDE = re.compile(r"\[[^\]]*\]|\((?!s\))[^)]*\)")
_NEAR, _LONG_ENOUGH = 85, 5  # of 100; letters


@cache
def heading_key(text: str) -> str:
    """What a heading is known by: its words, without what stands aside or between them."""
    plain = _ASIDE.sub(" ", unaccented(text)).replace("(s)", "s")
    return " ".join(_APART.sub(" ", plain).split()) or unaccented(text)


@cache
def known_headings() -> dict[str, tuple[int, str]]:
    """How well each heading names a column, from 0, the column's own name; and which one."""
    known: dict[str, tuple[int, str]] = {}
    for rank, table in ((1, _KNOWN), (2, _PERHAPS)):
        for column, said in table.items():
            for heading in said.split("|"):
                known[heading] = (rank, column)
    own = {heading_key(column): (0, column) for column in (*COLUMNS, GUARDED, REASON)}
    return known | own


def nearest_column(heading: str) -> str:
    """Which column a heading of other words may name; empty if none comes to mind."""
    key = heading_key(heading)
    said = set(key.split())
    if said & _OTHER_PEOPLE:
        return ""
    for column, its_words in _WORDS_OF.items():
        if said & set(its_words.split()) and column in CHOICES:
            return column
    if len(key) < _LONG_ENOUGH:
        return ""
    near = process.extractOne(key, known_headings().keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
    column = known_headings()[near[0]][1] if near else ""
    return column if column in CHOICES else ""
