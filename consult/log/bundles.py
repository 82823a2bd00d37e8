"""Bundles: a case, or the own entries of a party, in one file that is read, checked and imported without the host.

A bundle is a zip in one form alone (`consult.log.packing`); its bytes depend on nothing but the record, the instant at
which it is taken and the language of its readable texts. `consult-verify.py bundle FILE` checks it
(`consult.log.verifier.check_bundle`):

    README.txt               what it is, who may be given it, how to check and to import it, in words
    index.html, .csv, .json  its entries: number, date, step, who in what office, what is filed where
    texts/<n>-<party>-<step>.html   the words of a filing under its questions, to be read
    filings/<digest>.json    what was filed, as it was digested: SHA-256 of the bytes is the digest in the field `doc`
    parts/<seq>.json         the words of a filing of which a part is left out; no digest in the log is over them alone
    documents/<number>-<party>-<name>   the documents filed, each once; the index says its digest and its own name
    editions/<digest>.json   the procedure with its terms, in canonical JSON, so that the case can be replayed
    receipts/<seq>.tlog-proof    the receipt of each entry that a signed checkpoint covers
    checkpoint               the newest of those checkpoints
    openings/<seq>.json      {"disclosures": {field: disclosure}, "erased": [field], "index": seq, "leaf": base64,
                             "v": "1", "withheld": [field]}; each disclosure must stand in the leaf in the place of its
                             name, the leaf must be that of the receipt; an entry without receipt is not proved yet. The
                             field `rest` is the whole act, with which the case is replayed
    chain.json               {"chains": [{"key": 43 characters, "kind": kind, "steps": n}], "v": "1"}: the chains of
                             whose whole audience the reader is. Of each, the tags of the steps 1 to n must each stand
                             in exactly one leaf of the openings, and the tag of n + 1 in none; against an export of the
                             log, also in no other entry. Where `n` is opened in that leaf it is the step's number
    policy.txt               the trust policy of the installation, where it has one; whoever checks brings their own
    consult-verify.py        the verifier; whoever trusts nobody takes it from elsewhere
    SHA256SUMS               the SHA-256 of every other file, as `sha256sum -c` reads it

A filing is in it whole where its reader may read all of it, since the digest is over the whole; otherwise in part, and
the field with its digest stays sealed. The bundle of a case holds the acts and chains of that case, as far as its set
goes; that of a party the entries of its own chain and of the host's, which every party may read.
"""

import json
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import IO

from sqlalchemy import Connection

from consult.documents import Store
from consult.documents.rows import ERASED
from consult.i18n import _
from consult.log import verifier
from consult.log.chain import write_hash
from consult.log.chains import Held
from consult.log.evidence import Evidence
from consult.log.indexing import (
    Taken,
    index_csv,
    index_html,
    index_json,
    index_of,
    name_documents,
    name_text,
    name_words,
)
from consult.log.openings import Openings
from consult.log.packing import Content, TooMany, write_zip
from consult.log.receipts import RECORDED, Receipt, make_receipt, remembering
from consult.log.verifier import CHECKPOINT, Policy, read_policy, read_proof
from consult.reports.scope import Reach
from workflows.kernel.editions import canonical

__all__ = ["Evidence", "Taken", "TooMany", "write_bundle"]

VERIFIER = Path(verifier.__file__)


def write_bundle(
    out: IO[bytes], connection: Connection, evidence: Evidence, store: Store, taken: Taken, policy: str = ""
) -> None:
    """Write a bundle; `policy` is the text of the trust policy. Raises TooMany before anything is written, and Changed
    for a document that is not what was filed: then what was written is worth nothing."""
    there = (one.digest for one in evidence.attachments if one.name != ERASED)
    held = {digest: store.size(digest) for digest in there if store.has(digest)}  # or erased
    files: dict[str, Content] = dict(_files(connection, evidence, taken, held, policy))
    names = name_documents(evidence.attachments)
    files |= {names[digest]: (size, partial(store.pieces, digest)) for digest, size in held.items()}
    write_zip(out, files)


def _files(
    connection: Connection, evidence: Evidence, taken: Taken, held: dict[str, int], policy: str
) -> Iterator[tuple[str, bytes]]:
    """Yield all files but the documents."""
    index = index_of(evidence, taken, held)
    yield "README.txt", _readme(evidence, policy).encode()
    yield "index.json", index_json(index)
    yield "index.csv", index_csv(index)
    yield "index.html", index_html(index, taken.direction)
    yield "consult-verify.py", VERIFIER.read_bytes()
    yield "chain.json", _chains(evidence.chains)
    if policy:
        yield "policy.txt", policy.encode()
    for line in evidence.lines:
        yield f"openings/{line.given.seq}.json", line.given.text.encode()
        if line.paper and line.paper.words is not None:
            yield name_words(line), canonical(line.paper.words)
        if line.text:
            yield name_text(line), line.text
    for digest, text in evidence.editions.items():
        yield f"editions/{digest}.json", text
    yield from _proofs(connection, evidence.openings, read_policy(policy) if policy else None)


