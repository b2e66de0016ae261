"""Two members become one, and two again: in every table that knows members."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Column, Table, select

from bot.community.facts import Fact
from bot.community.people import AccountInfo, Ref
from bot.community.profiles import Profile
from bot.community.reportables import Reportable
from bot.community.roles import Role, Scope, ScopedRole
from bot.delivery.addresses import ToMember
from bot.delivery.live import View
from bot.errors import Conflict
from bot.features.challenges.check_ins.domain import CheckIn, Preferences
from bot.features.challenges.commitments.domain import Commitment, CommitmentState
from bot.features.challenges.domain import Details as Challenge
from bot.features.challenges.help_requests.domain import Said as HelpWith
from bot.features.events.domain import Details
from bot.features.events.rsvps.domain import Answer, Attendee, Response
from bot.features.ideas.domain import Details as Idea
from bot.features.introductions.domain import Adjustments
from bot.features.linking.domain import Link, together
from bot.features.peer_assists.domain import Assist
from bot.features.peer_assists.domain import Said as Help
from bot.features.polls.domain import Answer as Can
from bot.features.polls.domain import Poll, PollState, Slot
from bot.features.reports.domain import Decision
from storage.challenges import commitment_tables as commitments
from storage.conversations import tables as talk
from storage.events import tables as events
from storage.introductions import tables as introductions
from storage.introductions.rounds import ADJUSTMENTS
from storage.kernel import delivery_tables as delivery
from storage.kernel import tables as kernel
from storage.kernel.columns import metadata
from storage.kernel.unit_of_work import OpenSqlWork, SqlWork
from storage.linking import tables as linking
from storage.members import tables as people
from storage.peer_assists import tables as assists
from storage.polls import tables as polls
from storage.stores import STORES, work_on
from storage.web import tables as web
from tests.database import engine_at

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
TOWN, HALL = Ref("town", "t1"), Ref("town", "t2")


def references() -> list[str]:
    """Every column of every table that refers to a member."""
    return [
        f"{table.name}.{key.parent.name}"
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column is kernel.members.c.id
    ]


def test_two_can_become_one_in_every_table_that_knows_members() -> None:
    merging = [store.merging for store in STORES if store.merging]
    known = [f"{c.table.name}.{c.name}" for each in merging for c in each.references]
    assert set(references()) == set(known)
    assert len(known) == len(set(known))


@pytest.fixture
async def open_work(database_url: str) -> AsyncIterator[OpenSqlWork]:
    async with engine_at(database_url) as engine:
        yield work_on(engine, secret_key="a key for tests that is long enough to be one")


class Village:
    """Ada and Zed, who are one person, and Bo; with something about both in every table."""

    def __init__(self, work: SqlWork) -> None:
        self.work = work

    async def begin(self) -> None:
        work = self.work
        self.community = (await work.people.establish("Tea")).id
        town = await work.people.connect(self.community, TOWN, "Town")
        hall = await work.people.connect(self.community, HALL, "Hall")
        profiles = (
            Profile("Ada", "a@b.example", headline="Keeps bees", topics=("bees",)),
            Profile("Bo", networks=("Bench",)),
            Profile(
                "Zed", "z@b.example", topics=("honey",), networks=("Bench", "Lane"), town="Hull"
            ),
            Profile("Cy"),
        )
        self.ada, self.bo, self.zed, self.cy = await work.members.add_many(
            self.community, profiles, NOW
        )
        for member, space, name in ((self.ada, town, "u1"), (self.zed, hall, "u2")):
            await work.people.attach(member, space, Ref("town", name), AccountInfo(name))
            await work.homes.seen(Ref("town", name), space.ref)
        await work.members.grant(self.zed, Role.FACILITATOR)
        self.link = await work.links.offer(self.ada, hall, Ref("town", "u2"), NOW)
        fills: tuple[Callable[[], Awaitable[None]], ...]
        fills = (self._kernel, self._programmes, self._introductions, self._events)
        fills += (self._ideas, self._challenges, self._polls, self._assists)
        fills += (self._reports, self._outbox, self._web, self._conversations)
        for fill in fills:
            await fill()

    async def add(self, table: Table, **values: Any) -> Any:
        added = await self.work.connection.execute(table.insert().values(**values))
        key = added.inserted_primary_key
        return key[0] if key else None

    async def _kernel(self) -> None:
        for member, form in ((self.ada, "one"), (self.zed, "one"), (self.zed, "two")):
            await self.add(kernel.drafts, member_id=member, form=form, subject="", typed="[1]")
        of = {"community_id": self.community, "member_id": self.zed}
        await self.add(kernel.codes, digest="d", purpose="connect", until=LATER, **of)
        for member in (self.ada, self.zed):
            await self.work.secrets.renew(member, NOW)
        before = {"space_id": self.link.account.space, "account": "u9", "at": NOW, "before": "{}"}
        await self.add(linking.links, **of, **before)
        renamed = {"kind": "town", "former": "hull", "name": "Hull", "at": NOW, "before": "[]"}
        await self.add(people.renamings, community_id=self.community, by_id=self.zed, **renamed)
        earlier, later = (self.zed, 1, NOW, self.bo), (self.ada, 1, LATER, self.cy)
        single = (self.zed, 2, NOW, self.ada), (self.bo, 1, NOW, self.zed)
        for member, network, at, by in (earlier, later, *single):
            convenor, what = ScopedRole.CONVENOR, Scope("network", network)
            await self.work.roles.grant(member, convenor, what, by, at)

    async def _programmes(self) -> None:
        values = {
            "weeks": 1, "weekday": 1, "hour": 1, "zone": "UTC", "group_size": 2,
            "taking_part": "asked", "weeks_apart": 1, "across": "some",
        }  # fmt: skip
        of = {"community_id": self.community, **values}
        one, two = [
            await self.add(introductions.programmes, name=n, name_key=n, **of) for n in "ab"
        ]
        rows = ((one, self.ada, "left", 0), (one, self.zed, "in", 2), (two, self.zed, "in", 0))
        for programme, member, state, out in (*rows, (one, self.bo, "in", 0)):
            facts = {"state": state, "joined_at": NOW + timedelta(days=member), "left_out": out}
            await self.add(
                introductions.programme_members, programme_id=programme, member_id=member, **facts
            )
        for number, member, coming in (
            (1, self.ada, True),
            (1, self.zed, False),
            (2, self.zed, True),
        ):
            said = {"programme_id": one, "number": number, "coming": coming}
            await self.add(introductions.round_answers, member_id=member, **said)
        for member, until in ((self.ada, NOW), (self.zed, LATER)):
            await self.add(introductions.pauses, member_id=member, until=until)
        pairs = (
            (self.ada, self.zed),
            (self.zed, self.ada),
            (self.zed, self.bo),
            (self.bo, self.zed),
        )
        for member, other in (*pairs, (self.bo, self.ada)):
            await self.add(introductions.never, member_id=member, other_id=other, said_at=NOW)
        who = {"platform": "slack", "account": "T1/U9", "said_at": NOW}
        await self.add(introductions.never_accounts, member_id=self.zed, **who)
        gone = {"pseudonym": "d", "said_at": NOW}
        await self.add(introductions.never_erased, member_id=self.zed, **gone)
        changed = Adjustments(frozenset({self.zed}), frozenset({(self.ada, self.zed)}))
        adjustments = ADJUSTMENTS.dump_json(changed).decode()
        draft = {"programme_id": one, "number": 2, "seed": 1, "adjustments": adjustments}
        await self.add(introductions.rounds, **draft, fingerprint="f", plan="{}")
        self.round = await self.add(
            introductions.rounds,
            programme_id=one, number=1, seed=1, state="open", opened_by=self.zed,
        )  # fmt: skip

    async def _introductions(self) -> None:
        of = {"round_id": self.round, "community_id": self.community, "across": False}
        groups = ((self.ada, self.zed), (self.ada, self.bo, self.zed), (self.bo, self.zed))
        for position, group in enumerate(groups):
            id_ = await self.add(
                introductions.introductions, position=position, opened_at=NOW, **of
            )
            for member in group:
                told = {"outcome": "met", "story": "Tea!"} if member == self.zed else {}
                await self.add(
                    introductions.introduction_members,
                    introduction_id=id_, member_id=member, share=False, **told,
                )  # fmt: skip
        rows = (
            (self.bo, self.ada, self.zed, "", ""),
            (self.zed, self.ada, self.bo, "", "yes"),
            (self.bo, self.bo, self.zed, "yes", "no"),
            (self.cy, self.zed, self.cy, "", "yes"),
        )
        for by, one, other, said, replied in rows:
            two = {"one_id": one, "other_id": other, "one_said": said, "other_said": replied}
            await self.add(
                introductions.suggestions,
                community_id=self.community, by_id=by, made_at=NOW, **two,
            )  # fmt: skip

    async def _events(self) -> None:
        book = self.work.events
        tea = Details("Tea", datetime.fromisoformat("2026-12-18 18:00"), "UTC", capacity=1)
        event = await book.plans.add(self.community, tea, self.zed, NOW)
        one, two = await book.dates.add(event, [tea.start, datetime.fromisoformat("2026-12-25")])
        coming, maybe = Response(Answer.COMING), Response(Answer.MAYBE)
        for date, member in ((one, self.zed), (one, self.ada), (two, self.zed), (two, self.bo)):
            await book.rsvps.answer(date.id, Attendee(member), coming, NOW)
        for member, said in ((self.ada, maybe), (self.zed, coming)):
            await book.standing_answers.say(event.id, member, said, NOW)
        for member, before in ((self.ada, "week"), (self.zed, "day")):
            of = {"event_id": event.id, "member_id": member}
            await self.add(events.event_reminders, **of, before=before)
            await book.plans.name_host(event.id, member, named=True)
        await book.plans.name_host(event.id, self.bo, named=True)
        await self._day(one.id)

    async def _day(self, date: int) -> None:
        book = self.work.events
        for member in (self.ada, self.zed):
            await book.check_ins.add(date, Attendee(member), 1, self.zed, NOW)
        people = await book.breakouts.people(date)
        await book.breakouts.draft(date, 4, 1, [people], [], self.zed, NOW)
        for by, other in ((self.ada, self.zed), (self.zed, self.bo), (self.bo, self.zed)):
            await book.afterwards.name(date, by, other, NOW)
        await book.afterwards.tell(date, "Tea was had.", "", self.zed, NOW)
        there, together = self.work.introductions.gatherings, (self.ada, self.bo, self.zed)
        await there.keep(self.community, date, "Tea", together, NOW)

    async def _reports(self) -> None:
        tea = Reportable(Fact.of("tea.cup", 1), self.community, "Tea", (self.zed,))
        for member, word in ((self.ada, "one"), (self.zed, "two"), (self.bo, "")):
            await self.work.reports.file(tea, member, word, NOW)
        await self.work.reports.decide(1, Decision.LEFT, "", self.zed, NOW)
        there = await self.add(kernel.places, community_id=self.community, kind="channel")
        card = View.of("tea.card", 1)
        await self.work.cards.hang(there, card, self.zed, NOW, community=self.community)
        asked = [Fact.of("tea.asked", 1, member=each) for each in (self.ada, self.zed)]
        await self.work.questions.keep(asked, NOW, community=self.community)

    async def _ideas(self) -> None:
        book = self.work.ideas
        idea = await book.proposals.add(self.community, Idea("A tool library"), self.zed, NOW)
        await book.interests.say(idea.id, self.ada, NOW, can_host=True)
        await book.interests.say(idea.id, self.zed, LATER, hidden=True)

    async def _challenges(self) -> None:
        book, here = self.work.challenges, self.community
        asked = await book.proposals.add(here, Challenge("Who has the power?"), self.zed, NOW)
        await book.participants.join(asked.id, self.ada, NOW, hidden=True)
        await book.participants.join(asked.id, self.zed, LATER)
        await book.changes.keep(asked.id, "why", "", self.zed, NOW)
        await book.host_requests.ask(asked.id, self.ada, self.bo, NOW)
        await book.host_requests.ask(asked.id, self.zed, self.bo, LATER)
        await book.host_requests.ask(asked.id, self.bo, self.zed, LATER)
        said = [
            CheckIn(asked.id, each, NOW.date(), NOW.date())
            for each in (self.ada, self.zed, self.bo)
        ]
        await book.check_ins.add(said)
        for each, helper in ((0, self.bo), (1, self.bo), (0, self.zed), (2, self.ada)):
            await book.check_ins.offer(said[each], helper, NOW)
        await book.check_ins.offer(said[2], self.zed, NOW)
        for member in (self.ada, self.zed):
            await book.check_ins.prefer(asked.id, member, Preferences(glad=True))
        await self._commitments(asked.id)

    async def _commitments(self, challenge: int) -> None:
        book, here, still = self.work.challenges, self.community, CommitmentState.OPEN
        for member in (self.zed, self.ada, self.bo):
            new = Commitment(0, here, member, challenge, "Call Cy", None, still, NOW, NOW)
            made = await book.commitments.add(new)
        asked: dict[str, Any] = {"named": False, "group": False, "search_at": None}
        wanted = await book.help_requests.add(made.id, "A number", NOW, **asked)
        await book.help_requests.ask(wanted.id, self.ada, NOW, HelpWith.NOTHING)
        await book.help_requests.ask(wanted.id, self.zed, LATER, HelpWith.YES)
        for member in (self.ada, self.zed):
            await book.help_requests.refuse(member, NOW)

    async def _polls(self) -> None:
        book = self.work.polls
        starts = [datetime.fromisoformat(f"2026-12-0{day} 18:00") for day in (1, 2, 3)]
        slots = tuple(Slot.at(start, "UTC", 60) for start in starts)
        tea = (0, self.community, "Tea?", "", "UTC", PollState.OPEN, LATER, self.zed, NOW, slots)
        poll = await book.add(Poll(*tea))
        one, two, three = [slot.id for slot in poll.slots]
        yes, maybe, no = list(Can)
        said = (
            (self.ada, LATER, ((one, no), (two, yes))),
            (self.zed, NOW, ((one, maybe), (two, no), (three, yes))),
            (self.bo, NOW, ((one, no), (three, maybe))),
        )
        for member, at, answers in said:
            await book.answer(poll, member, answers, at)
        await book.hide(poll.id, self.zed, hidden=True)

    async def _conversations(self) -> None:
        of = {"community_id": self.community, "kind": "k", "title": "Tea", "opened_at": NOW}
        when = {"said_at": NOW, "heard_at": NOW}
        for subject, members in (("1", (self.ada, self.zed)), ("2", (self.zed,))):
            one = await self.add(talk.conversations, subject=subject, **of)
            for member in members:
                its_own = {"conversation_id": one, "member_id": member}
                place = await self.add(talk.conversation_places, added_at=NOW, **its_own)
                said = {"place_id": place, "channel": "c", "message": f"{one} {member}"}
                await self.add(talk.conversation_messages, **its_own, **said, **when)
        await self.add(talk.conversation_unnamed, conversation_id=1, member_id=self.zed)

    async def _assists(self) -> None:
        book = self.work.peer_assists
        for asker in (self.zed, self.bo):
            case = Assist(0, self.community, asker, "Stuck?", "", "", NOW, LATER)
            assist = await book.add(case)
            await book.ask(assist.id, [e for e in (self.ada, self.zed) if e != asker], NOW)
        await book.answer(assist.id, self.zed, Help.YES, NOW)
        for member in (self.ada, self.zed):
            await book.refuse(member, NOW)
        met = (self.ada, self.bo, self.zed, self.cy)
        await self.work.introductions.gatherings.have_met(met, NOW)

    async def _outbox(self) -> None:
        rows = (
            ("told:1:", "done", {"to_member": self.zed}),
            ("asked:1:", "waiting", {"to_member": self.zed}),
            ("welcome:", "waiting", {"to_account": f"web:{self.zed}", "to_space": 1}),
        )
        for what, state, to in rows:
            kind, subject = what.split(":")[:2]
            told = self.zed if "to_member" in to else None
            fact = Fact(kind, subject, member=told, part="" if told else str(self.zed))
            lane = f"member:{self.zed}" if "to_member" in to else f"account:{fact.key}"
            facts = {"key": fact.key, "about": fact.key, "act": "post", "lane": lane, "due_at": NOW}
            facts |= {"kind": kind, "subject": subject, "part": fact.part, "told_id": told}
            await self.add(delivery.outbox, community_id=self.community, state=state, **facts, **to)
        for key, group in (("r1", (self.ada, self.zed)), ("r2", (self.bo, self.zed))):
            of = {"community_id": self.community, "kind": "room", "title": key}
            place = await self.add(kernel.places, key=key, **of)
            for member in group:
                await self.add(kernel.place_members, place_id=place, member_id=member)

    async def _web(self) -> None:
        keys = ("room", f"direct:{self.ada}", f"direct:{self.zed}")
        of = {"community_id": self.community, "kind": "room", "title": "t"}
        room, ada, zed = [await self.add(web.web_places, key=key, **of) for key in keys]
        inside = ((room, self.ada, 1), (room, self.zed, 5), (ada, self.ada, 0), (zed, self.zed, 0))
        for place, member, read in inside:
            at = {"place_id": place, "member_id": member}
            await self.add(web.web_place_members, last_read=read, **at)
        for number, (place, who) in enumerate(
            ((room, "author_id"), (zed, "only_for"), (zed, "asked_by"))
        ):
            said = {"place_id": place, who: self.zed, "key": str(number), "change": number}
            await self.add(web.web_messages, body="{}", at=NOW, gone=False, **said)
        await self.add(web.web_logins, token_hash="h", member_id=self.zed, expires_at=LATER)
        await self.add(web.web_sessions, token_hash="s", member_id=self.zed, expires_at=LATER)


CHANGES = {
    "rounds": {"version", "plan", "fingerprint"},  # drafts are matched again, each time
    "profiles": {"updated_at"},
    "live_views": {"touched_at", "touches"},
    "member_secrets": {"generation"},  # each time: neither is to know the other's
}


async def everything(work: SqlWork) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables but the link itself."""
    found = {}
    for table in metadata.tables.values():
        columns = [c for c in table.columns if c.name not in CHANGES.get(table.name, ())]
        query = select(*columns)
        if table is linking.links:
            query = query.where(table.c.account != "u2")
        rows = await work.connection.execute(query)
        found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found


