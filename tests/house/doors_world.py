"""The world behind the table of doors: a dispute with a mediator and a tribunal, one account for each kind of standing,
and an address for every rule.
"""

from dataclasses import dataclass
from pathlib import Path

from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from consult import clock
from tests.consult.web.world import AT, World
from tests.house.imports_world import REF as IMPORT
from tests.house.outputs_world import Secrets, build
from tests.house.papers_world import REF as PAPER
from tests.house.rooms_world import MEDIATOR, TRIBUNAL, Disputed, add_bodies, go_on, mediate
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
"""Whoever is not signed in, a State in the case, a State without part in it, the offices, and people of the first
State: of an operator, who manages, who clears alone, who audits, whose mandate has ended."""
SAMPLES = {"n": "1", "party": "JPN", "organ": "MOFA", "filename": "consult.css", "step": "make_statement"}
KEYS = {
    "/cases/<ref>/sheets": "docket",
    "/cases/<ref>/tracks": "respondent:FRA",
    "/parties/<key>": "JPN",
    "/my-party/organs": "MOFA",
    "/procedures": "settlement",
    "/agreements": "un-charter-33",
    "/instruments": "OST",
    "/charters": "copuos-draft",
}
"""What stands for the key in an address that has these words in it."""
OTHERS = {
    "agreement": "un-charter-33",
    "against": "open-copuos",
    "charter": "copuos-draft",
    "day": "2026-11-20",
    "instrument": "OST",
    "one": "settlement",
    "other": "settlement",
    "place": "IX",
    "track": "respondent:FRA",
}


@dataclass
class Doors:
    """The built world, and the samples of its addresses."""

    told: Secrets
    ref: str

    @property
    def world(self) -> World:
        """Give the world."""
        return self.told.world

    def address(self, rule: Rule) -> str:
        """Give an address of a rule at which there is something for the State in the case, where the world has it."""
        given = self._samples(rule)
        parts = [_sample(rule, part, given) if varies else part for varies, part in rule._trace]
        return "".join(parts).lstrip("|")

    def ref_of(self, rule: Rule) -> str:
        """Give the reference of what an address of a rule is about."""
        return self._samples(rule)["ref"]

    def _samples(self, rule: Rule) -> dict[str, str]:
        given = {**SAMPLES, **OTHERS, "ref": self.ref}
        if "/drafts/" in rule.rule:
            given["ref"] = self.told.drafts["statement"]
        if "/papers" in rule.rule and "/cases/" not in rule.rule:
            given["ref"] = PAPER
        if "/documents/" in rule.rule:
            given["ref"], given["digest"] = self.told.files["evidence"]
        if rule.rule.startswith("/public/"):
            given["ref"] = self.told.refs["released"]
        if "/imports/" in rule.rule:
            given["ref"], given["digest"] = IMPORT, self.told.imported
        given["key"] = given["activity"] = min(self.told.entries.values())
        given["key"] = next((key for words, key in KEYS.items() if words in rule.rule), given["key"])
        return given


def _sample(rule: Rule, name: str, given: dict[str, str]) -> str:
    """Give what stands for a variable part."""
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    if isinstance(converter, IntegerConverter):
        return given.get(name, "1") if given.get(name, "").isdigit() else "1"
    return given.get(name, "X")


def build_doors(folder: Path) -> Doors:
    """Build the world of secrets, and the dispute in it; every account has a token."""
    with clock.frozen(AT):
        told = build(folder)
        add_bodies(told.world)
        disputed = Disputed(told.world, told.docket, told.docket)
        mediate(disputed)
        go_on(disputed)
        for email in ACCOUNTS.values():
            if email:
                give_token(told.world, email)
    return Doors(told, disputed.refs["dispute"])
