import { openReceipt } from '../../envelope/receipt.ts'
import { momentIn } from '../../message/moment.ts'
import type { Refusal, RefusalCode } from '../../message/refusal.ts'
import type { Trx } from '../../store/database.ts'
import { admit } from '../admit.ts'
import { withEnclosuresChecked } from '../enclosures.ts'
import { uuidV4 } from '../identifiers.ts'
import type { Node } from '../node.ts'
import { record } from '../receive.ts'
import { type Draft, type Sent, sendTogether } from '../send.ts'
import { receiptIn } from '../stored.ts'
import type { Ailment } from './ailments.ts'
import { type Finding, codeOfBreaking, ill, notTried, tried } from './finding.ts'
import { type Itself, asItsOwnPeer } from './itself.ts'
import { undone } from './undone.ts'

/** What became of the message that the doctor made. */
export interface OwnMessage {
  readonly findings: readonly Finding[]
  /** Of the message that was signed, which nothing keeps; null: none was. */
  readonly digest: string | null
}

/**
 * Sends a drill to this node itself and takes it, with what sends and takes those of peers: drafted, judged, signed, sealed and queued;
 * then opened, verified by the trust list of this State, judged and stored; then its receipt is read as an asker reads it. Each of the two
 * transactions is undone. What goes wrong is told where it does, and what comes after it is not tried.
 */
export async function examineMessage(node: Node): Promise<OwnMessage> {
  const itself = asItsOwnPeer(node)
  if (itself === null) {
    const words = 'the trust list of this State names no authority that is designated now'
    return { findings: [ill('message', 'MESSAGE_FAILS', words)], digest: null }
  }
  const done: Done = { sent: null, line: '', receipt: '' }
  const findings: Finding[] = []
  for (const { what, otherwise, work } of steps) {
    const hasFailed = findings.some(({ code }) => code !== null)
    findings.push(
      hasFailed
        ? notTried('message', `${what} was not tried, for what comes before it failed`)
        : await tried('message', codeOfBreaking(otherwise), () => work(itself, done)),
    )
  }
  return { findings, digest: done.sent?.digest ?? null }
}

/** What the steps hand on to each other. */
interface Done {
  sent: Sent | null
  /** As it was queued for the peer. */
  line: string
  receipt: string
}

const steps: readonly {
  readonly what: string
  /** What is wrong where the step breaks, and the database has not. */
  readonly otherwise: Ailment
  readonly work: (itself: Itself, done: Done) => Promise<Finding | string>
}[] = [
  { what: 'a message as it is sent', otherwise: 'SIGNING_FAILS', work: sendDrill },
  { what: 'a message as it is taken', otherwise: 'SIGNING_FAILS', work: takeDrill },
  { what: 'a receipt as an asker reads it', otherwise: 'RECEIPT_FAILS', work: readReceipt },
]

async function sendDrill({ node, authority }: Itself, done: Done): Promise<Finding | string> {
  const draft = drillOf(node, authority)
  return await undone(node.db, async (trx) => {
    const [outcome] = await sendTogether(node, trx, [draft])
    if (outcome === undefined) throw new Error('what was sent has no outcome')
    if (!outcome.ok) return told(outcome, 'a drill to itself was not sent')
    done.sent = outcome.sent
    done.line = await queuedLine(trx, outcome.sent.digest)
    return 'a drill to itself was written, judged, signed, sealed and queued as a message is sent, and undone'
  })
}

async function takeDrill({ node }: Itself, done: Done): Promise<Finding | string> {
  const now = node.now()
  const arrived = { line: done.line, from: [node.state] }
  const admission = await withEnclosuresChecked(node, await admit(node, arrived, now), now)
  if (admission.kind !== 'admitted') return told(admission.refusal, 'what this node sends is refused')
  return await undone(node.db, async (trx) => {
    const { answers } = await record(node, trx, [admission], { now, isUnwitnessed: false, part: {} })
    const [receipt = ''] = answers
    // Unsigned, as nobody may be told more.
    if (receipt.startsWith('{'))
      return ill('message', 'MESSAGE_FAILS', `what this node sends is answered with ${receipt}`)
    done.receipt = receipt
    return (
      (await lacksPromised(trx, receipt)) ??
      'it was opened, verified by the trust list of this State, judged and stored as it is taken from a peer, and undone'
    )
  })
}