async def about(work: SqlWork, member: int) -> list[str]:
    """The columns in which there still is a member."""
    found = []
    for name in references():
        table, column = name.split(".")
        its_own: Column[Any] = metadata.tables[table].c[column]
        if (await work.connection.execute(select(its_own).where(its_own == member))).first():
            found.append(name)
    return found


async def become_one(work: SqlWork, village: Village, link: Link) -> None:
    one, other = (await work.members.profiles([village.ada, village.zed])).values()
    merged = together(one, other, {"email": "other"})
    await work.links.merge(link, village.zed, village.ada, merged, LATER)


async def village_of(open_work: OpenSqlWork) -> Village:
    async with open_work() as work:
        village = Village(work)
        await village.begin()
    return village


async def test_every_reference_is_tried(open_work: OpenSqlWork) -> None:
    village = await village_of(open_work)
    async with open_work() as work:
        assert set(await about(work, village.zed)) == set(references())


async def test_nothing_is_left_of_who_is_gone_and_everything_is_the_others(
    open_work: OpenSqlWork,
) -> None:
    village = await village_of(open_work)
    ada, bo = village.ada, village.bo
    async with open_work() as work:
        await become_one(work, village, village.link)
    async with open_work() as work:
        assert await about(work, village.zed) == []
        assert set(references()) == set(await about(work, ada))
        me = await work.people.member(ada)
        assert me is not None
        assert (me.role, await work.people.member(village.zed)) == (Role.FACILITATOR, None)
        assert len(await work.people.accounts_of(ada)) == 3
        profile = await work.members.profile(ada)
        assert profile is not None
        assert (profile.email, profile.topics) == ("z@b.example", ("bees", "honey"))

        async def rows(*columns: Any) -> list[tuple[Any, ...]]:
            return sorted(tuple(row) for row in await work.connection.execute(select(*columns)))

        joined = introductions.programme_members.c
        took_part = await rows(joined.member_id, joined.state, joined.left_out)
        assert took_part == [(ada, "in", 0), (ada, "in", 2), (bo, "in", 0)]
        assert await rows(introductions.never.c.member_id, introductions.never.c.other_id) == [
            (ada, bo),
            (bo, ada),
        ]
        inside = introductions.introduction_members.c
        assert await rows(inside.introduction_id, inside.member_id, inside.outcome) == [
            (2, ada, "met"),
            (2, bo, ""),
            (3, ada, "met"),
            (3, bo, ""),
        ]
        it = introductions.suggestions.c
        assert await rows(it.id, it.one_id, it.other_id, it.one_said, it.other_said, it.echo) == [
            (1, ada, ada, "no", "no", True),
            (2, ada, bo, "", "yes", False),
            (3, ada, bo, "no", "yes", False),
            (4, ada, village.cy, "", "yes", False),
        ]
        roles = kernel.scoped_roles.c
        of = await rows(roles.member_id, roles.scope_id, roles.granted_by)
        assert of == [(ada, 1, village.cy), (ada, 2, ada), (bo, 1, ada)]
        sits = events.event_rsvps.c
        of = await rows(sits.date_id, sits.member_id, sits.seats, sits.need)
        assert of == [(1, ada, 1, 0), (2, ada, 1, 0), (2, bo, 0, 1)]
        assert await rows(events.event_dates.c.waiting) == [(0,), (1,)]
        standing, reminded = events.event_standing_answers.c, events.event_reminders.c
        assert await rows(standing.member_id, standing.answer) == [(ada, "coming")]
        assert await rows(reminded.member_id, reminded.before) == [(ada, "day week")]
        named = events.event_named_hosts.c
        assert await rows(named.event_id, named.member_id) == [(1, ada), (1, bo)]
        asked, can = polls.poll_respondents.c, polls.poll_answers.c
        of = await rows(asked.member_id, asked.hidden, asked.since)
        assert of == [(ada, True, NOW), (bo, False, NOW)]
        assert await rows(can.slot_id, can.member_id, can.answer) == [
            (1, ada, "maybe"),
            (1, bo, "no"),
            (2, ada, "yes"),
            (3, ada, "yes"),
            (3, bo, "maybe"),
        ]
        helps, known = assists.peer_assist_requests.c, introductions.known_elsewhere.c
        assert await rows(helps.assist_id, helps.member_id, helps.said) == [(2, ada, "yes")]
        asked = commitments.commitment_help_questions.c
        assert await rows(asked.member_id, asked.said) == [(ada, "yes")]
        assert await rows(commitments.commitments.c.member_id) == [(ada,), (ada,), (bo,)]
        assert await rows(assists.peer_assists.c.asker_id) == [(ada,), (bo,)]
        own, said = talk.conversation_places.c, talk.conversation_messages.c
        assert await rows(own.id, own.member_id) == [(1, ada), (2, None), (3, ada)]
        assert await rows(talk.conversation_unnamed.c.member_id) == [(ada,)]
        assert await rows(said.conversation_id, said.member_id, said.place_id) == [
            (1, ada, 1),
            (1, ada, 2),
            (2, ada, 3),
        ]
        pairs = await rows(known.one_id, known.other_id)
        assert {frozenset(two) for two in pairs} == {
            frozenset(two) for two in ((ada, bo), (ada, village.cy), (bo, village.cy))
        }
        draft = introductions.rounds.c
        (held,) = [
            text for text, state in await rows(draft.adjustments, draft.state) if state == "draft"
        ]
        assert ADJUSTMENTS.validate_json(held) == Adjustments(frozenset({ada}))


