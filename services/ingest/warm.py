"""A first text read before any file comes: word lists, profiles and the model are loaded when first asked for.

Loading takes a fifth of a second, for which the first article would wait. What is loaded stays for good, so the garbage
collector is told to leave it alone.
"""

import gc

from schemas.article import DocumentRef
from services.ingest.draft import Draft
from services.ingest.normalise import candidate
from services.ingest.read import File, Limits, read
from services.text.language import load_model

_TEXTS = (
    "خبر: لاہور\n\nشائع: 3 مئی 2026\n\nلاہور (اے پی پی) یہ ایک خبر ہے، اور اس میں کوئی خاص بات نہیں ہے۔",
    "News: Lahore\n\nPublished: 3 May 2026\n\nLAHORE (AP) - This is the news, and there is nothing new in it.",
    "Новости\n\nЭто новость, и в ней нет ничего нового.",
    "समाचार\n\nयह एक समाचार है और इसमें कोई नई बात नहीं है।",
    "খবর\n\nএটি একটি খবর, এবং এতে নতুন কিছু নেই।",
)
_NOWHERE = DocumentRef(document_id="0" * 32, path="", name="")


def warm_up() -> None:
    """Read a short text in each of the commonest scripts."""
    load_model()
    for text in _TEXTS:
        for item in read(File("a.txt", text.encode()), Limits()):
            if isinstance(item, Draft):
                candidate(item, b"", _NOWHERE)
    gc.collect()
    gc.freeze()
