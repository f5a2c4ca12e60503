import { createPublicKey } from 'node:crypto'
import { verifyBundles, type Bundle, type VerifyOptions } from '../../src/audit/bundle/verify.ts'
import type { Report } from '../../src/audit/bundle/report.ts'
import { witnessedLine } from '../../src/audit/bundle/witnessed.ts'
import { trustListPath } from '../../src/audit/bundle/layout.ts'
import { encodeVerifierKey, noteVerifier } from '../../src/audit/note.ts'
import { append, emptyRange, leafHash, rootOf } from '../../src/audit/tree.ts'
import { sign } from '../../src/envelope/sign.ts'
import { signTrustList } from '../../src/envelope/trustList.ts'
import { digestOfBase64 } from '../../src/trust/list.ts'
import { busyWorld, two } from './busyWorld.ts'
import { balanceOnPaper } from './paperBalance.ts'
import { type PaperExport, cosignedHead, exportPaper } from './paperBundle.ts'
import { proofsBy } from './paperProof.ts'
import { type PaperNode, type PaperWorld, audit, issueList, newPaperSigner, say } from './paperWorld.ts'

/*
 * What the operator of one node can do who has its database and all its keys: here VN, against QA. Each act is done on
 * paper with real keys and signatures; everything is signed anew, and the operator hands over what suits him.
 */

export interface OperatorAttack {
  readonly name: string
  /** What an auditor with the bundle of VN alone sees, and with that of QA beside it: exit codes of `verify`. */
  readonly alone: number
  readonly together: number
  /** The first bad object, as `verify` names it with his bundle alone, and with both. */
  readonly firstAlone: string
  readonly first: string
  readonly by: string
  readonly act: (stage: OperatorStage) => Promise<void> | void
}

/** The world in which the operator acts, and what QA has kept of before. */
export interface OperatorStage {
  readonly world: PaperWorld
  readonly vn: PaperNode
  /** How VN hands over; the operator changes it. */
  order: PaperExport
  /** What VN hands over instead of a bundle of now. */
  earlier?: Map<string, Uint8Array>
  /** Another bundle of VN, which somebody else was given. */
  other?: Bundle
}

const hourMs = 3_600_000

function edit(vn: PaperNode, at: number, change: (entry: Record<string, unknown>) => void): void {
  const built = vn.entries[at]
  if (built === undefined) throw new Error(`there is no entry ${at}`)
  const entry = JSON.parse(built.entry) as Record<string, unknown>
  change(entry)
  const text = JSON.stringify(entry)
  const leaf = Buffer.from(leafHash(Buffer.from(text))).toString('hex')
  vn.entries[at] = { ...built, entry: text, leaf }
}

function find(vn: PaperNode, text: string): number {
  return vn.entries.findIndex(({ entry }) => entry.includes(text))
}

/** Takes a message out, with everything that the log tells of it, and makes the chain of the record whole again. */
function forget(vn: PaperNode, digest: string): void {
  for (let at = find(vn, digest); at >= 0; at = find(vn, digest)) vn.entries.splice(at, 1)
  vn.held.delete(digest)
  rechain(vn)
}

function rechain(vn: PaperNode): void {
  const last = new Map<string, { number: number; leaf: string }>()
  for (const [at, { entry }] of vn.entries.entries()) {
    const { record } = JSON.parse(entry) as { record?: string }
    if (record === undefined) continue
    const before = last.get(record)
    edit(vn, at, (said) => {
      said.objSeq = (before?.number ?? 0) + 1
      if (before === undefined) delete said.objPrev
      else said.objPrev = before.leaf
    })
    last.set(record, { number: (before?.number ?? 0) + 1, leaf: vn.entries[at]?.leaf ?? '' })
  }
}

const receivedOf = (vn: PaperNode): string =>
  [...vn.held].find(([, { message }]) => message.from === 'qa.pp')?.[0] ?? ''
const sentOf = (vn: PaperNode): string =>
  [...vn.held].findLast(([, { message, receipt }]) => message.from === 'vn.spp' && receipt !== null)?.[0] ??
  ''

