"""The register against itself: the index with the versions, these with their words and the acts they come from."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from consult.db import reading, writing
from consult.docket.replaying import replay_cases
from consult.lunar import register
from consult.lunar.checking import index_findings, version_findings
from consult.lunar.register import NewVersion, Origin
from tests.consult.docket.conftest import Office
from tests.consult.lunar.conftest import NOTICED, ROVER, announced
from tests.tampering import unguard
from workflows.kernel.editions import digest_of

LATER = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)


def told(office: Office) -> str:
    """Announce a rover and put it off, import a second activity; give the reference of the case."""
    ref = announced(office)
    office.take("JPN", ref, "put_off", at=LATER, body={"earliest_start": "2028-06-01", "reason": "Launcher"})
    with writing(office.engine) as connection:
        register.record(connection, Origin("import", "BRA"), NewVersion(ROVER, NOTICED, party="BRA", person_id=1))
    return ref


def behind(office: Office, *statements: str) -> None:
    """Change rows behind the record's back, as somebody can who owns the database."""
    with writing(office.engine) as connection:
        unguard(connection, "lunar%")
        for statement in statements:
            connection.execute(text(statement))


def said(office: Office, of: Any = replay_cases) -> list[str]:
    """Give the sentences of what is found."""
    with reading(office.engine) as connection:
        return [finding.sentence for finding in of(connection)]


def test_a_register_as_it_is_kept_agrees_with_itself(office: Office) -> None:
    """Versions of acts, an imported one that is no act, and an index with both."""
    told(office)
    assert [[], [], []] == [said(office, of) for of in (replay_cases, version_findings, index_findings)]


def test_each_version_holds_its_digest_who_recorded_it_and_when_and_an_import_is_no_act(office: Office) -> None:
    """Two versions of Japan's acts, one that a person of Brazil imported on 23 November 2026."""
    told(office)
    with reading(office.engine) as connection:
        rows = connection.execute(text("SELECT * FROM lunar_version ORDER BY id")).all()
    assert [("JPN", True), ("JPN", True), ("BRA", False)] == [(row.party, row.act_id is not None) for row in rows]
    assert all(row.digest and row.recorded_at and row.person_id for row in rows)


def test_a_version_whose_words_were_changed_is_found(office: Office) -> None:
    """Another title stands there than the digest was made of, in an imported entry as in one of a case."""
    ref = told(office)
    behind(office, "UPDATE lunar_body SET body = replace(body, 'Polar rover 1', 'Polar rover 9') WHERE level = 'C0'")
    found = said(office)
    assert f"Entry {ref} of the register: version 1 does not say what its digest was made of." in found
    assert "Entry LUN-0001 of the register: version 1 does not say what its digest was made of." in found


def test_a_version_that_was_changed_with_its_digest_differs_from_the_filing_of_its_act(office: Office) -> None:
    """Whatever words stand beside it, the act filed others."""
    ref = told(office)
    digest = digest_of({**ROVER, "activity_title": "Polar rover 9"})
    behind(office, f"UPDATE lunar_version SET digest = '{digest}' WHERE number = 1 AND act_id IS NOT NULL")
    assert f"Entry {ref} of the register: version 1 is not what act 1 of its case filed." in said(office)


def test_a_version_that_is_gone_or_given_to_another_or_dated_anew_is_found(office: Office) -> None:
    """The second version is taken away; the first is said to be Korea's."""
    ref = told(office)
    second = "(SELECT id FROM lunar_version WHERE number = 2)"
    behind(
        office,
        f"UPDATE lunar_current SET version_id = (SELECT min(id) FROM lunar_version) WHERE version_id = {second}",
        f"DELETE FROM lunar_body WHERE version_id = {second}",
        f"DELETE FROM lunar_public WHERE version_id = {second}",
        "DELETE FROM lunar_version WHERE number = 2",
        "UPDATE lunar_version SET party = 'KOR' WHERE act_id IS NOT NULL",
    )
    found = said(office)
    assert (
        f"Entry {ref} of the register: act 2 of its case filed a description, and there is no version of it." in found
    )
    assert f"Entry {ref} of the register: version 1 has another party or instant than act 1 of its case." in found


def test_an_imported_version_that_claims_an_act_is_found(office: Office) -> None:
    """An import cannot pass for an act, and what comes from an act cannot pass for an import."""
    ref = told(office)
    behind(
        office,
        "UPDATE lunar_version SET act_id = NULL WHERE number = 2",
        "UPDATE lunar_version SET act_id = (SELECT max(id) FROM act)"
        " WHERE entry_id = (SELECT id FROM lunar_entry WHERE origin = 'import')",
    )
    found = said(office)
    assert f"Entry {ref} of the register: version 2 comes from no act." in found
    assert "Entry LUN-0001 of the register: version 1 names an act, and the entry comes from none." in found


def test_words_that_were_erased_are_no_finding(office: Office) -> None:
    """The version stands with its digest, and what its act filed is compared still."""
    told(office)
    with writing(office.engine) as connection:
        connection.execute(text("DELETE FROM lunar_body"))
    assert [] == said(office)


def test_an_index_that_lacks_changes_or_adds_a_row_is_found_and_made_again(office: Office) -> None:
    """Each kind by itself; making it anew mends all of them."""
    told(office)
    for statement, sentence in (
        ("DELETE FROM lunar_index WHERE id = (SELECT min(id) FROM lunar_index)", "lacks a part"),
        ("UPDATE lunar_index SET charter = 'x' WHERE id = (SELECT min(id) FROM lunar_index)", "says another thing"),
        ("UPDATE lunar_index SET id = id + 7 WHERE id = (SELECT max(id) FROM lunar_index)", "1 rows of no newest"),
    ):
        behind(office, statement)
        assert any(sentence in one for one in said(office, index_findings))
        with writing(office.engine) as connection:
            assert 2 == register.rebuild(connection)
        assert [] == said(office, index_findings)
