"""Stress: what is left of an actor's ties when some of them break, who stands in, and which single loss would weigh most."""
