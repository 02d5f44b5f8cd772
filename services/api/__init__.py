"""The api: how things stand, what there is, and a way in for new files. It reads every collection and owns none."""
