"""Ask whether anything this program stands on has a known fault: python3 tools/audit.py [--service URL] [--sbom FILE]

Every package of the lock files, and every file copied from elsewhere, is named with its version to a database of known
faults (the service of OSV, https://osv.dev). An empty answer is worth nothing unless the service is seen to answer, so
besides an old package is asked of which faults are known, and each answer must be there. Leaves with 0 where everything
was asked and nothing found, 1 where something was found, 2 where it could not be asked: never 0 for want of an answer.
With --sbom a list of the parts (CycloneDX 1.5) is written and nothing is asked. Standard library only.
"""

import argparse
import json
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SERVICE = "https://api.osv.dev"
LOCKS = ("requirements.lock", "requirements-dev.lock", "tools/installer.lock")
PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==([^ ;\\]+)")
HASHED = re.compile(r"--hash=sha256:([0-9a-f]{64})")
COPIED = re.compile(r"^\| `[^`]+` \| (\S+) \| (\S+) \| [^|]+ \| `\w{64}` \|$", re.M)
CANARY = ("PyPI", "jinja2", "2.4.1")
"""Known to have faults for many years: a service that finds none there finds none anywhere."""
SECONDS = 30
MOST = 20_000_000


class NotAsked(Exception):
    """The question could not be put, or was not answered in full; the sentence says why."""


def parts(root: Path) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Give what the program stands on: kind, name, version and digests, each once, in order."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for name in LOCKS:
        path = root / name
        if not path.is_file():
            raise NotAsked(f"{name} is missing: there is no list of what to ask.")
        now: set[str] | None = None
        for line in path.read_text(encoding="utf-8").splitlines():
            if pinned := PINNED.match(line):
                now = found.setdefault(("PyPI", pinned[1].lower().replace("_", "-"), pinned[2]), set())
            elif line and not line.startswith((" ", "#")):
                raise NotAsked(f"{name}: this line pins nothing: {line[:60]}")
            if now is not None:
                now.update(HASHED.findall(line))
    for path in sorted(root.glob("consult/**/VENDORED.md")):
        for name, version in COPIED.findall(path.read_text(encoding="utf-8")):
            found.setdefault(("npm", name, version), set())
    if not found:
        raise NotAsked("The lock files hold no package: there is nothing to ask.")
    return [(*each, tuple(sorted(digests))) for each, digests in sorted(found.items())]


def ask(service: str, asked: list[tuple[str, str, str]]) -> list[list[str]]:
    """Give the known faults of each, in the order asked; NotAsked where one answer is missing."""
    queries = [{"package": {"ecosystem": kind, "name": name}, "version": version} for kind, name, version in asked]
    request = urllib.request.Request(
        f"{service}/v1/querybatch",
        json.dumps({"queries": queries}).encode(),
        {"Content-Type": "application/json", "User-Agent": "consult-audit"},
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            said = json.loads(answer.read(MOST))
    except (OSError, ValueError) as fault:
        raise NotAsked(f"{service} does not answer as it should: {fault}") from None
    results = said.get("results") if isinstance(said, dict) else None
    if not isinstance(results, list) or len(results) != len(asked):
        got = len(results) if isinstance(results, list) else "no"
        raise NotAsked(f"{len(asked)} packages were asked, and {got} answers came.")
    if not all(isinstance(each, dict) for each in results):
        raise NotAsked("An answer is not in the form that the service documents.")
    return [[str(one.get("id", "?")) for one in each.get("vulns", [])] for each in results]


def audit(root: Path, service: str) -> int:
    """Ask, say what was found, and give the code to leave with."""
    asked = [(kind, name, version) for kind, name, version, _digests in parts(root)]
    *answers, canary = ask(service, [*asked, CANARY])
    if not canary:
        raise NotAsked(
            f"The service knows no fault of {CANARY[1]} {CANARY[2]}, which has some: it is not asked in earnest."
        )
    found = [(each, ids) for each, ids in zip(asked, answers, strict=True) if ids]
    for (kind, name, version), ids in found:
        print(f"{name} {version} ({kind}): {', '.join(ids)}")
    print(f"{len(asked)} packages were asked; {len(found)} of them have known faults.")
    return 1 if found else 0


def components(root: Path) -> dict[str, object]:
    """Give the list of parts as CycloneDX 1.5 has it, without a date, so that it is the same for the same locks."""
    listed = [
        {
            "type": "library",
            "name": name,
            "version": version,
            "purl": f"pkg:{'pypi' if kind == 'PyPI' else 'npm'}/{name}@{version}",
            **({"hashes": [{"alg": "SHA-256", "content": one} for one in digests]} if len(digests) == 1 else {}),
        }
        for kind, name, version, digests in parts(root)
    ]
    own = {"type": "application", "name": "consult"}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": own},
        "components": listed,
    }


def main() -> int:
    """Read the command line."""
    read = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    read.add_argument("--root", type=Path, default=ROOT)
    read.add_argument("--service", default=SERVICE)
    read.add_argument("--sbom", type=Path)
    given = read.parse_args()
    try:
        if given.sbom:
            given.sbom.write_text(json.dumps(components(given.root), indent=1) + "\n", encoding="utf-8")
            return 0
        return audit(given.root, given.service)
    except NotAsked as fault:
        print(f"Nothing is known: {fault}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
