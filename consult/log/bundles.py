"""Evidence bundles: everything that a party needs to prove its side of a case offline, in one file.

A bundle is a zip whose bytes depend on nothing but what is in it: members in the order of their names, one date for
all, stored without compression. `consult-verify.py bundle FILE` checks it (`consult.log.verifier.check_bundle`):

    README.txt               how to check it, in words
    policy.txt               the trust policy of the installation, where it has one; whoever checks brings their own
    receipts/<seq>.tlog-proof    the receipt of each entry that a signed checkpoint covers
    openings/<seq>.json      {"disclosures": {field: disclosure}, "erased": [field], "index": seq, "leaf": base64,
                             "v": "1", "withheld": [field]}; each disclosure must stand in the leaf in the place of its
                             name, the leaf must be that of the receipt; an entry without receipt is not proved yet
    chain.json               {"chains": [{"key": 43 characters, "kind": kind, "steps": n}], "v": "1"}: the chains of
                             whose whole audience the viewer is. Of each, the tags of the steps 1 to n must each stand
                             in exactly one leaf of the openings, and the tag of n + 1 in none; against an export of the
                             log, also in no other entry. Where `n` is opened in that leaf it is the step's number.
    filings/<digest>.json    what was filed: SHA-256 of the bytes is the digest, which stands first in the field `doc`
    documents/<digest>       the documents filed: SHA-256 of the bytes is the digest

A filing is in it where its reader may read all of it, since the digest is over the whole; a document where the reader
may have it. The bundle of a case holds the acts and chains of that case; that of a party the entries of its own chain
and of the host's, which every party may read.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from sqlalchemy import ColumnElement, Connection, select

from consult import casebook
from consult.documents import DocumentStore
from consult.i18n import _
from consult.log.chain import write_hash
from consult.log.chains import Held, chains_held, own_chains
from consult.log.openings import Openings, access_to, open_entry, open_read, openings_of
from consult.log.receipts import RECORDED, make_receipt, remembering
from consult.log.verifier import Policy, read_policy
from consult.models.audit import audit_leaf
from consult.models.cases import ACT_LEAF
from consult.models.logbook import AUDIT_ENTRY
from consult.refusals import Unknown
from consult.visibility import Viewer
from workflows.kernel.editions import canonical
from workflows.kernel.procedure import Procedure

MOST_ENTRIES = 8_000
_DATE = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16


class TooMany(ValueError):
    """More entries than one bundle holds; the sentence says how many it may be."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What goes into a bundle: openings and chains, the words of filings by digest, the digests of documents."""

    openings: tuple[Openings, ...]
    chains: tuple[Held, ...]
    filings: Mapping[str, bytes] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    exercise: bool = False


def evidence_of_case(connection: Connection, viewer: Viewer, case: Any, procedure: Procedure) -> Evidence:
    """Gather what a viewer may have of a case that it may see."""
    access = access_to(connection, viewer, case)
    opened, filings = [], {}
    for listed in _few(casebook.entries_of(connection, viewer, case, newest_first=False)):
        entry = casebook.entry_of(connection, viewer, case, listed.act.n)
        given = open_read(connection, access, procedure, entry)
        opened.append(given)
        if "doc" in given.disclosures and entry.paper is not None and entry.paper.body is not None:
            filings[entry.paper.digest] = canonical(entry.paper.body)
    documents = {row.digest for row in casebook.documents_of(connection, viewer, case) if row.act_n is not None}
    chains = chains_held(connection, viewer, access.membership, case)
    opened += [openings_of(connection, seq) for seq in _bare(connection, chains, ACT_LEAF.c.seq)]
    return Evidence(tuple(opened), tuple(chains), filings, tuple(sorted(documents)), bool(case.exercise))


def evidence_of_party(connection: Connection, viewer: Viewer) -> Evidence:
    """Gather the entries of a viewer's own party and those of the host; Unknown for whoever sees no case."""
    if not viewer.sees_cases:
        raise Unknown
    chains = own_chains(connection, viewer)
    here = audit_leaf.c.chain_id.in_([chain.id for chain in chains])
    query = select(audit_leaf.c.seq).join(AUDIT_ENTRY, AUDIT_ENTRY.c.seq == audit_leaf.c.seq).where(here)
    entries = _few(connection.execute(query.order_by(audit_leaf.c.seq).limit(MOST_ENTRIES + 1)).scalars().all())
    opened = [open_entry(connection, viewer, seq) for seq in entries]
    opened += [openings_of(connection, seq) for seq in _bare(connection, chains, AUDIT_ENTRY.c.seq)]
    return Evidence(tuple(opened), tuple(chains))


