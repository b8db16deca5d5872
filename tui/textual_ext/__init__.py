"""All that touches private names of Textual (8.2.8, pinned for their sake), and nothing else in `tui` does.

Each module says what it gives, with a figure, what of Textual it relies on, and what would be worth a pull
request there; `tests/unit/textual_ext/test_contracts.py` has a test for each, which fails with the name that
a new Textual lacks. `app` has the one class that extends `App`; the rest are parts of it, but for
`bare_widget`, which widgets use, and `slim_import`, by which all of it is imported.
"""
