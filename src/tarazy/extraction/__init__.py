"""Passages → claims: mentions, frames for each kind, attribution, modality."""
