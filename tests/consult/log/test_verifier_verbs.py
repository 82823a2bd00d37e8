"""The verifier's verbs: what each takes, and the one sentence with which it refuses."""

import pytest

from tests.consult.log.exports import LOG
from tests.consult.log.test_verifier_told import ORGAN, told
from tests.consult.log.test_verifier_told import place as place
from tests.consult.log.test_verifier_told import there as there


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ("export log --policy nowhere", 2, "nowhere cannot be read: there is no such file. [unreadable]"),
        ("export log --policy log", 2, "log cannot be read: there is no such file. [unreadable]"),
        ("export log --policy broken", 2, "Line 1 of the policy: it has too few or too many words. [policy-line]"),
        ("export nowhere --policy trust", 2, "nowhere: there is no checkpoint. [no-export]"),
        (
            "export ftp://log.example/audit --policy trust",
            2,
            "ftp://log.example/audit cannot be fetched: ftp [unreachable]",
        ),
        ("export odd --policy trust", 1, "Entry 0 does not have the shape of a leaf of this log. [leaf-shape]"),
        ("export log --policy trust --old nowhere", 2, "nowhere cannot be read: there is no such file. [unreadable]"),
        (
            "export log --policy trust --old not-text",
            1,
            "This is not a signed note: it is not text in UTF-8. [no-note]",
        ),
        (
            "export log --policy trust --old forked",
            1,
            "The log was changed: its first 30 entries are not those of the older checkpoint. [old-root]",
        ),
        ("receipt not-text --policy trust", 1, "This is not a signed note: it is not text in UTF-8. [no-note]"),
        ("receipt now --policy trust", 1, "This is not a receipt: its first line is another. [no-proof]"),
        ("bundle nowhere --policy trust", 2, "nowhere cannot be read: there is no such file. [unreadable]"),
        (
            "bundle bundle.zip --policy broken",
            2,
            "Line 1 of the policy: it has too few or too many words. [policy-line]",
        ),
        (
            "bundle bundle.zip --policy log-only --log young",
            1,
            "The log was changed: its first 10 entries are not those of the older checkpoint. [old-root]",
        ),
        ("audit nowhere", 2, "nowhere cannot be read: there is no such file. [unreadable]"),
        ("audit nowhere --policy trust", 2, "nowhere cannot be read: there is no such file. [unreadable]"),
        ("audit old", 2, "The bundle holds no policy, and none was given. [bundle-policy]"),
        ("audit old --policy broken", 2, "Line 1 of the policy: it has too few or too many words. [policy-line]"),
        (
            "audit old --policy trust",
            1,
            "This is not an audit log that can be read: its first line is another. [no-audit]",
        ),
        ("policy broken", 1, "Line 1 of the policy: it has too few or too many words. [policy-line]"),
        ("policy nowhere", 2, "nowhere cannot be read: there is no such file. [unreadable]"),
        (
            "compare now forked --policy trust",
            1,
            f"Two checkpoints of {LOG.name} with 30 entries have different roots: the log has forked. [fork]",
        ),
        (
            "compare now old --policy trust",
            2,
            "The checkpoints have 30 and 7 entries; only the log itself joins them. [sizes-differ]",
        ),
        (
            "consistency now old log --policy trust",
            1,
            "The log was cut: the older checkpoint has 30 entries, this one 7. [shrunk]",
        ),
        ("note statement none", 2, "'none' is not a verifier key. [no-key]"),
        (f"note statement {LOG.vkey}", 1, "No known key has signed this note. [unsigned]"),
        (
            f"note trust {ORGAN.vkey}",
            1,
            "This is not a signed note: text and signatures are not divided by an empty line. [no-note]",
        ),
    ],
)
def test_what_does_not_hold_is_told_in_one_sentence_with_its_code(
    capsys: pytest.CaptureFixture[str], arguments: str, code: int, says: str
) -> None:
    """1 rejects, 2 cannot tell; nothing is told that could be taken for a result."""
    assert (code, "", f"{says}\n") == told(capsys, arguments)


