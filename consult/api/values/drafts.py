"""A paper that the own party is preparing, as a machine reads it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from consult.api.values.law import Reason, reasons_of
from consult.forms.schema import filing_schema
from consult.pages.drafts import DraftPage
from workflows.kernel.fields import FilingSpec, Problem
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Missing:
    """What is still missing or wrong in a filing: a pointer into it, and the sentence."""

    pointer: str
    sentence: str


@dataclass(frozen=True, slots=True)
class DraftValue:
    """A draft: for which step of which case, what it says, in which version, and what it still lacks. `cleared_office`
    is set while the present text is cleared; `closed` says why its step is closed now. It is raised to `level` before
    it is served, or has that of the procedure where this is empty; `levels` are those to which it may be raised."""

    ref: str
    case: str
    step: str
    track: str
    level: str
    levels: tuple[str, ...]
    filing: Mapping[str, Any]
    schema: Mapping[str, Any]
    version: int
    changed_at: datetime
    author: str
    missing: tuple[Missing, ...]
    needs_clearance: bool
    cleared_office: str
    closed: tuple[Reason, ...]
    href: str
    hrefs: Mapping[str, str]


def draft_value(page: DraftPage, row: Any, spec: FilingSpec, missing: Sequence[Problem], base: str) -> DraftValue:
    """Write a draft from its page and its row."""
    return DraftValue(
        page.ref,
        page.case_ref,
        row.step,
        row.track or "",
        row.level or "",
        tuple(level for level, _says in page.raising.levels if level),
        row.body,
        filing_schema(spec),
        page.version,
        page.changed_at,
        page.author,
        tuple(Missing(f"/filing/{one.field}" if one.field else "/filing", one.sentence) for one in missing),
        page.clearance.applies,
        page.clearance.office,
        reasons_of(page.closed),
        f"{base}/drafts/{page.ref}",
        _hrefs(page, f"{base}/drafts/{page.ref}", base),
    )


def _hrefs(page: DraftPage, here: str, base: str) -> dict[str, str]:
    """Say where what belongs to a draft is had; whom it may affect, where its step asks for that."""
    found = {"self": here, "case": f"{base}/cases/{page.case_ref}", "clearance": f"{here}/clearance"}
    found |= {f"paper_{ending}": f"{here}/paper.{ending}" for ending in ("pdf", "docx", "html")}
    return found | ({"affected": f"{here}/affected"} if page.covers else {})
