"""Where the queue of background work lies: a file of the installation, a PostgreSQL database, or a Redis server.

The queue carries numbers and may be lost at any moment; what is to be done stands in the tables. A store that several
machines share can be written by others, and what a queue holds is unpickled: so each message there is signed with a key
that is derived from the installation's secret, and each installation has a queue of its own name.
"""

import hmac
from typing import TYPE_CHECKING, Any

from consult.i18n import _
from consult.settings import Settings, SettingsError

if TYPE_CHECKING:  # it loads the libraries of all its stores: only where work is done
    from huey import Huey

FILE = "jobs.sqlite"
EMBEDDED = "sqlite"
POSTGRESQL = ("postgresql://", "postgres://")


def open_queue(settings: Settings) -> "Huey":
    """Open the queue of an installation, without results, since the tables hold those; SettingsError for an address
    that names no store, or one whose library is not installed."""
    from huey import PostgresHuey, RedisHuey, SqliteHuey
    from huey.exceptions import ConfigurationError

    address = settings.jobs.queue
    if address == EMBEDDED:
        return SqliteHuey("consult", filename=str(settings.instance / FILE), results=False)
    try:
        if address.startswith(POSTGRESQL):
            return PostgresHuey(dsn=address, **_shared(settings))
        if settings.jobs.redis:
            return RedisHuey(url=address, **_shared(settings))
    except (ConfigurationError, ImportError):
        raise SettingsError(_("jobs.queue: the library for this store is not installed here.")) from None
    raise SettingsError(_("jobs.queue: write sqlite, or an address that begins with postgresql:// or redis://."))


def _shared(settings: Settings) -> dict[str, Any]:
    """Give what a store that others may reach needs: a name of the installation's own, and signed messages."""
    from huey.serializer import SignedSerializer

    key = hmac.digest(settings.secret_key.encode(), b"consult: queue of background work", "sha256").hex()
    signed = SignedSerializer(secret=key, salt="consult jobs")
    return {"name": f"consult{key[:12]}", "results": False, "serializer": signed}
