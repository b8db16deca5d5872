"""A session knows the articles and what is said about them; screens ask it, nothing here imports Textual."""
