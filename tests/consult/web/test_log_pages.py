"""The record for people: who reads which entry, what a receipt says as it ripens, and what may be taken away."""

import json
import re
import zipfile
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from consult import clock
from consult.log import tree
from consult.log.notes import SigningKey
from consult.log.own import Own, record
from consult.log.status import read_status
from consult.log.verifier import check_bundle, check_receipt
from consult.people import NewMandate, record_mandate
from tests.consult.log.signing import POLICY, QUORUM, sign_at
from tests.consult.web.cases_world import file, serve_berth
from tests.consult.web.world import AT, LIAISON, MANAGER, World
from tests.tampering import unguard


class Told:
    """A berth that Japan asked of France and Korea, with an answer between two of them and entries that are no acts."""

    def __init__(self, world: World) -> None:
        """Let the story happen at nine o'clock on 20 November 2026."""
        self.world = world
        self.folder = Path(world.app.instance_path)
        self.ref = serve_berth(world.signed_in("all@jpn.example"))
        file(world.signed_in("all@kor.example"), self.ref, "give", "berth:KOR", text="On the north side.")
        self.given = self.size() - 1
        with world.writing() as conn:
            person, organ = world.people[LIAISON], world.organs["MOFA"]
            record_mandate(conn, None, person, NewMandate(organ, "Counsellor", ("draft",), "Letter", AT.date()), AT)
        self.mandate = self.size() - 1
        with world.writing() as conn:
            record(conn, Own("setting", None, {"name": "gate_seconds", "value": "12"}, AT))
        self.setting = self.size() - 1

    def size(self) -> int:
        """Count the entries."""
        with self.world.reading() as conn:
            return read_status(conn).size

    def agree(self) -> None:
        """Put the policy of four witnesses in place."""
        (self.folder / "policy.txt").write_text(POLICY, encoding="utf-8")

    def get(self, who: str, address: str) -> Any:
        """Open an address."""
        return self.world.signed_in(who).get(address)

    def read(self, who: str, address: str) -> str:
        """Read a page in words."""
        answer = self.get(who, address)
        assert 200 == answer.status_code, answer.text
        return words(answer.text)

    def row(self, who: str, seq: int, query: str = "") -> str:
        """Read one line of the explorer; empty where it is not listed."""
        page = self.get(who, f"/audit{query}").text
        found = re.search(rf"<tr[^>]*><th scope=\"row\"><a href=\"/audit/entries/{seq}\">.*?</tr>", page, re.S)
        return words(found[0]) if found else ""


def words(page: str) -> str:
    """Give the words of a page's own part."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2] or page).split())


@pytest.fixture
def told(berths: World) -> Told:
    """Give the story."""
    return Told(berths)


def test_an_act_is_a_sentence_to_whoever_may_see_it_and_a_seal_to_everybody_else(told: Told) -> None:
    """Korea's answer to Japan of 20 November 2026 is read by both, and is a number with a hash to France and Brazil."""
    for reader in ("all@jpn.example", "all@kor.example"):
        line = told.row(reader, told.given)
        assert "the Republic of Korea" in line.replace("The", "the")
        assert told.ref in line
    sealed = [told.row(reader, told.given) for reader in ("all@fra.example", "all@bra.example", "desk@oosa.example")]
    assert 1 == len(set(sealed))
    assert re.fullmatch(rf"{told.given} Sealed Covered not yet Hash [0-9a-f]{{16}}…", sealed[0])


def test_a_sealed_entry_tells_its_digests_and_nothing_of_what_they_stand_for(told: Told) -> None:
    """Brazil opens the page of Korea's answer: fourteen fields, all sealed; the leaf may be fetched, openings not."""
    page = told.read("all@bra.example", f"/audit/entries/{told.given}")

    assert f"Entry {told.given} is sealed to you" in page
    assert 14 == len(re.findall(r" sealed [A-Za-z0-9_-]{43}", page))
    assert told.ref not in page
    assert "Republic of Korea" not in page
    assert 200 == told.get("all@bra.example", f"/audit/entries/{told.given}/leaf").status_code
    assert 404 == told.get("all@bra.example", f"/audit/entries/{told.given}/openings").status_code
    assert 404 == told.get("all@bra.example", f"/cases/{told.ref}/acts/2/receipt").status_code


