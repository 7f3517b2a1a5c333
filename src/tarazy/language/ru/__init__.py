"""Russian: razdel tokens, slovnet grammar and entities, pymorphy3 lemmas."""

from tarazy.language.ru.pack import RussianPack

__all__ = ["RussianPack"]
