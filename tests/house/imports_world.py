"""A case of another installation in the world of secrets: Japan imported it, with a paper and a document of its own."""

import hashlib
import json
import random
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consult import imported
from consult.documents import FolderStore
from consult.imported.keeping import GIVEN, Importer
from consult.log import leaf as leaves
from consult.log.verifier import read_policy, step_tag, write_proof
from consult.visibility import Viewer
from tests.consult.log import exports
from tests.consult.log.bundles import dump, repacked
from tests.consult.web.world import AT

if TYPE_CHECKING:
    from tests.house.outputs_world import Secrets

REF = "IMP-2026-222222"


def bundle_of(secret: str) -> dict[str, bytes]:
    """Give the files of a bundle of one act, the same whenever they say the same."""
    document, words = f"%PDF-1.7 {secret}".encode(), {"text": secret}
    digest = hashlib.sha256(document).hexdigest()
    words["annex"] = digest
    filed = json.dumps(words, sort_keys=True, separators=(",", ":")).encode()
    filing = hashlib.sha256(filed).hexdigest()
    fields = {
        "act": {"step": "tell", "kind": "step", "track": None, "edition": "", "procedure": "afar"},
        "actor": {"party": "JPN", "office": secret},
        "case": "AFAR-2026-1",
        "doc": [filing, "tell", "C4", "en"],
        "time": {"on": AT.isoformat(), "recorded_at": AT.isoformat()},
    }
    sealed = leaves.seal(fields, step_tag(b"k" * 32, 1), random=random.Random(7).randbytes)
    note = exports.signed([exports.leaf_hash(sealed.leaf)])
    entry = {"seq": 0, "n": 1, "step": "tell", "party": "JPN", "office": secret, "filing": filing, "level": "C4"}
    paper = {"title": "Words", "words": f"filings/{filing}.json", "text": "", "part": False, "erased": False}
    about = {"path": "documents/001-JPN-a.pdf", "sha256": digest, "size": len(document), "name": f"{secret}.pdf"}
    index: dict[str, Any] = {
        "v": "1",
        "kind": "case",
        "set": "full_internal",
        "taken_by": "JPN",
        "taken_at": AT.isoformat(),
        "host": "elsewhere.example.int",
        "case": {"ref": "AFAR-2026-1", "title": secret, "procedure": "afar", "procedure_title": "Afar"},
        "entries": [{**entry, "paper": {**paper, "language": "en"}}],
        "documents": [{**about, "party": "JPN", "level": "C4", "entries": [0]}],
        "editions": [],
        "parties": {"JPN": secret},
    }
    return {
        "README.txt": b"Words.",
        "index.json": dump(index),
        "checkpoint": note.encode(),
        "receipts/0.tlog-proof": write_proof(sealed.leaf, 0, (), note).encode(),
        "openings/0.json": leaves_text(sealed),
        f"filings/{filing}.json": filed,
        "documents/001-JPN-a.pdf": document,
    }


def leaves_text(sealed: leaves.Sealed) -> bytes:
    """Give the openings of a leaf as a file."""
    disclosures = {each.field: each.disclosure() for each in sealed.openings}
    return dump({"v": "1", "index": 0, "leaf": b64encode(sealed.leaf).decode(), "disclosures": disclosures})


def import_case(told: "Secrets") -> None:
    """Let Japan import it; whoever is not Japan may not learn that it is there."""
    secret = told.mark("import", "C4", "JPN")
    settings = told.world.app.extensions["consult"].settings
    path = repacked(Path(told.world.app.instance_path) / "afar.zip", bundle_of(secret))
    policy = imported.Trusting(GIVEN, exports.TRUST_LOG, read_policy(exports.TRUST_LOG))
    with told.world.reading() as conn:
        prepared = imported.prepare(conn, Viewer.of(told.by("JPN")), path, policy, settings.uploads)
    by = Importer.of(told.by("JPN"), choose=lambda letters: letters[0])
    with path.open("rb") as file:
        ref = imported.keep(
            told.world.engine, told.world.writing, FolderStore(settings.imports), prepared, file, AT, by
        )
    assert REF == ref
    told.imported = prepared.content.documents[0].sha256
