"""Parts of a long form, and how complete it is; both follow from the questions alone.

Where an author has given headings, each begins a part. Elsewhere questions that follow one another under the same
article stand together, and a lone one joins the part before it. A part is named after what its article is about; where
only the product asks, or the name is taken, after its first questions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from consult.forms.views import Completeness, FieldView, Missing, ProvisionView, SectionView
from consult.i18n import _
from workflows.kernel.fields import OPTIONAL

SHORT = 6
"""A form of up to so many questions has one part."""


@dataclass(slots=True)
class _Run:
    """Questions that follow one another, under a heading or else under one article."""

    heading: str = ""
    article: str = ""
    fields: list[FieldView] = field(default_factory=list)


def article_of(provision: ProvisionView) -> str:
    """Name instrument and article, the number of a sentence left aside."""
    return f"{provision.instrument} {provision.provision.partition(' s')[0]}"


def sections_of(fields: Sequence[FieldView], title: str) -> tuple[SectionView, ...]:
    """Group questions into parts."""
    if any(one.section for one in fields):
        runs = _headed(fields, title)
    elif len(fields) <= SHORT:
        runs = [_Run(title, "", list(fields))]
    else:
        runs = _joined(_by_article(fields))
    for run in runs:
        run.heading = _heading(run, {other.heading for other in runs})
    return tuple(_section(i, run) for i, run in enumerate(runs, 1))


def _headed(fields: Sequence[FieldView], title: str) -> list[_Run]:
    """Begin a part with every heading."""
    runs = [] if fields[0].section else [_Run(title)]
    for one in fields:
        if one.section:
            runs.append(_Run(one.section))
        runs[-1].fields.append(one)
    return runs


def _by_article(fields: Sequence[FieldView]) -> list[_Run]:
    runs: list[_Run] = []
    for one in fields:
        article = article_of(one.provision)
        if not runs or runs[-1].article != article:
            runs.append(_Run("", article))
        runs[-1].fields.append(one)
    return runs


def _joined(runs: list[_Run]) -> list[_Run]:
    """Let a lone question join the part before it, and what follows it under that article too."""
    kept: list[_Run] = []
    for run in runs:
        if kept and (len(run.fields) == 1 or run.article == kept[-1].article):
            kept[-1].fields.extend(run.fields)
        else:
            kept.append(run)
    return kept


def _heading(run: _Run, taken: set[str]) -> str:
    """Name a part by its heading, by what its article is about, or by its first questions."""
    if run.heading:
        return run.heading
    first, *others = run.fields
    if first.provision.title and first.provision.title not in taken:
        return first.provision.title
    return _("%(first)s, %(second)s and so on", first=first.label, second=others[0].label) if others else first.label


def _section(number: int, run: _Run) -> SectionView:
    """Make a part with the provisions that ask its questions, each once."""
    provisions = tuple(dict.fromkeys(one.provision for one in run.fields if not one.provision.is_product))
    done = completeness_of(run.fields)
    return SectionView(f"section-{number}", run.heading, tuple(run.fields), provisions, done.answered, done.asked)


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
