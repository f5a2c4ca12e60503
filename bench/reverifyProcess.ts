import { setPriority } from 'node:os'
import { parseVerifierKey } from '../src/audit/note.ts'
import { openCheckpointOfAny } from '../src/audit/checkpoint.ts'
import { leadsTo, parseProof } from '../src/audit/proof.ts'
import { type Range, append, emptyRange, leafHash, rootOf, sameHash } from '../src/audit/tree.ts'
import { openReceipt } from '../src/envelope/receipt.ts'
import type { Database } from '../src/store/tables.ts'
import { openDatabase } from '../src/store/database.ts'
import { readEntries } from '../src/store/placed.ts'
import { stateOf } from '../src/message/stateOf.ts'
import { vkeysInForce } from '../src/trust/list.ts'
import type { Kysely } from 'kysely'
import { serve } from './child.ts'
import { trustAt } from './means.ts'
import { memoryMiB } from './measuring.ts'

// Somebody who believes neither node, in a process of its own: reads what the one has kept of the other, and verifies each receipt and each
// proof anew while they exchange; and works out from the entries of the log whether each head that a proof leads to is that of one tree.

interface Reverified {
  /** Messages whose receipt and proof hold. */
  readonly messages: number
  /** Different heads that their proofs lead to, each of them found among the entries. */
  readonly heads: number
  readonly entries: number
  /** Messages that were told of and do not hold yet: for their proof has not come, or they were not looked at. */
  readonly unverified: number
  readonly memoryMiB: number
}

/** Messages that are looked at together. */
const together = 500
/** What was proven stands in the database some seconds after the receipt: one that is not there yet is looked for again. */
const againMs = 1_000
/** Where of what is left nothing was verified for so long, nothing will be. */
const patienceMs = 120_000

let asking: Kysely<Database> | undefined
let answering: Kysely<Database> | undefined
let trust: Awaited<ReturnType<typeof trustAt>> | undefined
let waiting: string[] = []
let messages = 0
let failure: Error | null = null
const heads = new Map<string, Buffer>()
/** The tree at each size that was looked at: a head may be of a smaller one than the last. */
const ranges: Range[] = [emptyRange]

function opened() {
  if (asking === undefined || answering === undefined || trust === undefined)
    throw new Error('nothing is opened')
  return { asking, answering, trust }
}

const calls = {
  /** @param urls - databases of the node that asks and of the one whose log is checked */
  async start(urls: { readonly asking: string; readonly answering: string }): Promise<void> {
    asking = (await openDatabase({ url: urls.asking })).db
    answering = (await openDatabase({ url: urls.answering })).db
    trust = await trustAt(urls.answering)
    void keepVerifying().catch((reason: unknown) => {
      failure = reason instanceof Error ? reason : new Error(String(reason))
    })
  },
  /** Messages that the node has a receipt for. Throws once something did not hold. */
  expect(digests: readonly string[]): Promise<Reverified> {
    if (failure !== null) return Promise.reject(failure)
    waiting.push(...digests)
    return Promise.resolve(standing())
  },
  /** Waits until all that was expected is verified. Throws where nothing more of it is. */
  async all(): Promise<Reverified> {
    let last = { messages, at: performance.now() }
    while (waiting.length > 0) {
      if (failure !== null) throw failure
      if (messages > last.messages) last = { messages, at: performance.now() }
      if (performance.now() - last.at > patienceMs)
        throw new Error(`${waiting.length} messages are not verified, and no more of them are`)
      await new Promise((soon) => setTimeout(soon, 200))
    }
    return standing()
  },
}

function standing(): Reverified {
  return {
    messages,
    heads: heads.size,
    entries: ranges.at(-1)?.size ?? 0,
    unverified: waiting.length,
    memoryMiB: memoryMiB(),
  }
}

