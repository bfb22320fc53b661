"""Many documents: records, indexes, streams, near-duplicate articles."""
