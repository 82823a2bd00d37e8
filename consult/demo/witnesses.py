"""The witnesses of the demonstration: four of its States, three of which are enough.

Each has a folder of its own with its own key and state, and runs as a process of its own beside the server, on this
machine and on whatever port is free. Whoever tries the demonstration sees what States see that run one each.
"""

import subprocess
import sys
from pathlib import Path

from consult.demo.world import world
from consult.log.policy import WITNESSES, Member, quorum_of, read_text, save_policy, write_policy
from consult.log.signer import key_path, make_key, open_signer
from consult.log.witness import Witness, create_witness
from consult.log.witness_server import ADDRESS
from consult.settings import Settings

STATES = ("BRA", "FRA", "JPN", "KOR")


def make_witnesses(settings: Settings) -> bool:
    """Make keys of witnesses and the policy that names them, where no policy was agreed; say whether that was done."""
    if read_text(settings.instance) is not None:
        return False
    if not key_path(settings).exists():
        make_key(settings, stored=False)
    keys = [key.vkey for key in open_signer(settings).keys]
    members = [Member(state, _witness(settings.instance, state, keys).key.vkey) for state in STATES]
    save_policy(settings.instance, write_policy(keys, members))
    return True


def _witness(instance: Path, state: str, keys: list[str]) -> Witness:
    """Open the witness of a State, or make it."""
    folder = instance / WITNESSES / state
    if (folder / "key").exists():
        return Witness(folder)
    return create_witness(folder, f"{state.lower()}.example/witness", keys)


def start_witnesses(instance: Path) -> tuple[list[str], int]:
    """Start the witnesses of the demonstration; give their names and how many of them are enough.

    Each ends when this process is gone, however it went: it reads its standard input until that is closed.
    """
    names = [state for state in STATES if (instance / WITNESSES / state / "key").is_file()]
    for name in names:
        folder = instance / WITNESSES / name
        (folder / ADDRESS).unlink(missing_ok=True)
        command = [sys.executable, "-m", "consult.witness", str(folder), "--with-parent"]
        _running.append(subprocess.Popen(command, stdin=subprocess.PIPE))  # noqa: S603 - this program itself
    return names, quorum_of(len(names))


# Kept so that their ends of the pipes stay open as long as this process lives.
_running: list[subprocess.Popen[bytes]] = []


def state_names(names: list[str]) -> str:
    """Give the names of States as they are read."""
    members = world().members
    return ", ".join(members[name].name if name in members else name for name in names)
