"""What a State signs: from the day on which an organ has a key, each filing that it dispatches, at its place alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, inspect, select

from consult.db import reading, writing
from consult.docket import Stale
from consult.docket.replaying import Openings
from consult.docket.signing import NotSigned, OtherPlace, WrongSignature, newest_checkpoint
from consult.fixed import Fixed
from consult.log.notes import SigningKey, sign_note
from consult.log.statements import key_name, read_statement, statement_text
from consult.log.verify import Record
from consult.models.audit import audit_leaf
from consult.models.logbook import ATTEMPT
from consult.people import keys
from consult.refusals import Closed
from tests.consult.docket.conftest import Office
from tests.consult.docket.signers import (
    AFTER,
    HOST,
    NAME,
    THE_DAY,
    act_of,
    appoint_managers,
    checkpoint,
    opened,
    prepared,
    register,
    statement_findings,
    text_of,
    text_of_note,
)
from tests.consult.docket.test_taking import BODY


@pytest.fixture
def manager(office: Office) -> Office:
    """Give a docket whose first offices of Japan and France manage their party."""
    return appoint_managers(office)


def test_the_day_before_a_filing_is_taken_unsigned_and_from_the_day_on_it_is_refused(manager: Office) -> None:
    """On 20 November there is no key; on the 21st one is registered; what is filed then without a signature is not."""
    first, second = prepared(manager), prepared(manager)
    before = manager.take("JPN", first, "ask", body=BODY)
    register(manager, SigningKey.draw(NAME))
    with pytest.raises(NotSigned, match="Your organ has a key"):
        manager.take("JPN", second, "ask", at=THE_DAY, body=BODY)

    assert {"filing": None, "seen": None} == opened(manager, before.seq)
    assert 0 == manager.see("JPN", second).row.n


def test_a_signed_filing_is_sealed_with_its_note_and_the_checkpoint_that_was_seen(manager: Office) -> None:
    """The leaf holds the note as it was given; replay finds nothing."""
    key, ref = SigningKey.draw(NAME), prepared(manager)
    register(manager, key)
    checkpoint(manager)
    text = text_of(manager, ref)
    receipt = manager.take("JPN", ref, "ask", at=THE_DAY, body=BODY, note=sign_note(text, key))

    sealed = opened(manager, receipt.seq)
    assert sign_note(text, key) == sealed["filing"]
    with reading(manager.engine) as connection:
        newest = newest_checkpoint(connection)
    assert newest is not None
    assert {"size": newest.size, "root": newest.root} == sealed["seen"]
    assert read_statement(text).seen == newest
    assert [] == statement_findings(manager)


def test_an_older_checkpoint_that_this_log_signed_may_be_named_and_a_foreign_one_may_not(manager: Office) -> None:
    """A State names what it has verified itself; a checkpoint that this log never signed is told as such."""
    key, ref, other = SigningKey.draw(NAME), prepared(manager), prepared(manager)
    checkpoint(manager)
    with reading(manager.engine) as connection:
        older = newest_checkpoint(connection)
    register(manager, key)
    checkpoint(manager)
    text = text_of(manager, ref)
    said = read_statement(text)
    assert older is not None
    assert said.seen is not None
    foreign = statement_text(replace(said, seen=replace(older, size=older.size + 7)))
    with pytest.raises(WrongSignature, match="never signed the checkpoint"):
        manager.take("JPN", ref, "ask", at=THE_DAY, body=BODY, note=sign_note(foreign, key))
    manager.take(
        "JPN", ref, "ask", at=THE_DAY, body=BODY, note=sign_note(statement_text(replace(said, seen=older)), key)
    )

    assert 1 == manager.see("JPN", ref).row.n
    assert 0 == manager.see("JPN", other).row.n


def test_a_signature_for_one_case_is_refused_in_another(manager: Office) -> None:
    """The text binds the case and the place in its chain, so a copy says what is not so."""
    key, ref, other = SigningKey.draw(NAME), prepared(manager), prepared(manager)
    register(manager, key)
    note = sign_note(text_of(manager, ref), key)
    manager.take("JPN", ref, "ask", at=THE_DAY, body=BODY, note=note)
    with pytest.raises(WrongSignature, match="another text"):
        manager.take("JPN", other, "ask", at=THE_DAY, body=BODY, note=note)

    assert 0 == manager.see("JPN", other).row.n


WRONG: dict[str, tuple[Callable[[str, SigningKey], str], str]] = {
    "another key of the same name": (
        lambda text, _key: sign_note(text, SigningKey.draw(NAME)),
        "not signed with the key",
    ),
    "another organ's key": (
        lambda text, _key: sign_note(text, SigningKey.draw(key_name(HOST, "FRA", "MFA"))),
        "not signed with the key",
    ),
    "another text": (lambda text, key: sign_note(text.replace("step ask", "step settle"), key), "another text"),
    "another document": (lambda text, key: sign_note(text.replace("document ", "document 0")[:-1] + "\n", key), "line"),
    "words of its own": (lambda _text, key: sign_note("We file this.\n", key), "not the text of a statement"),
    "a broken signature": (lambda text, key: sign_note(text, key).replace("step ask", "step settle"), "no signed note"),
    "no note at all": (lambda text, _key: text, "no signed note"),
    "another installation": (lambda text, key: sign_note(text.replace(HOST, "elsewhere", 1), key), "another text"),
}


@pytest.mark.parametrize("how", WRONG)
def test_what_is_not_the_signature_of_the_organ_under_this_text_is_refused(manager: Office, how: str) -> None:
    """Each is answered with its own sentence, and nothing is recorded."""
    key, ref = SigningKey.draw(NAME), prepared(manager)
    register(manager, key)
    make, sentence = WRONG[how]
    with pytest.raises(WrongSignature, match=sentence):
        manager.take("JPN", ref, "ask", at=THE_DAY, body=BODY, note=make(text_of(manager, ref), key))

    assert 0 == manager.see("JPN", ref).row.n


def test_a_text_made_before_the_case_moved_is_refused_and_the_new_text_is_taken(manager: Office) -> None:
    """France places a statement between reading and signing; the number and the hash before it are others then."""
    key, ref = SigningKey.draw(NAME), prepared(manager)
    register(manager, key)
    manager.take("JPN", ref, "ask", at=THE_DAY, body=BODY, note=sign_note(text_of(manager, ref), key))
    said = {"text": "We hold to it"}
    old = text_of(manager, ref, "make_statement", body=said)
    manager.take("FRA", ref, "make_statement", at=THE_DAY, body={"text": "We have read it"})
    with pytest.raises(OtherPlace, match="sign the new text"):
        manager.take("JPN", ref, "make_statement", at=THE_DAY, body=said, note=sign_note(old, key))
    new = text_of(manager, ref, "make_statement", body=said)
    manager.take("JPN", ref, "make_statement", at=THE_DAY, body=said, note=sign_note(new, key))

    assert (read_statement(old).event + 1, "make_statement") == (read_statement(new).event, read_statement(new).step)
    assert issubclass(OtherPlace, Stale)
    assert [] == statement_findings(manager)


def test_what_others_do_among_themselves_moves_no_text_that_waits_for_its_signature(manager: Office) -> None:
    """Receipt on the relation with Korea stands in a chain of its own: France's text neither tells of it nor waits."""
    key, ref = SigningKey.draw(key_name(HOST, "FRA", "MFA")), prepared(manager)
    register(manager, key, by="FRA manager", party="FRA")
    manager.take("JPN", ref, "ask", at=THE_DAY, body=BODY)
    text = text_of(manager, ref, "give", body={"text": "Yes"}, who="FRA")
    manager.take("KOR", ref, "record_receipt", at=THE_DAY)
    assert text == text_of(manager, ref, "give", body={"text": "Yes"}, who="FRA")
    manager.take("FRA", ref, "give", at=THE_DAY, body={"text": "Yes"}, note=sign_note(text, key))

    assert ("berth:FRA", 1, None) == (read_statement(text).track, read_statement(text).event, read_statement(text).prev)
    assert [] == statement_findings(manager)


