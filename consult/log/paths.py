"""Where the files of a published log lie, and what stands in the text of its checkpoint."""

from base64 import b64decode

WIDTH = 256


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """Give the path of a tile of hashes."""
    return f"tile/{level}/{_numbered(index, width)}"


def entries_path(index: int, width: int = WIDTH) -> str:
    """Give the path of a bundle of leaves."""
    return f"tile/entries/{_numbered(index, width)}"


def _numbered(index: int, width: int) -> str:
    """Write a number in groups of three digits, all but the last after an x, and the width of a partial tile."""
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    partial = "" if width == WIDTH else f".p/{width}"
    return "/".join(groups) + partial


def read_checkpoint_text(note: str) -> tuple[str, int, bytes]:
    """Give origin, size and root of a note that this log has signed."""
    origin, size, root, *_rest = note.split("\n")
    return origin, int(size), b64decode(root, validate=True)
