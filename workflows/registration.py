"""Registration of space objects (``registration``): registrant, national entry, information for the Secretary-General.

Law: REG II (registry, choice among launching States), IV(1) (five items, as soon as practicable), IV(2) (additions),
IV(3) (no longer in orbit), V (marking), VI (help to identify), VII (organisations); OST VIII (jurisdiction follows the
registry, ownership is unaffected); soft: GA 62/101 and LTS A.5; for those not bound, GA 1721 B. A State's own law may
set a number (China: 60 days). Nothing is ever deleted: an entry is corrected. Not modelled: the national registry
itself, and whether a State is a launching State.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from workflows import Form
from workflows.dispute.beside import dispute_beside
from workflows.kernel import guards as g
from workflows.kernel.fragments import COMMON_STATES, common_steps
from workflows.kernel.guards import Guard
from workflows.kernel.language import (
    ANY_PARTY,
    CLEAR,
    DISPATCH,
    DRAFT,
    EVERY_PARTY,
    OFFICE,
    OWN,
    STAY,
    TRACK_PARTY,
    Binding,
    Citation,
    Exempt,
    Flag,
    Grade,
    IsParty,
    Levels,
    Link,
    Names,
    NotBefore,
    NotToCome,
    On,
    Opens,
    Procedure,
    Source,
    Step,
)
from workflows.kernel.words import PRODUCT
from workflows.registry import later_papers, papers
from workflows.registry.advice import REGISTERING
from workflows.registry.frame import (
    CHOOSING,
    CO_LAUNCHER,
    ENDED,
    ENQUIRER,
    FILE,
    KEY,
    LAUNCHING,
    LIVE,
    OF_REGISTRY,
    REGISTER,
    STATES,
    TRACKS,
    TRANSFEREE,
    TREATY_BASIS,
    RegistrationTerms,
    limits,
    standards,
)
from workflows.registry.later import later
from workflows.registry.who import TO_REGISTER, by_registrant, own, sent

EDITION = 1
TITLE = "Registration of a space object"
RESOLUTION = Source("GA1721B", Binding.SOFT, Grade.S)("para 1")
CHOSEN = g.Done("agree") | g.Done("settle_registrant")
OWN_LIMIT, CHOSEN_LIMIT = "national_registration", "chosen_registration"
ADVICE = "Choose the resolution as basis when you open the case: it is the voluntary channel of those not bound."
NOT_MODELLED = (
    "The national registry itself, and whether a State is a launching State: what is filed is on record.",
    "A constellation from a list: further objects of a launch are rows of one paper; each has a state of its own only "
    "in a case of its own.",
    "A case that becomes public: the publication is on record here and is found under its symbol.",
)
NOTES = (
    "“As soon as practicable” has no number; a number shown as law is that of a State's own law and binds that State.",
    "Registering one State's object is without prejudice to agreements on jurisdiction and control; ownership is not "
    "affected.",
    "Use of an object before it is registered is barred by no text; the target only shows that it has passed.",
    "A change of supervision makes nobody a launching State, and changes no entry by itself.",
)
# fmt: off


def registration(terms: RegistrationTerms) -> Procedure:
    """Build the procedure of registration."""
    bound = terms.basis == TREATY_BASIS
    furnished = (papers.FURNISH, papers.MARK, papers.HARMONISED) if bound else (RESOLUTION, papers.HARMONISED)
    applies = g.Bound("REG", papers.FURNISH, advice=ADVICE) if bound else None
    return Procedure(
        key=KEY, edition=EDITION, title=TITLE, under=furnished[:1], opens="draft", filer="launching", prefix="REGO",
        roles=(LAUNCHING, CO_LAUNCHER, OF_REGISTRY, TRANSFEREE, REGISTER, ENQUIRER),
        states=(*STATES, *COMMON_STATES), tracks=TRACKS,
        steps=(*_launch(), *_choice(), *_entry(), *_furnishing(furnished, applies), *_register(), *later(),
               *_positions(), *_common()),
        limits=limits(terms), standards=standards(terms),
        levels=Levels(existence="C2", case="C2", track="C2", own="C4"), exempt=_exempt(),
        not_modelled=NOT_MODELLED, notes=NOTES, terms=terms.plain(),
        summary="A launching State enters an object in its registry and furnishes information to the "
                "Secretary-General; several launching States agree which one does.",
    )


def _launch() -> Iterator[Step]:
    first = ~g.Done("launch_success")
    for when, limit in (first & ~CHOSEN, OWN_LIMIT), (first & CHOSEN, CHOSEN_LIMIT):
        yield Step("launch_success", "draft", STAY, LAUNCHING, DRAFT, papers.REG("II(1)"), papers.Launch, tell="all",
                   when=when, keeps=("entered_orbit_on", "object_kind"), checks=(NotToCome("entered_orbit_on"),),
                   starts=(limit,), title="Record the launch",
                   effect="The launch is on record; launching States that are named read it. The period for the "
                          "national entry runs from orbit.")
    yield Step("not_in_orbit", "draft", "not_registrable", LAUNCHING, CLEAR, papers.REG("II(1)"), papers.NotRegistrable,
               when=g.Says(first, "It is on record that the object reached orbit.", papers.REG("II(1)")), stops=("*",),
               **sent(), title="Find that it did not reach orbit",
               effect="There is nothing to register; launching States that were named are told.")


def _choice() -> Iterator[Step]:
    yield Step("several_launchers", "draft", "registrant_to_be_agreed", LAUNCHING, DRAFT,
               (papers.REGISTRANT, papers.LTS("A.5(3)")), papers.Launchers, opens=Opens("launcher", "launchers"),
               starts=("registrant",), **sent(), title="Name the other launching States",
               effect="Those named are told and agree with you which State registers, before the launch if possible.")
    yield Step("deny_launching", LIVE, STAY, TRACK_PARTY, DISPATCH, papers.LAUNCHERS, later_papers.Position,
               track=On("launcher", ("named",), "contests"), **sent(),
               title="Deny being a launching State", added="Whoever is named may not be a launching State.",
               effect="Your statement is on record; your hand is not needed for the choice.")
    yield Step("agree", "registrant_to_be_agreed", "draft", EVERY_PARTY, DISPATCH, papers.REGISTRANT, papers.Choice,
               keeps=("registrant",), names=Names("registrant", "registrant"), checks=(IsParty("registrant"),),
               stops=("registrant", OWN_LIMIT), starts=(CHOSEN_LIMIT,), **sent(), title="Agree on the registrant",
               effect="With the last hand it is agreed which State registers; its own law counts from then on.")
    yield Step("fail", "registrant_to_be_agreed", "registrant_disputed", ANY_PARTY, DISPATCH, papers.REGISTRANT,
               papers.NoChoice, stops=("registrant",), starts=("settling",), **sent(),
               title="Record that there is no agreement", effect="The launching States settle it, or ask each other.")
    yield from _without_choice()
    yield from _settling()


def _without_choice() -> Iterator[Step]:
    late = {"registrant_to_be_agreed": g.Lapsed("registrant"),
            "registrant_disputed": g.Lapsed("settling") & ~g.CameFrom(("recorded",))}
    for state, passed in late.items():
        yield Step("register_provisionally", state, "draft", LAUNCHING, DISPATCH, papers.REGISTRANT, papers.Provisional,
                   when=passed, stops=("registrant", "settling"), flags=("provisional_registrant",), **sent(),
                   title="Go on as provisional registrant",
                   added="A launching State that is silent does not keep an object unregistered.",
                   effect="You register provisionally, without prejudice to the choice of all launching States.")
    yield Step("enquire", "registrant_disputed", STAY, ANY_PARTY, DISPATCH, papers.LTS("A.5(4)"),
               later_papers.UnregisteredEnquiry, when=g.Lapsed("settling"), **sent(),
               title="Enquire about the object that is not registered",
               added="Where launching States do not agree in time, they ask one another which of them registers.",
               effect="Your question is before the other launching States; they answer as soon as practicable.")


def _settling() -> Iterator[Step]:
    settled: dict[str, Any] = {"keeps": ("registrant",), "checks": (IsParty("registrant"),), **sent(),
                               "names": Names("registrant", "registrant"),
                               "stops": ("settling", "double_entry", OWN_LIMIT), "title": "Settle who registers"}
    effect = "With the last hand it is settled which entry holds; the other is annotated and not deleted."
    back = g.CameFrom(("recorded",))
    yield Step("settle_registrant", "registrant_disputed", "recorded", EVERY_PARTY, DISPATCH, papers.REGISTRANT,
               later_papers.Settled, when=back, effect=effect, **settled)
    yield Step("settle_registrant", "registrant_disputed", "draft", EVERY_PARTY, DISPATCH, papers.REGISTRANT,
               later_papers.Settled, when=~back, starts=(CHOSEN_LIMIT,), effect=effect, **settled)


def _entry() -> Iterator[Step]:
    days = (NotToCome("launched_on"), NotToCome("entered_on"), NotBefore("entered_on", "launched_on"))
    launched = g.Done("launch_success")
    for when, limit in (launched & ~CHOSEN, OWN_LIMIT), (launched & CHOSEN, CHOSEN_LIMIT):
        yield Step("enter_registry", "draft", "nationally_registered", capacity=CLEAR, under=papers.REG("II(1)"),
                   asks=papers.Entry, **by_registrant(when), checks=(*papers.ORBIT_IS_WHOLE, *days),
                   names=Names("registrant", acting=True), stops=(OWN_LIMIT, CHOSEN_LIMIT), within=limit,
                   starts=("furnishing",), **own(), title="Enter the object in the national registry",
                   effect="The object has its number; the period for the Secretary-General runs from the entry.")
    yield Step("clear", "nationally_registered", "cleared", capacity=CLEAR, under=papers.FURNISH, **by_registrant(),
               **own(), title="Clear the information", effect="The ministry may send the information.")


def _furnishing(under: tuple[Citation, ...], applies: Guard | None) -> Iterator[Step]:
    yield Step("furnish", "cleared", "furnished", capacity=DISPATCH, under=under, asks=papers.FurnishedInformation,
               **by_registrant(applies), names=TO_REGISTER, begins=("enter_registry",), checks=papers.ORBIT_IS_WHOLE,
               stops=("furnishing",), within="furnishing", starts=("acknowledgement",), **sent(),
               title="Furnish the information",
               effect="The Secretary-General has the information; what follows is its publication.")
    yield Step("correct_furnishing", "recorded", "furnished", capacity=DISPATCH, under=(papers.ADD, papers.STATES),
               asks=later_papers.Correction, **by_registrant(), begins=("furnish", "correct_furnishing"),
               checks=papers.ORBIT_IS_WHOLE, opens=Opens("launcher", "new_launchers", anew=True),
               starts=("acknowledgement",), **sent(), title="Furnish corrected information",
               added="A launching State may be learned of later; an entry is corrected and never deleted.",
               effect="The corrected information takes the place of the former, which stays on record.")


def _register() -> Iterator[Step]:
    office: dict[str, Any] = {"by": REGISTER, "capacity": OFFICE}
    yield Step("acknowledge", "furnished", STAY, under=papers.REG("III(1)"), asks=papers.RegisterNote, **office,
               stops=("acknowledgement",), within="acknowledgement", **sent(), title="Acknowledge the information",
               added="The target for an acknowledgement needs an act that meets it.",
               effect="The information was received; nothing is judged by that.")
    yield Step("query", "furnished", "queried", under=papers.REG("III(1)"), asks=papers.RegisterQuery, **office,
               stops=("acknowledgement",), starts=("answer",), **sent(), title="Ask about the information",
               effect="The question is with the State of registry.")
    yield Step("answer", "queried", "furnished", capacity=DISPATCH, under=papers.FURNISH, asks=papers.QueryAnswer,
               **by_registrant(), stops=("answer",), within="answer", **sent(), title="Answer the question",
               effect="The answer is with the keeper of the register.")
    published: dict[str, Any] = {"asks": papers.Recorded, "checks": (NotToCome("published_on"),),
                                 "stops": ("acknowledgement", "answer"), "level": "C0", "tell": "all",
                                 "publishes": True,
                                 "title": "Record the publication"}
    effect = "The information is published under its symbol."
    yield Step("record", "furnished", "recorded", under=papers.REG("III(2)"), **office, **published, effect=effect)
    yield Step("record", "furnished", "recorded", capacity=DRAFT, under=papers.REG("III(2)"), **by_registrant(),
               **published, effect=effect,
               added="What is published is open to all; the keeper of the register need not use this product.")


def _positions() -> Iterator[Step]:
    yield Step("state_position", LIVE, STAY, ANY_PARTY, DISPATCH, papers.REGISTRANT, later_papers.Position, **sent(),
               title="State a position on the registration",
               added="Whoever is concerned may speak on who registers, and on what was registered.",
               effect="Your position is on record beside the entry.")
    yield Step("contest_entry", LIVE[1:], STAY, ANY_PARTY, DISPATCH, papers.REGISTRANT, later_papers.Contest,
               link=Link("contested_entry", field="case"), flags=(Flag("entry_contested", on_track=False),), **sent(),
               title="Contest the registration", added="An entry may be contested without being moved.",
               effect="That you contest it is on record beside the entry; your own case, if you name one, is linked.")
    yield dispute_beside(LIVE[1:], sent(), "Launching States may not agree in the end.")


def _common() -> Iterator[Step]:
    """The universal transitions, which the keeper of the register learns of too."""
    for row in common_steps(LAUNCHING, LIVE, ENDED):
        yield row if row.tell == OWN else replace(row, file=FILE)


def _exempt() -> tuple[Exempt, ...]:
    why = "Nobody else is named before the information is sent."
    early = ("draft", *CHOOSING, "nationally_registered", "cleared")
    return tuple(Exempt("nobody_is_stranded", f"{state}/transferee", PRODUCT, why) for state in early)


FORMS = (Form(KEY, TITLE, RegistrationTerms, registration,
              advice=REGISTERING, subjects=("registration", "jurisdiction"), reported="registrations"),)