def test_what_lapsed_meanwhile_is_recorded_and_the_text_is_made_anew(manager: Office) -> None:
    """Ten days from receipt the clock's own act comes first; the refusal keeps it, and the next text counts it."""
    key, ref = SigningKey.draw(key_name(HOST, "FRA", "MFA")), prepared(manager)
    register(manager, key, by="FRA manager", party="FRA")
    manager.take("JPN", ref, "ask", at=THE_DAY, body=BODY)
    manager.take("FRA", ref, "record_receipt", at=THE_DAY)
    late, said = THE_DAY + timedelta(days=20), {"text": "Yes, after all"}
    old = text_of(manager, ref, "give", at=late, body=said, who="FRA")
    with pytest.raises(OtherPlace):
        manager.take("FRA", ref, "give", at=late, body=said, note=sign_note(old, key))
    assert "silent" == manager.see("JPN", ref, THE_DAY).case.tracks["berth:FRA"].state
    new = text_of(manager, ref, "give", at=late, body=said, who="FRA")
    manager.take("FRA", ref, "give", at=late, body=said, note=sign_note(new, key))

    assert read_statement(old).event + 1 == read_statement(new).event
    assert [] == statement_findings(manager)


def test_a_key_that_was_retired_signs_nothing_and_without_one_filings_are_taken_again(manager: Office) -> None:
    """On 22 November the key is retired: a signature is refused, and a filing without is taken and says so."""
    key, ref = SigningKey.draw(NAME), prepared(manager)
    number = register(manager, key)
    text = text_of(manager, ref)
    with writing(manager.engine) as connection:
        keys.retire_key(connection, manager.standings["JPN manager"], "MFA", number, AFTER)
    with pytest.raises(WrongSignature, match="has no key on this day"):
        manager.take("JPN", ref, "ask", at=AFTER, body=BODY, note=sign_note(text, key))
    receipt = manager.take("JPN", ref, "ask", at=AFTER, body=BODY)
    with pytest.raises(Closed, match="retired already"), writing(manager.engine) as connection:
        keys.retire_key(connection, manager.standings["JPN manager"], "MFA", number, AFTER)

    assert {"filing": None, "seen": None} == opened(manager, receipt.seq)
    assert [] == statement_findings(manager)


