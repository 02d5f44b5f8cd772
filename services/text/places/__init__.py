"""Places: which cities, provinces and countries a text names, by a gazetteer and rules of context."""

from services.text.places.gazetteer import LANGUAGES, key_of
from services.text.places.place import FoundPlace, Mention, Place
from services.text.places.recognise import find_places

__all__ = ["LANGUAGES", "FoundPlace", "Mention", "Place", "find_places", "key_of"]
