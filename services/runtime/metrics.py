"""Prometheus metrics. Every label is from a fixed set, so the number of series is bounded."""

from prometheus_client import Counter, Histogram

MESSAGES = Counter("khabar_messages_total", "Messages by what became of them", ["consumer", "outcome"])
BATCH_SIZE = Histogram(
    "khabar_batch_messages",
    "Messages handled at once",
    ["consumer"],
    buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000),
)
BATCH_SECONDS = Histogram("khabar_batch_seconds", "Time from taking a batch to acknowledging it", ["consumer"])
OUTAGES = Counter("khabar_outages_total", "Times a server could not be used", ["server"])
DOCUMENTS = Counter("khabar_documents_total", "Files by the state they came to", ["state"])
REJECTIONS = Counter("khabar_rejections_total", "Rejected files and items by reason", ["reason"])
SCAN_SECONDS = Histogram("khabar_scan_seconds", "Time one walk through the watched folder took")
ENRICHMENTS = Counter("khabar_enrichments_total", "Answers of enrichers by what became of them", ["enricher", "state"])
ENRICHER_SECONDS = Counter("khabar_enricher_seconds_total", "Time enrichers took", ["enricher"])
