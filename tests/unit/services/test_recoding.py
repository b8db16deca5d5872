"""Tags, attributes and values get other names: annotations go along, nothing is lost, undo works."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from store_tools import make

from annotations.composition import Project
from annotations.model.records import Annotation, Suggested
from annotations.scheme_file.loader import SchemeError, load
from annotations.scheme_file.template import default_toml
from annotations.services.recoding import apply_recoding, kept_file, plan_recoding, take_back
from annotations.services.undo import undo
from annotations.store.base import Change
from annotations.store.tinydb_store import open_store

MINE = """\
# our tags
[[tags]]
id = "claim"   # what counts
key = "c"

[[tags]]
id = "event"
key = "1"
implies = ["claim"]

# one that we regret
[[tags]]
id = "incident"
key = "2"
implies = ["event"]

[[tags]]
id = "not_claim"
key = "0"
exclusive = true

[[attributes]]
id = "status"
kind = "choice"
values = ["open", "done", "finished"]
arabic_values = ["مفتوح", "انتهى", "مكتمل"]
"""


def annotated(folder: Path, *annotations: Annotation, scheme: str = MINE) -> Path:
    (folder / "news.txt").write_text("نص", encoding="utf-8")
    if scheme:
        (folder / "claimreader.toml").write_text(scheme, encoding="utf-8")
    with open_store(folder / "annotations.json", annotator="analyst-1") as store:
        for annotation in annotations:
            store.apply([Change(annotation.uuid, 0, annotation)], by=annotation.annotator)
    return folder


def by(name: str, number: int, *tags: str, **attributes: Any) -> Annotation:
    return msgspec.structs.replace(make(number, tags=tags), annotator=name, attributes=attributes)


def recode(folder: Path, old: str, new: str, *, merges: bool = False) -> Project:
    project = Project([folder], annotator="analyst-1")
    plan = plan_recoding(project, old, new, merges=merges, to_apply=True)
    apply_recoding(project, plan)
    return project


def tags(project: Project) -> dict[str, list[tuple[str, ...]]]:
    said: dict[str, list[tuple[str, ...]]] = {}
    for annotation in project.store().list():
        said.setdefault(annotation.annotator, []).append(annotation.tags)
    return said


def test_a_tag_is_renamed_on_everybodys_annotations_and_in_the_file_with_its_comments(tmp_path: Path) -> None:
    mine, yours = by("analyst-1", 1, "claim", "event"), by("analyst-2", 2, "claim", "event", "incident")
    project = recode(annotated(tmp_path, mine, yours), "event", "happening")
    assert tags(project) == {
        "analyst-1": [("claim", "happening")],
        "analyst-2": [("claim", "happening", "incident")],
    }
    expected = MINE.replace('id = "event"', 'id = "happening"').replace(
        'implies = ["event"]', 'implies = ["happening"]'
    )
    assert (tmp_path / "claimreader.toml").read_text(encoding="utf-8") == expected
    assert project.scheme.by_id["incident"].implies == ("happening",)
    kept = kept_file(tmp_path / "claimreader.toml").read_text(encoding="utf-8")
    assert kept == f"# kept by claimreader before: rename tags.event tags.happening\n{MINE}"
    project.close()


def test_it_is_one_step_that_undo_takes_back_in_a_later_session(tmp_path: Path) -> None:
    first, second = by("analyst-1", 1, "claim", "event"), by("analyst-2", 2, "claim", "event")
    recode(annotated(tmp_path, first, second), "event", "happening").close()
    with open_store(tmp_path / "annotations.json", annotator="analyst-1") as store:
        step = [event for event in store.history() if event.kind == "scheme"]
        assert len({event.seq for event in step}) == 1
        assert len(step) == 2
        undo(store, "analyst-1")
        assert {annotation.tags for annotation in store.list()} == {("claim", "event")}


def test_what_was_done_last_is_taken_back_with_the_file(tmp_path: Path) -> None:
    recode(annotated(tmp_path, by("analyst-1", 1, "claim", "event")), "event", "happening").close()
    project = Project([tmp_path], annotator="analyst-1")
    undone = take_back(project)
    assert (undone.annotations, undone.trouble) == (1, "")
    assert (tmp_path / "claimreader.toml").read_text(encoding="utf-8") == MINE
    assert tags(project) == {"analyst-1": [("claim", "event")]}
    with pytest.raises(SchemeError, match="nothing to take back"):
        take_back(project)
    project.close()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status=very sure", "status=quite sure"),
        ("status=don't know", "status=unknown"),
        ("tags.status", "tags.state"),
        ("attributes.status", "attributes.state"),
    ],
)
def test_it_is_taken_back_whatever_its_names_have_in_them(tmp_path: Path, old: str, new: str) -> None:
    scheme = """\
