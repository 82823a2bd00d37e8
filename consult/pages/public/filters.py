"""What the public register is narrowed to, as an address gives it; what fits nothing is left out, and said."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from consult.casebook import Subject
from consult.citations import law
from consult.i18n import _l
from consult.pages.narrowing import Narrowing
from consult.published.values import Filters
from workflows import Form, parties
from workflows.kernel.frozen import dataclass
from workflows.kernel.subjects import SUBJECTS

Named = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PublicFilters(Narrowing):
    """Filters by the names that they have in an address; an empty one narrows nothing. Days are inclusive, in UTC."""

    procedure: str = ""
    state: str = ""
    subject: str = ""
    stage: str = ""
    since: str = ""
    until: str = ""

    def asked(self, forms: Mapping[str, Form]) -> Filters:
        """Give what public cases are asked for, by the procedures of a catalogue."""
        about = set(Subject.among(forms, self.subject).usual_in) if self.subject else None
        one = {self.procedure} if self.procedure else None
        both = about & one if about is not None and one is not None else about if about is not None else one
        keys = tuple(sorted(both)) if both is not None else None
        since, until = _day(self.since), _day(self.until)
        end = _start(until + timedelta(days=1)) if until and until < date.max else None
        return Filters(keys, self.state, self.stage, _start(since) if since else None, end)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the register can be narrowed to; stages are those of the procedure that was chosen."""

    procedures: Named
    states: Named
    subjects: Named
    stages: Named


def fitted(filters: PublicFilters, forms: Mapping[str, Form]) -> tuple[PublicFilters, tuple[str, ...]]:
    """Leave out what fits nothing, and say so."""
    known = {
        "procedure": filters.procedure in forms,
        "state": parties.find(filters.state) is not None,
        "subject": filters.subject in SUBJECTS,
        "since": _day(filters.since) is not None,
        "until": _day(filters.until) is not None,
    }
    misfits = {name: value for name, value in filters.chosen.items() if not known.get(name, True)}
    found = parties.find(filters.state)
    kept = replace(filters, **dict.fromkeys(misfits, ""))
    return replace(kept, state=found.key if found else ""), tuple(_said(misfits))


def _said(misfits: Mapping[str, str]) -> Iterator[str]:
    sentences = {
        "procedure": _l("There is no procedure “%(value)s” here; the list is not narrowed by it."),
        "state": _l("There is no State or organisation “%(value)s” in the list; it is not narrowed by it."),
        "subject": _l("“%(value)s” is no legal subject of the list; the list is not narrowed by it."),
        "since": _l("“%(value)s” is no date as year-month-day; the list is not narrowed by it."),
        "until": _l("“%(value)s” is no date as year-month-day; the list is not narrowed by it."),
    }
    for name, value in misfits.items():
        yield str(sentences[name]) % {"value": value}


def choices(filters: PublicFilters, forms: Mapping[str, Form]) -> Choices:
    """Offer what the register can be narrowed to: taken from the catalogue, never from what is recorded."""
    public = sorted(((key, law(form.title)) for key, form in forms.items() if may_be_public(form)), key=_by_name)
    form = forms.get(filters.procedure)
    states = form.with_defaults().states if form else ()
    known = ((one.key, one.name) for one in parties.parties().values())
    return Choices(
        tuple(public),
        tuple(sorted(known, key=_by_name)),
        tuple((key, law(title)) for key, title in SUBJECTS.items()),
        tuple((one.key, law(one.title)) for one in states),
    )


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1].casefold()


@lru_cache(maxsize=256)
def may_be_public(form: Form) -> bool:
    """Say whether cases of a procedure can become public under its usual terms."""
    procedure = form.with_defaults()
    publishes = any(row.publishes for rows in procedure.rows.values() for row in rows)
    return publishes or procedure.levels.existence == "C0"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-20") else None
    except ValueError:
        return None


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
