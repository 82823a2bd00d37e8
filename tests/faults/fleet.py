"""An installation on several machines, as far as one machine can have them: web processes on ports of their own,
workers, and a real nginx with the configuration that ships before them.

The programs are the product's own commands. Their clock stands still at the moment at which the world was made, so that
no mandate and no token ends; what passes (leases, waits) is counted by other means.
"""

import os
import shutil
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.consult.commands.test_serving import ROOT, answer, free_port
from tests.consult.web.cases_world import PROCEDURES, build_cases
from tests.consult.web.world import AT, World

NO_NGINX = "no nginx (make test-system installs it)"
SAMPLE = ROOT / "docs" / "deployment" / "nginx.conf"
SECRET = "a secret for tests only, shared by all machines"
NAME = "consult.example.int"
LONGEST = 60.0
AGREES = "beating.apart = lambda engine, at: timedelta()"
"""The clock of the database goes on, which a server would take for a wrong one of its own."""
PROGRAM = f"""
from datetime import datetime, timedelta
from consult import clock
from consult.cli import main
from consult.commands import beating
{AGREES}
with clock.frozen(datetime.fromisoformat({AT.isoformat()!r})):
    main()
"""


def nginx() -> str | None:
    """Give the program of nginx, None where there is none."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def wait_until(holds: Callable[[], bool], what: str, seconds: float = LONGEST) -> None:
    """Wait until something holds."""
    last = time.perf_counter() + seconds
    while not holds():
        assert time.perf_counter() < last, f"waited too long: {what}"
        time.sleep(0.02)


@dataclass
class Program:
    """A command that runs over one machine's folder."""

    process: subprocess.Popen[bytes]
    port: int = 0

    def is_ready(self) -> bool:
        """Tell whether a web process says that it can serve."""
        assert self.process.poll() is None, "the program has ended"
        return answer(self.port, "/readyz")[0] == 200

    def end(self, told: signal.Signals = signal.SIGTERM, seconds: float = LONGEST) -> int:
        """Tell it to end, and give the code with which it left."""
        self.process.send_signal(told)
        return self.process.wait(seconds)


@dataclass
class Fleet:
    """Machines over one database."""

    folder: Path
    world: World
    variables: Mapping[str, str]
    stack: ExitStack
    machines: dict[str, Path] = field(default_factory=dict)

    def machine(self, name: str, settings: str = "") -> Path:
        """Set up a machine with a folder of its own."""
        if name not in self.machines:
            place = self.folder / name
            (place / "home").mkdir(parents=True)
            shutil.copytree(PROCEDURES, place / "procedures", ignore=shutil.ignore_patterns("__pycache__"))
            (place / "config.toml").write_text(f'host_name = "{NAME}"\n{settings}')
            self.machines[name] = place
        return self.machines[name]

    def start(self, name: str, *arguments: str, handed: int | None = None) -> Program:
        """Run a command on a machine; a listening socket may be handed to it as systemd does."""
        place = self.machine(name)
        keep = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PORT")}
        variables = {**keep, **self.variables, "CONSULT_INSTANCE": str(place), "HOME": str(place / "home")}
        command = [sys.executable, "-c", PROGRAM, *arguments]
        more: dict[str, Any] = {}
        if handed is not None:  # as systemd does: its number is 3, and the process is told that it is meant for it
            opened = f'export LISTEN_FDS=1 LISTEN_PID=$$; exec 3<&{handed}; exec "$@"'
            command, more = ["bash", "-c", opened, "handed", *command], {"pass_fds": (handed,)}
        with (place / "said.txt").open("a") as said:
            process = subprocess.Popen(
                command, cwd=ROOT, env=variables, start_new_session=True, stdout=said, stderr=subprocess.STDOUT, **more
            )
        self.stack.callback(_end_by_force, process)
        return Program(process)

    def serve(self, name: str, port: int, *arguments: str) -> Program:
        """Run the web server of a machine on a port until it is ready."""
        made = self.start(name, "run", "--no-jobs", "--port", str(port), *arguments)
        made.port = port
        wait_until(made.is_ready, f"{name} is ready")
        return made

    def said(self, name: str) -> str:
        """Give what the programs of a machine said."""
        return (self.machines[name] / "said.txt").read_text()


def _end_by_force(process: subprocess.Popen[bytes]) -> None:
    """End a program with all that it started, if it has not ended."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGCONT)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def fleet(folder: Path, url: str = "") -> Iterator[Fleet]:
    """Make the world of cases, on a file or in a database, for machines of which none runs yet."""
    home = folder / "made"
    home.mkdir()
    chosen = {"database_url": url} if url else {}
    world = build_cases(home, secret_key=SECRET, host_name=NAME, **chosen)
    address = world.engine.url.render_as_string(hide_password=False)
    with ExitStack() as stack:
        stack.callback(world.engine.dispose)
        yield Fleet(folder, world, {"DATABASE_URL": address, "CONSULT_SECRET_KEY": SECRET}, stack)


@dataclass(frozen=True)
class Proxy:
    """A running nginx: its ports for https and for http, the certificates that visitors trust, and whom it asked."""

    port: int
    plain: int
    trusted: ssl.SSLContext
    log: Path

    def sent_to(self, port: int) -> int:
        """Count the answers that a web server behind it has given."""
        return sum(line.split()[-2].endswith(f":{port}") for line in self.log.read_text().splitlines())


@contextmanager
def proxied(folder: Path, ports: tuple[int, int]) -> Iterator[Proxy]:
    """Run nginx with the sample that ships, with ports and certificate of the test, before two web servers."""
    program = nginx()
    assert program is not None
    folder.mkdir()
    certificate = write_certificate(folder)
    plain, sealed = free_port(), free_port()
    sample = SAMPLE.read_text()
    for before, after in (
        ("web1.internal:8000", f"127.0.0.1:{ports[0]}"),
        ("web2.internal:8000", f"127.0.0.1:{ports[1]}"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{sealed} ssl;"),
        ("/etc/ssl/consult/", f"{folder}/"),
        ("/var/log/nginx/", f"{folder}/"),
    ):
        assert before in sample, f"the sample lost {before}"
        sample = sample.replace(before, after)
    (folder / "nginx.conf").write_text(_around(folder, sample))
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: (folder / "nginx.pid").exists() or process.poll() is not None, "nginx runs", 20)
        assert process.poll() is None, (folder / "error.log").read_text()
        yield Proxy(sealed, plain, ssl.create_default_context(cafile=str(certificate)), folder / "access.log")
    finally:
        process.terminate()
        process.wait(20)


def _around(folder: Path, sample: str) -> str:
    """Write what stands around the sample on a machine."""
    places = "".join(
        f"  {name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    told = f"  access_log {folder}/usual.log combined;\n"  # as the packages of nginx have it
    return (
        f"{user}daemon off;\nworker_processes 1;\npid {folder}/nginx.pid;\nevents {{ worker_connections 256; }}\n"
        f"http {{\n{told}{places}{sample}}}\n"
    )


def write_certificate(folder: Path) -> Path:
    """Draw a key and write a certificate of the example's name over it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    whole = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(AT - timedelta(days=3650))
        .not_valid_after(AT + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "fullchain.pem"
    path.write_bytes(whole.public_bytes(serialization.Encoding.PEM))
    form, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "privkey.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, none))
    return path
