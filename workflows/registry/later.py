"""Rows after the publication: change of status and of supervision, loss, a second entry, requests, stations.

Law: REG IV(2) and IV(3), II(2), VI; soft: GA 62/101 paragraphs 2 and 4, LTS A.5. A change of supervision makes nobody a
launching State; a State that is silent holds nothing up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.guards_of_facts import ChosenIn
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    DRAFT,
    OFFICE,
    OUTSIDER,
    PRODUCT,
    STAY,
    Link,
    ListedThen,
    Names,
    NotOneself,
    NotToCome,
    On,
    Opens,
    Step,
)
from workflows.registry import later_papers, papers
from workflows.registry.frame import ENDED, REGISTER, SENT, TRANSFEREE
from workflows.registry.who import ONE_OF_US, by_registrant, own, sent

ONLY_STATIONS = "This is for a station and its modules."
# fmt: off
STATION = g.Says(g.Fact("object_kind", (papers.STATION, papers.MODULE)), ONLY_STATIONS, PRODUCT)


def later() -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_changes(), *_supervision(), *_loss(), *_twice(), *_enquiries(), *_station())


def _changes() -> Iterator[Step]:
    yield Step("status_change", "recorded", "status_update_due", capacity=DRAFT, under=(papers.ADD, papers.HARMONISED),
               asks=later_papers.StatusChange, **by_registrant(), checks=(NotToCome("changed_on"),),
               starts=("status_update",), **own(), title="Record a change of status",
               effect="The change is on record for your own State; the Secretary-General is told by the ministry.")
    yield Step("enter_furnished", "status_update_due", "furnished", capacity=DISPATCH,
               under=(papers.ADD, papers.HARMONISED, papers.LTS("A.5(7)")), asks=later_papers.StatusFurnished,
               **by_registrant(), begins=("status_change",), checks=(NotToCome("changed_on"),),
               stops=("status_update",), within="status_update", starts=("acknowledgement",), **sent(),
               title="Furnish the change of status", effect="The Secretary-General has the change.")


def _supervision() -> Iterator[Step]:
    under = (papers.SUPERVISED, papers.LTS("A.5(7)"))
    yield Step("supervision_transfer", "recorded", "supervision_changed", capacity=DISPATCH, under=under,
               asks=later_papers.Transfer, **by_registrant(), names=Names("transferee", "supervising", level="C2"),
               keeps=("supervising",), checks=(NotOneself("supervising"), NotToCome("transferred_on")),
               starts=("supervision",), **sent(), title="Tell of a change of supervision",
               effect="The State named is asked for its note; the entry stays as it is.")
    yield Step("enter_recorded", "supervision_changed", "recorded", TRANSFEREE, DISPATCH, under,
               later_papers.TransferNote, when=ChosenIn("supervising", "transferee", under[0]), stops=("supervision",),
               within="supervision", link=Link("supervision", field="case"), flags=("supervision_confirmed",), **sent(),
               title="Confirm the change of supervision", effect="Both notes are on record and linked.")
    yield Step("enter_recorded", "supervision_changed", "recorded", capacity=DISPATCH, under=under,
               asks=later_papers.Unconfirmed, **by_registrant(g.Lapsed("supervision")), stops=("supervision",),
               **sent(), title="Go on without the note of the other State",
               added="A State that is silent does not hold up the register.",
               effect="The change stays on record on your word alone.")


def _loss() -> Iterator[Step]:
    early = ("furnished", "queried", "status_update_due")
    for frm, added in ("recorded", ""), (early, "An object may be lost before the information on it is published."):
        yield Step("loss", frm, "object_lost", capacity=DISPATCH, under=papers.LOST, asks=later_papers.Loss,
                   **by_registrant(), checks=(NotToCome("lost_on"),), starts=("loss",), added=added,
                   stops=("acknowledgement", "answer", "status_update"), link=Link("found_object", field="found"),
                   **sent(), title="Tell that the object is no longer in orbit",
                   effect="The Secretary-General is told. Parts that came down have a procedure of their own.")
    final: dict[str, Any] = {"asks": later_papers.FinalRecord, "under": papers.LOST, "stops": ("*",), **sent(),
                             "title": "Complete the final record", "effect": "The record of the object is complete."}
    yield Step("enter_closed", "object_lost", "closed", by=REGISTER, capacity=OFFICE, **final)
    yield Step("enter_closed", "object_lost", "closed", capacity=DISPATCH, **by_registrant(), **final)


def _twice() -> Iterator[Step]:
    for who, capacity in (ANY_PARTY, DISPATCH), (REGISTER, OFFICE):
        yield Step("double_entry_found", "recorded", "registrant_disputed", who, capacity, papers.REGISTRANT,
                   later_papers.DoubleEntry, opens=Opens("launcher", "other", anew=True), checks=(NotOneself("other"),),
                   starts=("double_entry", "settling"), link=Link("other_entry", field="case"), **sent(),
                   title="Report a second entry", effect="Both States are told and settle which entry holds.")


def _enquiries() -> Iterator[Step]:
    asked: dict[str, Any] = {"starts": ("enquiry",), "link": Link("object_to_identify", field="found"), "level": "C1",
                             "tell": "all", "title": "Ask for help to identify an object"}
    effect = "The request is put; the registration stays as it is."
    yield Step("identify_object_request", SENT, STAY, OUTSIDER, DISPATCH, (papers.IDENTIFY, papers.LTS("A.5(4)")),
               later_papers.Enquiry, opens=Opens("enquiry", acting=True), effect=effect, **asked)
    yield Step("identify_object_request", SENT, STAY, REGISTER, OFFICE, papers.IDENTIFY, later_papers.EnquiryPassedOn,
               opens=Opens("enquiry", "party", anew=True), effect=effect, **asked)
    for who, capacity in (ONE_OF_US, DISPATCH), (REGISTER, OFFICE):
        yield Step("answer_enquiry", (*SENT, *ENDED), STAY, who, capacity, papers.IDENTIFY, later_papers.EnquiryAnswer,
                   track=On("enquiry", ("asked", "answered"), "answered"), stops=("enquiry",), within="enquiry",
                   level="C1", tell="all", title="Help to identify the object", whom="for",
                   added="A request is answered as far as feasible.", effect="What your data shows is told.")


def _station() -> Iterator[Step]:
    foreign = ListedThen("modules", "interface", "whose", (later_papers.FOREIGN,), papers.OST("VIII", 1))
    yield Step("add_modules", SENT[:-1], STAY, capacity=DISPATCH, under=papers.ADD, asks=later_papers.Modules,
               **by_registrant(STATION), opens=Opens("module", "modules"), checks=(foreign,), **sent(),
               title="Add modules of the station", added="A station is put together; each module may be entered.",
               effect="The modules stand beside the entry of the station; its own State registers a foreign one.")
    yield Step("module_left", SENT[:-1], STAY, capacity=DISPATCH, under=papers.ADD, asks=later_papers.ModuleGone,
               **by_registrant(), track=On("module", ("attached",), "gone"), checks=(NotToCome("left_on"),), **sent(),
               title="Record that a module left", added="Modules leave a station, and others come.",
               effect="The module is no part of the station any more.")
    yield Step("file_station_sheet", SENT[:-1], STAY, capacity=DISPATCH, under=papers.ADD,
               asks=later_papers.StationSheet, **by_registrant(STATION), checks=(NotToCome("as_of"),),
               begins=("file_station_sheet",), level="C0", tell="all", title="File the sheet of the station",
               added="No text asks for it; who files it tells what others have to reckon with.",
               effect="Voluntary: activities, supply, persons aboard, expected life and end of life are told. A later "
                      "sheet takes its place.")
