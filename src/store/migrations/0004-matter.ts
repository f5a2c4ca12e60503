import { type Kysely, type Migration, sql } from 'kysely'

/** What ties records together, and what other States have given this one: it may not go on without their consent. */
export const matter: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `alter table request add column matter uuid`,
  `create index request_matter on request (matter) where matter is not null`,
  `create table entrusted (
    message text not null,
    request uuid not null references request,
    kind text not null check (kind in ('file', 'message')),
    name text not null,
    digest text not null,
    primary key (message, kind, name)
  )`,
  `create index entrusted_digest on entrusted (digest)`,
  `create index entrusted_request on entrusted (request)`,
  // The files of messages that came before there was this table.
  `insert into entrusted (message, request, kind, name, digest)
    select message.digest, message.request, 'file', file ->> 'id', file ->> 'sha256'
    from message, json_array_elements(convert_from(decode(
      rpad(translate(split_part(jws, '.', 2), '-_', '+/'), (length(split_part(jws, '.', 2)) + 3) / 4 * 4, '='),
      'base64'), 'UTF8')::json -> 'exhibits') as file
    where message.direction = 'received'`,
]
