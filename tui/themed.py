"""The app's part in colours: which theme is worn, from the first frame on, and the change to another one."""

from __future__ import annotations

from typing import Any

from textual.app import App

from tui.textual_ext.app import TerminalApp
from tui.theme import THEMES, name_of, textual_theme, without_colours


class Themed(TerminalApp):
    """An app in one of the themes of `tui.theme`.

    Args:
        theme: its name in the settings, None for the default; NO_COLOR wins.
    """

    def __init__(self, *, theme: str | None = None, **options: Any) -> None:
        name = "mono" if without_colours() else theme or next(iter(THEMES))
        # Textual decides here how it does without colours, by whether the terminal's own are used.
        super().__init__(ansi_color=THEMES[name] is None, **options)
        worn = textual_theme(name)
        self.register_theme(worn)
        # Without its watcher, which would have all styles read a second time.
        self.set_reactive(App.theme, worn.name)
        self.stylesheet.set_variables(self.get_css_variables())

    @property
    def theme_name(self) -> str:
        """The name of the theme that is worn."""
        return name_of(self.theme)

    def use_theme(self, name: str) -> None:
        """Wear another theme from now on, unless NO_COLOR is set, and keep it in the settings.

        Raises:
            SettingsError: it can't be kept; it is worn all the same.
        """
        from tui.config import settings

        if not without_colours():
            theme = textual_theme(name)
            self.register_theme(theme)
            self.ansi_color = theme.ansi
            self.theme = theme.name
            for screen in self.screen_stack:
                for widget in screen.query("*"):
                    widget.refresh()
        settings.put("theme", name)
