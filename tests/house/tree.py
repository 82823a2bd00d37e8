"""The tree under test: which files belong to it, read as text or as Python."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEFT_OUT = {".git", ".venv", ".tools", "instance", "build", "dist", "mutants", "__pycache__"}


@cache
def files() -> tuple[Path, ...]:
    """Return every file of the tree, as paths from its root: what git tracks or would track, else what is there."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        named = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
        paths = [Path(name) for name in named if name]
    except (OSError, subprocess.CalledProcessError):
        everything = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
        paths = [path for path in everything if not LEFT_OUT.intersection(path.parts)]
    return tuple(sorted(path for path in paths if (ROOT / path).is_file()))


def text(path: Path) -> str:
    """Return a file's text; bytes that are no text stand as replacement signs."""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


@cache
def sources(*packages: str) -> tuple[Path, ...]:
    """Return the Python files of the packages, without migrations, which a program writes."""
    inside = (path for path in files() if path.parts[0] in packages and path.suffix == ".py")
    return tuple(path for path in inside if "versions" not in path.parts)


@cache
def parsed(path: Path) -> ast.Module:
    """Return a Python file as a syntax tree."""
    return ast.parse(text(path), filename=str(path))


def module(path: Path) -> str:
    """Return the dotted name under which a file is imported."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
