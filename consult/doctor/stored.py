"""Where documents lie: whether the place answers, is closed to others and can be written, and whether all are there."""

import os
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from consult.db import Busy, reading
from consult.doctor.files import room
from consult.doctor.findings import Finding, look, sound, wrong
from consult.documents import Away, stores_of
from consult.documents.needed import Compared, compare
from consult.documents.stores import bucket_of
from consult.documents.stores.client import TAKEN, Bucket, Said
from consult.i18n import _, ngettext
from consult.settings import BUCKET, Settings

PART = "documents"
APART, REFUSED_APART = timedelta(minutes=1), timedelta(minutes=5)
EVERYBODY = ("/AllUsers", "/AuthenticatedUsers")
FORGOTTEN = 100
PROBE = b"Consult looks whether this can be written; it may be removed."


def examine_stored(settings: Settings, engine: Engine, at: datetime, *, thorough: bool = True) -> Iterator[Finding]:
    """Look at the place of documents, then lay what is there beside the record. Not `thorough`, only ask whether the
    place answers: nothing is put there, and what lies there is not counted."""
    if settings.stored.store == BUCKET:
        yield from _bucket(settings, engine, at, thorough)
    else:
        yield sound(PART, _("Documents lie in %(path)s.", path=settings.documents))
        if thorough:
            yield from _folder(settings)
            yield from _record(settings, engine)


def _folder(settings: Settings) -> Iterator[Finding]:
    """Look whether a folder can be written, and how much room is left where it lies apart from the installation; one
    that is not there yet is made with the first document. One that others share may hang, so that no page asks."""
    folder = settings.documents
    if not folder.is_dir():
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        says = _("Nothing can be written to %(path)s.", path=folder)
        yield wrong(PART, says, _("Give it to the user that the server runs as."))
    if folder.stat().st_dev != settings.instance.stat().st_dev:
        yield room(PART, folder)


def _bucket(settings: Settings, engine: Engine, at: datetime, thorough: bool) -> Iterator[Finding]:
    """Look at a bucket; what lies there only where it answers."""
    bucket = bucket_of(settings.stored)
    if thorough:
        bucket.wake()
    try:
        answer = bucket.ask(
            "list_objects_v2", quick=not thorough, needs=("IsTruncated",), Prefix=bucket.prefix, MaxKeys=1
        )
        yield sound(PART, _("Documents lie in %(place)s, which answers.", place=bucket.place))
        yield from (*_way(settings.stored.endpoint), *_clock(answer, at))
        if thorough:
            yield from (*_probed(bucket), *_open_to_all(bucket), *_versions(bucket), *_record(settings, engine))
    except Said as said:
        yield _refusal(bucket, said)
    except Away as away:
        says = _("The store of documents %(place)s does not answer (%(code)s).", place=bucket.place, code=away.code)
        mends = _("Look at the endpoint and at the way there; until then documents are neither taken nor given.")
        yield wrong(PART, says, mends)


def _refusal(bucket: Bucket, said: Said) -> Finding:
    """Say why the bucket may not be asked."""
    place = bucket.place
    if said.code == "RequestTimeTooSkewed":
        return wrong(
            PART,
            _("The clocks of this machine and of the store are too far apart."),
            _("Keep this machine's clock by a time server."),
        )
    if said.status == 404:
        return wrong(
            PART,
            _("There is no bucket %(place)s.", place=place),
            _("Make it, closed to everybody, or name the right one under [documents]."),
        )
    if said.status in (301, 400):
        return wrong(
            PART,
            _("The store refuses the question (%(code)s).", code=said.code),
            _("Look at region, endpoint and addressing under [documents]."),
        )
    return wrong(
        PART,
        _("The store refuses our keys for %(place)s (%(code)s).", place=place, code=said.code),
        _("Look at s3-credentials, and at what their owner may do."),
    )


def _way(endpoint: str) -> Iterator[Finding]:
    found = urlsplit(endpoint)
    if found.scheme != "http" or _is_here(found.hostname or ""):
        return
    says = _("Documents travel to %(endpoint)s unsealed.", endpoint=endpoint)
    yield wrong(
        PART, says, _("Give an endpoint that begins with https://, and ca_file where its certificate is your own.")
    )


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _clock(answer: dict[str, Any], at: datetime) -> Iterator[Finding]:
    told = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
    apart = abs(parsedate_to_datetime(told) - at) if told else timedelta()
    if apart > APART:
        says = _(
            "The clocks of this machine and of the store are %(seconds)s seconds apart.",
            seconds=int(apart.total_seconds()),
        )
        degree = wrong if apart > REFUSED_APART else look
        yield degree(
            PART, says, _("Keep this machine's clock by a time server: at a quarter of an hour everything is refused.")
        )


