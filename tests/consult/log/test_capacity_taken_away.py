"""What an auditor takes away says under which instrument an act was taken, and which party took it for another."""

import csv
import io
import json
from pathlib import Path

import pytest
from sqlalchemy import update

from consult.db import reading, writing
from consult.docket import Filed
from consult.log.status import read_status
from consult.log.verifier import Rejected, check_audit, check_bundle
from consult.models.parties import MANDATE
from tests.consult.docket.conftest import Office
from tests.consult.docket.conftest import office as office
from tests.consult.docket.test_representations import LATER, accepted, asked, in_name
from tests.consult.docket.test_representations import allowed as allowed
from tests.consult.log.bundles import repacked, unpacked
from tests.consult.log.signing import QUORUM, WITNESSES, sign_at
from tests.consult.log.test_bundles import packed
from tests.consult.reports import test_audit as audit


@pytest.fixture
def ref(allowed: Office) -> str:
    """France, under credentials, makes Japan's statement on 23 November 2026."""
    found = asked(allowed)
    accepted(allowed)
    with writing(allowed.engine) as connection:
        mandate = allowed.standings["FRA"].mandate_id
        connection.execute(update(MANDATE).where(MANDATE.c.id == mandate).values(kind="credentials"))
    filed = Filed("make_statement", body={"text": "Japan's view"})
    allowed.docket.take(in_name(allowed), found, filed, at=LATER)
    with reading(allowed.engine) as connection:
        size = read_status(connection).size
    sign_at(allowed.engine, size, *WITNESSES, at=LATER)
    return found


def test_the_audit_table_names_power_and_acting_party_beside_the_party_whose_act_it_is(
    allowed: Office, ref: str, tmp_path: Path
) -> None:
    """Read from the file, and held by the verifier against the entries; Japan acts itself elsewhere."""
    what = audit.asked(until=LATER.date(), at=LATER)
    file = audit.written(allowed, tmp_path, what)
    rows = {row["trigger"]: row for row in audit.table_of(file)}
    statement, request = rows["make_statement"], rows["ask"]

    assert check_audit(file, QUORUM).table
    assert ("JPN", '["credentials"]', '["representation:1", "FRA"]') == (
        statement["actor"], statement["power"], statement["represented_by"],
    )  # fmt: skip
    assert ('["standing"]', "") == (request["power"], request["represented_by"])


def test_the_index_of_a_bundle_names_both_and_no_other_party_can_be_put_there(
    allowed: Office, ref: str, tmp_path: Path
) -> None:
    """As a table, for programs and for people; an index that says Korea took the act is refused by the verifier."""
    path = packed(allowed, "JPN", ref, tmp_path)
    files = unpacked(path)
    rows = {row["step"]: row for row in csv.DictReader(io.StringIO(files["index.csv"].decode("utf-8-sig")))}

    check_bundle(path, QUORUM)
    assert ("JPN", "credentials", "representation:1 | FRA") == tuple(
        rows["make_statement"][name] for name in ("party", "power", "represented_by")
    )
    assert "Credentials, through France, on its behalf" in files["index.html"].decode()
    index = json.loads(files["index.json"])
    entry = next(one for one in index["entries"] if one["step"] == "make_statement")
    entry["represented_by"] = ["representation:1", "KOR"]
    with pytest.raises(Rejected, match="represented_by"):
        check_bundle(repacked(path, {**files, "index.json": json.dumps(index).encode()}), QUORUM)
