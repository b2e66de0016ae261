"""When groups check in, how each wants to be asked, who is to be, and what they said."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text

from storage.challenges.tables import challenge_column
from storage.kernel.columns import Id, Instant, member_column, metadata

challenge_rhythms = Table(
    "challenge_rhythms",
    metadata,
    challenge_column(primary_key=True),
    Column("every", Text, nullable=False, doc="Every"),
    Column("weekday", Integer, nullable=False, doc="from Monday, 0"),
    Column("since", Date, nullable=False, doc="the day of its first round"),
    Column("tried", Text, nullable=False, server_default="", doc="what is asked first"),
    Column("help", Text, nullable=False, server_default="", doc="what is asked then"),
    Column("next_day", Date, doc="the round that is planned next"),
    Column("plan_at", Instant, index=True, doc="when that is"),
    Column("revision", Integer, nullable=False, doc="how often that was said"),
)

challenge_rounds = Table(
    "challenge_rounds",
    metadata,
    challenge_column(primary_key=True),
    Column("day", Date, primary_key=True),
    Column("digest_at", Instant, index=True, doc="when what was said is told"),
    Column("said", Integer, nullable=False, server_default="0", doc="how often it was told anew"),
    Column("stands", Boolean, nullable=False, doc="whether it stands in the thread"),
    Column("named", Text, nullable=False, server_default="", doc="ids it tells of: ' 3 17 '"),
)

challenge_check_in_preferences = Table(
    "challenge_check_in_preferences",
    metadata,
    challenge_column(primary_key=True),
    member_column(primary_key=True, index=True),
    Column("in_thread", Boolean, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("weekday", Integer, doc="one that they like better"),
    Column("glad", Boolean, nullable=False, doc="may be named as one who could help"),
    Column("stay_asked_at", Instant, doc="when they were asked whether they stay"),
    Column("greeted_at", Instant, doc="when a host said hello"),
)

challenge_check_ins = Table(
    "challenge_check_ins",
    metadata,
    challenge_column(primary_key=True),
    member_column(primary_key=True, index=True),
    Column("day", Date, primary_key=True, doc="of the round"),
    Column("ask_on", Date, nullable=False, doc="a day in their own zone"),
    Column("ask_at", Instant, index=True, doc="when they are to be asked, or asked again"),
    Column("asks", Integer, nullable=False, doc="how often they were asked"),
    Column("asked_at", Instant),
    Column("asked_in", Id, doc="the space in whose thread they were asked"),
    Column("state", Text, nullable=False, doc="Answered"),
    Column("tried", Text, nullable=False, server_default=""),
    Column("help", Text, nullable=False, server_default=""),
    Column("for_hosts", Boolean, nullable=False, doc="read by the hosts alone"),
    Column("answered_on", Date, doc="a day in their own zone"),
    Index("ix_challenge_check_ins_challenge_id_day", "challenge_id", "day"),
)

challenge_help_offers = Table(
    "challenge_help_offers",
    metadata,
    challenge_column(primary_key=True),
    member_column(primary_key=True, index=True),
    Column("day", Date, primary_key=True, doc="of the round in which it was asked for"),
    member_column("helper_id", primary_key=True, index=True),
    Column("state", Text, nullable=False, doc="Offer"),
    Column("offered_at", Instant, nullable=False),
)

TABLES = (
    challenge_rhythms,
    challenge_rounds,
    challenge_check_in_preferences,
    challenge_check_ins,
    challenge_help_offers,
)
