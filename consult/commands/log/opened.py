"""The installation that a command of the log works on: its settings and its database, neither made nor migrated."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from consult.commands.installation import Refusal, Unreadable, present_settings
from consult.db import Busy, engine_of
from consult.documents import Store, stores_of
from consult.i18n import _
from consult.log.receipts import Unprovable, seq_of_act
from consult.log.trust import Trust, trust
from consult.refusals import Unknown
from consult.settings import Settings
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Installation:
    """An installation with its database opened."""

    settings: Settings
    engine: Engine

    @property
    def store(self) -> Store:
        """Give its document store."""
        return stores_of(self.settings).documents

    def trust(self, connection: Connection) -> Trust | None:
        """Give whose signatures count here."""
        return trust(connection, self.settings.instance)


@contextmanager
def opened() -> Iterator[Installation]:
    """Open the installation; what goes wrong leaves with 2, what is not there with 1, each with a sentence."""
    settings = present_settings()
    engine = engine_of(settings)
    try:
        yield Installation(settings, engine)
    except (Unprovable, Busy) as fault:
        raise Refusal(str(fault)) from None
    except Unknown:
        raise Refusal(_("There is no such case or party, or the party may not know of the case.")) from None
    except DBAPIError as error:
        raise Unreadable(_("The database cannot be read: %(why)s", why=error.orig)) from None
    finally:
        engine.dispose()


def entry_of(connection: Connection, named: str) -> int:
    """Give the number of the entry that somebody names: a number, a case for its last act, or case/act."""
    if named.isascii() and named.isdecimal():
        return int(named)
    ref, _slash, n = named.partition("/")
    if n and not (n.isascii() and n.isdecimal()):
        raise Unreadable(_("%(named)s: name an entry by its number, or an act as REF/N.", named=named))
    return seq_of_act(connection, ref, int(n) if n else None)
