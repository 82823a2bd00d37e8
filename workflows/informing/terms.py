"""Terms of both kinds of information, and what each rests on.

Law: OST V third paragraph (immediately; other parties or the Secretary-General), OST XI (as far as feasible and
practicable; no number), MOON 5(1) and 9(1) between its parties, which alone have numbers: thirty days, and a year.
Soft: NPS principle 5 and LTS B.9, which have none; every other number is a product default.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.kernel.language import Binding, Citation, Period, Source
from workflows.kernel.terms import Terms, term

OST, MOON = Source("OST"), Source("MOON")
NPS, LTS = Source("NPS", Binding.SOFT), Source("LTS", Binding.SOFT)
DANGER, ACTIVITY, RESPONSIBLE = OST("V(3)"), OST("XI", 1), OST("VI")
DISSEMINATION = OST("XI", 2)
MISSIONS, STATIONS, SAME_AREA = MOON("5(1)"), MOON("9(1)"), MOON("5(2)")
NUCLEAR, REENTRY = NPS("principle 5"), LTS("B.9")
MOON_PROFILE = "moon-agreement"
PROFILES = {"ost": "Outer Space Treaty", MOON_PROFILE: "Moon Agreement"}
NOW = "now"
RISKS = {"none": "No crew at risk now, as far as known", NOW: "A crew is at risk now"}


@dataclass(frozen=True)
class InformingTerms(Terms):
    """Terms that both kinds share."""

    secretariat: str = term("OOSA", "Key of the office that receives notes for the Secretary-General.")
    acknowledgement: Period = term(Period(working_days=5), "Record of receipt by the secretariat, from dispatch.")
    query_answer: Period = term(Period(days=10), "Answer to a question of the secretariat.")
    reply: Period = term(Period(days=30), "Reply of another State on the subject, for information: none is owed.")

    @property
    def duty(self) -> tuple[Citation, ...]:
        """What the information rests on."""
        raise NotImplementedError


@dataclass(frozen=True)
class DangerTerms(InformingTerms):
    """Terms of information on a dangerous phenomenon."""

    transmission: Period = term(Period(hours=24), "Transmission from discovery; the text says: immediately.")
    operational_call: Period = term(Period(hours=2), "Call over an operational channel where a crew is at risk now.")

    @property
    def duty(self) -> tuple[Citation, ...]:
        """What the information rests on."""
        return (DANGER,)


@dataclass(frozen=True)
class ActivityTerms(InformingTerms):
    """Terms of information on an activity."""

    profile: str = term("ost", "Under which treaty the State informs.", options=PROFILES)
    weekly: Period = term(Period(days=7), "Update on a re-entry that is far off.")
    near: Period = term(Period(days=7), "From this before the predicted re-entry updates are daily.")
    daily: Period = term(Period(days=1), "Update on a re-entry that is near.")
    first_daily: Period = term(Period(hours=144), "The first daily update, counted back from the re-entry.")
    last: Period = term(Period(hours=24), "From this before the predicted re-entry updates are hourly.")
    hourly: Period = term(Period(hours=1), "Update in the last hours before a re-entry.")
    first_hourly: Period = term(Period(hours=23), "The first hourly update, counted back from the re-entry.")
    mission_report: Period = term(
        Period(days=30), "Report on a lunar mission of more than sixty days.", binding=Binding.LAW_T
    )
    station_report: Period = term(Period(years=1), "Report on a lunar station.", binding=Binding.LAW_T)

    @property
    def by_moon(self) -> bool:
        """Say whether the State informs under the Moon Agreement."""
        return self.profile == MOON_PROFILE

    @property
    def duty(self) -> tuple[Citation, ...]:
        """What the information rests on."""
        return (MOON("5"), ACTIVITY) if self.by_moon else (ACTIVITY,)
