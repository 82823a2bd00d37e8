"""Typed settings of one installation, read from its instance folder.

The folder is `CONSULT_INSTANCE` or `./instance`. It holds `config.toml` (optional), `secret` (mode 600), the database
and the documents. A key that is not known here is refused with file and line, because a misspelt setting that is
silently ignored is worse than none. Not modelled: terms of procedures and trust policy, which are files of their own.

Long because: one line a setting, and whoever runs an installation reads them together.
"""

import os
import re
import secrets
import stat
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Self

from consult.i18n import _

MEGABYTE = 1024 * 1024
REDIS = ("redis://", "rediss://", "unix://")
"""How the address of a Redis server begins."""
POSTGRESQL = ("postgresql://", "postgres://", "postgresql+psycopg://")
"""How the address of a PostgreSQL database begins."""
SECRET_CHARACTERS = 32
SECRET, PREVIOUS = "secret", "secret.previous"
"""Files of the installation's secret, and of the one before it."""
FOLDER, BUCKET = "folder", "s3"
"""Kinds of places for documents."""
CREDENTIALS = "s3-credentials"
"""The file of the keys to a bucket."""
_ENDPOINT = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?/?|https?://\[[0-9A-Fa-f:]+\](:\d+)?/?")
_PREFIX = re.compile(r"[A-Za-z0-9_/-]*")
_SENDER = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")
_BASE = re.compile(r"https?://[^\s<>]+")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


ZERO: Mapping[str, bool] = MappingProxyType({"zero": True})
"""What is declared of a number by which 0 means something, as never, at once or for good; other numbers are above it.
"""


class SettingsError(Exception):
    """A setting is missing or wrong; the sentence names the file and, where there is one, the line."""


@dataclass(frozen=True)
class Uploads:
    """Limits of what may be attached, in bytes and in number."""

    document_bytes: int = 25 * MEGABYTE
    request_bytes: int = 64 * MEGABYTE
    documents_a_filing: int = 40


@dataclass(frozen=True)
class Documents:
    """Where documents and files that were made lie: in folders of the installation, or in a bucket of a store that
    speaks S3. `docs/documents-store.md` says what each means. The keys stand in the file `s3-credentials` (mode 600) or
    in the environment."""

    store: str = FOLDER
    folder: str = "documents"
    bucket: str = ""
    endpoint: str = ""
    region: str = ""
    prefix: str = ""
    addressing: str = "auto"
    encryption: str = ""
    encryption_key: str = ""
    ca_file: str = ""
    conditional: bool = True
    timeout_seconds: float = 10.0
    pause_seconds: float = 5.0
    sweep_days: int = 1
    access_key: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)
    session_token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Refuse what names no place, or one that nobody can ask."""
        for fault in self._faults():
            raise SettingsError(f"[documents]: {fault}")

    def _faults(self) -> Iterator[str]:
        if self.store not in (FOLDER, BUCKET):
            yield _("store is “folder” or “s3”.")
        if self.addressing not in ("auto", "path", "virtual"):
            yield _("addressing is “auto”, “path” or “virtual”.")
        if self.encryption not in ("", "AES256", "aws:kms"):
            yield _("encryption is “AES256” or “aws:kms”, or left out.")
        if self.endpoint and not _ENDPOINT.fullmatch(self.endpoint):
            yield _("endpoint is https:// and a host, with no user in it and nothing behind it.")
        if not _PREFIX.fullmatch(self.prefix):
            yield _("prefix has letters, digits, “-”, “_” and “/” alone.")
        if not 1 <= self.sweep_days <= 36_500:
            yield _("sweep_days is a number of days from 1 to 36500.")
        if self.store == BUCKET and not self.bucket:
            yield _("name the bucket.")
        if self.store == BUCKET and not (self.region or self.endpoint):
            yield _("name the region, or the endpoint.")


@dataclass(frozen=True)
class Hashing:
    """Cost of a password hash (argon2id): rounds, memory in KiB, lanes."""

    time_cost: int = 3
    memory_kib: int = 65536
    parallelism: int = 4


@dataclass(frozen=True)
class Log:
    """The verifiable log: which epoch it is in, the pace of checkpoints, when an idle log is signed again, and in which
    PostgreSQL database the signer remembers what it signed; "" for a file beside its keys."""

    epoch: int = 1
    checkpoint_seconds: float = 1.0
    heartbeat_seconds: int = 600
    memory: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Refuse an address at which no memory can lie."""
        if self.memory and not self.memory.startswith(POSTGRESQL):
            raise SettingsError(_("[log] memory: write an address that begins with postgresql://, or leave it out."))


