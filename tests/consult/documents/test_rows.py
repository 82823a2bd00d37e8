"""What is known of a document: a draft's until an act files it, then the case's."""

from datetime import UTC, datetime
from typing import Any

import pytest

from consult.db import writing
from consult.documents import TooLarge, rows
from consult.documents.needed import unneeded
from consult.documents.rows import (
    Upload,
    add_document,
    digests_in,
    documents_of,
    filed_with,
    mark_filed,
    remove_waiting,
    waiting,
)
from consult.refusals import Unknown
from tests.consult.docket.conftest import Office, office

__all__ = ["office"]

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
A, B = "a" * 64, "b" * 64
REQUEST = {"vehicle": "Ferry", "size": "small", "from_day": "2027-03-01", "asked": ["FRA", "KOR"]}


def upload(digest: str, name: str = "plan.pdf", level: str = "C2") -> Upload:
    """Say what is said of a file."""
    return Upload(digest, name, "application/pdf", 12, "en", level)


@pytest.fixture
def case(office: Office) -> Any:
    """Open a case of the toy procedure with one act by Japan."""
    ref = office.docket.open(office.standings["JPN"], "berth", at=AT, title="Berth").ref
    office.take("JPN", ref, "ask", body=REQUEST)
    return office.see("JPN", ref).row


def test_a_document_belongs_to_its_party_s_draft_until_an_act_files_it(office: Office, case: Any) -> None:
    """Only the acting party's documents are filed with its act."""
    with writing(office.engine) as conn:
        add_document(conn, case.id, "JPN", None, upload(A, "../plan.pdf"), 5, AT)
        add_document(conn, case.id, "FRA", None, upload(A), 5, AT)

        assert 1 == mark_filed(conn, case.id, {A}, 1)
        assert [("JPN", "plan.pdf", 1), ("FRA", "plan.pdf", None)] == [
            (one.party, one.name, one.act_n) for one in documents_of(conn, case.id)
        ]


def test_the_same_file_again_changes_what_is_said_of_it_unless_it_was_filed(office: Office, case: Any) -> None:
    """What was filed stays as it was."""
    with writing(office.engine) as conn:
        first = add_document(conn, case.id, "JPN", None, upload(A), 5, AT)

        assert first == add_document(conn, case.id, "JPN", None, upload(A, "better.pdf", "C3"), 5, AT)
        mark_filed(conn, case.id, [A], 1)
        add_document(conn, case.id, "JPN", None, upload(A, "worse.pdf", "C0"), 5, AT)

        (row,) = documents_of(conn, case.id)
        assert ("better.pdf", "C3") == (row.name, row.level)


def test_what_an_act_files_at_this_very_moment_stays_as_it_was_filed(
    office: Office, case: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague sends the same file again, at another level, while the note that names it is dispatched: between his
    look and his change the act has filed it."""
    with writing(office.engine) as conn:
        add_document(conn, case.id, "JPN", None, upload(A, "chart.pdf", "C3"), 5, AT)
        monkeypatch.setattr(rows, "_require_kept", lambda *_given: mark_filed(conn, case.id, [A], 1))
        add_document(conn, case.id, "JPN", None, upload(A, "chart.pdf", "C0"), 5, AT)

        (row,) = documents_of(conn, case.id)
        assert ("C3", 1) == (row.level, row.act_n)


def test_no_more_documents_than_the_limit_wait_on_drafts(office: Office, case: Any) -> None:
    """What has been filed no longer counts."""
    with writing(office.engine) as conn:
        add_document(conn, case.id, "JPN", None, upload(A), 1, AT)
        with pytest.raises(TooLarge) as refused:
            add_document(conn, case.id, "JPN", None, upload(B), 1, AT)
        mark_filed(conn, case.id, {A}, 1)
        add_document(conn, case.id, "JPN", None, upload(B), 1, AT)

        assert "At most 1 documents" in str(refused.value)
        assert 0 == mark_filed(conn, case.id, (), 1)


def test_what_waits_is_removed_and_what_was_filed_stays(office: Office, case: Any) -> None:
    """Only one's own, only while no act has filed it; content is free when no party's document names it."""
    with writing(office.engine) as conn:
        for party, digest in (("JPN", A), ("JPN", B), ("FRA", B)):
            add_document(conn, case.id, party, None, upload(digest), 5, AT)
        mark_filed(conn, case.id, {A}, 1)

        assert frozenset({B}) == waiting(conn, case.id, "JPN")
        assert (1, None) == (filed_with(conn, case.id, "JPN", A), filed_with(conn, case.id, "JPN", B))
        assert frozenset({B}) == remove_waiting(conn, case.id, "JPN", {A, B})
        assert [("JPN", A), ("FRA", B)] == [(one.party, one.digest) for one in documents_of(conn, case.id)]
        assert [] == unneeded(conn, "documents", {A, B})
        assert frozenset({B}) == remove_waiting(conn, case.id, "FRA", {B})
        assert [B] == unneeded(conn, "documents", {A, B})
        assert frozenset() == remove_waiting(conn, case.id, "FRA", ())
        with pytest.raises(Unknown):
            filed_with(conn, case.id, "FRA", B)


def test_the_digests_in_a_filing_are_found_however_deep() -> None:
    """In lists and groups, and nothing that only looks like one."""
    body = {"a": {"digest": A}, "b": [{"c": {"digest": B, "level": "C3"}}], "d": {"digest": "../x"}, "digest": 3}

    assert {A, B} == digests_in(body)
