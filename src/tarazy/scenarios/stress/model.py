"""The model ``stress``: ties are cut, others stand in, every single loss is ranked, and a way out of dependence is timed and priced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from tarazy.codebook.vocabulary import DOMAINS
from tarazy.scenarios.case import Case, Floats, Input
from tarazy.scenarios.drawing import central
from tarazy.scenarios.faults import Faults
from tarazy.scenarios.model import Details, Draws, Model, Note, Outputs
from tarazy.scenarios.stress.flows import Flows, figures, weighted
from tarazy.scenarios.stress.losses import losses, severity
from tarazy.scenarios.stress.paths import path
from tarazy.scenarios.stress.standing import COLUMNS, standing
from tarazy.scenarios.table import models
from tarazy.store.schema import Columns

if TYPE_CHECKING:
    from tarazy.observatory import Observatory

_CITED = 5
"""Records that are named as the evidence of a flow: those of the greatest weight come first in the measure."""
_LOSSES = 40


class Stress(Model):
    """See ``scenarios/data/models/stress.toml``."""

    batch = 512

    def check(self, case: Case, faults: Faults) -> None:
        """Something must flow, weights must not all be zero, and whose share falls must be one of the partners."""
        actor, partners = case.scope["actor"], case.keys["partner"]
        if actor in partners:
            faults.add("scope.partners", f"holds {actor}, whose partners they are", f"take {actor} out of the list")
        flow = case.array("flow", "partner", "domain")
        for at, domain in enumerate(case.keys["domain"]):
            if not flow[:, at].sum() > 0:
                faults.add(
                    f"inputs.flow.*.{domain}",
                    "is 0 for all partners",
                    "give one a flow, or leave the domain out of scope.domains",
                )
        if not case.array("weight", "domain").sum() > 0:
            faults.add("inputs.weight", "is 0 for all domains", "give at least one of them some weight")
        supplier = case.settings.get("supplier")
        if supplier is not None and supplier not in partners:
            faults.add(
                "settings.supplier", f"is {supplier!r}, none of the partners", f"choose from {', '.join(partners)}"
            )
        if case.settings["sets"] > len(partners):
            faults.add(
                "settings.sets",
                f"is {case.settings['sets']}, and there are {len(partners)} partners",
                "give a smaller number",
            )

    def fill(self, given: Mapping[str, Any], observatory: Observatory) -> dict[str, Input]:
        """Flows from the observatory's ties, as `tarazy measure shares` weighs them, each with the records behind it."""
        scope, settings = given["scope"], given.get("settings", {})
        actor, partners, domains = scope["actor"], scope["partners"], scope["domains"]
        found: dict[str, Input] = {}
        known = [domain for domain in domains if domain in DOMAINS]
        if not known:
            return found
        rows = observatory.measure("shares", actor, domain=known, draws=0, **_asked(settings))
        weights = {(row["partner"], row["domain"]): row for row in rows.iter_rows(named=True) if row["partner"]}
        held = {domain for _, domain in weights}
        unknown = models()["stress"].words["no-tie"]
        for domain in known:
            for partner in partners if domain in held else ():
                name = f"flow.{partner}.{domain}"
                row = weights.get((partner, domain))
                if row is None:
                    found[name] = Input(name, 0.0, "assumption", reason=unknown["en"], reasons=unknown)
                else:
                    cited = tuple(f"record:{record}" for record in row["records"][:_CITED])
                    found[name] = Input(name, float(row["weight"]), "evidence", evidence=cited)
        return found

    def prepare(self, case: Case, observatory: Observatory | None) -> pl.DataFrame:
        """``COLUMNS`` of the actor's standing in the observatory's network of ties, empty without one."""
        if observatory is None:
            return pl.DataFrame(schema=COLUMNS)
        start, end = (str(year) if (year := case.settings.get(key)) is not None else None for key in ("start", "end"))
        return standing(observatory.ties("count", start=start, end=end), case.scope["actor"], _cuts(case))

    def simulate(self, draws: Draws, prepared: Any) -> Outputs:
        """What is left after the cut, the severity of each single loss, and the way out of dependence."""
        case = draws.case
        flows, weights, cut = _flows(draws), draws.array("weight", "domain"), _cut(case)
        swap = case.settings["substitution"]
        outcome = flows.after(cut, swap)
        before, after = figures(flows.flow), figures(outcome.flow)
        unmet, change, severe = severity(before.hhi, after.hhi, outcome, weights)
        found: dict[str, Floats] = {
            "unmet": unmet,
            "hhi-change": change,
            "severity": severe,
            "hhi-before": weighted(before.hhi, weights),
            "hhi-after": weighted(after.hhi, weights),
        }
        for at, domain in enumerate(case.keys["domain"]):
            found |= {
                f"hhi.{domain}": after.hhi[:, at],
                f"top.{domain}": after.top[:, at],
                f"effective.{domain}": after.effective[:, at],
                f"unmet.{domain}": outcome.unmet_part[:, at],
            }
        for at, partner in enumerate(case.keys["partner"]):
            alone = np.zeros(cut.shape)
            alone[at] = 1.0
            lost = flows.after(alone, swap)
            found[f"severity.{partner}"] = severity(before.hhi, figures(lost.flow).hhi, lost, weights)[2]
        if case.settings.get("supplier") is not None:
            years, price, _ = self._path(draws, flows)
            for at, domain in enumerate(case.keys["domain"]):
                found |= {f"years.{domain}": years[:, at], f"price.{domain}": price[:, at]}
        else:
            found |= {
                f"{name}.{domain}": np.full(draws.count, np.nan)
                for name in ("years", "price")
                for domain in case.keys["domain"]
            }
        return found

    def details(self, case: Case, prepared: pl.DataFrame, outputs: Outputs) -> Details:
        """Every loss by its effect, what each partner gives before and after, the network, and the way out of dependence."""
        draws = central(case)
        flows, weights = _flows(draws), draws.array("weight", "domain")
        partners, domains = case.keys["partner"], case.keys["domain"]
        ranked = losses(flows, partners, domains, weights, case.settings["substitution"], case.settings["sets"])
        rows = [
            (
                at,
                list(one.partners),
                one.domain or "",
                float(one.unmet[0]),
                float(one.hhi_change[0]),
                float(one.severity[0]),
            )
            for at, one in enumerate(ranked[:_LOSSES], 1)
        ]
        schema: Columns = {
            "rank": pl.Int64,
            "partner": pl.List(pl.String),
            "domain": pl.String,
            "unmet": pl.Float64,
            "hhi_change": pl.Float64,
            "severity": pl.Float64,
        }
        after = flows.after(_cut(case), case.settings["substitution"]).flow
        given = [
            (
                partner,
                domain,
                *(float(part[0, p, d]) for part in (flows.flow, after)),
                *(_share(part, p, d) for part in (flows.flow, after)),
            )
            for d, domain in enumerate(domains)
            for p, partner in enumerate(partners)
        ]
        found = {
            "losses": pl.DataFrame(rows, schema=schema, orient="row"),
            "flows": pl.DataFrame(
                given,
                schema={"partner": pl.String, "domain": pl.String}
                | dict.fromkeys(("before", "after", "share_before", "share_after"), pl.Float64),
                orient="row",
            ),
        }
        if prepared.height:
            found["network"] = prepared
        if case.settings.get("supplier") is not None:
            series = self._path(draws, flows)[2][:, 0]
            steps = [
                (year, domain, float(series[year, d]))
                for d, domain in enumerate(domains)
                for year in range(len(series))
            ]
            found["path"] = pl.DataFrame(
                steps, schema={"year": pl.Int64, "domain": pl.String, "hhi": pl.Float64}, orient="row"
            )
        return Details(found, self._notes(case, outputs))

    def _notes(self, case: Case, outputs: Outputs) -> list[Note]:
        """Domains in which nobody stands in fully, and bounds that the way out never reaches."""
        found: list[Note] = []
        for domain in case.keys["domain"]:
            if outputs[f"unmet.{domain}"][0] > 0.005:
                found.append(("unmet", {"domain": domain, "part": round(100 * float(outputs[f"unmet.{domain}"][0]))}))
        if case.settings.get("supplier") is not None:
            for domain in case.keys["domain"]:
                if np.isnan(outputs[f"years.{domain}"][0]):
                    found.append(
                        (
                            "never",
                            {"domain": domain, "bound": case.settings["bound"], "years": case.settings["horizon"]},
                        )
                    )
        return found

    def _path(self, draws: Draws, flows: Flows) -> tuple[Floats, Floats, Floats]:
        settings = draws.case.settings
        supplier = draws.case.keys["partner"].index(settings["supplier"])
        premium = draws.array("premium", "domain")
        return path(flows, supplier, draws.value("fall"), settings["bound"], premium, settings["horizon"])