def _proofs(connection: Connection, openings: Iterable[Openings], policy: Policy | None) -> Iterator[tuple[str, bytes]]:
    """Yield the receipts, and the newest checkpoint of them."""
    read, newest = remembering(connection), (-1, "")
    for given in openings:
        made = make_receipt(connection, given.seq, policy, read)
        if made.state != RECORDED:
            newest = max(newest, _checkpoint(made))
            yield f"receipts/{made.seq}.tlog-proof", made.text.encode()
    if newest[1]:
        yield CHECKPOINT, newest[1].encode()


def _checkpoint(made: Receipt) -> tuple[int, str]:
    return made.size or 0, read_proof(made.text).note


def _chains(chains: Iterable[Held]) -> bytes:
    listed = [{"kind": each.kind, "key": write_hash(each.key), "steps": each.steps} for each in chains]
    return (json.dumps({"v": "1", "chains": listed}, sort_keys=True, indent=1) + "\n").encode()


def who_may_have(reach: Reach) -> str:
    """Say who may be given a copy of a set."""
    said = {
        Reach.FULL: _(
            "This is the full set: it holds all that its taker may see, also what is for its own delegation alone. It "
            "stays within that delegation."
        ),
        Reach.PARTIES: _(
            "This is the set for the parties: it holds what every party to the case may see, levels C0 to C2. It may "
            "be given to any party to the case, and to nobody else without their consent."
        ),
        Reach.PUBLIC: _("This is the public set: it holds level C0 alone. It may be given to anybody."),
    }
    return said[reach]


def _readme(evidence: Evidence, policy: str) -> str:
    """Say in words what the bundle is, who may have it, and how it is checked and imported.

    Long because: one paragraph after the other.
    """
    said = (
        *((_("Exercise: nothing here is a filing between States."),) if evidence.exercise else ()),
        _(
            "This bundle proves what the log holds of %(count)s entries, without asking the host again.",
            count=len(evidence.lines),
        ),
        who_may_have(evidence.reach) if evidence.kind == "case" else _("It is for whoever took it."),
        _("To read it, unpack it and open index.html. index.csv is the same as a table, index.json for programs."),
        _(
            "To check it, take consult-verify.py from an installation that you trust and the trust policy that the "
            "States have agreed, and run:"
        ),
        "    python consult-verify.py bundle FILE --policy POLICY --log ADDRESS",
        _(
            "It needs Python 3.9 or later, the library cryptography, and no network without --log. It reads the zip as "
            "it is, neither unpacked nor packed anew. The copy of the program in this bundle is the maker's: compare."
        ),
        _(
            "Without --log nobody looks whether the log holds further steps of these chains. Without --policy the "
            "bundle's own is taken, which proves nothing to whoever distrusts its maker."
        ),
        *((_("This installation has no policy; bring one."),) if not policy else ()),
        _(
            "To import it as a case that can be read and not acted in, use the page “Imported cases” of another "
            "installation, or run: consult case import FILE --for PARTY --policy POLICY"
        ),
        _("receipts/: for each entry, the proof that a signed checkpoint covers it (C2SP tlog-proof)."),
        _("checkpoint: the newest of those checkpoints (C2SP tlog-checkpoint, signed-note, tlog-cosignature)."),
        _("openings/: what the fields of an entry stand for (RFC 9901); what is withheld or erased is named."),
        _(
            "chain.json: keys with which the tag of every step of a chain can be computed, so that none can be kept "
            "back. Whoever has them can tell which entries belong together: keep them within the chain's audience."
        ),
        _(
            "filings/: what was filed, in canonical JSON (RFC 8785), each under its SHA-256. parts/: filings of which "
            "something is left out; that these are the words filed is said by the maker alone. texts/: both to be read."
        ),
        _("documents/: what was attached, under number, party and name; index.json has the digest of each."),
        _("editions/: the procedure with its terms, under its SHA-256."),
        _("SHA256SUMS: every file, to be checked with sha256sum -c. The zip is plain (stored, no compression)."),
    )
    return "\n\n".join(said) + "\n"
