"""Posts of Telegram and X, as exports, APIs and scrapers have them: text, author, day, address, id."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from corpus_tools import Make, messages, texts

from annotations.corpus import Corpus, open_corpus

A, B = "قال الوزير إن القوات وصلت", "أضاف المتحدث أن العدد ارتفع"


def dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def fields(corpus: Corpus, place: int = 0) -> dict[str, str]:
    return dict(corpus.read(corpus.entries[place]).metadata)


def message(number: int, text: object, **more: object) -> dict[str, object]:
    return {
        "id": number,
        "type": "message",
        "date": f"2024-10-{26 + number:02}T14:30:00",
        "date_unixtime": "1730039400",
        "from": "أخبار الحي",
        "from_id": "channel100",
        "text": text,
        "text_entities": [],
        **more,
    }


PARTS = [
    "عاجل: ",
    {"type": "bold", "text": "وصلت القوات"},
    " إلى ",
    {"type": "link", "text": "https://a.b/c"},
]
CHANNEL = {
    "name": "أخبار الحي",
    "type": "public_channel",
    "id": 100,
    "messages": [
        {"id": 9, "type": "service", "date": "2024-10-26T09:00:00", "text": ""},
        {"id": 0, "type": "service", "date": "2024-10-26T10:00:00", "actor": "أخبار الحي", "action": "create",
         "text": "", "text_entities": []},
        message(1, A),
        message(2, PARTS, author="سلمى", forwarded_from="قناة المدينة"),
        message(3, "", photo="photos/1.jpg"),
        message(4, B, edited="2024-10-30T15:00:00"),
    ],
}  # fmt: skip
GROUP = {
    "name": "الجيران",
    "type": "private_supergroup",
    "id": 200,
    "messages": [
        message(1, "السلام عليكم جميعا", **{"from": "أحمد", "from_id": "user1"}),
        message(2, "وعليكم السلام", **{"from": None, "from_id": "user2"}),
    ],
}


def test_a_channel_of_telegram_is_read(make: Make) -> None:
    corpus = open_corpus([make({"result.json": dump(CHANNEL)})])
    assert texts(corpus) == {"100/1": A, "100/2": "عاجل: وصلت القوات إلى https://a.b/c", "100/4": B}
    assert fields(corpus) == {"source": "أخبار الحي", "published": "2024-10-27T14:30:00"}
    assert fields(corpus, 1)["author"] == "سلمى; forwarded from قناة المدينة"
    assert [problem.message for problem in corpus.problems] == ["1 message holds no text: left out"]


def test_a_full_export_has_the_chat_of_every_message(make: Make) -> None:
    export = {
        "about": "Here is the data you requested. Remember: it is yours.",
        "personal_information": {"user_id": 7, "first_name": "س", "bio": "نبذة"},
        "contacts": {"about": "x", "list": [{"first_name": "ع", "date": "2024-01-01"}]},
        "chats": {"about": "This page lists all chats.", "list": [CHANNEL, GROUP]},
        "left_chats": {"about": "y", "list": [{**GROUP, "id": 300, "name": "القدامى"}]},
    }
    corpus = open_corpus([make({"result.json": dump(export)})])
    ids = ["100/1", "100/2", "100/4", "200/1", "200/2", "300/1", "300/2"]
    assert [entry.id for entry in corpus.entries] == ids
    assert fields(corpus, 3) == {"source": "أحمد", "author": "أحمد", "published": "2024-10-27T14:30:00"}
    assert fields(corpus, 4)["source"] == "الجيران"
    assert fields(open_corpus([corpus.roots[0].path]), 6)["source"] == "القدامى"


def test_the_chat_is_known_whatever_order_its_keys_have(make: Make) -> None:
    turned = dict(reversed(CHANNEL.items()))
    corpus = open_corpus([make({"result.json": json.dumps(turned)})])
    assert [entry.id for entry in corpus.entries] == ["100/1", "100/2", "100/4"]
    assert fields(corpus)["source"] == "أخبار الحي"


def test_a_message_has_an_address_where_the_channel_has_a_name_in_addresses(make: Make) -> None:
    corpus = open_corpus([make({"result.json": dump({"username": "alhayy", **CHANNEL})})])
    assert fields(corpus)["url"] == "https://t.me/alhayy/1"


def test_a_poll_is_its_question_and_answers(make: Make) -> None:
    poll = {"question": "من المسؤول؟", "closed": True, "answers": [{"text": "البلدية"}, {"text": "الوزارة"}]}
    folder = make({"a.json": dump({**CHANNEL, "messages": [message(1, "", poll=poll)]})})
    assert texts(open_corpus([folder])) == {"100/1": "من المسؤول؟\n- البلدية\n- الوزارة"}


def test_a_day_of_a_chat_is_one_article_if_that_is_wanted(make: Make) -> None:
    day = [
        message(1, "السلام عليكم\nجميعا", **{"from": "أحمد"}),
        message(2, "", photo="x", date="2024-10-27T15:00:00"),
        message(3, "وعليكم السلام", **{"from": "سلمى", "date": "2024-10-27T16:05:09"}),
        message(4, "صباح الخير", **{"from": "أحمد", "date": "2024-10-28T08:00:00"}),
    ]
    folder = make({"result.json": dump({**GROUP, "messages": day})})
    corpus = open_corpus([folder], chat="day")
    assert texts(corpus) == {
        "200/2024-10-27": "[14:30] أحمد: السلام عليكم\nجميعا\n[16:05] سلمى: وعليكم السلام",
        "200/2024-10-28": "[08:00] أحمد: صباح الخير",
    }
    assert fields(corpus) == {
        "title": "الجيران, 2024-10-27", "source": "الجيران", "published": "2024-10-27"
    }  # fmt: skip
    assert [problem.message for problem in corpus.problems] == ["1 message holds no text: left out"]


V1 = {
    "created_at": "Sun Oct 27 14:30:05 +0000 2024",
    "id": 10,
    "id_str": "10",
    "full_text": "عاجل &amp; مهم https://t.co/abc",
    "source": '<a href="http://twitter.com">Twitter for iPhone</a>',
    "entities": {"urls": [{"url": "https://t.co/abc", "expanded_url": "https://news.example/1"}]},
    "user": {"id_str": "5", "screen_name": "alhayy", "name": "أخبار الحي"},
    "lang": "ar",
    "retweet_count": 1,
}
OF_V1 = {
    "author": "أخبار الحي",
    "source": "@alhayy",
    "published": "2024-10-27T14:30:05+00:00",
    "url": "https://x.com/alhayy/status/10",
    "language": "ar",
}
V2 = {
    "data": [
        {"id": "20", "edit_history_tweet_ids": ["20"], "author_id": "5", "text": "قصير…", "lang": "ar",
         "created_at": "2024-10-27T14:30:05.000Z",
         "note_tweet": {"text": "نص طويل جدا &lt;كامل&gt; في هذا الخبر"}},
        {"id": "21", "edit_history_tweet_ids": ["21"], "author_id": "6", "text": B, "lang": "und",
         "created_at": "2024-10-27T15:00:00.000Z"},
    ],
    "includes": {
        "users": [
            {"id": "5", "username": "alhayy", "name": "أخبار الحي"},
            {"id": "6", "username": "b", "name": "ب"},
        ],
        "tweets": [{"id": "1", "text": "منشور آخر في الجوار", "author_id": "9"}],
    },
    "errors": [{"title": "Not Found Error", "detail": "Could not find tweet with id: [30]."}],
    "meta": {"result_count": 2},
}  # fmt: skip


def test_posts_of_the_first_api_are_read(make: Make) -> None:
    repost = {
        **V1, "id_str": "11", "full_text": "RT @b: مقطوع…",
        "retweeted_status": {"full_text": B, "user": {"screen_name": "b", "name": "ب"}},
    }  # fmt: skip
    streamed = {**V1, "id_str": "12", "text": "مقطوع…", "extended_tweet": {"full_text": A}}
    streamed.pop("full_text")
    folder = make({"a.jsonl": "\n".join(json.dumps(post) for post in (V1, repost, streamed))})
    corpus = open_corpus([folder])
    assert texts(corpus) == {"10": "عاجل & مهم https://news.example/1", "11": B, "12": A}
    assert fields(corpus) == OF_V1
    assert fields(corpus, 1)["author"] == "أخبار الحي (repost of @b)"
    wrapped = make({"s/b.json": dump({"search_metadata": {"count": 1}, "statuses": [V1]})})
    assert fields(open_corpus([wrapped / "s"])) == OF_V1


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_posts_of_the_second_api_have_the_names_of_their_people(make: Make, name: str) -> None:
    data = dump(V2) if name == "a.json" else "\n".join([json.dumps({"data": []}), json.dumps(V2)])
    corpus = open_corpus([make({name: data})])
    assert texts(corpus) == {"20": "نص طويل جدا <كامل> في هذا الخبر", "21": B}
    assert fields(corpus) == {
        "author": "أخبار الحي",
        "source": "@alhayy",
        "published": "2024-10-27T14:30:05.000Z",
        "url": "https://x.com/alhayy/status/20",
        "language": "ar",
    }
    fresh = open_corpus([corpus.roots[0].path])
    assert fresh.read(corpus.entries[1]).metadata["source"] == "@b"
    assert "language" not in fields(corpus, 1)
    assert corpus.problems == []


def test_what_scrapers_write_is_read(make: Make) -> None:
    snscrape = {
        "_type": "snscrape.modules.twitter.Tweet", "url": "https://twitter.com/alhayy/status/30", "id": 30,
        "date": "2024-10-27T14:30:05+00:00", "rawContent": "خبر مهم https://t.co/x", "renderedContent": "خبر",
        "user": {"username": "alhayy", "displayname": "أخبار الحي"}, "lang": "ar",
        "links": [{"text": "a.b", "url": "https://a.b/long", "tcourl": "https://t.co/x"}],
        "conversationId": 30,
    }  # fmt: skip
    twint = {
        "id": 40, "conversation_id": "40", "created_at": "2024-10-27 14:30:05 UTC", "date": "2024-10-27",
        "time": "14:30:05", "username": "alhayy", "name": "أخبار الحي", "tweet": A, "language": "ar",
        "link": "https://twitter.com/alhayy/status/40",
    }  # fmt: skip
    corpus = open_corpus([make({"a.jsonl": f"{json.dumps(snscrape)}\n{json.dumps(twint)}"})])
    assert texts(corpus) == {"30": "خبر مهم https://a.b/long", "40": A}
    for place, id_ in enumerate(("30", "40")):
        found = fields(corpus, place)
        assert (found["author"], found["source"]) == ("أخبار الحي", "@alhayy")
        assert found["url"] == f"https://twitter.com/alhayy/status/{id_}"
        assert found["published"].startswith("2024-10-27")


ARCHIVED: dict[str, Any] = {"tweet": {key: V1[key] for key in V1 if key not in ("user", "id")}}


def test_the_archive_of_an_account_is_read(make: Make) -> None:
    account = [{"account": {"username": "alhayy", "accountDisplayName": "أخبار الحي", "accountId": "5"}}]
    tweets = f"window.YTD.tweets.part0 = {dump([ARCHIVED])}"
    alone = make({"a/tweets.js": tweets})
    corpus = open_corpus([alone / "a"])
    assert texts(corpus) == {"10": "عاجل & مهم https://news.example/1"}
    assert fields(corpus)["url"] == "https://x.com/i/web/status/10"
    whole = make({
        "b/tweets.js": tweets,
        "b/account.js": f"window.YTD.account.part0 = {dump(account)}",
        "b/app.js": "function f() { return [{}]; }",
    })  # fmt: skip
    corpus = open_corpus([whole / "b"])
    assert fields(corpus) == OF_V1
    assert [entry.id for entry in corpus.entries] == ["10"]


def test_a_script_that_is_no_archive_is_none_of_ours(make: Make) -> None:
    folder = make({"app.js": 'var x = [{"text": "نص"}];', "a.txt": "خبر"})
    assert list(texts(open_corpus([folder]))) == ["a.txt"]


def test_a_field_that_the_user_names_is_looked_for_in_a_post(make: Make) -> None:
    folder = make({"result.json": dump({**CHANNEL, "messages": [message(1, A, caption="تعليق على صورة")]})})
    assert list(texts(open_corpus([folder], fields={"text": "caption"})).values()) == ["تعليق على صورة"]


def test_a_list_of_posts_that_is_no_archive_is_read_the_same(make: Make) -> None:
    assert messages(make({"a.json": dump([ARCHIVED, V1])})) == [
        "a.json: ids that were given before; called here: 10~2"
    ]


def test_a_chat_that_was_moved_is_told_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text(dump(CHANNEL), encoding="utf-8")
    first = open_corpus([tmp_path])
    assert fields(first)["source"] == "أخبار الحي"
    (tmp_path / "result.json").write_text(dump({**CHANNEL, "name": "اسم آخر"}), encoding="utf-8")
    assert fields(open_corpus([tmp_path]))["source"] == "اسم آخر"


def test_values_of_the_wrong_type_cost_no_other_record(make: Make) -> None:
    messages_ = [
        {"type": "message", "id": {}, "date": 5, "from_id": 1, "text": [1, None, {"text": 3}, "حسنا"]},
        {"type": ["message"], "id": 2, "date": None, "from": [], "text": A},
        {"type": "message", "id": 3, "date": None, "from_id": [], "text": {"a": 1}},
    ]
    chat = {"name": 5, "type": [], "id": None, "messages": messages_}
    posts = [
        {"id_str": 5, "full_text": A, "user": [], "entities": {"urls": [None, {"url": 5}], "media": {}}},
        {"id": "1", "edit_history_tweet_ids": 1, "text": B, "author_id": {}},
    ]
    corpus = open_corpus([make({"a.json": json.dumps(chat), "b.json": json.dumps(posts)})])
    assert list(texts(corpus).values()) == ["حسنا", A, A, B]
    assert [problem.message for problem in corpus.problems] == ["1 message holds no text: left out"]
