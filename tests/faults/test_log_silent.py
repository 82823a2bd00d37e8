"""A host that says nothing, or something old, or not to everybody; and what cannot be read out of what it publishes."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from consult.db import reading, writing
from consult.docket.replaying import Openings
from consult.docket.signing import NotSigned, WrongSignature
from consult.log import verifier
from consult.log.chain import step_tag
from consult.log.notes import SigningKey, sign_note
from consult.log.receipts import make_receipt
from consult.log.statements import key_name
from consult.log.verifier import (
    Source,
    check_export,
    check_receipt,
    digest_opening,
    entries_path,
    open_note,
    read_leaf,
    read_vkey,
    split_bundle,
)
from consult.log.verify import verify
from consult.models.audit import audit_chain, audit_opening
from consult.models.logbook import ORGAN_KEY
from consult.people import keys
from tests.consult.docket.signers import appoint_managers, opened, register, text_of
from tests.faults.logged import Logged, States, request, text_and_line

Capture = pytest.CaptureFixture[str]
DAY = timedelta(days=1)
NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)
FILED = {"text": "We hold to it"}


class Swallowed(Exception):
    """What the filer hears of a filing that the host does not take: nothing."""


@contextmanager
def swallowing(log: Logged) -> Iterator[None]:
    """Let whatever is filed come to nothing at the last moment."""

    def drop(_connection: object) -> None:
        raise Swallowed

    event.listen(log.office.engine, "commit", drop)
    try:
        yield
    finally:
        event.remove(log.office.engine, "commit", drop)


def signing(log: Logged, at: datetime = NINE) -> SigningKey:
    """Give Japan's ministry a key."""
    appoint_managers(log.office)
    key = SigningKey.draw(key_name("localhost", "JPN", "MFA"))
    register(log.office, key, at=at)
    log.turn()
    return key


def tags(source: Source, size: int) -> list[str]:
    """Read the tags of all entries of a published log, as anybody can."""
    data = source.read(entries_path(0, size))
    assert data is not None
    return [read_leaf(leaf)[1] for leaf in split_bundle(data, size, "")]


def key_of_case(log: Logged) -> tuple[bytes, int]:
    """Give the key of the case's chain, which every party to it has, and the number of its steps."""
    query = select(audit_chain.c.key, audit_chain.c.n).where(audit_chain.c.kind == "case")
    with reading(log.office.engine) as connection:
        row = connection.execute(query).one()
    return bytes(row.key), row.n


def test_a_filing_that_was_swallowed_is_not_in_the_log_and_its_filer_can_show_that_it_made_it(log: Logged) -> None:
    """20 November 2026: the host drops Japan's statement at the last moment, or says that it never came. Japan has a
    signed text that names the place; nothing stands there, and the same text is taken when it is filed again.
    """
    key = signing(log)
    chain, steps = key_of_case(log)
    note = sign_note(text_of(log.office, log.ref, "make_statement", at=NINE, body=FILED), key)
    filed: dict[str, Any] = {"body": FILED, "note": note, "key": "once"}
    with swallowing(log), pytest.raises(Swallowed):
        log.office.take("JPN", log.ref, "make_statement", **filed)
    log.turn()

    assert step_tag(chain, steps) in tags(Source(log.public), log.size)
    assert step_tag(chain, steps + 1) not in tags(Source(log.public), log.size), "the next step of the case is nobody's"
    assert open_note(note, [read_vkey(key.vkey)]).text.startswith("localhost/statement/v1\n")
    receipt = log.office.take("JPN", log.ref, "make_statement", **filed)
    log.turn()
    assert step_tag(chain, steps + 1) in tags(Source(log.public), log.size)
    with reading(log.office.engine) as connection:
        assert check_receipt(make_receipt(connection, receipt.seq).text, log.alone).index == receipt.seq


def test_a_filing_is_not_invented_in_the_name_of_a_state_that_has_a_key(log: Logged) -> None:
    """The host files for Japan: without a signature, with a key that it drew itself, with Japan's words for another
    place. The product refuses each; what a host without the product writes is told from its opening by anybody who has
    Japan's key, and by the replay.
    """
    signing(log, NINE + DAY)
    forged = SigningKey.draw(key_name("localhost", "JPN", "MFA"))
    text = text_of(log.office, log.ref, "make_statement", at=NINE, body=FILED)
    before = log.office.see("JPN", log.ref).row.n
    for note in (None, sign_note(text, forged), text):
        with pytest.raises((NotSigned, WrongSignature)):
            log.office.take("JPN", log.ref, "make_statement", body=FILED, note=note)
    assert before == log.office.see("JPN", log.ref).row.n
    entries = []
    for at in (NINE + 2 * DAY, NINE):
        with pytest.MonkeyPatch.context() as patch:  # a host that has taken the check out
            patch.setattr("consult.docket.with_statement", lambda _work, request, *_rest: request)
            entries.append(log.office.take("JPN", log.ref, "make_statement", at=at, body=FILED).seq)

    assert {"filing": None, "seen": None} == opened(log.office, entries[0])
    with reading(log.office.engine) as connection:
        found = verify(connection, replay=Openings(connection)).findings
    assert entries == [one.seq for one in found], "the second is dated before the key, and stands after it"
    assert all("is not signed, and its organ had a key" in one.sentence for one in found)


