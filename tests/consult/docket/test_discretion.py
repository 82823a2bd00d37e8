"""What a party is told of relations in which it has no part: nothing, whether it looks or tries."""

from dataclasses import replace

import pytest

from consult.db import reading
from consult.docket import Refused
from consult.docket.discretion import discreet
from consult.refusals import Unknown
from consult.visibility import Membership, Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_taking import asked
from tests.procedures.berth import FORMS
from workflows.kernel.guards import NOT_OPEN, Refusal

BERTH = FORMS[0].with_defaults()


def _tracks_offered(office: Office, who: str, ref: str) -> set[str]:
    with reading(office.engine) as connection:
        standing = office.standings[who]
        seen = office.docket.see(connection, standing, ref, START)
        return {o.track.key for o in office.docket.offers(connection, standing, seen, START) if o.track}


def test_steps_on_relations_of_others_are_not_offered_not_even_closed(office: Office) -> None:
    """Japan, which asked, sees the steps on both relations; each agency asked those on its own."""
    ref = asked(office)

    assert {"berth:FRA", "berth:KOR"} == _tracks_offered(office, "JPN", ref)
    assert {"berth:FRA"} == _tracks_offered(office, "FRA", ref)
    assert {"berth:KOR"} == _tracks_offered(office, "KOR", ref)


@pytest.mark.parametrize("track", ["berth:KOR", "KOR"])
def test_trying_a_step_on_a_relation_of_others_is_unknown_whatever_its_state(office: Office, track: str) -> None:
    """Before and after Korea's answer France gets the one answer that it would get for a relation that is none."""
    ref = asked(office)
    for answered in (False, True):
        if answered:
            office.take("KOR", ref, "give", body={"text": "Yes"})
        for named in (track, "berth:BRA"):
            with pytest.raises((Unknown, Refused)) as fault:
                office.take("FRA", ref, "give", track=named, body={"text": "Yes"})
            assert isinstance(fault.value, Unknown) or "unknown" == fault.value.kind


def test_a_reason_that_tells_of_others_is_given_in_public_words(office: Office) -> None:
    """The filer reads which relation is not ready; whoever may not see that relation reads that it is not open."""
    telling = Refusal("France: served, not given.", reveals=("berth:FRA",))
    plain = Refusal("The case is draft.")

    assert (telling, plain) == discreet((telling, plain), BERTH, Viewer("JPN"), Membership(is_filer=True))
    assert (replace(telling, sentence=NOT_OPEN, reveals=()), plain) == discreet(
        (telling, plain, telling), BERTH, Viewer("KOR"), Membership(tracks=frozenset({"berth:KOR"}))
    )
    with pytest.raises(Refused, match="is “Served”; needed is “Given”"):
        office.take("JPN", asked(office), "settle")
