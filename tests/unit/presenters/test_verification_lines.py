"""What many annotations have in common is one line with their number."""

from annotations.services.verification import Discrepancy
from tui.presenters.verification import finding_lines


def changed(article: str, count: int) -> list[Discrepancy]:
    fault, remedy = f"article {article} has changed since", "Open it: the reader asks about each span"
    return [
        Discrepancy(f"uuid-{number}", fault, remedy, kind="article-changed", article=article)
        for number in range(count)
    ]


def test_a_thousand_of_one_article_are_one_line() -> None:
    assert list(finding_lines(changed("a.txt", 1000))) == [
        "a.txt: 1,000 annotations: the article has changed since. Open it: the reader asks about each span"
    ]


def test_each_article_has_its_line_and_the_remedy_is_said_once() -> None:
    lines = list(finding_lines([*changed("a.txt", 2), *changed("b.txt", 3)]))
    assert lines[1] == "b.txt: 3 annotations: the article has changed since"


def test_of_many_articles_there_is_one_line() -> None:
    findings = [finding for number in range(500) for finding in changed(f"{number}.txt", 2)]
    (line,) = finding_lines(findings)
    assert line.startswith("500 articles: 1,000 annotations: the article has changed since")


def test_what_stands_alone_is_said_as_it_is_written() -> None:
    alone = [*changed("a.txt", 1), Discrepancy("x.bak", "this backup can't be used"), Discrepancy("y", "z")]
    assert list(finding_lines(alone)) == [str(finding) for finding in alone]


def test_a_hostile_name_never_acts() -> None:
    (line,) = finding_lines(changed("\x1b[2J\u202e.txt", 2))
    assert "\x1b" not in line
    assert "\u202e" not in line
