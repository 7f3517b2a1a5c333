"""Commands that stand in files of their own; `tarazy.cli` puts them on the command line."""
