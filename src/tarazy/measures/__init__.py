"""Measures: pure functions from frames of ties to tables, each with its source, coverage and uncertainty."""

from tarazy.measures.table import Measure, measure_table, measures

__all__ = ["Measure", "measure_table", "measures"]
