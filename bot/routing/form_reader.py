"""How what stands in a form is read for one actor: dates, time zones, people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.community.dates.reader import DateReader
from bot.community.naming import PeopleReader
from bot.community.people import Member
from bot.errors import UserError
from bot.routing.interaction import Call, Prefill
from bot.ui.fields import Person, Raw
from bot.ui.forms import Field
from bot.work import Work


@dataclass(frozen=True, slots=True)
class FormReader(DateReader):
    """Reads some fields of which the people have been looked up (`bot.ui.reading.Reading`).

    `found` is who is meant, or else words for why not, by what was typed.
    """

    found: Mapping[str, Member | str]

    def person(self, text: str) -> Member:
        """Return who is meant; raises `ValueError`."""
        who = self.found[text]
        if isinstance(who, str):
            raise ValueError(who)
        return who


async def form_reader(
    call: Call, work: Work, fields: Collection[Field], typed: Mapping[str, Raw], prefill: Prefill
) -> FormReader:
    """Look up everybody who stands in these fields.

    Whom the form put there itself is known, whoever shares their name.
    """
    reader = PeopleReader(work.people, call.me.community, call.arrival.space)
    found: dict[str, Member | str] = {}
    for field in fields:
        raw = typed.get(field.name, "") if isinstance(field.kind, Person) else ""
        for said in filter(None, map(str.strip, [raw] if isinstance(raw, str) else raw)):
            known = prefill.people.get(field.name)
            same = known is not None and known.name == said
            found[said] = known if known and same else await _who(reader, said)
    return FormReader(call.me.zone, call.now, found)


async def _who(reader: PeopleReader, said: str) -> Member | str:
    try:
        return await reader.read(said)
    except UserError as unknown:
        return str(unknown)
