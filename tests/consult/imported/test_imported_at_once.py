"""Two bundles of one case that are imported in the same hour, and one that two people remove in the same moment."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from consult import imported
from consult.db import reading, writing
from consult.documents import FolderStore
from consult.imported.keeping import GIVEN, Importer, Prepared, Trusting
from consult.log.verifier import read_policy
from consult.models.imported import IMPORTED
from consult.models.logbook import AUDIT_ENTRY
from consult.refusals import Unknown
from consult.settings import Settings
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.docket.racing import in_turn
from tests.consult.log import exports
from tests.consult.log.bundles import repacked
from tests.house.imports_world import bundle_of


def checked(office: Office, folder: Path, *titles: str) -> list[tuple[Path, Prepared]]:
    """Check bundles of one case, each with another title, before any of them is imported."""
    by, limits = Importer.of(office.standings["JPN"]), Settings.for_tests(folder).uploads
    trusting, found = Trusting(GIVEN, exports.TRUST_LOG, read_policy(exports.TRUST_LOG)), []
    for title in titles:
        path = repacked(folder / f"{title}.zip", bundle_of(title))
        with reading(office.engine) as connection:
            found.append((path, imported.prepare(connection, by.viewer, path, trusting, limits)))
    return found


def keep(office: Office, folder: Path, path: Path, prepared: Prepared) -> str:
    """Import a bundle that was checked."""
    store, by = FolderStore(Settings.for_tests(folder).imports), Importer.of(office.standings["JPN"])
    with path.open("rb") as file:
        return str(imported.keep(office.engine, lambda: writing(office.engine), store, prepared, file, START, by))


def test_of_two_bundles_that_were_checked_before_either_was_imported_the_second_is_compared(
    office: Office, tmp_path: Path
) -> None:
    """20 November 2026: two people of Japan check a bundle each of one case of elsewhere, then both import. The later
    one says what differs from the earlier one: that the host told two stories would be passed over else."""
    refs = [keep(office, tmp_path, *one) for one in checked(office, tmp_path, "Berth", "Other berth")]

    with reading(office.engine) as connection:
        numbers = connection.execute(select(IMPORTED.c.number).order_by(IMPORTED.c.id)).scalars().all()
        second = imported.find(connection, Importer.of(office.standings["JPN"]).viewer, refs[1])
    assert [1, 2] == numbers
    assert second.differences


def test_a_bundle_that_two_remove_at_once_is_removed_once(office: Office, tmp_path: Path) -> None:
    """One entry of the log says that it was removed; whoever came second is told that it is not there."""
    [(path, prepared)] = checked(office, tmp_path, "Berth")
    ref, by = keep(office, tmp_path, path, prepared), Importer.of(office.standings["JPN"])

    def again() -> Any:
        with writing(office.engine) as connection:
            return imported.remove(connection, by, ref, START)

    _digest, answer = in_turn(office.engine, lambda connection: imported.remove(connection, by, ref, START), again)

    assert isinstance(answer, Unknown), answer
    with reading(office.engine) as connection:
        told = select(AUDIT_ENTRY.c.seq).where(AUDIT_ENTRY.c.kind == "import_removed")
        assert 1 == len(connection.execute(told).all())
