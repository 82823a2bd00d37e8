"""Agreements as offices record them in the browser: the words, and the way from the form to the last hand."""

import re
from typing import Any

from tests.consult.web.cases_world import begin, fill_in, send
from tests.consult.web.world import Visitor, World

FORM: dict[str, Any] = {
    "title": "Arrangement on shared raw data",
    "kind": "implementing",
    "parties": ["JPN", "FRA"],
    "stage/0/kind": "negotiation",
    "stage/0/mandatory": "yes",
    "stage/0/days": "30",
    "stage/1/kind": "arbitration",
    "stage/1/mandatory": "no",
    "arb_consent": "advance",
    "appointing_authority": "The registrar whom both trust",
    "excludes": "Prices\nPersonnel",
}


def form(**changed: Any) -> dict[str, Any]:
    """Give the answers as inputs are named, some of them changed; None leaves one out."""
    return {key: value for key, value in {**FORM, **changed}.items() if value is not None}


def opened(visitor: Visitor, procedure: str = "agreement", **terms: str) -> Any:
    """Open a case by its form; give the answer."""
    at = f"/notices/new?procedure={procedure}"
    return visitor.post("/notices/new", form_at=at, procedure=procedure, title="Data", **terms)


def tabled(visitor: Visitor, **changed: Any) -> str:
    """Open the record of an agreement and table its text; give the reference."""
    ref = str(opened(visitor).location).rpartition("/")[2]
    draft = begin(visitor, ref, "table_text")
    fill_in(visitor, draft, **form(**changed))
    answer = send(visitor, draft)
    assert 303 == answer.status_code, answer.text
    return ref


def agree(world: World, ref: str, first: Visitor, other: Visitor) -> None:
    """Lay the hands of two parties on the text that was tabled last."""
    draft = begin(first, ref, "record_text")
    answer = send(first, draft)
    assert 303 == answer.status_code, answer.text
    page = other.get(f"/cases/{ref}/steps/record_text").text
    digest, seen = (re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("digest", "seen"))
    assert digest is not None, page
    assert seen is not None, page
    answer = other.post(
        f"/cases/{ref}/steps/record_text",
        form_at=f"/cases/{ref}/steps/record_text",
        digest=digest[1],
        seen=seen[1],
        track="",
    )
    assert 303 == answer.status_code, answer.text


def recorded(world: World, **changed: Any) -> str:
    """Record an agreement between Japan and France; give its reference."""
    japan, france = world.signed_in("all@jpn.example"), world.signed_in("all@fra.example")
    ref = tabled(japan, **changed)
    agree(world, ref, france, japan)
    return ref
