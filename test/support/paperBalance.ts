import { createHash } from 'node:crypto'
import { balanceLine } from '../../src/audit/bundle/balances.ts'
import { digestOf } from '../../src/envelope/digest.ts'
import { sign } from '../../src/envelope/sign.ts'
import type { Answer, Question } from '../../src/message/generated/types.ts'
import { type PaperNode, type PaperWorld, audit } from './paperWorld.ts'

/** What a node says of the messages up to a time, and of which. */
type Statement = Pick<Extract<Question['want'], { what: 'balance' }>, 'sent' | 'received'>

export interface PaperBalance {
  readonly from?: Date
  readonly until: Date
  /** Changes what the answering node says. */
  readonly lie?: (said: Statement) => Statement
}

/** Two nodes balance: both sign, and both note it. Returns the line that both keep. */
export async function balanceOnPaper(
  world: PaperWorld,
  [asking, answering]: readonly [PaperNode, PaperNode],
  { from, until, lie = (said) => said }: PaperBalance,
): Promise<string> {
  world.now += 1_000
  const at = new Date(world.now)
  const said = statementOf(asking, from, until)
  const question: Question = {
    v: 1,
    id: '01890000-0000-7000-8000-000000000001',
    node: asking.state,
    to: answering.state,
    time: at.toISOString(),
    want: {
      what: 'balance',
      ...(from === undefined ? {} : { from: from.toISOString() }),
      until: until.toISOString(),
      ...said,
    },
  }
  const asked = await sign('question', question, asking.signer, at)
  const told = lie(statementOf(answering, from, until))
  const answer: Answer = {
    v: 1,
    id: '01890000-0000-7000-8000-000000000002',
    node: answering.state,
    to: asking.state,
    time: at.toISOString(),
    question: asked.digest,
    found: { what: 'balance', ...told },
  }
  const answered = await sign('answer', answer, answering.signer, at)
  const isSame = JSON.stringify([said.sent, said.received]) === JSON.stringify([told.received, told.sent])
  const event = isSame ? 'balance.agreed' : 'balance.differed'
  for (const [node, peer] of [[asking, answering] as const, [answering, asking] as const])
    audit(world, node, { event, peer: peer.state, digest: asked.digest, count: 0 })
  return balanceLine(asked.jws, answered.jws)
}

function statementOf(node: PaperNode, from: Date | undefined, until: Date): Statement {
  const pairs = [...node.held].flatMap(([digest, { message, receipt }]) => {
    if (receipt === null) return []
    const atMs = Date.parse(timeIn(receipt))
    const isWithin = atMs <= until.getTime() && (from === undefined || atMs > from.getTime())
    const line = `${digest} ${digestOf(receipt)}\n`
    return isWithin ? [{ isSent: message.from === node.authority, line }] : []
  })
  const total = (isSent: boolean) => {
    const lines = pairs.filter((pair) => pair.isSent === isSent).map(({ line }) => line)
    const digest = createHash('sha256')
      .update(`rogatory-balance/v1\0${lines.sort().join('')}`)
      .digest('hex')
    return { count: lines.length, digest }
  }
  return { sent: total(true), received: total(false) }
}

function timeIn(receipt: string): string {
  const payload = Buffer.from(receipt.split('.')[1] ?? '', 'base64url').toString('utf8')
  return (JSON.parse(payload) as { time: string }).time
}
