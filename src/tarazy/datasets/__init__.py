"""Data sets as claims: each row of a file is a claim whose evidence is the row as it stands."""
