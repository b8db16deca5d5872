"""Renames or merges what a scheme has, and takes all annotations along: `claimreader scheme rename|merge`.

In the words of qualitative analysis this is recoding. First comes a plan, in which nothing is changed;
carried out it is one step of the history, of kind "scheme", which undo takes back. Annotations of all people
change, since a tag is the project's and not a person's: whoever has used it would otherwise be left with one
that is shown as `?`. Whose an annotation is, its span, note and links stay as they are.

The scheme's file is changed behind the annotations, and what it was is kept beside it under `.bak`: if that
fails the annotations are saved, and the same command does the rest.
"""

from __future__ import annotations

import os
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from annotations.file_reading import replace_file
from annotations.model.people import folded_name
from annotations.model.records import (
    CLAIM,
    NOT_CLAIM,
    Annotation,
    Change,
    InvalidAnnotationError,
    check_name,
    place_shown,
    timestamp,
)
from annotations.model.scheme import Attribute, Scheme, Tag
from annotations.scheme_file.editing import Recoding, is_only_the_id, recoded_scheme, recoded_text
from annotations.scheme_file.loader import SchemeError, is_id, read_text, source_text
from annotations.scheme_file.ready import FOLDER
from annotations.scheme_file.template import default_toml
from annotations.services.saving import save
from annotations.services.scheme_choice import write_new
from annotations.services.scheme_use import SchemeUse, scheme_use
from annotations.services.undo import last_step, undo
from annotations.store.errors import NotSavedError
from annotations.text.similar import perhaps

if TYPE_CHECKING:
    from annotations.composition import Project

RECODE = "scheme"
"""The kind under which the history has such a step."""

MOST = 200_000
"""Annotations in one step of the history, with 7 KB of memory for each; more are several steps."""

_KEPT_FOR = "# kept by claimreader before: "
_READ_BY_THE_PROGRAM = frozenset(
    {"claimant", "numbers", "when", "where", "reported_as", "certainty", "source_span", "cue_span", "status"}
)
"""Attributes that figures, contradictions, suggestions and exports know by their ids."""


class FileChange(NamedTuple):
    """A change of a scheme's file."""

    path: Path
    text: str
    """Its text afterwards."""
    before: str
    """Its text now; empty: it isn't there yet."""
    recoding: Recoding
    """The change of the text: a rename, where the scheme doesn't have the one that is merged into."""


class RecodingPlan(NamedTuple):
    """All that a recoding would change."""

    recoding: Recoding
    changes: Sequence[Change]
    by_annotator: Counter[str]
    """Annotations of each person."""
    blocked: Sequence[Annotation]
    """Annotations that would lose something by it; while there are any nothing is done."""
    file: FileChange | None
    """The change of the scheme's file; None: none is needed, or the program can't make it."""
    by_hand: str
    """A line on what a person has to change in the file then."""
    remark: str
    """A line on what else comes of it."""

    def lines(self) -> Iterator[str]:
        """Yield what a person is told: the counts first, then everything that needs a look."""
        people = ", ".join(f"{count} by {name}" for name, count in self.by_annotator.most_common())
        total = len(self.changes)
        yield f"{self.recoding}: {total} annotation{' changes' if total == 1 else 's change'}" + (
            f" ({people})" if people else ""
        )
        if self.file:
            made = "changes" if self.file.before else "is made, the scheme so far with this change"
            yield f"{self.file.path}: {made}"
        if self.by_hand:
            yield self.by_hand
        if self.remark:
            yield self.remark
        if self.blocked:
            places = [place_shown(at.article.id, at.target.sentence) for at in self.blocked[:5]]
            more = ", ..." if len(self.blocked) > len(places) else ""
            yield f"{self.refusal}: {', '.join(places)}{more}"

    @property
    def record(self) -> dict[str, Any]:
        """The plan as `scheme rename --json` writes it."""
        return {
            "change": str(self.recoding),
            "annotations": len(self.changes),
            "by": dict(self.by_annotator.most_common()),
            "blocked": [annotation.uuid for annotation in self.blocked],
            "scheme": str(self.file.path) if self.file else None,
            "told": list(self.lines())[1:],
        }

    @property
    def refusal(self) -> str:
        """The line that says why nothing can be done; empty if it can."""
        if not self.blocked:
            return ""
        blocked = f"{len(self.blocked)} annotation{'s' * (len(self.blocked) != 1)}"
        return f"not possible: {blocked} with {self._why_blocked()}; decide those first"

    def _why_blocked(self) -> str:
        recoding = self.recoding
        if recoding.kind == "attribute":
            return f"a value of {recoding.old} and one of {recoding.new}"
        return f"other tags beside {recoding.old}, which can't stand with {recoding.new}"


