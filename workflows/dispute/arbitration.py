"""Rows of a dispute before a tribunal or court: submission, seats, proceedings, award, requests after it.

Law: the rules that the clause names, each period with the grade of its reading; the award as PCA2012 34 has it. A
respondent that stays silent does not stop anything. Not modelled: what the tribunal orders on procedure beyond dated
statements, and the proceedings of a court.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import and_
from typing import Any

from workflows.agreements.clause import COURT
from workflows.dispute import papers
from workflows.dispute.files import lying_in
from workflows.dispute.frame import (
    AGAIN,
    ARBITRAL,
    AUTHORITY,
    AWARDED,
    CLAIMANT,
    CONSTITUTION,
    RESPONDENT,
    SEATED,
    TRIBUNAL,
)
from workflows.dispute.joined import clocks_at_notice
from workflows.dispute.limits import WINDOWS, seat_titles, seats
from workflows.dispute.neutrals import arbitrators
from workflows.dispute.receiving import AWARD, award_reaches, receipts_of_award
from workflows.dispute.shape import Shape
from workflows.kernel import guards as g
from workflows.kernel.guards_of_receipt import LapsedForAll
from workflows.kernel.language import (
    ANY_PARTY,
    BACK,
    CLOCK,
    DISPATCH,
    EVERY_PARTY,
    OFFICE,
    PRODUCT,
    SIDE,
    STAY,
    TRACK_PARTY,
    Binding,
    Flag,
    Grade,
    Moves,
    Names,
    NoParty,
    On,
    Opens,
    Source,
    Step,
    Taker,
    outcome,
)  # fmt: skip
from workflows.ladder import OPTIONAL_CLAUSE

PCA = Source("PCA2012", Binding.LAW_A)
UNCITRAL = Source("UNCITRAL2010", Binding.LAW_A, Grade.M)
CHARTER = Source("UNC")("33(1)")
FILLED = g.AllTracks("seat", ("filled",))
ANSWERED = g.AllTracks("request", ("answered",), none=True)
# fmt: off


def arbitration(s: Shape) -> tuple[Step, ...]:
    """Give all rows of this part."""
    return (*_submission(s), *_court(s), *_seats(s), *_pleas(), *_proceedings(s), *_award(s), *_requests(s))


def _begun(s: Shape) -> dict[str, Any]:
    """What a notice of arbitration and a joint submission both do."""
    return {"moves": (Moves("respondent", "served"), Moves("stage", "running", (*AGAIN, "not_applicable"),
            keys=(s.tribunal,))),
            "opens": Opens("seat", keys=seats(s), titles=seat_titles(s)), "starts": ("response", *clocks_at_notice(s)),
            "stops": ("deadlock_review",),
            "tell": "all"}


def _submission(s: Shape) -> Iterator[Step]:
    rung = s.arbitration
    if rung is not None and s.advance:
        by = s.mover
        yield Step("give_notice_of_arbitration", s.talks, "arb_notice", by, DISPATCH, (s.cite("arb_consent"),
                   PCA("3(3)")),
                   papers.NoticeOfArbitration, when=s.opening(rung), **_begun(s),
                   effect="The respondent is served; periods for response and appointment begin with receipt.")
    yield Step("submit_jointly", s.before, "arb_notice", EVERY_PARTY, DISPATCH, CHARTER, papers.Submission, **_begun(s),
               effect="All parties submit the dispute to arbitration by special agreement.")
    yield Step("enter_arb_constituting", "arb_notice", "arb_constituting", CLOCK, under=UNCITRAL("3"),
               follows=g.AllTracks("respondent", ("received", "responded")), starts=("seat",), tell="all",
               effect="The tribunal is being formed.")
    yield Step("respond", (*ARBITRAL[:3],), STAY, TRACK_PARTY, DISPATCH, PCA("4(1)"), papers.Response, receipt=True,
               track=On("respondent", ("served", "received"), "responded"), stops=("response",), within="response",
               tell="all",
               effect="Your response is on record. Without one the case goes on all the same.")


def _court(s: Shape) -> Iterator[Step]:
    rung = next((rung for rung in s.rungs if rung.stage.kind == COURT), None)
    if rung is None:
        return
    begun: dict[str, Any] = {"track": s.on(rung, AGAIN, "running"), "stops": ("deadlock_review",), "tell": "all"}
    if s.by_declaration(rung):
        declared, first = s.declared, s.opening(rung)
        yield Step("seise_court", s.before, COURT, CLAIMANT, DISPATCH, OPTIONAL_CLAUSE, papers.NoticeOfArbitration,
                   when=declared & first if first else declared, **begun,
                   effect="The Court is seised as far as both declarations go; their conditions are for the Court.")
    if s.arrangement.clause.court_consent == "clause":
        yield Step("seise_court", s.before, COURT, CLAIMANT, DISPATCH, s.cite("court_consent"),
                   papers.NoticeOfArbitration,
                   when=s.opening(rung), **begun,
                   effect="The Court is seised under the clause.")
    yield Step("submit_to_court", s.before, COURT, EVERY_PARTY, DISPATCH, CHARTER, papers.Submission, **begun,
               effect="All parties submit the dispute by special agreement.")
    yield Step("record_judgment", COURT, "compliance", ANY_PARTY, DISPATCH, CHARTER, papers.Award,
               track=s.on(rung, ("running",), "settled"), moves=Moves("claim", "decided", ("pending",)),
               starts=("first_report",), tell="all", effect="The judgment is on record; its execution is followed.")
    yield Step("record_lack_of_jurisdiction", COURT, "closed_no_jurisdiction", ANY_PARTY, DISPATCH, CHARTER,
               papers.Order,
               track=s.on(rung, ("running",), "failed"), stops=("*",), tell="all",
               effect="The Court has found that it has no jurisdiction; the case ends.")


def _seats(s: Shape) -> Iterator[Step]:
    forming = ("arb_constituting", "arb_proceedings")
    both = "sole" if s.arrangement.clause.arbitrators == 1 else "presiding"
    filled: dict[str, Any] = {"stops": ("seat",), "starts": ("challenge",), "within": "seat", "tell": "all",
                              "opens": Opens("arbitrator", "arbitrator"), "file": CONSTITUTION,
                              "checks": (NoParty("arbitrator", UNCITRAL("11")),)}
    sided = tuple(key for key, side in seats(s) if side)
    for key in sided:
        yield Step("appoint_arbitrator", forming, STAY, SIDE, DISPATCH, UNCITRAL("9"), papers.Arbitrator,
                   track=On("seat", ("vacant",), "filled", key=key), **filled,
                   effect="Your side's seat is filled; a challenge is possible for a time.")
    chosen = reduce(and_, [g.TrackIn(("filled",), f"seat:{key}") for key in sided]) if sided else None
    presiding = On("seat", ("vacant",), "filled", key=both)
    yield Step("choose_presiding", forming, STAY, EVERY_PARTY, DISPATCH, UNCITRAL("9" if sided else "8"),
               papers.Presiding,
               track=presiding, names=Names("tribunal", "office"), when=chosen, **filled,
               effect="The presiding or sole arbitrator is chosen together.")
    yield from _authority(both, filled)
    yield Step("constitute", "arb_constituting", "arb_proceedings", CLOCK, under=UNCITRAL("9"), follows=FILLED,
               tell="all",
               effect="All seats are filled; the tribunal is constituted.")
    yield from lying_in(CONSTITUTION, (*_challenges(), *arbitrators()))


def _authority(both: str, filled: dict[str, Any]) -> Iterator[Step]:
    forming = ("arb_constituting", "arb_proceedings")
    yield Step("ask_appointing_authority", forming, STAY, ANY_PARTY, DISPATCH, UNCITRAL("6"), papers.Asking,
               file=CONSTITUTION, track=On("seat", ("vacant",)), when=g.Lapsed("seat"),
               names=Names("authority", "authority"), checks=(NoParty("authority"),),
               flags=(Flag("authority_asked"),), tell="all", effect="The authority is asked to fill the seat.")
    asked = g.Flagged("authority_asked")
    rest = {**filled, "within": None, "clears": ("authority_asked",)}
    yield Step("authority_appoints", forming, STAY, AUTHORITY, OFFICE, UNCITRAL("6"), papers.Presiding,
               track=On("seat", ("vacant",), "filled", key=both), names=Names("tribunal", "office"), when=asked, **rest,
               effect="The authority has filled the seat; an appointment by a party comes too late.")
    yield Step("authority_appoints", forming, STAY, AUTHORITY, OFFICE, UNCITRAL("6"), papers.Arbitrator,
               track=On("seat", ("vacant",), "filled"), when=asked, **rest,
               effect="The authority has filled the seat; an appointment by a party comes too late.")


def _challenges() -> Iterator[Step]:
    sitting = ("arb_constituting", *SEATED)
    yield Step("challenge_arbitrator", sitting, STAY, ANY_PARTY, DISPATCH, UNCITRAL("13"), papers.Challenge,
               track=On("seat", ("filled",), "challenged"), within="challenge", tell="all",
               effect="The challenge is pending; whether it came in time is for whoever decides it.")
    yield Step("withdraw_challenge", sitting, STAY, Taker("challenge_arbitrator"), DISPATCH, UNCITRAL("13"),
               track=On("seat", ("challenged",), "filled"), tell="all", effect="The challenge is withdrawn.")
    yield Step("reject_challenge", sitting, STAY, AUTHORITY | TRIBUNAL, OFFICE, UNCITRAL("13"),
               track=On("seat", ("challenged",), "filled"), tell="all", effect="The arbitrator stays.")
    vacated: dict[str, Any] = {"starts": ("seat",), "tell": "all",
                               "moves": Moves("arbitrator", "removed", field="arbitrator"),
                               "effect": "The seat is vacant and is filled as before."}
    back = outcome((g.InState(("arb_constituting",)), STAY), (None, "arb_constituting"))
    yield Step("uphold_challenge", sitting, back, AUTHORITY | TRIBUNAL, OFFICE, UNCITRAL("13"),
               papers.Removal, track=On("seat", ("challenged",), "vacant"), **vacated)
    yield Step("record_vacancy", sitting, back, ANY_PARTY, DISPATCH, UNCITRAL("13"), papers.Removal,
               track=On("seat", ("filled", "challenged"), "vacant"),
               **vacated)


def _pleas() -> Iterator[Step]:
    yield Step("plead_jurisdiction", ARBITRAL, STAY, RESPONDENT, DISPATCH, UNCITRAL("23"), papers.Objection,
               flags=("jurisdiction_contested",), tell="all",
               effect="The plea is on record; the tribunal decides on it.")
    yield Step("uphold_plea", SEATED, "closed_no_jurisdiction", TRIBUNAL, OFFICE, UNCITRAL("23"), papers.Order,
               when=g.Flagged("jurisdiction_contested"), stops=("*",), tell="all",
               moves=Moves("stage", "failed", ("running", "invited")),
               effect="The tribunal has no jurisdiction; the case ends.")
    yield Step("reject_plea", SEATED, STAY, TRIBUNAL, OFFICE, UNCITRAL("23"), papers.Order, tell="all",
               when=g.Flagged("jurisdiction_contested"), clears=("jurisdiction_contested",), effect="The case goes on.")


def _proceedings(s: Shape) -> Iterator[Step]:
    yield Step("order_statement", SEATED[0], STAY, TRIBUNAL, OFFICE, UNCITRAL("25"), papers.Timetable,
               starts=("statement",),
               tell="all", effect="A written statement is due on the day ordered.")
    yield Step("file_statement", SEATED[0], STAY, ANY_PARTY, DISPATCH, UNCITRAL("25"), papers.Evidence,
               within="statement",
               tell="all", effect="Your written statement is on record.")
    if s.arrangement.clause.interim_measures:
        yield Step("request_interim_measures", ARBITRAL, STAY, ANY_PARTY, DISPATCH, s.cite("interim_measures"),
                   papers.Evidence,
                   tell="all", effect="The request is on record.")
        yield Step("order_interim_measures", SEATED, STAY, TRIBUNAL, OFFICE, s.cite("interim_measures"), papers.Order,
                   when=g.Done("request_interim_measures"), tell="all", effect="The measures hold as ordered.")
    yield Step("close_hearings", "arb_proceedings", "arb_deliberation", TRIBUNAL, OFFICE, UNCITRAL("31"), when=FILLED,
               stops=("statement",), tell="all", effect="The hearings are closed.")
    yield Step("reopen_hearings", "arb_deliberation", "arb_proceedings", TRIBUNAL, OFFICE, UNCITRAL("31"), papers.Order,
               added="A tribunal may go back to hear the parties before it decides.", tell="all",
               effect="The hearings are open again.")


def _award(s: Shape) -> Iterator[Step]:
    windows = tuple(f"ask_{name}" for name in WINDOWS)
    others = tuple(rung.key for rung in s.rungs if rung is not s.arbitration)
    yield Step("render_award", "arb_deliberation", "award_rendered", TRIBUNAL, OFFICE, PCA("34"), papers.Award,
               when=FILLED,
               moves=(Moves("claim", "decided", ("pending",)), Moves("stage", "settled", ("running",),
               keys=(s.tribunal,)),
                      Moves("stage", "failed", ("running", "invited"), keys=others)),
               opens=award_reaches(s), starts=(*windows, "own_correction"), tell="all",
               effect="The award is final and binding; the periods for requests run for each party on its own.")
    yield from receipts_of_award(s)
    over = reduce(and_, [LapsedForAll(name) for name in windows])
    yield Step("enter_compliance", "award_rendered", "compliance", CLOCK, under=PCA("34"), follows=over & ANSWERED,
               starts=("first_report",), tell="all", effect="The award is to be carried out without delay.")


def _requests(s: Shape) -> Iterator[Step]:
    for name, provision in zip(WINDOWS, ("37", "38", "39"), strict=True):
        in_time = g.Says(~g.Lapsed(f"ask_{name}"), "The time for this request has passed.",
                         UNCITRAL(provision))
        yield Step(f"request_{name}", AWARDED, "post_award_request", TRACK_PARTY, DISPATCH, UNCITRAL(provision),
                   papers.AfterAward, track=On(AWARD.key, ("served", "received"), "received"), receipt=True,
                   when=in_time, opens=Opens("request", "requests"), starts=(f"answer_{name}",),
                   tell="all", effect="The tribunal is asked.")
    yield Step("answer_request", "post_award_request", STAY, TRIBUNAL, OFFICE, UNCITRAL("37"), papers.Order,
               track=On("request", ("pending",), "answered"), within="answer_interpretation", tell="all",
               effect="The answer is part of the award.")
    yield Step("withdraw_request", "post_award_request", STAY, ANY_PARTY, DISPATCH, PRODUCT, papers.Withdrawing,
               track=On("request", ("pending",), "answered"), tell="all",
               added="Whoever asked may give the request up, so that a silent tribunal holds nobody.",
               effect="The request is given up.")
    yield Step("enter_award_rendered", "post_award_request", BACK, CLOCK, under=UNCITRAL("37"), follows=ANSWERED,
               stops=tuple(f"answer_{name}" for name in WINDOWS), tell="all", effect="No request is pending.")
    yield Step("correct_own_motion", AWARDED, STAY, TRIBUNAL, OFFICE, UNCITRAL("38"), papers.Order,
               when=g.Running("own_correction"), tell="all", effect="The tribunal has corrected its award.")
