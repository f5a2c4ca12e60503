import { join } from 'node:path'
import { setClock } from '../../src/cli/demo/calendar.ts'
import { messageIn } from '../../src/exchange/stored.ts'
import type { Finding, Report } from '../../src/audit/bundle/report.ts'
import type { Message } from '../../src/message/generated/types.ts'
import type { OpenNode } from '../../src/opening.ts'
import { listRecord } from '../../src/store/messages.ts'
import { listRequestIds } from '../../src/store/requests.ts'
import { listUnheard } from '../../src/store/peers.ts'
import type { Ran } from '../cli/commandLine.ts'
import { type BothSides, type OpenSide, logOf } from '../support/talk.ts'
import { assertSame } from '../support/twoSides.ts'
import { until } from '../support/world.ts'
import { Broken, type Ground } from './drill.ts'
import { type Load, type Order, otherwiseInWords } from './load.ts'
import { type Stage, type StateName, startSide, states, stopAll, typed, withNodes } from './stage.ts'

/** What may be otherwise after a drill than after all others. */
export interface Expected {
  /** This State went back to a backup: its log says so, and what was in it alone is lost. */
  readonly restored?: StateName
  /** Orders that are nowhere any more, because they had left nobody. */
  readonly isLost?: (order: Order) => boolean
}

const restMs = 120_000
/** A balance goes up to five minutes ago. */
const laterMs = 6 * 60_000

/**
 * Looks whether everything is as it must be, and says so: what was acknowledged is in both records, once; both nodes hold the same; the
 * commands of the product find nothing. The load must have stopped. It is the last that is done with a stage, for its clock goes on.
 */
export async function checkAll(
  ground: Ground,
  stage: Stage,
  load: Load,
  expected: Expected = {},
): Promise<void> {
  const { say } = ground
  const sides = states.map((state) => stage[state])
  await withNodes(sides, async (nodes) => {
    await comeToRest(nodes)
    await checkOrders(ground, nodes, load, expected)
    await assertSame(asBoth(nodes)).catch((reason: unknown) => {
      throw new Broken(`the two records are not the same: ${String(reason)}`)
    })
    say('  found: both nodes hold the same records, each state is what its messages say')
    await checkOnce(ground, nodes)
  })
  await moveClock(ground, stage)
  await checkByCommands(ground, stage, expected)
}

function asBoth(nodes: readonly OpenNode[]): BothSides {
  const [asking, answering] = nodes.map((node): OpenSide => ({ state: node.node.state, node }))
  if (asking === undefined || answering === undefined) throw new Error('there are two nodes')
  return { asking, answering }
}

/** Nothing waits for its peer, its receipt, or its place in a log. */
async function comeToRest(nodes: readonly OpenNode[]): Promise<void> {
  for (const { node } of nodes) {
    let waits = ''
    await until(
      'everything has come to rest',
      async () => {
        waits = await waitingAt(node)
        return waits === ''
      },
      restMs,
    ).catch(() => {
      throw new Broken(`the node of ${node.state} does not come to rest: ${waits}`)
    })
  }
}

async function waitingAt({ db, state }: OpenNode['node']): Promise<string> {
  const outbox = await db.selectFrom('outbox').select(['last_code', 'status']).execute()
  const drafts = await db.selectFrom('draft').select('stage').where('stage', '=', 'sending').execute()
  const noReceipt = await db
    .selectFrom('message')
    .select('digest')
    .where((where) => where.or([where('receipt', 'is', null), where('status', '<>', 'placed')]))
    .execute()
  const entries = await db.selectFrom('audit_pending').select('entry').execute()
  const unheard = await listUnheard(db)
  const codes = outbox.map(({ status, last_code }) => `${status} ${last_code ?? ''}`.trim())
  return [
    outbox.length === 0
      ? ''
      : `${outbox.length} messages of ${state} wait (${[...new Set(codes)].join(', ')})`,
    drafts.length === 0 ? '' : `${drafts.length} drafts are not sent yet`,
    noReceipt.length === 0 ? '' : `${noReceipt.length} messages have no receipt or no place`,
    entries.length === 0 ? '' : `${entries.length} entries of the log have no place`,
    unheard.length === 0 ? '' : `${unheard.join(', ')} has not told what it has`,
  ]
    .filter((words) => words !== '')
    .join('; ')
}

