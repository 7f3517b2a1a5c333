"""Kazakh: own tokens, harmony-aware morphology over a lexicon, entities by a CRF trained on KazNERD."""

from tarazy.language.kk.pack import KazakhPack

__all__ = ["KazakhPack"]
