"""Makes the report for people, as a page, a Word document or a table: who says what, and who denies it."""
