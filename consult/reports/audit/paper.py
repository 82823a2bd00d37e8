"""An audit log on paper: who did what, when, on which basis, and the beginning of the hash of each entry.

For reading; the proof is in the lines beside it. What is not opened is not on paper.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from consult.documents.official.pdf import write_pdf
from consult.documents.official.values import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Header,
    Heading,
    Paragraph,
    Run,
    Table,
)
from consult.i18n import _, language
from consult.log.verifier import read_checkpoint
from consult.reports.audit.asking import Asked
from consult.reports.audit.finding import Covering
from consult.reports.audit.rows import AuditRow
from consult.reports.scope import Reach
from workflows.kernel.words import humanise

MOST_ON_PAPER = 2_000
"""A table that is longer is no reading, and typesetting holds all of it at once."""
SHORT = 12


def write_paper(asked: Asked, under: Covering, rows: Sequence[AuditRow], entries: int) -> bytes:
    """Draw an audit log as PDF."""
    return write_pdf(audit_document(asked, under, rows, entries))


def audit_document(asked: Asked, under: Covering, rows: Sequence[AuditRow], entries: int) -> Document:
    """Say what an audit log holds as an official document.

    Long because: one line a value of the document.
    """
    marks = [_("Not a document of the United Nations"), str(asked.reach)]
    if asked.exercise:
        marks.insert(0, _("Exercise"))
    header = Header(
        form="paper",
        title=_("Audit log from %(since)s to %(until)s", since=asked.since.isoformat(), until=asked.until.isoformat()),
        sender=asked.reader if asked.reach != Reach.PUBLIC else "",
        dated=asked.at.date(),
        original_language=language(),
        distribution=_set_name(asked.reach),
        marks=tuple(marks),
    )
    blocks: tuple[Block, ...] = (
        Heading(_("What this is"), 1),
        Paragraph(
            _(
                "This audit log backs what a State submits and is itself not filed. Each entry below is proved by the "
                "lines that go with it: take consult-verify.py and check them before relying on this paper."
            )
        ),
        Facts(_facts(asked, under, len(rows), entries)),
        Heading(_("Entries"), 1),
        _table(rows),
    )
    return Document(header, blocks, language(), under.root.hex())


def _set_name(reach: Reach) -> str:
    """Say for whom a set is."""
    return {
        Reach.FULL: _("For one delegation alone"),
        Reach.PARTIES: _("For the parties to the cases"),
        Reach.PUBLIC: _("For everybody"),
    }[reach]


def _facts(asked: Asked, under: Covering, opened: int, entries: int) -> tuple[tuple[str, tuple[Run, ...]], ...]:
    told = asked.told
    narrowed = (
        (_("Procedure"), told.get("procedure")),
        (_("Party"), told.get("party")),
        (_("Act"), told.get("act")),
        (_("Case"), told.get("case")),
    )
    checkpoint = read_checkpoint(under.note.rpartition("\n\n")[0] + "\n")
    facts = [
        (_("Set"), str(asked.reach)),
        *((name, value) for name, value in narrowed if value),
        (_("Entries, and how many of them are opened"), f"{entries} / {opened}"),
        (_("The record counts up to"), asked.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")),
        (_("Log"), checkpoint.origin),
        (_("Entries of the log at its checkpoint"), str(under.size)),
    ]
    said = tuple((name, (Run(str(value)),)) for name, value in facts)
    return (*said, (_("Root of the checkpoint"), (Run(under.root.hex(), "code"),)))


def _table(rows: Sequence[AuditRow]) -> Table:
    columns = (
        Column(_("Entry"), "number"),
        Column(_("Recorded (UTC)")),
        Column(_("By")),
        Column(_("What")),
        Column(_("Basis")),
        Column(_("Hash"), "code"),
    )
    return Table("entries", _("Entries that are opened"), columns, tuple(_cells(row.said) for row in rows))


def _cells(said: Any) -> tuple[Cell, ...]:
    recorded = datetime.fromisoformat(said["utc"]).astimezone(UTC) if said.get("utc") else None
    office = f", {said['office']}" if said.get("office") else ""
    basis = "; ".join(
        f"{b['instrument']} {b['provision']} ({b['binding']})".strip() for b in said.get("legal_basis", ())
    )
    return (
        said["seq"],
        recorded.strftime("%Y-%m-%d %H:%M:%S") if recorded else None,
        f"{said.get('actor') or _('Host')}{office}",
        _what(said),
        basis or None,
        said["hash"][:SHORT],
    )


def _what(said: Any) -> str:
    """Say what was done, in which case, and where that came from and went to: of its relation where it has one that is
    opened, else of the case."""
    came, went = said.get("from") or {}, said.get("to") or {}
    part = "track" if went.get("track") else "case"
    ends = [humanise(each.get(part) or "") for each in (came, went)]
    moved = " → ".join(each for each in ends if each)
    case = f"{said['case']}: " if said.get("case") else ""
    return f"{case}{humanise(said.get('trigger') or '')}{f' ({moved})' if moved else ''}"
