"""Khabar's processes: ingest, store, index, enrich and api, and what they share."""
