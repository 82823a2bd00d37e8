"""Everything that is kept of one person, table by table as the inventory lists it, and nothing of anybody else.

Given are the columns that the inventory names for it: no secret and no digest of one, no number of another person, no
words of a paper, and no reference of a case, since whoever asks may see fewer cases today than on the day of an act.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from html import escape
from typing import Any

from sqlalchemy import Connection, func, select

from consult.documents.offline import page_html
from consult.i18n import _, direction, language, ngettext
from consult.models.cases import ACT, ACT_LEAF, ACT_PERSON
from consult.personal.inventory import of_person
from consult.personal.rules import BY_KEY
from consult.personal.values import WHY, Holding
from workflows.kernel.frozen import dataclass

FORMAT = "consult-personal-data/1"
SHOWN = 200
"""Rows of one table that the page for reading shows; the file for programs has all of them."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one table keeps of a person: the entry of the inventory, and the rows as plain values."""

    holding: Holding
    rows: tuple[Mapping[str, Any], ...]


def counts(conn: Connection, person_id: int) -> dict[str, int]:
    """Count the rows that are kept of a person, by table; those of which there are none are left out."""
    found = {one.key: _number(conn, one, person_id) for one in of_person()}
    return {key: number for key, number in found.items() if number}


def _number(conn: Connection, one: Holding, person_id: int) -> int:
    if one.whose is None:
        return 0
    return conn.execute(select(func.count()).select_from(one.table).where(one.whose(person_id))).scalar_one()


def gather(conn: Connection, person_id: int) -> Iterator[Gathered]:
    """Read what is kept of a person, one table after the other."""
    for one in of_person():
        if one.whose is None:
            continue
        shown = [one.table.c[name] for name in one.gives]
        source: Any = one.table
        if one.table is ACT_PERSON:  # an act is found in the log by its place there; its case is not named
            shown += [ACT.c.party, ACT.c.organ, ACT.c.office, ACT.c.capacity, ACT.c.recorded_at, ACT_LEAF.c.seq]
            source = ACT_PERSON.join(ACT, ACT.c.id == ACT_PERSON.c.act_id).outerjoin(
                ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id
            )
        query = select(*shown).select_from(source).where(one.whose(person_id)).order_by(*one.table.primary_key.columns)
        rows = tuple({name: _plain(value) for name, value in row._mapping.items()} for row in conn.execute(query))
        if rows:
            yield Gathered(one, rows)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


def write_json(found: list[Gathered], person_id: int, at: datetime) -> bytes:
    """Write it for programs."""
    told = {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "person": person_id,
        "kept": [
            {
                "table": one.holding.key,
                "what": str(one.holding.what),
                "why": str(WHY[one.holding.why]),
                "how_long": said_time(one.holding),
                "rows": list(one.rows),
            }
            for one in found
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def said_time(one: Holding, days: Mapping[str, int] | None = None) -> str:
    """Say how long something is kept: by the rule of the installation, and until when else."""
    said = []
    if one.rule:
        number = (days or {}).get(one.rule)
        what = (
            ngettext("%(num)s day", "%(num)s days", number) if number else _("the days of rule %(key)s", key=one.rule)
        )
        said.append(_("%(days)s from: %(since)s", days=what, since=str(BY_KEY[one.rule].since)))
    return "; ".join([*said, *([str(one.until)] if one.until else [])])


def write_page(found: list[Gathered], name: str, at: datetime, days: Mapping[str, int]) -> bytes:
    """Write it for people: one page that needs no network."""
    intro = (
        _("This is what this installation keeps of you, by table. The file data.json has all of it for programs."),
        _("No secret, no number of another person and no reference of a case is in it."),
    )
    body = [f"<p>{escape(' '.join(intro))}</p>", f"<p>{escape(_('Made'))}: {escape(at.isoformat())}</p>"]
    for one in found:
        body += list(_table(one, days))
    return page_html(_("What is kept of %(name)s", name=name), language(), direction(), "".join(body))


def _table(one: Gathered, days: Mapping[str, int]) -> Iterator[str]:
    holding = one.holding
    yield f"<h2>{escape(str(holding.what))}</h2><dl>"
    facts = ((_("Why"), str(WHY[holding.why])), (_("How long"), said_time(holding, days)), (_("Table"), holding.key))
    yield "".join(f"<dt>{escape(term)}</dt><dd dir=auto>{escape(said)}</dd>" for term, said in facts) + "</dl>"
    names = list(one.rows[0])
    yield (
        "<table><thead><tr>" + "".join(f"<th scope=col>{escape(each)}</th>" for each in names) + "</tr></thead><tbody>"
    )
    for row in one.rows[:SHOWN]:
        yield "<tr>" + "".join(f"<td dir=auto>{escape(_said(row[each]))}</td>" for each in names) + "</tr>"
    yield "</tbody></table>"
    if len(one.rows) > SHOWN:
        more = len(one.rows) - SHOWN
        left = ngettext("%(num)s more row is in data.json.", "%(num)s more rows are in data.json.", more)
        yield f"<p>{escape(left)}</p>"


def _said(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
