"""Notices of transparency and confidence in outer space (``tcbm``): one procedure for every kind of notice.

Soft: GGE (chapters on transparency and on consultative mechanisms), taken up by GA68_50; HCOC 4(a)(iii) for launches,
LTS B.9 and NPS principle 5 for re-entries, RS principles X and XI for warnings and disasters, NPS principle 7 for
tracking. All of it is voluntary and has no number: every period is an aim of the product. See ``NOT_MODELLED``.
"""

from __future__ import annotations

from workflows import Form
from workflows.confidence import frame
from workflows.confidence.advice import ADVISED, COUNTED
from workflows.confidence.following import following
from workflows.confidence.sending import sending
from workflows.confidence.terms import NoticeTerms
from workflows.kernel.fragments import COMMON_STATES, common_steps
from workflows.kernel.language import Levels, Procedure

EDITION = 1
TITLE = "Notice of transparency and confidence"
NOT_MODELLED = (
    "Who subscribes to the Hague Code, and its contact point: a notice under it goes to those whom its sender names.",
    "Annual declarations under the Hague Code.",
    "Operators as addressees: they are told by the State that authorises them, and named in the notice.",
    "Whether a notice was full, true or in time: whoever doubts it asks, or says so on record.",
)
NOTES = (
    "Every notice is voluntary; none is owed, and none is late in law.",
    "An acknowledgement accepts nothing, and nothing is inferred from silence.",
    "A notice is no consultation; whoever wants one asks for it beside the notice.",
)
SUMMARY = (
    "A State tells others beforehand, or at once, what may concern them in space; they may ask, it tells what is new, "
    "and after the event what came of it."
)


def notice(terms: NoticeTerms) -> Procedure:
    """Build the notice of a kind for its terms."""
    s = frame.Shape(terms)
    office = (frame.SECRETARIAT,) if s.kind.office else ()
    states = frame.STATES if s.kind.happens else tuple(one for one in frame.STATES if one.key != "event_occurred")
    return Procedure(
        key="tcbm",
        edition=EDITION,
        title=s.kind.title,
        under=s.under,
        opens="draft",
        filer="sender",
        prefix="TCBM",
        roles=(frame.SENDER, frame.ADDRESSEE, frame.READER, *office),
        states=(*states, *COMMON_STATES),
        tracks=(frame.ADDRESSEES, frame.COPIES),
        steps=(*sending(s), *following(s), *common_steps(frame.SENDER, s.live, frame.ENDED)),
        limits=tuple(frame.limits(s)),
        standards=frame.standards(s),
        happenings=frame.happenings(s),
        levels=Levels(existence=s.level, case=s.level, track=s.level, own="C4"),
        not_modelled=NOT_MODELLED,
        notes=NOTES,
        terms=terms.plain(),
        summary=SUMMARY,
    )


FORMS = (
    Form(
        "tcbm",
        TITLE,
        NoticeTerms,
        notice,
        advice=ADVISED,
        subjects=("safety",),
        reciprocal=COUNTED,
        reported="notifications",
    ),
)
