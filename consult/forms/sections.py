"""Parts of a long form, and how complete it is; both follow from the questions alone.

Where an author has given headings, each begins a part. Elsewhere questions that follow one another under the same
article stand together, a list or a group is a part of its own, and a lone question joins the part before it. A part
that only the product asks for is named after its first questions, since no provision names it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from consult.forms.views import Completeness, FieldView, Missing, ProvisionView, SectionView
from consult.i18n import _
from workflows.kernel.fields import OPTIONAL

SHORT = 6
"""A form of up to so many questions has one part."""


@dataclass(slots=True)
class _Run:
    """Questions that follow one another for one reason: a heading, an article, or a list of their own."""

    reason: tuple[str, str]
    fields: list[FieldView] = field(default_factory=list)

    @property
    def joins(self) -> bool:
        """Say whether other plain questions may stand here."""
        return self.reason[0] == "article"


def article_of(provision: ProvisionView) -> str:
    """Name instrument and article, the number of a sentence left aside."""
    return f"{provision.instrument} {provision.provision.partition(' s')[0]}"


def sections_of(fields: Sequence[FieldView], title: str) -> tuple[SectionView, ...]:
    """Group questions into parts."""
    if any(one.section for one in fields):
        runs = _headed(fields, title)
    elif len(fields) <= SHORT:
        runs = [_Run(("heading", title), list(fields))]
    else:
        runs = _joined(_by_article(fields))
    return tuple(_section(i, run) for i, run in enumerate(runs, 1))


def _headed(fields: Sequence[FieldView], title: str) -> list[_Run]:
    """Begin a part with every heading."""
    runs = [] if fields[0].section else [_Run(("heading", title))]
    for one in fields:
        if one.section:
            runs.append(_Run(("heading", one.section)))
        runs[-1].fields.append(one)
    return runs


def _by_article(fields: Sequence[FieldView]) -> list[_Run]:
    runs: list[_Run] = []
    for one in fields:
        reason = ("list", one.path) if one.kind in ("list", "group") else ("article", article_of(one.provision))
        if not runs or runs[-1].reason != reason:
            runs.append(_Run(reason))
        runs[-1].fields.append(one)
    return runs


def _joined(runs: list[_Run]) -> list[_Run]:
    """Let a lone plain question join the plain part before it, and what follows it under that article too."""
    kept: list[_Run] = []
    for run in runs:
        before = kept[-1] if kept else None
        if before and before.joins and run.joins and (len(run.fields) == 1 or run.reason == before.reason):
            before.fields.extend(run.fields)
        else:
            kept.append(run)
    return kept


def _section(number: int, run: _Run) -> SectionView:
    """Make a part; where all its questions have one provision, it is said once, in the heading."""
    provisions = {one.provision for one in run.fields}
    shared = provisions.pop() if len(provisions) == 1 and len(run.fields) > 1 else None
    fields = tuple(replace(one, says_provision=one.provision != shared) for one in run.fields)
    done = completeness_of(fields)
    return SectionView(f"section-{number}", _name(run), fields, shared, done.answered, done.asked)


def _name(run: _Run) -> str:
    """Name a part by its heading, its list, what its article is about, or its first questions."""
    if run.reason[0] == "heading" or not run.fields:
        return run.reason[1]
    first, *others = run.fields
    if run.reason[0] == "list" or not others:
        return first.label
    if first.provision.title:
        return first.provision.title
    return _("%(first)s, %(second)s and so on", first=first.label, second=others[0].label)


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
            yield Missing(label, one.anchor, one.need), one.answered
        if one.kind == "list" and opened:
            for row in one.rows:
                yield from _asked(row.fields, f"{label} {row.number}: ")
