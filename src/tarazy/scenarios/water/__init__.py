"""Water and power of a shared river: who decides alone, what an agreement is worth, how its worth may be shared."""
