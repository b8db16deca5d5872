"""The model of the domain: frozen records and pure functions of them, without any file or screen."""