def test_openings_hold_what_the_page_shows_and_the_name_for_its_own_party_alone(told: Told) -> None:
    """Korea's file says who answered; Japan's file names the field as withheld."""
    address = f"/audit/entries/{told.given}/openings"
    own, other = (json.loads(told.get(who, address).text) for who in ("all@kor.example", "all@jpn.example"))

    said = own["disclosures"]["person"]
    assert "Office all@kor.example" == json.loads(urlsafe_b64decode(said + "=" * (-len(said) % 4)))[2]
    assert "person" in other["withheld"]
    assert "recomputed: the same" in told.read("all@jpn.example", f"/audit/entries/{told.given}")


def test_entries_of_a_party_are_for_its_people_and_those_of_the_host_for_all_parties(told: Told) -> None:
    """That Japan recorded a mandate is read in Japan, by its manager too, and sealed to France; a changed setting of
    the installation is read by everybody."""
    for reader in ("all@jpn.example", MANAGER):
        assert "A mandate was recorded" in told.row(reader, told.mandate)
    assert "Sealed" in told.row("all@fra.example", told.mandate)
    assert 404 == told.get("all@fra.example", f"/audit/entries/{told.mandate}/openings").status_code
    for reader in ("all@jpn.example", "all@fra.example", "all@bra.example", "desk@oosa.example"):
        assert "A default or setting of the installation was changed" in told.row(reader, told.setting)


def test_filters_leave_out_what_is_sealed_and_never_tell_it_apart(told: Told) -> None:
    """France asks for the case by its reference, for Korea's acts and for the step: the sealed answer is in none."""
    for query in ("?kind=readable", f"?case={told.ref}", "?party=KOR", "?step=give", "?kind=mandate_recorded"):
        assert "" == told.row("all@fra.example", told.given, query)
        assert "" == told.row("all@fra.example", told.mandate, query)
    for query in ("?kind=act", f"?case={told.ref.lower()}", "?party=KOR", "?step=give", "?since=2026-11-20"):
        assert told.ref in told.row("all@jpn.example", told.given, query)
    assert "" == told.row("all@jpn.example", told.given, "?until=2026-11-19")
    assert "A mandate was recorded" in told.row("all@jpn.example", told.mandate, "?kind=mandate_recorded&party=JPN")
    assert 422 == told.get("all@jpn.example", "/audit?since=yesterday").status_code


def test_the_list_goes_down_page_by_page(told: Told) -> None:
    """Sixty settings later the page of 20 November 2026 holds fifty entries, and the next one the rest."""
    for n in range(60):
        with told.world.writing() as conn:
            record(conn, Own("setting", None, {"name": "n", "value": str(n)}, AT))
    page = told.get("all@bra.example", "/audit").text
    following = re.search(r'rel="next" href="/audit\?before=(\d+)"', page)

    assert following is not None
    shown = [int(n) for n in re.findall(r'scope="row"><a href="/audit/entries/(\d+)"', page)]
    assert list(range(shown[0], shown[0] - 50, -1)) == shown
    assert shown[-1] == int(following[1])
    rest = told.get("all@bra.example", f"/audit?before={following[1]}").text
    assert list(range(shown[-1] - 1, -1, -1)) == [
        int(n) for n in re.findall(r'scope="row"><a href="/audit/entries/(\d+)"', rest)
    ]


@pytest.mark.parametrize("number", ["9" * 30, "-1"])
def test_a_number_that_no_entry_can_have_is_refused_with_a_sentence(told: Told, number: str) -> None:
    """Whatever stands in the address: no page breaks of it."""
    answer = told.get("all@jpn.example", f"/audit?before={number}")

    assert 422 == answer.status_code
    assert "Give the number of an entry." in answer.text


