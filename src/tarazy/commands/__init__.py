"""The commands, each in a file of its own; `tarazy.cli` puts them on the command line."""
