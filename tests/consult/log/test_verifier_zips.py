"""The zip of a bundle: only names that mean the same everywhere, and no byte that could be another one unnoticed."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from consult.log import verifier
from tests.consult.log import exports
from tests.consult.log.bundles import DOCUMENT, dump, packed, repacked
from tests.consult.log.test_verifier_bundles import POLICY
from tests.consult.log.test_verifier_bundles_said import WORLD, files, held, refusal


def test_names_that_mean_something_else_elsewhere_are_refused(tmp_path: Path) -> None:
    """Places outside the bundle, and names that some computers read otherwise."""
    outside = [
        "/README.txt",
        "C:README.txt",
        "~/x",
        "documents/../x",
        "..",
        "./x",
        "documents\\001-x",
        "documents//001-x",
    ]
    for name in outside:
        assert (f"{name} names a place outside the bundle.", "bundle-place") == refusal(
            packed(tmp_path, WORLD.files() | {name: b""})
        )
    odd = [
        *(f"documents/001-JPN-map{each}" for each in ".<>|:*? "),
        "documents/001-e\u0301.pdf",
        "documents/001-\u202e.pdf",
    ]
    for name in [*odd, "documents/01-x.pdf", "receipts/01.tlog-proof", f"filings/{'A' * 64}.json", "more.txt"]:
        shown = name.replace("\u202e", "\N{REPLACEMENT CHARACTER}")
        assert (f"An evidence bundle does not hold {shown}.", "bundle-name") == refusal(
            packed(tmp_path, WORLD.files() | {name: b""})
        )
    alike = ("documents/001-JPN-map.pdf", "documents/001-JPN-Map.pdf")
    says = f"{alike[0]} and {alike[1]} differ only in letters that some computers take for the same."
    assert (says, "bundle-alike") == refusal(packed(tmp_path, WORLD.files() | {alike[1]: b""}))


def test_a_name_in_any_script_holds(tmp_path: Path) -> None:
    """In the zip it is marked as UTF-8."""
    name = "documents/001-JPN-carte é 日本.pdf"
    document = WORLD.index()["documents"][0] | {"path": name}
    changed = {each: data for each, data in WORLD.files().items() if not each.startswith("documents/")}

    assert held(tmp_path, changed | {name: DOCUMENT, "index.json": dump(WORLD.index(documents=[document]))}).attested


PACKED = "The zip file is not as a bundle is written: {}"
HEADER, TAIL, ORDER = (
    "a header is another, or bytes stand between its files.",
    "its end is another.",
    "its files are not in their order.",
)


def _order(path: Path) -> None:
    """Write the files in another order."""
    with zipfile.ZipFile(path) as read:
        kept = [(info, read.read(info)) for info in read.infolist()]
    with zipfile.ZipFile(path, "w") as written:
        for info, data in [kept[1], kept[0], *kept[2:]]:
            written.writestr(info, data)


def _turned(what: bytes, behind: int) -> Callable[[Path], None]:
    """Turn a bit of one byte behind the first place of some others."""

    def turn(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[data.index(what) + behind] ^= 1
        path.write_bytes(data)

    return turn


def _commented(path: Path) -> None:
    """Give the whole zip a comment."""
    with zipfile.ZipFile(path, "a") as written:
        written.comment = b"more"


@pytest.mark.parametrize(
    ("change", "says", "code"),
    [
        (_order, PACKED.format(ORDER), "bundle-packed"),
        (_turned(b"PK\x03\x04", 10), PACKED.format(HEADER), "bundle-packed"),
        (_turned(b"PK\x03\x04", 4), PACKED.format(HEADER), "bundle-packed"),
        (_turned(b"PK\x01\x02", 4), PACKED.format(TAIL), "bundle-packed"),
        (_turned(b"PK\x01\x02", 36), PACKED.format(TAIL), "bundle-packed"),
        (_turned(b"PK\x01\x02", 38), PACKED.format(TAIL), "bundle-packed"),
        (_commented, PACKED.format(TAIL), "bundle-packed"),
        (lambda path: path.write_bytes(path.read_bytes() + b"x"), PACKED.format(TAIL), "bundle-packed"),
        (_turned(b"Words.", 0), "README.txt does not have the SHA-256 that the bundle lists.", "bundle-sums"),
        (
            lambda path: path.write_bytes(b"no zip"),
            "This is not an evidence bundle that can be read: File is not a zip file",
            "no-bundle",
        ),
    ],
)
def test_a_zip_has_no_byte_that_could_be_another_one(
    tmp_path: Path, change: Callable[[Path], object], says: str, code: str
) -> None:
    """The order of its files, dates, versions, attributes, comments, what stands behind it, what is in its files."""
    path = packed(tmp_path, WORLD.files())
    change(path)

    assert (says, code) == refusal(path)


def test_a_policy_in_the_bundle_may_have_comments_in_any_encoding(tmp_path: Path) -> None:
    """As a policy of one's own may; no other file may."""
    odd = files(policy=b"# \xe9\n" + exports.TRUST_LOG.encode())
    assert verifier.check_bundle(packed(tmp_path, odd)).own_policy
    says = "This is not an evidence bundle that can be read: index.json: invalid continuation byte"
    assert (says, "no-bundle") == refusal(repacked(tmp_path / "odd.zip", files(index=b'{"\xe9":1}')))


def test_texts_beyond_measure_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a filing no more than thirty-two mebibytes; one byte fewer is read."""
    path = packed(tmp_path, WORLD.files())
    largest = max(len(data) for name, data in WORLD.files().items() if not name.startswith("documents"))
    monkeypatch.setattr(verifier, "MOST_TEXT", max(largest, len(zipfile.ZipFile(path).read("SHA256SUMS"))))
    assert verifier.check_bundle(path, POLICY).attested
    monkeypatch.setattr(verifier, "MOST_TEXT", verifier.MOST_TEXT - 1)
    assert ("The bundle unpacks to more than is read here.", "bundle-large") == refusal(path)