def _bare(connection: Connection, chains: Iterable[Held], beside: ColumnElement[int]) -> Sequence[int]:
    """List the steps of chains of which nothing but the leaf came back after a restore."""
    here = audit_leaf.c.chain_id.in_([chain.id for chain in chains])
    query = select(audit_leaf.c.seq).where(here, audit_leaf.c.seq.not_in(select(beside)))
    return connection.execute(query.order_by(audit_leaf.c.seq).limit(MOST_ENTRIES)).scalars().all()


def write_bundle(
    out: IO[bytes], connection: Connection, evidence: Evidence, store: DocumentStore, policy: str = ""
) -> None:
    """Write a bundle; `policy` is the text of the trust policy. The same evidence gives the same bytes."""
    members = dict(_members(connection, evidence, policy))
    members |= {f"documents/{digest}": digest for digest in evidence.documents if store.has(digest)}  # or erased
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, data in sorted(members.items()):
            _add(packed, name, data if isinstance(data, bytes) else store.open(data))


def _members(connection: Connection, evidence: Evidence, policy: str) -> Iterator[tuple[str, bytes | str]]:
    """Yield all files but the documents."""
    yield "README.txt", _readme(evidence).encode()
    if policy:
        yield "policy.txt", policy.encode()
    yield "chain.json", _chains(evidence.chains)
    for digest, words in evidence.filings.items():
        yield f"filings/{digest}.json", words
    for given in evidence.openings:
        yield f"openings/{given.seq}.json", given.text.encode()
    for seq, text in _receipts(connection, evidence.openings, read_policy(policy) if policy else None):
        yield f"receipts/{seq}.tlog-proof", text.encode()


def _receipts(connection: Connection, openings: Iterable[Openings], policy: Policy | None) -> Iterator[tuple[int, str]]:
    read = remembering(connection)
    for given in openings:
        made = make_receipt(connection, given.seq, policy, read)
        if made.state != RECORDED:
            yield made.seq, made.text


def _chains(chains: Iterable[Held]) -> bytes:
    listed = [{"kind": each.kind, "key": write_hash(each.key), "steps": each.steps} for each in chains]
    return (json.dumps({"v": "1", "chains": listed}, sort_keys=True, indent=1) + "\n").encode()


def _few(rows: Any) -> Any:
    if len(rows) > MOST_ENTRIES:
        raise TooMany(_("A bundle holds up to %(most)s entries; these are more.", most=MOST_ENTRIES))
    return rows


def _add(packed: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Add a member whose date and rights are the same in every bundle."""
    member = zipfile.ZipInfo(name, _DATE)
    member.create_system, member.external_attr = 3, _MODE
    packed.writestr(member, data)


def _readme(evidence: Evidence) -> str:
    """Say in words what the bundle is and how it is checked."""
    said = (
        *((_("Exercise: nothing here is a filing between States."),) if evidence.exercise else ()),
        _(
            "This bundle proves what the log holds of %(count)s entries, without asking the host again.",
            count=len(evidence.openings),
        ),
        _(
            "To check it, take consult-verify.py from an installation that you trust and the trust policy that the "
            "States have agreed, and run:"
        ),
        "    python consult-verify.py bundle FILE --policy POLICY --log ADDRESS",
        _(
            "Without --log nobody looks whether the log holds further steps of these chains. Without --policy the "
            "bundle's own is taken, which proves nothing to whoever distrusts its maker."
        ),
        _("receipts/: for each entry, the proof that a signed checkpoint covers it (C2SP tlog-proof)."),
        _("openings/: what the fields of an entry stand for (RFC 9901); what is withheld or erased is named."),
        _(
            "chain.json: keys with which the tag of every step of a chain can be computed, so that none can be kept "
            "back. Whoever has them can tell which entries belong together: keep them within the chain's audience."
        ),
        _("filings/ and documents/: what was filed, each under its SHA-256."),
    )
    return "\n\n".join(said) + "\n"
