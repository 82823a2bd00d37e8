"""Conditions on digests, shares and ranks, and on one party in two roles, in words and at their places."""

from typing import Any

from tests.workflows.kernel.play import hand, utc
from workflows.kernel.checks_of_lists import AddUp, Digests
from workflows.kernel.checks_of_ranks import Higher, NoneLower
from workflows.kernel.guards import AllBound
from workflows.kernel.guards_of_sides import HasRole, SameParty
from workflows.kernel.language import (
    DRAFT,
    FINAL,
    PRODUCT,
    Filing,
    Procedure,
    Role,
    Source,
    State,
    Step,
    choice,
    date_field,
    decimal,
    keyed,
    listing,
    text,
)
from workflows.kernel.opening import open_case
from workflows.kernel.view import Facts, View

MARKS = {"low": "Low", "middle": "Middle", "high": "High"}
ORDER = tuple(MARKS)
SENDER, OTHER = Role("sender", "the sender"), Role("keeper", "the keeper")


class Parcel(Filing):
    """Parcel."""

    items = listing("Items", PRODUCT, keyed("digest", text("Digest", PRODUCT)),
                    keyed("mark", choice("Mark", MARKS, PRODUCT)),
                    keyed("share", decimal("Share", PRODUCT, units=("%",))), least=1)  # fmt: skip
    mark = choice("Mark", MARKS, PRODUCT)
    sent_on = date_field("Sent on", PRODUCT)


SEND = Step("send", "open", "sent", SENDER | OTHER, DRAFT, PRODUCT, Parcel, keeps=("mark", "sent_on"))
TOY = Procedure(
    key="toy", edition=1, title="Toy", under=PRODUCT, opens="open", filer="sender", prefix="TOY",
    roles=(SENDER, OTHER), states=(State("open", "Open"), State("sent", "Sent", FINAL)), steps=(SEND,),
)  # fmt: skip
ITEM = {"digest": "ab" * 32, "mark": "middle", "share": {"value": "60", "unit": "%"}}


def look(facts: dict[str, Any] | None = None, parties: dict[str, list[str]] | None = None, **body: Any) -> View:
    """Look at a case with some facts and a filing; Japan sends on 1 March 2027."""
    case = open_case(TOY, parties or {"sender": ["JPN"]}, utc("2027-03-01"))
    case = case.patched(tuple(("fact", name, value) for name, value in (facts or {}).items()))
    return View(TOY, case, hand("JPN"), utc("2027-03-01"), Facts(), step=SEND, filing=body)


def test_a_digest_stands_for_what_is_not_filed() -> None:
    """Another text is refused at its place, and its own digest would do."""
    check = Digests("items", "digest")
    assert check.check(look(items=[ITEM])) is None
    wrong = look(items=[ITEM, {**ITEM, "digest": "the thing"}])
    found = check.check(wrong)
    assert found is not None
    assert ("items/1/digest", "Entry 2 of “Items” needs a SHA-256 digest") == (found.field, found.sentence[:41])
    assert check.check(look(**check.mend(wrong.filing or {}, wrong))) is None
    assert "each entry of “Items” with a SHA-256 digest" == check.words(Parcel.spec)


def test_shares_make_a_whole_exactly() -> None:
    """Decimals are added as written; an empty list makes nothing."""
    check = AddUp("items", "share")
    third = [{**ITEM, "share": {"value": value, "unit": "%"}} for value in ("33.33", "33.33", "33.34")]
    assert check.check(look(items=third)) is None
    assert check.check(look(items=[])) is None
    short = look(items=third[:2])
    found = check.check(short)
    assert found is not None
    assert ("items", "The shares in “Items” make 66.66 % together, not 100 %.") == (found.field, found.sentence)
    assert check.check(look(**check.mend(short.filing or {}, short))) is None
    assert "the shares in “Items” make 100 % together" == check.words(Parcel.spec)


def test_a_higher_rank_is_above_what_is_on_record() -> None:
    """The same rank is not; where nothing is on record everything is."""
    check = Higher("mark", "kept", ORDER)
    assert [None, "mark", "mark"] == [
        found and found.field for found in (check.check(look({"kept": "middle"}, mark=mark)) for mark in
                                            ("high", "middle", "low"))]  # fmt: skip
    assert check.check(look(mark="low")) is None
    assert {"mark": "high"} == check.mend({"mark": "low"}, look({"kept": "middle"}))
    assert "“Mark” above what is on record" == check.words(Parcel.spec)


def test_no_entry_ranks_below_what_is_on_record() -> None:
    """The first that does is named; the same rank will do."""
    check = NoneLower("items", "mark", "kept", ORDER)
    assert check.check(look({"kept": "middle"}, items=[ITEM])) is None
    assert check.check(look(items=[{**ITEM, "mark": "low"}])) is None
    wrong = look({"kept": "high"}, items=[ITEM])
    found = check.check(wrong)
    assert found is not None
    assert "items/0/mark" == found.field
    assert [{**ITEM, "mark": "high"}] == check.mend(wrong.filing or {}, wrong)["items"]
    assert "no entry of “Items” below what is on record" == check.words(Parcel.spec)


def test_one_party_may_hold_two_roles() -> None:
    """The refusal names both roles."""
    guard = SameParty("sender", "keeper")
    assert guard.check(look(parties={"sender": ["JPN"], "keeper": ["JPN", "FRA"]})) is None
    found = guard.check(look(parties={"sender": ["JPN"], "keeper": ["FRA"]}))
    assert found is not None
    assert "The sender is not the keeper." == found.sentence
    assert "the sender is also the keeper" == guard.words(TOY)


def test_the_acting_party_has_a_role_or_is_told_that_it_has_not() -> None:
    """By its name and that of the role."""
    view = look(parties={"sender": ["JPN"], "keeper": ["FRA"]})
    assert HasRole("sender").check(view) is None
    found = HasRole("keeper").check(view)
    assert found is not None
    assert ("JPN is not the keeper.", "the party is the keeper") == (found.sentence, HasRole("keeper").words(TOY))


def test_every_party_is_bound_on_the_day_that_the_case_keeps() -> None:
    """The day of the act is not asked where a fact names another; whoever was not bound then never will be."""
    guard = AllBound("OST", Source("OST")("IX"), on="sent_on")
    view = look({"sent_on": "2020-01-31"}, parties={"sender": ["JPN"], "keeper": ["FRA"]})
    view.world = Facts({"bound:OST:FRA:2020-01-31": {"bound": False, "reason": "FRA was not", "since": "2021-01-01"}})
    found = guard.check(view)
    assert found is not None
    assert ("FRA was not.", None) == (found.sentence, found.opens_on)
    assert {"bound:OST:FRA:2020-01-31"} == set(view.reads)
    assert "OST is in force and binds every party on the date of “Sent on”" == guard.words(TOY)