@dataclass(frozen=True)
class Mail:
    """The mail server by which messages leave; without a host none does, and they wait. `base` is the address under
    which readers find the pages. The password stands in the file `mail-password` (mode 600) or in the environment."""

    host: str = ""
    port: int = 25
    starttls: bool = False
    tls: bool = False
    user: str = ""
    sender: str = ""
    base: str = ""
    timeout_seconds: float = 20.0
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Jobs:
    """Background work: where its queue lies. `sqlite` is a file of the installation; several machines share a database
    or a server, named by its address."""

    queue: str = field(default="sqlite", repr=False)

    def __post_init__(self) -> None:
        """Refuse what names no store, before any program begins."""
        if self.queue != "sqlite" and not self.queue.startswith(("postgresql://", "postgres://", *REDIS)):
            sentence = _("jobs.queue: write sqlite, or an address that begins with postgresql:// or redis://.")
            raise SettingsError(sentence)

    @property
    def redis(self) -> str | None:
        """Answer the address of the Redis server that the processes share, None where there is none."""
        return self.queue if self.queue.startswith(REDIS) else None


@dataclass(frozen=True)
class Webhooks:
    """Where webhooks may go beyond https to public addresses on the usual ports, how long one may take in all, and
    how long a replaced secret signs beside the new one."""

    allow_private: bool = False
    allow_http: bool = False
    allow_any_port: bool = False
    timeout_seconds: float = 10.0
    overlap_hours: int = 24


@dataclass(frozen=True)
class Drills:
    """Drills of contact points: whether one begins by itself each month, and after how many days one is closed."""

    monthly: bool = False
    days: int = 7


@dataclass(frozen=True)
class Database:
    """How many connections each process keeps, and as many again for a moment; and after how many seconds PostgreSQL
    gives up a statement."""

    pool: int = 16
    statement_seconds: float = 60.0


@dataclass(frozen=True)
class Serving:
    """How the web processes serve and end: on how many machines the installation runs in all; after how many seconds a
    process that does not answer is replaced; how long one that is to end still takes requests while it says that it is
    not ready, and how long those under way may then take; and after how many requests a process is renewed (0: never).
    """

    machines: int = 1
    request_seconds: int = 60
    drain_seconds: float = field(default=0.0, metadata=ZERO)
    grace_seconds: int = 15
    renewed_after: int = field(default=20_000, metadata=ZERO)


@dataclass(frozen=True)
class Operations:
    """What the processes tell of themselves: whether a line for each request and each piece of work, after how many
    seconds a statement of the database is told as slow, where figures may be asked for (an address of this machine with
    a port; the name of a file with the token for `/metrics`; each closed where it is empty), and whose people run the
    installation: an organ of the kind operator, as party and key (`OOSA/HOST`)."""

    requests: bool = False
    slow_seconds: float = 0.5
    metrics_listen: str = ""
    metrics_token: str = ""
    organ: str = ""


@dataclass(frozen=True)
class Backups:
    """Where backups lie, as a pattern of files (`/srv/backups/consult-*.zip`), and how old the newest may become."""

    files: str = ""
    hours: int = 26


@dataclass(frozen=True)
class Retention:
    """For how many days what is no record is kept, by kind; 0 keeps it. Defaults of the product, none of them law."""

    sign_in_attempts: int = field(default=2, metadata=ZERO)
    sessions: int = field(default=90, metadata=ZERO)
    links: int = field(default=30, metadata=ZERO)
    factors: int = field(default=30, metadata=ZERO)
    requests: int = field(default=30, metadata=ZERO)
    messages: int = field(default=180, metadata=ZERO)
    drafts: int = field(default=365, metadata=ZERO)
    files: int = field(default=30, metadata=ZERO)
    feeds: int = field(default=30, metadata=ZERO)
    marks: int = field(default=90, metadata=ZERO)
    refusals: int = field(default=730, metadata=ZERO)
    wishes: int = field(default=365, metadata=ZERO)

    def __post_init__(self) -> None:
        """Refuse what is no number of days."""
        wrong = [one.name for one in fields(self) if not 0 <= getattr(self, one.name) <= 36_500]
        if wrong:
            sentence = _("[retention]: %(names)s: give a number of days from 0 to 36500.", names=", ".join(wrong))
            raise SettingsError(sentence)


