"""What the code may not do at all: run text, unpickle, leave the machine from anywhere, search with an expression that
takes forever, hold a secret. Each message says what to do instead."""

import ast
import math
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import tree

OUTWARD = {
    "consult/accounts/providers/asking.py": "nothing: authlib writes an address; posting.py fetches",
    "consult/accounts/providers/tokens.py": "nothing: authlib compares claims; posting.py fetches",
    "consult/metrics/door.py": "answers at an address of this machine alone, and asks nobody",
    "consult/delivery/mail.py": "the mail server that the settings name",
    "consult/delivery/posting.py": "endpoints of parties, through targets.py",
    "consult/delivery/targets.py": "looking names up, once",
    "consult/documents/stores/client.py": "the store of documents that the settings name",
    "consult/doctor/front.py": "this installation at its own public address",
    "consult/log/verifier.py": "a program that stands alone and reads an export where whoever runs it says",
    "consult/log/witnessing.py": "witnesses that the policy of the installation names",
    "consult/remote/asking.py": "the instance that its user names, from the user's machine",
    "consult/commands/closing.py": "none: an option of a socket that listens",
    "consult/commands/serving.py": "listening, and a look whether the port is free",
    "consult/signs.py": "the name of this machine",
}
"""Who may open a connection, and to what. Addresses that users give go through `consult/delivery/targets.py`."""
CONNECTING = {
    "http.client",
    "urllib.request",
    "smtplib",
    "socket",
    "requests",
    "httpx",
    "ftplib",
    "authlib",
    "aiohttp",
    "boto3",
}
PROGRAMS = {
    "consult/demo/witnesses.py": "starts this program itself",
    "consult/doctor/clockwork.py": "asks the system whether its clock is kept",
}
NEVER = {"pickle", "marshal", "shelve", "dill", "yaml", "PIL", "lxml", "telnetlib", "xmlrpc"}
"""Readers that run what they read, or decode what nobody here has to decode."""
CALLS = {"eval", "exec", "compile", "__import__"}
RUNS_FILES = {"consult/docket/own.py", "workflows/__init__.py"}
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[baprs]-[A-Za-z0-9-]{20}"
    r"|PRIVATE\+KEY\+[^+\s\"]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{40}"
    r"|(?i:password|passwd|secret|api_?key)[\"']?\s*[:=]\s*[\"'][A-Za-z0-9+/_=-]{20,}[\"']"
)
LEFT_OUT = {".lock", ".css", ".svg", ".png", ".ttf", ".otf", ".pdf", ".woff2", ".po", ".pot", ".mo", ".json", ".txt"}


