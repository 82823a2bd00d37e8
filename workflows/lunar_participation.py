"""Participation in the lunar mechanism (``lunar_participation``): how one comes to take part, changes class, leaves.

Law: none. The mechanism is a proposal (LCM participation, after the navigation committee's classes); every period is a
default of the charter. A class is admitted by consensus in plenary or by unbroken silence. One objection defers; what
finds no consensus in two plenaries is refused, and may be asked for again after the period. A change of class leaves
the class as it is until it is admitted. Who is on the roll of a charter is read from these cases alone. Not modelled:
the criteria that need judgement, credentials, and dues.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workflows import Form
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import HeldLater, HeldSince
from workflows.kernel.fragments import COMMON_STATES, SUSPENDED, WITHDRAWN, Withdrawal, common_steps
from workflows.kernel.guards import Guard
from workflows.kernel.guards_of_rolls import OnRoll
from workflows.kernel.language import (
    BACK,
    CLOCK,
    DISPATCH,
    OFFICE,
    PRODUCT,
    STAY,
    Enrols,
    Exempt,
    FilingCheck,
    Levels,
    OnlyIf,
    Procedure,
    Role,
    Roll,
    Step,
    TimeLimit,
    Until,
    outcome,
)
from workflows.kernel.silence import Silence
from workflows.kernel.silence_papers import SILENCE
from workflows.kernel.terms import Terms, term
from workflows.lunar import participating as papers
from workflows.lunar.advice import PARTICIPATION as ADVICE
from workflows.lunar.charters import CLASSES, Charter, charter, charters, members_of_committee
from workflows.lunar.participating import DECIDING, HELD, INCOMPLETE, ONCE, SOUGHT, TAKING_PART
from workflows.lunar.roles import ASSOCIATE, CHAIR, MEMBER, OBSERVER, PARTICIPATION, SECRETARIAT, convened

EDITION = 1
APPLICANT = Role("applicant", "the applicant")
ON_ROLL = ("under_review", "deferred", "admitted", "leaving")
"""Where a case puts its filer on the roll, in the class that is on record; an applicant has none yet."""
TAKEN = ("applied", "refused", *ON_ROLL)
"""Where a case of one's own stands in the way of another one."""
HOLDS = g.Fact(HELD, tuple(CLASSES))
NO_SILENCE = ~(g.Running(SILENCE) | g.Stopped(SILENCE))
COMPLETE = g.Says(
    ~g.Flagged(INCOMPLETE),
    "The applicant was asked for what is missing; it completes the application first.",
    TAKING_PART,
)
ANSWERS = HeldSince("held_on", ("apply", "apply_again", "change_class", "object", "break_silence"), TAKING_PART)
"""A plenary decides on what lies before it, objections included."""
NOT_MODELLED = (
    "Whether a State plans lunar activity or takes an active part in it: it says so, and the members judge.",
    "Credentials of delegations, dues, and amendment of the charter under which a participant was admitted.",
)
NOTES = (
    "A proposal, not law: no treaty sets up this mechanism, and every period here is a default of the charter.",
    "“No consensus twice” means in two plenaries; an objection alone defers.",
    "When a member leaves, its notices stay readable as external references, and arrangements follow their own term.",
)
# fmt: off


@dataclass(frozen=True)
class ParticipationTerms(Terms):
    """Terms of participation."""

    charter: str = term("copuos-draft", "The charter under which one takes part.",
                        options={key: one.title for key, one in charters().items()})


def participation(terms: ParticipationTerms) -> Procedure:
    """Build the procedure for a charter."""
    of = charter(terms.charter)
    silence = _silence(of)
    return Procedure(
        key=PARTICIPATION, edition=EDITION, title="Participation in the lunar mechanism (proposal, not law)",
        under=TAKING_PART, opens="draft", filer=APPLICANT.key, prefix="LMP",
        roles=(APPLICANT, MEMBER, ASSOCIATE, OBSERVER, CHAIR, SECRETARIAT),
        states=(*papers.STATES, *(s for s in COMMON_STATES if s.key in (WITHDRAWN, "voided_error"))),
        steps=(*_coming(of), *_review(of, silence), *_plenary(of), *_staying(of), *_going(of), *_common()),
        tracks=silence.tracks(), limits=(*_limits(of), *silence.limits()), sheets=silence.sheets(),
        levels=Levels(existence="C2", case="C1", track="C1", own="C4"),
        enrols=Enrols("charter", HELD, ON_ROLL), exempt=_exempt(), not_modelled=NOT_MODELLED, notes=NOTES,
        terms=terms.plain(),
        summary="A State, an organisation or a body comes to take part in the mechanism in one of its classes, changes "
                "class, and leaves.",
    )


