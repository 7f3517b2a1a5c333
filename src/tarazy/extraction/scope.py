"""What words stand over a trigger in a parsed sentence: its governors and their markers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from tarazy.extraction.patterns import Hit
from tarazy.extraction.sentence import Sentence
from tarazy.language.base import Token

# Relations of a word that colours its governor's mood: "may", «бы», "perhaps", «вероятно», "planned" before a noun.
MARKERS = frozenset(
    [
        "aux",
        "aux:pass",
        "auxpass",
        "mark",
        "advmod",
        "amod",
        "discourse",
        "parataxis",
        "neg",
        "cop",
        "det",
        "fixed",
        "acomp",
    ]
)
PHRASES = frozenset(["obl", "nmod", "prep", "pobj", "npadvmod", "case", "advcl", "pcomp"])
CLOSED = frozenset(
    ["acl:relcl", "relcl", "advcl", "parataxis", "appos", "amod", "compound", "nummod", "flat", "flat:name"]
)
# "in the agreement it is planned": a circumstance of the planning, not what is planned.
CIRCUMSTANCE = {
    "ru": frozenset(
        ["в", "во", "на", "при", "после", "до", "из-за", "благодаря", "согласно", "через", "под", "среди", "ввиду", "вопреки"]
    ),
    "en": frozenset(
        ["in", "at", "during", "after", "before", "on", "under", "within", "since", "despite", "due", "because", "following",
         "amid", "through", "by", "given", "from", "as"]
    ),
}  # fmt: skip
# "agreement … to": the last word of a pattern may belong to something else.
LINKERS = frozenset(["to", "for", "of", "on", "that", "into", "о", "об", "по", "от"])
BREAKS = frozenset(["VERB", "NOUN", "PROPN", "CCONJ"])
LONGEST = 12


@dataclass(slots=True)
class Scope:
    """``chain`` are the trigger's top word and its governors, from below; ``marked`` the words whose markers count.

    ``predicate`` is the verb of its clause, or -1; in Kazakh ``region`` runs from the trigger to the end of the predicate
    that closes it, and ``crossed`` is True where converbs stand between.
    """

    chain: list[int]
    marked: frozenset[int] = frozenset()
    predicate: int = -1
    crossed: bool = False
    region: range = field(default_factory=lambda: range(0))


def climb(
    tokens: Sequence[Token],
    language: str,
    trigger: tuple[int, int],
    words: Mapping[str, Collection[int]],
    carries: bool,
    free: bool = False,
) -> Scope:
    """The governors of a trigger in a parsed sentence, up to the first that does not decide whether it happened.

    ``words`` gives the tokens of ``happen`` ("take place") and ``enter`` ("take part in"); a subject is governed by a
    verb of happening, by a passive, and, where ``carries``, by any verb ("exports may reach").
    """
    at = top(tokens, trigger)
    chain, marked = [at], {at}
    predicate = at if tokens[at].pos in ("VERB", "AUX") else -1
    while True:
        dep, over = tokens[at].dep, tokens[at].head
        if not 0 <= over < len(tokens) or over in chain or len(chain) > LONGEST:
            break
        past = tokens[at].features.get("Tense") == "Past" and tokens[at].features.get("VerbForm") == "Fin"
        if (
            dep in CLOSED
            or (dep == "ccomp" and past and not any(t.head == at and t.lemma in ("would", "чтобы") for t in tokens))
            or (dep == "acl" and tokens[at].features.get("VerbForm") == "Part")
        ):
            break
        if dep == "conj":
            verbs = tokens[over].pos in ("VERB", "AUX") and tokens[at].pos in ("VERB", "AUX")
            if verbs and not _finite(tokens, at):
                marked.add(over)
                predicate = over if predicate in (-1, at) else predicate
            at = over
            continue
        if dep == "nsubj" and not (carries or _happens(tokens, over, words["happen"])):
            break
        if (
            not free
            and dep in ("obl", "prep")
            and over not in words["enter"]
            and _circumstance(tokens, language, at, dep)
        ):
            break
        chain.append(over)
        marked.add(over)
        if predicate < 0 and tokens[over].pos in ("VERB", "AUX"):
            predicate = over
        at = over
    return Scope(chain, frozenset(marked), predicate)


def _happens(tokens: Sequence[Token], at: int, happen: Collection[int]) -> bool:
    """«состоится визит», «может возникнуть угроза», «планируется визит», «необходимы стандарты»: no deed of the subject."""
    verbs = [at, *(i for i, t in enumerate(tokens) if t.head == at and t.dep == "xcomp")]
    return tokens[at].pos == "ADJ" or any(i in happen for i in verbs)


def top(tokens: Sequence[Token], trigger: tuple[int, int]) -> int:
    """The word of a trigger that the others of it depend on."""
    for i in range(trigger[0], trigger[1] + 1):
        if not trigger[0] <= tokens[i].head <= trigger[1]:
            if tokens[i].dep in ("case", "advmod", "neg", "mark", "det", "cc") and i < trigger[1]:
                continue
            return i
    return trigger[0]


def _finite(tokens: Sequence[Token], at: int) -> bool:
    """True for a verb with its own tense, auxiliary or modal."""
    if tokens[at].features.get("VerbForm") == "Fin":
        return True
    return any(t.head == at and t.dep.startswith("aux") and t.lemma != "to" for t in tokens)


def _circumstance(tokens: Sequence[Token], language: str, at: int, dep: str) -> bool:
    if dep == "prep":
        return tokens[at].text.lower() in CIRCUMSTANCE[language]
    return any(t.head == at and t.dep == "case" and t.text.lower() in CIRCUMSTANCE[language] for t in tokens)


def governs(tokens: Sequence[Token], scope: Scope, hit: Hit, trigger: tuple[int, int]) -> bool:
    """True where the words of ``hit`` are governors of the trigger, or mark one of them."""
    if tokens[hit.last].text.lower() in LINKERS and any(t.pos in BREAKS for t in tokens[hit.first + 1 : hit.last]):
        return False
    between = tokens[hit.last + 1 : trigger[0]]
    beside = hit.last < trigger[0] and len(between) < 2 and all(t.pos == "ADP" for t in between)
    if beside and tokens[hit.first].pos in ("VERB", "AUX", "NOUN") and tokens[hit.first].dep != "amod":
        return True
    above = set(scope.chain[1:])
    for i in range(hit.first, hit.last + 1):
        if i in above and not trigger[0] <= i <= trigger[1]:
            return True
    phrase = tokens[hit.first].pos == "ADP"
    for i in range(hit.first, hit.last + 1):
        if trigger[0] <= i <= trigger[1] or (i > hit.first and not phrase and tokens[i].text.lower() in LINKERS):
            continue
        at = i
        for _ in range(3 if phrase else 1):
            dep, over = tokens[at].dep, tokens[at].head
            if over < 0 or not (dep in MARKERS or (phrase and dep in PHRASES)):
                break
            if over in scope.marked:
                return True
            at = over
    return False


def deprives(tokens: Sequence[Token], scope: Scope, hit: Hit, trigger: tuple[int, int]) -> bool:
    """True where the words of ``hit`` stand over the trigger ("refuse to"), or are its preposition ("without")."""
    if tokens[hit.first].pos == "ADP":
        return tokens[hit.first].head in scope.chain or hit.first in scope.chain
    return governs(tokens, Scope(scope.chain), hit, trigger)


def reported(tokens: Sequence[Token], at: int) -> bool:
    """ "said that it would": the future seen from the past."""
    verb = tokens[at].head
    if verb < 0 or tokens[verb].dep != "ccomp":
        return False
    over = tokens[verb].head
    return over >= 0 and tokens[over].features.get("Tense") == "Past"


def is_to(tokens: Sequence[Token], at: int) -> bool:
    """ "is to receive": the infinitive after a form of "be"."""
    over = tokens[at].head
    return over >= 0 and tokens[over].lemma == "be" and any(t.head == at and t.text.lower() == "to" for t in tokens)


def words(sentence: Sentence, name: str) -> set[int]:
    """The tokens of the scope list ``name`` of `cues.toml`."""
    return {i for hit in sentence.hits.get(f"scope:{name}", ()) for i in range(hit.first, hit.last + 1)}
