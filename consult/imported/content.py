"""What is kept of an imported bundle to be read: its entries, documents and procedures, and where the case stands.

Where every act is opened whole, the case is replayed from them on the edition that came along, exactly as its own
installation does; otherwise it stands where the last entry says that opens where it went. The form is JSON of one's own
making, written once on import.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, field, fields
from datetime import datetime
from functools import partial
from typing import Any

from consult.docket.moving import first_edition
from consult.docket.opening import opened
from consult.i18n import _l
from consult.imported.reading import Opened, leaf_hashes, procedure_of
from workflows.kernel.acts import Act
from workflows.kernel.case import Case
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure

REPLAYED, TOLD, UNKNOWN = "replayed", "told", "unknown"
HOW_KNOWN = {
    REPLAYED: _l("Every act up to the last one here is opened whole; the case was replayed from them."),
    TOLD: _l("Not every act is opened whole: it stands where the last entry says that tells where it went."),
    UNKNOWN: _l("No entry here tells where it stands."),
}
_OF_ACT = frozenset(one.name for one in fields(Act))


@dataclass(frozen=True, slots=True)
class ImportedEntry:
    """One entry as its opened fields say it; an empty text where a field is not opened."""

    seq: int
    leaf: str
    n: int | None = None
    kind: str = ""
    step: str = ""
    track: str = ""
    edition: str = ""
    party: str = ""
    office: str = ""
    on: str = ""
    recorded_at: str = ""
    came: str = ""
    went: str = ""
    level: str = ""
    digest: str = ""
    language: str = ""
    words: Any = None
    is_part: bool = False
    is_erased: bool = False
    is_struck: bool = False
    is_proved: bool = False
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedDocument:
    """One document of the bundle: its name in it, its digest, and what its sender says of it; `media` is what its
    content is."""

    path: str
    sha256: str
    name: str
    size: int
    media: str
    party: str
    level: str
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the case stands, and whence that is known; tracks are relations with their state."""

    how: str
    state: str = ""
    tracks: tuple[tuple[str, str], ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What is kept of a bundle."""

    entries: tuple[ImportedEntry, ...]
    documents: tuple[ImportedDocument, ...]
    editions: Mapping[str, str]
    parties: Mapping[str, str]
    stand: Stand
    chains: tuple[tuple[str, int], ...] = ()
    unproved: int = 0
    said: int = 0
    sealed: int = 0
    loose: tuple[str, ...] = ()
    files: int = 0
    policy: str = ""
    root: str = ""
    witnesses: tuple[str, ...] = ()
    exercise: bool = False
    _procedures: dict[str, Procedure | None] = field(default_factory=dict, compare=False, repr=False)

    @property
    def text(self) -> str:
        """Give what is kept, as JSON."""
        return json.dumps({k: v for k, v in asdict(self).items() if k != "_procedures"}, ensure_ascii=False)

    def procedure(self, digest: str) -> Procedure | None:
        """Read a procedure that came along; None where it did not, or cannot be read here."""
        if digest not in self._procedures:
            held = {key: text.encode() for key, text in self.editions.items()}
            self._procedures[digest] = procedure_of(held, digest)
        return self._procedures[digest]


def content_of(held: Opened, policy: str) -> Content:
    """Put together what is kept of a bundle that was checked by a policy."""
    bundle, index = held.bundle, held.bundle.index
    leaves = leaf_hashes(bundle)
    entries = tuple(_entry(held, entry, leaves[entry["seq"]]) for entry in index["entries"])
    newest = bundle.newest
    parties = index.get("parties")
    return Content(
        tuple(sorted(entries, key=lambda one: one.seq)),
        tuple(_document(each, held) for each in index["documents"]),
        {digest: text.decode() for digest, text in held.editions.items()},
        {str(k)[:80]: str(v)[:200] for k, v in parties.items()} if isinstance(parties, dict) else {},
        stand_of(held),
        bundle.chains,
        len(bundle.unproved),
        bundle.said,
        bundle.sealed,
        bundle.loose,
        len(bundle.digests),
        policy,
        newest.checkpoint.root.hex() if newest else "",
        tuple(newest.witnesses) if newest else (),
        bool(index.get("exercise")),
    )


def _entry(held: Opened, said: Mapping[str, Any], leaf: str) -> ImportedEntry:
    """Read an entry of a bundle.

    Long because: one line a field of the entry.
    """
    seq = said["seq"]
    values = held.bundle.openings[seq]
    act, actor, time = (_object(values.get(name)) for name in ("act", "actor", "time"))
    doc = values.get("doc") if isinstance(values.get("doc"), list) else None
    rest, paper = _object(values.get("rest")), _object(said.get("paper"))
    n = rest.get("n", said.get("n"))
    return ImportedEntry(
        seq,
        leaf,
        n if type(n) is int else None,
        **{name: _text(act, name) for name in ("kind", "step", "track", "edition")},
        **{name: _text(actor, name) for name in ("party", "office")},
        **{name: _text(time, name) for name in ("on", "recorded_at")},
        came=_text(_object(values.get("from")), "case"),
        went=_text(_object(values.get("to")), "case"),
        level=str((doc or (0, 0, ""))[2] or rest.get("level") or said.get("level") or "")[:2],
        digest=str((doc or ("",))[0] or ""),
        language=_text(paper, "language")[:10],
        words=held.words.get(seq),
        is_part=bool(paper.get("part")),
        is_erased=bool(paper.get("erased")),
        is_struck=bool(paper.get("struck")),
        is_proved=seq in held.bundle.receipts,
        withheld=tuple(sorted(name for name in ("doc", "rest", "from", "to") if name not in values)),
    )


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(held: Mapping[str, Any], name: str) -> str:
    value = held.get(name)
    return value[:200] if isinstance(value, str) else ""


def _document(each: Mapping[str, Any], held: Opened) -> ImportedDocument:
    entries = each.get("entries")
    return ImportedDocument(
        str(each["path"]),
        str(each["sha256"]),
        str(each.get("name") or each["path"])[:200],
        int(each["size"]),
        held.media.get(each["path"], ""),
        str(each.get("party") or "")[:80],
        str(each.get("level") or "C5")[:2],
        tuple(one for one in entries if type(one) is int) if isinstance(entries, list) else (),
    )


def stand_of(held: Opened) -> Stand:
    """Say where the case stands: replayed from its acts where all of them are opened whole, else as it is told."""
    acts = _acts(held)
    if acts is not None:
        try:
            case = _replayed(held, acts)
        except (KeyError, ValueError, TypeError, IndexError, AttributeError, RecursionError) as fault:
            return Stand(UNKNOWN, fault=str(fault)[:200])
        if case is not None:
            tracks = tuple((track.key, track.state) for track in case.tracks.values())
            return Stand(REPLAYED, case.state, tracks)
    for _seq, values in sorted(held.bundle.openings.items(), reverse=True):
        went = _text(_object(values.get("to")), "case")
        if went:
            return Stand(TOLD, went)
    return Stand(UNKNOWN)


def _acts(held: Opened) -> list[Act] | None:
    """Read the acts where all of them are opened whole and none before the last is missing; None otherwise."""
    acts: list[Act] = []
    for _seq, values in sorted(held.bundle.openings.items()):
        rest = values.get("rest")
        if not isinstance(rest, dict) or rest.get("n") != len(acts):
            return None
        try:
            acts.append(Act.from_json({name: value for name, value in rest.items() if name in _OF_ACT}))
        except (KeyError, ValueError, TypeError):
            return None
    return acts or None


def _replayed(held: Opened, acts: list[Act]) -> Case | None:
    """Fold the acts on the edition under which the case was opened."""
    named = _text(_object(held.bundle.openings[max(held.bundle.openings)].get("act")), "edition")
    procedure = procedure_of(held.editions, first_edition(named, acts))
    if procedure is None:
        return None
    parties: dict[str, tuple[str, ...]] = {}
    for effect in acts[0].effects_of("party"):
        parties[effect[1]] = (*parties.get(effect[1], ()), effect[2])
    facts = {effect[1]: effect[2] for effect in acts[0].effects_of("fact")}
    case = opened(procedure, parties, acts[0].on, facts)
    return case.replay(acts[1:], partial(_edition, held.editions))


def _edition(editions: dict[str, bytes], digest: str) -> Procedure:
    found = procedure_of(editions, digest)
    if found is None:
        raise KeyError(digest)
    return found


def read_content(text: str) -> Content:
    """Read what was kept of a bundle."""
    held = json.loads(text)
    held["entries"] = tuple(ImportedEntry(**_tupled(one, "withheld")) for one in held["entries"])
    held["documents"] = tuple(ImportedDocument(**_tupled(one, "entries")) for one in held["documents"])
    held["stand"] = Stand(**{**held["stand"], "tracks": tuple(map(tuple, held["stand"]["tracks"]))})
    held["chains"] = tuple((kind, steps) for kind, steps in held["chains"])
    return Content(**_tupled(_tupled(held, "loose"), "witnesses"))


def _tupled(held: dict[str, Any], name: str) -> dict[str, Any]:
    return {**held, name: tuple(held[name])}


def instant_of(text: str) -> datetime | None:
    """Read an aware instant; None for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