def _common() -> Iterator[Step]:
    """The universal transitions but suspension: nobody agrees with an applicant to stop the clock of an application."""
    for row in common_steps(APPLICANT, ("draft", "applied"), (*ON_ROLL, "refused", "left")):
        if row.key not in ("suspend", "resume", "supersede"):
            yield replace(row, frm=tuple(state for state in row.frm if state != SUSPENDED))


def _exempt() -> tuple[Exempt, ...]:
    return (Exempt("nobody_is_stranded", "draft/member", PRODUCT, "Nobody is convened yet."),
            Exempt("nobody_is_stranded", f"applied/{APPLICANT.key}", TAKING_PART,
                   "The secretariat looks whether it is complete; meanwhile it can be withdrawn."),
            Exempt("nobody_is_stranded", "deferred/member", DECIDING,
                   "What was deferred waits for a plenary, in which members decide together."),
            Exempt("nobody_is_stranded", "leaving/member", TAKING_PART, "Leaving needs nobody's consent."),
            Exempt("nobody_is_stranded", "admitted/member", TAKING_PART, "Who takes part is not put out by others."),
            Exempt("nobody_is_stranded", "applied/member", TAKING_PART,
                   "Before the secretariat has circulated it members have nothing to decide."))


def _limits(of: Charter) -> tuple[TimeLimit, ...]:
    return (
        TimeLimit("completeness", of.completeness, of.cite("completeness"), title="Check that it is complete",
                  owner=SECRETARIAT.key, zone="UTC"),
        TimeLimit("plenary", Until("plenary_on"), of.cite("admission"), title="Time until the plenary", zone="UTC"),
        TimeLimit("reapply", of.reapply, of.cite("reapply"), title="Time before a new application", zone="UTC"),
        TimeLimit("leaving", of.leaving, of.cite("leaving"), title="Notice of leaving", takes="enter_left", zone="UTC"),
    )


def _silence(of: Charter) -> Silence:
    return Silence(
        chair=SECRETARIAT, entitled=MEMBER, under=(TAKING_PART, DECIDING), frm=("applied", "under_review"),
        text=papers.Circulation, files_text=False, period=of.admission_silence, least=of.silence_least,
        extension=of.silence_extension, letter=of.letter, adopted="admitted", broken="deferred", state="under_review",
        scope=NO_SILENCE & COMPLETE, names=convened(of), roll=Roll(PARTICIPATION, of.key, MEMBER.key), level="C1",
    )


def _fits_class(of: Charter) -> tuple[FilingCheck, ...]:
    """Refuse a class that is not for applicants of this kind, and a member's place where it is the Committee's."""
    rows: list[FilingCheck] = []
    for one in of.classes:
        kinds = g.OfKind(one.kinds, "{party} is not of that kind.", of.cite("class_kinds"))
        if set(one.kinds) != {"state", "igo", "body"}:
            rows.append(OnlyIf(SOUGHT, one.key, kinds, OBSERVER.key, f"{CLASSES[one.key]}: {one.who}. You are not.",
                               of.cite("class_kinds")))
    if of.committee == "committee":
        known = tuple(one.key for one in members_of_committee())
        inside = g.Among(known, "{party} is not among the members of the Committee.", of.cite("founding"))
        rows.append(OnlyIf(SOUGHT, MEMBER.key, inside, OBSERVER.key,
                           "Only members of the Committee are members here, as far as its list is known.",
                           of.cite("founding")))
    return tuple(rows)


