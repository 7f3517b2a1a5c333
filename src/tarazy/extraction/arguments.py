"""Who takes part: actors of the clause, of the sentence or of the text before it, put into the roles of a frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tarazy.codebook.vocabulary import KINDS
from tarazy.extraction.anaphora import Discourse
from tarazy.extraction.frames import Frame, role_table
from tarazy.extraction.sentence import Actor, Sentence, of_state, with_slot
from tarazy.language import pack

DONE_TO = ("stance", "coercion", "aid")
PARTIES = ("state", "organisation", "company", "region", "group", "person", "place")


@dataclass(slots=True)
class Arguments:
    """Participants of a claim to be, and how they were found.

    ``sure`` is the share of those that take part, as the models expect it, among those kept and those left out; 0.5 without models.
    """

    filled: list[tuple[Actor, str]] = field(default_factory=list)
    own: int = 0
    reached: int = 0
    carried: int = 0
    sure: float = 0.5

    def add(self, actor: Actor, role: str) -> bool:
        """Take an actor in a role unless it is there already."""
        for number, (other, _) in enumerate(self.filled):
            if other.id == actor.id:
                if other.anaphor and not actor.anaphor:
                    self.filled[number] = (actor, self.filled[number][1])
                return False
        self.filled.append((actor, role))
        return True

    def roles(self) -> set[str]:
        """The roles that are filled."""
        return {role for _, role in self.filled}


def role_of(actor: Actor, frame: Frame) -> str:
    """The role that ``actor`` takes in a claim of ``frame``; "" when it stays out."""
    general: Mapping[str, object] = role_table()[frame.kind]
    for key in (f"type:{actor.kind}", actor.slot):
        for table in (frame.roles, general):
            value = table.get(key)
            if isinstance(value, str):
                return value
    value = frame.roles.get("rest", general.get("rest", ""))
    return value if isinstance(value, str) else ""


def collect(sentence: Sentence, frame: Frame, clause: int, trigger: tuple[int, int], discourse: Discourse) -> Arguments:
    """Fill the roles of ``frame`` for the trigger at tokens ``trigger`` in clause number ``clause``."""
    table = role_table()[frame.kind]
    core: set[str] = set(table["core"])
    pair = bool(table.get("pair"))
    found = Arguments()
    actors = standing(sentence.actors, frame.kind)
    # An actor that is named twice takes part as what it is at its best: "in Tokayev's words, Kazakhstan supports …".
    own = [
        a for a in _eligible(actors, trigger) if sentence.clause_of(a.first) == clause or _acts_in(sentence, a, clause)
    ]
    own.sort(key=lambda a: role_of(a, frame) not in core)
    doers = {role_of(a, frame): a.id for a in own if a.slot == "subject"}
    for actor in own:
        role = role_of(actor, frame)
        if actor.slot == "modifier" and frame.kind in DONE_TO and doers.get(role, actor.id) != actor.id:
            role = role_of(with_slot(actor, _slot_of_noun(sentence, actor)), frame)
        if role and found.add(actor, role):
            found.own += 1
    possible = set(KINDS[frame.kind].roles)
    wanted = set(frame.roles.get("want", "").split()) | (set(frame.need) & possible)

    def enough() -> bool:
        roles = found.roles()
        if wanted - roles:
            return False
        alone = pair and all(a.slot == "with" for a, _ in found.filled)
        return bool(roles & core) and not alone and (not pair or len(found.filled) >= 2)

    if not enough():
        for other in _outward(sentence, clause):
            for actor in _eligible(actors, trigger):
                if sentence.clause_of(actor.first) != other:
                    continue
                role = role_of(actor, frame)
                missing = bool(role) and (role not in found.roles() or pair)
                if missing and found.add(actor, role):
                    found.reached += 1
            if enough():
                break
    if not enough():
        carried: Iterable[Actor] = (
            discourse.dyad() if pair and not found.filled else discourse.subject[:1] if pair else discourse.subject
        )
        for actor in carried:
            role = role_of(with_slot(actor, "subject"), frame)
            if role and (role not in found.roles() or pair) and found.add(actor, role):
                found.carried += 1
            if enough():
                break
    return found


def _acts_in(sentence: Sentence, actor: Actor, clause: int) -> bool:
    """The subject of the clause's verb, cut off from it: "Laos, which dreams of becoming a battery, sells …"."""
    governor = actor.function.governor
    if sentence.language != "en" or actor.slot != "subject" or governor <= actor.last or not sentence.clauses:
        return False
    first, last = sentence.clauses[clause]
    return first <= governor <= last and sentence.tokens[governor].pos in ("VERB", "AUX")


def _slot_of_noun(sentence: Sentence, actor: Actor) -> str:
    """The slot of the noun that an adjective goes with, where another is the doer: "India blocked Chinese platforms"."""
    governor = actor.function.governor
    if sentence.language != "en" or not 0 <= governor < len(sentence.tokens):
        return actor.slot
    noun = sentence.tokens[governor]
    slot = pack("en").functions(sentence.analysis, [(noun.start, noun.end, "name")])[0].slot
    return slot if slot in ("object", "to", "against", "toward", "for", "in", "into", "with") else actor.slot


def standing(actors: list[Actor], kind: str) -> list[Actor]:
    """Actors as they take part in ``kind``: what happens in a town happens in its state, where the kind is between states."""
    return [of_state(a) for a in actors] if role_table()[kind].get("towns_stand_for_states") else actors


def _eligible(actors: list[Actor], trigger: tuple[int, int]) -> list[Actor]:
    return [a for a in actors if takes_part(a) and not trigger[0] <= a.first <= a.last <= trigger[1]]


def takes_part(actor: Actor) -> bool:
    """Anyone in the registry, and bodies and groups outside it; an unknown person or place only sets the scene."""
    return actor.kind in PARTIES and (actor.mention.known or actor.kind in ("organisation", "company", "group"))


def _outward(sentence: Sentence, clause: int) -> list[int]:
    """Other clauses: those before, nearest first, then those after; in Kazakh, where a converb shares the subject of the
    clause that follows, that one comes first."""
    following = clause + 1
    if sentence.language == "kk" and following < len(sentence.clauses):
        return [following, *range(clause - 1, -1, -1), *range(following + 1, len(sentence.clauses))]
    return [*range(clause - 1, -1, -1), *range(clause + 1, len(sentence.clauses))]