def test_a_receipt_ripens_from_recorded_to_sealed_to_attested(told: Told) -> None:
    """Recorded at nine on 20 November 2026; signed by the log at 09:00:02; cosigned by three of four at 09:00:05."""
    told.agree()
    address, jpn = f"/cases/{told.ref}/acts/2/receipt", "all@jpn.example"
    before = told.read(jpn, address)
    assert "This is not yet proof" in before
    assert "There is nothing to keep" in before
    assert 404 == told.get(jpn, f"/audit/entries/{told.given}/receipt").status_code
    sign_at(told.world.engine, told.given, "JPN", "FRA", "BRA", at=AT - timedelta(seconds=1))
    sign_at(told.world.engine, told.size(), "KOR", at=AT + timedelta(seconds=2))
    sealed = told.read(jpn, address)
    assert "The witnesses have not attested it yet" in sealed
    assert "Look again" in sealed
    sign_at(told.world.engine, told.size(), "JPN", "FRA", "BRA", at=AT + timedelta(seconds=5))
    attested = told.read(jpn, address)
    assert "a quorum of witnesses has cosigned a checkpoint that covers it" in attested
    assert "not before 20 November 2026, 08:59:59 UTC, not after 20 November 2026, 09:00:05 UTC" in attested
    assert "by the clocks of the witnesses" in attested
    assert "Look again" not in attested
    found = check_receipt(told.get(jpn, f"/audit/entries/{told.given}/receipt").text, QUORUM)
    assert (told.given, True) == (found.index, found.attested)


def test_without_agreed_witnesses_a_receipt_says_that_the_host_alone_speaks(told: Told) -> None:
    """The log records its key and signs: sealed, and no witness vouches for the times."""
    with told.world.writing() as conn:
        record(conn, Own("log_key", None, {"vkey": POLICY.split()[1], "origin": "x", "from": "now"}, AT))
    sign_at(told.world.engine, told.size())
    page = told.read("all@jpn.example", f"/cases/{told.ref}/acts/2/receipt")

    assert "its own signature in this receipt is the evidence" in page
    assert "no witness vouches for these times" in page
    assert "nobody: no witnesses are agreed for this log" in page
    assert f"log {POLICY.split()[1]}\nquorum none\n" == told.get("all@jpn.example", "/audit/policy.txt").text


def test_a_receipt_that_the_policy_does_not_know_the_key_of_is_told_as_such(told: Told) -> None:
    """The log has a new key and the policy still names the old one: the page stands, and says that it does not hold."""
    other = SigningKey.draw(POLICY.split()[1].partition("+")[0])
    (told.folder / "policy.txt").write_text(f"log {other.vkey}\nquorum none\n", encoding="utf-8")
    sign_at(told.world.engine, told.size())
    page = told.read("all@jpn.example", f"/cases/{told.ref}/acts/2/receipt")

    assert "by that policy the receipt does not hold" in page


def test_an_act_leads_to_its_receipt_and_to_its_entry(told: Told) -> None:
    """The page of the act, and the answer after filing, name both."""
    page = told.get("all@jpn.example", f"/cases/{told.ref}/acts/2?fresh").text

    assert f'href="/audit/entries/{told.given}"' in page
    assert 2 == page.count(f'href="/cases/{told.ref}/acts/2/receipt"')


def test_every_page_says_how_far_the_record_is(told: Told) -> None:
    """Three minutes after a checkpoint that three of four cosigned; nothing before the first one; stale after hours."""
    told.agree()
    assert "last checkpoint" not in told.get("all@bra.example", "/cases").text
    size = told.size()
    sign_at(told.world.engine, size, "JPN", "FRA", "KOR", at=AT)
    with clock.frozen(AT + timedelta(minutes=3)):
        foot = words(told.get("all@bra.example", "/cases").text.partition("<footer")[2])
        assert f"{size} entries, last checkpoint 3 min ago , cosigned by 3 of 4 witnesses" in foot
        assert "stale" not in told.read("all@bra.example", "/audit")
    with clock.frozen(AT + timedelta(hours=3)):
        assert "3 hours ago , cosigned by 3 of 4 witnesses" in told.read("all@bra.example", "/audit")
        assert " stale " in told.read("all@bra.example", "/audit")
        assert "Record" not in words(told.world.visitor().get("/sign-in").text.partition("<footer")[2])


