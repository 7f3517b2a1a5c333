"""The page of an observatory: a service on its tables, and the built page that it hands out."""
