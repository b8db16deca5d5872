"""Says how a report was made: of which articles, by whom, with which tags, how far two annotators agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotations.exchange.report.context import Context
from annotations.exchange.report.document import Facts, Line, Run, Section, filled, joined, line
from annotations.exchange.report.material import PairAgreement
from annotations.insight.figures import Origin
from annotations.model.records import CLAIM


def making(context: Context) -> Section:
    """Return the facts about how the report was made."""
    facts = [(name, lines) for name, lines in _facts(context) if lines]
    return Section("making", context.words.making, [Facts(facts)])


def about(context: Context) -> list[Line]:
    """Return what stands below the title: what is covered, and who made it when."""
    words, wording, made = context.words, context.wording, context.material.making
    sources = {context.source_key(claim) for claim in context.claims}
    counts = joined([
        wording.count(words.n_claims, len(context.claims)),
        wording.count(words.n_articles, len(context.notes)),
        wording.count(words.n_sources, len(sources)),
        _period(context),
    ])  # fmt: skip
    names = joined([share.name for share in made.annotators], f"{words.comma} ")
    by = filled(words.made_by, day=wording.day(made.day), names=names or line(words.unsaid))
    return [counts, by]


def _period(context: Context) -> str:
    origins = (Origin.of_record(claim.annotation.article.id, claim.known) for claim in context.claims)
    known = sorted({day for origin in origins if (day := origin.day)})
    if not known:
        return ""
    first, last = map(context.wording.day, (known[0], known[-1]))
    if first == last:
        return context.words.on_day.format(day=first)
    return context.words.from_to.format(first=first, last=last)


def _facts(context: Context) -> Iterator[tuple[str, Sequence[Line]]]:
    words, wording, made = context.words, context.wording, context.material.making
    if made.narrowed:
        chosen = words.chosen_article if made.narrowed == "article" else words.chosen_listed
        yield words.chosen, [line(chosen)]
    covered = words.corpus_said.format(
        annotated=wording.number(made.annotated), all=wording.number(made.articles)
    )
    decided = words.decided.format(
        decided=wording.number(made.decided), all=wording.count(words.n_sentences, made.sentences)
    )
    yield words.corpus, [line(made.name), line(covered), line(decided)]
    yield words.set_aside, [*_set_aside(context)]
    yield words.scheme, [line(_scheme(context))]
    yield (
        words.annotators,
        [
            filled(
                words.annotator,
                name=share.name,
                annotations=wording.count(words.n_annotations, share.annotations),
                claims=wording.count(words.n_claims, share.claims),
                first=wording.day(share.first),
                last=wording.day(share.last),
            )
            for share in made.annotators
        ],
    )
    if len(made.annotators) > 1:
        agreements = [_agreement(context, pair) for pair in made.agreements]
        yield words.agreement, agreements or [line(words.agreement_many)]
    suggested = sum(any(each.suggested for each in claim.annotations) for claim in context.claims)
    if suggested:
        claims = wording.count(words.n_claims, suggested)
        yield words.suggested, [line(words.suggested_said.format(claims=claims))]
    people = [group for group in context.material.people.groups() if len(group) > 1]
    yield words.people, [joined(group, " = ") for group in people]
    yield words.wire, [*_copies(context)]
    yield words.how_counted, [line(words.counting), line(words.sides_said)]


def _set_aside(context: Context) -> Iterator[Line]:
    words, wording, aside = context.words, context.wording, context.material.making.set_aside
    if not aside:
        return
    count = wording.count(words.n_set_aside, len(aside))
    yield line(words.set_aside_said.format(count=count))
    for article in aside:
        why = words.duplicate_of if article.why == "duplicate" else words.irrelevant
        yield [Run(article.label, "quote"), Run(f"{words.colon} {why} "), Run(article.of, "quote")]


def _scheme(context: Context) -> str:
    words, made, scheme = context.words, context.material.making, context.material.scheme
    used = {tag for claim in context.claims for annotation in claim.annotations for tag in annotation.tags}
    names = [context.wording.tag(tag, scheme) for tag in scheme.ordered(used) if tag != CLAIM]
    form = words.scheme_own if made.scheme else words.scheme_default
    return form.format(
        name=made.scheme, tags=f"{words.comma} ".join(names) or context.wording.tag(CLAIM, scheme)
    )


def _agreement(context: Context, pair: PairAgreement) -> Line:
    words, wording = context.words, context.wording
    if pair.percent is None:
        return filled(words.agreement_none, a=pair.a, b=pair.b)
    said = filled(
        words.agreement_said,
        a=pair.a,
        b=pair.b,
        percent=wording.percent(pair.percent),
        sentences=wording.count(words.n_sentences, pair.sentences),
    )
    if pair.kappa is None or pair.low is None or pair.high is None:
        return said
    low, high = map(wording.measure, (pair.low, pair.high))
    kappa = words.agreement_kappa.format(kappa=wording.measure(pair.kappa), low=low, high=high)
    return [*said, Run(f"{words.semicolon} {wording.digits(kappa)}")]


def _copies(context: Context) -> Iterator[Line]:
    for group in context.material.voices.groups:
        known = [article_id for article_id in group if article_id in context.notes]
        if len(known) > 1:
            names = joined([context.source(context.first_of[article_id]) for article_id in known], " = ")
            cites = [piece for article_id in known for piece in (Run(" "), context.cite(article_id))]
            yield [*names, *cites]