@dataclass(frozen=True)
class SignIn:
    """A file of passwords that became known, asked beside the small list that comes with the product: sorted lines,
    each a password or its SHA-1; "" for none."""

    breached: str = ""


@dataclass(frozen=True)
class Identity:
    """Sign-in through parties' own identity providers: whether it is on, which hosts they may have ("" for any, else
    names with blanks between them), what is let through beyond https to public addresses, and how long one may take."""

    enabled: bool = False
    hosts: str = ""
    allow_private: bool = False
    allow_http: bool = False
    allow_any_port: bool = False
    timeout_seconds: float = 8.0


CHEAP_HASHING = Hashing(time_cost=1, memory_kib=8, parallelism=1)


@dataclass(frozen=True)
class Settings:
    """Everything an installation can choose; `load` reads it, tests build it directly."""

    instance: Path
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    documents: Path
    previous_secret: str = field(default="", repr=False)
    """The secret before the present one, under which cookies are read until it is forgotten; "" for none."""
    host_name: str = "consult.example.int"
    port: int = 8000
    https: bool = False
    exercise: bool = False
    gate_seconds: float = 10.0
    uploads: Uploads = Uploads()
    stored: Documents = Documents()
    hashing: Hashing = Hashing()
    log: Log = Log()
    mail: Mail = Mail()
    jobs: Jobs = Jobs()
    webhooks: Webhooks = Webhooks()
    drills: Drills = Drills()
    backups: Backups = Backups()
    database: Database = Database()
    operations: Operations = Operations()
    serving: Serving = Serving()
    sign_in: SignIn = SignIn()
    retention: Retention = Retention()
    identity: Identity = Identity()
    public_reads: int = 300
    """How many pages of the public register one address may ask for in a minute."""
    procedures: tuple[Path, ...] = ()

    TABLES: ClassVar[Mapping[str, type[Any]]] = MappingProxyType(
        {
            "documents": Documents,
            "uploads": Uploads,
            "hashing": Hashing,
            "log": Log,
            "mail": Mail,
            "jobs": Jobs,
            "webhooks": Webhooks,
            "drills": Drills,
            "backups": Backups,
            "database": Database,
            "operations": Operations,
            "serving": Serving,
            "sign_in": SignIn,
            "retention": Retention,
            "identity": Identity,
        }
    )
    # Set by the folder, by the environment or by their own file, never in config.toml. Procedures of the installation's
    # own are the Python files of `procedures/` in its folder: who can write there can run code, as with the program.
    NOT_IN_FILE: ClassVar[frozenset[str]] = frozenset(
        {"instance", "secret_key", "previous_secret", "procedures", "password", "stored", "access_key", "session_token"}
    )

    @property
    def imports(self) -> Path:
        """Where the files of imported cases lie."""
        return self.documents / "imported"

    @property
    def outputs(self) -> Path:
        """Where files that were made lie, until they expire: beside the documents where machines may share those, since
        another machine than the one that made a file may have to give it."""
        is_own = self.documents.is_relative_to(self.instance)
        return (self.instance if is_own else self.documents) / "outputs"

    @property
    def breached(self) -> Path | None:
        """Where the list of known passwords of the installation lies; a plain name is within its folder."""
        return self.instance / self.sign_in.breached if self.sign_in.breached else None

    @classmethod
    def load(cls, instance: Path | None = None, environ: Mapping[str, str] | None = None) -> Self:
        """Read the settings of an instance folder, or raise SettingsError with the reason."""
        environ = os.environ if environ is None else environ
        folder = (instance or Path(environ.get("CONSULT_INSTANCE", "instance"))).absolute()
        given = _read(folder / "config.toml")
        given["stored"] = _stored(given.get("documents", Documents()), folder, environ)
        given["documents"] = folder / given["stored"].folder
        given.setdefault("database_url", database_in(folder))
        given["procedures"] = (folder / "procedures",) if (folder / "procedures").is_dir() else ()
        given.update(_from_environment(environ))
        if "CONSULT_LOG_MEMORY" in environ:
            given["log"] = replace(given.get("log", Log()), memory=environ["CONSULT_LOG_MEMORY"])
        given["mail"] = replace(given.get("mail", Mail()), password=_mail_password(folder, environ))
        previous = environ.get("CONSULT_SECRET_KEY_PREVIOUS") or own_file(folder / PREVIOUS) or ""
        return cls(instance=folder, secret_key=_secret(folder, environ), previous_secret=previous, **given)

    @classmethod
    def for_tests(cls, instance: Path, **changes: Any) -> Self:
        """Build settings over a temporary folder with a fixed secret and a hash cost that tests can afford."""
        plain = cls(
            instance=instance,
            secret_key="a secret for tests only",  # noqa: S106 - a test value, never an installation's secret
            database_url=database_in(instance),
            documents=instance / "documents",
            hashing=CHEAP_HASHING,
            public_reads=1_000_000,
        )
        return replace(plain, **changes)


