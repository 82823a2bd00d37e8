"""Rows from the transfer to the end: receipt, onward use, mishandling, revocation, return, and the universal ones.

Law: IGA98 19 and the clause of an agreement. Onward use needs a consent in writing given before; silence is no. What
safety depends on is not revoked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from workflows.exchange import papers
from workflows.exchange.frame import (
    APPROVED,
    BEFORE,
    CONSENTED,
    ENDED,
    FROZEN,
    HELD,
    INSIDE,
    LIVE,
    MARKS,
    ONWARD,
    PROVIDER,
    REQUESTING,
    Basis,
)
from workflows.kernel import guards as g
from workflows.kernel.checks_of_lists import Digests
from workflows.kernel.checks_of_ranks import NoneLower
from workflows.kernel.fragments import SUSPENDED, common_steps
from workflows.kernel.language import (
    BACK,
    CLOCK,
    DISPATCH,
    DRAFT,
    OWN,
    PRODUCT,
    STAY,
    Is,
    Link,
    Moves,
    NotToCome,
    On,
    OnlyIf,
    Opens,
    Step,
    outcome,
)

ALL: dict[str, Any] = {"tell": "all"}
BY_DIGEST = Digests("items", "digest")
DELIVERED = g.Done("transfer")
# fmt: off


def using(basis: Basis) -> tuple[Step, ...]:
    """Give all rows of this part."""
    return (*_transfer(basis), *_onward(basis), *_frozen(basis), *_ending(basis))


def _transfer(basis: Basis) -> Iterator[Step]:
    needed = g.Says(~g.Lapsed("need"), "The day until which the data was needed has passed; the requester confirms "
                    "first that the need persists.", PRODUCT)
    marked = Is("marked", ("yes",), "Items leave with their marks.", basis.mark)
    yield Step("transfer", APPROVED, "transferred", PROVIDER, DISPATCH, (basis.hand_over, basis.mark), papers.Transfer,
               when=needed, checks=(BY_DIGEST, NoneLower("items", "mark", "marking", tuple(MARKS), basis.mark), marked),
               starts=("receipt", "at_end"), **ALL, title="Record the transfer",
               effect="What was delivered is on record by digest and custodian; the data is not here.")
    yield Step("confirm_receipt", HELD, STAY, REQUESTING, DRAFT, basis.mark, papers.Receipt, checks=(BY_DIGEST,),
               when=g.Says(~g.Done("confirm_receipt"), "Receipt is on record already.", PRODUCT), stops=("receipt",),
               within="receipt", **ALL, title="Confirm receipt", added="A transfer is receipted.",
               effect="Receipt is on record; the conditions of the consent bind you.")


def _onward(basis: Basis) -> Iterator[Step]:
    same = Is("new_user", ("no",), "Another end user needs a new request.", basis.handle)
    yield Step("retransfer", "transferred", "retransfer_requested", REQUESTING, DISPATCH, basis.handle,
               papers.OnwardUse, opens=Opens(ONWARD, acting=True, numbered=True), moves=Moves(INSIDE, "asked"),
               checks=(same, BY_DIGEST), starts=("retransfer",), **ALL, title="Ask for onward use",
               effect="Nothing is allowed before a written consent; no answer is no.")
    to = outcome((g.Fact("onward", ("consent",)), "consented"), (None, "refused"))
    yield Step("enter_transferred", "retransfer_requested", "transferred", PROVIDER, DISPATCH, basis.handle,
               papers.OnwardDecision, track=On(ONWARD, ("asked",), to), keeps=("onward",), stops=("retransfer",),
               checks=(OnlyIf("onward", "consent", CONSENTED, "refuse", "A State whose item is inside has not "
                              "consented.", basis.hand_over),), **ALL, title="Answer on onward use",
               effect="Your answer is on record; a consent holds for this use and for no other.")
    yield Step("note_no_consent", "retransfer_requested", "transferred", CLOCK, under=basis.handle,
               track=On(ONWARD, ("asked",), "no_consent"), **ALL, title="Note that no consent came",
               added="Silence is no.", effect="No consent is recorded, which is no; it may be asked again.")
    yield Step("request_for_new_end_user", (*APPROVED, "transferred"), STAY, REQUESTING, DRAFT, basis.handle, tell=OWN,
               level="C4", link=Link("new_end_user", "technical_data", title="Technical data"),
               title="Open a new request for another end user", added="Another end user is another request.",
               effect="A case is opened with this act, in your name and in preparation.")


def _frozen(basis: Basis) -> Iterator[Step]:
    freeze: dict[str, Any] = {"asks": papers.Mishandling, "checks": (NotToCome("discovered_at"),),
                              "starts": ("incident",), **ALL}
    either = REQUESTING | PROVIDER
    yield Step("mishandling", HELD, FROZEN, either, DRAFT, basis.handle, stops=("retransfer",),
               moves=Moves(ONWARD, "no_consent", ("asked",)), **freeze, title="Report mishandling",
               effect="Access is frozen at once; the incident file of the holder is due.")
    yield Step("use_before_consent", (*BEFORE, *APPROVED), FROZEN, either, DRAFT, basis.handle,
               flags=("used_before_consent",), **freeze, title="Report use before a consent",
               added="Use before a consent freezes access.", effect="Access is frozen; the incident file is due.")
    yield Step("file_incident", FROZEN, STAY, REQUESTING, DRAFT, basis.handle, papers.IncidentFile,
               checks=(BY_DIGEST,), stops=("incident",), within="incident", **ALL, title="File the incident file",
               added="The aim for an incident file needs an act that meets it.", effect="The file is on record.")
    released: dict[str, Any] = {"asks": papers.Release, **ALL, "title": "End the freeze"}
    yield Step("enter_transferred", FROZEN, "transferred", PROVIDER, DISPATCH, basis.handle, when=DELIVERED,
               stops=("incident",), **released, effect="Access goes on under the conditions of the consent.")
    before = g.Says(~DELIVERED, "The data was transferred already.", PRODUCT)
    yield Step("lift_freeze", FROZEN, BACK, PROVIDER, DISPATCH, basis.handle, when=before, stops=("incident",),
               **{**released, "title": "Lift the freeze before any transfer"}, added="Where nothing was transferred "
               "the request goes on.", effect="The request goes on where it was.")


def _ending(basis: Basis) -> Iterator[Step]:
    kept = Is("safety", ("no",), "Data on which the safety of persons or of the station depends is not revoked.",
              basis.mark)
    revoked: dict[str, Any] = {"asks": papers.Revocation, "checks": (kept,), **ALL, "title": "Revoke the consent"}
    stops = ("retransfer", "validity", "receipt", "incident")
    over = "The consent is revoked before anything was transferred."
    back = "The consent is revoked; return or destruction is certified by the holder."
    yield Step("revoke", APPROVED, "revoked", PROVIDER, DISPATCH, basis.handle, stops=stops, **revoked, effect=over)
    for step, frm in ("revoke", HELD), ("enter_revoked", (FROZEN,)):
        yield Step(step, frm, "revoked", PROVIDER, DISPATCH, basis.handle, when=DELIVERED, stops=stops,
                   starts=("after_revocation",), **revoked, effect=back)
    ended: dict[str, Any] = {"asks": papers.Certificate, "checks": (BY_DIGEST, NotToCome("done_on")), **ALL,
                             "title": "Certify return or destruction", "stops": ("*",),
                             "effect": "What became of each item is on record, by digest."}
    yield Step("end", "transferred", "returned_destroyed", REQUESTING, DISPATCH, basis.handle, within="at_end", **ended)
    yield Step("end", "revoked", "returned_destroyed", REQUESTING, DISPATCH, basis.handle, within="after_revocation",
               when=g.Says(DELIVERED, "Nothing was transferred.", PRODUCT), **ended,
               added="After a revocation what was transferred is returned or destroyed.")
    yield Step("enter_expired", APPROVED, "expired", CLOCK, under=PRODUCT, stops=("*",), **ALL,
               title="Note that the consent ended", effect="The consent ended before anything was transferred.")


def universal() -> Iterator[Step]:
    """The universal transitions; what was transferred is not undone by a withdrawal."""
    before = g.Says(~DELIVERED, "What was transferred is returned or destroyed, and that is certified.", PRODUCT)
    for row in common_steps(REQUESTING, ("draft", *LIVE), ENDED):
        if row.key in ("withdraw", "supersede", "void_error") and "draft" not in row.frm:
            yield replace(row, frm=(*BEFORE, *APPROVED, SUSPENDED), when=before)
        else:
            yield row
