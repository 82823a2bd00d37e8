"""Openings: what each viewer of an act is given of its leaf, never more than the pages show, and no guess confirmed."""

import json
from base64 import b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import Engine, select

from consult.db import reading, writing
from consult.documents import rows
from consult.log.append import append
from consult.log.leaf import FIELDS, Opening
from consult.log.openings import Openings, open_act, open_entry, openings_of
from consult.log.own import Own, record
from consult.log.receipts import seq_of_act
from consult.log.verifier import Rejected, open_field, read_leaf, read_openings, step_tag
from consult.models.audit import audit_chain, audit_leaf
from consult.refusals import Unknown
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office

BODY: dict[str, Any] = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}


@pytest.fixture
def ref(office: Office) -> str:
    """A case in which Japan asked France and Korea, and France answered to Japan alone."""
    ref: str = office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref
    office.take("JPN", ref, "ask", body={**BODY, "remark": "Ours first"})
    office.take("FRA", ref, "give", track="berth:FRA", body={"text": "From March"})
    return ref


def opened(office: Office, who: str, ref: str, n: int) -> Openings:
    """Open an act for somebody."""
    standing = office.standings[who]
    with reading(office.engine) as connection:
        seen = office.docket.see(connection, standing, ref, START)
        return open_act(connection, Viewer.of(standing), seen.row, seen.procedure, n)


def test_whoever_acted_is_given_every_field(office: Office, ref: str) -> None:
    """Japan's own request: all fourteen, the name of its person among them."""
    given = opened(office, "JPN", ref, 1)

    assert set(FIELDS) == set(given.disclosures)
    assert ((), ()) == (given.withheld, given.erased)
    assert "Office JPN" == given.values["person"]
    assert ref == given.values["case"]


def test_an_addressee_is_given_what_it_may_know_and_told_what_is_withheld(office: Office, ref: str) -> None:
    """The request holds a remark that France may not read, a limit of Korea's, and a name: these stay sealed."""
    given = opened(office, "FRA", ref, 1)

    assert ("doc", "filing", "person", "rest") == given.withheld
    assert "ask" == given.values["act"]["step"]
    assert "Office JPN" not in json.dumps(given.values)


def test_the_digest_of_a_filing_is_given_to_whoever_reads_all_of_it(office: Office, ref: str) -> None:
    """Japan may read the whole of France's answer: then its digest and all that it did prove something to Japan."""
    given = opened(office, "JPN", ref, 2)

    assert ("person",) == given.withheld
    assert 64 == len(given.values["doc"][0])


def test_a_hidden_document_keeps_the_digest_of_its_filing_sealed(office: Office) -> None:
    """With the digest of the whole, Japan could try out which paper of its own France attached and did not show."""
    ref = office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref
    office.take("JPN", ref, "ask", body=BODY)
    digest = sha256(b"internal").hexdigest()
    with writing(office.engine) as connection:
        upload = rows.Upload(digest, "internal.pdf", "application/pdf", 8, "en", "C4")
        case = office.docket.see(connection, office.standings["FRA"], ref, START).row.id
        rows.add_document(connection, case, "FRA", None, upload, 40, START)
    document = {"digest": digest, "kind": "annex", "level": "C4", "language": "en"}
    office.take("FRA", ref, "give", track="berth:FRA", body={"text": "From March", "document": document})

    assert {"doc", "filing", "rest", "person"} == set(opened(office, "JPN", ref, 2).withheld)
    assert () == opened(office, "FRA", ref, 2).withheld


def test_an_act_that_may_not_be_seen_is_not_opened_at_all(office: Office, ref: str) -> None:
    """France's answer is between France and Japan: for Korea it does not exist, and Brazil knows of no case."""
    with pytest.raises(Unknown):
        opened(office, "KOR", ref, 2)
    with pytest.raises(Unknown):
        opened(office, "BRA", ref, 1)


def test_every_disclosure_stands_in_the_leaf_in_the_place_of_its_name(office: Office, ref: str) -> None:
    """Position binds: the digest under `to` is that of a disclosure of `to`, over the text as it is given."""
    given = opened(office, "JPN", ref, 1)
    digests, _tag = read_leaf(given.leaf)

    for name, disclosure in given.disclosures.items():
        assert digests[name] == urlsafe_b64encode(sha256(disclosure.encode()).digest()).rstrip(b"=").decode()
        salt, named, value = json.loads(b64decode(disclosure + "==", altchars=b"-_"))
        assert (name, given.values[name], 22) == (named, value, len(salt))


def test_the_file_of_openings_has_the_same_bytes_each_time_and_reads_back(office: Office, ref: str) -> None:
    """It can be kept beside the receipt and compared."""
    given = opened(office, "FRA", ref, 1)

    assert given.text == opened(office, "FRA", ref, 1).text
    assert (given.seq, given.leaf, dict(given.disclosures)) == read_openings(given.text)


