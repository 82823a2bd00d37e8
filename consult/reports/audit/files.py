"""The files of an audit log: lines and table, written entry by entry, and the zip in which they leave together."""

import csv
import json
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from consult.docket.editions import Editions
from consult.i18n import _
from consult.log.verifier import AUDIT_COLUMNS, AUDIT_KIND, AUDIT_VERSION, Policy, audit_cells
from consult.refusals import Closed
from consult.reports.audit.asking import FORMATS, Asked
from consult.reports.audit.finding import Covering, find_audit
from consult.reports.audit.paper import MOST_ON_PAPER, write_paper
from consult.reports.audit.rows import AuditRow, Progress, audit_rows
from workflows.kernel.frozen import dataclass

NAMES = {"jsonl": "entries.jsonl", "csv": "entries.csv", "pdf": "audit-log.pdf"}


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: how many entries it has, how many of them its maker may read, how many of those are opened, and up
    to which size of the log."""

    entries: int
    readable: int
    opened: int
    size: int


def write_audit(
    connection: Connection,
    asked: Asked,
    editions: Editions,
    folder: Path,
    *,
    formats: Collection[str] = FORMATS,
    policy: str = "",
    quorum: Policy | None = None,
    progress: Progress = lambda _done: None,
) -> Made:
    """Write the parts of an audit log into a folder that is empty: the lines always, since they are the proof.

    Raises Closed where nothing fits, or where more is asked for on paper than paper holds.

    Long because: every part is written here once, in its order.
    """
    under, found = find_audit(connection, asked, quorum)
    if "pdf" in formats and found.readable > MOST_ON_PAPER:
        raise Closed(
            _(
                "A PDF holds up to %(most)s entries, and these are %(count)s: narrow what you ask for, or take the "
                "table or the lines.",
                most=MOST_ON_PAPER,
                count=found.readable,
            )
        )
    paper: list[AuditRow] = []
    entries = opened = 0
    with _Writer(folder, asked, under, formats) as writer:
        for row in audit_rows(connection, asked, editions, under, found, progress):
            writer.write(row)
            entries, opened = entries + 1, opened + row.is_open
            if "pdf" in formats and row.is_open:
                paper.append(row)
        writer.finish(entries)
    made = Made(entries, found.readable, opened, under.size)
    (folder / "checkpoint.txt").write_text(under.note, encoding="utf-8", newline="")
    (folder / "README.txt").write_text(readme(asked, made), encoding="utf-8", newline="")
    if policy:
        (folder / "policy.txt").write_text(policy, encoding="utf-8", newline="")
    if "pdf" in formats:
        (folder / NAMES["pdf"]).write_bytes(write_paper(asked, under, paper, made.entries))
    return made


class _Writer:
    """Writes lines and, where it is asked for, the table."""

    def __init__(self, folder: Path, asked: Asked, under: Covering, formats: Collection[str]) -> None:
        self.lines = (folder / NAMES["jsonl"]).open("wb")
        self.table = (folder / NAMES["csv"]).open("w", encoding="utf-8-sig", newline="") if "csv" in formats else None
        self.digest = sha256()
        self.cells = csv.writer(self.table, lineterminator="\r\n") if self.table else None
        self._line(
            {
                "kind": AUDIT_KIND,
                "v": AUDIT_VERSION,
                "set": str(asked.reach),
                "for": asked.viewer.party,
                "asked": asked.told,
                "whole": not asked.is_narrow,
                "checkpoint": under.note,
            }
        )
        if self.cells:
            self.cells.writerow(AUDIT_COLUMNS)

    def __enter__(self) -> "_Writer":
        return self

    def __exit__(self, *_fault: object) -> None:
        self.lines.close()
        if self.table:
            self.table.close()

    def write(self, row: AuditRow) -> None:
        """Write an entry."""
        self._line(row.line)
        if self.cells:
            self.cells.writerow(audit_cells(dict(row.line)))

    def finish(self, entries: int) -> None:
        """Write the last line, which says how many there were and the digest of all before it."""
        self._line({"kind": "end", "entries": entries, "sha256": self.digest.hexdigest()})

    def _line(self, said: Any) -> None:
        line = (json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()
        self.digest.update(line)
        self.lines.write(line)


def readme(asked: Asked, made: Made) -> str:
    """Say in words what an audit log is and how it is checked.

    Long because: one sentence after the other.
    """
    days = {"since": asked.since.isoformat(), "until": asked.until.isoformat()}
    counts = {"entries": made.entries, "opened": made.opened, "size": made.size}
    said = (
        *((_("Exercise: nothing here is a filing between States."),) if asked.exercise else ()),
        _("Audit log, set %(set)s, from %(since)s to %(until)s (UTC).", set=str(asked.reach), **days),
        _(
            "%(entries)s entries, of which %(opened)s are opened; the log had %(size)s entries when its checkpoint was "
            "signed.",
            **counts,
        ),
        _(
            "An audit log is no document of the United Nations. It backs what a State submits; only an annex that its "
            "ministry clears is filed."
        ),
        _("To check it, take consult-verify.py and the trust policy from elsewhere than from here, and run:"),
        "    python consult-verify.py audit FILE --policy POLICY",
        _(
            "entries.jsonl is the proof: each line holds an entry as it stands in the log, its path to the signed "
            "root, what is opened of it, and the names of the fields that are withheld or were erased. Their digests "
            "are in the entry, so that a copy with less in it verifies as well, and nothing can be put in their place."
        ),
        _("entries.csv says the same as a table, and is compared with the lines; audit-log.pdf is for reading."),
        _("The columns “level” and “service” come from the tables of the host, and are not sealed in the entry."),
        _("No entry is left out between the first and the last; those that are not opened are there as seals.")
        if not asked.is_narrow
        else _("Entries that were not asked for, or may not be in this set, are left out."),
    )
    return "\n\n".join(said) + "\n"
