"""Puts the report together: the summary first, then what it rests on, then where that comes from."""

from __future__ import annotations

from annotations.exchange.report.claim_sections import all_claims, notes, timeline
from annotations.exchange.report.context import Context
from annotations.exchange.report.document import Bullets, Document, Paragraph, Part, Section, line
from annotations.exchange.report.making_section import about, making
from annotations.exchange.report.material import Material
from annotations.exchange.report.quantity_sections import Quantities
from annotations.exchange.report.question_sections import Questions
from annotations.exchange.report.source_section import sources
from annotations.exchange.report.wording import Wording


def document(material: Material, wording: Wording) -> Document:
    """Return the report in words.

    Args:
        material: all that it is made of.
        wording: its language.
    """
    context, words = Context(material, wording), wording.words
    questions, quantities = Questions(context), Quantities(context)
    matrix = questions.matrix()
    sections = [
        _summary(context, questions, quantities),
        questions.section(),
        *([matrix] if matrix else []),
        quantities.section(),
        timeline(context),
        sources(context),
        all_claims(context),
        making(context),
        notes(context),
    ]
    name = material.making.name
    title = words.titled.format(name=name) if name else words.title
    return Document(title, about(context), sections, words.made.format(version=material.making.version))


def _summary(context: Context, questions: Questions, quantities: Quantities) -> Section:
    words = context.words
    parts = [*questions.summary()]
    if lines := quantities.summary():
        parts.append(Part(line(words.apart), [Bullets(lines)]))
    count = context.wording.count(words.n_questions, len(context.material.questions))
    said = line(count) if context.material.questions else line(words.no_questions)
    if not context.claims:
        said = line(words.no_claims)
    return Section("summary", words.summary, [Paragraph([said])], parts)
