"""What a request for samples or data tells: the same questions in a round and in a request of its own."""

from __future__ import annotations

from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    REQUIRED,
    Field,
    WhenThen,
    choice,
    decimal,
    keyed,
    listing,
    long_text,
    text,
)
from workflows.lending.law import COOPERATION, HANDLING, STORES
from workflows.rounds.papers import Application, CallForApplications

SAMPLES, DATA = "samples", "data"
WHAT = {SAMPLES: "Samples", DATA: "Scientific data alone"}
USES = {"research": "Research", "public": "Public benefit: exhibition or teaching", "backup": "Backup storage",
        "permanent": "Permanent storage"}  # fmt: skip
DESTRUCTIVE, HARMLESS = "destructive", "harmless"
METHODS = {HARMLESS: "Leaves the sample as it is", DESTRUCTIVE: "Uses up or changes part of the sample"}
MASS = ("mg", "g")
# fmt: off


def items(label: str, *, need: str = REQUIRED) -> Field:
    """Ask for samples by number, with mass and method."""
    return listing(label, STORES, keyed("number", text("Number of the sample", STORES)),
                   keyed("mass", decimal("Mass", STORES, units=MASS)),
                   keyed("method", choice("Method", METHODS, HANDLING)),
                   keyed("used_up", decimal("Mass used up", HANDLING, units=MASS, need=OPTIONAL)), need=need)


class SampleCall(CallForApplications):
    """Call for requests of lunar samples."""

    mission = text("Mission", COOPERATION, section="Samples")
    catalogue = long_text("Samples offered: numbers, kinds and mass", STORES)
    uses = choice("Uses", USES, STORES, many=True)


class SampleRequest(Application):
    """Request for lunar samples or data."""

    wanted = choice("What is asked for", WHAT, COOPERATION)
    use = choice("Use", USES, STORES)
    goals = long_text("Scientific goals", COOPERATION)
    samples = items("Samples", need=OPTIONAL)
    methods = long_text("Methods", HANDLING)
    priority = choice("Is the science of short life, so that it cannot wait?", {"no": "No", "yes": "Yes"}, PRODUCT)
    short_lived = long_text("Why it cannot wait", PRODUCT, need=OPTIONAL)
    facility = long_text("Facility, storage and safety", HANDLING, section="Handling")
    transport = long_text("Transport plan", HANDLING)
    previous = long_text("Previous loans", PRODUCT, need=OPTIONAL)
    results_plan = long_text("Plan for results: papers, data, publication", COOPERATION)


WHOLE = (WhenThen("wanted", (SAMPLES,), "samples", STORES), WhenThen("priority", ("yes",), "short_lived", PRODUCT))
"""Samples are asked for by number and mass, data are not; what cannot wait says why."""
