"""What «республика», «обе страны», «альянс», "the two sides", «екі ел» stand for, within a paragraph and a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tarazy.extraction.antecedents import fits, gender_of, home_region, is_named, within
from tarazy.extraction.kazakh_reference import pair_of, resolved
from tarazy.extraction.patterns import Hit
from tarazy.extraction.russian_reference import unnamed
from tarazy.extraction.sentence import Actor, Sentence, as_anaphor

STATE_LIKE = ("state",)
KINDS_BY_WORD = {
    "own": STATE_LIKE,
    "region": ("region",),
    "state": STATE_LIKE,
    "organisation": ("organisation", "company"),
}
PRONOUNS = ("it", "he", "she")
POSSESSIVES = ("its", "his", "her")
FIRST_PERSON = ("we", "our", "us", "my")
NUMBERS = {"three": 3, "four": 4, "five": 5, "six": 6}
OFTEN = 5
FEW = 3
TWICE = 2
OPENING = 2


@dataclass(slots=True)
class Discourse:
    """What has been spoken of: by document (frequency), and by paragraph (recency); only actors of ``kinds`` are remembered.

    ``addressed``: the document is a speech, which turns to its hearers; ``doers``: states and bodies, with their kind, that are named, and
    twice as much where they act; ``deeds`` all of that. ``leading``: the state and the body that the text speaks of most, once they have
    been named: whom it may mean without naming them.
    """

    kinds: tuple[str, ...] = ("state", "organisation", "region", "group")
    main: Counter[str] = field(default_factory=Counter)
    regions: Counter[str] = field(default_factory=Counter)
    bodies: Counter[str] = field(default_factory=Counter)
    doers: Counter[tuple[str, str]] = field(default_factory=Counter)
    deeds: int = 0
    leading: list[Actor] = field(default_factory=list)
    addressed: bool = False
    paragraph: int = -1
    recent: list[Actor] = field(default_factory=list)
    subject: list[Actor] = field(default_factory=list)
    group: list[Actor] = field(default_factory=list)
    groups: list[list[Actor]] = field(default_factory=list)
    topic: Actor | None = None
    genders: dict[str, str] = field(default_factory=dict)
    named: dict[str, Actor] = field(default_factory=dict)

    def count(self, sentence: Sentence) -> None:
        """Call for the sentences to come, before they are resolved: who is named how often."""
        self.addressed = self.addressed or "anaphora:address" in sentence.hits
        for actor in sentence.actors:
            table = {"state": self.main, "region": self.regions, "organisation": self.bodies}.get(actor.kind)
            if table is not None and (actor.mention.known or table is not self.bodies):
                by_the_way = table is self.regions and sentence.language == "ru" and actor.mention.form == "adjective"
                table[actor.id] += not by_the_way
                if table is not self.regions:
                    self.doers[actor.id, actor.kind] += 1 + (actor.slot == "subject")

    def dominance(self, actor: Actor) -> float:
        """The part that an actor has of all that states and bodies do in the text."""
        return self.doers[actor.id, actor.kind] / max(1, self.deeds)

    def enter(self, sentence: Sentence) -> None:
        """Call before a sentence is resolved: a new paragraph keeps only the last subject; who leads is settled once for the sentence."""
        self.deeds = self.doers.total()
        self.leading = [self.named[id_] for id_ in self._foremost() if id_ in self.named]
        if sentence.passage.paragraph != self.paragraph:
            self.paragraph = sentence.passage.paragraph
            self.recent = self.recent[-2:]

    def _foremost(self) -> list[str]:
        """The state and the body that are named and act most, if often."""
        most = (
            max(((n, id_) for (id_, of), n in self.doers.items() if of == kind), default=(0, ""))
            for kind in ("state", "organisation")
        )
        return [id_ for count, id_ in most if count >= OFTEN]

    def leave(self, sentence: Sentence) -> None:
        """Call after a sentence: remember its actors, and its subject."""
        named = [a for a in sentence.actors if a.kind in self.kinds]
        for actor in named:
            if not actor.anaphor and sentence.language == "ru":
                self.genders[actor.id] = gender_of(sentence, actor)
            self.named[actor.id] = actor
            self.recent = [*[r for r in self.recent if r.id != actor.id][-7:], actor]
        states = list({a.id: a for a in named if a.kind in STATE_LIKE}.values())
        if len(states) >= 2:
            self.group = states[:6]
            self.groups = [*self.groups[-7:], states]
        subjects = [a for a in named if a.slot == "subject"]
        if subjects:
            self.subject = subjects[:3]
        elif named:
            self.subject = [named[0]]
        if subjects:
            alone = [s for s in subjects if s.function.governor == subjects[0].function.governor]
            self.topic = subjects[0] if len(alone) == 1 else self.topic
        elif named and named[0].first <= OPENING:
            self.topic = named[0]

    def speaker(self) -> tuple[str, str] | None:
        """For whom "our country" is said: the state named most, if often; in a speech the state or body that clearly acts most."""
        if not self.addressed:
            return next(((actor, "state") for actor, count in self.main.most_common(1) if count >= OFTEN), None)
        first, second = [*self.doers.most_common(2), (("", ""), 0), (("", ""), 0)][:2]
        return first[0] if first[1] > max(TWICE, second[1] + 1) else None

    def _pair(self) -> list[Actor]:
        """The two states that a document on their relations is about: each named often, any third far less."""
        (first, _), (second, count), (_, third) = [*self.main.most_common(3), ("", 0), ("", 0), ("", 0)][:3]
        if count < OFTEN or third * TWICE > count:
            return []
        return [self.named[actor] for actor in (first, second) if actor in self.named]

    def dyad(self) -> list[Actor]:
        """The two states spoken of last, in the order of the text; fewer where fewer were named."""
        pair = self._pair()
        if len(pair) > 1:
            return pair
        states = [r for r in self.recent if r.kind in STATE_LIKE]
        unique = list({r.id: r for r in reversed(states)}.values())
        return list(reversed(unique[:2]))


def resolve(sentence: Sentence, discourse: Discourse) -> None:
    """Add to the sentence the actors that its anaphoric words stand for."""
    added: list[Actor] = []
    taken = [(a.first, a.last) for a in sentence.actors]

    def free(first: int, last: int) -> bool:
        return all(last < a or first > b for a, b in taken)

    if sentence.language == "kk":
        added = resolved(sentence, discourse, free)
        taken += [(a.first, a.last) for a in added]
    for hit in sentence.hits.get("anaphora:dual", ()):
        before = [a for a in sentence.actors if a.last < hit.first and a.kind in STATE_LIKE]
        pair = list({a.id: a for a in before}.values())[-2:]
        if len(pair) < 2:
            pair = (pair_of(discourse) if sentence.language == "kk" else []) or discourse.dyad()
        if len(pair) == 2 and free(hit.first, hit.last):
            added += [as_anaphor(sentence, hit, a.id, a.kind) for a in pair]
            taken.append((hit.first, hit.last))
    for hit in sentence.hits.get("anaphora:plural", ()):
        counted = _number(sentence, hit) in (0, len(discourse.group))
        if counted and len(discourse.group) >= 2 and free(hit.first, hit.last) and not _specified(sentence, hit.last):
            added += [as_anaphor(sentence, hit, a.id, a.kind) for a in discourse.group]
            taken.append((hit.first, hit.last))
    for name, kinds in KINDS_BY_WORD.items():
        for hit in sentence.hits.get(f"anaphora:{name}", ()):
            if not free(hit.first, hit.last) or (name != "own" and _specified(sentence, hit.last)):
                continue
            antecedent = _antecedent(sentence, discourse, hit, name, kinds)
            if antecedent is not None:
                added.append(as_anaphor(sentence, hit, *antecedent))
                taken.append((hit.first, hit.last))
    if sentence.language == "ru":
        added += [a for a in unnamed(sentence, discourse, added) if free(a.first, a.last)]
    if sentence.language == "en":
        added += [a for a in _pronouns(sentence, discourse) if free(a.first, a.last)]
        added += [a for a in _first_person(sentence, discourse) if free(a.first, a.last)]
    if added:
        sentence.actors = sorted([*sentence.actors, *added], key=lambda a: (a.first, a.last))


def _number(sentence: Sentence, hit: Hit) -> int:
    """How many the words of ``hit`` say that there are ("all three governments"); 0 where they do not."""
    words = (sentence.tokens[i].text.lower() for i in range(hit.first, hit.last + 1))
    return next((NUMBERS[word] for word in words if word in NUMBERS), 0)


def _pronouns(sentence: Sentence, discourse: Discourse) -> list[Actor]:
    """English "it", "he", "its" that come before any other doer: whoever the sentences before were about."""
    known = discourse.topic
    if known is None:
        return []
    for at, token in enumerate(sentence.tokens):
        word = token.text.lower()
        if word in PRONOUNS and token.dep in ("nsubj", "nsubjpass"):
            verb = sentence.tokens[token.head] if token.head >= 0 else token
            impersonal = verb.lemma == "be" and verb.pos != "VERB"
            if impersonal or any(a.slot == "subject" and a.last < at for a in sentence.actors):
                return []
        elif not (word in POSSESSIVES and token.dep == "poss") or any(a.first < at for a in sentence.actors):
            continue
        return [as_anaphor(sentence, Hit(at, at, at, ""), known.id, known.kind)]
    return []


def _first_person(sentence: Sentence, discourse: Discourse) -> list[Actor]:
    """English "we", "our", "us" of a speech: for whom it is held; the doer before others, once in a sentence."""
    speaker = discourse.speaker() if discourse.addressed else None
    if speaker is None:
        return []
    words = [i for i, token in enumerate(sentence.tokens) if token.text.lower() in FIRST_PERSON]
    words.sort(key=lambda i: not sentence.tokens[i].dep.startswith("nsubj"))
    return [as_anaphor(sentence, Hit(i, i, i, ""), *speaker) for i in words[:1]]


def _antecedent(
    sentence: Sentence, discourse: Discourse, hit: Hit, name: str, kinds: tuple[str, ...]
) -> tuple[str, str] | None:
    """Actor and kind: "our country" is the document's main state; "the country" the last subject, else the last state named."""
    main = next((actor for actor, count in discourse.main.most_common(1) if count >= OFTEN), None)
    if name == "own":
        return discourse.speaker()
    near = within(sentence, hit, kinds) if name == "state" else None
    if near is not None:
        return near.id, near.kind

    def fitting(actors: Iterable[Actor]) -> Actor | None:
        known = ((a, discourse.genders.get(a.id, "")) for a in actors if a.kind in kinds)
        return next((a for a, gender in known if fits(sentence, hit, a.id, a.mention.known, gender)), None)

    spoken = list(reversed(discourse.recent))
    if sentence.language == "ru" and name == "region":
        spoken = [a for a in spoken if a.mention.form != "adjective"]
    elif sentence.language == "kk" and name == "region":
        # A region named once in passing is not what «аймақ» means in a text about another.
        top = max(discourse.regions.values(), default=0)
        spoken = [a for a in spoken if top < FEW or discourse.regions[a.id] * TWICE > top]
    elif sentence.language == "ru" and name == "organisation":
        # Of two unions spoken of, «союз» is the one that the document is about.
        spoken.sort(key=lambda a: discourse.bodies[a.id] < OFTEN)
    recent = fitting(spoken)
    if name == "state":
        recent = fitting(discourse.subject) or recent
    if recent is not None:
        return recent.id, recent.kind
    if name == "organisation" and is_named(sentence, hit):
        # "The Union" of a paper on the EU is the EU, though none has been named of late.
        body = next((a for a, _ in discourse.bodies.most_common() if fits(sentence, hit, a, True, "")), None)
        return (body, "organisation") if body else None
    if name == "region":
        often = next((actor for actor, count in discourse.regions.most_common(1) if count >= FEW), None)
        often = often or home_region(sentence, discourse.main)
        return (often, "region") if often else None
    return (main, "state") if name == "state" and main else None


def _specified(sentence: Sentence, last: int) -> bool:
    """«Республика Казахстан», "countries of Europe": the noun is specified by a name, so it is no anaphor."""
    if sentence.language == "kk" and not sentence.tokens[last].features.get("Poss"):
        return False
    near = [a for a in sentence.actors if not a.anaphor]
    if any(last < a.first <= last + 2 and a.slot in ("of", "in") for a in near):
        return True
    return any(a.last + 1 == last or (a.last + 2 == last and sentence.language == "kk") for a in near)
