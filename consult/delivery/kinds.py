"""Bring in every file of this package, so that each registers what it words, carries and does when a message ends."""

import pkgutil
from importlib import import_module

from consult import delivery


def register_all() -> None:
    """Import all files of the package; a new one needs no line elsewhere."""
    for module in pkgutil.iter_modules(delivery.__path__):
        import_module(f"{delivery.__name__}.{module.name}")
