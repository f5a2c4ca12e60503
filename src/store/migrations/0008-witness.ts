import { type Kysely, type Migration, sql } from 'kysely'

/** What this node has cosigned of other logs, and what others have cosigned of its own (C2SP tlog-witness). */
export const witness: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // The largest tree of each log that was cosigned here: never a smaller one again. By State as well, for a peer may
  // give its log the name of another's.
  `create table witnessed_log (
    origin text not null,
    state text not null,
    size bigint not null check (size >= 0),
    root bytea not null check (length(root) = 32),
    -- The checkpoint as its log has signed it, and the cosignature of this node.
    note text not null,
    cosigned_at timestamptz not null,
    primary key (origin, state)
  )`,
  // What a log has signed that does not go together with what was cosigned here: both notes are proof against it.
  `create table log_conflict (
    origin text not null,
    digest text not null,
    state text not null,
    kept text not null,
    refused text not null,
    found_at timestamptz not null,
    primary key (origin, state, digest)
  )`,
  // Heads of the own log that a witness has cosigned, for ever: they bracket the time of every entry.
  `create table cosigned_checkpoint (
    log integer not null,
    size bigint not null,
    -- The note as it was signed here.
    note text not null,
    primary key (log, size)
  )`,
  `create table cosignature (
    log integer not null,
    size bigint not null,
    -- The verifier key of the witness.
    witness text not null,
    cosigned_at timestamptz not null,
    -- The signature line, with its newline.
    line text not null,
    primary key (log, size, witness),
    foreign key (log, size) references cosigned_checkpoint
  )`,
  'create index cosignature_by_witness on cosignature (log, witness, size desc)',
]
