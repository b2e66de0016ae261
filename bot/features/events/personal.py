"""What events hold about a person, how they get it, and how it is erased."""

from bot.community.domain_events import RsvpChanged
from bot.community.personal_data import PersonalData
from bot.features.events import feature
from bot.features.events.ports import Work


async def _export(work: Work, member: int) -> object:
    return await work.events.personal_data.export(member)


async def _erase(work: Work, member: int) -> None:
    """Remove it. The seats go on once it is heard that they have left (`reactions`)."""
    for happening in await work.events.personal_data.erase(member):
        event, date = happening.event, happening.date
        gone = RsvpChanged(event.id, date.id, event.community, member, None, None)
        work.domain_events.append(gone)


feature.personal_data.append(
    PersonalData(
        "events",
        (
            *("events", "event_rsvps", "event_standing_answers", "event_reminders"),
            "event_named_hosts",
            *("event_check_ins", "event_breakouts", "event_breakout_seats"),
            *("event_agains", "event_outcomes"),
        ),
        _export,
        _erase,
    )
)