def _probed(bucket: Bucket) -> Iterator[Finding]:
    """Put something, see that it is not put over, that nobody else is given it, and take it away."""
    key = f"{bucket.prefix}probe/{secrets.token_hex(8)}"
    try:
        bucket.ask("put_object", Key=key, Body=PROBE)
    except Said as said:
        yield wrong(
            PART,
            _("Nothing can be written to %(place)s (%(code)s).", place=bucket.place, code=said.code),
            _("Let the owner of the keys put and delete objects there."),
        )
        return
    try:
        yield from _conditions(bucket, key)
        if _is_given_to_anybody(bucket, key):
            says = _("Anybody can read what lies in %(place)s, without a key.", place=bucket.place)
            yield wrong(PART, says, _("Close the bucket at once: no public access list, no public policy."))
    finally:
        gone = _taken_away(bucket, key)
    yield _removable(bucket, gone)


def _removable(bucket: Bucket, code: str) -> Finding:
    """Say whether what was put could be removed; `code` is why it could not."""
    if not code:
        return sound(PART, _("It can be written, and emptied."))
    says = _("Nothing can be removed from %(place)s (%(code)s).", place=bucket.place, code=code)
    return wrong(PART, says, _("Let the owner of the keys delete objects and their versions: an erasure has to."))


def _conditions(bucket: Bucket, key: str) -> Iterator[Finding]:
    if not bucket.settings.conditional:
        yield look(
            PART,
            _("Documents are put without a condition."),
            _("Set conditional = true under [documents] if the store knows If-None-Match."),
        )
        return
    try:
        bucket.ask("put_object", Key=key, Body=PROBE, IfNoneMatch="*")
    except Said as said:
        if said.code in TAKEN:
            return
        says = _("The store does not know If-None-Match (%(code)s).", code=said.code)
    else:
        says = _("The store puts one object over another, whatever is asked (If-None-Match).")
    yield look(
        PART,
        says,
        _("Nothing is lost by it, since bytes lie under their digest; a newer version of the store may know it."),
    )


def _is_given_to_anybody(bucket: Bucket, key: str) -> bool:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        bucket.unsigned().get_object(Bucket=bucket.name, Key=key)["Body"].close()
    except (BotoCoreError, ClientError):
        return False
    return True


def _taken_away(bucket: Bucket, key: str) -> str:
    try:
        answer = bucket.ask("delete_object", Key=key)
        if "VersionId" in answer:
            found = bucket.ask("list_object_versions", Prefix=key)
            for one in (*found.get("Versions", ()), *found.get("DeleteMarkers", ())):
                bucket.ask("delete_object", Key=key, VersionId=one["VersionId"])
    except Said as said:
        return said.code
    return ""


def _open_to_all(bucket: Bucket) -> Iterator[Finding]:
    """Look at the bucket's access list and policy, as far as the store tells them."""
    grants = _told(bucket, "get_bucket_acl").get("Grants", ())
    by_list = any(str(one["Grantee"].get("URI", "")).endswith(EVERYBODY) for one in grants)
    if by_list or _told(bucket, "get_bucket_policy_status").get("PolicyStatus", {}).get("IsPublic"):
        yield wrong(
            PART,
            _("%(place)s is open to everybody by its access list or its policy.", place=bucket.place),
            _("Close it, and block public access to the whole bucket."),
        )


def _versions(bucket: Bucket) -> Iterator[Finding]:
    if _told(bucket, "get_object_lock_configuration").get("ObjectLockConfiguration"):
        yield look(
            PART,
            _("The bucket locks its objects for a time."),
            _("What has to be erased cannot go before: use a bucket without object lock."),
        )
    if _told(bucket, "get_bucket_versioning").get("Status") == "Enabled":
        yield sound(PART, _("The bucket keeps versions; what is removed here goes with all of them."))


def _told(bucket: Bucket, what: str) -> dict[str, Any]:
    """Ask what a store need not tell."""
    try:
        return bucket.ask(what)
    except Said:
        return {}


def _record(settings: Settings, engine: Engine) -> Iterator[Finding]:
    """Lay each store beside the rows that name what lies there."""
    forgotten = 0
    for name, store in stores_of(settings).named().items():
        try:
            with reading(engine) as connection:
                found = compare(connection, name, store)
        except (DBAPIError, Busy):
            return  # the database speaks for itself
        forgotten += found.unnamed
        yield _compared(store.place, found)
    if forgotten > FORGOTTEN:
        says = _("Nothing names %(number)s files that lie there.", number=forgotten)
        yield look(PART, says, "consult documents sweep --dry-run")


def _compared(place: str, found: Compared) -> Finding:
    if not found.named:
        return sound(PART, _("The record names no file in %(place)s.", place=place))
    if not found.missing:
        says = ngettext(
            "The %(num)s file that the record names is in %(place)s.",
            "All %(num)s files that the record names are in %(place)s.",
            found.named,
            place=place,
        )
        return sound(PART, says)
    says = ngettext(
        "%(num)s file that the record names is missing in %(place)s, first %(first)s.",
        "%(num)s files that the record names are missing in %(place)s, first %(first)s.",
        found.missing,
        place=place,
        first=found.first_missing[0],
    )
    return wrong(PART, says, _("Bring it back from a backup (consult documents check names the others)."))
