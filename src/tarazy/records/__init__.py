"""Claims → records: one thing in the world, the claims that speak of it, and where they disagree."""
