"""That people were erased (`bot.features.privacy.ports`)."""

from bot.features.privacy.ports import Erasures
from storage.kernel.store import Repository, Store
from storage.privacy.erasures import SqlErasures
from storage.privacy.tables import erasures

STORE = Store(
    "privacy",
    (erasures,),
    (Repository[Erasures]("erasures", lambda work: SqlErasures(work.connection)),),
)
