"""Measures: pure functions from frames of ties to tables, each with its source, coverage and uncertainty."""
