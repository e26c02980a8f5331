"""Stories: an article, what is right about it, and the reader's own copy of the original."""
