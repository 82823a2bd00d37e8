"""An act that opens another case: both or neither, what is carried over, and who learns of which."""

from typing import Any

import pytest
from sqlalchemy import text

from consult import casebook
from consult.db import reading, writing
from consult.docket import Refused
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.cases import ACT, CASE_LINK, CASES
from consult.refusals import Unknown
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_taking import BODY
from tests.faults.crashing import Crash, points
from tests.tampering import unguard


def three(office: Office) -> str:
    """Japan asks France and Korea; each answers on its own relation, and Japan says a word to all."""
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    office.take("JPN", ref, "ask", body={**BODY, "remark": "For Japan's own eyes"})
    office.take("FRA", ref, "give", body={"text": "For Japan alone"})
    office.take("KOR", ref, "make_statement", body={"text": "For all three"})
    return ref


def handed(office: Office, who: str = "KOR", **body: Any) -> tuple[str, str]:
    """Korea hands the matter on; give both references."""
    ref = three(office)
    office.take(who, ref, "hand_on", body=body)
    with reading(office.engine) as connection:
        return ref, connection.execute(CASES.select().order_by(CASES.c.id.desc())).first().ref  # type: ignore[union-attr] # it was opened


def links(office: Office, who: str, ref: str) -> list[str]:
    """List the links that a party sees from a case."""
    with reading(office.engine) as connection:
        return [one.other_ref for one in casebook.links_of(connection, Viewer(who), office.see(who, ref).row)]


def origin(office: Office, who: str, ref: str) -> Any:
    """Give where a case came from, as a party may know it."""
    with reading(office.engine) as connection:
        return casebook.origin_of(connection, Viewer(who), office.see(who, ref).row)


def test_the_act_opens_the_other_case_in_the_name_of_who_takes_it(office: Office) -> None:
    """It begins in its opening state with the title of the first one, and both are in the log."""
    ref, new = handed(office)
    opened = office.see("KOR", new)

    assert ("settled", "draft") == (office.see("KOR", ref).case.state, opened.case.state)
    assert ("KOR", "Cargo 7", "treaty") == (opened.row.filer, opened.row.title, opened.procedure.level)
    with reading(office.engine) as connection:
        assert verify(connection, replay=Openings(connection)).sound
        assert [] == list(replay_cases(connection))


def test_terms_are_those_that_the_paper_names_over_those_of_the_installation(office: Office) -> None:
    """The installation gives a level; the paper may give another one."""
    folder = office.docket.instance / "terms"
    folder.mkdir()
    (folder / "berth.toml").write_text('answer = "P20D"\n', encoding="utf-8")
    _ref, new = handed(office)
    assert "P20D" == office.see("KOR", new).procedure.terms["answer"]


def test_what_is_carried_over_is_what_all_of_them_may_see(office: Office) -> None:
    """The request and the word to all; not the answer on the relation of France, not the opening of Japan's file."""
    ref, new = handed(office)
    found = origin(office, "KOR", new)

    assert [(1, "ask"), (3, "make_statement")] == [(one.n, one.step) for one in found.carried]
    assert (ref, 4, "handed_on") == (found.row.ref, found.n, found.kind)
    assert ("FRA", "JPN", "KOR") == found.parties
    with reading(office.engine) as connection:
        whole = connection.execute(ACT.select().where(ACT.c.step == "ask")).first()
        assert whole is not None
        assert found.carried[0].digest not in ("", whole.digest), "a digest of the whole would prove a guess"


def test_between_two_their_own_relation_is_carried_over_too(office: Office) -> None:
    """Both sides have seen all of it."""
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    office.take("JPN", ref, "ask", body={**BODY, "asked": ["FRA"]})
    office.take("FRA", ref, "give", body={"text": "Between us"})
    office.take("FRA", ref, "hand_on", body={})
    with reading(office.engine) as connection:
        new = connection.execute(CASES.select().order_by(CASES.c.id.desc())).first()
    assert new is not None
    assert [1, 2] == [one.n for one in origin(office, "FRA", new.ref).carried]


def test_each_side_sees_the_link_as_soon_as_it_may_know_the_other_case(office: Office) -> None:
    """While the new case is in preparation the others see the act and no link; once served they see both sides."""
    ref, new = handed(office)
    assert ([new], [ref], [], []) == (
        links(office, "KOR", ref),
        links(office, "KOR", new),
        links(office, "FRA", ref),
        links(office, "JPN", ref),
    )
    with pytest.raises(Unknown):
        office.see("FRA", new)

    office.take("KOR", new, "ask", body={**BODY, "asked": ["FRA", "BRA"]})
    assert ([new], [ref], []) == (links(office, "FRA", ref), links(office, "FRA", new), links(office, "JPN", ref))
    assert [1, 3] == [one.n for one in origin(office, "FRA", new).carried]


def test_who_joins_the_new_case_alone_learns_nothing_of_the_first(office: Office) -> None:
    """Brazil was no party to it: no link, no list."""
    _ref, new = handed(office)
    office.take("KOR", new, "ask", body={**BODY, "asked": ["BRA"]})
    assert ([], None) == (links(office, "BRA", new), origin(office, "BRA", new))


def test_terms_that_do_not_fit_are_refused_by_their_question_and_nothing_is_recorded(office: Office) -> None:
    """The first case goes on where it was."""
    ref = three(office)
    with pytest.raises(Refused, match="choose from treaty, agency") as no:
        office.take("KOR", ref, "hand_on", body={"level": "harbour"})

    assert ["level"] == [one.field for one in no.value.refusals]
    assert "asked" == office.see("KOR", ref).case.state
    with reading(office.engine) as connection:
        assert [] == connection.execute(CASE_LINK.select()).all()
        assert 1 == len(connection.execute(CASES.select()).all())


def test_a_crash_at_any_point_leaves_neither_the_act_nor_the_case(office: Office) -> None:
    """Before and after every statement and before the commit; then the same request opens one case, once."""
    ref, at = three(office), 0
    while True:
        at += 1
        try:
            with points(office.engine, at):
                receipt = office.take("KOR", ref, "hand_on", body={}, key="once")
            break
        except Crash:
            with reading(office.engine) as connection:
                assert 1 == len(connection.execute(CASES.select()).all()), f"crashed at point {at}"
                assert 5 > len(connection.execute(ACT.select()).all()), f"crashed at point {at}"
    again = office.take("KOR", ref, "hand_on", body={}, key="once")

    assert 30 < at, "the crash was meant to pass through the whole act"
    assert (receipt.n, True) == (again.n, again.repeated)
    with reading(office.engine) as connection:
        assert 2 == len(connection.execute(CASES.select()).all())
        assert verify(connection, replay=Openings(connection)).sound
        assert [] == list(replay_cases(connection))


@pytest.mark.parametrize(
    ("behind", "said"),
    [
        ("DELETE FROM case_link", "act 4 opened a case, and there is no such case"),
        ("UPDATE case_link SET act_n = 3", "which did not open it"),
        ("UPDATE act SET body = replace(body, '\"ask\"', '\"give\"') WHERE n = 1", "what it carried over as act 1"),
    ],
)
def test_a_link_that_does_not_follow_from_the_acts_is_named(office: Office, behind: str, said: str) -> None:
    """Somebody changed the link, or what was carried over, behind the record's back."""
    handed(office)
    with writing(office.engine) as connection:
        unguard(connection)
        connection.execute(text(behind))
    with reading(office.engine) as connection:
        assert said in " ".join(finding.sentence for finding in replay_cases(connection))