class Recoded(NamedTuple):
    """The result of a recoding, or of taking one back."""

    annotations: int
    """Number of annotations that changed."""
    seq: int
    """The last step of the history before it: `claimreader restore @SEQ` goes back there."""
    file: Path | None
    """The scheme's file, if it was changed."""
    trouble: str = ""
    """A line that says why the file wasn't, if it should have been."""


def plan_recoding(
    project: Project, old: str, new: str, *, merges: bool, to_apply: bool = False
) -> RecodingPlan:
    """Say what renaming or merging would change; nothing is changed.

    Args:
        project: whose scheme and annotations.
        old: a tag, an attribute, or ATTRIBUTE=VALUE; `tags.NAME` or `attributes.NAME` where a name is both.
        new: its new name, for a value without the attribute or with the same one.
        merges: the new name is in use, and both become one; else it has to be free.
        to_apply: the plan is to be carried out, so that the annotations have to be held from now on.

    Raises:
        SchemeError: there is no such thing, the new name can't be used, the scheme can't be read, or there is
            a file where its copy has to be.
        StoreError: the annotations can't be read.
        NotSavedError: they are to be changed, and somebody else holds them.
    """
    store = project.store(readonly=not to_apply)
    if to_apply and (info := store.info()).readonly:  # before anything is said of a change
        raise NotSavedError(f"{info.path}: nothing was changed: {info.why}")
    scheme, use = project.scheme, scheme_use(store)
    recoding = _recoding(scheme, use, old, new, merges=merges)
    file, by_hand = _file_change(project, recoding)
    afterwards = recoded_scheme(scheme, recoding)
    changes, blocked = [], []
    by_annotator: Counter[str] = Counter()
    now = timestamp()
    for article_id in store.article_ids():
        for annotation in store.list(article_id):
            if not _has(annotation, recoding):
                continue
            changed = _recoded(annotation, recoding, scheme, afterwards)
            if changed is None:
                blocked.append(annotation)
                continue
            by_annotator[annotation.annotator] += 1
            changed = msgspec.structs.replace(changed, updated=now)
            changes.append(Change(annotation.uuid, annotation.rev, changed))
    return RecodingPlan(recoding, changes, by_annotator, blocked, file, by_hand, _remark(recoding, scheme))