export const operatorAttacks: readonly OperatorAttack[] = [
  {
    name: 'changes an entry and signs the log anew',
    alone: 0,
    together: 50,
    firstAlone: '',
    first: 'checkpoint',
    by: 'the head that QA has cosigned, and the proofs of what VN gave receipts for',
    act: ({ vn }) => {
      edit(vn, find(vn, 'trustList.accepted'), (entry) => {
        entry.t = new Date(Date.parse(String(entry.t)) + 1).toISOString()
      })
    },
  },
  {
    name: 'drops an entry about a request',
    alone: 30,
    together: 50,
    firstAlone: 'entry 6',
    first: 'checkpoint',
    by: 'the number of the next entry about it; the head that QA has cosigned',
    act: ({ vn }) =>
      void vn.entries.splice(
        find(vn, '"decision.approved"') >= 0 ? find(vn, '"decision.approved"') : find(vn, '"receipt.given"'),
        1,
      ),
  },
  {
    name: 'puts an entry between others',
    alone: 0,
    together: 50,
    firstAlone: '',
    first: 'checkpoint',
    by: 'the head that QA has cosigned',
    act: ({ world, vn }) => {
      audit(world, vn, { event: 'node.stopped' })
      const [last] = vn.entries.splice(-1)
      if (last !== undefined) vn.entries.splice(4, 0, last)
      edit(vn, 4, (entry) => {
        entry.t = (JSON.parse(vn.entries[3]?.entry ?? '{}') as { t: string }).t
      })
    },
  },
  {
    name: 'changes the order of two entries',
    alone: 0,
    together: 50,
    firstAlone: '',
    first: 'checkpoint',
    by: 'the head that QA has cosigned',
    act: ({ vn }) => {
      const at = find(vn, 'trustList.accepted')
      const [entry] = vn.entries.splice(at, 1)
      if (entry !== undefined) vn.entries.splice(at - 1, 0, entry)
    },
  },
  {
    name: 'dates an entry back by a day',
    alone: 20,
    together: 20,
    firstAlone: 'entry 23',
    first: 'entry 23',
    by: 'the entries before it, which are later',
    act: ({ world, vn }) => {
      world.now -= 24 * hourMs
      audit(world, vn, { event: 'node.stopped' })
      world.now += 24 * hourMs
    },
  },
  {
    name: 'dates a message back by twenty hours, so that it seems to be in time',
    alone: 20,
    together: 20,
    firstAlone: 'record/0197b1c0-3f00-7a11-8a11-000000000002/0004.jws',
    first: 'record/0197b1c0-3f00-7a11-8a11-000000000002/0004.jws',
    by: 'the entry of its sending in his own log, which is of when it was sent',
    act: async ({ world, vn }) => {
      const at = new Date(world.now - 20 * hourMs)
      await say(world, {
        by: vn,
        request: two,
        type: 'status-request',
        message: { sentAt: at.toISOString() },
        signed: (message) => sign('message', message, vn.signer, at),
      })
    },
  },
  {
    name: 'dates a receipt back to three days before the message',
    alone: 20,
    together: 30,
    firstAlone: 'record/0197b1c0-3f00-7a11-8a11-000000000002/0004.receipt.jws',
    first: 'balances.jsonl',
    by: 'the entry of its giving in his own log; what the two nodes have balanced',
    act: async ({ world }) => {
      const time = new Date(world.now - 72 * hourMs).toISOString()
      await say(world, { by: world.qa, request: two, type: 'acknowledgement', receipt: { time } })
    },
  },
  {
    name: 'enters late what was an hour ago, as if it had been in time',
    alone: 20,
    together: 20,
    firstAlone: 'entry 23',
    first: 'entry 23',
    by: 'the time at which QA cosigned the head before it',
    act: (stage) => {
      const { world, vn } = stage
      const before = cosignedHead(world, vn, { atMs: world.now + hourMs })
      world.now += 1_000
      audit(world, vn, { event: 'node.stopped' })
      world.now += hourMs
      stage.order = { ...stage.order, cosigned: [before] }
    },
  },
  {
    name: 'shows two readers two pasts',
    alone: 0,
    together: 50,
    firstAlone: '',
    first: 'checkpoint',
    by: 'whoever holds both bundles, or one of them and a head of the other',
    act: (stage) => {
      const { world, vn } = stage
      const entries = [...vn.entries]
      audit(world, vn, { event: 'node.stopped' })
      stage.other = { name: 'vn, as another reader has it', files: exportPaper(world, vn, stage.order) }
      vn.entries.splice(0, vn.entries.length, ...entries)
      audit(world, vn, { event: 'node.started', digest: 'a'.repeat(64), details: { version: '1' } })
      audit(world, vn, { event: 'node.stopped' })
      audit(world, vn, { event: 'node.started', digest: 'a'.repeat(64), details: { version: '1' } })
    },
  },
  {
    name: 'goes back to the database of yesterday, with a new memory of its head',
    alone: 0,
    together: 50,
    firstAlone: '',
    first: 'checkpoint',
    by: 'the head that QA has cosigned',
    act: (stage) => {
      const { world, vn } = stage
      stage.order = { cosigned: [] }
      vn.entries.splice(3)
      for (const [digest] of [...vn.held]) vn.held.delete(digest)
      vn.links.clear()
      for (let more = 0; more < 40; more += 1) audit(world, vn, { event: 'node.stopped' })
    },
  },
  {
    name: 'pretends that his database was lost, and goes on under another log',
    alone: 0,
    together: 10,
    firstAlone: '',
    first: 'entry 22',
    by: 'the head that QA has cosigned: it names how many entries are lost',
    act: async ({ world, vn }) => {
      vn.entries.splice(-1)
      const leaves = vn.entries.map(({ leaf }) => Buffer.from(leaf, 'hex'))
      const { name, privateKey } = vn.log
      const [code = ''] = name.split('/').slice(-1)
      vn.log = { name: name.replace(/[^/]+$/, 'log2'), privateKey }
      const digest = Buffer.from(rootOf(append(emptyRange, leaves))).toString('hex')
      const details = { reason: 'the disk was lost' }
      audit(world, vn, { event: 'log.continued', digest, count: leaves.length, code, details })
      const vkey = encodeVerifierKey(noteVerifier(vn.log.name, createPublicKey(privateKey)))
      await issueList(world, vn, { log: { origin: vn.log.name, vkey } })
    },
  },
  {
    name: 'hands over a bundle that he made before the last messages',
    alone: 0,
    together: 10,
    firstAlone: '',
    first: 'checkpoint',
    by: 'the messages from after its end that QA has',
    act: async (stage) => {
      const { world, vn } = stage
      stage.earlier = exportPaper(world, vn, stage.order)
      world.now += hourMs
      await say(world, { by: vn, request: two, type: 'supplement' })
    },
  },
  {
    name: 'denies a message that it gave a receipt for',
    alone: 30,
    together: 50,
    firstAlone: 'record/0197b1c0-3f00-7a11-8a11-000000000001/0003.jws',
    first: 'checkpoint',
    by: 'its own word in the balance; the proof that QA has collected; the receipt',
    act: ({ vn }) => forget(vn, receivedOf(vn)),
  },
  {
    name: 'denies a message that it sent',
    alone: 30,
    together: 50,
    firstAlone: 'balances.jsonl',
    first: 'checkpoint',
    by: 'its own word in the balance; the head that QA has cosigned; the message with its signature at QA',
    act: ({ vn }) => forget(vn, sentOf(vn)),
  },
  {
    name: 'puts another trust list in the place of QA’s',
    alone: 40,
    together: 50,
    firstAlone: 'trust/QA-2.jws',
    first: 'checkpoint',
    by: 'the pinned fingerprint; the list that QA itself has signed with this number',
    act: async (stage) => {
      const { vn, world } = stage
      const genuine = world.qa.lists.at(-1)
      if (genuine === undefined) return
      // With an authority and a list signer of the operator's own making, under the State's name.
      const signer = newPaperSigner('QA', vn.authorityOfState, 'listSigner')
      const certificate = signer.certificate.toString('base64')
      const issuer = vn.authorityOfState.certificate.toString('base64')
      const list = { ...genuine.list, certificateAuthorities: [issuer], listSigners: [certificate] }
      const forged = await signTrustList(list, signer)
      const at = find(vn, genuine.digest)
      edit(vn, at, (entry) => {
        entry.digest = forged.digest
      })
      stage.order = {
        ...stage.order,
        cheat: (files) => void files.set(trustListPath('QA', list.sequence), Buffer.from(forged.jws)),
      }
    },
  },
  {
    name: 'leaves out what others have cosigned, where a policy asks for it',
    alone: 10,
    together: 10,
    firstAlone: 'cosigned.jsonl',
    first: 'cosigned.jsonl',
    by: 'the policy of the reader',
    act: (stage) => {
      stage.order = { ...stage.order, cosigned: [] }
    },
  },
  {
    name: 'does not open who acted',
    alone: 10,
    together: 10,
    firstAlone: 'disclosures.jsonl',
    first: 'disclosures.jsonl',
    by: 'the commitments, which nobody opens',
    act: (stage) => {
      stage.order = {
        ...stage.order,
        discloses: (index, field) => field !== 'actor' || index === stage.vn.entries.length - 1,
      }
    },
  },
]

