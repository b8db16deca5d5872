"""Makes the report for people: one page of HTML with what was claimed, by whom, and what contradicts what."""
