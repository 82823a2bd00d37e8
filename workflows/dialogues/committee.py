"""Rows of a joint committee: the Outline of Cooperation with its projects, its review, and disputes on the agenda.

Law: the agreement under which it sits (LAW_A); where its clause has talks in a joint committee as the first stage, a
dispute may be put there first, and the ladder of the clause runs in the case of the dispute. Not modelled: how the
committee votes; what is not agreed by both is not agreed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.agreements.tree import Placed
from workflows.dialogues import papers
from workflows.dialogues.frame import (
    AGREED,
    AWAKE,
    DISPUTE,
    DONE,
    GIVEN_UP,
    LISTED,
    NOT_YET,
    OPEN,
    PROJECT,
    SETTLED,
    UNDER_WAY,
    UNSETTLED,
)
from workflows.dialogues.terms import SeriesTerms
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import NotToCome
from workflows.kernel.checks_of_parties import IsParty
from workflows.kernel.checks_of_texts import Distinct
from workflows.kernel.joint_text import drafting, signed
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    DRAFT,
    EVERY_PARTY,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Link,
    NotBefore,
    On,
    Opens,
    Step,
)
from workflows.kernel.sheet_of_text import TextSheet

TEXT = TextSheet(
    key="outline",
    title="Outline of Cooperation",
    says="The outline as it is drafted: its wording now, who assents to which clause, and what changed.",
    signs=("adopt_outline",),
)
OUTLINED = g.Says(g.Done("adopt_outline"), "No outline has been adopted yet.")
DATES = (NotBefore("ends_on", "begins_on"), NotBefore("review_on", "begins_on"), NotBefore("ends_on", "review_on"))
# fmt: off


def committee(t: SeriesTerms) -> Iterator[Step]:
    """Give all rows of this part, in the order of the procedure; a dialogue has none."""
    if not t.is_committee:
        return
    yield from drafting(("running",), ANY_PARTY, level="C2")
    yield from _outline()
    yield from _projects()
    if t.first_rung:
        yield from _disputes(t, t.first_rung)


def _told() -> dict[str, Any]:
    return {"tell": "all", "level": "C2"}


def _outline() -> Iterator[Step]:
    yield Step("adopt_outline", AWAKE, STAY, EVERY_PARTY, DISPATCH, AGREED, papers.Outline, when=NOT_YET, **_told(),
               opens=Opens(PROJECT, "projects", anew=True), stops=("review", "outline"), starts=("review", "outline"),
               checks=(*signed("text"), Distinct("projects"), IsParty("projects"), *DATES),
               title="Adopt the Outline of Cooperation",
               effect="With both hands on the same text it is agreed: each project has its owner, and the outline its "
                      "day of review and its end.")
    yield Step("review_outline", AWAKE, STAY, EVERY_PARTY, DISPATCH, AGREED, papers.Review, when=OUTLINED, **_told(),
               stops=("review",), starts=("review",), checks=(NotToCome("reviewed_on"),
                                                              NotBefore("review_on", "reviewed_on")),
               title="Review the outline", effect="What was found is on record, and the next review has its day.")


def _projects() -> Iterator[Step]:
    going = On(PROJECT, (UNDER_WAY,))
    yield Step("report_project", OPEN, STAY, TRACK_PARTY, DRAFT, PRODUCT, papers.ProjectReport, track=going, **_told(),
               title="Report on the project", whom="named", effect="Where the project stands is on record.")
    yield Step("complete_project", OPEN, STAY, TRACK_PARTY, DISPATCH, PRODUCT, papers.ProjectReport, whom="named",
               track=On(PROJECT, (UNDER_WAY,), DONE), **_told(), title="Report as done the project",
               effect="Its owner reports the project as done.")
    yield Step("give_up_project", OPEN, STAY, EVERY_PARTY, DISPATCH, PRODUCT, papers.Ended, whom="named",
               track=On(PROJECT, (UNDER_WAY,), GIVEN_UP), **_told(), title="Give up the project",
               effect="What was agreed together is given up together.")


def _disputes(t: SeriesTerms, first: Placed) -> Iterator[Step]:
    under, title = first.by.cited, "Settlement of disputes"
    lists: dict[str, Any] = {"when": NOT_YET, "opens": Opens(DISPUTE, acting=True, numbered=True), **_told()}
    yield Step("put_dispute", AWAKE, STAY, ANY_PARTY, DISPATCH, under, papers.Dispute, **lists,
               link=Link("dispute", "settlement", title=title, gives=(("agreement", t.agreement), ("level", t.level))),
               title="Put a dispute on the agenda",
               effect="The dispute is on the agenda of the committee, and a case on the stages of the agreement is "
                      "opened in your name and in preparation. Its first stage is the committee; its periods run "
                      "there.")
    yield Step("list_dispute", AWAKE, STAY, ANY_PARTY, DISPATCH, under, papers.DisputeListed, **lists,
               link=Link("dispute", field="reference"), title="Put a running dispute on the agenda",
               effect="The dispute that runs already is on the agenda of the committee; the two cases point to each "
                      "other.")
    yield Step("settle_dispute", OPEN, STAY, EVERY_PARTY, DISPATCH, under, papers.Settled, whom="of dispute",
               track=On(DISPUTE, (LISTED,), SETTLED), **_told(), title="Record the settlement",
               effect="What was settled is on record here; the case of the dispute is closed as settled there.")
    yield Step("leave_dispute", OPEN, STAY, ANY_PARTY, DISPATCH, under, papers.Remark, whom="of dispute",
               track=On(DISPUTE, (LISTED,), UNSETTLED), **_told(), title="Record no settlement",
               effect="The committee has not settled it. When its next stage may begin says the case of the dispute.")


def sheets(t: SeriesTerms) -> tuple[TextSheet, ...]:
    """Give the sheets of a kind of series."""
    return (TEXT,) if t.is_committee else ()
