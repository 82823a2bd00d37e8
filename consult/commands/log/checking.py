"""`consult log verify` and `status`: verify the installation's own log, and say how far it has come.

Both only read, beside a running server.

Exit 0 when nothing is found, 1 with a sentence for each finding, 2 where there is nothing that can be read.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from consult import clock
from consult.commands.installation import Refusal, Unreadable, present_settings
from consult.commands.log.exports import check_place, policy_option
from consult.db import engine_of, reading
from consult.docket.replaying import Openings, replay_cases
from consult.i18n import _, ngettext, write_exactly
from consult.log.ahead import looking_ahead
from consult.log.append import NoHead
from consult.log.erasing import missing
from consult.log.findings import Finding, Findings
from consult.log.halves import CODE, half_acts, remedy
from consult.log.quorum import Quorum, quorum_of
from consult.log.signed import signed_findings
from consult.log.signer import Signed, state_of
from consult.log.status import Sealed, Status, read_status, sealing_of
from consult.log.verify import Report, verify
from consult.personal.recorded import keeping_findings

MOST_SHOWN = 50
MOST_PROCESSES = 64


@click.command("verify")
@click.argument("place", metavar="[DIR|URL]", required=False)
@click.option("--replay", is_flag=True, help="Also recompute every case from its acts and compare.")
@click.option("--old", metavar="CHECKPOINT", help="An older checkpoint that the published log must continue.")
@click.option("--tree-only", is_flag=True, help="The entries of the published log may have any shape.")
@click.option(
    "--processes", type=click.IntRange(1, MOST_PROCESSES), default=1, help="Look at a long log with so many at once."
)
@policy_option
def check(
    place: str | None, replay: bool, old: str | None, tree_only: bool, processes: int, policy: Path | None
) -> None:
    """Recompute the log from its entries and report every difference; nothing is changed.

    With a folder or an address, check the log that is published there instead, byte by byte.
    """
    if place is None and (old or tree_only or policy):
        raise click.UsageError(_("--old, --policy and --tree-only go with a folder or an address."))
    if place is not None and replay:
        raise click.UsageError(_("A published log holds no openings to replay."))
    if processes > 1 and (place is not None or replay):
        raise click.UsageError(_("--processes is for the log of this installation without --replay."))
    if place is not None:
        check_place(place, old, policy, tree_only)
    else:
        _check_own(replay, processes)


def _check_own(replay: bool, processes: int) -> None:
    """Recompute the log in the database."""
    started, remembered = time.perf_counter(), _remembered()
    with _opened() as connection, looking_ahead(connection, processes) as ahead:
        report = verify(connection, replay=Openings(connection) if replay else None, ahead=ahead)
        cases = Findings()
        cases.add(signed_findings(connection, remembered))
        cases.add(half_acts(connection))
        if replay:
            cases.add(replay_cases(connection))
            cases.add(missing(connection))
            cases.add(keeping_findings(connection))
        status = read_status(connection)
    count = report.count + cases.count
    _say([*report.findings, *cases.kept], count)
    click.echo(_summary(report))
    if replay:
        click.echo(_("%(cases)s recomputed from %(acts)s.", **_cases_and_acts(status)))
        click.echo(_beside(status))
    click.echo(_("Took %(seconds).1f seconds.", seconds=time.perf_counter() - started))
    if count:
        raise Refusal(_findings(count))
    click.echo(_("Nothing found: the log is sound."))


def _say(found: Sequence[Finding], count: int) -> None:
    """Say what was found, and what to do about an act without an entry."""
    for finding in found[:MOST_SHOWN]:
        click.echo(_sentence(finding))
    if count > MOST_SHOWN:
        click.echo(_("… and %(more)s more.", more=count - MOST_SHOWN))
    if any(finding.code == CODE for finding in found):
        click.echo(remedy())


def _findings(count: int) -> str:
    """Say how much was found."""
    return ngettext(
        "%(num)s finding: this log is not as it must be.", "%(num)s findings: this log is not as it must be.", count
    )


def _remembered() -> Mapping[str, Signed]:
    """Read what the signer remembers, before the database is looked at."""
    return state_of(present_settings()).all_last()


@click.command("status")
def show() -> None:
    """Say how far the log has come, and whether the database still guards it; recomputes nothing."""
    with _opened() as connection:
        status = read_status(connection)
        settings = present_settings()
        signed, quorum = sealing_of(connection, settings), quorum_of(connection, settings)
    entries = ngettext("%(num)s entry", "%(num)s entries", status.size)
    chains = ngettext("%(num)s chain", "%(num)s chains", status.chains)
    click.echo(_("%(entries)s in %(chains)s, root %(root)s", entries=entries, chains=chains, root=status.root))
    click.echo(_("%(cases)s, %(acts)s", **_cases_and_acts(status)))
    click.echo(_beside(status))
    for line in (*_signed(signed), *_cosigned(quorum)):
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
    seconds = ngettext("%(num)s second ago", "%(num)s seconds ago", age)
    yield ngettext(
        "Signed up to %(num)s entry, %(ago)s", "Signed up to %(num)s entries, %(ago)s", seen.size, ago=seconds
    )
    yield _("That is published.") if seen.published else _("That is not published yet.")


def _cosigned(found: Quorum | None) -> Iterator[str]:
    """Say whether enough witnesses have cosigned that, where a policy asks any, and since when not."""
    if found is None:
        return
    counts = {"done": found.cosigned, "all": found.witnesses}
    if found.is_reached:
        yield _("Cosigned by %(done)s of %(all)s witnesses: a quorum.", **counts)
    elif found.last is None:
        yield _("Cosigned by %(done)s of %(all)s witnesses: no quorum, and there never was one.", **counts)
    else:
        when = write_exactly(found.last)
        yield _("Cosigned by %(done)s of %(all)s witnesses: no quorum; the last was of %(when)s.", when=when, **counts)


def _cases_and_acts(status: Status) -> dict[str, str]:
    """Count cases and acts in words."""
    return {
        "cases": ngettext("%(num)s case", "%(num)s cases", status.cases),
        "acts": ngettext("%(num)s act", "%(num)s acts", status.acts),
    }


def _beside(status: Status) -> str:
    """Say what the log holds beside acts."""
    entries = ngettext("%(num)s entry beside acts", "%(num)s entries beside acts", status.beside)
    attempts = ngettext("%(num)s refused attempt", "%(num)s refused attempts", status.attempts)
    return _("%(entries)s, %(attempts)s", entries=entries, attempts=attempts)


def _sentence(finding: Finding) -> str:
    """Write one finding with its code, by which a program knows it."""
    return f"{finding.sentence} [{finding.code}]"


def _summary(report: Report) -> str:
    """Say what was read."""
    return _(
        "%(entries)s, %(chains)s, %(openings)s, %(erased)s.",
        entries=ngettext("%(num)s entry", "%(num)s entries", report.size),
        chains=ngettext("%(num)s chain", "%(num)s chains", report.chains),
        openings=ngettext("%(num)s opening", "%(num)s openings", report.openings),
        erased=ngettext("%(num)s erased", "%(num)s erased", report.erased),
    )


@contextmanager
def _opened() -> Iterator[Connection]:
    """Open the installation's database for reading, without making or migrating anything."""
    settings = present_settings()
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
