"""What the routes answer with, as models: the source of the schemas in `/openapi.json`.

Answers are made as plain dictionaries; the tests hold them against these.
"""