[[tags]]
id = "status"
key = "2"

[[attributes]]
id = "status"
kind = "choice"
values = ["very sure", "don't know"]
"""
    recode(annotated(tmp_path, scheme=scheme), old, new).close()
    path = tmp_path / "claimreader.toml"
    assert path.read_text(encoding="utf-8") != scheme
    project = Project([tmp_path], annotator="analyst-1")
    assert take_back(project).file == path
    assert path.read_text(encoding="utf-8") == scheme
    project.close()


def test_a_backup_of_ones_own_is_never_replaced_by_the_copy_for_undo(tmp_path: Path) -> None:
    folder = annotated(tmp_path, by("analyst-1", 1, "claim", "event"))
    kept = kept_file(folder / "claimreader.toml")
    kept.write_text("# the scheme of last year\n", encoding="utf-8")
    with pytest.raises(SchemeError, match="in the way"):
        recode(folder, "event", "happening")
    assert kept.read_text(encoding="utf-8") == "# the scheme of last year\n"
    assert (folder / "claimreader.toml").read_text(encoding="utf-8") == MINE
    with open_store(folder / "annotations.json", annotator="analyst-1", readonly=True) as store:
        assert [annotation.tags for annotation in store.list()] == [("claim", "event")]


def test_a_file_that_was_changed_since_is_left_as_it_is(tmp_path: Path) -> None:
    recode(annotated(tmp_path, by("analyst-1", 1, "claim", "event")), "event", "happening").close()
    path = tmp_path / "claimreader.toml"
    path.write_text(changed := path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    project = Project([tmp_path], annotator="analyst-1")
    undone = take_back(project)
    assert undone.annotations == 1
    assert "look whether it fits" in undone.trouble
    assert path.read_text(encoding="utf-8") == changed
    project.close()


def test_two_tags_become_one_with_what_it_implies(tmp_path: Path) -> None:
    both, only = by("analyst-1", 1, "claim", "event", "incident"), by("analyst-1", 2, "incident")
    project = recode(annotated(tmp_path, both, only), "incident", "event", merges=True)
    assert tags(project) == {"analyst-1": [("claim", "event"), ("claim", "event")]}
    assert [tag.id for tag in load(tmp_path / "claimreader.toml").tags] == ["claim", "event", "not_claim"]
    assert "# our tags" in (tmp_path / "claimreader.toml").read_text(encoding="utf-8")
    project.close()


def test_a_tag_that_only_annotations_have_is_merged_and_the_scheme_stays(tmp_path: Path) -> None:
    project = recode(annotated(tmp_path, by("x", 1, "Event", "claim")), "Event", "event", merges=True)
    assert tags(project) == {"x": [("claim", "event")]}
    assert (tmp_path / "claimreader.toml").read_text(encoding="utf-8") == MINE
    project.close()


def test_nothing_is_lost_to_a_tag_that_stands_alone(tmp_path: Path) -> None:
    folder = annotated(tmp_path, by("a", 1, "claim", "event", "incident"), by("a", 2, "claim", "event"))
    project = Project([folder], annotator="a")
    plan = plan_recoding(project, "event", "not_claim", merges=True, to_apply=True)
    assert [annotation.tags for annotation in plan.blocked] == [("claim", "event", "incident")]
    with pytest.raises(SchemeError, match="not possible: 1 annotations have other tags beside event"):
        apply_recoding(project, plan)
    assert tags(project) == {"a": [("claim", "event", "incident"), ("claim", "event")]}
    project.close()


def test_without_other_tags_it_becomes_the_one_that_stands_alone(tmp_path: Path) -> None:
    project = recode(annotated(tmp_path, by("a", 1, "claim", "event")), "event", "not_claim", merges=True)
    assert tags(project) == {"a": [("not_claim",)]}
    project.close()


def test_values_are_renamed_and_merged_with_their_arabic(tmp_path: Path) -> None:
    folder = annotated(tmp_path, by("a", 1, "claim", status="done"), by("b", 2, "claim", status="finished"))
    recode(folder, "status=done", "closed").close()
    project = recode(folder, "status=finished", "status=closed", merges=True)
    assert [annotation.attributes for annotation in project.store().list()] == [{"status": "closed"}] * 2
    [status] = load(folder / "claimreader.toml").attributes
    assert (status.values, status.arabic_values) == (("open", "closed"), ("مفتوح", "انتهى"))
    project.close()


def test_an_attribute_is_renamed_with_the_marks_of_what_was_suggested(tmp_path: Path) -> None:
    said = msgspec.structs.replace(
        by("a", 1, "claim", status="open", claimant="هند"), suggested=(Suggested("status", "rule"),)
    )
    project = recode(annotated(tmp_path, said), "status", "progress")
    [annotation] = project.store().list()
    assert annotation.attributes == {"progress": "open", "claimant": "هند"}
    assert annotation.suggested == (Suggested("progress", "rule"),)
    project.close()


def test_the_default_scheme_becomes_a_file_of_ones_own_with_the_change(tmp_path: Path) -> None:
    project = recode(annotated(tmp_path, by("a", 1, "claim", "blame"), scheme=""), "blame", "accusation")
    path = tmp_path / "claimreader.toml"
    assert path.read_text(encoding="utf-8") == (
        default_toml()
        .replace('id = "blame"', 'id = "accusation"')
        .replace('label = "blame"', 'label = "accusation"')
    )
    assert project.scheme.by_id["accusation"].key == "3"
    project.close()


def test_a_ready_scheme_is_copied_and_never_changed_itself(tmp_path: Path) -> None:
    from annotations.scheme_file.ready import ready_file

    ready = ready_file("conflict")
    assert ready is not None
    before = ready.read_bytes()
    annotated(tmp_path, by("a", 1, "claim", "riot"), scheme="")
    project = Project([tmp_path], annotator="a", scheme=ready)
    apply_recoding(project, plan_recoding(project, "riot", "unrest", merges=False, to_apply=True))
    assert ready.read_bytes() == before
    assert "unrest" in load(tmp_path / "claimreader.toml").by_id
    project.close()


WRONG = [
    ("evnt", "x", False, "evnt: no such tag or attribute in the scheme or the annotations; perhaps event"),
    ("event", "event", False, "the same"),
    ("event", "a b", False, "use letters, digits and _"),
    ("event", "incident", False, "incident is a tag already; scheme merge event incident"),
    ("event", "inciden", True, "inciden: no such tag; perhaps incident"),
    ("claim", "statement", False, "counts claims by this tag; change its label"),
    ("not_claim", "event", True, "counts claims by this tag"),
    ("status", "event2", True, "status is an attribute; merge takes tags, or values"),
    ("status=don", "x", False, "status has no such value; perhaps done"),
    ("status=done", "open", False, "open is a value of status already; scheme merge"),
    ("status=done", "opne", True, "status has no value opne; perhaps open"),
    ("stats=done", "x", False, "no attribute with values to choose from; perhaps status"),
    ("status=done", "\x1b[31m", False, "control character"),
]


@pytest.mark.parametrize(("old", "new", "merges", "said"), WRONG)
def test_what_is_wrong_is_one_line_and_changes_nothing(
    tmp_path: Path, old: str, new: str, merges: bool, said: str
) -> None:
    project = Project([annotated(tmp_path, by("a", 1, "claim", "event"))], annotator="a")
    with pytest.raises(SchemeError) as caught:
        plan_recoding(project, old, new, merges=merges)
    assert said in str(caught.value)
    assert (tmp_path / "claimreader.toml").read_text(encoding="utf-8") == MINE
    project.close()


def test_a_file_that_can_not_be_written_leaves_a_line_on_what_to_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    project = Project([annotated(tmp_path, by("a", 1, "claim", "event"))], annotator="a")
    plan = plan_recoding(project, "event", "happening", merges=False, to_apply=True)
    monkeypatch.setattr("annotations.services.recoding.replace_file", full)
    done = apply_recoding(project, plan)
    assert done.annotations == 1
    assert done.trouble.endswith("No space left on device; in its tags write happening for event")
    monkeypatch.undo()
    again = plan_recoding(project, "event", "happening", merges=False, to_apply=True)
    assert apply_recoding(project, again).file == tmp_path / "claimreader.toml"
    assert "happening" in project.scheme.by_id
    project.close()


def test_tags_in_one_line_are_changed_too(tmp_path: Path) -> None:
    text = 'tags = [{id = "claim", key = "c"}, {id = "b", key = "1"}, {id = "d", key = "2"}]\n'
    project = recode(annotated(tmp_path, by("a", 1, "b", "claim"), scheme=text), "b", "d", merges=True)
    assert [tag.id for tag in project.scheme.tags] == ["claim", "d"]
    assert tags(project) == {"a": [("claim", "d")]}
    project.close()
