import { playCase } from '../../src/cli/demo/play.ts'
import { type MessageStep, firstCase, readCase } from '../../src/cli/demo/caseFile.ts'
import type { Node } from '../../src/exchange/node.ts'
import type { DeskReader } from '../../src/exchange/desk/deskReader.ts'
import { timelineStart } from '../../src/exchange/desk/timeline.ts'
import { caseReading } from '../../src/exchange/desk/deskCases.ts'
import { subjectOf } from '../../src/audit/entry.ts'
import type { RunningNode } from '../../src/main.ts'
import type { Case } from '../../src/message/generated/types.ts'
import type { EntrustedRow, MeasureRow, MessageRow, RequestRow } from '../../src/store/tables.ts'

// Genuine records: two nodes play the case of the first demonstration over HTTP, and so much of it as each stage needs.

/** An entry of the log about a record, and what opens it. */
export interface PatternEntry {
  readonly leaf: string
  readonly entry: string
  readonly secrets: readonly { readonly field: string; readonly salt: Buffer; readonly value: string }[]
}

/** A record as one node has stored it, with all that it has written about it. */
export interface Pattern {
  readonly stage: Stage
  readonly request: RequestRow
  readonly measures: readonly MeasureRow[]
  /** In the order of the record. */
  readonly messages: readonly MessageRow[]
  /** Proofs that the peer gave, by the digest of the message. */
  readonly proofs: ReadonlyMap<string, string>
  readonly entrusted: readonly EntrustedRow[]
  /** In their order. */
  readonly entries: readonly PatternEntry[]
}

/** Where a record stands: just asked, with a question, preserved, looked into, withdrawn, or done. */
export const stages = ['asked', 'questioned', 'preserved', 'reviewed', 'withdrawn', 'done'] as const
export type Stage = (typeof stages)[number]

/** Rows of the case that are played for each. */
const rowsOf: Readonly<Record<Stage, number>> = {
  asked: 1,
  questioned: 3,
  preserved: 5,
  reviewed: 13,
  withdrawn: 2,
  done: Infinity,
}

/**
 * Plays every stage, has each record read at the desk on both sides as officers do, and returns what both nodes have stored.
 *
 * @param nodes - of the State that asks and of the one that answers, in service
 */
export async function playPatterns(nodes: readonly RunningNode[]): Promise<readonly Pattern[]> {
  const played = await readCase(firstCase)
  const patterns: Pattern[] = []
  const known = new Set<string>()
  for (const stage of stages) {
    await play(nodes, { ...played, steps: stepsOf(played, stage), wrong: [] })
    for (const { node } of nodes) {
      const rows = await node.db.selectFrom('request').select('id').orderBy('opened_at').execute()
      const fresh = rows.filter(({ id }) => !known.has(`${node.state} ${id}`))
      for (const { id } of fresh) {
        known.add(`${node.state} ${id}`)
        await readAsOfficer(node, id)
        await untilProven(node)
        patterns.push(await readPattern(node, stage, id))
      }
    }
  }
  return patterns
}

function stepsOf({ steps }: Case, stage: Stage): Case['steps'] {
  const taken = steps.slice(0, rowsOf[stage])
  return stage === 'withdrawn' ? [...taken, ...withdrawal(taken)] : taken
}

/** The case has no withdrawal: it is the request's own authority that takes it back. */
function withdrawal(taken: Case['steps']): MessageStep[] {
  const opening = taken.find((step): step is MessageStep => step.what === 'message')
  if (opening === undefined) return []
  const { record, from, to, officer, approver } = opening
  const message = { language: 'en', body: {}, exhibits: [] }
  const step = {
    what: 'message',
    row: 'w',
    label: 'A3',
    record,
    from,
    to,
    type: 'withdraw',
    message,
    officer,
    after: {},
  }
  return [{ ...step, ...(approver === undefined ? {} : { approver }) } as MessageStep]
}

async function play(nodes: readonly RunningNode[], played: Case): Promise<void> {
  const never = (): Promise<never> => Promise.reject(new Error('no line goes down here'))
  const { differences } = await playCase({
    played,
    nodeOf: (state) => {
      const found = nodes.find(({ node }) => node.state === state)
      if (found === undefined) throw new Error(`${state} has no part in the case`)
      return found
    },
    setClock: null,
    files: null,
    lineDown: never,
    lineUp: never,
    say: () => undefined,
  })
  if (differences.length > 0) throw new Error(differences.join('; '))
}

/** The officer of a State, as the log names them. */
export function officerOf({ trust }: Node): DeskReader {
  const authority = trust.own().list.authorities[0]?.id ?? ''
  return {
    person: 'example-officer',
    role: 'officer',
    authority,
    from: { by: 'network', address: '127.0.0.1' },
  }
}

async function readAsOfficer(node: Node, request: string): Promise<void> {
  const reading = caseReading(node, () => undefined)
  const reader = officerOf(node)
  await reading.record(reader, request, timelineStart, 'en')
  await reading.message(reader, request, { sequence: 1 }, 'en')
}

/** The peer proves what its receipts promised within seconds. */
async function untilProven({ db }: Node): Promise<void> {
  for (let waited = 0; waited < 600; waited += 1) {
    if ((await db.selectFrom('promise').select('message').executeTakeFirst()) === undefined) return
    await new Promise((soon) => setTimeout(soon, 100))
  }
  throw new Error('the peer has not proven its entries within a minute')
}

async function readPattern({ db }: Node, stage: Stage, id: string): Promise<Pattern> {
  const request = await db.selectFrom('request').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const measures = await db.selectFrom('measure').selectAll().where('request', '=', id).execute()
  const messages = await db
    .selectFrom('message')
    .selectAll()
    .where('request', '=', id)
    .orderBy('sequence')
    .execute()
  const digests = messages.map(({ digest }) => digest)
  const proofs = await db.selectFrom('receipt_proof').selectAll().where('message', 'in', digests).execute()
  const entrusted = await db.selectFrom('entrusted').selectAll().where('request', '=', id).execute()
  return {
    stage,
    request,
    measures,
    messages: messages.map(withoutGenerated),
    proofs: new Map(proofs.map(({ message, proof }) => [message, proof])),
    entrusted,
    entries: await readEntries(db, id),
  }
}

/** The database works out the time of the receipt by itself. */
function withoutGenerated(row: MessageRow): MessageRow {
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => name !== 'receipt_time'),
  ) as unknown as MessageRow
}

async function readEntries(db: Node['db'], request: string): Promise<PatternEntry[]> {
  const about = `"record":"${subjectOf(request)}"`
  const rows = await db
    .selectFrom('audit_entry')
    .select(['id', 'leaf', 'entry'])
    .where('entry', 'like', `%${about}%`)
    .orderBy('id')
    .execute()
  return await Promise.all(
    rows.map(async ({ id, leaf, entry }) => ({
      leaf: leaf.toString('hex'),
      entry,
      secrets: await db
        .selectFrom('audit_secret')
        .select(['field', 'salt', 'value'])
        .where('entry', '=', id)
        .execute(),
    })),
  )
}
