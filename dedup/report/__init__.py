"""From a CleanResult to something a person looks at."""
