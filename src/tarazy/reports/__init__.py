"""Reports: dossiers, chronologies, comparisons, lists of conflicts and briefs from an observatory, each sentence with its sources."""
