"""Document → claims: the steps of extraction in their order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import groupby

from tarazy.actors.linker import Linker
from tarazy.actors.registry import registry
from tarazy.codebook.claim import Claim, Evidence, Participant
from tarazy.codebook.vocabulary import KINDS
from tarazy.errors import UsageError
from tarazy.extraction import participants
from tarazy.extraction.accounts import accounts_after
from tarazy.extraction.anaphora import Discourse, resolve
from tarazy.extraction.attribution import Conversation, acting, speaker
from tarazy.extraction.comparison import compared, threshold
from tarazy.extraction.confidence import confidence
from tarazy.extraction.continuation import continued
from tarazy.extraction.events import Candidate, candidates
from tarazy.extraction.frames import lexicon
from tarazy.extraction.labels import domain, label
from tarazy.extraction.participants import Participation
from tarazy.extraction.persons import (
    KINDS_REMEMBERED,
    LEAST,
    SETTINGS,
    Participants,
    as_themselves,
    grounded,
    named_bodies,
)
from tarazy.extraction.sentence import Sentence, build
from tarazy.extraction.sharing import shared_out
from tarazy.extraction.tables import Region, read_tables, regions, table_passages
from tarazy.extraction.works import works
from tarazy.language import CODES, pack
from tarazy.reading.document import Document, Passage

READ_KINDS = ("sentence", "item", "row", "caption")
BATCH = 256


@cache
def _linker() -> Linker:
    return Linker(registry())


@cache
def _kinds() -> dict[str, str]:
    return {actor.id: actor.kind for actor in registry().actors.values()}


@cache
def _states() -> dict[str, str]:
    """The state of each place in the registry."""
    states = {id_ for id_, kind in _kinds().items() if kind == "state"}
    places = (a for a in registry().actors.values() if a.kind == "place")
    return {a.id: a.parents[0] for a in places if a.parents and a.parents[0] in states}


@cache
def rules_version() -> str:
    """A short hash that changes when the code, the lexicons, the actor registry or the models change."""
    digest = hashlib.sha256()
    for package in ("codebook", "language", "reading", "actors", "extraction"):
        stack = [files("tarazy") / package]
        while stack:
            for path in sorted(stack.pop().iterdir(), key=lambda p: p.name):
                if path.is_dir():
                    stack.append(path)
                elif not path.name.endswith(".pyc"):
                    digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def extract(document: Document, participants: Participants = "states") -> list[Claim]:
    """The claims of a document, in text order; each quote equals the text as given at its offsets.

    ``participants="states"``: who acts for a state or body is in the participant's ``via``. ``"persons"``: persons and companies take
    part themselves, by the rules alone, since the models are trained on the former; `tarazy.extraction.persons` says more.
    What was left unread of the document's tables is told in its notes.
    """
    if participants not in SETTINGS:
        raise UsageError(f"participants={participants!r} is not known: use one of {', '.join(SETTINGS)}.")
    tables = regions(document)
    return claims_of(document, tables, _chosen(document, tables, participants))


def claims_of(document: Document, tables: Sequence[Region], chosen: Iterable[Candidate]) -> list[Claim]:
    """The chosen candidates of the prose as claims, with those of the tables, in text order."""
    claims: dict[str, Claim] = {}
    for candidate in chosen:
        claim = to_claim(document, candidate)
        claims.setdefault(claim.id, claim)
    read = read_tables(document, tables, _linker())
    for claim in read.claims:
        claims.setdefault(claim.id, claim)
    document.notes = tuple(dict.fromkeys((*document.notes, *read.notes)))
    return sorted(claims.values(), key=lambda c: (c.evidence.start, c.evidence.end))


def _chosen(document: Document, tables: Sequence[Region], setting: Participants) -> list[Candidate]:
    if setting == "persons":
        found = [each for candidate in candidates_of(document, setting, tables) for each in shared_out(candidate)]
        for candidate in found:
            candidate.confidence = grounded(candidate)
        return select(found, LEAST)
    return select(rated(document, tables), threshold())


def rated(document: Document, tables: Sequence[Region]) -> list[Candidate]:
    """The candidates of a document's prose with their participants and their confidence: each by itself, then beside the others."""
    found = list(settled(candidates_of(document, tables=tables)))
    for candidate in found:
        candidate.confidence = confidence(candidate)
    for candidate, value in zip(found, compared(found), strict=True):
        candidate.confidence = value
    return found


def select(found: Sequence[Candidate], least: float) -> list[Candidate]:
    """Candidates of at least that confidence, without the weaker of two that say the same of one sentence."""
    kept: list[Candidate] = []
    said: dict[tuple[object, ...], Candidate] = {}
    for candidate in sorted((c for c in found if c.confidence >= least), key=lambda c: -c.confidence):
        time, quantities = candidate.values()
        actors = frozenset((a.id, role) for a, role in candidate.participants)
        key = (candidate.sentence.passage.clean_start, candidate.kind, actors)
        other = said.get(key)
        if other is not None:
            other_time, other_quantities = other.values()
            if (not time or time == other_time) and (not quantities or quantities == other_quantities):
                continue
        said.setdefault(key, candidate)
        kept.append(candidate)
    return kept


def settled(found: Iterable[Candidate], model: Participation | None = None) -> Iterator[Candidate]:
    """Candidates with their participants chosen by the model (the installed one by default), lists shared out."""
    chooser = model or participants.installed()
    for candidate in found:
        if chooser is not None and not candidate.continued:
            chosen = participants.settle(candidate.arguments, candidate.prospects, candidate.kind, chooser)
            candidate = replace(candidate, arguments=chosen)
        yield from shared_out(candidate)


