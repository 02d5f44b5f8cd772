"""RabbitMQ through aio-pika. Nothing outside this package imports it, or what it stands on."""

from services.adapters.amqp.broker import AmqpBroker, subscribe
from services.adapters.amqp.publisher import AmqpPublisher

__all__ = ["AmqpBroker", "AmqpPublisher", "subscribe"]
