"""RabbitMQ and MongoDB as children on one machine, and the supervisor behind `khabar up`."""