def imported(path: Path) -> Iterator[str]:
    """Yield every module that a file imports, in full."""
    for node in ast.walk(tree.parsed(path)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def uses(path: Path, modules: set[str]) -> bool:
    """Say whether a file imports one of some modules or a part of it."""
    return any(name == one or name.startswith(f"{one}.") for name in imported(path) for one in modules)


SOURCES = tree.sources("consult", "workflows")


def test_only_those_that_are_listed_open_connections() -> None:
    """Whoever adds one says to what; an address that a user gave goes through `targets.check`."""
    found = {path.as_posix() for path in SOURCES if uses(path, CONNECTING)}

    assert set(OUTWARD) == found | {one for one in OUTWARD if Path(one) not in SOURCES}
    assert found <= set(OUTWARD), f"List these with their reason, or go through one that is: {found - set(OUTWARD)}"


def test_only_those_that_are_listed_start_programs_and_none_through_a_shell() -> None:
    """A list of arguments, written here; `shell=True` nowhere."""
    assert set(PROGRAMS) == {path.as_posix() for path in SOURCES if uses(path, {"subprocess", "os.system", "pty"})}
    for path in SOURCES:
        for node in ast.walk(tree.parsed(path)):
            if isinstance(node, ast.Call):
                assert not any(one.arg == "shell" for one in node.keywords), path
                assert not (isinstance(node.func, ast.Attribute) and node.func.attr in ("system", "popen")), path


def test_nothing_is_unpickled_decoded_as_a_picture_or_run_as_text() -> None:
    """Templates come from files; text of users is never a program, a template or a format."""
    for path in SOURCES:
        assert not uses(path, NEVER), path
        for node in ast.walk(tree.parsed(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in CALLS or path.as_posix() in RUNS_FILES, f"{path}: {node.func.id}"
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("render_template_string", "from_string"), path


def test_no_query_is_made_of_text() -> None:
    """SQLAlchemy binds every value; what is written as text is written here, in full, and holds no value of a user."""
    for path in SOURCES:
        for node in ast.walk(tree.parsed(path)):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ("text", "exec_driver_sql", "literal_column", "executescript"):
                asked = ast.unparse(node.args[0])
                is_made = isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
                is_sql = re.search(r"\b(select|insert|update|delete|where|pragma|begin|show)\b", asked, re.I)
                if is_made and is_sql:
                    assert path.as_posix() in MADE_OF_NAMES, f"{path}:{node.lineno}: bind values, do not write them"


MADE_OF_NAMES = {
    "consult/db.py": "pragmas and modes out of a closed list",
    "consult/doctor/database.py": "names of settings out of a closed list",
    "consult/indexing.py": "names that a migration of this version gives, and the condition that stands there",
    "consult/lunar/index.py": "the name of the index and of its columns",
}


def expressions() -> list[tuple[str, str]]:
    """Find every regular expression that is written as one, with its place."""
    found = []
    for path in SOURCES:
        for node in ast.walk(tree.parsed(path)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
                continue
            if node.func.attr not in ("compile", "match", "fullmatch", "search", "sub", "split", "findall", "finditer"):
                continue
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "re":
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.append((f"{path}:{node.lineno}", first.value))
    return found


def nested(pattern: str) -> bool:
    """Say whether a repetition without end stands in another one in a way that a text can be shared out in many ways:
    (a+)+, (a|a)*, (.*,)*. Steps are counted by the shape alone, so that no clock is asked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import re._parser as parser  # type: ignore[import-not-found] # the standard library gives no other way

    return _ambiguous(parser.parse(pattern))


def _ambiguous(parsed: object) -> bool:
    for op, given in parsed:  # type: ignore[attr-defined] # what the parser yields has no type
        name = str(op)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            _least, most, body = given
            endless = str(most) == "MAXREPEAT"
            if endless and _has_endless(body) and not _is_fenced(body):
                return True
            if _ambiguous(body):
                return True
        elif (name == "SUBPATTERN" and _ambiguous(given[-1])) or (
            name == "BRANCH" and any(_ambiguous(one) for one in given[1])
        ):
            return True
    return False


KNOWN = {
    "consult/documents/official/shapes.py": "a round begins with a blank, ends with a mark, and holds no other mark"
}
"""Repetitions within repetitions that were looked at: why there is one way alone to share a text out."""


def _has_endless(parsed: object) -> bool:
    for op, given in parsed:  # type: ignore[attr-defined] # as above
        name = str(op)
        if name in ("MAX_REPEAT", "MIN_REPEAT") and (str(given[1]) == "MAXREPEAT" or _has_endless(given[2])):
            return True
        if name == "SUBPATTERN" and _has_endless(given[-1]):
            return True
        if name == "BRANCH" and any(_has_endless(one) for one in given[1]):
            return True
    return False


def _is_fenced(parsed: object) -> bool:
    """Say whether each round begins with a sign of its own, one that stands there literally."""
    steps = list(parsed)  # type: ignore[call-overload] # as above
    while steps and str(steps[0][0]) == "SUBPATTERN":
        steps = [*steps[0][1][-1], *steps[1:]]
    if steps and str(steps[0][0]) == "BRANCH":
        return all(_is_fenced(one) or _is_bounded_by_literal(one) for one in steps[0][1][1])
    return bool(steps) and str(steps[0][0]) in ("LITERAL", "AT")


def _is_bounded_by_literal(parsed: object) -> bool:
    """Say whether a round ends with a literal sign, which a repetition of classes before it does not hold."""
    steps = list(parsed)  # type: ignore[call-overload] # as above
    return len(steps) == 2 and str(steps[0][0]) == "MAX_REPEAT" and str(steps[1][0]) == "LITERAL"


@pytest.mark.parametrize(("place", "pattern"), expressions(), ids=[place for place, _pattern in expressions()])
def test_no_expression_takes_forever_over_a_text_made_for_it(place: str, pattern: str) -> None:
    """No repetition within a repetition, unless each round begins with a literal sign."""
    assert place.partition(":")[0] in KNOWN or not nested(pattern), (
        f"{place}: begin each round with a literal sign, or bound the inner repetition"
    )


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"(a+)+b", True),
        (r"(a|b*)*c", True),
        (r"(\w+\s?)*x", True),
        (r"([a-z]+,?)+$", True),
        (r"(?:\[+\s*|[a-z]+\.)*=", True),
        (r"(?:\[\s*|[a-z]+\.)*=", False),
        (r"a+b+", False),
        (r"(,[a-z]+)*", False),
        (r"[a-z]([a-z-]{0,61}[a-z])?", False),
        (r"(?:\.[a-z]+)+", False),
    ],
)  # fmt: skip
def test_the_rule_on_expressions_finds_what_it_should(pattern: str, expected: bool) -> None:
    """Those of textbooks, and those that are harmless."""
    assert expected == nested(pattern)


def randomness(text: str) -> float:
    """Give the bits a sign of a text carries."""
    counts = Counter(text)
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values())


def test_no_file_holds_what_looks_like_a_secret() -> None:
    """Secrets stand in the folder of the instance or in the environment. A test that needs one draws it, or names a
    value that is plainly none."""
    left_out = ("vendor", "vectors")
    paths = [
        one for one in tree.files() if one.suffix not in LEFT_OUT and not any(name in one.parts for name in left_out)
    ]
    found = [(path, match[0]) for path in paths for match in SECRETS.finditer(tree.text(path))]
    secret = [
        (path, told) for path, told in found if "PRIVATE KEY" in told or randomness(told.rpartition("=")[2]) > 4.2
    ]

    assert [] == [f"{path}: {told[:40]}" for path, told in secret]
