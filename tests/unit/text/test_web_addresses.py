"""Which addresses are links, and what a browser is given of one."""

import pytest

from annotations.text.web_addresses import for_browser


@pytest.mark.parametrize(
    ("url", "given"),
    [
        (
            "https://example.org/a b?q=\"x\"&y='z'#`w`",
            "https://example.org/a%20b?q=%22x%22&y=%27z%27#%60w%60",
        ),
        ("http://example.org:8080/%D8%AE", "http://example.org:8080/%D8%AE"),
        ("https://مثال.إختبار/خبر", "https://xn--mgbh0fb.xn--kgbechtv/%D8%AE%D8%A8%D8%B1"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("--new-window", None),
        ("https://bbc.com@evil.com/", None),
        ("https://example.org/\x1b]52;c;x\x07", None),
        ("https://example.org/" + "a" * 5000, None),
        (None, None),
    ],
)
def test_a_browser_is_given_addresses_of_the_web_alone_in_ascii(url: str | None, given: str | None) -> None:
    assert for_browser(url) == given