async def test_undone_everything_is_as_it_was(open_work: OpenSqlWork) -> None:
    village = await village_of(open_work)
    async with open_work() as work:
        before = await everything(work)
        await become_one(work, village, village.link)
    async with open_work() as work:
        assert await everything(work) != before
        link = await work.links.latest_of(village.ada)
        assert link is not None
        await work.links.undo(link, LATER)
    async with open_work() as work:
        after = await everything(work)
        for name, rows in before.items():
            assert after[name] == rows, name
        assert await work.directory.spelled_like(village.community, "honey") == ["honey"]


async def test_a_town_is_kept_under_the_name_that_it_always_was(open_work: OpenSqlWork) -> None:
    village = await village_of(open_work)
    async with open_work() as work:
        await work.links.choose(village.link.id, {"town": "other", "zone": "one"})
        await become_one(work, village, village.link)
        link = await work.links.get(village.link.id)
        assert link is not None
        assert link.choices == {"town": "other", "zone": "one"}
        row = select(linking.links.c.choices, linking.links.c.before)
        choices, before = (
            await work.connection.execute(row.where(linking.links.c.id == link.id))
        ).one()
    assert json.loads(choices) == {"place": "other", "zone": "one"}
    assert [json.loads(before)[who]["place"] for who in ("gone", "kept")] == ["Hull", ""]


