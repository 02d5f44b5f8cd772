"""Containers: what holds files. They are unpacked in memory, within a budget; nothing is ever written."""
