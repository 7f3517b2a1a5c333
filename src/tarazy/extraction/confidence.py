"""How likely a candidate, by itself, is a claim that a reader would note down: a logistic model over what the rules saw.

Trained by ``scripts/train_confidence.py`` on annotated documents and calibrated by cross-validation over documents; the
weights are in ``data/confidence.json``. No feature names a document.
"""

from __future__ import annotations

from tarazy.extraction.events import Candidate, currency_class
from tarazy.extraction.logistic import Logistic, bucket, load
from tarazy.language.base import Token


def installed() -> Logistic | None:
    """The trained model, or None."""
    return load("confidence.json")


def confidence(candidate: Candidate) -> float:
    """Probability between 0 and 1; 0.5 where no model is installed."""
    model = installed()
    return model(features(candidate)) if model else 0.5


def _main_verb(tokens: list[Token], bounds: tuple[int, int]) -> int | None:
    """The clause's verb: the highest in the tree, or in Kazakh the last."""
    verbs = [i for i in range(bounds[0], bounds[1] + 1) if tokens[i].pos == "VERB"]
    outer = [i for i in verbs if not bounds[0] <= tokens[i].head <= bounds[1]]
    return next(reversed(outer or verbs), None)


def features(candidate: Candidate) -> dict[str, float]:
    """What the model sees of a candidate: names to values."""
    sentence, args, frame = candidate.sentence, candidate.arguments, candidate.frame
    language = sentence.language
    tokens = sentence.tokens
    kind = frame.kind
    trigger = tokens[candidate.trigger[0]]
    bounds = sentence.clauses[candidate.clause] if sentence.clauses else (0, len(tokens) - 1)
    names: list[str] = [
        f"kind={kind}",
        f"kind={kind}|{language}",
        f"frame={frame.name}",
        f"frame={frame.name.partition('.')[2]}",
        f"trigger={language}:{kind}:{trigger.lemma}",
        f"pos={trigger.pos}|{kind}",
        f"own={bucket(args.own, 0, 1, 2, 3)}|{kind}",
        f"own={bucket(args.own, 0, 1, 2, 3)}",
        f"reached={bucket(args.reached, 0, 1, 2)}",
        f"carried={bucket(args.carried, 0, 1, 2)}",
        f"carried={bucket(args.carried, 0, 1)}|{kind}",
        f"n={bucket(len(args.filled), 1, 2, 3, 5)}|{kind}",
        f"time={candidate.time is not None}|{kind}",
        f"times={bucket(candidate.times_in_clause, 0, 1, 2)}",
        f"quantity={bucket(len(candidate.quantities), 0, 1, 2)}|{kind}",
        f"near={candidate.near is not None}",
        f"modality={candidate.modality}",
        f"modality={candidate.modality}|{kind}",
        f"passage={sentence.passage.kind}",
        f"length={bucket(len(tokens), 8, 15, 25, 40, 60)}",
        f"clause={bucket(bounds[1] - bounds[0] + 1, 4, 8, 15, 30)}",
        f"actors={bucket(len(sentence.actors), 0, 1, 2, 4, 8)}",
        f"rivals={bucket(candidate.rivals, 0, 1, 2)}",
        f"sure={int(10 * args.sure)}",
        f"sure={int(5 * args.sure)}|{kind}",
    ]
    names += [f"beside={other}|{kind}" for other in candidate.company]
    if candidate.continued:
        return dict.fromkeys(
            (f"continued={candidate.continued}", f"continued={candidate.continued}|{kind}", *names[-17:]), 1.0
        )
    verb = _main_verb(tokens, bounds)
    names.append(f"verb={verb is not None}|{kind}")
    if verb is not None:
        names.append(f"is-verb={candidate.trigger[0] <= verb <= candidate.trigger[1]}|{kind}")
    for actor, role in args.filled[:8]:
        names.append(f"slot={role}:{actor.slot}|{kind}")
        names.append(f"form={actor.mention.form}|{role}")
        names.append(f"type={actor.kind}|{kind}:{role}")
        distance = min(abs(actor.first - candidate.trigger[1]), abs(candidate.trigger[0] - actor.last))
        names.append(f"distance={bucket(distance, 2, 5, 10, 20)}")
        if actor.function.governor in range(candidate.trigger[0], candidate.trigger[1] + 1):
            names.append(f"governed={role}")
    for quantity in candidate.quantities[:3]:
        names.append(f"unit={currency_class(quantity.value.unit)}|{kind}")
    for key in ("speech:verb", "speech:according", "speech:author"):
        if key in sentence.hits:
            names.append(key)
    if any(bounds[0] <= h.first <= bounds[1] for h in sentence.hits.get("@topic", ())):
        names.append(f"topic|{kind}")
    for gloss in {candidate.gloss, candidate.near.gloss if candidate.near else ""} - {""}:
        names.append(f"gloss={gloss}|{kind}")
    values: dict[str, float] = {}
    for name in names:
        values[name] = values.get(name, 0.0) + 1.0
    return values
