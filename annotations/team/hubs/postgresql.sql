-- claimreader: the tables in which PostgreSQL carries what the members of a team have saved.
--
-- An administrator runs this once, in the team's database, with psql; running it again changes nothing:
--
--     claimreader team init --sql | psql -v ON_ERROR_STOP=1 service=NAME
--
-- Then each member gets a role whose name is the name with which the member signs, and the lead one right more:
--
--     create role noor login;   grant claimreader_team to noor;    grant claimreader_lead to noor;
--     create role suad login;   grant claimreader_team to suad;
--
-- Members add, and only under their own name; nobody changes or takes away what has been added. Who owns the
-- tables, or is a superuser, stands above these rules, so let that be nobody who annotates.
--
-- CockroachDB: instead of the two lines that end in \gexec, create role if not exists ...

begin;

select 'create role claimreader_team nologin'
where not exists (select 1 from pg_roles where rolname = 'claimreader_team') \gexec
select 'create role claimreader_lead nologin'
where not exists (select 1 from pg_roles where rolname = 'claimreader_lead') \gexec

create schema if not exists claimreader;

-- Whose each feed is. A feed is what one member publishes from one database.
create table if not exists claimreader.feed (
    feed uuid primary key,
    member text not null check (char_length(member) <= 200 and member <> 'claimreader_team'),
    team uuid not null,
    follows uuid,                       -- the feed that it goes on from
    app text not null default '' check (char_length(app) <= 200),
    unique (feed, member)
);

-- By which one goes from name to name: nobody hides others, or slows them down, by feeds without end.
create index if not exists feed_by_member on claimreader.feed (member, feed);

-- The lines of the feeds, numbered from 1 in each. The body is JSON, with a hash that chains it to the line before.
create table if not exists claimreader.record (
    feed uuid not null,
    seq bigint not null check (seq > 0),
    member text not null,               -- again, so that a policy needs no second table
    body text not null check (octet_length(body) <= 16777216),
    primary key (feed, seq),
    foreign key (feed, member) references claimreader.feed (feed, member)
);

-- The lead's word on the team: one row.
create table if not exists claimreader.team (
    one boolean primary key default true check (one),
    body text not null check (octet_length(body) <= 1048576)
);

-- Rights: who isn't granted update or delete can't, whatever a policy says.
revoke all on schema claimreader from public;
revoke all on claimreader.feed, claimreader.record, claimreader.team from public, claimreader_team, claimreader_lead;
grant usage on schema claimreader to claimreader_team, claimreader_lead;
grant select, insert on claimreader.feed, claimreader.record to claimreader_team, claimreader_lead;
grant select on claimreader.team to claimreader_team, claimreader_lead;
grant insert, update on claimreader.team to claimreader_lead;

-- Policies: everybody reads, each adds under the name of the own role; the lead also under `gold`.
alter table claimreader.feed enable row level security;
alter table claimreader.record enable row level security;

drop policy if exists reads on claimreader.feed;
drop policy if exists reads on claimreader.record;
drop policy if exists adds on claimreader.feed;
drop policy if exists adds on claimreader.record;
drop policy if exists decides on claimreader.feed;
drop policy if exists decides on claimreader.record;

create policy reads on claimreader.feed for select using (true);
create policy reads on claimreader.record for select using (true);
create policy adds on claimreader.feed for insert with check (member = current_user and member <> 'gold');
create policy adds on claimreader.record for insert with check (member = current_user and member <> 'gold');
create policy decides on claimreader.feed for insert to claimreader_lead with check (member = 'gold');
create policy decides on claimreader.record for insert to claimreader_lead with check (member = 'gold');

commit;
