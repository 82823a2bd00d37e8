"""Where a project aboard a station can be: terms, roles, states, participants, time limits.

Law: none of these periods; every number is a product default. What the library holds of the agreement on the station is
cited where an act rests on it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from workflows.agreements import Agreement, agreements
from workflows.instruments import instruments
from workflows.kernel.fragments import entrants, suspension_limit
from workflows.kernel.language import (
    BY_OTHER,
    FINAL,
    PRODUCT,
    Binding,
    ByCase,
    Citation,
    Extension,
    FromFact,
    Grade,
    Names,
    Period,
    Role,
    Source,
    State,
    TimeLimit,
    TrackSet,
    Until,
    by_case,
)
from workflows.kernel.terms import Terms, term
from workflows.parties import directory

OST, COOPERATION = Source("OST"), Source("GA51_122", Binding.SOFT, Grade.SRC)
SUPERVISION, CONTROL, RESULTS, FREEDOM = OST("VI", 2), OST("VIII", 1), OST("XI", 1), OST("I(3)")
FILE = "project"
"""The file of the case that the office reads under whose agreement the project runs."""
USER = Role("user", "the State or organisation whose institution leads the project")
PARTNER = Role("partner", "a State or organisation whose institution takes part")
PROVIDER = Role("provider", "the State that runs the station")
CONVENER = Role("convener", "the office under whose agreement the project runs", stake=False, office=True,
                reads=(FILE,))  # fmt: skip
SIGNED = ("agreement_signed", "integration", "operation", "extension_requested", "incident")
PENDING, LIVE = "arrangement_proposed", ("arrangement_proposed", *SIGNED, "results_pending")
ENDED = ("closed", "ended", "rejected", "lapsed")
NONE, YES, NO = "none", "yes", "no"
CLEARANCE, SIGNATURE, RETURN, EXTENSION_ANSWER = "home_clearance", "signature", "return", "extension_answer"


MODEL = "station-framework"


@cache
def of_stations() -> dict[str, str]:
    """Give the framework agreements of the library on a station, and the model for one, with their titles.

    Of the treaties on a station the library holds what they say on disputes, and on no use by others.
    """
    layers = {key: one.layer for key, one in instruments().items()}
    return {
        key: one.title
        for key, one in agreements().items()
        if key == MODEL or (one.kind == "framework" and layers.get(one.cited.instrument) == "station_agreement")
    }


# fmt: off
@dataclass(frozen=True)
class UtilisationTerms(Terms):
    """Terms of a project aboard a station."""

    agreement: str = term("oosa-cmsa-2016", "The agreement on the station under which the arrangement is made.",
                          options=of_stations())
    home_clearance: Period = term(Period(days=30), "Clearance of each participant at home, from the proposal.")
    home_clearance_extension: Period = term(Period(days=15), "More time for it, each time that it is granted.")
    home_clearance_extensions: int = term(1, "How often more time for it may be granted.")
    signature: Period = term(Period(days=60), "Signature of the arrangement, from the last text proposed.")
    safety_review: Period = term(Period(days=60), "Review of the safety data, from their filing.")
    crew_sheet: Period = term(Period(days=90), "So long before the planned start the crew sheet is filed.")
    annual_report: Period = term(Period(months=12), "Report while the project runs; recurs.")
    extension_request: Period = term(Period(days=30), "So long before the end more time aboard is asked for.")
    extension_answer: Period = term(Period(days=15), "Answer to a request for more time aboard.")
    incident_report: Period = term(Period(days=15), "Full report on an incident, from its notice.")
    return_of_items: ByCase = term(by_case("short_lived", NO, {NO: Period(days=30), YES: Period(hours=72)}),
                                   "Hand-over of samples and equipment; sooner for what does not keep.")
    results: Period = term(Period(months=12), "Final results, from the end of the operation.")


STATES = (
    State("draft", "The arrangement is being prepared; nobody else sees it"),
    State(PENDING, "The arrangement is before those who are to sign it; nothing is signed"),
    State("agreement_signed", "The arrangement is signed"),
    State("integration", "The payload is integrated and tested; safety and the work of the crew are reviewed"),
    State("operation", "The project runs aboard"),
    State("extension_requested", "The project runs, and more time aboard is asked for"),
    State("incident", "Something went wrong, or beyond the plan; whoever runs the station decides when it is over"),
    State("results_pending", "The operation is over; items, data or results are outstanding"),
    State("closed", "All obligations of the project are met, or closed as they are", FINAL),
    State("ended", "Ended after the signature, before anything came to the station", FINAL),
    State("rejected", "Whoever runs the station does not enter into the arrangement", FINAL),
    State("lapsed", "Whoever runs the station had signed; the others did not in time", FINAL),
)
PARTICIPANTS = TrackSet("participant", "pending", (
    State("pending", "Its own State's clearance is not on record yet"),
    State("given", "Cleared at home"),
    State("refused", "Refused at home; it may still be given"),
    State("left", "Takes part no more"),
), "participant", PARTNER.key, gone=("left",), ends=("given", "refused", "left"), level="C2", file=FILE)
TRACKS = (PARTICIPANTS, replace(entrants(), level="C2"))


def agreement_of(key: str) -> Agreement:
    """Give an agreement on a station."""
    return agreements()[key]


def running(agreement: Agreement) -> tuple[str, ...]:
    """Give the parties to the agreement that may run the station: its States and organisations."""
    return tuple(key for key in agreement.parties if directory().facts[key].kind != "body")


def offices(agreement: Agreement) -> tuple[Names, ...]:
    """Give the office that is a party to the agreement its place in the case, where there is one."""
    bodies = tuple(key for key in agreement.parties if key not in running(agreement))
    return (Names(CONVENER.key, parties=bodies, level="C2"),) if bodies else ()


def limits(terms: UtilisationTerms) -> tuple[TimeLimit, ...]:
    """Give the limits; none of them is law."""
    def of(key: str, title: str, value: str = "", **more: Any) -> TimeLimit:
        name = value or key
        return TimeLimit(key, getattr(terms, name), terms.cite(name), title=title, **more)

    longer = Extension(BY_OTHER, terms.home_clearance_extensions, terms.home_clearance_extension)
    until = FromFact("operation_until")
    return (
        of(CLEARANCE, "Clearance at home", per="participant", extend=longer),
        of(SIGNATURE, "Signature", proposes="lapse", zone="UTC"),
        of("safety_review", "Safety review", owner="provider"),
        of("crew_sheet", "Crew sheet", owner="user", runs_from=FromFact("planned_on"), backwards=True),
        of("annual_report", "Report on the running project", owner="user", every=True),
        TimeLimit("operation", Until("operation_until"), PRODUCT, title="Time aboard as agreed", owner="provider",
                  proposes="end_operation"),
        of("extension_request", "Request for more time aboard", owner="user", runs_from=until, backwards=True),
        of(EXTENSION_ANSWER, "Answer on more time aboard", owner="provider"),
        of("incident_report", "Full report on the incident"),
        of(RETURN, "Hand-over of samples and equipment", "return_of_items", owner="provider"),
        of("results", "Final results", owner="user", proposes="close_without_results"),
        suspension_limit(),
    )


def cited(terms: UtilisationTerms) -> tuple[Citation, ...]:
    """Cite what the arrangement rests on: the agreement on the station, and the freedom to choose the form."""
    return (agreement_of(terms.agreement).cited, COOPERATION("para 2"))
