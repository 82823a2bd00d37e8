"""The page of a procedure as text: what a lawyer reads, and what is compared in every change.

States, tracks, steps in order with provision and binding, limits with rule and start, standards, filings, levels,
exceptions, what was added to the law's own table, and what is not modelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .advice import Advice
from .describe_advice import advised
from .describe_table import counts, filings_of, table
from .describe_words import cited, length_words, names_of, start_words
from .editions import digest_of_text, freeze
from .fields import Field, FilingSpec
from .limits import ByParty, Standard, TimeLimit
from .procedure import Procedure
from .sheets import sheets_of
from .steps import OPEN, State, TrackSet

Lines = Iterator[str]
KEPT_OUT = "not used as evidence unless all parties agree"


def page(procedure: Procedure, advice: Advice | None = None) -> str:
    """Write the page as Markdown, with what the catalogue says of its use; the same values give the same text."""
    lines: list[str] = [*_head(procedure), *(advised(advice) if advice else ()), ""]
    for part in (
        _roles,
        _states,
        _tracks,
        _steps,
        _limits,
        _standards,
        _happenings,
        _filings,
        _sheets,
        _levels,
        _exceptions,
        _ends,
    ):
        lines += [*part(procedure), ""]
    return "\n".join(_without_double_blanks(lines)).strip() + "\n"


def _without_double_blanks(lines: Iterable[str]) -> Lines:
    last = ""
    for line in lines:
        if line or last:
            yield line
        last = line


def _head(p: Procedure) -> Lines:
    held = counts(p)
    limits = ", ".join(f"{n} {binding}" for binding, n in held["limits"].items()) or "none"
    yield f"# {p.title}"
    yield ""
    yield f"- Key: {p.key}, reference {p.prefix}, edition {p.edition}"
    yield f"- Edition digest: {digest_of_text(freeze(p))}"
    yield f"- Under: {cited(p.under)}"
    yield f"- Level: {p.level}; opens in {p.opens}; filed by {p.filer}"
    yield (
        f"- {held['states']} states, {held['steps']} steps in {held['rows']} rows, {held['track sets']} track sets,"
        f" {held['filings']} filings, {held['standards']} standards; limits: {limits}"
    )
    if p.room:
        yield f"- Room: {p.room.title}. {p.room.warning}"
    if p.summary:
        yield from ("", p.summary)
    if p.terms:
        yield from ("", "## Terms", "")
        yield from (f"- {key}: {_plain(value)}" for key, value in sorted(p.terms.items()))


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in value.items())
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _roles(p: Procedure) -> Lines:
    yield from ("## Roles", "")
    for role in p.roles:
        notes = [] if role.stake else ["takes part without being a party to the matter"]
        notes += ["acts as an office"] if role.office else []
        said = f" ({', '.join(notes)})" if notes else ""
        yield f"- {role.key}: {role.words()}{said}"


def _states(p: Procedure) -> Lines:
    yield from ("## States", "")
    yield from _state_lines(p.states)


def _state_lines(states: Iterable[State], *, of_tracks: bool = False) -> Lines:
    for state in states:
        kind = "" if of_tracks and state.kind == OPEN else f" ({state.kind})"
        yield f"- {state.key}{kind}: {state.title}. {state.meaning}".rstrip(" .") + "."


def _tracks(p: Procedure) -> Lines:
    for of in p.tracks:
        yield from ("", f"## Tracks: {of.key}", "", _track_words(of))
        yield from _state_lines(of.states, of_tracks=True)


def _track_words(of: TrackSet) -> str:
    said = [f"One for each {of.per or of.key}", f"begins as {of.initial}"]
    said += [f"gives the role {of.role}"] if of.role else []
    said += [f"basis {of.basis}, else voluntary"] if of.basis else []
    said += [f"a result when {' or '.join(of.ends)}"] if of.ends else []
    said += [f"no longer taking part when {' or '.join(of.gone)}"] if of.gone else []
    said += [f"not waited for when {' or '.join(of.passive)}"] if of.passive else []
    return "; ".join(said) + ".\n"


def _steps(p: Procedure) -> Lines:
    rows = list(zip(table(p), p.steps, strict=True))
    for title, common in (("Steps", False), ("Steps common to procedures", True)):
        chosen = [(row, step) for row, step in rows if row.common is common]
        if not chosen:
            continue
        yield from ("", f"## {title}", "")
        for row, step in chosen:
            yield f"### {row.step}: {row.title}"
            yield ""
            yield f"- from {row.come}"
            yield f"- to {row.go}"
            yield f"- by {row.by}{f' ({row.capacity})' if row.capacity else ''}"
            yield f"- under {row.under}"
            told = (f"asks {step.filing.key}" if step.filing else "", row.when and f"when {row.when}", row.limits)
            yield from (f"- {line}" for line in (*told, *row.does) if line)
            more = (
                ("level", step.level),
                ("told to", step.tell),
                ("without prejudice", step.without_prejudice and KEPT_OUT),
                ("effect", step.effect),
                ("added", step.added),
            )
            yield from (f"- {name}: {value}" for name, value in more if value)
            yield ""


def _limits(p: Procedure) -> Lines:
    if p.limits:
        yield from ("## Time limits", "")
    for limit in p.limits:
        yield f"### {limit.key}: {limit.title or names_of(limit.key)}"
        yield ""
        grade = "" if all(c.is_product for c in limit.under) else f", grade {limit.grade}"
        yield f"- {limit.binding}{grade}, under {cited(limit.under)}"
        back = ", counted backwards" if limit.backwards else ""
        yield f"- from {start_words(limit.runs_from)}{back}: {length_words(limit.length)}"
        yield from (f"- {line}" for line in _limit_notes(limit))
        yield ""


def _limit_notes(limit: TimeLimit) -> Lines:
    if limit.per:
        yield f"on each {limit.per}"
    if limit.waits_for or limit.owner:
        yield f"for the {limit.waits_for or limit.owner}"
    if isinstance(limit.length, ByParty):
        yield from (f"for {party} under {cited((rule,))}" for party, rule in limit.length.under)
    yield (
        f"counted in the zone of the party ({limit.owner or 'track'})"
        if limit.zone == "party"
        else f"counted in {limit.zone}"
    )
    yield f"{'moves' if limit.rolling else 'does not move'} to the next working day"
    yield "a suspension stops it" if limit.may_pause else "a suspension does not stop it"
    yield from _limit_moves(limit)


def _limit_moves(limit: TimeLimit) -> Lines:
    if limit.extend:
        times = f", at most {limit.extend.times} times" if limit.extend.times else ""
        by = f": {length_words(limit.extend.length)}" if limit.extend.length else ""
        yield f"may be extended by {limit.extend.by}{times}{by}"
    if limit.exact:
        yield "ends at an instant; what is left is kept to the second, and the moment of recording counts"
    if limit.at_least:
        yield f"at least {limit.at_least.text()} are left when it goes on after a stop"
    if limit.every:
        yield "recurs"
    if limit.takes:
        yield f"at its end the clock takes {limit.takes}"
    if limit.proposes:
        yield f"at its end {limit.proposes} is proposed"


def _standards(p: Procedure) -> Lines:
    if p.standards:
        yield from ("## Standards without a number", "")
    yield from (_standard(s) for s in p.standards)


def _standard(s: Standard) -> str:
    said = [s.words or names_of(s.key), cited(s.under)]
    said += [f"until {s.until}"] if s.until else []
    said += [f"since {s.since}"] if s.since else []
    said += [f"for each {s.per}"] if s.per else []
    said += [f"aim of the product: {length_words(s.target)}"] if s.target else []
    return f"- {s.key}: {'; '.join(said)}"


def _happenings(p: Procedure) -> Lines:
    if p.happenings:
        yield from ("", "## Dates for the calendar", "")
    for one in p.happenings:
        until = f" to “{one.ends}”" if one.ends else ""
        where = f", at “{one.where}”" if one.where else ""
        while_in = f", while {' or '.join(one.states)}" if one.states else ""
        yield f"- {one.key} ({one.kind}): {one.title}, from “{one.starts}”{until}{where}{while_in}"


def _filings(p: Procedure) -> Lines:
    for spec in filings_of(p):
        yield from ("", f"## Filing: {spec.key}", "", f"{spec.title}.", "")
        yield from (f"On paper it is a {spec.on_paper}.", "") if spec.on_paper else ()
        yield from _fields(spec, spec.fields, "")


def _fields(spec: FilingSpec, fields: tuple[Field, ...], indent: str) -> Lines:
    for f in fields:
        notes = [f.kind, f.need.replace("_", " "), cited((f.under,))]
        notes += [f"level {f.level}"] if f.level else []
        notes += ["may be withheld"] if f.withholdable else []
        notes += [f"units {', '.join(f.units)}"] if f.units else []
        notes += [f"one of {', '.join(key for key, _ in f.options)}"] if f.options else []
        yield f"{indent}- {f.key}: {f.label} ({'; '.join(notes)})"
        yield from _fields(spec, f.of, indent + "  ")


def _sheets(p: Procedure) -> Lines:
    yield from ("", "## Sheets of a case", "")
    for sheet in sheets_of(p):
        yield f"- {sheet.key}: {sheet.title} (level {sheet.level}). {sheet.says}"
    yield ""


def _levels(p: Procedure) -> Lines:
    levels = p.levels
    yield from ("## Levels", "")
    yield f"- existence {levels.existence}, case {levels.case}, track {levels.track}, own {levels.own}"
    yield from (f"- {key}: {value}" for key, value in sorted(levels.extra.items()))


def _exceptions(p: Procedure) -> Lines:
    if p.exempt:
        yield from ("## Exceptions that the law itself makes", "")
    yield from (f"- {e.check}, {e.subject}: {e.why} ({cited((e.under,))})" for e in p.exempt)


def _ends(p: Procedure) -> Lines:
    for title, lines in (
        ("Added to the table of the law", [f"{s.key}, from {', '.join(s.frm)}: {s.added}" for s in p.steps if s.added]),
        ("Not modelled", list(p.not_modelled)),
        ("Notes", list(p.notes)),
    ):
        if lines:
            yield from ("", f"## {title}", "")
            yield from (f"- {line}" for line in lines)
