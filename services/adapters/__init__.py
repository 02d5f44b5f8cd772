"""The drivers: amqp.py is the only file that imports aio_pika, mongo.py the only one that imports motor."""
