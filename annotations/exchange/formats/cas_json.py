"""UIMA CAS JSON 0.4, with its type system in each file: what scripts with dkpro-cassis read most easily."""

from __future__ import annotations

from pathlib import Path

from annotations.exchange.export_job import ExportJob
from annotations.exchange.formats import inception_files
from annotations.exchange.formats.uima_cas import save_folder

read_annotations = inception_files.read_annotations


def save(job: ExportJob, folder: Path) -> None:
    """Write the folder."""
    save_folder(job, folder, ".json", xml=False)
