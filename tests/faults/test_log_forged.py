"""A forged log, once under the checkpoint that it had and once under a new one that the host signs with its own key."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from consult.log.verifier import (
    Rejected,
    Source,
    Unchecked,
    check_bundle,
    check_export,
    entries_path,
    tile_path,
)
from tests.consult.log.exports import leaf_hash, make_leaf, put, write_export
from tests.consult.log.test_bundles import packed
from tests.faults.logged import Logged, States, installed, request

Leaves = Sequence[bytes]
PLACE = 4


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logged]:
    """An installation that no test here changes: forgeries lie elsewhere."""
    with installed(tmp_path_factory.mktemp("forged") / "host") as made:
        yield made


@pytest.fixture(scope="module")
def states(log: Logged, tmp_path_factory: pytest.TempPathFactory) -> Iterator[States]:
    """Four States that have cosigned what it published, and cosign nothing that is asked of them here."""
    with ExitStack() as stack:
        made = States(tmp_path_factory.mktemp("states"), stack, log.key.vkey)
        assert {"cosigned"} == set(made.cosign(log).values())
        yield made


def edited(leaves: Leaves) -> list[bytes]:
    """One digest of one entry is another."""
    leaf = leaves[PLACE]
    at = leaf.index(b'"to":"') + 6
    other = b"A" if leaf[at : at + 1] != b"A" else b"B"
    return [*leaves[:PLACE], leaf[:at] + other + leaf[at + 1 :], *leaves[PLACE + 1 :]]


def removed(leaves: Leaves) -> list[bytes]:
    """One entry is missing in the middle."""
    return [*leaves[:PLACE], *leaves[PLACE + 1 :]]


def inserted(leaves: Leaves) -> list[bytes]:
    """One entry that nobody filed stands in the middle."""
    return [*leaves[:PLACE], make_leaf(), *leaves[PLACE:]]


def reordered(leaves: Leaves) -> list[bytes]:
    """Two entries have changed places."""
    return [*leaves[: PLACE - 1], leaves[PLACE], leaves[PLACE - 1], *leaves[PLACE + 1 :]]


def truncated(leaves: Leaves) -> list[bytes]:
    """The last two entries are missing."""
    return list(leaves[:-2])


def overwritten_and_grown(leaves: Leaves) -> list[bytes]:
    """One entry is another, and three more follow: the forgery hides in growth."""
    return [*edited(leaves), make_leaf(), make_leaf(), make_leaf()]


@dataclass(frozen=True)
class Forgery:
    """What is done, what anybody is told under the old checkpoint, what the keeper of one is told under a new one, and
    what a witness that has cosigned answers."""

    make: Callable[[Leaves], list[bytes]]
    under_the_old: str
    to_a_keeper: str
    witness: int


FORGERIES = {
    "edited": Forgery(edited, "root", "old-root", 409),
    "removed": Forgery(removed, "bundle-length", "shrunk", 400),
    "inserted": Forgery(inserted, "bundle-length", "old-root", 422),
    "reordered": Forgery(reordered, "root", "old-root", 409),
    "truncated": Forgery(truncated, "bundle-length", "shrunk", 400),
    "edited and grown": Forgery(overwritten_and_grown, "bundle-length", "old-root", 422),
}


def as_if(folder: Path, size: int, leaves: Leaves, note: str) -> Source:
    """Publish leaves in the files of a size that they do not have, under the note of that size."""
    put(folder, entries_path(0, size), b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves))
    put(folder, tile_path(0, 0, size), b"".join(leaf_hash(leaf) for leaf in leaves))
    put(folder, "checkpoint", note.encode())
    return Source(folder)


def code_of(check: Callable[[], object]) -> str:
    """Give the code with which a check rejects."""
    with pytest.raises(Rejected) as caught:
        check()
    return caught.value.code


@pytest.mark.parametrize("how", FORGERIES)
def test_a_forged_log_under_the_checkpoint_that_it_had_is_rejected_by_anybody(
    log: Logged, tmp_path: Path, how: str
) -> None:
    """20 November 2026: whoever serves the files has no key; whoever reads them has the log's vkey and nothing else."""
    forgery, leaves = FORGERIES[how], log.leaves()
    assert log.size == log.check().checkpoint.size
    assert log.size == check_export(as_if(tmp_path / "same", log.size, leaves, log.note), log.alone).checkpoint.size
    forged = as_if(tmp_path / "forged", log.size, forgery.make(leaves), log.note)

    assert forgery.under_the_old == code_of(lambda: check_export(forged, log.alone))


@pytest.mark.parametrize("how", FORGERIES)
def test_a_forged_log_that_the_host_signs_again_is_rejected_by_whoever_kept_anything(
    log: Logged, tmp_path: Path, how: str
) -> None:
    """To a newcomer it is a log like any other; a checkpoint of the day before, or evidence of one case, tells it."""
    forgery = FORGERIES[how]
    kept, bundle = log.note, packed(log.office, "JPN", log.ref, tmp_path)
    write_export(tmp_path / "forged", forgery.make(log.leaves()), key=log.key)
    forged = Source(tmp_path / "forged")

    assert not check_bundle(bundle, log.alone, Source(log.public)).unproved
    assert check_export(forged, log.alone).opened.log_signatures, "without anything kept it cannot be told"
    assert forgery.to_a_keeper == code_of(lambda: check_export(forged, log.alone, kept))
    with pytest.raises((Rejected, Unchecked)) as told:
        check_bundle(bundle, log.alone, forged)
    assert ("stale" if forgery.to_a_keeper == "shrunk" else "old-root") == told.value.code


@pytest.mark.parametrize("how", FORGERIES)
def test_a_forged_log_that_the_host_signs_again_gets_no_cosignature(
    log: Logged, states: States, tmp_path: Path, how: str
) -> None:
    """The host asks every witness from every size, each time with the best proof that there is: 200 is never said."""
    forgery, leaves = FORGERIES[how], log.leaves()
    kept = {name: states.evidence(name) for name in states.witnesses}
    stood = {name: witness.folder.joinpath("state.sqlite").read_bytes() for name, witness in states.witnesses.items()}
    false = forgery.make(leaves)
    note = write_export(tmp_path / "forged", false, key=log.key)

    for name in states.witnesses:
        answers = {old: states.ask(name, request(note, old, false)) for old in range(len(false) + 1)}
        assert {400, 409, 422} >= {status for status, _said in answers.values()}
        assert {f"{log.size}\n"} == {said for status, said in answers.values() if status == 409}
        assert forgery.witness == states.ask(name, request(note, log.size, false))[0]
        assert (forgery.witness != 400) == (kept[name] != states.evidence(name)), "what contradicts is kept"
    assert stood == {name: each.folder.joinpath("state.sqlite").read_bytes() for name, each in states.witnesses.items()}


def test_a_step_logged_twice_is_seen_by_a_stranger_who_kept_nothing(log: Logged, tmp_path: Path) -> None:
    """One entry for France and one for Japan under the tag of one step: no key and no earlier checkpoint is needed."""
    leaves = log.leaves()
    tag = leaves[PLACE][-53:-10]
    twin = make_leaf()
    twin = twin[:-53] + tag + twin[-10:]
    write_export(tmp_path / "forged", [*leaves, twin], key=log.key)

    assert "tag-twice" == code_of(lambda: check_export(Source(tmp_path / "forged"), log.alone))
    with pytest.raises(Rejected, match=f"Entries {PLACE} and {len(leaves)} bear the same tag"):
        check_export(Source(tmp_path / "forged"), log.alone)
