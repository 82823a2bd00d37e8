"""Consultation before a planned activity: the duty of the planning State (``ost9``) and the request (``ost9_request``).

Law: OST IX third sentence (a State that has reason to believe in harmful interference consults before proceeding) and
fourth sentence (another State may request consultation; it need not be the one affected). The text has no definition of
harmful interference, no period, no form, no consent or veto,
no duty to accept a request and no clause on disputes; every
period here is a product default, and the machine never computes a breach or an approval. Stronger and softer texts are
profiles of the terms (see ``article_ix/basis.py``). Not modelled: what interference is harmful, whether a consultation
was appropriate, and reminders, which are the product's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from workflows import Form
from workflows.article_ix import activity, answers, frame, notices, papers, participants, results
from workflows.article_ix.advice import CONSULTING as CONSULTING_ADVICE
from workflows.article_ix.advice import REQUESTING as REQUESTING_ADVICE
from workflows.article_ix.basis import CONSULTATION, Basis, basis_of, standards_of
from workflows.article_ix.frame import (
    ADDRESSEE,
    CONCLUDED,
    COPIED,
    ENDED,
    INTERESTED,
    INVITEE,
    JOINT,
    NOT_OVER,
    PENDING,
    PLANNING,
    REQUESTING,
    SILENT,
    TALKS,
)
from workflows.article_ix.shape import Answering, Shape
from workflows.article_ix.terms import Consultation, NoticeTerms, RequestTerms
from workflows.kernel import guards as g
from workflows.kernel.fragments import COMMON_STATES, common_steps
from workflows.kernel.language import (
    AGENCY,
    CLEAR,
    CLOCK,
    DISPATCH,
    DRAFT,
    OWN,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    CoversAffected,
    FilingCheck,
    Flag,
    FromFilingField,
    Levels,
    Moves,
    Names,
    NotOneself,
    On,
    Opens,
    Procedure,
    Step,
    WhenThen,
    outcome,
)  # fmt: skip
from workflows.kernel.reciprocity import Counted
from workflows.kernel.releasing import releasing
from workflows.kernel.representation import LUNAR_TALKS
from workflows.lunar.described import BANDS, ORBIT, PLACE

EDITION = 5
COMPLETED = (
    "For what is over use information (Articles V and XI), settlement of disputes, or a claim for damage; "
    "a planned next activity may be named."
)
LEVELS = Levels(
    existence="C2", case="C2", track="C3", own="C4", extra={"notice_copied": "C1", "annex": "C3", "minute": "C2"}
)
NOT_MODELLED = (
    "What harmful interference is, and whether a consultation was appropriate: the text defines neither.",
    "Breach and approval: the text has no consent rule and no veto, and the product computes neither.",
    "Publication of an agreed minute: that both sides agree to it is recorded, and by itself makes nothing public.",
)
NOTES = (
    "Filing, answering or not answering admits nothing.",
    "Silence is neither consent nor breach; the record says that no reply is recorded.",
    "In an emergency also inform under Article V.",
)
OPENING = (WhenThen("urgency", activity.URGENT, "urgency_reason"), notices.OWN_WORDS)
HELD = ("urgency", "earliest_start")
COMPARED = (
    ("activity_title", "activity_title"),
    ("areas", PLACE),
    ("orbits", ORBIT),
    ("emissions", BANDS),
    ("phases", ""),
)
"""What of a notice is compared with the register; its phases are prose."""
# fmt: off


def notice(terms: NoticeTerms) -> Procedure:
    """Build the duty to consult for its terms."""
    basis = basis_of(terms)
    live = ("open", *TALKS)
    asked = Answering(live, TRACK_PARTY, "reply", live)
    shape = Shape("addressee", PLANNING, activity.PLANNERS, TRACK_PARTY, live, "open", asked, asked, basis, terms)
    steps = (*_assessment(basis), _serve_notice(shape), *_lower(shape), _decline(shape),
             *participants.participants_of_notice(shape))
    return Procedure(
        key="ost9", title=_title(CONSULTATION, terms), under=basis.duty, opens="draft",
        filer="planning",
        prefix="OST9", roles=(PLANNING, ADDRESSEE, JOINT, INVITEE, COPIED),
        steps=(*steps, *frame.more_time_of_notice(terms), *_common(shape, "under_assessment"),
               releasing((*live, *CONCLUDED))),
        states=(frame.DRAFTED, *frame.ASSESSING, *frame.LOWER, *COMMON_STATES),
        tracks=frame.tracks_of_notice(basis.track),
        limits=frame.limits_of_notice(terms), standards=standards_of(terms, basis, "serve_notice"),
        **_shared(terms, "addressee"),
        summary="A State that has reason to believe that its planned activity may interfere harmfully consults before "
                "it proceeds.",
    )


def request(terms: RequestTerms) -> Procedure:
    """Build the request for consultation for its terms."""
    basis = basis_of(terms)
    live = ("request_pending", "request_declined", "open", *TALKS)
    served = Answering(("request_pending", *TALKS), TRACK_PARTY, "answer", ("request_pending",))
    changed = Answering(("open",), REQUESTING, "reply", ("open", *TALKS))
    shape = Shape("planning", REQUESTING, TRACK_PARTY, REQUESTING, live, "request_pending", served, changed, basis,
                  terms)
    steps = (*_asked(shape), *_lower(shape), *participants.participants_of_request(shape))
    return Procedure(
        key="ost9_request", title=_title("Request for consultation on a planned activity", terms), under=basis.request,
        opens="draft",
        filer="requesting", prefix="OST9R", roles=(REQUESTING, PLANNING, INTERESTED, INVITEE, COPIED),
        steps=(*steps, *frame.more_time_of_request(terms), *_common(shape), releasing((*live, *CONCLUDED))),
        states=(frame.DRAFTED, *frame.AWAITING, *frame.LOWER, *COMMON_STATES),
        tracks=frame.tracks_of_request(basis.track),
        limits=frame.limits_of_request(terms), standards=standards_of(terms, basis, "serve_request"),
        **_shared(terms, "planning"),
        summary="A State that has reason to believe that another's planned activity may interfere harmfully asks for "
                "consultation.",
    )


def _title(title: str, terms: Consultation) -> str:
    return f"{title} (agency level, not a treaty filing)" if terms.level == AGENCY else title


def _shared(terms: Consultation, of: str) -> dict[str, Any]:
    """What both machines have in common."""
    own = ("Agency level, not a treaty filing: it binds no State.",) if terms.level == AGENCY else ()
    return {
        "edition": EDITION, "level": terms.level, "activity": "planned", "levels": LEVELS, "not_modelled": NOT_MODELLED,
        "notes": (*own, *NOTES), "terms": terms.plain(),
        "sheets": (results.draft_of_minute(of),),
    }


def _lower(s: Shape) -> tuple[Step, ...]:
    return (*answers.answers(s), *results.results(s), *activity.activity(s))


def _common(s: Shape, internal: str = "") -> Iterable[Step]:
    """The universal transitions; what is internal is withdrawn as a draft is."""
    for row in common_steps(s.filer, s.live, ENDED):
        yield replace(row, frm=("draft", internal)) if internal and row.frm == ("draft",) else row


def _assessment(basis: Basis) -> tuple[Step, ...]:
    return (
        Step("start_assessment", ("draft", "closed_no_interference"), "under_assessment", PLANNING, DRAFT, basis.duty,
             papers.Assessment,
             when=g.ActivityIs(NOT_OVER, basis.duty[0]), keeps=("earliest_start",), tell=OWN, level="C4",
             title="Start the assessment", effect="An internal assessment begins; nobody else learns of it."),
        Step("find_no_interference", "under_assessment", "closed_no_interference", PLANNING, CLEAR, basis.duty,
             papers.NoInterference,
             tell=OWN, level="C4", title="Find no reason to believe in interference",
             effect="The reasons are kept; no notice is served. The assessment can be made anew."),
    )


def _served(s: Shape, field: str, *checks: FilingCheck) -> dict[str, Any]:
    """What both opening papers do besides their own."""
    short = Flag("short_notice", g.Nearer("earliest_start", s.terms.lead_warning), on_track=False)
    return {"keeps": HELD, "flags": (activity.REPORT_DUE, short), "names": (Names("copied", "copied_to", level="C1"),),
            "tell": "all",
            "checks": (*OPENING, *checks, NotOneself(field))}


def _serve_notice(s: Shape) -> Step:
    over = g.ActivityIs(NOT_OVER, s.basis.duty[0], COMPLETED)
    bound = s.basis.applies(s.basis.duty, "addressees")
    return Step("serve_notice", "under_assessment", "open", PLANNING, DISPATCH, s.basis.duty,
                notices.asked(notices.Notice, s.terms),
                when=bound & over if bound else over, starts=("acknowledgement", "reply"),
                opens=(Opens("addressee", "addressees"), Opens("joint_planning", "joint_planning"),
                       Opens("invitee", "invitees")),
                **_served(s, "addressees", activity.urgent_if_near(s.terms), _covers(s.basis)),
                whom="on",
                effect="Each State addressed is served. Product periods for acknowledgement (from dispatch) and reply "
                       "(from receipt) "
                       "begin; you undertake to consult before proceeding. Nothing is admitted.")


def _covers(basis: Basis) -> FilingCheck:
    """Whom the notice may affect as far as the register tells: addressed, or left out with a reason."""
    return CoversAffected("addressees", "left_out", COMPARED, under=basis.duty[0])


def _decline(s: Shape) -> Step:
    return Step("decline_consultation", s.live, STAY, TRACK_PARTY, DISPATCH, PRODUCT, papers.Declining, within="reply",
                tell="all",
                track=On("addressee", (*PENDING, "consulting", *SILENT), "declined"),
                stops=(*s.served.stops, "information", "first_meeting"),
                added="A State addressed may say that it does not wish to consult, without saying that it has no "
                      "objection.",
                effect="Your track ends without consultation; that is no consent.")


def _asked(s: Shape) -> tuple[Step, ...]:
    over = g.ActivityIs(NOT_OVER, s.basis.request[0], COMPLETED)
    # A request concerns what another party to the treaty plans; a notice may also go to States outside it.
    bound = s.basis.applies(s.basis.request, "planning", both=True)
    ours = (Opens("planning", "planning"), Opens("invitee", "invitees"))
    first = Step("serve_request", "draft", "request_pending", REQUESTING, DISPATCH, s.basis.request,
                 notices.asked(notices.Request, s.terms),
                 when=bound & over if bound else over, opens=ours, starts=("acknowledgement", "answer"),
                 activity=FromFilingField("activity_status"), **_served(s, "planning"),
                 title="Serve the request", whom="on",
                 effect="The planning State is served. Product periods for acknowledgement and answer begin with "
                        "dispatch; "
                        "the treaty text obliges nobody to accept.")
    return (first, *_accepted(s), *_declined(s))


def _accepted(s: Shape) -> Iterable[Step]:
    effect = "Consultation begins; product periods for the first meeting and the window for consultation begin."
    first = ("request_pending", "consulting", ("first_meeting", "window"))
    for frm, to, starts in first, (TALKS, STAY, ("first_meeting",)):
        yield Step("accept_request", frm, to, TRACK_PARTY, DISPATCH, s.basis.request, papers.Acceptance,
                   within="answer", starts=starts,
                   track=On("planning", (*PENDING, *SILENT), "consulting"), stops=(*s.served.stops, "information"),
                   tell="all",
                   title="Accept the request", effect=effect)


def _declined(s: Shape) -> Iterable[Step]:
    others_wait = g.AnyTrack("planning", (*PENDING, "silent"), 2)
    for frm, to in ("request_pending", outcome((others_wait, STAY), (None, "request_declined"))), (TALKS, STAY):
        starts = ("declined_review",) if frm == "request_pending" else ()
        yield Step("decline_request", frm, to, TRACK_PARTY, DISPATCH, PRODUCT, papers.Declining, within="answer",
                   starts=starts,
                   track=On("planning", (*PENDING, *SILENT), "declined"), stops=(*s.served.stops, "information"),
                   tell="all",
                   title="Decline the request",
                   effect="The request is declined, with or without reasons; the requesting State may renew, refer or "
                          "close.")
    yield Step("close_declined", "request_declined", "concluded_no_agreement", REQUESTING | CLOCK, DISPATCH, PRODUCT,
               papers.Confirmation, stops=results.running(s), title="Close the declined request",
               effect="The case ends without agreement; a new request stays possible.")
    yield from _renewed(s)


def _renewed(s: Shape) -> Iterable[Step]:
    yield Step("renew_request", "request_declined", "request_pending", REQUESTING, DISPATCH, s.basis.request,
               papers.Reply,
               moves=Moves("planning", "served"), starts=("acknowledgement", "answer"), stops=("declined_review",),
               checks=(notices.OWN_WORDS,),
               tell="all",
               when=g.ActivityIs(NOT_OVER, s.basis.request[0], COMPLETED),
               added="The state leaves the requesting State free to renew its request at any time.",
               title="Renew the request",
               effect="The request is served again and the periods for acknowledgement and answer begin anew.")


TELLING = (
    Counted("serve_notice", "told_before", "addressee"),
    Counted("supply_information", "information_opened", "addressee"),
    Counted("refuse_information", "information_refused", "addressee"),
)
ASKING = (
    Counted("serve_request", "consultations_asked", "planning"),
    Counted("accept_request", "requests_accepted", "requesting"),
    Counted("decline_request", "requests_declined", "requesting"),
    Counted("supply_information", "information_opened", "planning"),
    Counted("refuse_information", "information_refused", "planning"),
)
FORMS = (
    Form("ost9", CONSULTATION, NoticeTerms, notice, advice=CONSULTING_ADVICE, subjects=("safety", "interference"),
         reciprocal=TELLING, reported="consultations", represented=(LUNAR_TALKS,)),
    Form("ost9_request", "Request for consultation on a planned activity", RequestTerms, request,
         advice=REQUESTING_ADVICE, subjects=("safety", "interference"),
         reciprocal=ASKING, reported="consultations", represented=(LUNAR_TALKS,)),
)