def apply_recoding(project: Project, plan: RecodingPlan) -> Recoded:
    """Carry a plan out: the annotations first, in one step of the history, then the scheme's file.

    Args:
        project: as it was planned with `to_apply`.
        plan: of `plan_recoding`.

    Raises:
        SchemeError: annotations would lose something.
        ConflictError, NotSavedError: somebody else holds the annotations, or the disk would not take it;
            nothing has changed.
    """
    if plan.blocked:
        raise SchemeError(plan.refusal)
    store = project.store()
    seq = store.info().seq
    for first in range(0, len(plan.changes), MOST):
        save(store, plan.changes[first : first + MOST], by=project.annotator, kind=RECODE)
    if (file := plan.file) is None:
        return Recoded(len(plan.changes), seq, None)
    try:
        if file.before:
            head = f"{_KEPT_FOR}{shlex.join(file.recoding.words)}\n"
            replace_file(kept_file(file.path), head + file.before, durable=True)
            _rewrite(file.path, file.text)
        else:
            write_new(file.path, file.text)
    except (OSError, SchemeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
        return Recoded(
            len(plan.changes), seq, None, f"{file.path}: not changed: {reason}; {_hand(file.recoding)}"
        )
    project.reread_scheme()
    return Recoded(len(plan.changes), seq, file.path)


def take_back(project: Project) -> Recoded:
    """Take the last recoding back: the annotations by an undo, the scheme's file by the copy beside it.

    Raises:
        SchemeError: there is none to take back, or this annotator has changed other things since.
        UndoConflictError: somebody has changed one of its annotations since; nothing has changed.
        NotSavedError: the disk would not take it; nothing has changed.
    """
    store = project.store()
    seq = store.info().seq
    step = last_step(store, project.annotator)
    is_last = bool(step) and step[0].kind == RECODE
    file = _kept(project)
    if not is_last and file is None:
        raise SchemeError(
            f"nothing to take back: the last change of {project.annotator} is none of the scheme; "
            "claimreader restore lists earlier states"
        )
    undone = undo(store, project.annotator) if is_last else []
    if file is None:
        trouble = "the scheme's file is as it was, or was changed since; look whether it fits"
        return Recoded(len(undone), seq, None, trouble)
    path, text = file
    try:
        _rewrite(path, text)
        kept_file(path).unlink(missing_ok=True)
    except OSError as error:
        return Recoded(len(undone), seq, None, f"{path}: not changed: {error.strerror}")
    project.reread_scheme()
    return Recoded(len(undone), seq, path)


def kept_file(scheme: Path) -> Path:
    """Return where the scheme's file is kept as it was before the last recoding."""
    return scheme.with_name(scheme.name + ".bak")


def _rewrite(path: Path, text: str) -> None:
    """Replace a scheme's file and leave who may read it as it was; a link stays one.

    Raises:
        OSError: it can't be written.
    """
    real = path.resolve()
    mode = real.stat().st_mode & 0o777
    replace_file(real, text, durable=True)
    real.chmod(mode)


def _kept(project: Project) -> tuple[Path, str] | None:
    """Return the scheme's file and its text before the last recoding, if it is still as that left it."""
    path = project.scheme_file
    if path is None:
        return None
    try:
        head, _, before = source_text(kept_file(path)).partition("\n")
        current = source_text(path)
        verb, old, new = shlex.split(head.removeprefix(_KEPT_FOR))
        if not head.startswith(_KEPT_FOR):
            return None
        use = SchemeUse(Counter(), Counter(), {})
        recoding = _recoding(read_text(before, str(path)), use, old, new, merges=verb == "merge")
        return (path, before) if recoded_text(before, str(path), recoding) == current else None
    except ValueError:
        return None


def _recoding(scheme: Scheme, use: SchemeUse, old: str, new: str, *, merges: bool) -> Recoding:
    """Understand the two names.

    Raises:
        SchemeError: there is no such thing, or the new name can't be used.
    """
    if "=" in old:
        return _value_recoding(scheme, use, old, new, merges=merges)
    attributes = {attribute.id for attribute in scheme.attributes}
    place, dot, name = old.rpartition(".")
    tags_known, attributes_known = {*scheme.by_id, *use.tags}, {*attributes, *use.attributes}
    if dot and place in ("tags", "attributes"):
        in_tags = place == "tags" and name in tags_known
        in_attributes = place == "attributes" and name in attributes_known
    else:
        name = old
        in_tags, in_attributes = name in tags_known, name in attributes_known
    if in_tags and in_attributes:
        raise SchemeError(f"{old} is a tag and an attribute; say tags.{old} or attributes.{old}")
    if not in_tags and not in_attributes:
        likely = perhaps(name, [*tags_known, *attributes_known])
        raise SchemeError(f"{old}: no such tag or attribute in the scheme or the annotations{likely}")
    new = new.removeprefix("tags." if in_tags else "attributes.")
    if new == name:
        raise SchemeError(f"{name}: the old name and the new one are the same")
    if not is_id(new):
        raise SchemeError(f"{new}: no name for it; use letters, digits and _, a letter first")
    if in_attributes:
        if merges:
            raise SchemeError(f"{old} is an attribute; merge takes tags, or values as in {old}=OLD {old}=NEW")
        if new in attributes:
            raise SchemeError(f"{new} is an attribute already; give another name")
        return Recoding("attribute", name, new)
    if name in (CLAIM, NOT_CLAIM):
        raise SchemeError(
            f"{name}: the program counts claims by this tag; change its label in the scheme instead"
        )
    if merges and new not in tags_known:
        raise SchemeError(
            f"{new}: no such tag{perhaps(new, tags_known)}; scheme rename {name} {new} makes it one"
        )
    if not merges and new in scheme.by_id:
        raise SchemeError(f"{new} is a tag already; scheme merge {name} {new} makes one of the two")
    return Recoding("tag", name, new, merges=merges)


def _value_recoding(scheme: Scheme, use: SchemeUse, old: str, new: str, *, merges: bool) -> Recoding:
    name, _, value = old.partition("=")
    known = next((attribute for attribute in scheme.attributes if attribute.id == name), None)
    if known is None or known.kind != "choice":
        choices = [attribute.id for attribute in scheme.attributes if attribute.kind == "choice"]
        raise SchemeError(f"{name}: no attribute with values to choose from{perhaps(name, choices)}")
    new = new.removeprefix(f"{name}=")
    values = {*known.values, *use.values.get(name, ())}
    if value not in values:
        raise SchemeError(f"{old}: {name} has no such value{perhaps(value, values)}")
    try:
        check_name(new)
    except InvalidAnnotationError as error:
        raise SchemeError(str(error)) from None
    if not folded_name(new) or new == value:
        raise SchemeError(f"{value}: the new name has to be another one")
    if merges and new not in values:
        raise SchemeError(f"{name} has no value {new}{perhaps(new, values)}; scheme rename makes it one")
    if not merges and new in known.values:
        raise SchemeError(
            f"{new} is a value of {name} already; scheme merge {old} {name}={new} makes one of two"
        )
    return Recoding("value", value, new, name, merges=merges)


def _file_change(project: Project, recoding: Recoding) -> tuple[FileChange | None, str]:
    """Return the change of the scheme's file, or a line on what is to be changed by hand.

    Raises:
        SchemeError: see `_check_room`.
    """
    scheme = project.scheme
    if not _in_scheme(scheme, recoding):
        return None, ""
    if recoding.merges and not _new_in_scheme(scheme, recoding):
        # the new one is only on annotations: the scheme's becomes it, as in a rename
        recoding = Recoding(recoding.kind, recoding.old, recoding.new, recoding.attribute)
    path = project.scheme_file
    made = path is None or FOLDER in path.parents
    target = project.own_scheme_file if path is None or made else path
    try:
        text = default_toml() if path is None else source_text(path)
        changed = recoded_text(text, str(path or target), recoding)
    except SchemeError:
        return None, f"change {target} by hand: {_hand(recoding)}"
    if not made:
        _check_room(kept_file(target))
    return FileChange(target, changed, "" if made else text, recoding), ""


def _check_room(kept: Path) -> None:
    """Make sure that the copy which undo needs takes no other file's place.

    Raises:
        SchemeError: something is there that isn't an earlier copy.
    """
    if not os.path.lexists(kept):
        return
    try:
        is_ours = source_text(kept).startswith(_KEPT_FOR)
    except SchemeError:
        is_ours = False
    if not is_ours:
        raise SchemeError(f"{kept}: in the way of the copy that undo needs; give it another name")


def _kept_label(scheme: Scheme, recoding: Recoding) -> str:
    """Return the labels that a tag or attribute keeps under its new name, as far as they say more."""
    coded: list[Tag | Attribute] = [*scheme.tags, *scheme.attributes]
    named = next((each for each in coded if each.id == recoding.old), None)
    if named is None:
        return ""
    labels = dict.fromkeys((named.label, named.arabic))
    return ", ".join(label for label in labels if not is_only_the_id(label, recoding.old))


def _hand(recoding: Recoding) -> str:
    where = f"values of {recoding.attribute}" if recoding.kind == "value" else f"{recoding.kind}s"
    if recoding.merges:
        return f"in its {where} take {recoding.old} away"
    return f"in its {where} write {recoding.new} for {recoding.old}"


def _in_scheme(scheme: Scheme, recoding: Recoding) -> bool:
    return recoding.old in _names(scheme, recoding)


def _new_in_scheme(scheme: Scheme, recoding: Recoding) -> bool:
    return recoding.new in _names(scheme, recoding)


def _names(scheme: Scheme, recoding: Recoding) -> Sequence[str]:
    if recoding.kind == "tag":
        return list(scheme.by_id)
    if recoding.kind == "attribute":
        return [attribute.id for attribute in scheme.attributes]
    return next((each.values for each in scheme.attributes if each.id == recoding.attribute), ())


def _has(annotation: Annotation, recoding: Recoding) -> bool:
    if recoding.kind == "tag":
        return recoding.old in annotation.tags
    if recoding.kind == "attribute":
        return recoding.old in annotation.attributes
    return annotation.attributes.get(recoding.attribute) == recoding.old


def _recoded(
    annotation: Annotation, recoding: Recoding, scheme: Scheme, afterwards: Scheme
) -> Annotation | None:
    """Return an annotation after the change; None if it would lose something."""
    attributes = annotation.attributes
    if recoding.kind == "tag":
        tags = _recoded_tags(set(annotation.tags), recoding, scheme, afterwards)
        return None if tags is None else msgspec.structs.replace(annotation, tags=tags)
    if recoding.kind == "value":
        changed = attributes | {recoding.attribute: recoding.new}
        return msgspec.structs.replace(annotation, attributes=changed)
    if attributes.get(recoding.new) is not None:
        return None
    renamed = {
        recoding.new if name == recoding.old else name: value
        for name, value in attributes.items()
        if name != recoding.new
    }
    marks = tuple(
        msgspec.structs.replace(mark, field=recoding.new) if mark.field == recoding.old else mark
        for mark in annotation.suggested
    )
    return msgspec.structs.replace(annotation, attributes=renamed, suggested=marks)


def _recoded_tags(
    tags: set[str], recoding: Recoding, scheme: Scheme, afterwards: Scheme
) -> tuple[str, ...] | None:
    """Return the tags after the change; None if one of them would have to go, or stand where none can."""
    rest = tags - {recoding.old}
    new = afterwards.by_id.get(recoding.new)
    if new is None or not recoding.merges:
        return tuple(sorted(rest | {recoding.new}))
    if new.exclusive:
        implied = set(scheme.toggled((), recoding.old)) if recoding.old in scheme.by_id else {CLAIM}
        return None if rest - implied - {new.id} else (new.id,)
    if any(tag in afterwards.by_id and afterwards.by_id[tag].exclusive for tag in rest):
        return None
    return tuple(sorted(rest.union(afterwards.toggled((), new.id))))


def _remark(recoding: Recoding, scheme: Scheme) -> str:
    if recoding.kind == "attribute" and recoding.old in _READ_BY_THE_PROGRAM:
        return (
            f"figures, suggestions and exports know {recoding.old} by this name; under another it is a plain "
            f"{next((each.kind for each in scheme.attributes if each.id == recoding.old), 'text')}"
        )
    if recoding.kind != "value" and not recoding.merges and (label := _kept_label(scheme, recoding)):
        return f"on the screen it is called as before: {label}; change that in the file, if it has to change"
    if not _in_scheme(scheme, recoding) and not _new_in_scheme(scheme, recoding):
        return f"{recoding.new} is not in the scheme either, and is shown as ?"
    return ""
