"""Spill-over: how a threat spreads from a source over borders, diasporas, trade and routes, and what holds it up."""
