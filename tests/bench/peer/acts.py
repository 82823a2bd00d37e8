"""Acts of the peer: in one transaction the same durable rows as an act of the product, by Django's ORM as its users
write it, with rows of one kind in one statement where the ORM has that.
"""

import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django_fsm import TransitionNotAllowed, has_transition_perm

from peer.models import (
    Act,
    ActPerson,
    Case,
    Chain,
    Deadline,
    Filing,
    FilingBody,
    Head,
    Idempotency,
    Leaf,
    Mandate,
    Node,
    Opening,
    Outbox,
    Service,
)

FIELDS = ["act", "actor", "person", "case", "filing", "seen", "doc", "from", "to", "note", "rest", "time", "n", "prev"]


class Late(Exception):
    """Somebody else was faster, or it may not be."""


def take(case_id: int, step: str, mandate_id: int, body: Mapping[str, Any], key: str, at: datetime) -> int:
    """Take a step; give the number of the act."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        mandate = Mandate.objects.select_related("party").get(pk=mandate_id)
        known = Idempotency.objects.filter(mandate=mandate, key=key).first()
        if known:
            return known.n
        move = getattr(case, step)
        if not has_transition_perm(move, mandate):
            raise Late(step)
        was = case.state
        try:
            move(by=None, description=step)
        except TransitionNotAllowed as fault:
            raise Late(case.state) from fault
        act = _write(case, was, step, mandate, body, at)
        Idempotency.objects.create(mandate=mandate, key=key, n=act.n)
    return act.n


def lapse(limit: Deadline, at: datetime) -> None:
    """Record that a limit has passed."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=limit.case_id)
        was = case.state
        case.lapse(by=None, description="lapse")
        _write(case, was, "lapse", None, None, at)


def _write(
    case: Case, was: str, step: str, mandate: Mandate | None, body: Mapping[str, Any] | None, at: datetime
) -> Act:
    """Write what an act leaves."""
    words = json.dumps(body, sort_keys=True) if body is not None else ""
    digest = sha256(words.encode()).hexdigest() if words else ""
    case.n += 1
    party, office = (mandate.party_id, mandate.office) if mandate else ("clock", "")
    told = {"step": step, "n": case.n, "party": party, "office": office, "from": was, "to": case.state}
    text = json.dumps({**told, "digest": digest, "at": at.isoformat()}, sort_keys=True)
    act = Act.objects.create(
        case=case, n=case.n, step=step, party=party, office=office, recorded_at=at, digest=digest, body=text
    )
    if mandate:
        ActPerson.objects.create(act=act, name=mandate.person)
    if words:
        FilingBody.objects.create(filing=Filing.objects.create(act=act, digest=digest), body=words)
    _move(case, at, ends=step != "make_statement")
    parties = list(case.parties.values_list("party_id", flat=True))
    Service.objects.bulk_create([Service(act=act, party=one, state="sent", changed_at=at) for one in parties])
    Outbox.objects.create(key=f"serve:{act.pk}", payload=json.dumps({"act": act.pk, "parties": parties}), run_at=at)
    _seal(case, text, told)
    return act


def _move(case: Case, at: datetime, *, ends: bool) -> None:
    """Store the case under a check of its version; end the limit that runs, and begin the next one."""
    values = {"state": case.state, "n": case.n, "changed_at": at, "summary": json.dumps({"state": case.state})}
    if not Case.objects.filter(pk=case.pk, version=case.version).update(**values, version=case.version + 1):
        raise Late(case.ref)
    if ends:
        case.tracks.update(state=case.state)
        case.deadlines.filter(status="running").update(status="stopped")
        Deadline.objects.create(case=case, key=f"next:{case.n}", status="running", expires_at=at + timedelta(days=400))


def _seal(case: Case, text: str, told: Mapping[str, Any]) -> None:
    """Seal fourteen fields in a leaf of the case's chain, and move chain and head."""
    chain = Chain.objects.select_for_update().get(case=case)
    values = {**dict.fromkeys(FIELDS, "null"), "rest": text, "act": json.dumps(told), "n": str(chain.n + 1)}
    opened = [(name, secrets.token_bytes(16), values[name]) for name in FIELDS]
    digests = [_plain(sha256(_disclosure(*one)).digest()) for one in opened]
    tag = _plain(sha256(bytes(chain.key) + chain.n.to_bytes(8, "big")).digest())
    content = json.dumps({"d": digests, "t": tag}).encode()
    hashed = sha256(b"\0" + content).digest()
    head = Head.objects.select_for_update().get()
    leaf = Leaf.objects.create(seq=head.size, leaf=content, hash=hashed, tag=tag)
    Opening.objects.bulk_create(
        [Opening(leaf=leaf, field=name, salt=salt, value=value) for name, salt, value in opened]
    )
    Node.objects.create(level=1, idx=head.size, hash=sha256(b"\1" + bytes(head.peaks) + hashed).digest())
    chain.n, chain.prev = chain.n + 1, hashed
    chain.save(update_fields=["n", "prev"])
    head.size, head.peaks = head.size + 1, hashed
    head.save(update_fields=["size", "peaks"])


def _disclosure(name: str, salt: bytes, value: str) -> bytes:
    return _plain(json.dumps([_plain(salt), name, value]).encode()).encode()


def _plain(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