async function keepVerifying(): Promise<void> {
  for (;;) {
    const some = waiting.slice(0, together)
    const done = some.length === 0 ? new Set<string>() : await verifySome(some)
    messages += done.size
    // Those that are not proven yet go behind the others.
    waiting = [...waiting.slice(some.length), ...some.filter((digest) => !done.has(digest))]
    if (done.size < together / 2) await new Promise((soon) => setTimeout(soon, againMs))
  }
}

/** Verifies those of these messages whose proof is there, and returns which. Throws where one does not hold. */
async function verifySome(digests: readonly string[]): Promise<ReadonlySet<string>> {
  const { asking: db } = opened()
  const rows = await db
    .selectFrom('message')
    .innerJoin('receipt_proof', 'receipt_proof.message', 'message.digest')
    .select(['digest', 'id', 'request', 'from_state', 'to_authority', 'receipt', 'proof'])
    .where('digest', 'in', digests)
    .execute()
  const fresh = new Map<string, Buffer>()
  for (const row of rows) {
    const note = await verifyOne(row)
    if (!heads.has(note)) fresh.set(note, Buffer.from(note))
  }
  await findHeads(fresh)
  return new Set(rows.map(({ digest }) => digest))
}

interface Row {
  readonly digest: string
  readonly id: string
  readonly request: string
  readonly from_state: string
  readonly to_authority: string
  readonly receipt: string | null
  readonly proof: string
}

/** Verifies a receipt and the proof of what it promises; returns the note of the head that the proof leads to. */
async function verifyOne(row: Row): Promise<string> {
  const { trust: answerer } = opened()
  const sent = {
    digest: row.digest,
    id: row.id,
    request: row.request,
    from: row.from_state,
    to: stateOf(row.to_authority),
  }
  const receipt = await openReceipt(row.receipt ?? '', sent, answerer.list, new Date(), answerer.status)
  const parsed = parseProof(row.proof)
  if (!receipt.ok) throw new Error(`the receipt for ${row.digest}: ${receipt.code}`)
  if (!parsed.ok) throw new Error(`the proof for ${row.digest}: ${parsed.code}`)
  const leaf = Buffer.from(receipt.receipt.log?.leaf ?? '', 'hex')
  const head = openCheckpointOfAny(Buffer.from(parsed.proof.checkpoint), verifiers())
  const wrong = head.ok ? leadsTo(parsed.proof, leaf, head.checkpoint) : head
  if (wrong !== null) throw new Error(`the proof for ${row.digest}: ${wrong.code}`)
  return parsed.proof.checkpoint
}

function verifiers() {
  return vkeysInForce(opened().trust.list.log, new Date()).flatMap((vkey) => {
    const parsed = parseVerifierKey(vkey)
    return parsed.ok ? [parsed.verifier] : []
  })
}

/** Throws where the entries of the log do not make the tree of one of these heads. */
async function findHeads(notes: ReadonlyMap<string, Buffer>): Promise<void> {
  const found = [...notes].map(([text, bytes]) => {
    const head = openCheckpointOfAny(bytes, verifiers())
    if (!head.ok) throw new Error(head.code)
    return { text, root: Buffer.from(head.checkpoint.root), size: head.checkpoint.size }
  })
  for (const { text, root, size } of found.sort((one, other) => one.size - other.size)) {
    if (!sameHash(rootOf(await rangeOf(size)), root))
      throw new Error(`the head of ${size} entries is not that of the entries`)
    heads.set(text, root)
  }
}

async function rangeOf(size: number): Promise<Range> {
  const { answering: db } = opened()
  let range = ranges.findLast((one) => one.size <= size) ?? emptyRange
  while (range.size < size) {
    const entries = await readEntries(db, range.size, Math.min(size, range.size + 5_000))
    if (entries.length === 0) throw new Error(`the log has no entry ${range.size}`)
    range = append(
      range,
      entries.map(({ entry }) => leafHash(Buffer.from(entry))),
    )
  }
  if (range.size > (ranges.at(-1)?.size ?? 0)) ranges.push(range)
  return range
}

export type ReverifyCalls = typeof calls

// Whoever checks does not hold up those who are checked.
setPriority(5)
serve(calls)
