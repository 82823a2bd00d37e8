"""One person in the place of another, on both databases: until when, for what, and what the record keeps of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text

from consult import people, standing
from consult.db import reading, writing
from consult.docket import Filed, Refused
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.absence import SUBSTITUTION
from consult.models.audit import audit_opening
from consult.models.cases import ACT, ACT_LEAF, ACT_PERSON
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import MANDATE
from consult.people import NewMandate, NewPerson, NewSubstitution
from consult.people.persons import add_person
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import Standing
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_taking import asked

FIRST, LAST = date(2026, 11, 23), date(2026, 11, 27)
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # eleven in the morning in Tokyo
ALL = ("draft", "clear", "dispatch")


def away(office: Office, **other: Any) -> NewSubstitution:
    """Japan's official is away from Monday to Friday; its drafter stands in."""
    absent, substitute = office.standings["JPN"], office.standings["JPN draft"]
    return replace(NewSubstitution(absent.mandate_id, substitute.mandate_id, ALL, FIRST, LAST), **other)


def record(office: Office, new: NewSubstitution, by: str = "JPN", at: datetime = START) -> int:
    """Record it as one of the people of the story does."""
    with writing(office.engine) as connection:
        return people.record_substitution(connection, office.standings[by], new, at)


def stands_in(office: Office, number: int, at: datetime = MONDAY) -> Standing | None:
    """Give the standing that the substitute may choose at a moment."""
    own = select(SUBSTITUTION.c.substitute_mandate_id).where(SUBSTITUTION.c.id == number).scalar_subquery()
    with reading(office.engine) as connection:
        person = connection.execute(select(MANDATE.c.person_id).where(MANDATE.c.id == own)).scalar_one()
        found = standing.choices(connection, person, at)
    return next((one for one in found if one.in_place_of and one.in_place_of.substitution_id == number), None)


def substitute(office: Office, number: int, at: datetime = MONDAY) -> Standing:
    """Give the standing of the substitute, which counts."""
    found = stands_in(office, number, at)
    assert found is not None
    return found


def another(office: Office, name: str, capacities: tuple[str, ...] = ALL, last: date | None = None) -> Standing:
    """Mandate a further person of Japan's ministry."""
    organ = office.standings["JPN"].organ_id
    with writing(office.engine) as connection:
        person = add_person(connection, NewPerson(name, f"{name.lower()}@jpn.example"), START)
        mandate = NewMandate(organ, f"Office of {name}", capacities, "Letter", date(2026, 1, 1), last)
        number = people.record_mandate(connection, None, person, mandate, START)
        found = standing.of_mandate(connection, number, START)
    assert found is not None
    office.standings[name] = found
    return found


def findings(office: Office) -> list[str]:
    """Give the codes of what log and record disagree in."""
    with reading(office.engine) as connection:
        assert verify(connection, replay=Openings(connection)).sound
        return [one.code for one in replay_cases(connection)]


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        ("2026-11-22T14:59:59+00:00", False),  # Sunday, one second to midnight in Tokyo
        ("2026-11-22T15:00:00+00:00", True),
        ("2026-11-27T14:59:59+00:00", True),
        ("2026-11-27T15:00:00+00:00", False),  # Saturday begins in Tokyo, and in Paris it is Friday afternoon
    ],
)
def test_a_substitution_counts_from_its_first_to_its_last_day_in_the_zone_of_the_party(
    office: Office, at: str, counts: bool
) -> None:
    """It begins and ends by itself; the drafter's own mandate goes on."""
    found = stands_in(office, record(office, away(office)), datetime.fromisoformat(at))

    assert counts == (found is not None)
    with reading(office.engine) as connection:
        choices = standing.choices(connection, office.standings["JPN draft"].person_id, datetime.fromisoformat(at))
    assert [None, *([office.standings["JPN"].name] * counts)] == [one.for_name for one in choices]