async function readReceipt({ node }: Itself, { sent, receipt }: Done): Promise<Finding | string> {
  if (sent === null) throw new Error('there is no message to hold the receipt against')
  const { state, trust } = node
  const { list } = trust.own()
  const { digest, id, request } = sent
  const message = { digest, id, request, from: state, to: state }
  const opened = await openReceipt(receipt, message, list, node.now(), trust.statusNow)
  if (!opened.ok) return ill('message', 'RECEIPT_FAILS', wordsFor(opened, 'its receipt is refused'))
  const { receipt: said } = opened
  if (said.event === 'relayAcceptance')
    return 'its receipt takes it, promises a place in the log, and verifies as an asker verifies it'
  return ill('message', 'MESSAGE_FAILS', `its receipt refuses it: ${said.code} ${said.reasons ?? ''}`)
}

/** What the doctor says in the name of an authority to itself; whoever should ever read it is told what it is. */
function drillOf(node: Node, { id, timeZone }: Itself['authority']): Draft {
  const inAnHour = new Date(node.now().getTime() + 3_600_000)
  const text = 'Made by rogatory doctor to try this node. No case stands behind it, and it is kept nowhere.'
  return {
    request: uuidV4(node.random(16)),
    reference: 'DOCTOR-DRILL',
    from: id,
    to: id,
    type: 'contact-test',
    language: 'en',
    body: { replyBy: momentIn(timeZone, inAnHour), channel: 'exchange', text: { language: 'en', text } },
    exhibits: [],
    people: { officer: 'rogatory doctor' },
  }
}

async function queuedLine(trx: Trx, digest: string): Promise<string> {
  const { jwe } = await trx
    .selectFrom('outbox')
    .select('jwe')
    .where('digest', '=', digest)
    .executeTakeFirstOrThrow()
  return jwe
}

/** Whether the entry that a receipt promises is not noted with it. */
async function lacksPromised(trx: Trx, jws: string): Promise<Finding | null> {
  const { receipt } = receiptIn({ receipt: jws, digest: '' })
  const leaf = Buffer.from(receipt.log?.leaf ?? '', 'hex')
  const noted = await trx.selectFrom('audit_entry').select('id').where('leaf', '=', leaf).executeTakeFirst()
  if (noted !== undefined) return null
  return ill('message', 'RECEIPT_FAILS', 'its receipt promises an entry of the log that was not written')
}

/** What a refusal by the own node means for it. */
const ofRefusals: Partial<Readonly<Record<RefusalCode, Ailment>>> = {
  NODE_ROLLED_BACK: 'NODE_ROLLED_BACK',
  TRUST_LIST_EXPIRED: 'OWN_LIST_OVER',
  // Of itself it always knows the list: what lacks is a key in it.
  PEER_UNKNOWN: 'ENCRYPTION_KEY_FAILS',
  ENVELOPE_KEY_UNKNOWN: 'ENCRYPTION_KEY_FAILS',
  ENVELOPE_DECRYPTION_FAILED: 'ENCRYPTION_KEY_FAILS',
  SIGNER_UNKNOWN: 'SIGNER_NOT_LISTED',
  // Of itself it has nothing to hear: what no list of its own names is not signed with.
  PEER_NOT_HEARD: 'SIGNER_NOT_LISTED',
  SIGNATURE_INVALID: 'SIGNING_FAILS',
}

function told(refusal: Refusal, what: string): Finding {
  const { code } = refusal
  const ailment =
    ofRefusals[code] ?? (code.startsWith('CERTIFICATE_') ? 'SIGNER_NOT_BELIEVED' : 'MESSAGE_FAILS')
  return ill('message', ailment, wordsFor(refusal, what))
}

function wordsFor({ code, pointer, detail }: Refusal, what: string): string {
  return [`${what}: ${code}`, pointer, detail].filter((word) => word !== undefined).join(' ')
}
