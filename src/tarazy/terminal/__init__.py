"""What a person sees in a terminal: claims with their sentences, tables of counts, progress."""