/** Lets the operator act after an honest life, and verifies what he hands over, alone and beside what QA has. */
export async function afterAct(
  attack: OperatorAttack,
  optionsOf: (world: PaperWorld) => VerifyOptions,
): Promise<Pick<OperatorAttack, 'alone' | 'firstAlone' | 'together' | 'first'>> {
  const world = await busyWorld()
  const { vn, qa } = world
  await say(world, { by: qa, request: two, type: 'acknowledgement' })
  await say(world, { by: vn, request: two, type: 'supplement' })
  const balance = await balanceOnPaper(world, [vn, qa], { until: new Date(world.now) })
  for (const node of [vn, qa]) audit(world, node, { event: 'node.stopped' })
  const kept: PaperExport = {
    balances: [balance],
    witnessed: [witnessedLine([cosignedHead(world, vn)])],
    proofs: proofsBy(qa, vn),
  }
  const stage: OperatorStage = {
    world,
    vn,
    order: { balances: [balance], cosigned: [cosignedHead(world, vn)] },
  }
  const isRewritten = !['dates', 'enters', 'leaves', 'does not'].some((word) => attack.name.startsWith(word))
  // Who rewrites his log does not hand over the heads that were cosigned of the old one.
  if (isRewritten) stage.order = { balances: [balance], cosigned: [] }
  world.now += hourMs / 4
  await attack.act(stage)
  const mine: Bundle = { name: 'vn', files: stage.earlier ?? exportPaper(world, vn, stage.order) }
  world.now += 60_000
  const theirs: Bundle = { name: 'qa', files: exportPaper(world, qa, kept) }
  const options = optionsOf(world)
  const alone = await verifyBundles([mine], options)
  const others = stage.other === undefined ? [theirs] : [stage.other, theirs]
  const together = await verifyBundles([mine, ...others], options)
  const objectIn = ({ first }: Report): string => first?.object ?? ''
  return {
    alone: alone.exit,
    firstAlone: objectIn(alone),
    together: together.exit,
    first: objectIn(together),
  }
}

/** The fingerprints that the reader has compared out of band. */
export function pinsOf(world: PaperWorld): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [world.vn, world.qa].map((node) => [
      node.state,
      (node.lists[0]?.list.listSigners ?? []).map(digestOfBase64),
    ]),
  )
}

/** The table of the page, in Markdown. */
export function operatorTable(): string {
  const head = ['The operator', 'with his bundle alone', 'with that of the other side', 'what catches it']
  const seen = (exit: number, first: string): string =>
    first === '' ? String(exit) : `${exit}: \`${first}\``
  const rows = operatorAttacks.map(({ name, alone, firstAlone, together, first, by }) => [
    name,
    seen(alone, firstAlone),
    seen(together, first),
    by,
  ])
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
