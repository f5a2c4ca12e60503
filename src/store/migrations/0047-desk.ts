import { type Kysely, type Migration, sql } from 'kysely'
import type { RequestState, Side } from '../../workflow/state.ts'
import { whoseTurn } from '../../workflow/whoseTurn.ts'

/** Where a request stands on the desk of its authority, kept with the request, so that a page of the desk opens its own lines only. */
export const desk: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of columns) await sql.raw(statement).execute(db)
    await workOutTurns(db)
    for (const statement of indexes) await sql.raw(statement).execute(db)
  },
}

const columns = [
  // From whom the next step is awaited; refused: the other side has not opened it. Null: nobody has worked it out, as where the
  // contents had been erased before this column was there.
  `alter table request add column turn text check (turn in ('ours', 'theirs', 'both', 'nobody', 'refused'))`,
  // It came in, and this node has said nothing in it.
  'alter table request add column unanswered boolean not null default false',
  // By the turn alone, and not by the state: a step may be awaited in what has ended, as the answer to a late question. What nobody
  // has worked out is shown rather than hidden.
  `create function desk_of(turn text, due_at timestamptz, closed text, erased_at timestamptz) returns text
    language sql immutable as $$
    select case
      when erased_at is not null then null
      when turn = 'refused' then 'needs'
      when closed is not null or turn = 'nobody' then case when due_at is not null then 'needs' end
      when turn = 'theirs' then 'waits'
      else 'needs'
    end
  $$`,
  `update request set turn = 'theirs' where sequence = 0 and erased_at is null`,
  `update request set turn = 'refused' where sequence = 0 and erased_at is null
    and exists (select from message m where m.request = request.id)
    and not exists (select from message m where m.request = request.id
      and (m.status <> 'refused' or m.direction <> 'sent' or m.sequence is not null))`,
  `update request set unanswered = true
    where not exists (select from message m where m.request = request.id and m.direction = 'sent')`,
]

const onDesk = 'desk_of(turn, due_at, closed, erased_at)'

const indexes = [
  // What runs out first is first, then what was changed longest ago; behind them all what the other side has not opened.
  `create index request_needs on request
    (own_authority, (case when turn = 'refused' then 1 else 0 end), coalesce(due_at, 'infinity'::timestamptz), updated_at, id)
    where ${onDesk} = 'needs'`,
  `create index request_fresh on request (own_authority, opened_at desc, id desc)
    where ${onDesk} = 'needs' and turn = 'ours' and closed is null and unanswered`,
  `create index request_waits on request (own_authority, updated_at, id) where ${onDesk} = 'waits'`,
]

const together = 500

interface Asked {
  readonly id: string
  readonly side: Side
  readonly snapshot: string
}

/**
 * All that have contents, so many at a time: also those that have ended, in which a late question may be open, and those that are
 * closed for their records differ, which take messages again once they are one. If the process dies, nothing of the migration remains.
 */
async function workOutTurns(db: Kysely<unknown>): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql<Asked>`
      select id, side, snapshot from request
      where id > ${after}::uuid and sequence > 0 and erased_at is null
      order by id limit ${sql.lit(together)}`.execute(db)
    const last = rows.at(-1)
    if (last === undefined) return
    const turns = rows.map(({ side, snapshot }) => whoseTurn(JSON.parse(snapshot) as RequestState, side))
    await sql`
      update request set turn = given.turn
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${turns}::text[]) as given (id, turn)
      where request.id = given.id`.execute(db)
    after = last.id
  }
}
