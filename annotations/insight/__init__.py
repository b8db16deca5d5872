"""Works out what the annotations and the texts of a corpus say together: figures, sides, what is related.

Pure functions of records and texts that `annotations.services` hands in: nothing here reads a file, a store
or the index. What comes from texts alone is a suggestion, never a decision.
"""
