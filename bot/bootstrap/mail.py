"""Mail: how it is put together, and what an operator asks of it."""

from adapters.mail import checkup
from adapters.mail.platform import MailPlatform
from adapters.mail.settings import MailSettings
from bot.bootstrap.configured import address, mail_settings, table_faults, web_settings
from bot.bootstrap.core import registry
from bot.community.clock import Clock, SystemClock
from bot.settings import Settings
from storage.kernel.database import connect
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on


def mail_platform(
    settings: Settings, mail: MailSettings, open_work: OpenSqlWork, clock: Clock
) -> MailPlatform:
    """Mail, as it is set up."""
    secret, here = settings.secret_key.get_secret_value(), address(web_settings())
    machine = SystemClock()
    return MailPlatform(mail, secret, here, registry(), open_work, clock, machine_clock=machine)


async def check_mail(to: str = "") -> checkup.Found:
    """How it is between Kindred and its mail server; sends a test mail `to` an address, if any."""
    settings, mail = Settings(), mail_settings()
    if not mail.wanted:
        return checkup.Found([checkup.unset()])
    found = [*settings.faults(), *mail.faults(settings.base_url)]
    found = found or await table_faults(settings)
    if found:
        return checkup.Found(found)
    engine = connect(settings.database_url)
    secret_key = settings.secret_key.get_secret_value()
    open_work = work_on(engine, secret_key=secret_key)
    platform = mail_platform(settings, mail, open_work, SystemClock())
    try:
        return await checkup.look(platform, open_work, to)
    finally:
        await platform.close()
        await engine.dispose()
