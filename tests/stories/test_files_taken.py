"""Files that people give: a facilitator takes members in from a spreadsheet, in each chat."""

import csv
import io
from datetime import timedelta

import pytest

from bot.community.roles import Role
from bot.routing.interaction import Dialog, Filled, Submitted, Typed
from bot.ui.fields import Raw
from bot.ui.files import GivenFile
from tests.chat import Answer, Chat, Person
from tests.extent import some_rows
from tests.workbooks import workbook

PEOPLE = """name,email,topics,networks,shoe size
Bo Sample,bo@example.org,bees; honey,Kettle,7
Zoë Ünal,zoe@example.org,,Bench,
"""


async def members(chat: Chat) -> list[str]:
    async with chat.work(read_only=True) as work:
        return [profile.name for _, profile in await work.members.page(chat.community, 0, 100)]


async def gives(person: Person, name: str, content: bytes, way: str = "take") -> Answer:
    """Fill in the form with a file."""
    page = await person.says("/facilitate import")
    return await page.fill(file=person.chat.file(name, content), way=way).done()


async def test_a_facilitator_looks_first_and_then_takes_people_in(chat: Chat) -> None:
    fay = await chat.person("Fay", Role.FACILITATOR)
    looked = await gives(fay, "people.csv", PEOPLE.encode(), way="look")
    assert "written nothing" in looked.text
    assert "2 people are new" in looked.text
    assert "“shoe size”" in looked.text
    assert await members(chat) == ["Fay"]
    taken = await looked.press("Take them in")
    if isinstance(taken.shown, Dialog):  # where nothing can be pressed
        file = chat.file("people.csv", PEOPLE.encode())
        taken = await taken.fill(file=file, way="take").done()
    assert "2 people are new" in taken.text
    assert taken.only_for_actor
    assert await members(chat) == ["Fay", "Bo Sample", "Zoë Ünal"]
    again = await gives(fay, "people.csv", PEOPLE.encode())
    assert "2 people stay as they are" in again.text


FORM = """When,Your full name,What can you offer?,Kontakt
2026-05-28,Ada Example,Mentoring,ada@example.org
2026-05-29,Bo Sample,A room,any time
"""


async def test_what_a_column_is_may_be_said_where_it_is_not_known(chat: Chat) -> None:
    fay = await chat.person("Fay", Role.FACILITATOR)
    looked = await gives(fay, "answers.csv", FORM.encode(), way="take")
    assert "“Kontakt” holds e-mail addresses" in looked.text  # none is lost without a word
    assert await members(chat) == ["Fay"]
    looked = await looked.choose("E-mail address")
    assert "One row cannot be taken" in looked.text
    assert "“Your full name” is Name" in looked.text
    looked = await looked.choose("What I offer")
    assert "“What can you offer?” is What I offer" in looked.text
    assert "leave them alone: “When”." in looked.text
    assert await members(chat) == ["Fay"]
    if chat.thin:
        return
    taken = await looked.press("Take them in")
    assert "One person is new" in taken.text
    async with chat.work(read_only=True) as work:
        (ada,) = [p for _, p in await work.members.page(chat.community, 0, 9) if p.email]
    assert (ada.name, ada.email, ada.offers) == ("Ada Example", "ada@example.org", ("Mentoring",))


async def test_whoever_looked_may_let_it_be_and_a_file_is_not_held_for_long(chat: Chat) -> None:
    fay = await chat.person("Fay", Role.FACILITATOR)
    looked = await gives(fay, "people.csv", PEOPLE.encode(), way="look")
    assert "written nothing" in looked.text
    if chat.thin:
        return
    dropped = await looked.press("Do not")
    assert "let go of the file" in dropped.text
    assert "no longer hold this file" in (await looked.press("Take them in")).text
    looked = await gives(fay, "people.csv", PEOPLE.encode(), way="look")
    chat.clock.at += timedelta(minutes=16)
    assert "give it to me once more" in (await looked.press("Take them in")).text
    assert await members(chat) == ["Fay"]