def _coming(of: Charter) -> Iterator[Step]:
    """Accepting the charter as a founder; applying; completing."""
    alone = g.NoOther(PARTICIPATION, "charter", TAKEN, TAKING_PART)
    founder = g.Among(of.founding, "{party} is not among the founding members; it may apply.", of.cite("founding"))
    yield Step("accept_charter", "draft", "admitted", APPLICANT, DISPATCH, TAKING_PART, papers.acceptance(of),
               when=founder & alone, keeps=(SOUGHT,), takes_over=((HELD, SOUGHT),), names=convened(of), level="C1",
               title="Accept the charter", added="A founding member takes its place by accepting.",
               effect="You take part as a member from now on; this is a proposal and binds nobody under a treaty.")
    asked = papers.application(of, "Application to take part")
    yield Step("apply", "draft", "applied", APPLICANT, DISPATCH, TAKING_PART, asked, when=alone, keeps=(SOUGHT,),
               checks=_fits_class(of), names=convened(of), starts=("completeness",), level="C1",
               effect="The secretariat checks that the application is complete, and circulates it to the members.")
    yield Step("apply_again", "refused", "applied", APPLICANT, DISPATCH, TAKING_PART, asked, when=g.Lapsed("reapply"),
               checks=_fits_class(of), keeps=(SOUGHT,), clears=(ONCE, INCOMPLETE), starts=("completeness",),
               names=convened(of), level="C1", title="Apply again",
               added="After a refusal one may apply again when the period is over.",
               effect="A new application is lodged and goes the whole way again.")
    yield Step("ask_to_complete", "applied", STAY, SECRETARIAT, OFFICE, TAKING_PART, papers.Missing,
               stops=("completeness",), flags=(INCOMPLETE,), level="C1", title="Ask for what is missing",
               added="An incomplete application is not circulated.",
               effect="The applicant is told what is missing; the check begins anew when it is there.")
    yield Step("complete_application", "applied", STAY, APPLICANT, DISPATCH, TAKING_PART, papers.Completion,
               when=g.Flagged(INCOMPLETE), starts=("completeness",), clears=(INCOMPLETE,), level="C1",
               title="Complete the application",
               added="The applicant answers what is missing.", effect="The secretariat checks the application again.")


def _review(of: Charter, silence: Silence) -> Iterator[Step]:
    """Circulation under silence or for a plenary, and what members say to it."""
    member = OnRoll(Roll(PARTICIPATION, of.key, MEMBER.key), "a member under this charter", of.cite("class_block"))
    for row in silence.steps():
        yield from _as_admission(of, row)
    yield Step("circulate_for_plenary", ("applied", "under_review"), "under_review", SECRETARIAT, OFFICE, TAKING_PART,
               papers.ForPlenary, when=NO_SILENCE & COMPLETE, names=convened(of), stops=("completeness",),
               starts=("plenary",), level="C1", title="Circulate the application for the next plenary",
               effect="Every member has the application before it; the plenary decides.")
    yield Step("object", "under_review", "deferred", MEMBER, DISPATCH, TAKING_PART, papers.Objection,
               when=NO_SILENCE & member, stops=("plenary",), level="C1", title="Object in writing",
               effect="The application is put to a later plenary. Reasons are not needed.")
    yield Step("object", "deferred", STAY, MEMBER, DISPATCH, TAKING_PART, papers.Objection, when=member,
               level="C1", title="Object in writing", added="Members may object to what was deferred, too.",
               effect="Your objection lies before the plenary; one that was held before today does not answer it.")
    yield Step("withdraw_application", ("under_review", "deferred"), outcome((HOLDS, "admitted"), (None, WITHDRAWN)),
               APPLICANT, DISPATCH, PRODUCT, Withdrawal, stops=(SILENCE, "plenary"), clears=(ONCE,), level="C1",
               title="Withdraw the application", added="Whoever asks may take it back.",
               effect="Nothing is decided. Whoever takes part already stays in its class.")


def _as_admission(of: Charter, row: Step) -> Iterator[Step]:
    """Say a row of the silence in the words of an admission, and let admission set the class."""
    if of.admission == "consensus" and row.key == "open_silence":
        return
    match row.key:
        case "open_silence":
            yield replace(row, key="circulate", stops=("completeness",),
                          title="Circulate the application under silence",
                          effect="Every member has the application before it; without an objection before the instant "
                                 "the applicant is admitted.")
        case "break_silence":
            yield replace(row, title="Object to the admission")
        case "expire_silence" if row.to == "admitted":
            yield replace(row, title="Admitted by silence", takes_over=((HELD, SOUGHT),), clears=(ONCE,),
                          effect="The applicant takes part in the class it asked for.")
        case "confirm_adoption":
            yield replace(row, by=CHAIR, title="Confirm the admission")
        case _:
            yield row


