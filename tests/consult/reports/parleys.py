"""A docket with parleys: who says what at which level, with a marker of its own in every text; and reports of them."""

import itertools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from consult.db import reading
from consult.documents.official.html import write_html
from consult.documents.official.spreadsheets import write_csv
from consult.reports.building import build_report
from consult.reports.machine import write_json
from consult.reports.scope import Reach, Scope
from consult.reports.values import Report
from consult.reports.writing import tables_of, write_document
from consult.visibility import Viewer
from tests.consult.docket.conftest import Office, build_office

PROCEDURES = Path(__file__).parents[2] / "procedures_reported"
OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
SINCE, UNTIL = date(2026, 1, 1), date(2026, 11, 19)
LATE = {p: datetime(2026, 11, 1, tzinfo=UTC) for p in ("JPN", "FRA", "KOR", "BRA")}
"""Consents of everybody."""


@dataclass
class Parleys:
    """Cases by a short name, in an office; `words` are all that was filed."""

    office: Office
    refs: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    marker: str = "MARKER"
    _number: Iterator[int] = field(default_factory=itertools.count)

    def open(self, name: str, host: str, guests: Collection[str], at: datetime = OPENED, **more: Any) -> str:
        """Open a parley and invite its guests an hour later."""
        by = self.office.standings[host]
        made = self.office.docket.open(by, "parley", at=at, title=self.said("title"), **more)
        self.refs[name] = made.ref
        body = {"about": self.said("about"), "words": self.said("invitation"), "guests": sorted(guests)}
        self.take(name, host, "invite", at + timedelta(hours=1), body=body)
        return str(made.ref)

    def take(self, name: str, who: str, step: str, at: datetime, **rest: Any) -> None:
        """Take a step."""
        self.office.take(who, self.refs[name], step, at, **rest)

    def say(self, name: str, who: str, step: str, at: datetime, **rest: Any) -> None:
        """Take a step that asks for words."""
        self.take(name, who, step, at, body={"words": self.said(step)}, **rest)

    def said(self, what: str) -> str:
        """Make words that stand nowhere else."""
        words = f"{self.marker}-{what}-{next(self._number)}-words"
        self.words.append(words)
        return words

    def report(self, author: str = "JPN", consents: Collection[str] = (), **more: Any) -> Report:
        """Build the report of an author."""
        previous: Mapping[str, Any] | None = more.pop("previous", None)
        exercise = more.pop("exercise", False)
        given: Scope | None = more.pop("scope", None)
        scope = given or scope_of(author, consents, **more)
        with reading(self.office.engine) as connection:
            return build_report(
                connection,
                scope,
                Viewer(author),
                forms=self.office.docket.forms,
                exercise=exercise,
                previous=previous,
            )


def scope_of(author: str = "JPN", consents: Collection[str] = (), **more: Any) -> Scope:
    """Make a scope with the consents of some parties, of 1 November where no instant is given for each."""
    dated = consents if isinstance(consents, Mapping) else {party: LATE[party] for party in consents}
    given = {
        "kind": "national_report", "body": "STSC", "session": "64", "item": "stsc_exchange", "since": SINCE,
        "until": UNTIL, "at": AT, "consents": dated, "reach": Reach.PUBLIC,
    }  # fmt: skip
    return Scope(author, **{**given, **more})


def build_parleys(url: str, folder: Path, **docket: Any) -> Parleys:
    """Build an office without cases."""
    return Parleys(build_office(url, folder, (PROCEDURES,), **docket))


def outputs_of(report: Report) -> dict[str, str]:
    """Give everything that leaves of a report, as text."""
    document = write_document(report)
    tables = {table.key: write_csv(table).decode("utf-8-sig") for table in tables_of(report)}
    return {"json": write_json(report).decode(), "document": repr(document), "html": write_html(document), **tables}
