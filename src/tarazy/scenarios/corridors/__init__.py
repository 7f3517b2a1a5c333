"""Corridors: flows over a network of rail, road, sea and pipelines, and what closing or opening a link changes."""
