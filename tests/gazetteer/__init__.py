"""Makes services/text/places/data/ of what the development packages hold; stands here because only they have it."""
