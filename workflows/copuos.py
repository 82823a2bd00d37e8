"""Submissions to COPUOS and other bodies (``copuos``): from the scope to the paragraph of the report.

Soft: practice of the Committee and calls of its secretariat (COPUOS_P); OST XI for information on activities. Every
period is a default of the product, and is shown as such. What concerns another party is told with its consent alone;
silence refuses, which is the product's rule and no law. The session's last day carries what was not issued to another
session: which one the author says. See ``NOT_MODELLED``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflows import Form
from workflows.kernel.fragments import COMMON_STATES, SUSPENDED, common_steps
from workflows.kernel.language import OFFICE, OWN, Levels, Procedure, Step
from workflows.kernel.sheets_of_reports import ReportSheet
from workflows.submitting import frame as f
from workflows.submitting.advice import ADVISED
from workflows.submitting.consenting import consenting
from workflows.submitting.drafting import drafting
from workflows.submitting.following import following
from workflows.submitting.frame import STATES, TRACKS, limits
from workflows.submitting.handling import handling
from workflows.submitting.papers import ELSEWHERE
from workflows.submitting.terms import CALLS, DOCUMENTS, INFORMATION, OFFICE_OF, SubmissionTerms

KEY, TITLE = "copuos", "Submission to a body of the United Nations"
EDITION = 1
NOT_MODELLED = (
    "Which entity may make which kind of submission: the table of kinds says it, and the secretariat looks.",
    "Whether cases to which a party consents in part are among those it was asked about: others are not told of.",
    "Days of coming sessions beyond the usual rhythm: they are expected until somebody enters them as announced.",
    "Sub-items, timetables, and the adoption of the report by the body.",
    "Suspension: a session waits for nobody.",
)
NOTES = (
    "No period here is law. A day for slotting that has passed is shown as passed, never as a breach.",
    "Silence refuses consent here. That is a rule of this product, which errs on the side of telling less.",
    "The secretariat receives, asks and issues; it judges nothing between States.",
    "The log behind a report is no document of the United Nations; what is annexed was cleared.",
)
REPORT = ReportSheet(
    key="report", title="Report", level="C1",
    says="What the document covers, who allowed what to be told of it, and what is said of its wording.",
    scoped=("scope", "change_scope", "enter_scoped"), body="body", session="session", session_told="session_told",
    item="item", item_told="item_told", kind="kind", since="since", until="until", cases="cases", case_ref="case_ref",
    joint="joint", heading="heading", language="language", elsewhere=ELSEWHERE,
    set=f.AFFECTED_PARTIES.key, told=f.TOLD, asked="ask_consent", asked_cases="cases",
    consented=("consent", "consent_in_part"), allowed="allowed",
    objected=("object_before_issue", "objection_by_other_state"),
    answered=("reply_before_issue", "reply_to_objection"), words="words",
    issued=("issue", "issue_correction"), symbol="symbol", dated="dated_on", built="compile", digest="document",
    ready=f.READY,
)  # fmt: skip
# fmt: off


def copuos(terms: SubmissionTerms) -> Procedure:
    """Build the procedure of a submission."""
    return Procedure(
        key=KEY,
        edition=EDITION,
        title=TITLE,
        under=(CALLS, DOCUMENTS, INFORMATION),
        opens=f.DRAFT_STATE,
        filer=f.AUTHOR.key,
        prefix="SUBM",
        roles=(f.AUTHOR, f.JOINT, f.AFFECTED, f.SECRETARIAT, f.READER, f.OBJECTING),
        states=(*STATES, *(one for one in COMMON_STATES if one.key != SUSPENDED)),
        tracks=TRACKS,
        steps=tuple(_steps(terms)),
        limits=limits(terms),
        sheets=(REPORT,),
        levels=Levels(existence="C2", case="C2", track="C3", own="C4"),
        not_modelled=NOT_MODELLED,
        notes=NOTES,
        terms=terms.plain(),
        summary="A delegation scopes a document for a session, compiles it from the record, asks whoever is told of "
        "for consent, clears and transmits it; the secretariat issues it, and where the report reflects it is kept.",
    )


def _steps(terms: SubmissionTerms) -> Iterator[Step]:
    """Give all rows; an office that submits takes its own in office."""
    for row in (*drafting(terms), *consenting(), *handling(terms), *following(), *_common()):
        in_office = terms.author == OFFICE_OF and row.by == f.AUTHOR
        yield replace(row, capacity=OFFICE) if in_office else row


def _common() -> Iterator[Step]:
    """The universal transitions: what is issued is withdrawn no more, and corrected as a document."""
    for row in common_steps(f.AUTHOR, f.BEFORE_ISSUE, (f.MISSED, *f.PUBLIC)):
        frm = tuple(state for state in row.frm if state != SUSPENDED)
        if row.key == "correct":
            frm = tuple(state for state in frm if state not in f.PUBLIC)
        if row.key in ("suspend", "resume") or not frm:
            continue
        yield replace(row, frm=frm, level="C1") if row.key == "withdraw" and row.tell != OWN else replace(row, frm=frm)


FORMS = (Form(KEY, TITLE, SubmissionTerms, copuos, advice=ADVISED),)
