"""UIMA CAS XMI, which INCEpTION reads and writes: a file for each article and annotator, and the type system.

It is what to take for INCEpTION: its reader of XMI passes over what a project doesn't know, and its reader of
UIMA CAS JSON refuses it.
"""

from __future__ import annotations

from pathlib import Path

from annotations.exchange.export_job import ExportJob
from annotations.exchange.formats import inception_files
from annotations.exchange.formats.uima_cas import save_folder

read_annotations = inception_files.read_annotations


def save(job: ExportJob, folder: Path) -> None:
    """Write the folder."""
    save_folder(job, folder, ".xmi", xml=True)