async def test_what_others_said_meanwhile_is_not_taken_for_anothers_words(
    open_work: OpenSqlWork,
) -> None:
    village = await village_of(open_work)
    async with open_work() as work:
        await become_one(work, village, village.link)
        await work.introductions.suggestions.say(3, village.bo, yes=False)
        link = await work.links.latest_of(village.ada)
        assert link is not None
        await work.links.undo(link, LATER)
    async with open_work() as work:
        suggestion = await work.introductions.suggestions.get(3)
    assert suggestion is not None
    assert suggestion.two == (village.bo, village.zed)
    assert suggestion.said == {village.bo: False, village.zed: False}


async def test_somebody_erased_meanwhile_does_not_come_back(open_work: OpenSqlWork) -> None:
    village = await village_of(open_work)
    async with open_work() as work:
        await become_one(work, village, village.link)
        await work.introductions.personal_data.erase(village.bo)
        await work.members.erase(village.bo)
        link = await work.links.latest_of(village.ada)
        assert link is not None
        await work.links.undo(link, LATER)
    async with open_work() as work:
        assert await about(work, village.bo) == []
        assert await work.people.member(village.zed) is not None


async def convenes(work: SqlWork, member: int) -> list[tuple[int, int | None]]:
    """The networks of which somebody is a convenor, each with who made them one."""
    return sorted((grant.scope.id, grant.by) for grant in await work.roles.of(member))


