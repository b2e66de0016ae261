"""What was reported to facilitators, and what they decided (`bot.features.reports.ports`)."""

from bot.features.reports.ports import Reports
from storage.kernel.store import Repository, Store
from storage.reports.merging import MERGING
from storage.reports.reports import SqlReports
from storage.reports.tables import report_cases, reports

STORE = Store(
    "reports",
    (report_cases, reports),
    (Repository[Reports]("reports", lambda work: SqlReports(work.connection)),),
    merging=MERGING,
)