/** Every message of a node, by what it says. */
async function messagesByWords({ node: { db } }: OpenNode): Promise<Map<string, Message[]>> {
  const byWords = new Map<string, Message[]>()
  for (const request of await listRequestIds(db)) {
    for (const row of await listRecord(db, request, 0, 10_000)) {
      const message = messageIn(row)
      const { text } = message.body as { readonly text?: { readonly text?: string } }
      const words = text?.text ?? message.id
      byWords.set(words, [...(byWords.get(words) ?? []), message])
    }
  }
  return byWords
}

async function checkOrders(
  { say }: Ground,
  nodes: readonly OpenNode[],
  load: Load,
  { isLost = () => false }: Expected,
): Promise<void> {
  const held = await Promise.all(nodes.map(messagesByWords))
  const faults: string[] = []
  const lacking: Order[] = []
  for (const order of load.orders) {
    const times = held.map((byWords) => byWords.get(order.words)?.length ?? 0)
    if (isLost(order)) {
      lacking.push(order)
      if (times.some((count) => count > 0)) faults.push(`"${order.words}" is there, and had left nobody`)
    } else if (times.some((count) => count !== 1) && (order.acknowledged || times.some((count) => count > 0)))
      faults.push(`"${order.words}" is ${times.join(' and ')} times there, asked ${order.attempts} times`)
    else if (!order.acknowledged)
      faults.push(`"${order.words}" was never acknowledged, asked ${order.attempts} times`)
  }
  for (const state of new Set(load.orders.map((order) => order.state)))
    if (load.acknowledged(state) === 0) faults.push(`no order of ${state} was acknowledged`)
  if (load.orders.length === 0) faults.push('nobody has asked for anything')
  if (faults.length > 0)
    throw new Broken(`${faults.length} of ${load.orders.length} orders:\n${faults.slice(0, 10).join('\n')}`)
  const acknowledged = load.orders.filter((order) => order.acknowledged).length - lacking.length
  const again = load.orders.filter(({ attempts }) => attempts > 1).length
  say(
    `  found: ${acknowledged} orders were acknowledged, and each is in both records once; ${again} were asked for again (${otherwiseInWords(load)})`,
  )
  if (lacking.length > 0) say(`  found: ${lacking.length} had left nobody before the loss, and are lost`)
}

/** Each log tells of each message once. */
async function checkOnce({ say }: Ground, nodes: readonly OpenNode[]): Promise<void> {
  for (const { node } of nodes) {
    const entries = await logOf(node.db)
    for (const event of ['message.sent', 'message.received']) {
      const digests = entries.flatMap(({ evt, msg }) => (evt === event ? [msg] : []))
      if (new Set(digests).size !== digests.length)
        throw new Broken(`the log of ${node.state} has ${event} twice`)
    }
  }
  say('  found: no log tells twice that a message was sent or received')
}

/** Stops both in order and starts them some minutes later, so that a balance takes in all that was done. */
async function moveClock(ground: Ground, stage: Stage): Promise<void> {
  const sides = states.map((state) => stage[state])
  await stopAll(sides)
  const known = stage.VN.environment.ROGATORY_CLOCK_FILE
  const file = known ?? join(ground.folder, 'clock')
  const now =
    known === undefined
      ? new Date()
      : await withNodes([stage.VN], ([open]) => Promise.resolve(open?.node.now() ?? new Date()))
  await setClock(file, new Date(now.getTime() + laterMs))
  for (const { environment } of sides) environment.ROGATORY_CLOCK_FILE = file
  await Promise.all(sides.map(startSide))
}