def _flows(draws: Draws) -> Flows:
    flow = draws.array("flow", "partner", "domain")
    return Flows(
        flow, flow * draws.array("capacity", "partner", "domain") * draws.array("affinity", "partner")[:, :, None]
    )


def _cuts(case: Case) -> dict[tuple[str, str | None], float]:
    """The part lost by partner and domain (None: all domains)."""
    found: dict[tuple[str, str | None], float] = {}
    for name, part in case.change.items():
        _, partner, *domain = name.split(".")
        found[partner, domain[0] if domain else None] = part
    return found


def _cut(case: Case) -> Floats:
    """The part lost, shape (partners, domains); what is said of one domain goes before what is said of all."""
    found = np.zeros((len(case.keys["partner"]), len(case.keys["domain"])))
    for (partner, domain), part in sorted(_cuts(case).items(), key=lambda one: one[0][1] is not None):
        at = case.keys["partner"].index(partner)
        found[at, slice(None) if domain is None else case.keys["domain"].index(domain)] = part
    return found


def _asked(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of the measure that a scenario names."""
    asked = {"measure": settings.get("by", "count"), "kind": settings.get("kind"), "unit": settings.get("unit")}
    asked |= {"start": settings.get("start"), "end": settings.get("end"), "direction": settings.get("direction")}
    return {key: value for key, value in asked.items() if value is not None and value != "count"}


def _share(flow: Floats, partner: int, domain: int) -> float | None:
    total = flow[0, :, domain].sum()
    return float(flow[0, partner, domain] / total) if total > 0 else None
