"""Entries of the log that are no acts of cases: what concerns one party, in its chain, or the host, in its own.

The body of an entry holds keys, digests, offices and dates; names go into `person` alone, which can be erased. Kinds
are a closed list, each with its sentence, so that the explorer can tell what an entry is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, insert

from consult.i18n import _l
from consult.log.append import Entry, append_many
from consult.log.chain import open_chain
from consult.log.leaf import write_value
from consult.models.logbook import AUDIT_ENTRY
from workflows.kernel.frozen import dataclass

KINDS: Mapping[str, Any] = MappingProxyType(
    {
        "read": _l("Read of a paper of level C3 or above"),
        "attempts": _l("Refused attempts of one hour, by digest"),
        "override": _l("A check was set aside by two persons"),
        "export": _l("An export of the record"),
        "disclosure": _l("Fields of the log were disclosed"),
        "erasure": _l("Openings were erased"),
        "erasure_wish": _l("That something be erased was asked, confirmed or refused"),
        "account_erased": _l("What was kept of a person and is no record was erased"),
        "retention": _l("What is no record was removed when its time was over"),
        "retention_setting": _l("What a party wishes of the names of those who left was changed"),
        "mandate_recorded": _l("A mandate was recorded"),
        "mandate_revoked": _l("A mandate was revoked"),
        "substitution_recorded": _l("A substitution was recorded"),
        "substitution_revoked": _l("A substitution was revoked"),
        "representation_recorded": _l("It was recorded that a party acts in another's name"),
        "representation_accepted": _l("A party accepted to act in another's name"),
        "representation_revoked": _l("It was ended that a party acts in another's name"),
        "token_issued": _l("A token for machines was issued"),
        "token_revoked": _l("A token for machines was revoked"),
        "person": _l("A person was invited, barred or admitted again"),
        "sign_in": _l("How a person signs in was changed, or a session was ended"),
        "sign_in_setting": _l("What a party asks of sign-in was changed"),
        "clearance_lane": _l("A party changed the lane of its clearance"),
        "clearance_move": _l("A paper in preparation was moved in the clearance of its party"),
        "host_access": _l("The host asked to let a person in again, or did so where a party has no manager"),
        "staff_access": _l("Staff got access to a case in an emergency, or it ended"),
        "staff_read": _l("Staff looked at papers of cases"),
        "organ_key": _l("An organ registered a key for its filings"),
        "organ_key_retired": _l("A key of an organ was retired"),
        "webhook": _l("An endpoint for webhooks was registered, changed, paused or removed"),
        "paper": _l("A paper that came or went by another channel was registered"),
        "paper_objection": _l("A party said of a registered paper that it is not its own"),
        "setting": _l("A default or setting of the installation was changed"),
        "import": _l("A case of another installation was imported to be read"),
        "import_removed": _l("An imported case was removed"),
        "access": _l("Access by staff of the host"),
        "operation": _l("What the people who run this installation did from its pages"),
        "log_key": _l("A key of the log"),
        "policy": _l("The trust policy of the log"),
        "recovery": _l("The log was recovered after a restore"),
        "restored": _l("A backup was put back"),
    }
)


@dataclass(frozen=True, slots=True)
class Own:
    """One entry to be made: its kind, the party whose chain it goes into (None: the host's), what is sealed."""

    kind: str
    party: str | None
    body: Mapping[str, Any]
    at: datetime
    by: Mapping[str, Any] = field(default_factory=dict)
    person: str = ""


def record(connection: Connection, own: Own) -> Entry:
    """Make one entry in this transaction, which may append to the log no second time."""
    return record_many(connection, [own])[0]


def record_many(connection: Connection, entries: Sequence[Own]) -> list[Entry]:
    """Make entries in this transaction, in the order given; none are no entry."""
    if not entries:
        return []
    made = append_many(connection, [step_of(connection, own) for own in entries])
    write_entries(connection, entries, made)
    return made


def step_of(connection: Connection, own: Own) -> tuple[int, dict[str, Any]]:
    """Give the chain of an entry and the fields of its leaf, to be appended together with those of acts."""
    if own.kind not in KINDS:
        raise ValueError(f"'{own.kind}' is not a kind of entry")
    chain = open_chain(connection, "party", party=own.party) if own.party else open_chain(connection, "host")
    fields = {
        "act": {"step": own.kind, "kind": "entry"},
        "actor": {"party": own.party, **own.by},
        "person": own.person or None,
        "rest": dict(own.body),
        "time": {"on": own.at.isoformat(), "recorded_at": own.at.isoformat()},
    }
    return chain, fields


def write_entries(connection: Connection, entries: Sequence[Own], made: Sequence[Entry]) -> None:
    """Keep what was sealed beside the leaves that were made."""
    rows = [
        {
            "seq": entry.seq,
            "kind": own.kind,
            "party": own.party,
            "body": write_value("rest", dict(own.body)),
            "recorded_at": own.at,
        }
        for own, entry in zip(entries, made, strict=True)
    ]
    connection.execute(insert(AUDIT_ENTRY), rows)
