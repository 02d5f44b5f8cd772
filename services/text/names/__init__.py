"""People and organisations that a text names: by titles, patterns and lists, precision before recall.

`words` cuts a text into words and says which may belong together; `senses` knows what a word can be in a language, from
the lists that a linguist can edit; `people` and `organisations` find the names of one part of an article; `entities` puts
together what is found in all of them.
"""
