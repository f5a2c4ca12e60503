import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type Entry, readEntry } from '../../src/audit/entry.ts'
import { setClock as setCalendar } from '../../src/cli/demo/calendar.ts'
import type { Db } from '../../src/store/database.ts'
import { seal } from '../../src/envelope/seal.ts'
import { type Signed, type Signer, sign } from '../../src/envelope/sign.ts'
import { httpCaller } from '../../src/exchange/httpCaller.ts'
import { uuidV7 } from '../../src/exchange/identifiers.ts'
import { messagesMediaType } from '../../src/exchange/post.ts'
import { lacksRevocationList } from '../../src/exchange/renewPeer.ts'
import type { Draft, Sent } from '../../src/exchange/send.ts'
import type { OpenNode } from '../../src/openNode.ts'
import { messageIn, receiptIn } from '../../src/exchange/stored.ts'
import type { Message, MessageType, Receipt } from '../../src/message/generated/types.ts'
import { canonicalText } from '../../src/message/canonical.ts'
import { findMessage, listRecord } from '../../src/store/messages.ts'
import { findRequest, listRequestIds } from '../../src/store/requests.ts'
import type { MessageRow } from '../../src/store/tables.ts'
import { encryptionKeyFor } from '../../src/trust/list.ts'
import { paths } from '../../src/web/paths.ts'
import { emptyRecord } from '../../src/workflow/record.ts'
import { replay } from '../../src/workflow/replay.ts'
import { bodies } from './bodies.ts'
import { type World, type WorldState, otherOf, until } from './world.ts'

/** A State whose node is open in this process, served here, elsewhere or not at all. */
export interface OpenSide {
  readonly state: string
  readonly node: Pick<OpenNode, 'node' | 'refreshTrust'>
}

/** Both sides of the records between two States. */
export interface BothSides {
  readonly asking: OpenSide
  readonly answering: OpenSide
}

/** A draft between the two States of the world, from the side that `speaker` is. */
export function draft(
  world: World,
  speaker: WorldState,
  request: string,
  type: MessageType,
  more: Partial<Draft> = {},
): Draft {
  const [from, to] = speaker === world.asking ? ['vn.spp', 'qa.pp'] : ['qa.pp', 'vn.spp']
  return {
    request,
    reference: 'VN-DEMO-1',
    from,
    to,
    type,
    language: 'en',
    body: type in bodies ? bodies[type as keyof typeof bodies] : {},
    exhibits: [],
    people: { officer: 'Example-A', approver: 'Example-B' },
    ...more,
  }
}

/** Sends a draft and asserts that the node took it. */
export async function say(
  world: World,
  speaker: WorldState,
  request: string,
  type: MessageType,
  more: Partial<Draft> = {},
): Promise<Sent> {
  const outcome = await speaker.node.send(draft(world, speaker, request, type, more))
  assert.ok(outcome.ok, JSON.stringify(outcome))
  return outcome.sent
}

/** Opens a request and waits until both nodes have it. */
export async function opened(world: World): Promise<string> {
  const request = crypto.randomUUID()
  await say(world, world.asking, request, 'request')
  await agreed(world, request, 1)
  return request
}

/** Waits until both nodes have the record of this length. */
export async function agreed(world: World, request: string, sequence: number): Promise<void> {
  const states = [world.asking, world.answering]
  for (const { state, node } of states) {
    const reached = async () => (await findRequest(node.node.db, request))?.sequence === sequence
    await withOutboxes(states, until(`${state} has ${sequence} messages`, reached))
  }
}

/** Adds to what failed the outboxes that do not empty, as a person needs to see them. */
async function withOutboxes(states: readonly WorldState[], waitedFor: Promise<void>): Promise<void> {
  await waitedFor.catch(async (reason: unknown) => {
    throw new Error(`${String(reason)}; waiting: ${JSON.stringify(await Promise.all(states.map(attempts)))}`)
  })
}

async function attempts(state: WorldState) {
  const { db } = state.node.node
  const rows = (await waiting(state)).map(({ jwe, ...row }) => ({ ...row, bytes: jwe.length }))
  const circuits = await db.selectFrom('circuit').selectAll().execute()
  return { at: state.node.node.now(), rows, circuits }
}

/** The message with this digest as this State has stored it. */
export async function stored({ node }: WorldState, digest: string): Promise<MessageRow> {
  const row = await findMessage(node.node.db, digest)
  assert.ok(row !== null, `${digest} is not stored`)
  return row
}

/** Waits until this State's own message has its receipt. */
export async function receipted(state: WorldState, digest: string): Promise<Receipt> {
  const isThere = async () => (await stored(state, digest)).receipt !== null
  await withOutboxes([state], until(`${digest} has its receipt`, isThere))
  return receiptIn(await stored(state, digest)).receipt
}

/** What waits in the outbox of this State, in the order of queueing. */
export async function waiting({ node }: OpenSide) {
  return await node.node.db.selectFrom('outbox').selectAll().orderBy('ordinal').execute()
}

/** Waits until this State has delivered everything. */
export async function delivered(state: OpenSide): Promise<void> {
  await until(`${state.state} has delivered everything`, async () => (await waiting(state)).length === 0)
}

/** Posts lines to a node as a peer's node does, the other one of the world where none is named, and returns its answers. */
export async function post(
  to: WorldState,
  lines: readonly string[],
  by: WorldState = otherOf(to),
): Promise<string[]> {
  const response = await postSigned(to, by, paths.messages, messagesMediaType, lines.join('\n'))
  const answer = await response.text()
  assert.equal(response.status, 200, answer)
  return answer.split('\n')
}

