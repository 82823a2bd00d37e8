"""The public register for programs: JSON with stable field names, in English unless another language is asked for.

A new field may be added; none changes its meaning or is left out. The schema stands beside (`schema`).
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection

from consult import casebook, published
from consult.citations import cite, law
from consult.docket import Docket
from consult.forms import ReadField
from consult.pages.cases.basis import basis_of
from consult.pages.public.case import public_act_line, released_documents
from consult.pages.public.figures import figures_page
from consult.pages.public.filters import PublicFilters, fitted
from consult.pages.public.listing import heading_of, languages_of, newest
from consult.published import PublicAct, PublicCase
from consult.visibility import Viewer
from workflows.kernel.editions import digest_of
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import Citation

VERSION = "1"
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    """Where the register is reached from outside, and what the installation is called."""

    start: str
    host: str
    exercise: bool = False

    def at(self, path: str) -> str:
        """Give a full address within the register."""
        return f"{self.start}/public{path}"


@dataclass(frozen=True, slots=True)
class Given:
    """What a program is given: the bytes, and the last moment at which something public in them was recorded."""

    content: bytes
    updated: datetime | None


def write_list(
    conn: Connection, docket: Docket, viewer: Viewer, site: Site, given: PublicFilters, before: str
) -> Given:
    """Write a page of the register; what fits nothing narrows nothing, as the page for people says too."""
    filters, misfits = fitted(given, docket.forms)
    listed = published.list_cases(conn, viewer, docket.editions, filters.asked(docket.forms), before=before)
    names, updated = casebook.party_names(conn), newest(listed.cases)
    following = {**filters.chosen, "before": listed.following} if listed.following else {}
    return _given(
        {
            **_head(site, "/cases.json", updated),
            "next": site.at(f"/cases.json?{_query(following)}") if following else None,
            "filters": filters.chosen,
            "ignored": list(misfits),
            "cases": [_case(one, docket, names, site) for one in listed.cases],
        },
        updated,
    )


def write_case(conn: Connection, docket: Docket, viewer: Viewer, site: Site, ref: str) -> Given:
    """Write one public case with its public acts; Unknown for any other, and where there is none."""
    case = published.find_case(conn, viewer, docket.editions, ref)
    names = casebook.party_names(conn)
    acts = [_act(case, one, names, site) for one in case.acts]
    documents = [_document(case.ref, one, site) for one in released_documents(case.acts)]
    plain = {**_case(case, docket, names, site), "acts": acts, "documents": documents}
    head = _head(site, f"/cases/{case.ref}.json", case.updated)
    return _given({**head, "case": plain}, case.updated)


def write_figures(conn: Connection, docket: Docket, viewer: Viewer, site: Site) -> Given:
    """Write the figures, each with the address of the cases that it counts.

    Long because: one line a field, in the order of the file.
    """
    page = figures_page(conn, docket, viewer)
    found = [
        {
            "procedure": one.key,
            "title": one.title,
            "cases": one.cases,
            "acts": one.acts,
            "by_year": [
                {
                    "year": year.year,
                    "cases": year.cases,
                    "of": site.at(f"/cases.json?procedure={one.key}&since={year.since}&until={year.until}"),
                }
                for year in one.years
            ],
            "by_stage": [
                {
                    "stage": stage.key,
                    "title": stage.title,
                    "cases": stage.cases,
                    "of": site.at(f"/cases.json?procedure={one.key}&stage={stage.key}"),
                }
                for stage in one.stages
            ],
        }
        for one in page.procedures
    ]
    return _given({**_head(site, "/figures.json", None), "cases": page.cases, "acts": page.acts, "procedures": found})


def _head(site: Site, path: str, updated: datetime | None) -> Plain:
    return {
        "version": VERSION,
        "schema": site.at("/schema.json"),
        "self": site.at(path),
        "register": site.at(""),
        "host": site.host,
        "exercise": site.exercise,
        "updated": instant(updated) if updated else None,
    }


def _case(case: PublicCase, docket: Docket, names: Mapping[str, str], site: Site) -> Plain:
    """Tell of a case; the digest is that of all that is public of it, whatever language it is told in."""
    state, form = case.procedure.state(case.stage), docket.forms.get(case.procedure.key)
    return {
        "ref": case.ref,
        "page": site.at(f"/cases/{case.ref}"),
        "json": site.at(f"/cases/{case.ref}.json"),
        "title": heading_of(case),
        "symbol": case.symbol or None,
        "procedure": {
            "key": case.procedure.key,
            "title": law(case.procedure.title),
            "edition": case.edition,
            "level": case.procedure.level,
            "under": [_provision(one) for one in case.procedure.under],
        },
        "stage": {"key": state.key, "title": law(state.title), "kind": state.kind},
        "filed_by": _party(case.filer, names),
        "parties": [_party(key, names) for key in case.parties],
        "subjects": list(form.subjects) if form else [],
        "languages": list(languages_of(case)),
        "public_since": instant(case.since),
        "updated": instant(case.updated),
        "digest": digest_of(_public(case)),
    }


def _public(case: PublicCase) -> Plain:
    acts = [
        [one.number, one.act.step, one.act.party, instant(one.act.on), one.act.went, one.digest] for one in case.acts
    ]
    return {"ref": case.ref, "edition": case.edition, "acts": acts}


def _act(case: PublicCase, one: PublicAct, names: Mapping[str, str], site: Site) -> Plain:
    line = public_act_line(case, one, names)
    place = site.at(f"/cases/{case.ref}/acts/{one.number}")
    return {
        "number": one.number,
        "page": site.at(f"/cases/{case.ref}#act-{one.number}"),
        "sentence": line.sentence,
        "step": one.act.step,
        "by": _party(one.act.principal, names) if one.act.office else None,
        "office": one.act.office or None,
        "capacity": one.act.capacity or None,
        "on": one.act.day.isoformat() if one.act.day else instant(one.act.on),
        "recorded": instant(one.act.at),
        "under": [_provision(cited) for cited in basis_of(one.procedure, one.act)],
        "stage": one.act.went,
        "paper": _paper(one, line.paper_title, line.text) if line.paper_title else None,
        "documents": [site.at(f"/cases/{case.ref}/documents/{d.digest}") for d in one.documents],
        "log": {"entry": one.seq, "receipt": f"{place}/receipt", "openings": f"{place}/openings.json"},
    }


def _paper(one: PublicAct, title: str, text: tuple[ReadField, ...]) -> Plain:
    return {
        "title": title,
        "language": one.language,
        "digest": one.digest or None,
        "digest_of": "public part" if one.is_part else "whole",
        "erased": one.erased,
        "struck": one.struck,
        "answers": dict(one.words or {}),
        "read": [_read(field) for field in text],
    }


def _read(field: ReadField) -> Plain:
    told = [*field.lines, *([field.note] if field.note else []), *(d.name for d in field.documents)]
    inside = [[_read(one) for one in entry] for entry in field.entries]
    return {"key": field.key, "label": field.label, "lines": told, "entries": inside}


def _document(ref: str, one: Any, site: Site) -> Plain:
    return {
        "name": one.name,
        "media": one.media,
        "size": one.size,
        "language": one.language,
        "sha256": one.digest,
        "act": one.act,
        "address": site.at(f"/cases/{ref}/documents/{one.digest}"),
    }


def _party(key: str, names: Mapping[str, str]) -> Plain:
    return {"key": key, "name": names.get(key, key)}


def _provision(one: Citation) -> Plain:
    cited = cite(one)
    return {
        "instrument": cited.instrument,
        "provision": cited.provision,
        "words": cited.long,
        "binding": cited.binding,
        "grade": cited.grade,
    }


def instant(at: datetime) -> str:
    """Write a moment as it stands in every file: UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _query(chosen: Mapping[str, Any]) -> str:
    return urlencode({name: value for name, value in chosen.items() if value})


def _given(plain: Plain, updated: datetime | None = None) -> Given:
    return Given(json.dumps(plain, ensure_ascii=False, indent=1).encode() + b"\n", updated)
