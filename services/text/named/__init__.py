"""People and organisations that a text names: by titles, patterns and lists, precision before recall.

`words` cuts a text into words and says which may belong together. `senses` and `gazetteer` know what a word can be in
a language, from lists that a linguist can edit: `lists/` by script, `words/` by language. `people` and `organisations`
find the names of one part of an article, `again` their later mentions; `entities` puts together what all parts have.
"""
