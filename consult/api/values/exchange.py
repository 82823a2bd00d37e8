"""What an import did, or would do, as a machine reads it."""

from consult.exchange.contacts import ContactLook
from consult.exchange.notices import Look
from consult.lunar.exchange import Report
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ImportedNotice:
    """What becomes of one notice: a case with a paper in preparation (`new`), or nothing, as it is `here` already.
    `missing` counts what the paper still lacks, `absent` its documents whose bytes did not come along."""

    row: int
    ref: str
    act: int
    procedure: str
    title: str
    fate: str
    missing: int
    absent: int
    case: str
    draft: str
    href: str


@dataclass(frozen=True, slots=True)
class ImportedNotices:
    """What an import of notices did (`recorded`) or would do."""

    recorded: bool
    rows: int
    new: int
    here: int
    notices: tuple[ImportedNotice, ...]


@dataclass(frozen=True, slots=True)
class ImportedContact:
    """What becomes of one row: a `new` contact point, which is unproved, a `changed` one with the columns that change,
    or the `same`."""

    row: int
    organ: str
    channel: str
    address: str
    fate: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportedContacts:
    """What an import of contact points did (`recorded`) or would do."""

    recorded: bool
    rows: int
    new: int
    changed: int
    same: int
    contacts: tuple[ImportedContact, ...]


@dataclass(frozen=True, slots=True)
class ImportedActivities:
    """What an import into the lunar register did (`recorded`) or would do: how many entries would be opened, and the
    keys of those that were, those that have a new version, and those that stay as they are."""

    recorded: bool
    rows: int
    new: int
    opened: tuple[str, ...]
    renewed: tuple[str, ...]
    unchanged: tuple[str, ...]


def imported_notices(look: Look, base: str) -> ImportedNotices:
    """Write what an import of notices did."""
    lines = tuple(
        ImportedNotice(
            one.row,
            one.ref,
            one.act,
            one.procedure,
            one.title,
            one.fate,
            one.missing,
            one.absent,
            one.case,
            one.draft,
            f"{base}/cases/{one.case}" if one.case else "",
        )
        for one in look.lines
    )
    return ImportedNotices(look.recorded, look.rows, look.count("new"), look.count("here"), lines)


def imported_contacts(look: ContactLook) -> ImportedContacts:
    """Write what an import of contact points did."""
    lines = tuple(
        ImportedContact(one.row, one.organ, one.channel, one.address, one.fate, one.changes) for one in look.lines
    )
    new, changed, same = (look.count(fate) for fate in ("new", "changed", "same"))
    return ImportedContacts(look.recorded, look.rows, new, changed, same, lines)


def imported_activities(report: Report, *, recorded: bool) -> ImportedActivities:
    """Write what an import into the register did; keys of entries that are not opened yet are not known."""
    opened = tuple(key for key in report.opened if key)
    return ImportedActivities(recorded, report.rows, len(report.opened), opened, report.renewed, report.unchanged)