def test_each_act_of_a_substitute_keeps_both_offices_and_beside_it_both_names(office: Office) -> None:
    """On 23 November 2026 the drafter dispatches in the official's place; the act itself holds no name."""
    ref = asked(office)
    by = substitute(office, record(office, away(office)))
    office.docket.take(by, ref, Filed("make_statement", body={"text": "Our view"}), at=MONDAY)

    with reading(office.engine) as connection:
        row = connection.execute(select(ACT).where(ACT.c.step == "make_statement")).one()
        names = connection.execute(select(ACT_PERSON).where(ACT_PERSON.c.act_id == row.id)).one()
        opened = connection.execute(
            select(audit_opening.c.field, audit_opening.c.value)
            .join(ACT_LEAF, ACT_LEAF.c.seq == audit_opening.c.seq)
            .where(ACT_LEAF.c.act_id == row.id)
        )
        sealed = {one.field: one.value for one in opened}
    assert ("MFA", "JPN", "dispatch") == (row.organ, row.office, row.capacity)
    assert '"substitute":["substitution:1","JPN draft","2026-11-27"]' in row.body
    assert "Office JPN" not in row.body
    assert ("Office JPN draft", "Office JPN") == (names.name, names.for_name)
    assert '"Office JPN draft, for Office JPN"' == sealed["person"]
    assert '"substitute":["substitution:1","JPN draft","2026-11-27"]' in sealed["actor"]
    assert [] == findings(office)


def test_recording_and_ending_are_entries_of_the_party_that_replay_compares(office: Office) -> None:
    """The manager's record says who ended it; a last day that is moved behind the log's back is a finding."""
    number = record(office, away(office))
    with writing(office.engine) as connection:
        people.revoke_substitution(connection, office.standings["JPN"], number, MONDAY)
    with reading(office.engine) as connection:
        query = select(AUDIT_ENTRY.c.kind, AUDIT_ENTRY.c.party).where(AUDIT_ENTRY.c.kind.like("substitution%"))
        assert [("substitution_recorded", "JPN"), ("substitution_revoked", "JPN")] == [
            tuple(row) for row in connection.execute(query.order_by(AUDIT_ENTRY.c.seq))
        ]
    assert [] == findings(office)

    with writing(office.engine) as connection:
        on = " ON substitution" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER keep_substitution_update{on}"))
        connection.execute(SUBSTITUTION.update().values(valid_until=date(2026, 12, 31)))
    assert ["substitution", "substitution"] == findings(office)


def test_an_act_beyond_its_substitution_is_a_finding(office: Office) -> None:
    """The host moves the first day past the act; replay names act and case."""
    ref = asked(office)
    by = substitute(office, record(office, away(office)))
    office.docket.take(by, ref, Filed("make_statement", body={"text": "Our view"}), at=MONDAY)
    with writing(office.engine) as connection:
        on = " ON substitution" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER keep_substitution_update{on}"))
        connection.execute(SUBSTITUTION.update().values(valid_from=date(2026, 11, 24)))
        said = [one.sentence for one in replay_cases(connection)]

    assert f"Act 2 of case {ref} goes beyond the substitution it names." in said


def test_a_substitution_is_never_changed_and_ends_once(office: Office) -> None:
    """The database refuses another last day; a second end is refused with a sentence."""
    number = record(office, away(office))
    for change in ({"valid_until": date(2027, 1, 1)}, {"capacities": ["manage"]}):
        with pytest.raises(Exception, match="part of the record"), writing(office.engine) as connection:
            connection.execute(SUBSTITUTION.update().values(change))
    with writing(office.engine) as connection:
        people.revoke_substitution(connection, office.standings["JPN draft"], number, MONDAY)
    assert stands_in(office, number) is None
    with pytest.raises(Closed, match="revoked already"), writing(office.engine) as connection:
        people.revoke_substitution(connection, office.standings["JPN"], number, MONDAY)
    with pytest.raises(Unknown), writing(office.engine) as connection:
        people.revoke_substitution(connection, office.standings["FRA"], number, MONDAY)