def test_a_key_that_was_retired_signs_nothing_by_dating_it_back(log: Logged) -> None:
    """Japan retires its key on 22 November 2026, because others may know it. The host enters a statement that these
    others signed as of the 20th: it stands in the log after the retirement, whatever its time says.
    """
    key = signing(log)
    note = sign_note(text_of(log.office, log.ref, "make_statement", at=NINE, body=FILED), key)
    manager = log.office.standings["JPN manager"]
    with writing(log.office.engine) as connection:
        number = connection.execute(select(ORGAN_KEY.c.id)).scalar_one()
        keys.retire_key(connection, manager, "MFA", number, NINE + 2 * DAY)
    with pytest.MonkeyPatch.context() as patch:  # a host for which the key still stands
        patch.setattr("consult.docket.signing.standing_key", lambda *_given: key.vkey)
        seq = log.office.take("JPN", log.ref, "make_statement", at=NINE, body=FILED, note=note).seq

    with reading(log.office.engine) as connection:
        found = verify(connection, replay=Openings(connection)).findings
    assert [seq] == [one.seq for one in found]
    assert "its organ did not have this key then" in found[0].sentence


def test_a_log_that_stands_still_says_how_old_it_is(log: Logged, states: States, capsys: Capture) -> None:
    """Served on 23 November 2026 as it was on the 20th: it holds, and the times of the four cosignatures tell. The
    host cannot make them younger: without a new checkpoint that continues the old one no State gives another.
    """
    states.cosign(log)
    stale = shutil.copytree(log.public, log.folder / "stale")
    policy = log.folder / "trust"
    policy.write_text(states.text, encoding="utf-8")
    log.state("JPN", at=NINE + 3 * DAY)
    log.turn(NINE + 3 * DAY)
    states.cosign(log, NINE + 3 * DAY)
    said = {}
    for name, place in (("stale", stale), ("true", log.public)):
        assert 0 == verifier.main(["export", str(place), "--policy", str(policy)])
        said[name] = capsys.readouterr().out

    assert "cosignatures from 2026-11-20 09:00:00 UTC to 2026-11-20 09:00:00 UTC" in said["stale"]
    assert "cosignatures from 2026-11-23 09:00:00 UTC to 2026-11-23 09:00:00 UTC" in said["true"]
    older = (stale / "checkpoint").read_text()
    later = request(text_and_line(older), log.size, [])
    assert {400} == {states.ask(name, later)[0] for name in states.witnesses}, "and no State cosigns it anew"
    assert log.size == log.check(states.policy, old=older).checkpoint.size


def test_a_log_that_rests_is_cosigned_again_so_that_its_age_is_that_of_the_last_ten_minutes(
    log: Logged, states: States
) -> None:
    """Nobody files; ten minutes later the same size bears younger times."""
    states.cosign(log)
    later = NINE + timedelta(minutes=10)
    size = log.size
    log.turn(later)
    states.cosign(log, later)

    assert size == log.size
    opened_ = log.check(states.policy).opened
    assert ("2026-11-20 09:10:00 UTC",) * 2 == opened_.cosigned_at


def test_a_copy_of_the_published_files_proves_what_the_host_no_longer_serves(log: Logged, states: States) -> None:
    """France has copied the tiles. The host goes away: entries, receipts and the check of the whole stand."""
    states.cosign(log)
    with reading(log.office.engine) as connection:
        receipts = [make_receipt(connection, seq, states.policy).text for seq in range(log.size)]
    leaves, size, policy = log.leaves(), log.size, states.policy
    mirror = Source(shutil.copytree(log.public, log.folder.parent / "mirror"))
    log.office.engine.dispose()
    shutil.rmtree(log.folder)

    assert (size, True) == ((held := check_export(mirror, policy)).checkpoint.size, held.attested)
    assert leaves == [check_receipt(text, policy).leaf for text in receipts]


def test_a_stranger_reads_no_activity_out_of_the_published_files(log: Logged) -> None:
    """Acts of two States and of the host, two chains, long words and short: one length and shape, nothing twice."""
    log.state("JPN", text="No.")
    log.state("FRA", text="A long reply. " * 300)
    log.office.take("KOR", log.ref, "record_receipt")
    log.turn()
    leaves = log.leaves()
    texts = [text for leaf in leaves for text in (*read_leaf(leaf)[0].values(), read_leaf(leaf)[1])]
    published = b"".join(path.read_bytes() for path in log.public.rglob("*") if path.is_file())

    assert 1 == len({len(leaf) for leaf in leaves})
    assert 15 * len(leaves) == len(set(texts)), "nothing recurs by which two entries could be joined"
    for word in (b'"JPN"', b'"FRA"', b"make_statement", b"reply", log.ref.encode(), b"berth"):
        assert word not in published


def test_a_sealed_value_is_not_guessed_though_there_are_only_a_few(log: Logged) -> None:
    """Who filed entry by entry: one of four States. With the salt each guess is told right or wrong; a stranger has
    only the leaf, and what is random in it is sixteen bytes for each field.
    """
    log.turn()
    query = select(audit_opening.c.seq, audit_opening.c.salt, audit_opening.c.value).where(
        audit_opening.c.field == "actor"
    )
    with reading(log.office.engine) as connection:
        rows = connection.execute(query).all()
    digests = {row.seq: read_leaf(leaf)[0]["actor"] for row, leaf in zip(rows, log.leaves(), strict=False)}
    values = {row.value for row in rows}

    assert len(rows) == len({bytes(row.salt) for row in rows}) == len(set(digests.values()))
    assert {16} == {len(row.salt) for row in rows}
    assert len(values) < len(rows), "the same hand acted more than once, and nobody sees which"
    for row in rows:
        assert digests[row.seq] == digest_opening("actor", bytes(row.salt), row.value)
        guesses = {digest_opening("actor", bytes(16), value) for value in values}
        assert digests[row.seq] not in guesses
