-- claimreader: the tables in which PostgreSQL keeps a corpus that many people read.
--
-- An administrator runs this once, in a database for this corpus, with psql; running it again changes nothing:
--
--     claimreader index --sql | psql -v ON_ERROR_STOP=1 service=NAME
--
-- Who fills the tables needs the role claimreader_indexer, who reads them claimreader_reader, which can only select:
--
--     create role crawler login;   grant claimreader_indexer to crawler;
--     create role noor login;      grant claimreader_reader to noor;
--
--     claimreader index ~/articles --to "postgresql:///?service=NAME"
--     claimreader "postgresql:///?service=NAME"

begin;

select 'create role claimreader_reader nologin'
where not exists (select 1 from pg_roles where rolname = 'claimreader_reader') \gexec
select 'create role claimreader_indexer nologin'
where not exists (select 1 from pg_roles where rolname = 'claimreader_indexer') \gexec

create schema if not exists claimreader_corpus;

-- The corpus as a whole: one row.
create table if not exists claimreader_corpus.corpus (
    one boolean primary key default true check (one),
    version integer not null,           -- of these tables and what is worked out into them
    name text not null,                 -- for people
    articles bigint not null,
    sentences bigint not null,          -- of all articles, boilerplate left out
    last integer not null,              -- the highest key that was ever given out
    complete boolean not null           -- false while the tables are being filled
);

-- What a list shows of each article. Names are compared byte by byte ("C"), as in claimreader's own index.
create table if not exists claimreader_corpus.article (
    key integer primary key,            -- never given out twice; a changed article has a new one
    id text collate "C" not null unique,
    file text collate "C" not null,     -- the file's path in the folder that was indexed, divided by /
    place integer not null,             -- 0, 1, ... in the file
    number integer not null,            -- the record's line or row in the file, for people; 0: the file is the article
    label text collate "C" not null,    -- its title, or its first sentence
    titled boolean not null,            -- whether that is a title
    source text collate "C",
    published text collate "C",         -- ISO 8601, where it is a date
    newest bytea not null,              -- sorts the latest date first, and what has none last
    latest bytea not null,              -- sorts the latest date last, and what has none first
    sentences integer not null,         -- boilerplate left out
    outline bytea not null,             -- a number of 4 bytes a sentence, little-endian: start << 1 | boilerplate
    length integer not null,            -- code points of the text
    encoding text not null,             -- in which the file had it
    sha256 bytea not null,              -- of the text in UTF-8
    digest bytea not null               -- of the row and its lines, so that what has changed is found
);
create index if not exists article_by_place on claimreader_corpus.article (file, place, key);
create index if not exists article_by_label on claimreader_corpus.article (label, file, place, key);
create index if not exists article_by_newest on claimreader_corpus.article (newest, file, place, key);
create index if not exists article_by_latest on claimreader_corpus.article (latest desc, file desc, place desc, key desc);
create index if not exists article_by_sha256 on claimreader_corpus.article (sha256);

-- The texts, as they were read.
create table if not exists claimreader_corpus.text (
    article integer primary key references claimreader_corpus.article on delete cascade,
    body text not null,
    exact bytea,                        -- UTF-8 of a text that the type text can't hold; else null
    metadata text not null,             -- JSON: of title, author, source, published, url, language what the file gives
    damage text not null                -- JSON: bytes that no character could be made of
);

-- The words of each article, folded as claimreader folds them; A marks those of title and source that the text lacks.
create table if not exists claimreader_corpus.words (
    article integer primary key references claimreader_corpus.article on delete cascade,
    forms tsvector not null,
    long boolean not null               -- has more words than a tsvector has places for: phrases are looked for in the text
);
alter table claimreader_corpus.words alter forms set storage external;  -- read often, and packed hardly smaller
create index if not exists words_forms on claimreader_corpus.words using gin (forms);
create index if not exists words_long on claimreader_corpus.words (article) where long;

-- Of what a word is a form.
create table if not exists claimreader_corpus.form (
    key text collate "C" not null,
    word text collate "C" not null,
    primary key (key, word)
);

-- The lines of each article, and which of them its source repeats.
create table if not exists claimreader_corpus.line (
    article integer primary key references claimreader_corpus.article on delete cascade,
    site text collate "C" not null,
    names bytea not null,               -- 8 bytes a line, little-endian
    marks bytea not null,               -- 4 bytes a line, little-endian
    repeated bytea not null,            -- names
    laid bytea,                         -- the outline with those as boilerplate, if that is another one
    fewer integer not null              -- how many sentences fewer count so
);
create index if not exists line_by_site on claimreader_corpus.line (site);

-- The lines that pages of a source have in common.
create table if not exists claimreader_corpus.source (
    site text collate "C" primary key,
    stories integer not null,
    names bytea not null,
    counts bytea not null
);

-- The articles that carry one agency text.
create table if not exists claimreader_corpus.copies (
    article integer primary key references claimreader_corpus.article on delete cascade,
    story integer not null
);

revoke all on schema claimreader_corpus from public;
revoke all on all tables in schema claimreader_corpus from public;
grant usage on schema claimreader_corpus to claimreader_reader, claimreader_indexer;
grant select on all tables in schema claimreader_corpus to claimreader_reader, claimreader_indexer;
grant insert, update, delete on all tables in schema claimreader_corpus to claimreader_indexer;

commit;
