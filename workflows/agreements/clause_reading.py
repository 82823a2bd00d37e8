"""Read the values of a clause and of its stages, and refuse what cannot be meant, with file, line, key and reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from workflows.agreements.clause import CLAUSE_VALUES, KINDS, LEVELS, STAGE_VALUES, Clause, Stage
from workflows.kernel.words import Binding, Citation, Grade
from workflows.parties.reading import GRADES, Entry

SEATS = (1, 3, 5)


def clause_of(entry: Entry, rules: Collection[str], parties: Collection[str]) -> Clause:
    """Read the table `[clause]`; rules and a lead partner must be known."""
    entry.refuse_unknown(CLAUSE_VALUES)
    found = {name: _read(entry, name, meta, rules, parties) for name, meta in CLAUSE_VALUES.items()}
    clause = Clause(**found)
    if (clause.escalate_by == "lead_partner") != (clause.lead_partner is not None):
        raise entry.wrong("lead_partner", "belongs to escalate_by = “lead_partner”, and only there")
    return clause


def stage_of(entry: Entry) -> Stage:
    """Read one `[[stage]]`."""
    entry.refuse_unknown(("kind", "level", "title", *STAGE_VALUES))
    kind = entry.choice("kind", KINDS)
    values = {name: _read(entry, name, meta, (), ()) for name, meta in STAGE_VALUES.items()}
    stage = Stage(kind, entry.choice("level", LEVELS, "government"), entry.text("title", KINDS[kind]), **values)
    if (stage.exit_unilateral == "after_days") != (stage.exit_after_days is not None):
        raise entry.wrong("exit_after_days", "belongs to exit_unilateral = “after_days”, and only there")
    return stage


def stages_of(entries: tuple[Entry, ...]) -> tuple[Stage, ...]:
    """Read all stages; the same kind, level and title twice is refused."""
    found: list[Stage] = []
    for entry in entries:
        stage = stage_of(entry)
        if stage.identity in {known.identity for known in found}:
            raise entry.wrong("kind", f"the stage “{stage.title}” ({stage.kind}, {stage.level}) is given twice")
        found.append(stage)
    return tuple(found)


def sources_of(entry: Entry, known: Collection[str], own: Citation) -> Mapping[str, Citation]:
    """Read the table `[sources]`: for a value, or a stage's value written `kind.value`, the provision and its grade."""
    return {name: _source(entry, name, known, own) for name in entry.values}


def _source(entry: Entry, name: str, known: Collection[str], own: Citation) -> Citation:
    value = entry.values[name]
    if name not in known:
        raise entry.wrong(name, "no value of this file has that name")
    if not isinstance(value, dict) or not set(value) <= {"under", "grade", "binding"} or "grade" not in value:
        raise entry.wrong(name, "must have a grade, and may have the keys under and binding")
    if value["grade"] not in GRADES:
        raise entry.wrong(name, f"grade {value['grade']!r} is not one of {', '.join(GRADES)}")
    if value.get("binding", own.binding) not in set(Binding):
        raise entry.wrong(name, f"binding {value['binding']!r} is not one of {', '.join(Binding)}")
    instrument, _, provision = value.get("under", str(own)).partition(" ")
    return Citation(instrument, provision, Binding(value.get("binding", own.binding)), Grade(value["grade"]))


def _read(entry: Entry, name: str, meta: Mapping[str, Any], rules: Collection[str], parties: Collection[str]) -> Any:
    """Read one value as its declaration says; None where the file is silent."""
    if name not in entry.values:
        return None
    match meta["kind"]:
        case "yes_no":
            return entry.yes_no(name)
        case "days" | "times":
            return _days(entry, name)
        case "seats":
            return _seats(entry, name)
        case "choice":
            return entry.choice(name, meta["options"])
        case "texts" | "choices":
            return _several(entry, name, meta["options"])
        case "rules":
            return entry.choice(name, rules)
        case "party":
            return entry.choice(name, parties)
        case _:
            return entry.text(name)


def _days(entry: Entry, name: str) -> int:
    number = entry.whole(name)
    if not number:
        raise entry.wrong(name, "must be above zero; leave it out where there is none")
    return number


def _seats(entry: Entry, name: str) -> int:
    number = entry.whole(name)
    if number not in SEATS:
        raise entry.wrong(name, "must be 1, 3 or 5")
    return number


def _several(entry: Entry, name: str, options: tuple[str, ...]) -> tuple[str, ...]:
    found = entry.texts(name)
    stray = next((one for one in found if options and one not in options), None)
    if stray is not None:
        raise entry.wrong(name, f"{stray!r} is not one of {', '.join(options)}")
    return found
