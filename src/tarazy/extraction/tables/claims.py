"""Tables of a document → claims, with a note for each table, or rows of it, that was left unread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from tarazy.actors.linker import Linker
from tarazy.codebook.claim import Claim, Evidence, Participant, Quantity, ValidTime
from tarazy.codebook.vocabulary import KINDS
from tarazy.extraction.tables.grid import Grid, GridRow, Names, UnreadError, Value, grid, is_total
from tarazy.extraction.tables.heads import Column
from tarazy.extraction.tables.lexicon import Measure, TableUnit, measures_in, unit_in
from tarazy.extraction.tables.regions import Region
from tarazy.extraction.tables.sides import Named, NotSaidError, named_flow, named_in, roles
from tarazy.language.times import find_times
from tarazy.reading.document import Document

_STAGES = {"aid": "delivered", "investment": "made", "transfer": "delivered"}
_FORECAST = re.compile(r"прогноз|forecast|projection|projected|болжам|болжанған", re.IGNORECASE)
_TURNOVER_GAP = 0.03
_CERTAIN = 0.95


@dataclass(slots=True)
class Tables:
    """``claims`` in text order; ``notes`` say what was left unread."""

    claims: list[Claim] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def table_passages(regions: Iterable[Region]) -> frozenset[int]:
    """Where the passages of tables begin that are rows of figures or numbered captions of tables: they are not to be read as prose."""
    found: set[int] = set()
    for region in regions:
        if region.numbered or region.tabbed or (len(region.rows) > 1 and all(p.kind == "row" for p in region.rows)):
            found |= {passage.clean_start for passage in (*region.rows, *region.captions)}
    return frozenset(found)


def read_tables(document: Document, regions: Iterable[Region], linker: Linker) -> Tables:
    """The claims of the tables of a document, which stand in these regions."""
    tables = Tables()
    for region in regions:
        try:
            found, names = grid(region, linker)
        except UnreadError as reason:
            if region.numbered and len(region.rows) > 1:
                tables.notes.append(f"table “{region.title}” left unread: {reason}")
            continue
        reader = _Reader(document, region, found, names, linker)
        claims = list(reader.claims())
        tables.claims += claims
        if not region.numbered and not claims and not any(row.actors for row in found.rows):
            continue
        if not claims:
            why = next(iter(found.unread), "its rows have no names that are known")
            tables.notes.append(f"table “{region.title}” left unread: {why}")
        else:
            for why, count in found.unread.items():
                rows = "1 row" if count == 1 else f"{count} rows"
                tables.notes.append(f"table “{region.title}”: {rows} left unread in whole or in part: {why}")
    return tables


@dataclass(frozen=True, slots=True)
class _Series:
    """Columns of one measure, one for each year, or one column with the shares and ranks beside it."""

    measure: Measure
    actor: str | None
    at: tuple[int, ...]


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, document: Document, region: Region, found: Grid, names: Names, linker: Linker) -> None:
        self.document, self.region, self.grid, self.names = document, region, found, names
        language = region.language
        named = named_in(region.caption, language, linker)
        actors = {a for row in found.rows for a in row.actors} | {c.actor for c in found.columns if c.actor}
        self.named: Named = named.without(actors)
        lead = named_in(region.lead, language, linker).without(actors)
        states = [m for m in lead.own if len(m.actor) == 3]
        self.lead = replace(lead, own=tuple(states[:1]) if len({m.actor for m in states}) == 1 else ())
        self.measure = _main_measure(region.caption)
        self.unit = unit_in(re.sub(r"\b(?:19|20)\d\d\b", " ", region.caption), language)
        times = find_times(region.caption, language)
        self.time = times[0].value if len(times) == 1 else ValidTime()
        self._check_sums()

    def claims(self) -> Iterator[Claim]:
        """The claims of all rows; rows that cannot be read are counted in the grid's ``unread``."""
        for row in self.grid.rows:
            if is_total(row.row.text) and not row.row.key:
                continue
            if not row.actors and not row.row.key and not measures_in(row.row.text):
                self._leave("what its name means is not known")
                continue
            said: set[str] = set()
            for series in self._series(row):
                try:
                    claim = self._claim(row, series)
                except NotSaidError as reason:
                    said.add(str(reason))
                    continue
                if claim is not None:
                    yield claim
            for why in sorted(said):
                self._leave(why)

    def _leave(self, why: str) -> None:
        self.grid.unread[why] = self.grid.unread.get(why, 0) + 1

    def _series(self, row: GridRow) -> Iterator[_Series]:
        """What the row says, one series for each claim."""
        groups: dict[tuple[str | None, str | None], list[int]] = {}
        own: Measure | None = None
        if not row.actors and not row.row.key:
            own = _main_measure(row.row.text)
        section = _main_measure(row.row.section) if row.row.section else None
        measures: dict[int, Measure] = {}
        previous: tuple[str | None, str | None] | None = None
        for i, column in enumerate(self.grid.columns):
            measure = self._measure(column, own, section)
            measures[i] = measure
            key = (measure.label, column.actor)
            beside = measures.get(i - 1)
            if (
                column.year is None
                and column.measure is not None
                and column.measure.generic
                and previous is not None
                and beside is not None
                and not beside.unread
                and self._unit(column, measure, row) != self._unit(self.grid.columns[i - 1], beside, row)
            ):
                groups[previous].append(i)
                continue
            groups.setdefault(key, []).append(i)
            previous = key
        for (_, actor), at in groups.items():
            yield _Series(measures[at[0]], actor, tuple(at))

    def _measure(self, column: Column, own: Measure | None, section: Measure | None) -> Measure:
        """What the cells of a column measure in a row that is called ``own``."""
        over = own or section or self.measure
        measure = column.measure
        if measure is None:
            return over or Measure("")
        if measure.generic and over is not None and not over.generic:
            label = over.label if measure.label in ("amount", "number") else f"{over.label}: {measure.label}"
            return replace(over, label=label, unit=measure.unit or over.unit)
        return measure

    def _unit(self, column: Column, measure: Measure, row: GridRow) -> TableUnit | None:
        if column.unit is not None:
            return column.unit
        if not row.actors and not row.row.key:
            unit = unit_in(row.row.text, self.region.language)
            if unit is not None:
                return unit
        if row.row.section:
            unit = unit_in(row.row.section, self.region.language)
            if unit is not None:
                return unit
        if self.unit is not None and measure.unit in ("", self.unit.name):
            return self.unit
        return TableUnit(measure.unit) if measure.unit else None

    def _claim(self, row: GridRow, series: _Series) -> Claim | None:
        filled = [(i, value) for i in series.at if (value := row.values[i]) is not None]
        measure = series.measure
        if not filled or measure.unread:
            return None
        if not measure.kind:
            raise NotSaidError("what its figures measure is not known")
        actors = self._actors(row, series)
        within = () if row.actors or row.row.key else self.names.within(row.row.text)
        if within:
            kind, said, near = measure.kind, True, True
            participants = named_flow(measure, kind, row.row.text, within, (*self.named.ids, *actors))
        else:
            kind, participants, said, near = self._roles(measure, actors)
        quantities = []
        for i, value in filled:
            column = self.grid.columns[i]
            own = measure if i == series.at[0] or column.year else self._measure(column, None, None)
            unit = TableUnit("percent") if value.percent else self._unit(column, own, row)
            if unit is None:
                raise NotSaidError("its unit is not given")
            quantities.append(Quantity(round(value.number * unit.factor, 6), unit.name, value.relation))
        start = row.row.name[0].start
        given = self.document.offsets.to_given(start, max(value.end for _, value in filled))
        surfaces = row.row.text if row.actors else None
        return Claim(
            document=self.document.name,
            kind=kind,
            participants=tuple(
                Participant(actor, role, surface=surfaces if actor in row.actors else None)
                for actor, role in participants
            ),
            evidence=Evidence(*given, self.document.text[slice(*given)]),
            time=self._time(row, filled),
            quantities=tuple(quantities),
            object=self._label(series, filled),
            stage=_STAGES.get(kind),
            modality=self._modality(row, filled),
            domain=KINDS[kind].domain,
            language=self.region.language,
            part=self.region.part,
            rule=f"{self.region.language}.table.{kind}",
            confidence=self._confidence(row, said, near),
            document_id=self.document.id,
        )

    def _roles(self, measure: Measure, actors: tuple[str, ...]) -> tuple[str, tuple[tuple[str, str], ...], bool, bool]:
        """Kind and participants; where the caption does not say whose trade it is, the one state of the text right before does."""
        try:
            return *roles(measure, measure.kind, actors, self.grid.rows_are, self.named), True
        except NotSaidError:
            if self.named.ids or not self.lead.own or measure.kind not in ("trade", "indicator"):
                raise
            lead = replace(self.lead, text=self.named.text, groups=self.named.groups)
            return *roles(measure, measure.kind, actors, self.grid.rows_are, lead), False

    def _actors(self, row: GridRow, series: _Series) -> tuple[str, ...]:
        """The actors of row, column or section beside those of the caption."""
        if series.actor:
            return (series.actor,)
        if row.actors or row.row.key:
            return row.actors
        return self.names.actors(row.row.section)

    def _time(self, row: GridRow, filled: Sequence[tuple[int, Value]]) -> ValidTime:
        if row.row.key:
            return ValidTime(row.row.key[:4], row.row.key[-4:])
        years = sorted(year for i, _ in filled if (year := self.grid.columns[i].year))
        return ValidTime(years[0][:4], max(year[-4:] for year in years)) if years else self.time

    def _modality(self, row: GridRow, filled: Sequence[tuple[int, Value]]) -> str:
        """Forecast where the caption says so, or all the years lie after the document's own."""
        years = [row.row.key] if row.row.key else [self.grid.columns[i].year for i, _ in filled]
        written = self.document.date
        ahead = written is not None and all(year and year[:4] > written[:4] for year in years)
        return "forecast" if ahead or _FORECAST.search(self.region.caption) else "asserted"

    def _label(self, series: _Series, filled: Sequence[tuple[int, Value]]) -> str | None:
        years = [year for i, _ in filled if (year := self.grid.columns[i].year)]
        label = series.measure.label
        for i, _ in filled[1:]:
            measure = self.grid.columns[i].measure
            if not years and measure is not None:
                label += f" and {measure.label}"
        return f"{label} in {', '.join(years).replace('/', '–')}" if len(years) > 1 else label

    def _confidence(self, row: GridRow, said: bool, near: bool) -> float:
        """How certain the reading is: figures told apart without the other rows, a side that is usual but not said, an actor of the
        text before, and the lack of a numbered caption count against it."""
        confidence = _CERTAIN
        for doubt, factor in ((not row.sure, 0.9), (not said, 0.9), (not near, 0.8), (not self.region.numbered, 0.9)):
            confidence *= factor if doubt else 1.0
        return round(confidence, 3)

    def _check_sums(self) -> None:
        """Columns of exports, imports and turnover that do not add up in most rows are not what their heads say: none is read."""
        flows = {
            c.measure.flow: i for i, c in enumerate(self.grid.columns) if c.measure and c.measure.flow and not c.year
        }
        if set(flows) != {"export", "import", "both"}:
            return
        wrong = right = 0
        for row in self.grid.rows:
            sold, bought, both = (row.values[flows[name]] for name in ("export", "import", "both"))
            if sold and bought and both:
                fits = abs(sold.number + bought.number - both.number) <= _TURNOVER_GAP * abs(both.number) + 1e-9
                right += fits
                wrong += not fits
        if wrong > right:
            self.grid.unread["its exports and imports do not add up to its turnover"] = len(self.grid.rows)
            self.grid.rows = []


def _main_measure(text: str) -> Measure | None:
    """The one thing that a caption or a row's name measures; None where it names several, or none."""
    measures = list(dict.fromkeys(hit.measure for hit in measures_in(text)))
    counted = [measure for measure in measures if not measure.generic]
    flows = [measure for measure in counted if measure.flow != "both"]
    if len(counted) > 1 and len(flows) == 1 and all(m.kind == flows[0].kind for m in counted):
        counted = flows
    return counted[0] if len(counted) == 1 else None