async def undo(work: SqlWork, village: Village) -> None:
    link = await work.links.latest_of(village.ada)
    assert link is not None
    await work.links.undo(link, LATER)


async def test_a_role_that_was_withdrawn_meanwhile_does_not_come_back(
    open_work: OpenSqlWork,
) -> None:
    village = await village_of(open_work)
    async with open_work() as work:
        await become_one(work, village, village.link)
        assert await convenes(work, village.ada) == [(1, village.cy), (2, village.ada)]
        await work.roles.withdraw(village.ada, ScopedRole.CONVENOR, Scope("network", 1))
        await undo(work, village)
    async with open_work() as work:
        assert await convenes(work, village.ada) == []
        assert await convenes(work, village.zed) == [(2, village.ada)]


async def test_a_role_that_was_given_meanwhile_stays_with_who_is_kept(
    open_work: OpenSqlWork,
) -> None:
    village = await village_of(open_work)
    async with open_work() as work:
        await become_one(work, village, village.link)
        host, fair = ScopedRole.HOST, Scope("event", 1)
        await work.roles.grant(village.ada, host, fair, village.bo, LATER)
        await undo(work, village)
    async with open_work() as work:
        assert [grant.role for grant in await work.roles.of(village.ada)] == ["convenor", host]
        assert [grant.role for grant in await work.roles.of(village.zed)] == ["convenor"] * 2