async function checkByCommands(ground: Ground, stage: Stage, { restored }: Expected): Promise<void> {
  const { say, folder } = ground
  const bundles: string[] = []
  for (const state of states) {
    const side = stage[state]
    const checked = await typed(side, 'log', 'check', '--as', 'Example-Auditor')
    if (checked.code !== 0)
      throw new Broken(`rogatory log check of ${state}: ${checked.code} ${checked.out} ${checked.beside}`)
    say(`  found: rogatory log check of ${state}: ${checked.out.trim()}`)
  }
  let balanced = await typed(stage.VN, 'balance', 'QA', '--as', 'Example-Auditor')
  for (let attempts = 1; balanced.code === 65 && attempts < 20; attempts += 1)
    balanced = await typed(stage.VN, 'balance', 'QA', '--as', 'Example-Auditor')
  if (balanced.code !== 0)
    throw new Broken(`rogatory balance: ${balanced.code} ${balanced.out} ${balanced.beside}`)
  say(`  found: rogatory balance: ${balanced.out.split('\n')[0] ?? ''}`)
  for (const state of states) {
    const out = join(folder, `bundle-${state.toLowerCase()}`)
    const exported = await typed(stage[state], 'export', '--out', out, '--as', 'Example-Auditor')
    if (exported.code !== 0)
      throw new Broken(`rogatory export of ${state}: ${exported.out} ${exported.beside}`)
    bundles.push(out)
  }
  checkVerified(ground, await typed(stage.VN, 'verify', ...bundles, '--json'), restored)
}

type Verdict = Pick<Report, 'exit' | 'findings' | 'more' | 'compared'>

/**
 * What `rogatory verify` finds of a State that went back to a backup, and nothing else: that entries of its log are lost, by what its own
 * node had signed, and by a head of it that the other has.
 */
const findingsOfLoss = [
  /^[^ ]+ had [0-9]+ entries when its database went back: entries ([0-9]+) to [0-9]+ of it are lost$/,
  /^of [^ ]+ it has ([0-9]+) entries left, and [^ ]+ has \([^)]+\) a head of [0-9]+(, cosigned at [^ ]+)?: entries \1 to [0-9]+ of it are lost$/,
] as const

/** For each of these by name: the first entry that is lost, as often as that is told. */
function lossesIn(findings: readonly Finding[], restored: StateName): readonly (readonly string[])[] {
  return findingsOfLoss.map((form) =>
    findings.flatMap(({ severity, bundle, what }) => {
      const isOfIt = severity === 'incomplete' && bundle.endsWith(`bundle-${restored.toLowerCase()}`)
      return isOfIt ? (form.exec(what)?.slice(1, 2) ?? []) : []
    }),
  )
}

/** Every finding is read: those that a loss leaves are there, and no others. */
function checkVerified({ say }: Ground, verified: Ran, restored: Expected['restored']): void {
  if (verified.json.findings === undefined)
    throw new Broken(`rogatory verify: exit code ${verified.code} ${verified.out} ${verified.beside}`)
  const { exit, findings, more, compared } = verified.json as unknown as Verdict
  const losses = restored === undefined ? [] : lossesIn(findings, restored)
  const isLossTold =
    losses.every(({ length }) => length === 1) &&
    new Set(losses.flat()).size === (restored === undefined ? 0 : 1)
  const wanted = restored === undefined ? 0 : 10
  if (
    verified.code !== wanted ||
    exit !== wanted ||
    !isLossTold ||
    findings.length !== losses.length ||
    more > 0
  )
    throw new Broken(
      `rogatory verify: exit code ${verified.code} ${verified.beside}\n${JSON.stringify(findings, null, 1)}`,
    )
  const messages = compared.reduce((sum, one) => sum + one.messages, 0)
  if (messages === 0) throw new Broken('rogatory verify has held no message of one side against the other')
  say(
    `  found: rogatory verify of both bundles: exit code ${verified.code}, ${messages} messages held against each other, ${findings.map(({ what }) => what).join('; ') || 'no finding'}`,
  )
}
