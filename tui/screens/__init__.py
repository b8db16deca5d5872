"""The places a person can be in: the library of articles, and the reader."""