def prose(document: Document, tables: Sequence[Region]) -> list[Passage]:
    """The passages that are read sentence by sentence: those in a language that is read and outside the tables."""
    tabular = table_passages(tables)
    return [
        p for p in document.passages if p.kind in READ_KINDS and p.language in CODES and p.clean_start not in tabular
    ]


def candidates_of(
    document: Document, setting: Participants = "states", tables: Sequence[Region] | None = None
) -> Iterator[Candidate]:
    """All candidates of a document's prose as the rules make them, before any model: for training and for error analysis.

    ``tables`` are those of the document, where they are known already.
    """
    read = prose(document, regions(document) if tables is None else tables)
    for _, passages in groupby(read, key=lambda p: p.part):
        discourse = Discourse(KINDS_REMEMBERED) if setting == "persons" else Discourse()
        conversation = Conversation()
        before: list[Candidate] = []
        for sentence in _sentences(document, list(passages), discourse, setting):
            discourse.enter(sentence)
            resolve(sentence, discourse)
            conversation.hear(sentence)
            own = candidates(sentence, discourse)
            own = accounts_after(sentence, own, before)
            own += continued(sentence, own, before)
            yield from own
            before = own or before
            discourse.leave(sentence)


def _sentences(
    document: Document, passages: Sequence[Passage], discourse: Discourse, setting: Participants
) -> Iterator[Sentence]:
    """Analyse passages in batches, language by language, and give them back in text order."""
    for at in range(0, len(passages), BATCH):
        batch = passages[at : at + BATCH]
        built: dict[int, Sentence] = {}
        for code in sorted({p.language for p in batch}):
            chosen = [(i, p) for i, p in enumerate(batch) if p.language == code]
            language = pack(code)
            words = lexicon(code, "persons" if setting == "persons" else "")
            dated: str | None = None
            paragraph = -1
            for (i, passage), analysis in zip(chosen, language.analyse([p.text for _, p in chosen]), strict=True):
                mentions = _linker().link(analysis)
                if setting == "persons":
                    mentions = named_bodies(analysis, mentions, _kinds())
                if passage.paragraph > paragraph + 1:
                    dated = None
                times = language.times(passage.text, document.date, dated)
                dated = next((t.value.end or t.value.start for t in reversed(times)), dated)
                paragraph = passage.paragraph
                built[i] = build(
                    passage,
                    analysis,
                    mentions,
                    times,
                    language.quantities(passage.text),
                    words,
                    _kinds(),
                    _states(),
                )
        for i in range(len(batch)):
            if setting == "persons":
                as_themselves(built[i])
            discourse.count(built[i])
        for i in range(len(batch)):
            yield built[i]


def to_claim(document: Document, candidate: Candidate) -> Claim:
    """Put a candidate into the exchange form, with offsets in the text as given."""
    sentence = candidate.sentence
    start, end = _evidence(candidate)
    text = document.clean[sentence.passage.clean_start : sentence.passage.clean_start + len(sentence.passage.text)]
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:–—-"):
        end -= 1
    given_start, given_end = document.offsets.to_given(
        sentence.passage.clean_start + start, sentence.passage.clean_start + end
    )
    time, quantities = candidate.values()
    said = label(candidate)
    return Claim(
        document=document.name,
        kind=candidate.kind,
        participants=tuple(Participant(a.id, role, *acting(sentence, a)) for a, role in candidate.participants),
        evidence=Evidence(given_start, given_end, document.text[given_start:given_end]),
        time=time,
        quantities=quantities,
        object=said,
        stage=_stage(candidate),
        modality=candidate.modality,
        domain=domain(candidate.kind, candidate.frame.domain, said),
        speaker=speaker(sentence, candidate.trigger[0]),
        cited=works(sentence),
        language=sentence.language,
        part=sentence.passage.part,
        rule=candidate.frame.name,
        confidence=candidate.confidence,
        document_id=document.id,
    )


def _stage(candidate: Candidate) -> str | None:
    """The frame's stage; "planned" where the kind has it and the claim is a plan or a forecast."""
    ahead = candidate.modality in ("planned", "proposed", "forecast")
    if ahead and "planned" in KINDS[candidate.kind].stages and candidate.frame.stage != "proposed":
        return "planned"
    return candidate.frame.stage


def _evidence(candidate: Candidate) -> tuple[int, int]:
    """Whole clauses from the first to the last that carries the trigger, a participant, the date or a figure."""
    sentence = candidate.sentence
    numbers = {candidate.clause}
    here = {(a.first, a.mention.start, a.mention.end) for a in sentence.actors}
    own = [a for a, _ in candidate.participants if (a.first, a.mention.start, a.mention.end) in here]
    numbers |= {sentence.clause_of(a.first) for a in own}
    spans = [(q.start, q.end) for q in candidate.quantities] + (
        [(candidate.time.start, candidate.time.end)] if candidate.time else []
    )
    if candidate.near is not None:
        numbers |= {sentence.clause_of(candidate.near.first), sentence.clause_of(candidate.near.last)}
    ranges = [sentence.clauses[n] for n in numbers]
    start = min([sentence.tokens[a].start for a, _ in ranges] + [s for s, _ in spans])
    end = max([sentence.tokens[b].end for _, b in ranges] + [e for _, e in spans])
    return start, end
