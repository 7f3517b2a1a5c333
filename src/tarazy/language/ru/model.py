"""The slovnet taggers that natasha ships, run on batches of tokenised sentences of like length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from slovnet.shape import word_shape

from tarazy.language.ru.network import Encoder

BATCH_WORDS = 2500

Ids = NDArray[np.int64]


class Taggers:
    """Morphology, syntax and entities for words of sentences.

    The three networks share the navec vocabulary and the vocabulary of shapes, so that a sentence is encoded once.
    """

    def __init__(self) -> None:
        from natasha.data import NEWS_EMBEDDING, NEWS_MORPH, NEWS_NER, NEWS_SYNTAX
        from navec import Navec
        from slovnet import NER, Morph, Syntax

        navec = Navec.load(NEWS_EMBEDDING)
        self._morph = Morph.load(NEWS_MORPH).navec(navec).infer
        self._syntax = Syntax.load(NEWS_SYNTAX).navec(navec).infer
        self._ner = NER.load(NEWS_NER).navec(navec).infer
        self._encoders = {id(tagger): Encoder(tagger.model) for tagger in (self._morph, self._syntax, self._ner)}
        encoder = self._morph.encoder
        for other in (self._syntax.encoder, self._ner.encoder):
            if other.words_vocab.items != encoder.words_vocab.items:
                raise RuntimeError("slovnet's models differ in vocabulary: install natasha 1.6.0")
            if other.shapes_vocab.items != encoder.shapes_vocab.items:
                raise RuntimeError("slovnet's models differ in shapes: install natasha 1.6.0")
        self._words: Any = encoder.words_vocab
        self._shapes: Any = encoder.shapes_vocab
        self._ids: dict[str, tuple[int, int]] = {}
        self.morph_tags: list[str] = list(self._morph.decoder.tags_vocab.items)
        self.relations: list[str] = list(self._syntax.decoder.rels_vocab.items)
        self.entity_tags: list[str] = list(self._ner.decoder.tags_vocab.items)

    def morphology(self, sentences: Sequence[Sequence[str]]) -> list[list[int]]:
        """An index of ``morph_tags`` for each word of each sentence (sentences are not empty)."""
        return self._run(sentences, self._morph_batch)

    def syntax(self, sentences: Sequence[Sequence[str]]) -> list[list[tuple[int, int]]]:
        """For each word the number of its head (from 1; 0 is the root) and an index of ``relations``."""
        return self._run(sentences, self._syntax_batch)

    def entities(self, sentences: Sequence[Sequence[str]]) -> list[list[int]]:
        """An index of ``entity_tags`` (BIO) for each word of each sentence."""
        return self._run(sentences, self._ner_batch)

    def _run(self, sentences: Sequence[Sequence[str]], step: Any) -> list[Any]:
        results: list[Any] = [None] * len(sentences)
        # Sentences of like length share a batch: padding is computed like words.
        order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]))
        begin = 0
        while begin < len(order):
            end = begin + 1
            while end < len(order) and len(sentences[order[end]]) * (end + 1 - begin) <= BATCH_WORDS:
                end += 1
            batch = order[begin:end]
            for i, result in zip(batch, step(*self._encode([sentences[i] for i in batch])), strict=True):
                results[i] = result
            begin = end
        return results

    def _encode(self, sentences: Sequence[Sequence[str]]) -> tuple[Ids, Ids, NDArray[np.bool_], list[int]]:
        sizes = [len(words) for words in sentences]
        width = max(sizes)
        words_id = np.full((len(sentences), width), self._words.pad_id)
        shapes_id = np.full((len(sentences), width), self._shapes.pad_id)
        for row, words in enumerate(sentences):
            pairs = [self._id(word) for word in words]
            words_id[row, : len(words)] = [pair[0] for pair in pairs]
            shapes_id[row, : len(words)] = [pair[1] for pair in pairs]
        pad_mask = np.arange(width)[None, :] >= np.array(sizes)[:, None]
        return words_id, shapes_id, pad_mask, sizes

    def _id(self, word: str) -> tuple[int, int]:
        found = self._ids.get(word)
        if found is None:
            if len(self._ids) > 300_000:
                self._ids.clear()
            found = self._ids[word] = (
                self._words.encode(word.lower()),
                self._shapes.encode(word_shape(word)),
            )
        return found

    def _features(self, tagger: Any, words: Ids, shapes: Ids, pad: NDArray[np.bool_]) -> Any:
        return self._encoders[id(tagger)](words, shapes, pad)

    def _morph_batch(self, words: Ids, shapes: Ids, pad: NDArray[np.bool_], sizes: list[int]) -> list[list[int]]:
        head = self._morph.model.head
        best = head.decode(head(self._features(self._morph, words, shapes, pad)))
        return [best[row, :size].tolist() for row, size in enumerate(sizes)]

    def _syntax_batch(
        self, words: Ids, shapes: Ids, pad: NDArray[np.bool_], sizes: list[int]
    ) -> list[list[tuple[int, int]]]:
        model = self._syntax.model
        found = self._features(self._syntax, words, shapes, pad)
        heads = model.head.decode(model.head(found), ~pad)
        relations = model.rel.decode(model.rel(found, heads), ~pad)
        return [
            list(zip(heads[row, :size].tolist(), relations[row, :size].tolist(), strict=True))
            for row, size in enumerate(sizes)
        ]

    def _ner_batch(self, words: Ids, shapes: Ids, pad: NDArray[np.bool_], sizes: list[int]) -> list[list[int]]:
        head = self._ner.model.head
        scores = head(self._features(self._ner, words, shapes, pad))
        return [tags.tolist() for tags in head.crf.decode(scores, ~pad)]
