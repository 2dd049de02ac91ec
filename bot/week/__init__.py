"""A team's week: what it gets, when, and what people do with it."""
