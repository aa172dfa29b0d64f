"""Models: strings in, strings out. Knows nothing of articles."""
