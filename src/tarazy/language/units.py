"""temp"""
from tarazy.language.scanning import Piece


def counted_noun_follows(pieces: tuple[Piece, ...], index: int, language: str) -> bool:
    return False
