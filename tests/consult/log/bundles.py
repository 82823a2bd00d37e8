"""An evidence bundle, for tests of whoever reads one: three entries of a chain, a filing, a document."""

import hashlib
import json
import zipfile
from base64 import b64encode
from pathlib import Path
from typing import Any

from consult.log import leaf as leaves
from consult.log import tree, verifier
from consult.log.verifier import SUMS, in_order, read_proof, step_tag, write_hash, write_sums
from tests.consult.log import exports

KEY = bytes(range(100, 132))
DOCUMENT = b"%PDF a map"
FILING = json.dumps({"text": "No", "documents": [hashlib.sha256(DOCUMENT).hexdigest()]}).encode()
DIGEST = hashlib.sha256(FILING).hexdigest()
PLACES = (3, 5, 6)


class World:
    """A log of ten entries, of which three are the steps of one chain; or of more, with the steps elsewhere."""

    def __init__(self, places: tuple[int, ...] = PLACES, size: int = 10) -> None:
        self.places = places
        self.leaves = [exports.make_leaf(bytes([i % 256, i // 256]) + bytes([i % 256]) * 30) for i in range(size)]
        self.openings: dict[int, tuple[leaves.Opening, ...]] = {}
        prev = None
        for n, place in enumerate(places, start=1):
            fields: dict[str, Any] = {"n": n, "prev": prev, "doc": [DIGEST, "statement", "C2", "en"], "case": "2026/1"}
            sealed = leaves.seal(fields, step_tag(KEY, n))
            self.leaves[place], self.openings[place], prev = sealed.leaf, sealed.openings, write_hash(sealed.hash)

    def receipt(self, index: int, **how: Any) -> str:
        """The receipt of an entry."""
        hashes = [exports.leaf_hash(leaf) for leaf in self.leaves]
        nodes = {(0, i): each for i, each in enumerate(hashes)}
        nodes |= {(level, i): each for level, i, each in tree.grow(0, (), hashes).nodes}
        path = tree.prove_inclusion(index, len(hashes), lambda level, i: nodes[level, i])
        return verifier.write_proof(self.leaves[index], index, path, exports.signed(hashes, **how))

    def opened(self, index: int, **changed: Any) -> dict[str, Any]:
        """What a file of openings says."""
        disclosures = {each.field: each.disclosure() for each in self.openings[index] if each.field != "person"}
        leaf = b64encode(self.leaves[index]).decode()
        said = {
            "v": "1",
            "index": index,
            "leaf": leaf,
            "disclosures": disclosures,
            "withheld": ["person"],
            "erased": [],
        }
        return said | changed

    def files(self) -> dict[str, bytes]:
        """The files of the bundle of that chain."""
        chains = {"v": "1", "chains": [{"key": write_hash(KEY), "kind": "case", "steps": 3}]}
        files = {"README.txt": b"Words.", "policy.txt": exports.TRUST_LOG.encode(), "chain.json": dump(chains)}
        for place in self.places:
            files[f"receipts/{place}.tlog-proof"] = self.receipt(place).encode()
            files[f"openings/{place}.json"] = dump(self.opened(place))
        files["checkpoint"] = read_proof(self.receipt(self.places[0])).note.encode()
        files |= {f"filings/{DIGEST}.json": FILING, "documents/001-JPN-map.pdf": DOCUMENT}
        return files | {"index.json": dump(self.index())}

    def index(self, **changed: Any) -> dict[str, Any]:
        """What the index says."""
        paper = {"title": "Words", "words": f"filings/{DIGEST}.json", "text": "", "part": False, "erased": False}
        entries: list[dict[str, Any]] = [{"seq": place, "case": "2026/1", "filing": DIGEST} for place in self.places]
        entries[0]["paper"] = paper
        digest = hashlib.sha256(DOCUMENT).hexdigest()
        document = {"path": "documents/001-JPN-map.pdf", "sha256": digest, "size": len(DOCUMENT), "name": "map.pdf"}
        return {"v": "1", "kind": "case", "entries": entries, "documents": [document], "editions": []} | changed


def dump(value: Any) -> bytes:
    """A value as JSON."""
    return json.dumps(value).encode()


def packed(folder: Path, files: dict[str, bytes]) -> Path:
    """Write a bundle of some files, with the list of them; a list that is among them is left as it is."""
    return repacked(folder / "bundle.zip", files)


def sums(files: dict[str, bytes]) -> dict[str, str]:
    """Give the SHA-256 of each file but the list of them."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != SUMS}


def repacked(path: Path, files: dict[str, bytes]) -> Path:
    """Write files in the one form of a bundle; the list of them is made anew unless one is given."""
    held = {SUMS: write_sums(sums(files)).encode(), **files}
    with zipfile.ZipFile(path, "w") as written:
        for name in in_order(held):
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system, member.external_attr = 3, 0o100644 << 16
            written.writestr(member, held[name])
    return path


def unpacked(path: Path) -> dict[str, bytes]:
    """Read the files of a bundle, but for the list of them."""
    with zipfile.ZipFile(path) as held:
        return {name: held.read(name) for name in held.namelist() if name != SUMS}