def test_a_tree_that_no_longer_gives_the_signed_root_is_not_called_sound(told: Told) -> None:
    """Somebody with the database changes the stored hash of entry 0 after a checkpoint, and takes a guard away."""
    sign_at(told.world.engine, told.size())
    assert "self-check passed" in told.read("all@bra.example", "/audit")
    with told.world.writing() as conn:
        unguard(conn, "audit_node")
        conn.execute(text("UPDATE audit_node SET hash = :nothing"), {"nothing": bytes(32)})
    page = told.read("all@bra.example", "/audit")
    with told.world.writing() as conn:  # the fixture verifies the log when the story is over
        _mend(conn)

    assert "self-check failed" in page
    assert "The stored tree gives another root than the one that was signed." in page
    assert "A guard of the tables is missing" in page


def _mend(conn: Any) -> None:
    """Put back what the tree is."""
    leaves = conn.execute(text("SELECT hash FROM audit_leaf ORDER BY seq")).scalars().all()
    for level, index, value in tree.grow(0, (), [bytes(each) for each in leaves]).nodes:
        conn.execute(
            text("UPDATE audit_node SET hash = :h WHERE level = :l AND idx = :i"), {"h": value, "l": level, "i": index}
        )


def test_the_evidence_of_a_case_is_taken_by_a_button_and_entered_in_the_log_of_its_party(told: Told) -> None:
    """Korea takes the evidence: a bundle that the verifier accepts, and an entry with its digest that France cannot
    read; opening the address alone takes nothing."""
    told.agree()
    sign_at(told.world.engine, told.size(), "JPN", "FRA", "KOR")
    kor, address = told.world.signed_in("all@kor.example"), f"/cases/{told.ref}/bundle.zip"
    size = told.size()
    assert 405 == kor.get(address).status_code
    assert f'href="/cases/{told.ref}/take"' in kor.get(f"/cases/{told.ref}").text
    assert f'action="{address}"' in kor.get(f"/cases/{told.ref}/take").text
    answer = kor.post(address, form_at=f"/cases/{told.ref}/take", set="full_internal")
    assert (200, "application/zip") == (answer.status_code, answer.mimetype)
    (told.folder / "taken.zip").write_bytes(answer.data)
    bundle = check_bundle(told.folder / "taken.zip", QUORUM)
    assert told.given in bundle.receipts
    entry = told.size() - 1
    assert size < entry + 1
    assert "An export of the record" in told.row("all@kor.example", entry)
    assert told.ref in told.row("all@kor.example", entry, f"?kind=export&case={told.ref}")
    assert "Sealed" in told.row("all@fra.example", entry)
    names = zipfile.ZipFile(BytesIO(answer.data)).namelist()
    assert {"README.txt", "chain.json", "policy.txt", "consult-verify.py", "index.html", "checkpoint"} < set(names)


def test_nobody_takes_the_evidence_of_a_case_that_is_not_his(told: Told) -> None:
    """Brazil is answered as for a case that does not exist; Japan takes what is its own and the host's."""
    size = told.size()
    for ref in (told.ref, "BERTH-2026-NOSUCH"):
        assert 404 == told.world.signed_in("all@bra.example").post(f"/cases/{ref}/bundle.zip").status_code
    assert size == told.size()
    answer = told.world.signed_in(MANAGER).post("/audit/bundle.zip", form_at="/audit")
    assert 200 == answer.status_code
    assert {f"openings/{told.mandate}.json", f"openings/{told.setting}.json"} <= set(
        zipfile.ZipFile(BytesIO(answer.data)).namelist()
    )


def test_what_checks_the_log_is_had_without_signing_in_and_the_log_itself_is_not(told: Told) -> None:
    """The verifier and the policy are for everybody; the pages ask a visitor to sign in."""
    told.agree()
    visitor = told.world.visitor()
    for address in ("/audit/consult-verify.py", "/audit/policy.txt"):
        assert 200 == visitor.get(address).status_code
    assert POLICY == visitor.get("/audit/policy.txt").text
    for address in ("/audit", "/audit/entries/0", "/audit/check", f"/cases/{told.ref}/acts/0/receipt"):
        assert 303 == visitor.get(address).status_code
    assert datetime(2026, 11, 20, 9, 0, tzinfo=UTC) == AT
