"""The registry of actors (data files that a person can edit) and the linker: surface form → actor."""

from tarazy.actors.linker import Linker
from tarazy.actors.mention import Mention
from tarazy.actors.registry import Actor, Alias, Registry, registry

__all__ = ["Actor", "Alias", "Linker", "Mention", "Registry", "registry"]
