"""Where a registration can be: terms, roles, states, tracks, time limits.

Law: REG has no number, only "as soon as practicable"; a State's own law may have one (`workflows/national`), which then
binds that State and nobody else. Every other period is a product default.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.kernel.fragments import suspension_limit
from workflows.kernel.language import (
    FINAL,
    ByParty,
    FromFact,
    FromFiling,
    Period,
    Role,
    Standard,
    State,
    TimeLimit,
    TrackSet,
)
from workflows.kernel.terms import Terms, term
from workflows.national import by_party
from workflows.registry.papers import FURNISH

KEY, FILE = "registration", "register"
TREATY_BASIS, RESOLUTION = "reg", "ga1721b"
BASES = {TREATY_BASIS: "Registration Convention", RESOLUTION: "General Assembly resolution 1721 B, voluntary"}
LAUNCHING = Role("launching", "the launching State that opened the case")
CO_LAUNCHER = Role("co_launcher", "another launching State")
OF_REGISTRY = Role("registrant", "the State of registry")
TRANSFEREE = Role("transferee", "the State that supervises after a change")
REGISTER = Role(
    "register",
    "the Secretary-General, through the Office for Outer Space Affairs",
    stake=False,
    office=True,
    reads=(FILE,),
)
ENQUIRER = Role("enquirer", "a State that asks for help to identify", stake=False)
SENT = ("furnished", "queried", "recorded", "status_update_due", "supervision_changed", "object_lost")
CHOOSING = ("registrant_to_be_agreed", "registrant_disputed")
LIVE = ("draft", *CHOOSING, "nationally_registered", "cleared", *SENT)
ENDED = ("closed", "not_registrable")


@dataclass(frozen=True)
class RegistrationTerms(Terms):
    """Terms of a registration."""

    basis: str = term(TREATY_BASIS, "Under which text the object is registered.", options=BASES)
    national_registration: Period = term(Period(days=60), "Entry in the national registry, from reaching orbit.")
    furnishing: Period = term(Period(days=60), "Information for the Secretary-General, from the national entry.")
    status_update: Period = term(Period(days=60), "Information on a change of status, from the change.")
    registrant: Period = term(Period(days=30), "Choice of the registrant, from naming the launching States.")
    settling: Period = term(Period(days=60), "Settlement between launching States that do not agree.")
    double_entry: Period = term(Period(days=30), "Answer to a second entry of the same object.")
    acknowledgement: Period = term(Period(working_days=10), "Acknowledgement by the keeper of the register.")
    answer: Period = term(Period(days=15), "Answer to a question of the keeper of the register.")
    supervision: Period = term(Period(days=30), "Note of the State that supervises after a change.")
    loss: Period = term(Period(days=30), "Final record, from the loss.")
    enquiry: Period = term(Period(days=15), "Answer to a request to identify an object.")


# fmt: off
STATES = (
    State("draft", "The launch is recorded, or about to be; the data is not complete"),
    State("registrant_to_be_agreed", "There is more than one launching State; which one registers is open"),
    State("nationally_registered", "The object stands in the national registry"),
    State("cleared", "The information is ready for the ministry"),
    State("furnished", "The information is with the Secretary-General"),
    State("queried", "The keeper of the register has asked something"),
    State("recorded", "The information is published"),
    State("status_update_due", "A change was noticed; the Secretary-General is not told yet"),
    State("supervision_changed", "A change of supervision was told; the note of the other State is awaited"),
    State("object_lost", "The object is no longer in orbit, and this was told"),
    State("closed", "The final record is complete", FINAL),
    State("not_registrable", "The object did not reach orbit", FINAL),
    State("registrant_disputed", "The launching States do not agree, or the object was entered twice"),
)
LAUNCHERS = TrackSet("launcher", "named", (
    State("named", "Is named as a launching State"),
    State("contests", "Says that it is none"),
), "launching State", CO_LAUNCHER.key, passive=("contests",), ends=("named", "contests"),
    level="C2", file=FILE)
ENQUIRIES = TrackSet("enquiry", "asked", (
    State("asked", "Asked; no answer is recorded"),
    State("answered", "Answered"),
), "request to identify", ENQUIRER.key, ends=("answered",), level="C1", file=FILE)
MODULES = TrackSet("module", "attached", (
    State("attached", "Part of the station"),
    State("gone", "Has left the station"),
), "module", ends=("attached", "gone"), level="C1", file=FILE)
TRACKS = (LAUNCHERS, ENQUIRIES, MODULES)


def _national(terms: RegistrationTerms, limit: str) -> ByParty:
    """The law of the State that registers, where it has one."""
    return by_party(KEY, limit, getattr(terms, limit), field="registrant")


def limits(terms: RegistrationTerms) -> tuple[TimeLimit, ...]:
    """Give the limits: those of a State's own law bind that State, all others are targets of the product.

    Long because: one row a limit.
    """
    entered = _national(terms, "national_registration")
    return (
        TimeLimit("national_registration", entered, terms.cite("national_registration"), FromFact("entered_orbit_on"),
                  "National registration", owner="launching"),
        TimeLimit("chosen_registration", entered, terms.cite("national_registration"), FromFact("entered_orbit_on"),
                  "National registration by the State chosen", owner="registrant"),
        TimeLimit("furnishing", _national(terms, "furnishing"), terms.cite("furnishing"), FromFiling("entered_on"),
                  "Information for the Secretary-General", owner="registrant"),
        TimeLimit("status_update", _national(terms, "status_update"), terms.cite("status_update"),
                  FromFiling("changed_on"), "Information on the change", owner="registrant"),
        TimeLimit("registrant", terms.registrant, terms.cite("registrant"), title="Choice of the registrant",
                  owner="launching"),
        TimeLimit("settling", terms.settling, terms.cite("settling"), title="Settlement on the registrant",
                  owner="launching"),
        TimeLimit("double_entry", terms.double_entry, terms.cite("double_entry"), title="Answer to the second entry",
                  owner="registrant"),
        TimeLimit("acknowledgement", terms.acknowledgement, terms.cite("acknowledgement"), title="Acknowledgement",
                  owner="register"),
        TimeLimit("answer", terms.answer, terms.cite("answer"), title="Answer to the question", owner="registrant"),
        TimeLimit("supervision", terms.supervision, terms.cite("supervision"), title="Note of the other State",
                  owner="transferee"),
        TimeLimit("loss", terms.loss, terms.cite("loss"), FromFiling("lost_on"), "Final record", owner="register"),
        TimeLimit("enquiry", terms.enquiry, terms.cite("enquiry"), title="Answer to the request", per="enquiry",
                  waits_for="registrant"),
        suspension_limit(),
    )


def standards(terms: RegistrationTerms) -> tuple[Standard, ...]:
    """Give the standard of the treaty, which has no number."""
    return (Standard("as_soon_as_practicable", FURNISH, "as soon as practicable", since="launch_success",
                     target=terms.furnishing),)
