"""The guidelines in the reader, in a real pty."""

from pathlib import Path

from terminal import COMMAND, Terminal

TEXT = (
    "# قواعد [b]المشروع[/b]\n\n"
    + "\n".join(f"- القاعدة رقم {n}" for n in range(60))
    + "\n\n\x1b]0;title\x07\x1b[2J"
)


def test_i_shows_them_and_nothing_in_them_acts(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text("قال الوزير إن العدد كبير.", encoding="utf-8")
    (folder / "rules.md").write_text(TEXT, encoding="utf-8")
    scheme = 'guidelines = "rules.md"\n[[tags]]\nid = "claim"\nkey = "c"\n'
    (folder / "claimreader.toml").write_text(scheme, encoding="utf-8")
    with Terminal(
        [COMMAND, str(folder)], env={"CLAIMREADER_HOME": str(tmp_path)}, columns=60, rows=20
    ) as terminal:
        terminal.wait_for("0/1")
        terminal.type("\r")
        terminal.wait_for("j k move")
        terminal.type("i")
        terminal.wait_for("القاعدة رقم 3", logical=True)
        first = terminal.screen.display[0].rstrip()
        assert len(first) == 58  # the heading stands at the right
        assert terminal.screen.buffer[0][57].bold
        terminal.type("j")
        terminal.wait_for("القاعدة رقم 17", logical=True)
        terminal.type("\x1b[F")
        terminal.wait_for("القاعدة رقم 59", logical=True)
        assert "␛" in terminal.text  # a control is shown, not sent
        assert b"\x1b]0;" not in terminal.sent
        terminal.type("c\x1b[H")  # no key of the reader works here
        terminal.wait_for("القاعدة رقم 3", logical=True)
        terminal.type("i")
        terminal.wait_for("j k move")
        assert "claims 0" in terminal.text
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
