"""The smallest Textual program that answers a key: what every figure of the benchmarks is a ratio to."""

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static


class Hello(App[None]):
    """Shows the number of keys pressed; `q` quits."""

    def compose(self) -> ComposeResult:
        """One line of text."""
        yield Static("Hello")

    def on_key(self, event: Key) -> None:
        """Count."""
        if event.key == "q":
            self.exit()
        self.count = getattr(self, "count", 0) + 1
        self.query_one(Static).update(f"Hello {self.count}")


if __name__ == "__main__":
    Hello().run()
