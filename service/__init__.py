"""Articles: pages in, reports out."""
