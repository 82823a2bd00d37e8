"""Rows of informing, second part: the series of updates, corrections, replies of others, links, and the end.

Law: OST XI, MOON 5(1) and 9(1) between its parties; soft: LTS B.9, NPS principle 5. No reply is owed to a note, and a
reply moves nothing: both are laid side by side, and the product takes no view. No consultation is opened by a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.informing import papers
from workflows.informing.frame import INFORMING, POINT, READER, RECIPIENT, REPLY, REPLYING, SECRETARIAT
from workflows.informing.sending import DATED, intervals, sent
from workflows.informing.shape import Shape
from workflows.informing.terms import OST
from workflows.kernel import guards as g
from workflows.kernel.language import (
    CLOCK,
    DISPATCH,
    DRAFT,
    OFFICE,
    OWN,
    PRODUCT,
    STAY,
    Flag,
    Link,
    On,
    Opens,
    Step,
)

CORRECTED = "The correction is published under its own symbol, beside what it corrects."
# fmt: off


def series(s: Shape) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_updates(s), *_corrections(s), *_replies(s), *_links(s), *_closing(s))


def _updates(s: Shape) -> Iterator[Step]:
    common: dict[str, Any] = {"stops": s.series, "level": "C1", "tell": "all"}
    yield Step("update", s.told, "update_due", INFORMING, DRAFT, s.terms.duty, papers.Due, **common,
               title="Announce an update", effect="There is something new, and an update is on its way.")
    if s.series:
        yield Step("update", (*s.told, "corrected"), "update_due", CLOCK, under=s.terms.duty, **common,
                   title="Update due",
                   effect="The interval of the series has passed, and an update is due.")
    for way in sent(s):
        yield Step("enter_transmitted", (*s.told, "update_due"), "transmitted", INFORMING, DISPATCH, s.terms.duty,
                   s.note, title="Transmit an update", whom="to", **way)


def _corrections(s: Shape) -> Iterator[Step]:
    for who, capacity in ((INFORMING, DISPATCH), (SECRETARIAT, OFFICE)):
        yield Step("issue_correction", "issued", "corrected", who, capacity, PRODUCT, papers.Correction,
                   stops=s.of_product, level="C1", tell="all", title="Ask for a correction of the document",
                   added="What was issued is corrected by a corrigendum, a revision or an addendum, and never "
                         "replaced.",
                   effect="The correction is on its way; what was issued stays as it is.")
    for way in intervals(s, corrected=True):
        common: dict[str, Any] = {"when": way["when"], "starts": way["starts"], "tell": "all"}
        yield Step("enter_issued", "corrected", "issued", SECRETARIAT, OFFICE, PRODUCT, papers.CorrectionIssued,
                   level="C0", checks=DATED, **common, title="Issue the correction", effect=CORRECTED)
        yield Step("drop_correction", "corrected", "issued", INFORMING, DISPATCH, PRODUCT, papers.Remark, level="C1",
                   **common, title="Drop the correction",
                   added="A correction that is not needed after all holds nothing up.",
                   effect="No correction is issued; the document stands as it is.")
    if s.series:
        yield Step("enter_issued", "update_due", STAY, SECRETARIAT, OFFICE, PRODUCT, papers.CorrectionIssued,
                   when=g.CameFrom(("corrected",)), checks=DATED, level="C0", tell="all",
                   title="Issue the correction",
                   added="An interval that runs out meanwhile holds no correction up.", effect=CORRECTED)


def _replies(s: Shape) -> Iterator[Step]:
    where = (*s.sent, "closed")
    others = RECIPIENT | READER | REPLYING
    yield Step("reply_by_other_state", where, STAY, others, DISPATCH, PRODUCT, papers.Reply, level="C1", tell="all",
               opens=Opens(REPLY, acting=True, anew=True), flags=(Flag("reply_linked", on_track=False),),
               link=Link("reply", field="reference"), title="Reply on the same subject",
               effect="Your note stands beside the first one, and you may take a position on each of its points. No "
                      "reply is owed, and yours moves nothing; the product takes no view.")
    yield Step("state_position", where, STAY, RECIPIENT | REPLYING, DISPATCH, PRODUCT, papers.Position, level="C1",
               tell="all", track=On(POINT, ("told",)), title="State a position", whom="on",
               added="What one State tells and what another holds of it are laid side by side, point by point.",
               effect="Your position on this point stands beside what is told. It may change; the earlier one stays on "
                      "record.")
    yield Step("add_source", where, STAY, INFORMING | others, DRAFT, PRODUCT, papers.PublicSource,
               level="C1", tell="all", title="Add a public source",
               added="What is said in public on the subject is a source and no filing.",
               effect="The source is on record; it is nobody's note.")


def _links(s: Shape) -> Iterator[Step]:
    live, where = s.sent, (*s.sent, "closed")
    common: dict[str, Any] = {"level": "C1", "tell": "all"}
    own: dict[str, Any] = {"level": "C4", "tell": OWN}
    yield Step("link_case", where, STAY, INFORMING, DRAFT, PRODUCT, papers.Reference, **common,
               link=Link("same_subject", field="reference"), title="Link a case on the same subject",
               added="A registration, rescue, claim or consultation on the same object runs in a case of its own.",
               effect="The two cases point to each other; neither waits for the other.")
    yield Step("answer_to", ("draft", "cleared", *where), STAY, INFORMING, DRAFT, PRODUCT, papers.Reference,
               **own, link=Link("answers_note", field="reference"),
               title="Link the note to which this one replies",
               added="A State that disputes the facts files a note of its own.",
               effect="This case points to the other State's note.")
    if s.of_danger:
        yield Step("request_consultation", live, STAY, INFORMING, DISPATCH, OST("IX", 4), papers.Remark, **own,
                   link=Link("consultation", "ost9_request", title="Request for consultation on a planned activity"),
                   title="Request consultation as well",
                   added="A note on danger is no request for consultation; whoever wants both says so.",
                   effect="A request for consultation under Article IX is opened beside this case, in your name and in "
                          "preparation. Nobody else sees that before you serve it.")


def _closing(s: Shape) -> Iterator[Step]:
    yield Step("close", (*s.told, "update_due"), "closed", INFORMING, DISPATCH, PRODUCT, papers.Closing, stops=("*",),
               level="C1", tell="all", title="Close the series",
               effect="No further update comes. What was told stays, and others may still reply.")
