"""A field of the profile is known wherever profiles are told, kept, carried or made one."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import cast

from bot.community.dates.reader import DateReader
from bot.community.profiles import Profile, from_data, to_data
from bot.features.linking import forms as linking
from bot.features.linking.domain import LISTS, TEXTS, together
from bot.features.members.importing.cells import Change, read_cell
from bot.features.members.importing.export import cells_of
from bot.features.members.importing.headings import COLUMNS, GUARDED
from bot.features.members.profile.forms import ProfileForm, profile_from, typed_from
from bot.features.members.profile.home import PARTS
from bot.ui.forms import spec_of
from tests.chat import Chat
from tests.database import engine_at

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
EMPTY = Profile("Bo")
FULL = Profile(
    name="Ada Example",
    email="ada@example.org",
    pronouns="she/her",
    headline="Link worker",
    about="Two surgeries.",
    topics=("belonging",),
    offers=("help with measuring",),
    asks=("a co-host for a supper",),
    networks=("Tidewater", "Kettle & Bench"),
    town="Coventry",
    zone="Europe/Paris",
    languages=("Welsh",),
    availability=("mon morning",),
    visibility="networks",
)
FIELDS = {field.name for field in fields(Profile)}

NOT_IN_THE_FORM = {"email": "ties people to their accounts: facilitators list it, chats tell it"}
NOT_ADVISED_AT_HOME = {
    "name": "everybody has one, and it counts as told",
    "email": "is not in the form",
    "zone": "everybody has one",
    "visibility": "everybody has one",
}


def test_every_field_has_something_in_it_here() -> None:
    assert [name for name in FIELDS if getattr(FULL, name) == getattr(EMPTY, name)] == []


def test_every_field_is_in_the_form_and_comes_back_from_it() -> None:
    typed = spec_of(ProfileForm).parse(typed_from(FULL), DateReader("UTC", NOW))
    told = profile_from(cast("ProfileForm", typed), EMPTY, FULL.networks)
    kept = {name: getattr(EMPTY, name) for name in NOT_IN_THE_FORM}
    assert told == replace(FULL, **kept)


def test_every_field_is_advised_at_home() -> None:
    assert {*PARTS} == FIELDS - NOT_ADVISED_AT_HOME.keys()


def test_every_field_is_given_out_in_a_sheet_and_taken_back() -> None:
    columns = [*COLUMNS, GUARDED]
    change: Change = {}
    for column, cell in zip(columns, cells_of(FULL, columns), strict=True):
        change.update(read_cell(column, cell))
    assert replace(EMPTY, **change) == FULL


def test_every_field_can_be_chosen_when_two_profiles_become_one() -> None:
    assert {*TEXTS, *LISTS} == FIELDS
    assert together(EMPTY, FULL, dict.fromkeys(FIELDS, "other")) == FULL
    form = linking.prefill(EMPTY, FULL, {})
    assert form.values.keys() == spec_of(linking.LinkForm).fields.keys()


def test_every_field_is_kept_as_data() -> None:
    assert from_data(to_data(FULL)) == FULL


async def test_every_field_is_kept_in_the_database(sqlite_url: str) -> None:
    async with engine_at(sqlite_url) as engine:
        chat = await Chat.open(engine)
        async with chat.work() as work:
            member = await work.members.add(chat.community, EMPTY, NOW)
            await work.members.save(member, FULL, NOW)
        async with chat.work() as work:
            assert await work.members.profile(member) == FULL
