"""Facilitators make spellings of one name one, and members say which network they meant."""

from bot.community.roles import Role, Scope, ScopedRole
from tests.chat import Chat, Person
from tests.stories.test_members import fill


async def networks(chat: Chat, *people: Person) -> list[tuple[str, ...]]:
    async with chat.work(read_only=True) as work:
        there = await work.members.profiles([person.id for person in people])
    return [there[person.id].networks for person in people]


async def test_a_network_that_is_spelled_in_two_ways_becomes_one_and_two_again(chat: Chat) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR, networks=("Bench & Co", "Lane"))
    bo = await chat.person("Bo", networks=("Lane", "Bench and Co", "Bench & Co"))
    cy = await chat.person("Cy", networks=("Bench and Co",), topics=("wellbeing",), town="Köln")
    await chat.person("Di", networks=("Bench & Co",), topics=("well-being",), town="Koeln")
    async with chat.work() as work:
        (twin,) = await work.members.networks_called(chat.community, ["Bench and Co"])
        scope = Scope("network", twin.id)
        await work.roles.grant(cy.id, ScopedRole.CONVENOR, scope, None, chat.clock.now())
    shown = await ada.says("/facilitate names")
    assert (
        "A network is spelled in several ways: “Bench & Co” (3) and “Bench and Co” (2)."
        in shown.text
    )
    assert "“well-being” (1) and “wellbeing” (1)" in shown.text
    assert "“Koeln” (1) and “Köln” (1)" in shown.text

    done = await shown.press("Make it “Bench & Co”")
    assert "It is “Bench & Co” everywhere now." in done.text
    assert "Ada did that" in done.text
    assert await networks(chat, bo, cy) == [("Lane", "Bench & Co"), ("Bench & Co",)]
    assert "Cy" in (await ada.says('/kindred find from "Bench & Co"')).text
    async with chat.work(read_only=True) as work:
        (grant,) = await work.roles.of(cy.id)
        (kept,) = await work.members.networks_called(chat.community, ["Bench & Co"])
        assert grant.scope == Scope("network", kept.id)

    undone = await done.press("Undo: “Bench and Co”")
    assert "“Bench and Co” is back." in undone.text
    assert await networks(chat, bo, cy) == [
        ("Lane", "Bench and Co", "Bench & Co"),
        ("Bench and Co",),
    ]
    async with chat.work(read_only=True) as work:
        assert [grant.scope for grant in await work.roles.of(cy.id)] == [scope]
    assert "undone already" in (await done.press("Undo: “Bench and Co”")).text


async def test_a_name_is_given_by_a_form_for_everybody_at_once(chat: Chat) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR, topics=("bees", "honey"), town="hull")
    bo = await chat.person("Bo", topics=("honey",), networks=("Lane",))
    form = await (await ada.says("/facilitate names")).press("Give another name")
    again = await form.fill(kind="topic", former="hony", name="bees").done()
    assert "Did you mean “honey”?" in again.error("former")
    done = await again.fill(kind="topic", former="Honey", name="Bees").done()
    assert "“honey” and “Bees” are one now" in done.text
    assert "Bo" in (await ada.says("/kindred find bees")).text
    async with chat.work(read_only=True) as work:
        there = await work.members.profiles([ada.id, bo.id])
        assert [each.topics for each in there.values()] == [("Bees",), ("Bees",)]
    await done.press("Undo: “honey”")
    async with chat.work(read_only=True) as work:
        there = await work.members.profiles([ada.id, bo.id])
        assert {*there[ada.id].topics} == {"bees", "honey"}
        assert there[bo.id].topics == ("honey",)
    for kind, former, name in (("town", "HULL", "Hull"), ("network", "lane", "Millstone Lane")):
        form = await (await ada.says("/facilitate names")).press("Give another name")
        assert (
            f"is called “{name}” now"
            in (await form.fill(kind=kind, former=former, name=name).done()).text
        )
    assert await networks(chat, bo) == [("Millstone Lane",)]
    assert "Bo" in (await ada.says("/kindred find from millstone")).text
    await chat.skip_time(days=31)
    await chat.core.ticks.run_due()
    assert "Undo" not in " ".join((await ada.says("/facilitate names")).buttons)
    async with chat.work(read_only=True) as work:
        assert await work.renamings.by(ada.id) == []


async def test_whoever_names_a_network_that_is_not_there_is_asked_which_they_meant(
    chat: Chat,
) -> None:
    await chat.person("Ada", networks=("Millstone Lane",))
    bo = await chat.person("Bo")
    saved = await fill(bo, home="Milstone Lane", others="Kettle & Bench")
    assert (
        "“Milstone Lane” is a new network here, and you are its first member. Or did you"
        in saved.text
    )
    assert "“Kettle & Bench” is a new network here" in saved.text
    assert "You belong to “Millstone Lane”" in (await saved.press("I meant “Millstone Lane”")).text
    assert await networks(chat, bo) == [("Millstone Lane", "Kettle & Bench")]
    async with chat.work(read_only=True) as work:
        there = [each.name for each in await work.members.networks(chat.community)]
    assert there == ["Kettle & Bench", "Millstone Lane"]
    again = await fill(bo, home="millstone lane")
    assert "new network" not in again.text
