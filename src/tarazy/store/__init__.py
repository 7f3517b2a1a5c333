"""The observatory folder: Delta tables, versions, queries, the files as given."""
