"""Two installations that exchange notices: the one in which they were filed, and another one."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from consult.documents import FolderStore
from consult.exchange.notices import Look, Lookout, export_notices, import_notices, read_notices
from consult.visibility import Viewer
from tests.consult.api.machine import standing_of
from tests.consult.web.cases_world import BODY, build_cases
from tests.consult.web.world import AT, World

JAPAN, FRANCE, KOREA = "all@jpn.example", "all@fra.example", "all@kor.example"
OTHER = "registry.mofa.example"


def elsewhere(folder: Path, name: str = "other") -> World:
    """Build another installation, of another name."""
    (folder / name).mkdir()
    world = build_cases(folder / name)
    docket(world).host = f"{name}.example.int"
    return world


def docket(world: World) -> Any:
    """Give the docket of an installation."""
    return world.app.extensions["consult"].docket


def store(world: World) -> FolderStore:
    """Give its document store."""
    return FolderStore(world.app.extensions["consult"].settings.documents)


def lookout(world: World, email: str = JAPAN) -> Lookout:
    """Give somebody who looks at files."""
    return Lookout(docket(world), standing_of(world, email), AT, world.app.extensions["consult"].settings.uploads)


def taken(world: World, email: str = JAPAN, *, documents: bool = False, **narrowed: Any) -> dict[str, Any]:
    """Take notices away, as they stand in the file."""
    viewer = Viewer.of(standing_of(world, email))
    with world.reading() as conn:
        found = export_notices(conn, docket(world), viewer, AT, narrowed, store=store(world) if documents else None)
    told: dict[str, Any] = json.loads(found.file.model_dump_json(exclude_none=True))
    return told


def looked(world: World, file: Mapping[str, Any], email: str = JAPAN) -> Look:
    """Look at a file."""
    read, faults = read_notices(json.dumps(file))
    if read is None:
        return Look(0, faults=tuple(faults))
    with world.reading() as conn:
        return lookout(world, email).look(conn, read)[0]


def brought(world: World, file: Mapping[str, Any], email: str = JAPAN) -> Look:
    """Import a file."""
    read, faults = read_notices(json.dumps(file))
    if read is None:
        return Look(0, faults=tuple(faults))
    with world.reading() as conn:
        return import_notices(conn, world.writing, lookout(world, email), store(world), read)


def notice(**changes: Any) -> dict[str, Any]:
    """Give a notice of a berth."""
    return {"ref": "2026/1", "procedure": "berth", "filing": dict(BODY), **changes}


def file_of(*notices: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """Give a file."""
    return {"format": "consult.notices/1", "origin": OTHER, "notices": list(notices), **changes}