HELP = "options: -h, --help show this help message and exit"
POLICY_HELP = "--policy FILE whose signatures count"


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("others.json", "others.json speaks of entry 5. [bundle-index]"),
        ("lie.json", "lie.json opens another leaf than the receipt of the same entry holds. [other-leaf]"),
        ("trust", "trust is not a file of openings. [no-openings]"),
    ],
)
def test_openings_of_another_entry_are_refused_after_the_entry_is_told(
    capsys: pytest.CaptureFixture[str], file: str, says: str
) -> None:
    """What the receipt itself proves is told; of what was to be opened nothing is."""
    code, said, beside = told(capsys, f"receipt own --policy log-only --openings {file}")

    assert (1, 1, f"{says}\n") == (code, len(said.splitlines()), beside)


VERBS = "{export,receipt,bundle,audit,compare,consistency,note,policy}"
HELPS = {
    "": f"[-h] {VERBS} ... Check a log without the help of its host. positional arguments: {VERBS} export an export, "
    "every byte of it receipt a receipt of one entry bundle an evidence bundle audit an audit log, as a zip of its "
    "parts or its lines alone compare two checkpoints against each other consistency that one checkpoint continues "
    f"another note a note that a State has signed with its key policy the form of a policy {HELP}",
    "export": "[-h] --policy FILE [--old CHECKPOINT] [--tree-only] place Check an export, every byte of it. positional "
    f"arguments: place {HELP} {POLICY_HELP} --old CHECKPOINT an older checkpoint, which must be continued --tree-only "
    "entries may have any shape",
    "receipt": "[-h] --policy FILE [--openings FILE] file Check a receipt of one entry. positional arguments: file "
    f"{HELP} {POLICY_HELP} --openings FILE what the entry holds, to be checked and printed",
    "bundle": "[-h] [--policy FILE] [--log PLACE] file Check an evidence bundle. positional arguments: file "
    f"{HELP} {POLICY_HELP} --log PLACE an export, in which its chains are looked for as well",
    "audit": "[-h] [--policy FILE] file Check an audit log, as a zip of its parts or its lines alone. positional "
    f"arguments: file {HELP} {POLICY_HELP}",
    "compare": "[-h] --policy FILE first second Check two checkpoints against each other. positional arguments: first "
    f"second {HELP} {POLICY_HELP}",
    "consistency": "[-h] --policy FILE old new place Check that one checkpoint continues another. positional "
    f"arguments: old new place {HELP} {POLICY_HELP}",
    "note": f"[-h] file key Check a note that a State has signed with its key. positional arguments: file key {HELP}",
    "policy": f"[-h] file Check the form of a policy. positional arguments: file {HELP}",
}


@pytest.mark.parametrize("verb", HELPS)
def test_the_help_of_each_verb_says_what_it_takes(capsys: pytest.CaptureFixture[str], verb: str) -> None:
    """What must be given, what may be, and what each is."""
    code, said, _beside = told(capsys, f"{verb} --help")

    program = f"usage: consult-verify {verb} " if verb else "usage: consult-verify "
    assert (0, program + HELPS[verb]) == (code, " ".join(said.split()))


@pytest.mark.parametrize(
    ("arguments", "lacks"),
    [
        ("", "the following arguments are required: verb"),
        ("export log", "the following arguments are required: --policy"),
        ("receipt", "the following arguments are required: file, --policy"),
        ("compare now --policy trust", "the following arguments are required: second"),
    ],
)
def test_what_was_forgotten_is_named(capsys: pytest.CaptureFixture[str], arguments: str, lacks: str) -> None:
    """It cannot be checked: 2."""
    code, said, beside = told(capsys, arguments)

    assert (2, "") == (code, said)
    assert beside.endswith(f": error: {lacks}\n")