def test_a_substitution_ends_with_either_mandate_and_with_either_account(office: Office) -> None:
    """Revoked mandates and closed accounts end what was built on them, at once."""
    another(office, "Ito")
    ends: tuple[Callable[[Any, Standing], None], ...] = (
        lambda connection, who: people.revoke_mandate(connection, None, who.mandate_id, START),
        lambda connection, who: people.close_account(connection, None, who.person_id, START),
    )
    for end in ends:
        for who in ("absent", "substitute"):
            pair = {"absent": another(office, f"A{who}{end.__code__.co_firstlineno}{ends.index(end)}")}
            pair["substitute"] = another(office, f"S{who}{end.__code__.co_firstlineno}{ends.index(end)}")
            new = away(
                office, mandate_id=pair["absent"].mandate_id, substitute_mandate_id=pair["substitute"].mandate_id
            )
            with writing(office.engine) as connection:
                number = people.record_substitution(connection, None, new, START)
            assert stands_in(office, number) is not None
            with writing(office.engine) as connection:
                end(connection, pair[who])
            assert stands_in(office, number) is None


@pytest.mark.parametrize(
    ("other", "field", "sentence"),
    [
        ({"capacities": ()}, "capacities", "Choose at least one capacity."),
        ({"capacities": ("office",)}, "capacities", "no capacity that the absent person does not have"),
        ({"capacities": ("manage",)}, "capacities", "never manages"),
        ({"cases": ("BERTH-2026-NOSUCH",)}, "cases", "sees no case with this reference: BERTH-2026-NOSUCH"),
        ({"valid_until": date(2026, 11, 22)}, "valid_until", "lies before the first day"),
        ({"valid_from": date(2026, 11, 1), "valid_until": date(2026, 11, 19)}, "valid_until", "is over"),
        ({"valid_from": date(2025, 12, 31)}, "valid_from", "begins only on 1 January 2026"),
    ],
    ids=["nothing", "beyond", "manage", "case", "turned", "over", "early"],
)
def test_a_substitution_never_reaches_beyond_the_absent_person(
    office: Office, other: dict[str, Any], field: str, sentence: str
) -> None:
    """Each question is named with its own sentence."""
    with pytest.raises(Malformed) as refused:
        record(office, away(office, **other))

    assert sentence in refused.value.fields[field]


def test_a_mandate_for_one_procedure_until_a_day_bounds_its_substitute(office: Office) -> None:
    """Neither another procedure nor a day after the mandate's last one can be handed over."""
    organ = office.standings["JPN"].organ_id
    with writing(office.engine) as connection:
        person = add_person(connection, NewPerson("Mori", "mori@jpn.example"), START)
        bounded = NewMandate(organ, "Desk", ALL, "Letter", date(2026, 1, 1), date(2026, 11, 25), "treaty", ("berth",))
        mandate = people.record_mandate(connection, None, person, bounded, START)
    with pytest.raises(Malformed) as refused, writing(office.engine) as connection:
        people.record_substitution(connection, None, away(office, mandate_id=mandate, procedures=("ost9",)), START)
    assert ["procedures", "valid_until"] == sorted(refused.value.fields)
    assert "ends on 25 November 2026" in refused.value.fields["valid_until"]

    within = away(office, mandate_id=mandate, valid_until=date(2026, 11, 25))
    with writing(office.engine) as connection:
        number = people.record_substitution(connection, None, within, START)
    assert frozenset({"berth"}) == substitute(office, number).procedures


def test_draft_only_and_one_case_alone_are_all_that_the_substitute_has(office: Office) -> None:
    """He prepares in this case; he does not dispatch, knows no other case and opens none."""
    ref, other = asked(office), asked(office)
    by = substitute(office, record(office, away(office, capacities=("draft",), cases=(ref,))))

    with reading(office.engine) as connection:
        assert ref == office.docket.see(connection, by, ref, MONDAY).row.ref
    with pytest.raises(Refused):
        office.docket.take(by, ref, Filed("make_statement", body={"text": "Our view"}), at=MONDAY)
    with pytest.raises(Unknown):
        office.docket.take(by, other, Filed("make_statement", body={"text": "Our view"}), at=MONDAY)
    with pytest.raises(Unknown):
        office.docket.open(by, "berth", at=MONDAY, title="")


