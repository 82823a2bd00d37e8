"""Keys of organs: registered with proof of possession by a manager, replaced with both signatures, never used twice."""

import json

import pytest

from consult.db import reading, writing
from consult.docket.replaying import replay_cases
from consult.docket.signing import WrongSignature
from consult.log.notes import COSIGNATURE, SigningKey, sign_note
from consult.log.statements import key_name, registration_text
from consult.people import keys
from consult.people.registered_keys import key_findings
from consult.refusals import Malformed, Unknown
from tests.consult.commands.test_log_command import tamper
from tests.consult.docket.conftest import Office
from tests.consult.docket.signers import (
    AFTER,
    HOST,
    NAME,
    appoint_managers,
    prepared,
    register,
    register_with,
    statement_findings,
    text_of,
)
from tests.consult.docket.test_taking import BODY


@pytest.fixture
def manager(office: Office) -> Office:
    """Give a docket whose first offices of Japan and France manage their party."""
    return appoint_managers(office)


def test_a_new_key_replaces_the_old_one_with_the_signatures_of_both(manager: Office) -> None:
    """Signed by the new one alone it is refused; with both, the old key is retired in the same transaction."""
    old, new, ref = SigningKey.draw(NAME), SigningKey.draw(NAME), prepared(manager)
    register(manager, old)
    with pytest.raises(Malformed, match="key that stands has not signed"):
        register(manager, new, replaces=old.vkey, at=AFTER)
    with pytest.raises(Malformed, match="new key itself has not signed"):
        register_with(manager, new.vkey, sign_note(registration_text(HOST, "JPN", "MFA", new.vkey, old.vkey), old))
    register(manager, new, old, replaces=old.vkey, at=AFTER)
    text = text_of(manager, ref, at=AFTER)
    with pytest.raises(WrongSignature, match="not signed with the key"):
        manager.take("JPN", ref, "ask", at=AFTER, body=BODY, note=sign_note(text, old))
    manager.take("JPN", ref, "ask", at=AFTER, body=BODY, note=sign_note(text, new))
    with reading(manager.engine) as connection:
        found = keys.keys_of(connection, manager.standings["JPN"].organ_id)

    assert [(new.vkey, None), (old.vkey, AFTER)] == [(row.vkey, row.retired_at) for row in found]
    assert found[1].retired_seq + 1 == found[0].seq
    assert [] == statement_findings(manager)


def test_only_a_manager_registers_a_key_and_only_of_the_own_party_and_never_twice(manager: Office) -> None:
    """Others learn nothing of it; a key of another name or kind, and one that was used, are refused by name."""
    key = SigningKey.draw(NAME)
    for who in ("JPN", "FRA"):
        with pytest.raises(Unknown):
            register(manager, key, by=who)
    number = register(manager, key)
    with writing(manager.engine) as connection:
        keys.retire_key(connection, manager.standings["JPN manager"], "MFA", number, AFTER)
    with pytest.raises(Malformed, match="registered already"):
        register(manager, key, at=AFTER)
    with pytest.raises(Malformed, match="is named"):
        register(manager, SigningKey.draw(key_name(HOST, "FRA", "MFA")), at=AFTER)
    with pytest.raises(Malformed, match="kind 1"):
        register(manager, SigningKey.draw(NAME, COSIGNATURE), at=AFTER)


def test_a_key_that_is_not_the_one_which_the_log_registered_is_found(manager: Office) -> None:
    """Somebody puts another key in the place of the registered one, or forgets that it was retired: replay tells."""
    old, new, foreign = SigningKey.draw(NAME), SigningKey.draw(NAME), SigningKey.draw(NAME)
    register(manager, old)
    register(manager, new, old, replaces=old.vkey, at=AFTER)
    with reading(manager.engine) as connection:
        assert [] == list(key_findings(connection))
    tamper(
        manager,
        f"UPDATE organ_key SET vkey = '{foreign.vkey}' WHERE vkey = '{new.vkey}'",
        f"UPDATE organ_key SET retired_at = NULL, retired_seq = NULL WHERE vkey = '{old.vkey}'",
    )
    with reading(manager.engine) as connection:
        found = [one.sentence for one in replay_cases(connection) if one.code == "organ-key"]

    assert f"Key {foreign.vkey}: its entry in the log speaks of another key or organ." in found
    assert "registers or retires a key, and there is no such key" in " ".join(found)


def test_a_proof_that_does_not_hold_is_found(manager: Office) -> None:
    """The entry beside the log is rewritten with a note of another key."""
    key, foreign = SigningKey.draw(NAME), SigningKey.draw(NAME)
    register(manager, key)
    text = registration_text(HOST, "JPN", "MFA", key.vkey, None)
    body = {"organ": "MFA", "vkey": key.vkey, "replaces": None, "note": sign_note(text, foreign)}
    tamper(manager, f"UPDATE audit_entry SET body = '{json.dumps(body)}'")
    with reading(manager.engine) as connection:
        found = [one.sentence for one in key_findings(connection)]

    assert [f"Key {key.vkey}: the proof in its entry does not hold."] == found