def test_a_filing_unsigned_or_signed_by_another_is_kept_among_the_refused_attempts(manager: Office) -> None:
    """Who files in the ministry's name without its key is kept for the hour's seal; note and text are not."""
    ref = prepared(manager)
    register(manager, SigningKey.draw(NAME))
    forged = sign_note(text_of(manager, ref), SigningKey.draw(NAME))
    for note, fault in ((None, NotSigned), (forged, WrongSignature)):
        with pytest.raises(fault):
            manager.take("JPN", ref, "ask", at=THE_DAY, body=BODY, note=note)
    with reading(manager.engine) as connection:
        kept = [(row.ref, row.step, row.status, row.reason) for row in connection.execute(ATTEMPT.select())]

    assert [(ref, "ask", 409, "not signed"), (ref, "ask", 422, "wrong signature")] == kept


def test_an_organ_without_a_key_costs_a_filing_one_read_by_index_and_other_steps_none(
    manager: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted, not timed: the key is looked up once for what is dispatched; the leaf keeps its length."""
    asked: list[int] = []
    first = Fixed.first
    monkeypatch.setattr(Fixed, "first", lambda self, *given: asked.append(id(self)) or first(self, *given))
    ref, lookup = prepared(manager), id(keys._STANDING)
    unsigned = manager.take("JPN", ref, "ask", body=BODY)
    assert 1 == asked.count(lookup)
    manager.take("FRA", ref, "record_receipt")
    assert 1 == asked.count(lookup)
    key, other = SigningKey.draw(NAME), prepared(manager)
    register(manager, key)
    signed = manager.take("JPN", other, "ask", at=THE_DAY, body=BODY, note=sign_note(text_of(manager, other), key))
    with reading(manager.engine) as connection:
        query = select(func.length(audit_leaf.c.leaf)).where(audit_leaf.c.seq.in_([unsigned.seq, signed.seq]))
        lengths = connection.execute(query).scalars().all()
        indexes = {one["name"] for one in inspect(connection).get_indexes("organ_key")}

    assert (2, 1) == (len(lengths), len(set(lengths)))
    assert "ix_organ_key_organ" in indexes


def test_internal_steps_and_steps_without_a_paper_need_no_signature(manager: Office) -> None:
    """A receipt is recorded by hand, and a hand is taken back, as before."""
    ref = prepared(manager)
    manager.take("JPN", ref, "ask", body=BODY)
    register(manager, SigningKey.draw(NAME))
    manager.take("JPN", ref, "record_receipt", at=THE_DAY, track="berth:KOR")

    assert 2 == manager.see("JPN", ref).row.n


def test_replay_finds_a_filing_whose_signature_was_changed_or_left_out(manager: Office) -> None:
    """Whoever rewrites the openings behind the record's back is told by the note itself, not only by the digest."""
    key, ref = SigningKey.draw(NAME), prepared(manager)
    register(manager, key)
    receipt = manager.take("JPN", ref, "ask", at=AFTER, body=BODY, note=sign_note(text_of(manager, ref, at=AFTER), key))
    assert [] == statement_findings(manager)
    with reading(manager.engine) as connection:
        replay = Openings(connection)
        sealed = opened(manager, receipt.seq)
        note = sealed["filing"]
        told = {
            how: [
                one.sentence
                for one in replay.signatures(Record(receipt.seq, b"", 1, n, fields), act_of(manager, ref), case)
            ]
            for how, n, fields, case in (
                ("as it is", 1, {"filing": note, "seen": None}, ref),
                ("other place", 3, {"filing": note, "seen": None}, ref),
                ("other case", 1, {"filing": note, "seen": None}, "BERTH-2026-OTHERS"),
                ("other seen", 1, {"filing": note, "seen": {"size": 1, "root": "x"}}, ref),
                ("left out", 1, {"filing": None, "seen": None}, ref),
                ("foreign", 1, {"filing": sign_note(text_of_note(note), SigningKey.draw(NAME)), "seen": None}, ref),
                ("erased", 1, {}, ref),
            )
        }

    assert ([], []) == (told["as it is"], told["erased"])
    assert "“event”" in told["other place"][0]
    assert "“case”" in told["other case"][0]
    assert "“seen”" in told["other seen"][0]
    assert "is not signed, and its organ had a key" in told["left out"][0]
    assert "No known key has signed" in told["foreign"][0]
