"""The registry of actors (data files that a person can edit) and the linker: surface form → actor."""
