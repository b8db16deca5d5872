"""Tests of `annotations.corpus`; a package, so that its modules share the helpers of `conftest`."""