def _plenary(of: Charter) -> Iterator[Step]:
    """What a plenary finds; the chair records it."""
    open_to_it = ("under_review", "deferred")
    yield Step("admit", open_to_it, "admitted", CHAIR, OFFICE, TAKING_PART, papers.OfPlenary,
               when=NO_SILENCE, checks=(ANSWERS,), takes_over=((HELD, SOUGHT),), clears=(ONCE,), stops=("plenary",),
               level="C1", title="Record that the plenary admits",
               effect="By consensus: no member present objected. The applicant takes part in the class it asked for.")
    yield Step("put_to_plenary", "deferred", STAY, SECRETARIAT, OFFICE, TAKING_PART, papers.ForPlenary,
               names=convened(of), starts=("plenary",), level="C1", title="Put the application to a plenary",
               added="What was deferred is put on the agenda of a plenary.",
               effect="The day of the plenary is on record.")
    yield Step("find_no_consensus", open_to_it, "deferred", CHAIR, OFFICE, TAKING_PART, papers.OfPlenary,
               when=NO_SILENCE & g.Says(~g.Flagged(ONCE), "No consensus was found once; the second time is a refusal."),
               checks=(ANSWERS,), keeps=("held_on",), flags=(ONCE,), stops=("plenary",), level="C1",
               title="Record that there was no consensus",
               added="The first plenary without consensus puts it to a later one.",
               effect="It is put to a later plenary; without consensus there the applicant is refused.")
    twice: Guard = g.Says(g.Flagged(ONCE), "A refusal needs two plenaries without consensus; there was none yet.",
                          DECIDING)
    yield Step("refuse", "deferred", outcome((HOLDS, "admitted"), (None, "refused")), CHAIR, OFFICE, TAKING_PART,
               papers.OfPlenary, when=twice, checks=(ANSWERS, HeldLater("held_on", TAKING_PART)), stops=("plenary",),
               starts=("reapply",), clears=(ONCE,), level="C1",
               title="Record that there was no consensus again",
               effect="The applicant is refused and may apply again after the period; whoever takes part already stays "
                      "in its class.")


def _staying(of: Charter) -> Iterator[Step]:
    asked = papers.application(of, "Change of class")
    other = tuple(OnlyIf(SOUGHT, key, ~g.Fact(HELD, (key,)), next(one for one in CLASSES if one != key),
                         "You are in this class already.", TAKING_PART) for key in CLASSES)
    yield Step("change_class", "admitted", "under_review", APPLICANT, DISPATCH, TAKING_PART, asked, keeps=(SOUGHT,),
               checks=(*_fits_class(of), *other), names=convened(of), level="C1",
               when=g.Lapsed("reapply") | ~g.Running("reapply"),
               title="Ask for another class",
               effect="Members have it before them as an application. Until it is admitted your class stays as it is.")


def _going(of: Charter) -> Iterator[Step]:
    yield Step("leave", "admitted", "leaving", APPLICANT, DISPATCH, TAKING_PART, papers.Leaving, starts=("leaving",),
               level="C1", title="Give notice of leaving",
               effect=f"The notice takes effect after {of.leaving.text()}; until then you take part as before.")
    yield Step("withdraw_notice", "leaving", BACK, APPLICANT, DISPATCH, PRODUCT, papers.Leaving, stops=("leaving",),
               level="C1", title="Take back the notice of leaving", added="Until it takes effect it may be taken back.",
               effect="You take part as before.")
    yield Step("enter_left", "leaving", "left", CLOCK, under=TAKING_PART, level="C1", title="Leaving takes effect",
               effect="The participant takes part no more. Its notices become external references.")


FORMS = (Form(PARTICIPATION, "Participation in the lunar mechanism", ParticipationTerms, participation, advice=ADVICE,
              reported="lunar"),)