async def test_a_workbook_is_taken_and_nobody_without_a_name(chat: Chat) -> None:
    fay = await chat.person("Fay", Role.FACILITATOR)
    looked = await gives(fay, "People.xlsx", workbook(("Wer", "Mail"), ("Bo", "b@x.org")))
    assert "which column holds the names" in looked.text
    looked = await looked.choose("Wer")
    assert "“Wer” is Name; “Mail” is E-mail address" in looked.text
    if not chat.thin:
        await looked.press("Take them in")
        assert await members(chat) == ["Fay", "Bo"]


async def test_to_look_is_what_is_chosen_unless_one_chooses_otherwise(chat: Chat) -> None:
    fay = await chat.person("Fay", Role.FACILITATOR)
    assert (await fay.says("/facilitate import")).value("way") == "look"


@pytest.mark.not_in("slack", "no command there has fields")
@pytest.mark.not_in("discord", "attached in tests/adapters/test_discord_arguments.py")
async def test_a_file_is_given_with_the_command_where_a_chat_lets_it(chat: Chat) -> None:
    fay = await chat.person("Fay", Role.FACILITATOR)
    file = GivenFile.read(chat.file("people.csv", PEOPLE.encode()))
    assert file is not None
    looked = await fay.does(Filled("facilitate import", {"file": file}))
    assert "written nothing" in looked.text
    taken = await fay.does(Filled("facilitate import", {"file": file, "way": "take"}))
    assert "2 people are new" in taken.text
    assert await members(chat) == ["Fay", "Bo Sample", "Zoë Ünal"]
    assert (await fay.says("/facilitate import take")).value("way") == "take"


@pytest.mark.not_in("slack", "said in tests/adapters/test_slack_files_taken.py")
@pytest.mark.not_in("discord", "nothing is given there with words alone")
async def test_a_file_is_given_with_words(chat: Chat) -> None:
    fay = await chat.person("Fay", Role.FACILITATOR)
    file = GivenFile.read(chat.file("people.csv", PEOPLE.encode()))
    assert file is not None
    looked = await fay.does(Typed("facilitate import", (file,)))
    assert "written nothing" in looked.text
    asked = await fay.does(Typed("", (file,)))
    assert "What shall I do with “people.csv”?" in asked.text
    assert "takes 1 at most" in (await fay.does(Typed("facilitate import", (file, file)))).text


@pytest.mark.not_in("slack", "no command there has fields")
@pytest.mark.not_in("discord", "attached in tests/adapters/test_discord_arguments.py")
async def test_with_the_command_a_file_of_another_kind_is_refused_too(chat: Chat) -> None:
    fay = await chat.person("Fay", Role.FACILITATOR)
    file = GivenFile.read(chat.file("people.ods", b"PK"))
    assert file is not None
    refused = await fay.does(Filled("facilitate import", {"file": file}))
    assert "is a workbook. Please save it as CSV" in refused.text
    typed = await fay.says("/facilitate import people.csv")
    assert "is not one of the choices" in typed.text


async def test_a_member_gives_no_file(chat: Chat) -> None:
    answer = await (await chat.person("Ada")).says("/facilitate import")
    assert "facilitators" in answer.text


async def test_rows_that_cannot_be_taken_are_named_and_the_others_taken(chat: Chat) -> None:
    fay = await chat.person("Fay", Role.FACILITATOR)
    bad = "\n".join(f"Bad {n},not an address" for n in range(17))
    answer = await gives(fay, "people.csv", f"name,email\nBo,bo@example.org\n{bad}\n".encode())
    assert "One person is new" in answer.text
    assert "17 rows cannot be taken" in answer.text
    assert "Line 3, email:" in answer.text
    assert "and 2 more" in answer.text
    assert await members(chat) == ["Fay", "Bo"]


async def test_rows_that_cannot_be_taken_are_given_back_to_be_mended(chat: Chat) -> None:
    fay = await chat.person("Fay", Role.FACILITATOR)
    people = "name,email,topics\nBo,bo@example.org,bees\n=Cy,cy at example,honey\nCy,,,x\n"
    answer = await gives(fay, "people.csv", people.encode())
    ((name, content),) = (await chat.received(answer)).items()
    assert name == "people-rejected.csv"
    header, cy, short = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert header == ["name", "email", "topics", "reason"]
    assert cy[:3] == ["'=Cy", "cy at example", "honey"]
    assert "email: " in cy[3]
    assert short[:3] == ["Cy", "", ""]
    assert "this row has 4 cells" in short[-1]
    mended = content.replace(b"cy at example", b"cy@example.org").replace(b",x,", b",")
    again = await gives(fay, "mended.csv", mended)
    assert "2 people are new" in again.text
    assert "I do not know these columns" not in again.text
    assert await members(chat) == ["Fay", "Bo", "=Cy", "Cy"]


