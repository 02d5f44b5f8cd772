"""From a file in the watched folder to published articles: watch, read, validate, normalise, claim, publish."""
