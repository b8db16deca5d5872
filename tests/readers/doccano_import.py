"""Runs doccano itself, in its own environment: imports files into a project of a fresh database, and exports
them again.

    python doccano_import.py PROJECT_TYPE RELATIONS FILE

prints doccano's own export, a JSON object a line, after a line with the errors of the import. doccano pins
old libraries, so it can't share an environment with the other readers.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any


def main(project_type: str, relations: bool, path: str) -> None:
    """Import and export one file."""
    import backend  # type: ignore[import-not-found]  # doccano's own package; this script runs in its environment

    sys.path.insert(0, str(Path(backend.__file__).parent))
    database = Path(tempfile.mkdtemp()) / "db.sqlite3"
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.development",
        "DATABASE_URL": f"sqlite:///{database}",
    }
    import django  # type: ignore[import-not-found]

    django.setup()
    from django.core.management import call_command  # type: ignore[import-not-found]

    call_command("migrate", verbosity=0)
    from data_import.datasets import load_dataset  # type: ignore[import-not-found]
    from data_import.pipeline.catalog import JSONL, RELATION_EXTRACTION  # type: ignore[import-not-found]
    from data_import.pipeline.readers import FileName  # type: ignore[import-not-found]
    from django.contrib.auth.models import User  # type: ignore[import-not-found]
    from projects.models import SequenceLabelingProject, TextClassificationProject  # type: ignore[import-not-found]

    user = User.objects.create(username="analyst")
    common = {"name": "p", "description": "d", "project_type": project_type, "created_by": user}
    if project_type == "SequenceLabeling":
        project = SequenceLabelingProject.objects.create(
            **common, allow_overlapping=True, use_relation=relations
        )
    else:
        project = TextClassificationProject.objects.create(**common)
    task = RELATION_EXTRACTION if relations else project_type
    file = FileName(full_path=path, generated_name=Path(path).name, upload_name=Path(path).name)
    dataset = load_dataset(task, JSONL(), [file], project, encoding="utf_8")
    dataset.save(user)
    print(json.dumps([str(error.dict()) for error in dataset.errors]))
    for record in exported(project, relations):
        print(json.dumps(record, ensure_ascii=False))


def exported(project: Any, relations: bool) -> list[dict[str, Any]]:
    """Return what doccano's export pipeline makes of the project."""
    from data_export.models import ExportedExample  # type: ignore[import-not-found]
    from data_export.pipeline.dataset import Dataset  # type: ignore[import-not-found]
    from data_export.pipeline.factories import (  # type: ignore[import-not-found]
        create_comment,
        create_formatter,
        create_labels,
        create_writer,
    )
    from data_export.pipeline.services import ExportApplicationService  # type: ignore[import-not-found]

    examples = ExportedExample.objects.filter(project=project.id)
    labels = create_labels(project, examples)
    comments = create_comment(examples)
    dataset = Dataset(examples, labels, comments, project.is_text_project)
    target = Path(tempfile.mkdtemp()) / "all.jsonl"
    ExportApplicationService(dataset, create_formatter(project, "JSONL"), create_writer("JSONL")).export(
        str(target)
    )
    lines = target.read_text(encoding="utf-8").split(
        "\n"
    )  # doccano leaves U+2028 as it is, where splitlines cuts
    return [json.loads(line) for line in lines if line]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] == "1", sys.argv[3])
