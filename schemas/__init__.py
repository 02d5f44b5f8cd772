"""The contract: what an article, an event and a queue name are. Depends on pydantic and the standard library only."""
