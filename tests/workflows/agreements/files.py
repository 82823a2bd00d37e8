"""Files of agreements that a test writes."""

from pathlib import Path


def write(folder: Path, key: str, text: str) -> Path:
    """Write one file and give its path."""
    path = folder / f"{key}.toml"
    path.write_text(text, encoding="utf-8")
    return path
