"""The docket: the only hand that writes cases. It opens them, takes steps, and records what has lapsed.

Everything slow is done before the transaction. Inside it: the case row is locked, the clock's acts are settled, the
step is performed, every row is written, the log's head comes last. Who acts and when are arguments; this package
knows neither users nor a clock.

Long because: every verb of the docket stands here once, beside the others that share its lock.
"""

import secrets
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from consult import casebook, db, drafts
from consult.again import again
from consult.docket import case_rows, opening, taking
from consult.docket.answers import earlier, remember
from consult.docket.attempting import noting_openings, noting_steps
from consult.docket.by_paper import ByPaper, lent_hand, require_no_neutral
from consult.docket.discretion import discreet_offers, require_business, worded_for
from consult.docket.editions import Editions
from consult.docket.errors import NotCleared, Receipt, Reused, Stale
from consult.docket.exercises import series_of
from consult.docket.freshness import require_edition, require_fresh
from consult.docket.hands import cleared_by, hand_of
from consult.docket.leaving import as_prepared, require_stages
from consult.docket.moving import editions_offered, proposed_by
from consult.docket.named import require_known
from consult.docket.prepared import Opening
from consult.docket.recorded import with_recorded
from consult.docket.referring import Referring
from consult.docket.registering import require_registrable
from consult.docket.signing import with_statement
from consult.docket.subjects import stated_subjects
from consult.docket.sweeping import Sweep
from consult.docket.taking import Asked, Request, Work
from consult.docket.values import Filed, Seen
from consult.docket.wall import require_usable
from consult.docket.worlds import LiveWorld, Places
from consult.documents import papers
from consult.documents import rows as documents
from consult.people.lasting import require_lasting
from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import Viewer, may_know_case, membership_of
from workflows import Form, catalogue
from workflows.kernel.case import Act, Case, Hand
from workflows.kernel.editions import digest_of
from workflows.kernel.guards import Refused
from workflows.kernel.levelling import steps_on
from workflows.kernel.machine import Offer, offers, perform, settle
from workflows.kernel.procedure import Procedure
from workflows.kernel.recording import level_of, levels_above
from workflows.kernel.steps import Step
from workflows.kernel.summaries import load
from workflows.kernel.view import View

__all__ = [
    "ALWAYS",
    "ByPaper",
    "Docket",
    "Filed",
    "NotCleared",
    "Receipt",
    "Refused",
    "Reused",
    "Seen",
    "Stale",
    "hand_of",
]

SWEEP_BATCH = 100
ALWAYS = date.min
"""Before any soft law became law."""


