"""The search engines of both databases, through the one port."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from bot.community.profiles import Profile
from bot.features.members.directory.search import Term, document_of, read_query
from bot.features.members.ports import Where
from bot.ui.tokens import tokens
from storage.kernel.unit_of_work import OpenSqlWork, SqlWork
from storage.members.directory import CAP
from storage.stores import work_on
from tests.database import engine_at
from tests.extent import few_or_all, on_both

pytestmark = on_both

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ANYWHERE = Where()


@pytest.fixture
async def open_work(database_url: str) -> AsyncIterator[OpenSqlWork]:
    async with engine_at(database_url) as engine:
        yield work_on(engine)


async def add(work: SqlWork, *profiles: Profile) -> tuple[int, list[int]]:
    community = (await work.people.establish("Here")).id
    return community, await work.members.add_many(community, profiles, NOW)


async def find(work: SqlWork, community: int, *terms: Term, any_of: bool = False) -> list[int]:
    viewer = await work.directory.viewer(0, community)
    matches = await work.directory.matches(
        viewer, terms, ANYWHERE, offset=0, limit=100, any_of=any_of
    )
    assert matches.total == len(matches.ids)
    return list(matches.ids)


async def test_words_are_found_in_their_forms_and_in_their_columns(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        community, [ada, bo] = await add(
            work,
            Profile("Ada", offers=("mentoring",), about="The gardens of Will"),
            Profile("Bo", asks=("a mentor in gardening",), topics=("IT",)),
        )
        assert set(await find(work, community, Term(("mentors",)))) == {ada, bo}
        assert await find(work, community, Term(("mentors",), "offers")) == [ada]
        assert await find(work, community, Term(("mentors",), "asks")) == [bo]
        assert await find(work, community, Term(("will",))) == [ada]
        assert await find(work, community, Term(("it",))) == [bo]
        assert set(await find(work, community, Term(("gard",), prefix=True))) == {ada, bo}
        assert await find(work, community, Term(("the", "gardens"))) == [ada]
        assert await find(work, community, Term(("gardens", "the"))) == []
        both = (Term(("mentors",), "asks"), Term(("will",)))
        assert await find(work, community, *both) == []
        assert set(await find(work, community, *both, any_of=True)) == {ada, bo}


async def test_the_best_come_first_and_the_newest_of_equals(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        community, [a, b, c] = await add(
            work,
            Profile("A", about="I once heard of trust. " * 3),
            Profile("B", topics=("trust",)),
            Profile("C", topics=("trust",)),
        )
        await work.members.save(c, Profile("C", topics=("trust",)), NOW + timedelta(days=1))
        assert await find(work, community, Term(("trust",))) == [c, b, a]


async def test_of_a_word_that_very_many_hold_a_cap_is_told(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        many = [Profile(f"P{n}", topics=("trust",)) for n in range(CAP + 1)]
        community, _ = await add(work, *many)
        viewer = await work.directory.viewer(0, community)
        term = (Term(("trust",)),)
        first = await work.directory.matches(viewer, term, ANYWHERE, offset=0, limit=5)
        assert (first.total, first.capped, len(first.ids)) == (CAP, True, 5)


async def test_the_index_follows_the_profiles(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        community, [ada, bo] = await add(work, Profile("Ada", topics=("owls",)), Profile("Bo"))
        await work.members.save(ada, Profile("Ada", topics=("newts",)), NOW)
        assert await find(work, community, Term(("owls",))) == []
        assert await find(work, community, Term(("newts",))) == [ada]
        await work.members.erase(ada)
        assert await find(work, community, Term(("newts",))) == []
        assert await find(work, community, Term(("bo",))) == [bo]


async def test_a_word_is_forgotten_with_the_last_profile_that_held_it(
    open_work: OpenSqlWork,
) -> None:
    async with open_work() as work:
        profiles = [Profile("Ada", about="zebrafish"), Profile("Bo", about="zebrafish")]
        community, [ada, bo] = await add(work, *profiles)
        await work.members.save(ada, Profile("Ada"), NOW)
        assert await work.directory.spelled_like(community, "zebrafsh") == ["zebrafish"]
        await work.members.save(bo, Profile("Bo", about="jellyfish"), NOW)
        assert await work.directory.spelled_like(community, "zebrafsh") == []
        assert await work.directory.spelled_like(community, "jellyfsh") == ["jellyfish"]
        await work.members.erase(bo)
        assert await work.directory.spelled_like(community, "jellyfsh") == []


async def test_a_rolled_back_unit_of_work_leaves_the_index_alone(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        community, [ada] = await add(work, Profile("Ada", topics=("owls",)))

    async def fail() -> None:
        async with open_work() as work:
            await work.members.save(ada, Profile("Ada", topics=("newts",)), NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with open_work() as work:
        assert await find(work, community, Term(("owls",))) == [ada]


async def test_what_was_found_is_pointed_at(open_work: OpenSqlWork) -> None:
    profile = Profile("Ada Trust", offers=("tea", "a trusting ear"), about="No. Trust me. Yes.")
    async with open_work() as work:
        _, [ada] = await add(work, profile)
        documents = {ada: document_of(profile)}
        found = await work.directory.touched(documents, [Term(("trust",))])
        assert found == {(ada, "name", 0), (ada, "offers", 1), (ada, "about", 1)}
        offers = [Term(("trust",), "offers"), Term(("yes",))]
        found = await work.directory.touched(documents, offers)
        assert found == {(ada, "offers", 1), (ada, "about", 2)}


async def test_ids_come_in_the_order_of_the_profiles(open_work: OpenSqlWork) -> None:
    profiles = [Profile(f"P{n % 7}", headline=str(n)) for n in range(50)]
    async with open_work() as work:
        _, ids = await add(work, *profiles)
        found = await work.members.profiles(ids)
        assert [found[id_].name for id_ in ids] == [profile.name for profile in profiles]
        assert sorted(p.headline for p in found.values()) == sorted(p.headline for p in profiles)


async def test_networks_are_founded_once_letters_case_aside(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        community, [_, bo] = await add(
            work, Profile("Ada", networks=("Bench", "LANE")), Profile("Bo", networks=("bench",))
        )
        assert [n.name for n in await work.members.networks(community)] == ["Bench", "LANE"]
        kept = await work.members.profile(bo)
        assert kept == replace(Profile("Bo"), networks=("Bench",))


@settings(
    max_examples=few_or_all(8, 60),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@example("a⓫b ⅷ 𐄇 ٣")
@given(written=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
async def test_what_somebody_wrote_finds_them(open_work: OpenSqlWork, written: str) -> None:
    profile = Profile("Ada", about=written.replace("\x00", ""))
    async with open_work() as work:
        community = (await work.people.establish("Here")).id
        ids = [member for member, _ in await work.members.page(community, 0, 1)]
        if not ids:
            ids = await work.members.add_many(community, [profile], NOW)
        await work.members.save(ids[0], profile, NOW)
        for word in document_of(profile)["about"]:
            for token in word.split():
                assert await find(work, community, Term((token,))) == ids, token
        for term in read_query(profile.about).terms:
            await work.directory.spelled_like(community, str(term))


@pytest.mark.everywhere
async def test_every_word_of_one_character_is_a_word_to_postgresql(postgres_url: str) -> None:
    letters = map(chr, (n for n in range(1, 0x110000) if not 0xD800 <= n < 0xE000))
    words = sorted({word for letter in letters for word in tokens(letter)})
    assert len(words) > 100_000
    unfound = text(
        "SELECT word FROM unnest(CAST(:words AS text[])) AS word WHERE NOT"
        " to_tsvector('directory', word) @@ to_tsquery('directory', quote_literal(word))"
    )
    async with engine_at(postgres_url) as engine, engine.connect() as connection:
        assert list(await connection.scalars(unfound, {"words": words})) == []


async def test_what_is_spelled_like_each_of_several_words_is_one_query(
    open_work: OpenSqlWork,
) -> None:
    async with open_work() as work:
        community, _ = await add(work, Profile("Ada", about="zebrafish jellyfish owls"))
    asked: list[str] = []
    async with open_work(read_only=True) as work:
        engine = work.connection.engine.sync_engine

        def note(*args: object) -> None:
            asked.append(str(args[2]))

        event.listen(engine, "before_cursor_execute", note)
        near = await work.directory.spelled_like(community, "jellyfsh", "ow", "zebrafsh", "zebrafh")
        event.remove(engine, "before_cursor_execute", note)
        assert near[0] == "jellyfish"
        assert near.count("zebrafish") == 1
        assert len(asked) == 1
        assert await work.directory.spelled_like(community) == []
