"""What the domain is made of: frozen records and pure functions of them, without any file or screen."""
