"""A small installation whose log is signed, published and witnessed by four States, and a host that means ill.

The parts are the product's own: acts by the docket, the signer with its memory, the export, witnesses that answer over
HTTP on this machine, each by a clock of its own. A host that means ill has what a host has: the database, the key of
the log, a second installation over copies of both, and a program of its own that signs whatever it likes.
"""

import http.client
import shutil
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from consult.db import make_engine, reading
from consult.docket import Docket
from consult.docket.replaying import Openings, replay_cases
from consult.jobs.sealing import Sealing
from consult.log import witnessing
from consult.log.notes import SigningKey
from consult.log.policy import Member, write_policy
from consult.log.publishing import public_folder
from consult.log.signer import open_signer
from consult.log.tree import prove_consistency
from consult.log.verifier import Policy, Report, Source, check_export, hash_leaf, read_policy
from consult.log.verify import verify
from consult.log.witness import Witness, create_witness
from consult.log.witness_server import application
from consult.models.audit import audit_leaf
from consult.settings import Settings
from tests import databases
from tests.consult.docket.conftest import PROCEDURES, START, Office, build_office
from tests.consult.docket.test_taking import BODY
from tests.consult.log.exports import root_of
from tests.consult.log.test_witnessing import NAMES, Application, served


@dataclass
class Logged:
    """One installation: where it lies, its docket, and the case that Japan opened in it."""

    folder: Path
    settings: Settings
    office: Office
    ref: str = ""

    @property
    def public(self) -> Path:
        """Where its log is published."""
        return public_folder(self.settings)

    @property
    def key(self) -> SigningKey:
        """The key of its log."""
        return open_signer(self.settings).keys[0]

    @property
    def note(self) -> str:
        """The checkpoint as anybody reads it."""
        return (self.public / "checkpoint").read_text()

    @property
    def size(self) -> int:
        """How many entries the published checkpoint covers."""
        return int(self.note.split("\n")[1])

    @property
    def alone(self) -> Policy:
        """The policy of somebody who knows the log's key and asks for no witness."""
        return read_policy(f"log {self.key.vkey}\nquorum none\n")

    def state(self, who: str = "JPN", at: datetime = START, text: str = "We hold to it") -> Any:
        """Let a party place a statement in the case."""
        return self.office.take(who, self.ref, "make_statement", at=at, body={"text": text})

    def turn(self, at: datetime = START) -> None:
        """Seal and publish, as the loop does after it was started anew."""
        Sealing(self.office.engine, self.settings).turn(at)

    def leaves(self) -> list[bytes]:
        """Read all leaves that the published checkpoint covers."""
        query = select(audit_leaf.c.leaf).where(audit_leaf.c.seq < self.size).order_by(audit_leaf.c.seq)
        with reading(self.office.engine) as connection:
            return [bytes(leaf) for leaf in connection.execute(query).scalars()]

    def check(self, policy: Policy | None = None, old: str | None = None) -> Report:
        """Check from outside what is published."""
        return check_export(Source(self.public), policy or self.alone, old)

    def sound(self) -> bool:
        """Say whether the log verifies from inside and every case follows from it."""
        with reading(self.office.engine) as connection:
            return verify(connection, replay=Openings(connection)).sound and not list(replay_cases(connection))

    def second(self, folder: Path) -> "Logged":
        """Give the host a second installation over copies of everything that the first one has."""
        folder.mkdir(parents=True)
        databases.copy_of(self.office.engine, self.folder / "consult.sqlite", folder / "consult.sqlite")
        shutil.copytree(self.folder / "signer", folder / "signer")
        shutil.copytree(self.folder / "audit", folder / "audit")
        settings = Settings.for_tests(folder)
        engine = make_engine(settings.database_url)
        docket = Docket(engine, folder, (PROCEDURES,))
        return Logged(folder, settings, Office(docket, engine, self.office.standings), self.ref)


@contextmanager
def installed(folder: Path, *, signed: bool = True) -> Iterator[Logged]:
    """Build an installation with a case in which Japan asked, France answered to Japan alone, and both stated; its log
    is signed, unless that is still to come."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings.for_tests(folder)
    made = Logged(folder, settings, build_office(settings.database_url, folder))
    made.ref = str(made.office.docket.open(made.office.standings["JPN"], "berth", at=START, title="").ref)
    made.office.take("JPN", made.ref, "ask", body=BODY)
    made.office.take("FRA", made.ref, "give", track="berth:FRA", body={"text": "From March"})
    made.state("JPN")
    made.state("FRA")
    if signed:
        made.turn()
    try:
        yield made
    finally:
        made.office.engine.dispose()


@dataclass
class States:
    """Four witnesses, what answers at the address of each, what their clocks show, and the policy of all: any three."""

    folder: Path
    stack: ExitStack
    vkey: str
    now: datetime = START
    witnesses: dict[str, Witness] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Set up a witness for each State."""
        for name in NAMES:
            self.witnesses[name] = create_witness(self.folder / name, f"{name.lower()}.example/witness", [self.vkey])
            self.answer_with(name, application(self.witnesses[name], lambda: self.now))

    def answer_with(self, name: str, app: Application) -> None:
        """Let something else answer at the address of a witness."""
        self.urls[name] = self.stack.enter_context(served(app))

    @property
    def text(self) -> str:
        """The file of trust that all States have agreed on."""
        return write_policy([self.vkey], [Member(name, each.key.vkey) for name, each in self.witnesses.items()])

    @property
    def policy(self) -> Policy:
        """What that file says."""
        return read_policy(self.text)

    def cosign(
        self, log: Logged, at: datetime = START, host_clock: datetime | None = None, *, publish: bool = True
    ) -> dict[str, str]:
        """Let an installation collect cosignatures of what it signed last, and publish them with whatever is new; give
        what came of it, by witness.
        """
        self.now = at
        done = witnessing.collect(log.office.engine, self.policy, host_clock or at, self.urls)
        assert done is not None
        if publish:
            log.turn(host_clock or at)
        return {name: outcome.code for name, outcome in done.outcomes.items()}

    def ask(self, name: str, body: bytes) -> tuple[int, str]:
        """Ask a witness over HTTP as any program may; give status and answer."""
        place = urlsplit(self.urls[name])
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
        try:
            connection.request("POST", "/add-checkpoint", body)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def evidence(self, name: str) -> list[Path]:
        """List what a witness has kept of requests that contradict what it saw."""
        kept = self.folder / name / "evidence"
        return sorted(kept.iterdir()) if kept.exists() else []


def obliging(witness: Witness, now: Callable[[], datetime]) -> Application:
    """Give a witness that lies: it cosigns with its true key whatever it is sent, and remembers nothing."""

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
        text = body.split("\n\n")[1] + "\n"
        start("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
        return [witness.key.cosign(text, int(now().timestamp())).encode()]

    return answer


def request(note: str, old: int, leaves: Sequence[bytes]) -> bytes:
    """Write the request that a host makes of leaves of its choice: the best proof that they give."""
    size, hashes = int(note.split("\n")[1]), [hash_leaf(leaf) for leaf in leaves]

    def read(level: int, index: int) -> bytes:
        return root_of(hashes[index << level : (index + 1) << level])

    proof = prove_consistency(old, size, read) if 0 < old < size else []
    return ("\n".join([f"old {old}", *(b64encode(each).decode() for each in proof)]) + f"\n\n{note}").encode()


def text_and_line(note: str) -> str:
    """Give a note with the log's signature alone."""
    text, _gap, lines = note.partition("\n\n")
    return f"{text}\n\n" + lines.split("\n")[0] + "\n"
