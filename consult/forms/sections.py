"""Sections of a long form, and how complete it is; both follow from the questions alone.

A list or a group at the top is a section of its own. Other questions that follow one another under the same article
stand together; a lone question joins the section before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from consult.forms.views import Completeness, FieldView, Missing, ProvisionView, SectionView
from workflows.kernel.fields import OPTIONAL

SHORT = 6
"""A form of up to so many questions has one section."""


@dataclass(slots=True)
class _Run:
    """Questions that follow one another under one article."""

    article: tuple[str, str]
    fields: list[FieldView] = field(default_factory=list)


def article_of(provision: ProvisionView) -> tuple[str, str]:
    """Answer instrument and article, the number of a sentence left aside."""
    return provision.instrument, provision.provision.partition(" s")[0]


def sections_of(fields: Sequence[FieldView], title: str) -> tuple[SectionView, ...]:
    """Group questions into sections."""
    if len(fields) <= SHORT:
        return (_section(1, _Run(("", ""), list(fields)), title, plain=True),)
    return tuple(_section(i, run, title) for i, run in enumerate(_runs(fields), 1))


def _runs(fields: Sequence[FieldView]) -> list[_Run]:
    runs: list[_Run] = []
    for one in fields:
        alone = one.kind in ("list", "group")
        article = ("", one.path) if alone else article_of(one.provision)
        if not runs or runs[-1].article != article:
            runs.append(_Run(article))
        runs[-1].fields.append(one)
    return _joined(runs)


def _joined(runs: list[_Run]) -> list[_Run]:
    """Let a lone plain question join the plain section before it."""
    kept: list[_Run] = []
    for run in runs:
        lone = len(run.fields) == 1 and run.article[0]
        if (lone and kept and kept[-1].article[0]) or (kept and kept[-1].article == run.article):
            kept[-1].fields.extend(run.fields)
        else:
            kept.append(run)
    return kept


def _section(number: int, run: _Run, title: str, plain: bool = False) -> SectionView:
    """Make a section; where all its questions have one provision, it is said once, in the heading."""
    first = run.fields[0] if run.fields else None
    shared = first.provision if first and all(one.provision == first.provision for one in run.fields) else None
    if len(run.fields) < 2:
        shared = None
    fields = tuple(replace(one, says_provision=one.provision != shared) for one in run.fields)
    name = title if plain or first is None else _name(run, first)
    done = completeness_of(fields)
    return SectionView(f"section-{number}", name, fields, shared, done.answered, done.asked)


def _name(run: _Run, first: FieldView) -> str:
    """Name a section by its list or group, else by what its article is about."""
    if not run.article[0]:
        return first.label
    return first.provision.title or first.provision.citation


def completeness_of(fields: Sequence[FieldView]) -> Completeness:
    """Count what is asked and answered, and list what is missing."""
    asked = list(_asked(fields, ""))
    missing = tuple(one for one, answered in asked if not answered)
    return Completeness(len(asked) - len(missing), len(asked), missing)


def _asked(fields: Sequence[FieldView], above: str) -> Iterator[tuple[Missing, bool]]:
    """Yield every question that is asked here with whether it is answered; inside lists and groups, those in use."""
    for one in fields:
        label = f"{above}{one.label}"
        opened = one.answered and not one.unknown and not one.withheld
        if one.kind == "group" and (opened or (one.need != OPTIONAL and not one.answered)):
            yield from _asked(one.fields, f"{label}: ")
            continue
        if one.need != OPTIONAL:
            yield Missing(label, _anchor(one), one.need), one.answered
        if one.kind == "list" and opened:
            for row in one.rows:
                yield from _asked(row.fields, f"{label} {row.number}: ")


def _anchor(one: FieldView) -> str:
    return one.controls[0].id if one.is_alone and one.controls else one.id