class Docket:
    """The docket of one installation."""

    def __init__(
        self,
        engine: Engine,
        instance: Path,
        procedures: tuple[Path, ...] = (),
        choose: Callable[[str], str] = secrets.choice,
        host: str = "localhost",
        *,
        exercise: bool = False,
    ) -> None:
        """Keep the engine, the folder of the installation's own terms and holidays, and the catalogue; `choose` picks
        the letters of references, `host` names the installation in what States sign; `exercise`: all of it is one."""
        self.engine, self.instance, self.choose, self.host, self.exercise = engine, instance, choose, host, exercise
        self.forms: Mapping[str, Form] = catalogue(*procedures)
        self.available, self.holidays = frozenset(self.forms), instance / "holidays"
        self.editions, self.places = Editions(), Places()
        self._offered = partial(editions_offered, self.forms, instance / "terms")
        self.referring = Referring(self.editions, choose, self.form, instance / "terms")

    def form(self, key: str) -> Form:
        """Find a procedure of the catalogue, or refuse as unknown."""
        if key not in self.forms:
            raise Unknown
        return self.forms[key]

    def world(self, connection: Connection, at: datetime, case_id: int | None) -> LiveWorld:
        """Give the world as it is known at a moment."""
        known = self.available, self.places, self.holidays, self.editions, self._offered
        return LiveWorld(connection, at, case_id, *known)

    def procedure(self, key: str, proposed: Mapping[str, Any], on: date = ALWAYS) -> Procedure:
        """Build the procedure that a case opened on a day would run on, by whose law soft provisions may be law;
        TermsError for terms that do not fit."""
        form = self.form(key)
        return opening.build_on(form, opening.resolve_terms(form, self.instance / "terms", proposed), on)

    @noting_openings
    @again(keyed=lambda *_given, **named: bool(named.get("once")))
    def open(
        self,
        standing: Standing,
        key: str,
        *,
        at: datetime,
        title: str,
        proposed: Mapping[str, Any] | None = None,
        exercise: bool = False,
        roles: Mapping[str, tuple[str, ...]] | None = None,
        once: str | None = None,
        subjects: tuple[str, ...] | None = None,
    ) -> Receipt:
        """Open a case in the name of a party; the receipt names its reference. The same `once` gets the first answer.
        Subjects of law are kept where they are other than those of the procedure."""
        ready = self.prepare(
            standing, key, at=at, title=title, proposed=proposed, exercise=exercise, roles=roles, subjects=subjects
        )
        asked = digest_of(list(ready.asked))
        with db.writing(self.engine) as connection:
            if once and (first := earlier(connection, standing, once, asked)):
                return first
            receipt = self.write_opening(connection, standing, ready, at)
            if once:
                remember(connection, standing, once, asked, receipt, at)
        return receipt

    def prepare(
        self,
        standing: Standing,
        key: str,
        *,
        at: datetime,
        title: str,
        proposed: Mapping[str, Any] | None = None,
        exercise: bool = False,
        roles: Mapping[str, tuple[str, ...]] | None = None,
        subjects: tuple[str, ...] | None = None,
    ) -> Opening:
        """Put an opening together and write nothing; whatever may be refused of it is refused here."""
        exercise = exercise or self.exercise
        given = with_recorded(self.engine, self.editions, standing, self.form(key).terms, proposed or {}, exercise)
        procedure = self.procedure(key, given, at.astimezone(UTC).date())
        by = hand_of(standing, procedure, at)
        if (
            not by.capacities & {"draft", "dispatch", "office"}
            or not Viewer.of(standing).sees_cases
            or not standing.opens
        ):
            raise Unknown
        said = stated_subjects(self.form(key), subjects)
        case = opening.opened(procedure, {procedure.filer: (standing.party_key,), **(roles or {})}, at, said)
        asked = (key, title, dict(proposed or {}), *(["exercise"] if exercise else []), *said.values())
        return Opening(procedure, case, by, title, exercise, asked)

    def write_opening(self, connection: Connection, standing: Standing, ready: Opening, at: datetime) -> Receipt:
        """Write an opening that was put together, inside the transaction of the connection."""
        require_lasting(connection, standing, hold=True)
        case_id, ref, seq = opening.write_opening(
            connection,
            ready.case,
            ready.by,
            edition=self.editions.store(connection, ready.procedure, at),
            choose=self.choose,
            title=ready.title,
            exercise=ready.exercise,
            series=series_of(exercise=ready.exercise, whole=self.exercise),
            person_id=standing.person_id,
            person=standing.name,
            for_name=standing.for_name,
        )
        return Receipt(ref, case_id, 0, seq)

    def see(self, connection: Connection, standing: Standing, ref: str, at: datetime) -> Seen:
        """Find a case that the standing may see, as it stands now; unknown and forbidden are one refusal."""
        return self.seen(connection, casebook.find_case(connection, Viewer.of(standing), ref), at)

    def seen(self, connection: Connection, row: Any, at: datetime) -> Seen:
        """Give a case, as it stands now, whose row was read through the policy of visibility."""
        procedure = self.editions.of(connection, row.edition)
        case = load(procedure, row.summary)
        settled = settle(case, at, self.world(connection, at, row.id))
        return Seen(row, settled.case if settled else case, row.edition, partial(self.editions.of, connection))

    def offers(
        self,
        connection: Connection,
        standing: Standing,
        seen: Seen,
        at: datetime,
        *,
        for_party: bool = False,
        steps: Collection[str] | None = None,
    ) -> tuple[Offer, ...]:
        """List what this standing (with `for_party` anybody of its party) could do in a case now, open and closed; with
        `steps` of these alone."""
        by, world = hand_of(standing, seen.procedure, at, for_party), self.world(connection, at, seen.row.id)
        viewer = Viewer.of(standing)
        view = View(seen.procedure, seen.case, by, at, world)
        membership = membership_of(connection, viewer, seen.row)
        return discreet_offers(offers(seen.case, by, at, world, steps), view, viewer, membership)

    def about_paper(
        self, connection: Connection, standing: Standing, seen: Seen, n: int, at: datetime
    ) -> tuple[tuple[Step, ...], tuple[str, ...]]:
        """Give what this standing may do about the level of a paper on record, and whose information the paper holds;
        nothing where it is no paper that its party may read."""
        by, world = hand_of(standing, seen.procedure, at, for_party=True), self.world(connection, at, seen.row.id)
        view = View(seen.procedure, seen.case, by, at, world, filing={"act": n})
        paper = view.paper_or_none()
        return (steps_on(view, n), tuple(paper["holders"])) if paper else ((), ())

    def levels_above(
        self, connection: Connection, standing: Standing, seen: Seen, offer: Offer, at: datetime
    ) -> tuple[str, tuple[str, ...]]:
        """Give the level that the procedure gives an act, and those to which its author may raise it."""
        by, world = hand_of(standing, seen.procedure, at, for_party=True), self.world(connection, at, seen.row.id)
        view = View(seen.procedure, seen.case, by, at, world, track=offer.track)
        return level_of(view, offer.step), levels_above(view, offer.step)

    def filed_text(
        self, connection: Connection, standing: Standing, ref: str, digest: str, at: datetime
    ) -> Mapping[str, Any]:
        """Give the text on which others have laid their hand, to lay one's own on the same; Unknown where there is
        none."""
        seen = self.see(connection, standing, ref, at)
        waiting = {offer.digest for offer in self.offers(connection, standing, seen, at, for_party=True)}
        body = casebook.body_by_digest(connection, seen.row, digest)
        if body is None or digest not in waiting:
            raise Unknown
        return body

    def rehearse(
        self,
        connection: Connection,
        standing: Standing,
        seen: Seen,
        filed: Filed,
        at: datetime,
        *,
        for_party: bool = False,
    ) -> tuple[Case, Act]:
        """Perform a step on paper and record nothing; raises Refused as the real act would."""
        by, world = hand_of(standing, seen.procedure, at, for_party), self.world(connection, at, seen.row.id)
        digest = digest_of(filed.body) if filed.body is not None else ""
        given: dict[str, Any] = {
            "track": filed.track,
            "filing": filed.body,
            "digest": digest,
            "on": filed.on,
            "level": filed.level,
        }
        try:
            taken = perform(seen.case, filed.step, by=by, at=at, world=world, **given)
        except Refused as refused:
            raise worded_for(connection, standing, seen.row, seen.procedure, refused) from None
        require_known(connection, standing, seen.row, seen.procedure, filed, at)
        require_usable(connection, standing, seen.row, seen.procedure, filed, self.editions)
        require_registrable(connection, seen.row, seen.procedure, filed)
        self.referring.begun(taken.act, seen.procedure, standing, at, for_party)
        return taken.case, taken.act

    @noting_steps
    @again(keyed=lambda _docket, _standing, _ref, filed, **_at: bool(filed.key))
    def take(self, standing: Standing, ref: str, filed: Filed, *, at: datetime) -> Receipt:
        """Take one step. Raises Unknown, Refused, Stale, NotCleared, Reused or Busy; then nothing of the step is
        recorded."""
        digest = digest_of(filed.body) if filed.body is not None else ""
        raised = [filed.level] if filed.level else []
        request_digest = digest_of([ref, filed.step, filed.track or "", digest, filed.withdraw, *raised])
        refusal: Exception | None = None
        receipt: Receipt | None = None
        with db.writing(self.engine, shared=True) as connection:
            row = self._locked(connection, standing, ref)
            if filed.key and (first := earlier(connection, standing, filed.key, request_digest)):
                return first
            work = Work(connection, row, load(self.editions.of(connection, row.edition), row.summary), row.edition)
            try:
                asked = self._ask(work, standing, filed, digest, at)
            except (Refused, Stale, NotCleared) as fault:
                refusal = worded_for(connection, standing, row, work.before.procedure, fault)
                self._keep_lapses(work, at)
            else:  # whatever goes wrong from here on undoes the transaction: an act is written whole or not at all
                receipt = self._write(work, asked, standing, filed, at)
                if filed.key:
                    remember(connection, standing, filed.key, request_digest, receipt, at)
        if refusal is not None:
            raise refusal
        if receipt is None:
            raise RuntimeError("an act was neither recorded nor refused")
        return receipt

    def _locked(self, connection: Connection, standing: Standing, ref: str) -> case_rows.Locked:
        viewer = Viewer.of(standing)
        row = case_rows.lock_case(connection, ref, viewer.party)
        if row is None or not may_know_case(viewer, row, bool(row.takes_part)):
            raise Unknown
        require_lasting(connection, standing, hold=True)
        return row

    def _ask(self, work: Work, standing: Standing, filed: Filed, digest: str, at: datetime) -> Asked:
        """Ask everything that a step may be refused for, and write nothing; raise Refused, Stale or NotCleared."""
        require_fresh(work, standing, filed)
        require_edition(work, filed)
        request = self._request(work, standing, filed, digest, at)
        world = self.world(work.connection, at, work.row.id)
        _case, act = taking.take_step(work, request, world)
        procedure = work.before.procedure
        require_known(work.connection, standing, work.row, procedure, filed, at)
        require_usable(work.connection, standing, work.row, procedure, filed, self.editions)
        require_registrable(work.connection, work.row, procedure, filed)
        request = with_statement(work, request, act, standing, filed, self.host)
        title = work.row.title
        if act.kind == "step":
            title = opening.title_of(procedure, act.step, filed.body, title)
        beside = self.referring.beside(work, act, standing, at, title)
        return Asked(request, act, title, beside, proposed_by(world, procedure, act))

    def _write(self, work: Work, asked: Asked, standing: Standing, filed: Filed, at: datetime) -> Receipt:
        """Write a step of which everything was asked."""
        act = asked.act
        if asked.proposed is not None:
            self.editions.store(work.connection, asked.proposed, act.at)
        entries = taking.write(work, asked.request, act, at=at, title=asked.title, beside=asked.beside)
        if filed.body:
            documents.mark_filed(work.connection, work.row.id, documents.digests_in(filed.body), act.n)
        if filed.draft:
            drafts.close_filed(work.connection, filed.draft[0], at)
        if filed.paper:
            papers.attach(work.connection, filed.paper.id, work.row.id, act.n, at)
        seq = entries[work.acts.index(act)].seq
        last_n = work.after.n if work.acts[-1].party == standing.party_key else None  # an own act is seen
        return Receipt(work.row.ref, work.row.id, act.n, seq, last_n=last_n)

    def _request(self, work: Work, standing: Standing, filed: Filed, digest: str, at: datetime) -> Request:
        """Put together who asks for what; raise NotCleared for a paper that may not leave yet."""
        procedure = work.before.procedure
        by = lent_hand(standing, procedure, at, filed.paper) if filed.paper else hand_of(standing, procedure, at)
        if filed.paper:
            require_no_neutral(work.before, standing)
        self._require_business(work, standing, filed, by, at)
        filed = as_prepared(work.connection, standing, filed)
        passed = require_stages(work, standing, by, filed, digest)
        cleared = cleared_by(procedure, standing, by, filed, digest)
        return Request(
            filed.step, by, at, filed.track, filed.body, digest, filed.on, filed.withdraw, filed.language,
            person_id=standing.person_id, person=standing.name, for_name=standing.for_name, cleared=cleared,
            passed=passed, level=filed.level,
        )  # fmt: skip

    def _require_business(self, work: Work, standing: Standing, filed: Filed, by: Hand, at: datetime) -> None:
        """Refuse as unknown a step on a relation of others; a party's own, and all of the filer's, cost no look."""
        party, track = standing.party_key, work.before.tracks.get(filed.track or "")
        if filed.track and work.row.filer != party and (track is None or track.party != party):
            viewer = Viewer.of(standing)
            view = View(work.before.procedure, work.before, by, at, self.world(work.connection, at, work.row.id))
            require_business(filed.step, filed.track, view, viewer, membership_of(work.connection, viewer, work.row))

    def _keep_lapses(self, work: Work, at: datetime) -> None:
        """Write what the clock recorded before a refusal, of which nothing is written."""
        work.acts.clear()
        taking.settle_case(work, work.before, at, self.world(work.connection, at, work.row.id))
        if work.acts:
            taking.write(work, None, None, at=at, title=work.row.title)

    def sweep(self, at: datetime, batch: int = SWEEP_BATCH) -> int:
        """Record what has lapsed by a moment in so many cases, many in one transaction; give the number of acts.

        A case that cannot be settled does not hold up the others: its fault is raised when all have had their turn.
        """
        return Sweep(self.engine, self.editions, self.world, at).over(batch)

    def sweep_all(self, at: datetime, batch: int = SWEEP_BATCH) -> int:
        """Do the same with every case in which something has lapsed, so many at a time: however many cannot be settled,
        the way goes on past them, and their faults are raised at its end."""
        return Sweep(self.engine, self.editions, self.world, at).over(batch, to_the_end=True)
