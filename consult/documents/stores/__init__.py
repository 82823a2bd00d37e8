"""Where bytes lie under their SHA-256: in folders of the installation, or in a bucket of a store that speaks S3.

There are three stores of one form: documents that people attach, bundles that were imported, and files that were made.
Which kind of place holds them is one setting, `[documents] store`; nobody but this package knows which it is. Bytes are
in their place before the row that names them is committed, are never changed there, and are compared with their digest
before anybody has them.
"""

from dataclasses import replace
from functools import lru_cache

from consult.documents.errors import Away
from consult.documents.stores.bucket import BucketStore
from consult.documents.stores.client import Bucket, Said
from consult.documents.stores.folder import FolderStore
from consult.documents.stores.values import Kept, Store
from consult.settings import BUCKET, FOLDER, Documents, Settings
from workflows.kernel.frozen import dataclass

__all__ = ["BucketStore", "FolderStore", "Kept", "Store", "Stores", "bucket_of", "is_away", "stores_in", "stores_of"]


@dataclass(frozen=True, slots=True)
class Stores:
    """The stores of one installation."""

    documents: Store
    imports: Store
    outputs: Store

    def named(self) -> dict[str, Store]:
        """Give each under its name."""
        return {"documents": self.documents, "imported": self.imports, "outputs": self.outputs}


def stores_of(settings: Settings) -> Stores:
    """Give the stores of an installation where its settings say that they are. SettingsError where what they need is
    not installed."""
    return stores_in(settings, settings.stored.store)


def stores_in(settings: Settings, kind: str) -> Stores:
    """Give the stores of an installation in one kind of place, whichever it uses now."""
    if kind == FOLDER:
        folders = settings.documents, settings.imports, settings.outputs
        return Stores(*(FolderStore(folder) for folder in folders))
    bucket = bucket_of(replace(settings.stored, store=BUCKET))
    return Stores(*(BucketStore(bucket, f"{name}/") for name in ("documents", "imported", "outputs")))


def is_away(settings: Settings) -> bool:
    """Say whether the store of documents does not answer now: a bucket is asked, quickly, and not while it rests."""
    if settings.stored.store == FOLDER:
        return False
    try:
        bucket_of(settings.stored).ask("head_bucket", quick=True)
    except (Away, Said):
        return True
    return False


@lru_cache(maxsize=8)
def bucket_of(settings: Documents) -> Bucket:
    """Give the one connection of this process to a bucket, which is opened when it is first needed."""
    return Bucket(settings)