REFUSED = {
    "a workbook of another kind": ("people.ods", b"PK\x03\x04", "Please save it as CSV"),
    "a picture": ("people.png", b"\x89PNG", "I take .csv"),
    "nothing in it": ("people.csv", b"", "is empty"),
    "too large": ("people.csv", b"x" * 2_000_001, "larger than 2 MB"),
}


@pytest.mark.parametrize(("name", "content", "why"), REFUSED.values(), ids=REFUSED)
async def test_what_is_no_such_file_is_refused_at_the_field(
    chat: Chat, name: str, content: bytes, why: str
) -> None:
    fay = await chat.person("Fay", Role.FACILITATOR)
    answer = await gives(fay, name, content)
    assert why in answer.error("file")
    taken = await answer.fill(file=chat.file("people.csv", PEOPLE.encode())).done()
    assert "2 people are new" in taken.text


NO_TABLES = {
    "no workbook": (b"PK\x03\x04rest", "cannot open this workbook"),
    "no names": (b"mail,town\na@example.org,Hull\n", "which column holds the names"),
    "nothing but lines": (b"\n\n\n", "empty"),
    "too many rows": (b"name\n" + b"Bo\n" * 2001, "more than 2000 rows"),
}


@some_rows(2)
@pytest.mark.parametrize(("content", "why"), NO_TABLES.values(), ids=NO_TABLES)
async def test_what_is_no_table_of_people_is_answered_in_kind_words(
    chat: Chat, content: bytes, why: str
) -> None:
    fay = await chat.person("Fay", Role.FACILITATOR)
    answer = await gives(fay, "people.csv", content)
    assert why in answer.text
    assert await members(chat) == ["Fay"]


TAKEN = {
    "semicolons, as in a German Excel": PEOPLE.replace("bees; honey", '"bees; honey"')
    .replace(",", ";")
    .encode(),
    "Excel's UTF-8, with its mark and line ends": (
        "\ufeff" + PEOPLE.replace("\n", "\r\n")
    ).encode(),
    "a cell of several lines": b'name,about\nBo,"Bees,\r\nand honey"\n',
    "what a spreadsheet would take for a formula": b"name,headline\nBo,'=1+1\n",
    "invisible ends of lines": "name\nBo\u200b\n".encode(),
}


@some_rows(3)
@pytest.mark.parametrize("content", TAKEN.values(), ids=TAKEN)
async def test_spreadsheets_as_people_have_them_are_taken(chat: Chat, content: bytes) -> None:
    fay = await chat.person("Fay", Role.FACILITATOR)
    assert "new" in (await gives(fay, "People.CSV", content)).text
    assert len(await members(chat)) > 1


async def test_what_kindred_gave_it_takes_back_unchanged(chat: Chat) -> None:
    ada = await chat.person("Ada", Role.ADMIN, headline="=2+5", topics=("bees", "honey"))
    await chat.person("Zoë", visibility="networks")
    ((_, content),) = (await chat.received(await ada.says("/facilitate export"))).items()
    assert "2 people stay as they are" in (await gives(ada, "back.csv", content)).text


async def test_the_same_form_delivered_twice_takes_people_in_once(chat: Chat) -> None:
    fay = await chat.person("Fay", Role.FACILITATOR)
    form = (await fay.says("/facilitate import")).dialog
    typed: dict[str, Raw] = {"file": chat.file("people.csv", b"name\nBo\nBo\n"), "way": "take"}
    request = Submitted(form.form, form.page, typed, form.subject, "done")
    first = await fay.does(request, "delivered twice")
    second = await fay.does(request, "delivered twice")
    assert "One person is new" in first.text
    assert second.text == first.text
    assert await members(chat) == ["Fay", "Bo"]
