"""The vocabulary as data (kinds, roles, stages, domains, units) and the types that carry it."""
