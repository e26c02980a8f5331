"""What authors are told of their work: the course's promises, and how two readers agree on its keys."""
