"""Tables: without quoting, without a header, and such as have no text."""

from __future__ import annotations

import gzip

import pytest
from corpus_tools import Make, messages, texts

from annotations.corpus import CorpusError, open_corpus

LONG = "قالت وزارة الصحة إن عدد القتلى ارتفع إلى خمسين منذ صباح الأحد"

UNQUOTED = 'id\ttext\n1\t"عاجل قتل 5\n2\tنص ثان\n3\tقال مصدر"\n4\t"كامل"\n5\t"أ" ب'
ROWS = {"1": '"عاجل قتل 5', "2": "نص ثان", "3": 'قال مصدر"', "4": '"كامل"', "5": '"أ" ب'}


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
@pytest.mark.parametrize("packed", [False, True])
def test_in_a_table_without_quoting_every_line_is_an_article(make: Make, end: str, *, packed: bool) -> None:
    data = (UNQUOTED + end).encode()
    corpus = open_corpus([make({"a.tsv.gz": gzip.compress(data)} if packed else {"a.tsv": data})])
    assert texts(corpus) == ROWS
    assert corpus.problems == []


def test_line_ends_and_encodings_make_no_difference_to_that(make: Make) -> None:
    folder = make(
        {"a.tsv": UNQUOTED.replace("\n", "\r\n").encode("utf-16"), "b.tsv": UNQUOTED.encode("cp1256")}
    )
    assert texts(open_corpus([folder / "a.tsv"])) == ROWS
    assert texts(open_corpus([folder / "b.tsv"], encoding="cp1256")) == ROWS


def test_quotes_that_quote_stay_quotes(make: Make) -> None:
    folder = make(
        {
            "a.tsv": 'id\ttext\n1\t"سطر\nسطر ""ثان"""\n2\t"كامل"',
            "b.csv": 'id,text\nb1,"Hello\nfoo, bar"\nb2,"x"\n',
            "c.tsv": '"id"\t"text"\n"c1"\t"قال ""نعم"" وذهب"\n',
        }
    )
    assert texts(open_corpus([folder])) == {
        "1": 'سطر\nسطر "ثان"',
        "2": "كامل",
        "b1": "Hello\nfoo, bar",
        "b2": "x",
        "c1": 'قال "نعم" وذهب',
    }


def test_a_csv_whose_rows_are_numbered_is_told_too(make: Make) -> None:
    folder = make({"a.csv": 'id,text\n1,"عاجل قتل 5\n2,نص ثان\n3,قال مصدر"\n'})
    assert texts(open_corpus([folder])) == {"1": '"عاجل قتل 5', "2": "نص ثان", "3": 'قال مصدر"'}


def test_where_it_does_not_fit_every_line_the_lines_that_merge_are_named(make: Make) -> None:
    folder = make({"a.tsv": 'id\ttext\n1\t"عاجل قتل 5\n2\tنص ثان\n3\tقال مصدر"\n4\tسليم\n5\tأ\tب\n'})
    merged, wide = messages(folder)
    assert merged.startswith(
        "a.tsv: lines 2-4: a quote that opens in the first of them and closes in the last"
    )
    assert wide == "a.tsv: line 6: 3 fields, the header has 2: quote those that hold a delimiter"
    assert texts(open_corpus([folder])) == {"4": "سليم"}


HEADLESS = f"7,2024-10-27,https://x.com/1,{LONG}\n8,2024-10-28,https://x.com/2,{LONG} ٢\n"


def test_columns_are_named_by_number_and_no_row_is_lost(make: Make) -> None:
    folder = make({"a.csv": HEADLESS})
    corpus = open_corpus([folder], fields={"text": "4", "published": "2", "url": "3"})
    assert texts(corpus) == {"a.csv:1": LONG, "a.csv:2": f"{LONG} ٢"}
    first = corpus.read(corpus.entries[0])
    assert (first.published, first.url) == ("2024-10-27", "https://x.com/1")
    assert list(texts(open_corpus([folder])).values()) == [LONG, f"{LONG} ٢"]


def test_a_number_names_a_column_of_a_table_with_a_header_too(make: Make) -> None:
    folder = make({"a.csv": "x,y,text\nأ,ب,ج\n", "b.csv": "text,2\nأ,ب\n"})
    assert texts(open_corpus([folder], fields={"text": "2"})) == {"a.csv:2": "ب", "b.csv:2": "ب"}
    with pytest.raises(CorpusError, match="--field text=4: there are 3 columns"):
        assert open_corpus([folder / "a.csv"], fields={"text": "4"}).entries


def test_a_header_of_numbers_and_columns_of_one_name_are_headers(make: Make) -> None:
    folder = make({"a.csv": f"0,1\nx,{LONG}\n", "b.csv": ",text,text\n0,,ب\n"})
    assert texts(open_corpus([folder])) == {"a.csv:2": LONG, "b.csv:2": "ب"}


MEDIA_CLOUD = "id,indexed_date,language,media_name,media_url,publish_date,title,url"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        (
            "a.csv",
            f"{MEDIA_CLOUD}\nab,2024-11-25,ar,الجزيرة,aljazeera.net,2024-11-24,{LONG},https://a.net/1\n",
            "has addresses and titles, no text: save the pages as .html",
        ),
        (
            "a.csv",
            f"URL,MobileURL,Date,Title\nhttps://a.net/1,,2024-11-25 10:00:00,{LONG}\n",
            "has addresses and titles, no text: save the pages as .html",
        ),
        (
            "20241125100000.gkg.csv",
            "\t".join(["20241125100000-T0", "20241125100000", *"x" * 25]),
            "a table of GDELT's (GKG): has addresses, no text",
        ),
        (
            "20241125100000.export.CSV",
            "\t".join(["1212121212", "20241125", *"x" * 59]),
            "a table of GDELT's (events): has addresses, no text",
        ),
        (
            "20241125100000.mentions.CSV",
            "\t".join(["1212121212", "20241125100000", *"x" * 14]),
            "a table of GDELT's (mentions): has addresses, no text",
        ),
    ],
)
def test_a_list_of_articles_without_their_texts_is_one_line(
    make: Make, name: str, data: str, message: str
) -> None:
    (line,) = messages(make({name: data + "\n", "whole.txt": "سليم"}))
    assert line.startswith(f"{name}: {message}")


def test_a_list_of_articles_with_their_texts_is_read(make: Make) -> None:
    row = f"ab,2024-11-25,ar,الجزيرة,aljazeera.net,2024-11-24,عنوان,https://a.net/1,{LONG}"
    corpus = open_corpus([make({"a.csv": f"{MEDIA_CLOUD},story_text\n{row}\n"})])
    article = corpus.read(corpus.entries[0])
    assert article.text == LONG
    assert article.metadata == {
        "title": "عنوان",
        "source": "الجزيرة",
        "published": "2024-11-24",
        "url": "https://a.net/1",
        "language": "ar",
    }
