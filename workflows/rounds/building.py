"""A round, put together from its shape.

What all rounds share: the universal transitions but suspension, since nobody agrees with every applicant to stop a call
that is public; a call that has to end early is cancelled in public.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflows.kernel.fragments import COMMON_STATES, SUSPENDED, common_steps
from workflows.kernel.fragments import WITHDRAWN as CASE_WITHDRAWN
from workflows.kernel.language import DISPATCH, OFFICE, OWN, Exempt, Levels, Procedure, Step
from workflows.kernel.words import PRODUCT
from workflows.rounds.applying import applying
from workflows.rounds.calling import calling
from workflows.rounds.frame import CANCELLED, CLOSED, LIVE, OPENING, STATES, applications, limits
from workflows.rounds.judging import judging
from workflows.rounds.shape import FILE, Round

NOT_MODELLED = (
    "Who sits on a committee of reviewers, and its rules.",
    "Applications of the conveners' own institutions, which follow their own law.",
)
NOTES = (
    "The call closes at an instant; an application is judged by the moment of its recording, whatever date it bears.",
    "Selected is not signed; and nobody's silence but that of an applicant who was asked for something lets an "
    "application lapse.",
)
# fmt: off


def build(s: Round) -> Procedure:
    """Build the procedure of a round."""
    return Procedure(
        key=s.key, edition=s.edition, title=s.title, under=s.under, opens=OPENING, filer=s.conductor.key,
        prefix=s.prefix, level=s.level, roles=(*s.conveners, s.applicant),
        states=(*STATES, *(one for one in COMMON_STATES if one.key != SUSPENDED)), tracks=(applications(s),),
        steps=(*calling(s), *applying(s), *judging(s), *_common(s)), limits=limits(s),
        levels=Levels(existence="C2", case="C2", track="C3", own="C4"), exempt=(*_exempt(s), *s.exempt),
        not_modelled=(*NOT_MODELLED, *s.not_modelled), notes=(*NOTES, *s.notes), terms=s.terms.plain(),
        summary=s.summary,
    )


def _common(s: Round) -> Iterator[Step]:
    """The universal transitions that a public call has; a conductor that is an office takes its own in office."""
    for row in common_steps(s.conductor, (OPENING, *LIVE), (CLOSED, CANCELLED), draft=OPENING):
        frm = tuple(state for state in row.frm if state != SUSPENDED)
        public = row.to == CASE_WITHDRAWN and row.tell != OWN
        if row.key in ("suspend", "resume") or public or not frm:
            continue
        in_office = s.conductor.office and row.by == s.conductor and row.capacity is DISPATCH
        file = "" if row.tell == OWN else FILE
        yield replace(row, frm=frm, file=file, capacity=OFFICE if in_office else row.capacity)


def _exempt(s: Round) -> tuple[Exempt, ...]:
    """Two who convene together act together; alone each may still take back what it has said."""
    if s.joint is None:
        return ()
    why = "Those who convene a round together publish, announce and cancel together."
    stakes = [role.key for role in s.conveners if role.stake]
    return tuple(Exempt("nobody_is_stranded", f"{OPENING}/{key}", PRODUCT, why) for key in stakes)
