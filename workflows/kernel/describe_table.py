"""The table of a procedure's steps, its counts and its JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from .describe_words import checks_in_words, cited, does, length_words, limits_of, start_words, target_words
from .editions import digest_of_text, freeze
from .fields import Field, FilingSpec
from .frozen import dataclass
from .limits import TimeLimit
from .procedure import Procedure
from .steps import Step
from .words import Binding


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of steps, in words and keys."""

    step: str
    title: str
    come: str
    go: str
    by: str
    capacity: str
    under: str
    when: str
    limits: str
    does: tuple[str, ...] = ()
    added: str = ""
    common: bool = False


def table(procedure: Procedure) -> tuple[Row, ...]:
    """List the rows of a procedure in the order written."""
    return tuple(_row(procedure, step) for step in procedure.steps)


def _row(procedure: Procedure, step: Step) -> Row:
    conditions = [step.when.words(procedure)] if step.when else []
    conditions += [f"as soon as {step.follows.words(procedure)}"] if step.follows else []
    conditions += checks_in_words(step, procedure)
    return Row(
        step.key, step.title, ", ".join(step.frm), target_words(step.to, procedure), step.by.words(procedure),
        "" if step.by.roles() == {"@clock"} else str(step.capacity), cited(step.under), "; ".join(conditions),
        limits_of(step), tuple(does(procedure, step)), step.added, step.common,
    )  # fmt: skip


def filings_of(procedure: Procedure) -> tuple[FilingSpec, ...]:
    """List the filings that a procedure asks for, each once."""
    found = {step.filing.key: step.filing for step in procedure.steps if step.filing}
    return tuple(found.values())


def counts(procedure: Procedure) -> dict[str, Any]:
    """Count states, steps (keys and rows), tracks, filings, and limits by binding."""
    limits = {str(b): sum(limit.binding is b for limit in procedure.limits) for b in Binding}
    return {
        "states": len(procedure.states),
        "steps": len({step.key for step in procedure.steps}),
        "rows": len(procedure.steps),
        "track sets": len(procedure.tracks),
        "filings": len(filings_of(procedure)),
        "limits": {binding: n for binding, n in limits.items() if n},
        "standards": len(procedure.standards),
    }


def as_json(procedure: Procedure) -> dict[str, Any]:
    """Describe a procedure as plain JSON, with the digest of its edition."""
    return {
        "key": procedure.key, "edition": procedure.edition, "digest": digest_of_text(freeze(procedure)),
        "title": procedure.title, "summary": procedure.summary, "level": procedure.level, "filer": procedure.filer,
        "under": [str(c) for c in procedure.under], "counts": counts(procedure), "terms": dict(procedure.terms),
        "roles": [{"key": r.key, "title": r.words(), "stake": r.stake, "office": r.office} for r in procedure.roles],
        "states": [_state(s) for s in procedure.states],
        "tracks": [
            {"key": t.key, "per": t.per, "role": t.role, "basis": t.basis, "states": [_state(s) for s in t.states]}
            for t in procedure.tracks
        ],
        "steps": [asdict(row) for row in table(procedure)],
        "limits": [_limit(limit) for limit in procedure.limits],
        "standards": [{"key": s.key, "words": s.words, "under": cited(s.under)} for s in procedure.standards],
        "filings": [_filing(spec) for spec in filings_of(procedure)],
        "exempt": [asdict(exempt) for exempt in procedure.exempt],
        "not_modelled": list(procedure.not_modelled), "notes": list(procedure.notes),
    }  # fmt: skip


def _state(state: Any) -> dict[str, str]:
    return {"key": state.key, "title": state.title, "meaning": state.meaning, "kind": state.kind}


def _limit(limit: TimeLimit) -> dict[str, Any]:
    return {
        "key": limit.key, "title": limit.title, "length": length_words(limit.length), "per": limit.per,
        "starts": start_words(limit.runs_from), "zone": limit.zone, "binding": str(limit.binding),
        "grade": str(limit.grade), "under": cited(limit.under), "takes": limit.takes, "proposes": limit.proposes,
    }  # fmt: skip


def _filing(spec: FilingSpec) -> dict[str, Any]:
    return {"key": spec.key, "title": spec.title, "fields": [_field(f) for f in spec.fields]}


def _field(spec: Field) -> dict[str, Any]:
    held: dict[str, Any] = {
        "key": spec.key, "label": spec.label, "kind": spec.kind, "need": spec.need, "under": cited((spec.under,)),
        "level": spec.level, "withholdable": spec.withholdable,
    }  # fmt: skip
    if spec.options:
        held["options"] = dict(spec.options)
    if spec.of:
        held["of"] = [_field(f) for f in spec.of]
    return held
