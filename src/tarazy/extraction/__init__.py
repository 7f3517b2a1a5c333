"""Passages → claims: mentions, frames for each kind, attribution, modality."""

from tarazy.extraction.extractor import extract, rules_version

__all__ = ["extract", "rules_version"]