async def test_roles_outlive_who_gave_them_and_was_erased_meanwhile(
    open_work: OpenSqlWork,
) -> None:
    village = await village_of(open_work)
    async with open_work() as work:
        await become_one(work, village, village.link)
        await work.introductions.personal_data.erase(village.bo)
        await work.members.erase(village.bo)
        await undo(work, village)
    async with open_work() as work:
        assert await convenes(work, village.ada) == [(1, village.cy)]
        assert await convenes(work, village.zed) == [(1, None), (2, village.ada)]


async def test_an_address_that_is_somebody_elses_by_now_is_not_taken_back(
    open_work: OpenSqlWork,
) -> None:
    village = await village_of(open_work)
    async with open_work() as work:
        await become_one(work, village, village.link)
        await work.members.enrol(village.community, AccountInfo("Yan", email="a@b.example"), LATER)
        link = await work.links.latest_of(village.ada)
        assert link is not None
        await work.links.undo(link, LATER)
    async with open_work() as work:
        profiles = await work.members.profiles([village.ada, village.zed])
    assert [profile.email for profile in profiles.values()] == ["", "z@b.example"]


async def test_a_member_who_has_gone_cannot_be_held(open_work: OpenSqlWork) -> None:
    village = await village_of(open_work)
    async with open_work() as work:
        await work.links.lock([village.ada, village.zed])
        with pytest.raises(Conflict):
            await work.links.lock([village.ada, 999])