def database_in(instance: Path) -> str:
    """Give the address of the database of an installation that names none: a file in its folder."""
    return f"sqlite:///{instance / 'consult.sqlite'}"


def create_secret(instance: Path) -> Path:
    """Write a fresh random secret, readable by its owner only; an existing one is left as it is. Return its path.

    A folder without one is that of a new installation, and is closed to others before anything lies in it.
    """
    instance.mkdir(parents=True, exist_ok=True)
    if not (instance / SECRET).exists():
        _close_to_others(instance)
    return write_secret(instance / SECRET)


def _close_to_others(folder: Path) -> None:
    """Take from everybody else what they may do in a folder; one that is another user's stays, and doctor tells it."""
    with suppress(PermissionError):
        folder.chmod(folder.stat().st_mode & ~stat.S_IRWXO)


def write_secret(path: Path) -> Path:
    """Write a fresh random secret to a file for its owner only, unless the file is there. Return its path."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    return path


def _secret(folder: Path, environ: Mapping[str, str]) -> str:
    """Return the secret from the environment or from the instance's own file, and refuse one that others can read."""
    if "CONSULT_SECRET_KEY" in environ:
        return _long_enough(environ["CONSULT_SECRET_KEY"], "CONSULT_SECRET_KEY")
    path = folder / SECRET
    text = own_file(path)
    if text is None:
        raise SettingsError(_("%(path)s: there is no secret; create one or set CONSULT_SECRET_KEY.", path=path))
    return _long_enough(text, str(path))


def _mail_password(folder: Path, environ: Mapping[str, str]) -> str:
    """Return the password for the mail server; empty where there is none."""
    if "CONSULT_MAIL_PASSWORD" in environ:
        return environ["CONSULT_MAIL_PASSWORD"]
    return own_file(folder / "mail-password") or ""


def _stored(named: "Documents | str", folder: Path, environ: Mapping[str, str]) -> Documents:
    """Return where documents lie, with the keys to the bucket; a text names the folder. SettingsError where there are
    no keys to a bucket that is used."""
    if isinstance(named, str):
        return Documents(folder=named)
    names, path = ("access_key", "secret_key", "session_token"), folder / CREDENTIALS
    held = {name: environ.get(f"CONSULT_S3_{name.upper()}", "") for name in names}
    if named.bucket and not held["access_key"]:
        try:
            read = tomllib.loads(own_file(path) or "")
            held = {name: str(read.get(name, "")) for name in names}
        except tomllib.TOMLDecodeError:  # whose text may quote a key
            raise SettingsError(_("%(path)s: this is not TOML.", path=path)) from None
    if named.store == BUCKET and not (held["access_key"] and held["secret_key"]):
        says = _(
            "%(path)s: give access_key and secret_key there, or in CONSULT_S3_ACCESS_KEY and CONSULT_S3_SECRET_KEY."
        )
        raise SettingsError(says % {"path": path})
    access, secret, token = held.values()
    return replace(named, access_key=access, secret_key=secret, session_token=token)


def own_file(path: Path) -> str | None:
    """Return what a file of secrets holds, None where there is none; refuse one that others can read."""
    try:
        mode, text = path.stat().st_mode, path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    if mode & 0o077:
        raise SettingsError(_("%(path)s: others than its owner may open it; set its mode to 600.", path=path))
    return text.strip()


