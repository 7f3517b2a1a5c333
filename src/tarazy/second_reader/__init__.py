"""A second reader, off unless asked for: a language model that the user points at, whose every claim is checked against the text."""
