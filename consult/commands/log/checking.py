"""`consult log verify` and `status`: verify the installation's own log, and say how far it has come.

Both only read, beside a running server.

Exit 0 when nothing is found, 1 with a sentence for each finding, 2 where there is nothing that can be read.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from consult import clock
from consult.commands.installation import Refusal, Unreadable
from consult.commands.log.exports import check_place, policy_option
from consult.db import engine_of, reading
from consult.docket.replaying import Openings, replay_cases
from consult.i18n import _
from consult.log.append import NoHead
from consult.log.erasing import missing
from consult.log.findings import Finding, Findings
from consult.log.halves import CODE, half_acts, remedy
from consult.log.signed import signed_findings
from consult.log.signer import Signed, state_of
from consult.log.status import Sealed, Status, read_status, sealing_of
from consult.log.verify import Report, verify
from consult.personal.recorded import keeping_findings
from consult.settings import Settings, SettingsError

MOST_SHOWN = 50


@click.command("verify")
@click.argument("place", metavar="[DIR|URL]", required=False)
@click.option("--replay", is_flag=True, help="Also recompute every case from its acts and compare.")
@click.option("--old", metavar="CHECKPOINT", help="An older checkpoint that the published log must continue.")
@click.option("--tree-only", is_flag=True, help="The entries of the published log may have any shape.")
@policy_option
def check(place: str | None, replay: bool, old: str | None, tree_only: bool, policy: Path | None) -> None:
    """Recompute the log from its entries and report every difference; nothing is changed.

    With a folder or an address, check the log that is published there instead, byte by byte.
    """
    if place is None and (old or tree_only or policy):
        raise click.UsageError(_("--old, --policy and --tree-only go with a folder or an address."))
    if place is not None and replay:
        raise click.UsageError(_("A published log holds no openings to replay."))
    if place is not None:
        check_place(place, old, policy, tree_only)
    else:
        _check_own(replay)


def _check_own(replay: bool) -> None:
    """Recompute the log in the database."""
    started, remembered = time.perf_counter(), _remembered()
    with _opened() as connection:
        report = verify(connection, replay=Openings(connection) if replay else None)
        cases = Findings()
        cases.add(signed_findings(connection, remembered))
        cases.add(half_acts(connection))
        if replay:
            cases.add(replay_cases(connection))
            cases.add(missing(connection))
            cases.add(keeping_findings(connection))
        status = read_status(connection)
    found = [*report.findings, *cases.kept]
    for finding in found[:MOST_SHOWN]:
        click.echo(_sentence(finding))
    count = report.count + cases.count
    if count > MOST_SHOWN:
        click.echo(_("… and %(more)s more.", more=count - MOST_SHOWN))
    if any(finding.code == CODE for finding in found):
        click.echo(remedy())
    click.echo(_summary(report))
    if replay:
        click.echo(_("%(cases)s cases recomputed from %(acts)s acts.", cases=status.cases, acts=status.acts))
        click.echo(_beside(status))
    click.echo(_("Took %(seconds).1f seconds.", seconds=time.perf_counter() - started))
    if count:
        raise Refusal(_("%(count)s findings: this log is not as it must be.", count=count))
    click.echo(_("Nothing found: the log is sound."))


def _remembered() -> Mapping[str, Signed]:
    """Read what the signer remembers, before the database is looked at."""
    try:
        return state_of(Settings.load()).all_last()
    except SettingsError as error:
        raise Unreadable(str(error)) from None


@click.command("status")
def show() -> None:
    """Say how far the log has come, and whether the database still guards it; recomputes nothing."""
    with _opened() as connection:
        status = read_status(connection)
        signed = sealing_of(connection, Settings.load())
    click.echo(_("%(size)s entries in %(chains)s chains, root %(root)s", **_counts(status)))
    click.echo(_("%(cases)s cases, %(acts)s acts", cases=status.cases, acts=status.acts))
    click.echo(_beside(status))
    for line in _signed(signed):
        click.echo(line)
    for name in status.missing:
        click.echo(_("The trigger %(name)s is missing.", name=name))
    if status.missing or status.leaves != status.size:
        raise Refusal(_("The database does not guard this log as it must: run consult log verify --replay."))


def _signed(seen: Sealed) -> Iterator[str]:
    """Say of what the log was signed last, and whether that is published."""
    yield _("Origin %(origin)s", origin=seen.origin)
    if seen.size is None or seen.signed_at is None:
        yield _("Not signed yet.")
        return
    age = max(0, int((clock.now() - seen.signed_at).total_seconds()))
    yield _("Signed up to %(size)s entries, %(age)s seconds ago", size=seen.size, age=age)
    yield _("That is published.") if seen.published else _("That is not published yet.")


def _beside(status: Status) -> str:
    """Say what the log holds beside acts."""
    counts = {"entries": status.beside, "attempts": status.attempts}
    return _("%(entries)s entries beside acts, %(attempts)s refused attempts", **counts)


def _counts(status: object) -> dict[str, object]:
    """Give the figures of the head's sentence."""
    return {name: getattr(status, name) for name in ("size", "chains", "root")}


def _sentence(finding: Finding) -> str:
    """Write one finding with its code, by which a program knows it."""
    return f"{finding.sentence} [{finding.code}]"


def _summary(report: Report) -> str:
    """Say what was read."""
    return _(
        "%(size)s entries, %(chains)s chains, %(openings)s openings, %(erased)s erased.",
        size=report.size,
        chains=report.chains,
        openings=report.openings,
        erased=report.erased,
    )


@contextmanager
def _opened() -> Iterator[Connection]:
    """Open the installation's database for reading, without making or migrating anything."""
    try:
        settings = Settings.load()
    except SettingsError as error:
        raise Unreadable(str(error)) from None
    refuse_absent(settings)
    engine = engine_of(settings)
    try:
        with reading(engine) as connection:
            yield connection
    except NoHead:
        raise Unreadable(_("This database holds no log.")) from None
    except DBAPIError as error:
        raise Unreadable(_("The database cannot be read: %(why)s", why=error.orig)) from None
    except (TypeError, ValueError) as fault:
        raise Refusal(_("This log is damaged so that it cannot be recomputed: %(why)s", why=fault)) from None
    finally:
        engine.dispose()


def refuse_absent(settings: Settings) -> None:
    """Refuse a database file that is not there, before the driver makes an empty one."""
    kind, _slashes, path = settings.database_url.partition(":///")
    if kind == "sqlite" and not Path(path).is_file():
        raise Unreadable(_("%(path)s: there is no database.", path=path))