def _long_enough(secret: str, origin: str) -> str:
    if len(secret) < SECRET_CHARACTERS:
        sentence = _(
            "%(origin)s: a secret needs at least %(least)s characters.", origin=origin, least=SECRET_CHARACTERS
        )
        raise SettingsError(sentence)
    return secret


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings that a start script may override: DATABASE_URL, PORT and CONSULT_QUEUE."""
    given: dict[str, Any] = {}
    if "DATABASE_URL" in environ:
        given["database_url"] = environ["DATABASE_URL"]
    if "CONSULT_QUEUE" in environ:
        given["jobs"] = Jobs(environ["CONSULT_QUEUE"])
    if "PORT" in environ:
        if not environ["PORT"].isdigit():
            raise SettingsError(_("PORT: a number is expected, not %(value)r.", value=environ["PORT"]))
        given["port"] = int(environ["PORT"])
    return given


def _read(path: Path) -> dict[str, Any]:
    """Read and check a settings file; no file means no choices."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}.") from None
    file = _File(path, text)
    return {key: _setting(file, key, value) for key, value in found.items()}


@dataclass(frozen=True)
class _File:
    """A settings file that can say on which line a key stands."""

    path: Path
    text: str

    def refuse(self, table: str, key: str, reason: str) -> SettingsError:
        """Return the error for one key, with its line."""
        where = _("%(path)s, line %(line)s", path=self.path, line=self._line(table, key))
        return SettingsError(f"{where}: {reason}")

    def _line(self, table: str, key: str) -> int:
        inside, name = "", re.compile(rf"\s*\[?\s*[\"']?(?:{re.escape(table)}\.)?{re.escape(key)}\b")
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := re.match(r"\s*\[+\s*([^]\s]+)\s*\]", line):
                inside = header[1]
            if name.match(line) and (not table or inside == table or "." in line):
                return number
        return 1


_SPELT: dict[Any, str] = {
    str: "a text",
    Path: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}


def _setting(file: _File, key: str, value: Any) -> Any:
    """Return the checked value of one top-level key, which may be a table."""
    if key in Settings.TABLES and not (key == "documents" and not isinstance(value, dict)):
        kind = Settings.TABLES[key]
        if not isinstance(value, dict):
            raise file.refuse("", key, _("'%(key)s' is a table, written as [%(key)s].", key=key))
        return kind(**{name: _value(file, kind, key, name, inner) for name, inner in value.items()})
    return _value(file, Settings, "", key, value)


def _value(file: _File, kind: type[Any], table: str, key: str, value: Any) -> Any:
    """Return one value if its key is known and its type is right, or raise with file and line."""
    declared = {each.name: each for each in fields(kind)}
    if key not in declared or key in Settings.NOT_IN_FILE:
        known = ", ".join(sorted(set(declared) - Settings.NOT_IN_FILE))
        raise file.refuse(table, key, _("'%(key)s' is not a setting; known here are: %(known)s.", key=key, known=known))
    wanted: Any = declared[key].type
    accepted: Any = {Path: (str,), float: (int, float)}.get(wanted, (wanted,))
    if not isinstance(value, accepted) or (isinstance(value, bool) and wanted is not bool):
        kind_words = _SPELT[wanted]
        raise file.refuse(
            table, key, _("'%(key)s' must be %(kind)s, not %(value)r.", key=key, kind=kind_words, value=value)
        )
    if wanted in (int, float):
        _require_enough(file, table, declared[key], value)
    if key == "host_name" and not _HOST.fullmatch(value):
        raise file.refuse(table, key, _("'%(key)s' must be a plain host name, not %(value)r.", key=key, value=value))
    if (table, key) == ("mail", "sender") and not _SENDER.fullmatch(value):
        raise file.refuse(table, key, _("'%(key)s' must be one mail address, not %(value)r.", key=key, value=value))
    if (table, key) == ("mail", "base") and not _BASE.fullmatch(value):
        sentence = _("'%(key)s' must begin with http:// or https://, not %(value)r.", key=key, value=value)
        raise file.refuse(table, key, sentence)
    return value


def _require_enough(file: _File, table: str, declared: Field[Any], value: float) -> None:
    """Refuse a number below zero, and zero where its declaration does not say what that means."""
    given = {"key": declared.name, "value": value}
    if value < 0 and ZERO.items() <= declared.metadata.items():
        raise file.refuse(table, declared.name, _("'%(key)s' must be zero or greater, not %(value)s.", **given))
    if value <= 0 and not ZERO.items() <= declared.metadata.items():
        raise file.refuse(table, declared.name, _("'%(key)s' must be greater than zero, not %(value)s.", **given))
