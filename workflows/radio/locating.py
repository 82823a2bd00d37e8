"""Rows on interference, first part: detection, location, monitoring, the operator of the source, and a call.

Law: ITU_RR Article 15 section VI (operators and monitoring stations deal with each other directly where practicable),
ITU_CS Article 45. An operator supplies data through its administration and is no party. Where the safety of life hangs
on the service one calls first and writes afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.checks_of_texts import AnyGiven
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    DRAFT,
    OWN,
    STAY,
    TRACK_PARTY,
    Flag,
    NotOneself,
    NotToCome,
    On,
    Opens,
    Step,
)
from workflows.radio import papers
from workflows.radio.frame import LIVE, LOCATING, MEASUREMENTS, MONITORS, REPORTER, SOURCE, SOURCES
from workflows.radio.law import AVOIDING, HANDLING, LUNAR, SAFETY

SHARED: dict[str, Any] = {"level": "C2", "file": MEASUREMENTS, "tell": "all"}
"""What every act has that leaves the administration: the parties read it, and whoever monitors or assists."""
ON_THE_MOON = Flag("no_assignment_basis", g.Fact("where", (papers.MOON,)), on_track=False)
SAFETY_OF_LIFE = g.Says(
    g.Fact("service", (SAFETY,)),
    "A call comes before the report only where the safety of life depends on the service; else send the report.",
    HANDLING,
)
# fmt: off


def locating() -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_detection(), *_location(), *_monitoring(), *_operator(), *_call())


def _detection() -> Iterator[Step]:
    yield Step("detect", "draft", "detected", REPORTER, DRAFT, (HANDLING, LUNAR), papers.Detection, tell=OWN,
               level="C4", keeps=("service", "where"), flags=(ON_THE_MOON,),
               checks=(NotToCome("first_observed"), AnyGiven("measurements", ("log",), HANDLING)),
               starts=("location",), title="Log the interference",
               effect="What was measured is on record for your own administration; the target for the location runs. "
                      "Near the Moon it is marked that there is no basis for assignments yet.")


def _location() -> Iterator[Step]:
    own: dict[str, Any] = {"tell": OWN, "level": "C4"}
    yield Step("locate", "detected", "source_identified", REPORTER, DRAFT, HANDLING, papers.Location,
               stops=("location",), within="location", **own, title="Identify the probable source",
               effect="The probable station is on record; its administration may be told.")
    yield Step("fail", "detected", "source_unknown", REPORTER, DRAFT, HANDLING, papers.NotLocated, within="location",
               stops=("location",), **own, title="Record that the source is not located",
               effect="The search goes on; others may be asked to measure.")
    yield Step("found_later", "source_unknown", "source_identified", REPORTER, DRAFT, HANDLING, papers.Location, **own,
               title="Identify the source later", effect="The probable station is on record.")


def _monitoring() -> Iterator[Step]:
    yield Step("ask_monitoring", LIVE, STAY, REPORTER, DISPATCH, HANDLING, papers.MonitoringAsked,
               opens=Opens(MONITORS.key, "monitors", anew=True), checks=(NotOneself("monitors"),), **SHARED,
               title="Ask for help in monitoring",
               added="Where the source is unknown, or contested, others with means of monitoring may help.",
               effect="Those named read what is told to others from now on, and are asked to measure.")
    yield Step("supply_measurements", LIVE, STAY, TRACK_PARTY, DISPATCH, HANDLING, papers.Measurements,
               track=On(MONITORS.key, ("asked", "answered"), "answered"), **SHARED, title="Supply measurements",
               added="Whoever was asked to measure answers as an expert, and is no party.",
               effect="What you measured is before all who take part; it decides nothing.")
    yield Step("add_measurements", LIVE, STAY, ANY_PARTY, DRAFT, HANDLING, papers.Measurements, **SHARED,
               title="Add measurements", added="Every party may lay measurements beside those of others.",
               effect="What you measured is before all who take part; it decides nothing.")
    yield Step("admit_as_expert", LIVE, STAY, REPORTER, DISPATCH, HANDLING, track=On("entrant", ("requested",),
               "admitted"), opens=Opens(MONITORS.key, of_track=True, anew=True), **SHARED,
               title="Admit the entrant as an expert",
               added="A State that monitors may offer its help; it takes part as an expert and not as a party.",
               effect="It reads what is told to others and may supply measurements.")


def _operator() -> Iterator[Step]:
    yield Step("contact_operator", "source_identified", "operator_contact", REPORTER, DRAFT, (HANDLING, AVOIDING),
               papers.OperatorContact, opens=Opens(SOURCES.key, "source", to="contacted", anew=True),
               checks=(NotOneself("source"),), starts=("operator",), **SHARED, title="Contact the operator",
               effect="The administration of the operator knows of the contact; nothing is asked of it yet.")
    yield Step("stops_at_once", "operator_contact", "mitigated_provisional", REPORTER | SOURCE, DRAFT, HANDLING,
               papers.Ceased, checks=(NotToCome("ceased_at"),), stops=("operator",), starts=("clean",), **SHARED,
               within="operator", title="Record that the emission stopped",
               effect="The emission has ceased and the time of observation runs; nothing is admitted by that.")


def _call() -> Iterator[Step]:
    common: dict[str, Any] = {"when": SAFETY_OF_LIFE, "checks": (NotOneself("source"), NotToCome("called_at")),
                              "starts": ("form",), **SHARED, "title": "Log a call on a safety service"}
    yield Step("log_call", LOCATING, STAY, REPORTER, DRAFT, HANDLING, papers.Call, **common,
               opens=Opens(SOURCES.key, "source", to="contacted", anew=True),
               added="Where lives may be in danger one calls first, and the report follows.",
               effect="The call is on record and the administration called is told; the report in writing follows.")
