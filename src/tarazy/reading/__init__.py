"""Bytes → Document → Passages: formats, clean-up with an offset map, papers of a volume, language, sentences."""
