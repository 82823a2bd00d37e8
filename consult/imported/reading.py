"""Reading a bundle that somebody brings: checked as the stand-alone verifier checks it, then taken apart.

What an entry says is taken from its opened fields, never from the index alone; sentences and pages of the sender are
not taken over. Documents are judged like attachments, by their content.
"""

import json
import zipfile
from pathlib import Path
from typing import Any

from consult.documents import TooLarge, WrongType, sniff
from consult.i18n import _
from consult.log.verifier import Bundle, Policy, Rejected, Unchecked, check_bundle, hash_leaf
from consult.log.wording import word
from consult.settings import Uploads
from workflows.kernel.editions import thaw
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure

MOST_WORDS = 20_000_000


class Refused(ValueError):
    """A bundle is not taken; code and sentence say why."""

    def __init__(self, code: str, sentence: str) -> None:
        """Keep the code, by which a program knows it."""
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


@dataclass(frozen=True, slots=True)
class Opened:
    """A bundle that holds: what the verifier found, what was filed by entry, and the editions by digest."""

    bundle: Bundle
    words: dict[int, Any]
    editions: dict[str, bytes]
    media: dict[str, str]

    @property
    def case(self) -> dict[str, Any]:
        """What the bundle says of its case."""
        return dict(self.bundle.index["case"])


def open_bundle(path: Path, policy: Policy | None, limits: Uploads) -> Opened:
    """Check a bundle of a case and take it apart; raises Refused with the reason."""
    try:
        bundle = check_bundle(path, policy)
    except (Rejected, Unchecked) as fault:
        raise Refused(fault.code, word(fault)) from None
    _require_case(bundle)
    with zipfile.ZipFile(path) as packed:
        media = {each["path"]: _judge(packed, each, limits) for each in bundle.index["documents"] if each["path"]}
        words = {entry["seq"]: _words(packed, entry) for entry in bundle.index["entries"]}
        names = (f"editions/{digest}.json" for digest in bundle.index["editions"])
        editions = {name[9:-5]: _small(packed, name) for name in names}
    return Opened(bundle, {seq: one for seq, one in words.items() if one is not None}, editions, media)


_TEXTS = {"host": 255, "taken_by": 80, "set": 20}


def _require_case(bundle: Bundle) -> None:
    """Refuse what is not the bundle of one case, or says of itself what cannot be kept."""
    index, wrong = bundle.index, Refused("no-case", _("This bundle is not that of a case."))
    case = index.get("case")
    if index.get("kind") != "case" or not isinstance(case, dict) or not bundle.openings:
        raise wrong
    texts = [(case.get(name), most) for name, most in (("ref", 80), ("procedure", 80), ("title", 400))]
    texts += [(index.get(name), most) for name, most in (*_TEXTS.items(), ("taken_at", 40))]
    if not all(isinstance(value, str) and len(value) <= most for value, most in texts):
        raise wrong
    if any(values.get("case", case["ref"]) != case["ref"] for values in bundle.openings.values()):
        raise Refused("other-case", _("Entries of this bundle are of another case than it says."))


def _small(packed: zipfile.ZipFile, name: str) -> bytes:
    """Read a file that is no document; Refused where it is larger than is imported."""
    if packed.getinfo(name).file_size > MOST_WORDS:
        raise Refused("too-large", _("%(name)s is larger than is imported.", name=name))
    return packed.read(name)


def _words(packed: zipfile.ZipFile, entry: dict[str, Any]) -> Any:
    """Read what was filed with an entry, as an object; nothing where it has none here."""
    name = (entry.get("paper") or {}).get("words")
    if not name:
        return None
    try:
        words = json.loads(_small(packed, name))
    except (ValueError, RecursionError):
        words = None
    if not isinstance(words, dict):
        raise Refused("no-words", _("%(name)s cannot be read.", name=name))
    return words


def _judge(packed: zipfile.ZipFile, each: dict[str, Any], limits: Uploads) -> str:
    """Give the media type of a document by its content; Refused for one that would not be accepted here as attached."""
    name = str(each.get("name") or each["path"])
    try:
        if packed.getinfo(each["path"]).file_size > limits.document_bytes:
            raise TooLarge.in_bytes(limits.document_bytes)
        return sniff(packed.read(each["path"]), name, limit=limits.document_bytes)
    except (TooLarge, WrongType) as fault:
        why = fault.reason if isinstance(fault, WrongType) else str(fault)
        sentence = _("The document “%(name)s” of this bundle is not accepted here: %(why)s", name=name, why=why)
        raise Refused("document", sentence) from None


def leaf_hashes(bundle: Bundle) -> dict[int, str]:
    """Give the hash of the leaf of each entry of a bundle, by number."""
    return {seq: hash_leaf(leaf).hex() for seq, leaf in bundle.leaves.items()}


def procedure_of(editions: dict[str, bytes], digest: str) -> Procedure | None:
    """Read a procedure of a bundle; None where it is not there, or this version cannot read it."""
    try:
        return thaw(editions[digest]) if digest in editions else None
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        return None
