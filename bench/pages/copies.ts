import pg from 'pg'
import type { Db } from '../../src/store/database.ts'
import { withoutIndexes } from './withoutIndexes.ts'

/** A record that is there, and how often it is to be there once more. */
export interface Mould {
  readonly request: string
  readonly copies: number
  /** Its copies were opened within so many milliseconds before it, evenly. */
  readonly within: number
}

/** Entries of the log that each copy has, of the first ones of its mould. */
const entriesOfCopy = 2

/** Tables that are copied by what stands in their columns, those that others refer to first. */
const tables: readonly {
  readonly table: string
  /** The column by which a row belongs to a request. */
  readonly of: string
  /** What stands in a copy where it is not what stands in the mould: `t` is its row, `c` the copy. */
  readonly other: Readonly<Record<string, string>>
  /** When its row was last written: a node writes one behind the other, and so they lie. */
  readonly writtenAt: string
}[] = [
  {
    table: 'request',
    of: 'id',
    other: {
      id: 'c.id',
      reference: `t.reference || '-' || c.number`,
      snapshot: 'replace(t.snapshot, t.id::text, c.id::text)',
      opened_at: 't.opened_at - c.earlier',
      updated_at: 't.updated_at - c.earlier',
    },
    writtenAt: 't.updated_at - c.earlier',
  },
  { table: 'measure', of: 'request', other: { request: 'c.id' }, writtenAt: 'c.updated_at' },
  {
    table: 'message',
    of: 'request',
    other: {
      digest: digestOf('t.digest'),
      id: idOf('t.id'),
      request: 'c.id',
      // Their texts would be nine tenths of the database, and no list reads them.
      jws: `''`,
      receipt: 'null',
      sent_at: 't.sent_at - c.earlier',
      stored_at: 't.stored_at - c.earlier',
    },
    writtenAt: 't.stored_at - c.earlier',
  },
  {
    table: 'entrusted',
    of: 'request',
    other: { request: 'c.id', message: digestOf('t.message') },
    writtenAt: 'c.updated_at',
  },
  {
    table: 'draft',
    of: 'request',
    other: {
      id: idOf('t.id'),
      request: 'c.id',
      reference: `t.reference || '-' || c.number`,
      message: idOf('t.message'),
      digest: digestOf('t.digest'),
      message_digest: digestOf('t.message_digest'),
      made_at: 't.made_at - c.earlier',
      changed_at: 't.changed_at - c.earlier',
    },
    writtenAt: 't.changed_at - c.earlier',
  },
]

function idOf(column: string): string {
  return `md5(${column}::text || '/' || c.number)::uuid`
}

function digestOf(column: string): string {
  return `encode(sha256(convert_to(${column} || '/' || c.number, 'UTF8')), 'hex')`
}

/**
 * Copies records by statements over whole tables: with other ids, digests, references, times and words, and without the texts of
 * their messages. The role must be one that may switch triggers off, as that of an embedded server. Indexes are taken away before and made
 * anew behind.
 */
export async function copyMoulds(db: Db, url: string, moulds: readonly Mould[]): Promise<void> {
  const indexes = await withoutIndexes(db, ['search_word', ...tables.map(({ table }) => table)])
  // Without the settings of a node, whose statements take few rows.
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    // No promise of a peer is to be kept, and what is copied fits together as its mould did.
    await client.query('set session_replication_role = replica')
    await client.query(`set work_mem = '256MB'`)
    await planCopies(client, moulds)
    await client.query('alter table message disable trigger search_awaits')
    for (const table of tables) await copyTable(client, table)
    await client.query('alter table message enable always trigger search_awaits')
    await copyEntries(client)
    await copyWords(client)
  } finally {
    await client.end()
  }
  await indexes.make()
}

/** Which copies there will be. */
async function planCopies(client: pg.Client, moulds: readonly Mould[]): Promise<void> {
  await client.query(`create temporary table copied (
    mould uuid not null, number integer not null, id uuid not null, earlier interval not null, subject text not null,
    updated_at timestamptz not null
  )`)
  await client.query(
    `insert into copied
     select m.request, number, md5(m.request::text || '/' || number)::uuid,
       make_interval(secs => m.within / 1000 * number / (m.copies + 1)),
       audit_subject_of(md5(m.request::text || '/' || number)::uuid),
       r.updated_at - make_interval(secs => m.within / 1000 * number / (m.copies + 1))
     from unnest($1::uuid[], $2::integer[], $3::float8[]) as m (request, copies, within)
     join request r on r.id = m.request
     cross join lateral generate_series(1, m.copies) as number`,
    [
      moulds.map(({ request }) => request),
      moulds.map(({ copies }) => copies),
      moulds.map(({ within }) => within),
    ],
  )
  await client.query('analyze copied')
}

async function copyTable(
  client: pg.Client,
  { table, of, other, writtenAt }: (typeof tables)[number],
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = current_schema() and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO'`,
    [table],
  )
  const names = rows.map(({ name }) => name)
  const values = names.map((name) => other[name] ?? `t."${name}"`)
  await client.query(
    `insert into ${table} (${names.map((name) => `"${name}"`).join(', ')})
     select ${values.join(', ')} from ${table} t join copied c on c.mould = t.${of} order by ${writtenAt}`,
  )
}

/** The first entries of each mould are about the copy, and are opened by what opens those of the mould. */
async function copyEntries(client: pg.Client): Promise<void> {
  const about = `split_part(split_part(entry, '"record":"', 2), '"', 1)`
  await client.query(`create temporary table copied_entry as
    select told.id as entry_of, c.subject, replace(told.entry, told.subject, c.subject) as entry, told.at
    from (
      select e.id, e.entry, e.at, m.subject, m.mould, row_number() over (partition by m.mould order by e.id) as nth
      from (select distinct mould, audit_subject_of(mould) as subject from copied) m
      join audit_entry e on ${about} = m.subject
    ) as told
    join copied c on c.mould = told.mould
    where told.nth <= ${entriesOfCopy}`)
  await client.query(`insert into audit_entry (at, leaf, entry)
    select at, sha256('\\x00'::bytea || convert_to(entry, 'UTF8')), entry from copied_entry order by entry_of`)
  await client.query(`insert into audit_secret (entry, field, salt, value)
    select e.id, s.field, s.salt, s.value from copied_entry c
    join audit_entry e on e.leaf = sha256('\\x00'::bytea || convert_to(c.entry, 'UTF8'))
    join audit_secret s on s.entry = c.entry_of`)
  await client.query(`insert into audit_subject (subject, entries, last_leaf)
    select subject, count(*), (array_agg(sha256('\\x00'::bytea || convert_to(entry, 'UTF8')) order by entry_of desc))[1]
    from copied_entry group by subject`)
}

/**
 * Of the words of its texts a copy has every third; what names somebody or something is another word in each copy, unless many
 * moulds have it.
 */
async function copyWords(client: pg.Client): Promise<void> {
  await client.query(`create temporary table common_word as
    select word from search_word where part in ('reference', 'name', 'number')
    group by word having count(distinct request) > (select count(distinct mould) / 50 from copied)`)
  await client.query(`insert into search_word (authority, word, opened_at, request, part)
    select t.authority,
      case when t.part in ('reference', 'name', 'number') and common.word is null
        then left(t.word, 68) || '~' || c.number else t.word end,
      t.opened_at - c.earlier, c.id, t.part
    from search_word t join copied c on c.mould = t.request left join common_word common on common.word = t.word
    where t.part <> 'text' or abs(hashtext(t.word || c.number)) % 3 = 0
    order by c.updated_at`)
}
