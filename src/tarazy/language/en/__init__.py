"""English: spaCy's small model for tokens, grammar and entities, rule lemmas."""

from tarazy.language.en.pack import EnglishPack

__all__ = ["EnglishPack"]