def test_a_substitute_for_some_cases_opens_no_linked_case(office: Office) -> None:
    """Handing on would open a case that the substitution does not name."""
    ref = asked(office)
    office.take("FRA", ref, "record_receipt", track="berth:FRA")
    by = substitute(office, record(office, away(office, cases=(ref,))))

    with pytest.raises(Refused, match="does not cover “Berth”, which this step opens"):
        office.docket.take(by, ref, Filed("hand_on", body={"level": "treaty"}), at=MONDAY)


def test_a_substitute_does_not_hand_on_and_the_refusal_shows_the_path(office: Office) -> None:
    """While Sato stands in for Ito, Sato is not away, Ito stands in for nobody, and Sato does not hand on."""
    ito, sato, mori = (another(office, name) for name in ("Ito", "Sato", "Mori"))
    number = record(office, away(office, mandate_id=ito.mandate_id, substitute_mandate_id=sato.mandate_id), "Ito")
    longer = {"valid_from": LAST, "valid_until": date(2026, 12, 4)}
    beyond = {"valid_from": date(2026, 11, 28), "valid_until": date(2026, 12, 4)}
    sato_away = {"mandate_id": sato.mandate_id, "substitute_mandate_id": mori.mandate_id}
    by_ito = {"mandate_id": mori.mandate_id, "substitute_mandate_id": ito.mandate_id}

    for who, pair, path in (("Sato", sato_away, "Ito → Sato → Mori"), ("Mori", by_ito, "Mori → Ito → Sato")):
        with pytest.raises(Malformed) as refused:
            record(office, away(office, **pair, **longer), who)
        assert f"A substitute does not hand on: {path}." in refused.value.fields["substitute"]
    assert record(office, away(office, **sato_away, **beyond), "Sato")

    with (
        pytest.raises(Closed, match="Ito → Sato → Ito"),
        writing(office.engine) as connection,
    ):
        people.record_substitution(
            connection, substitute(office, number), away(office, mandate_id=ito.mandate_id), MONDAY
        )


def test_only_the_absent_person_and_the_manager_record_an_absence(office: Office) -> None:
    """A colleague and another party learn nothing; nobody stands in for himself, and another party's people do not."""
    another(office, "Boss", ("manage",))
    assert record(office, away(office), "Boss") == record(office, away(office), "JPN")
    for who in ("JPN draft", "FRA"):
        with pytest.raises(Unknown):
            record(office, away(office), who)
    for other in (office.standings["JPN"].mandate_id, office.standings["FRA"].mandate_id, 999):
        with pytest.raises(Malformed) as refused:
            record(office, away(office, substitute_mandate_id=other))
        assert ["substitute"] == list(refused.value.fields)


def test_two_hands_of_one_party_are_two_natural_persons_also_with_a_substitute(office: Office) -> None:
    """Sato lays a hand for himself and once more in the official's place: the case stays until another person does."""
    ref = asked(office)
    sato = another(office, "Sato")
    by = substitute(office, record(office, away(office, substitute_mandate_id=sato.mandate_id)))
    reason = {"reason": "Filed twice by mistake"}
    office.docket.take(sato, ref, Filed("void_error", body=reason), at=MONDAY)

    with pytest.raises(Refused):
        office.docket.take(by, ref, Filed("void_error", body=reason), at=MONDAY)
    assert "asked" == office.see("JPN", ref, MONDAY).case.state

    office.docket.take(office.standings["JPN"], ref, Filed("void_error", body=reason), at=MONDAY)
    assert "voided_error" == office.see("JPN", ref, MONDAY).case.state


def test_clearance_by_a_substitute_names_both_offices(office: Office) -> None:
    """What is dispatched without another's clearance is cleared by whoever dispatches, in whose place it says."""
    ref = asked(office)
    by = substitute(office, record(office, away(office)))
    office.docket.take(by, ref, Filed("make_statement", body={"text": "Our view"}), at=MONDAY)

    with reading(office.engine) as connection:
        cleared = connection.execute(select(ACT.c.cleared_office).where(ACT.c.step == "make_statement")).scalar_one()
    assert "JPN draft, for JPN" == cleared
