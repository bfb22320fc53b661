"""One file per third party. Nothing in dedup imports them."""
