"""Tables that a text holds in flattened form, read where rows and columns can be told apart with certainty."""

from tarazy.extraction.tables.claims import Tables, read_tables, table_passages
from tarazy.extraction.tables.regions import Region, regions

__all__ = ["Region", "Tables", "read_tables", "regions", "table_passages"]
