"""Pictures of events (`bot.features.events.covers.ports.Covers`)."""

from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.covers.domain import Picture, new_key
from bot.features.events.domain import Cover
from storage.events.tables import event_covers, events


class SqlCovers:
    """The pictures of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(
        self, event: int, picture: Picture | None, alt: str, now: datetime
    ) -> Cover | None:
        its_own = events.c.id == event
        former = (await self._connection.execute(_COVER_OF.where(its_own))).one()
        new = Cover(new_key(picture), alt) if picture else None
        if picture and new:
            await self._connection.execute(
                event_covers.insert().values(
                    key=new.key,
                    community_id=former.community_id,
                    media_type=picture.media_type,
                    width=picture.width,
                    height=picture.height,
                    content=picture.content,
                    added_at=now,
                )
            )
        values = {"cover_key": new.key if new else None, "cover_alt": alt if new else ""}
        await self._connection.execute(update(events).where(its_own).values(**values))
        unused = ~exists().where(events.c.cover_key == event_covers.c.key)
        await self._connection.execute(
            delete(event_covers).where(event_covers.c.key == former.cover_key, unused)
        )
        return new

    async def describe(self, event: int, alt: str, now: datetime) -> None:
        its_own = update(events).where(events.c.id == event)
        await self._connection.execute(its_own.values(cover_alt=alt))

    async def get(self, key: str) -> Picture | None:
        found = await self._connection.execute(_PICTURE.where(event_covers.c.key == key))
        row = found.one_or_none()
        return Picture(row.media_type, row.width, row.height, row.content) if row else None


_COVER_OF = select(events.c.community_id, events.c.cover_key)
_PICTURE = select(
    event_covers.c.media_type, event_covers.c.width, event_covers.c.height, event_covers.c.content
)