/** Posts text straight to a node, signed by the node of a peer as its own courier would sign it. */
export async function postSigned(
  to: WorldState,
  by: WorldState,
  path: string,
  type: string,
  body: string,
): Promise<Response> {
  const { url } = to.node.node.trust.own().list.node
  const request = { method: 'POST', contentType: type, body: Buffer.from(body, 'utf8') }
  const signed = httpCaller(by.node.node).sign({ ...request, targetUri: url + path })
  return await fetch(to.node.url + path, {
    method: 'POST',
    headers: { 'content-type': type, ...signed },
    body,
  })
}

/** The events of this State's log that name this message, in their order. */
export async function entriesAbout({ node }: WorldState, digest: string): Promise<string[]> {
  const entries = await logOf(node.node.db)
  return entries.filter(({ msg }) => msg === digest).map(({ evt }) => evt)
}

/** Every entry of a log, placed or not, in the order of writing. */
export async function logOf(db: Db): Promise<Entry[]> {
  const rows = await db.selectFrom('audit_entry').select('entry').orderBy('id').execute()
  return rows.map(({ entry }) => {
    assert.ok(readEntry(entry).ok, entry)
    // With the members that stand in it, and no others.
    return JSON.parse(entry) as Entry
  })
}

/** What a receipt says; nobody has verified it. */
export function said(receipt: string): Receipt {
  return JSON.parse(Buffer.from(receipt.split('.')[1] ?? '', 'base64url').toString('utf8')) as Receipt
}

/** Signs a receipt that says something else than the genuine one, at the moment which it gives. */
export async function signedAnew(receipt: Receipt, by: Signer): Promise<string> {
  return (await sign('receipt', receipt, by, new Date(receipt.time))).jws
}

/** The message in a stored row, to be changed and signed again. */
export async function frameOf(state: WorldState, digest: string): Promise<Message> {
  return messageIn(await stored(state, digest))
}

/** An opening message of the asking State as a value, not sent. */
export function openingFrame(
  at: Date,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const request = crypto.randomUUID()
  return {
    v: 1,
    id: uuidV7(at, randomBytes(10)),
    type: 'request',
    request,
    reference: 'VN-DEMO-2',
    from: 'vn.spp',
    to: 'qa.pp',
    sentAt: at.toISOString(),
    basis: emptyRecord(request),
    language: 'en',
    salt: randomBytes(32).toString('base64url'),
    body: bodies.request,
    exhibits: [],
    ...more,
  }
}

/** Signs any value as this State would, and seals it to the other. */
export async function sealed(
  by: WorldState,
  to: WorldState,
  value: unknown,
  options: { readonly at?: Date; readonly signer?: Signer } = {},
): Promise<Signed & { readonly jwe: string }> {
  const { at = sentAtOf(value) ?? by.node.node.now(), signer = by.node.node.signer } = options
  const signed = await sign('message', value, signer, at)
  return { ...signed, jwe: await sealedTo(to, signed.jws) }
}

function sentAtOf(value: unknown): Date | null {
  if (typeof value !== 'object' || value === null || !('sentAt' in value)) return null
  return new Date(String(value.sentAt))
}

export async function sealedTo(to: WorldState, jws: string): Promise<string> {
  const key = encryptionKeyFor(to.node.node.trust.own().list, to.node.node.now())
  assert.ok(key !== null)
  return await seal(jws, key)
}

/** Sets a clock file; every node that lives by it has seen it then. */
export async function setClock(file: string, instant: Date | string): Promise<void> {
  await setCalendar(file, new Date(instant))
}

/** Waits until both nodes have the lists of the other again, of trust and of revoked certificates: a leap of days makes those that they had run out. */
export async function believedAgain(world: BothSides): Promise<void> {
  for (const { state, node } of [world.asking, world.answering]) {
    const believes = (): boolean =>
      node.node.trust.peers.every((peer) => {
        const list = node.node.trust.peer(peer)?.list
        const isInForce = Date.parse(list?.nextUpdate ?? '') > node.node.now().getTime()
        return list !== undefined && isInForce && !lacksRevocationList(node.node, list)
      })
    await until(`${state} believes its peers again`, () => Promise.resolve(believes()))
  }
}

/**
 * Asserts of every record of both nodes that its stored state is what its messages say, that its heads lead from one
 * to the next, and that where both nodes have a place, they have the same message there.
 */
export async function assertReplayed(world: BothSides): Promise<void> {
  const places = new Map<string, string>()
  for (const { state, node } of [world.asking, world.answering]) {
    const { db } = node.node
    for (const request of await listRequestIds(db)) {
      // As of one moment: a job of the node may be moving it.
      const snapshot = db.transaction().setIsolationLevel('repeatable read')
      const { row, record } = await snapshot.execute(async (trx) => ({
        row: await findRequest(trx, request),
        // Longer than any test makes one, and a drill under load.
        record: await listRecord(trx, request, 0, 100_000),
      }))
      assert.equal(record.length, row?.sequence, `${state} has a gap in ${request}`)
      if (record.length === 0) continue
      const again = replay(record.map((one) => ({ message: messageIn(one), digest: one.digest })))
      assert.ok(again.ok, JSON.stringify(again))
      assert.equal(canonicalText(again.request), row?.snapshot)
      assert.equal(again.request.head, row?.head)
      for (const { sequence, digest, head } of record) {
        const place = `${request} ${sequence}`
        const here = `${digest} ${head}`
        assert.equal(places.get(place) ?? here, here, `the nodes differ at ${place}`)
        places.set(place, here)
      }
    }
  }
}
