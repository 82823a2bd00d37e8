"""The world behind the table of doors: a dispute with a mediator and a tribunal, one account for each kind of standing,
and an address for every rule.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, update
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from consult import clock, drafts
from consult.models.cases import CASES, DRAFT
from tests.consult.web.world import AT, World
from tests.house.rooms_world import MEDIATOR, START, TRIBUNAL, Disputed, build_dispute
from tests.house.tokens_world import give_token

ACCOUNTS = {
    "nobody": "",
    "party": "all@jpn.example",
    "outsider": "all@bra.example",
    "secretariat": "desk@oosa.example",
    "mediator": f"all@{MEDIATOR.lower()}.example",
    "arbitrator": f"all@{TRIBUNAL.lower()}.example",
    "operator": "operator@jpn.example",
    "manager": "manager@mofa.example",
    "adviser": "adviser@jpn.example",
    "auditor": "auditor@jpn.example",
    "expired": "expired@jpn.example",
}
"""Whoever is not signed in, a State in the case, a State without part in it, the offices, and people of the first State:
of an operator, who manages, who clears alone, who audits, whose mandate has ended."""
DRAFT_REF, PAPER = "paper-of-japan", "PAP-2026-NOSUCH"
SAMPLES = {
    "n": "2",
    "party": "JPN",
    "organ": "MOFA",
    "procedure": "settlement",
    "kind": "tile",
    "path": "0/000",
    "filename": "consult.css",
    "step": "make_statement",
}


@dataclass
class Doors:
    """The built world, and the samples of its addresses."""

    told: Disputed
    samples: dict[str, str]

    @property
    def world(self) -> World:
        """Give the world."""
        return self.told.world

    def address(self, rule: Rule) -> str:
        """Give an address of a rule at which there is something for the State in the case, where the world has it."""
        given = dict(self.samples)
        if "/drafts/" in rule.rule:
            given["ref"] = DRAFT_REF
        if "/papers" in rule.rule and "/cases/" not in rule.rule:
            given["ref"] = PAPER
        parts = [_sample(rule, part, given) if varies else part for varies, part in rule._trace]
        return "".join(parts).lstrip("|")


def _sample(rule: Rule, name: str, given: dict[str, str]) -> str:
    """Give what stands for a variable part."""
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    if isinstance(converter, IntegerConverter):
        return given.get(name, "1") if given.get(name, "").isdigit() else "1"
    return given.get(name, "X")


def build_doors(folder: Path) -> Doors:
    """Build the world: the dispute, and a paper of Japan in preparation; every account has a token."""
    with clock.frozen(AT):
        told = build_dispute(folder)
        _begin_paper(told)
        for email in ACCOUNTS.values():
            if email:
                give_token(told.world, email)
    return Doors(told, {**SAMPLES, "ref": told.refs["dispute"]})


def _begin_paper(told: Disputed) -> None:
    by = told.by("JPN")
    with told.world.writing() as conn:
        case = conn.execute(select(CASES.c.id).where(CASES.c.ref == told.refs["dispute"])).scalar_one()
        ref = drafts.start(conn, by, case, "make_statement", None, {"text": "We go on."}, START + timedelta(days=40))
        conn.execute(update(DRAFT).where(DRAFT.c.ref == ref).values(ref=DRAFT_REF))