def test_another_opening_of_a_field_is_refused_by_the_leaf(office: Office, ref: str) -> None:
    """The host gives Korea a reason that differs from the sealed one, well formed and under the same salt."""
    given = opened(office, "KOR", ref, 1)
    salt = b64decode(json.loads(b64decode(given.disclosures["to"] + "==", altchars=b"-_"))[0] + "==", altchars=b"-_")
    other = Opening("to", salt, '{"activity":null,"case":"settled","track":null}').disclosure()

    with pytest.raises(Rejected, match="does not hold this disclosure") as refused:
        _ = Openings(given.seq, given.leaf, {**given.disclosures, "to": other}).values
    assert "not-held" == refused.value.code


def test_two_openings_of_one_field_cannot_both_hold(office: Office, ref: str) -> None:
    """One digest a name, all names fixed: what opens `from` does not open `to`, even where the values are alike."""
    given = opened(office, "JPN", ref, 1)
    swapped = {**given.disclosures, "to": given.disclosures["from"]}

    with pytest.raises(Rejected, match="does not hold"):
        _ = Openings(given.seq, given.leaf, {"to": Opening("to", bytes(16), "null").disclosure()}).values
    assert given.values["from"] != given.values["to"]
    with pytest.raises(Rejected):
        _ = Openings(given.seq, given.leaf, swapped).values


def test_a_sealed_value_cannot_be_guessed(office: Office, ref: str) -> None:
    """There are few names that Japan's person could have. Without the salt none of them can be tried."""
    digests, _tag = read_leaf(opened(office, "KOR", ref, 1).leaf)
    salts = {opened(office, "JPN", ref, n).disclosures["person"][:30] for n in (0, 1)}

    for guess in ("null", '"Office JPN"', '"Office JPN draft"'):
        for salt in (b"", bytes(16), digests["n"].encode()):
            text = json.dumps([salt.decode("latin-1"), "person", json.loads(guess)], separators=(",", ":"))
            tried = urlsafe_b64encode(sha256(urlsafe_b64encode(text.encode()).rstrip(b"=")).digest()).rstrip(b"=")
            assert digests["person"] != tried.decode()
    assert 2 == len(salts)


def test_chosen_fields_alone_are_given(engine: Engine, chain: int, act: dict[str, Any]) -> None:
    """Whoever discloses names the fields; the others are named as withheld."""
    with writing(engine) as connection:
        append(connection, chain, act)
    with reading(engine) as connection:
        given = openings_of(connection, 0, ("to", "act"))

    assert ["act", "to"] == list(given.disclosures)
    assert len(FIELDS) - 2 == len(given.withheld)
    assert ("to", {"case": "open"}) == open_field(given.leaf, given.disclosures["to"])


def test_a_party_opens_its_own_entries_and_those_of_the_host_without_the_name(office: Office) -> None:
    """A mandate of Japan's, and an access by staff: France reads the second, not who it was, and not the first."""
    with writing(office.engine) as connection:
        own = record(connection, Own("mandate_recorded", "JPN", {"organ": "MFA"}, START, person="A. Ito"))
    with writing(office.engine) as connection:
        host = record(connection, Own("access", None, {"case": "BERTH-1"}, START, person="B. Low"))
    viewers = {key: Viewer.of(office.standings[key]) for key in ("JPN", "FRA")}
    with reading(office.engine) as connection:
        assert "A. Ito" == open_entry(connection, viewers["JPN"], own.seq).values["person"]
        assert ("person",) == open_entry(connection, viewers["FRA"], host.seq).withheld
        with pytest.raises(Unknown):
            open_entry(connection, viewers["FRA"], own.seq)
        with pytest.raises(Unknown):
            open_entry(connection, viewers["JPN"], 99)


def test_a_step_whose_opening_is_kept_from_a_party_is_found_by_its_tag(office: Office, ref: str) -> None:
    """Korea holds the key of the chain, counts to the step after those that it was given, and finds it in the log."""
    office.take("JPN", ref, "make_statement", body={"text": "To all"})
    kept = opened(office, "KOR", ref, 3)
    with reading(office.engine) as connection:
        key, steps = connection.execute(
            select(audit_chain.c.key, audit_chain.c.n).where(audit_chain.c.kind == "case")
        ).one()
        tags = {row.tag: row.seq for row in connection.execute(select(audit_leaf.c.tag, audit_leaf.c.seq))}
        hidden = seq_of_act(connection, ref, 3)
    told = step_tag(bytes(key), kept.values["n"])

    assert hidden == tags[told]
    assert step_tag(bytes(key), steps + 1) not in tags