async def test_one_account_in_two_spaces_is_one_members(open_work: OpenSqlWork) -> None:
    village = await village_of(open_work)
    async with open_work() as work:
        other = await work.people.establish("Cake")
        known = await work.people.known_as(village.community, Ref("town", "u1"))
        assert known is not None
        assert known.id == village.ada
        assert await work.people.known_as(other.id, Ref("town", "u1")) is None
        assert await work.people.known_as(village.community, Ref("fair", "u1")) is None
        assert await work.people.known_as(village.community, Ref("web", str(village.ada))) is None


async def test_what_hangs_with_both_hangs_once_with_who_is_kept(open_work: OpenSqlWork) -> None:
    village = await village_of(open_work)
    async with open_work() as work:
        for member, subject in ((village.ada, 1), (village.zed, 1), (village.zed, 2)):
            view = View.of("ideas.card", subject)
            await work.live.hang(ToMember(member), view, community=village.community)
    async with open_work() as work:
        await become_one(work, village, village.link)
    async with open_work(read_only=True) as work:
        views = delivery.live_views.c
        hanging = select(views.subject, views.hangs_in).where(views.kind == "ideas.card")
        assert sorted(map(tuple, await work.connection.execute(hanging))) == [
            ("1", f"member:{village.ada}"),
            ("2", f"member:{village.ada}"),
        ]
        waits = select(delivery.outbox.c.id).where(delivery.outbox.c.kind == "ideas.card")
        assert len((await work.connection.execute(waits)).all()) == 2
