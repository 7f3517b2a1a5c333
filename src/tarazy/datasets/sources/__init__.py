"""One module for each data set: its layout, and how a row becomes claims."""
