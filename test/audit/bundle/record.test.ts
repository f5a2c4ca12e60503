import assert from 'node:assert/strict'
import { sign } from '../../../src/envelope/sign.ts'
import { checkRecord } from '../../../src/audit/bundle/record.ts'
import type { Authority } from '../../../src/message/generated/types.ts'
import { exportPaper } from '../../support/paperBundle.ts'
import { findingsIn, one, two } from '../../support/busyWorld.ts'
import {
  type PaperNode,
  type PaperWorld,
  type Saying,
  audit,
  newPaperSigner,
  paperWorld,
  say,
} from '../../support/paperWorld.ts'
import { authority } from '../../support/world.ts'

describe('a record in a bundle', () => {
  let world: PaperWorld
  let vn: PaperNode
  let qa: PaperNode
  beforeEach(async () => {
    world = await paperWorld()
    ;({ vn, qa } = world)
    await say(world, { by: vn, request: one, type: 'request' })
  })
  const findings = async (node = vn, order = {}) =>
    await findingsIn([{ name: node.state, files: exportPaper(world, node, order) }])
  const acknowledge = async (more: Partial<Saying> = {}) =>
    await say(world, { by: qa, request: one, type: 'acknowledgement', ...more })
  const ask = async (more: Partial<Saying> = {}) =>
    await say(world, { by: vn, request: one, type: 'status-request', ...more })

  it('is good with answers in both directions', async () => {
    await acknowledge()
    await ask()
    await ask({ course: 'unanswered' })
    assert.deepEqual(await findings(), ['0'])
    assert.deepEqual(await findings(qa), ['0'])
  })

  for (const [what, more, expected] of [
    [
      'another State says to speak',
      { message: { from: 'fi.mfa' } },
      /0002.jws: it does not hold \(SENDER_NOT_SIGNER\): at \/from/,
    ],
    [
      'it is for another State',
      { message: { to: 'fi.mfa' } },
      /0002.jws: it does not hold \(NOT_FOR_US\): at \/to/,
    ],
    [
      'its authority is not in the list',
      { message: { from: 'qa.other' } },
      /0002.jws: it does not hold \(AUTHORITY_UNKNOWN\)/,
    ],
    [
      'it says another time than its signature',
      { message: { sentAt: '2027-02-01T00:00:00Z' } },
      /0002.jws: it does not hold \(TIME_OUT_OF_RANGE\): at \/sentAt/,
    ],
    ['it has not the shape', { message: { language: 7 } }, /0002.jws: it does not hold \(MESSAGE_INVALID\)/],
    [
      'it is about another request',
      { message: { request: two } },
      /0002.jws: it does not hold \(REQUEST_UNKNOWN\): it is about another request/,
    ],
    [
      'it has another place',
      { message: { sequence: 3 } },
      /0002.jws: the record does not allow it there \(RECORD_GAP\)/,
    ],
    [
      'it saw another record',
      { message: { basis: { sequence: 1, head: 'a'.repeat(64) } } },
      /0002.jws: the record does not allow it there \(RECORD_FORK\)/,
    ],
    [
      'the workflow does not know it there',
      { type: 'resumed' },
      /0002.jws: the record does not allow it there \(WORKFLOW_/,
    ],
  ] as const) {
    it(`is refused when in a message ${what}`, async () => {
      await acknowledge(more)
      const [exit, ...lines] = await findings()
      assert.notEqual(exit, '0')
      assert.match(lines.join('\n'), expected)
    })
  }

  it('is refused when a message was signed with a key that is not in the list', async () => {
    const stranger = newPaperSigner('QA', qa.authorityOfState, 'messageSigner')
    await acknowledge({ signed: (message, at) => sign('message', message, stranger, at) })
    const [exit, line] = await findings()
    assert.equal(exit, '40')
    assert.equal(line, `cryptography VN record/${one}/0002.jws: it does not hold (SIGNER_UNKNOWN)`)
  })

  it('is said to be signed by the State that signed it, where another must sign, and not to be a stranger’s', async () => {
    await acknowledge({ signed: (message, at) => sign('message', message, vn.signer, at) })
    const [exit, line] = await findings()
    assert.equal(exit, '40')
    const path = `record/${one}/0002.jws`
    const said = `cryptography VN ${path}: it does not hold (SIGNER_UNKNOWN): `
    assert.equal(line, `${said}signed by VN, where QA must sign`)
    // Anybody can put a certificate of VN there.
    const forged = await findings(vn, {
      cheat: (made: Map<string, Uint8Array>) => {
        const jws = Buffer.from(made.get(path) ?? '').toString('latin1')
        made.set(path, Buffer.from(jws.replace(/[^.]{86}$/, 'A'.repeat(86))))
      },
    })
    assert.equal(
      forged[1],
      `${said}its certificate is of VN, whose signature on it does not hold, where QA must sign`,
    )
  })

  it('says of as many files as were exported that one of them is another', async () => {
    await acknowledge()
    const files = exportPaper(world, vn)
    files.set(`record/${one}/0002.receipt.jws`, files.get(`record/${one}/0001.receipt.jws`) ?? assert.fail())
    const [exit, ...lines] = await findingsIn([{ name: 'VN', files }])
    assert.equal(exit, '40')
    assert.match(
      lines.join('\n'),
      /^cryptography VN record\/.*\/0002\.receipt\.jws: it does not hold \(SIGNER_UNKNOWN\): signed by QA, where VN must sign$/m,
    )
    assert.match(
      lines.join('\n'),
      /are not those exported \(as many as were exported, \d+, but of one or more the content or the name is another\)$/m,
    )
  })

  it('is refused when a message was signed later than it came', async () => {
    await acknowledge({
      signed: (message, at) => sign('message', message, qa.signer, new Date(at.getTime() + 3_600_000)),
    })
    const [exit, line] = await findings()
    assert.equal(exit, '20')
    assert.match(line ?? '', /^time VN record\/.*\/0002.jws: it does not hold \(TIME_OUT_OF_RANGE\)/)
  })

  it('is refused when another message, well signed, stands in the place of one', async () => {
    await acknowledge()
    const other = await sign(
      'message',
      { ...[...vn.held.values()][1]?.message, salt: 'A'.repeat(43) },
      qa.signer,
      new Date(world.now - 2_000),
    )
    const cheat = (files: Map<string, Uint8Array>) =>
      files.set(`record/${one}/0002.jws`, Buffer.from(other.jws))
    const [exit, ...lines] = await findings(vn, { cheat })
    assert.equal(exit, '30')
    assert.match(
      lines.join('\n'),
      /0002.jws: it does not hold \(RECORD_FORK\): the log has message [0-9a-f]{64} here/,
    )
  })

  it('is refused when a file of which the log tells lacks', async () => {
    await acknowledge()
    for (const path of [`record/${one}/0001.jws`, `record/${one}/0002.receipt.jws`]) {
      const cheat = (files: Map<string, Uint8Array>) => files.delete(path)
      const [exit, line] = await findings(vn, { cheat })
      assert.equal(exit, '30')
      assert.equal(line, `mismatch VN ${path}: it lacks: the log tells of it`)
    }
  })

  it('is refused when the log leaves a place out', async () => {
    vn.forgets = (event) => event === 'message.received'
    await acknowledge()
    vn.forgets = () => false
    await ask()
    const [exit, line] = await findings()
    assert.equal(exit, '30')
    assert.equal(
      line,
      `mismatch VN record/${one}/0003.jws: the log has it at place 3, but place 2 was to follow`,
    )
  })

  it('knows a message that was refused as the one before the next', async () => {
    await ask({ course: 'refused' })
    await ask()
    assert.deepEqual(await findings(), ['0'])
    assert.deepEqual(await findings(qa), ['0'])
  })

  it('has no place between two others', async () => {
    const { message } = await ask()
    const planned = { peer: 'QA', own: true, fate: 'placed', receipt: null, required: true } as const
    const mark = { index: 0, time: new Date(0) }
    const record = [...vn.held.values()].map((held, at) => ({
      request: one,
      path: `${at}.jws`,
      planned: { ...planned, mark, digest: 'a'.repeat(64), sequence: at + 1 },
      message: { ...held.message, basis: { ...message.basis, sequence: at / 2 - 0.5 } },
      receipt: null,
      authors: [],
    }))
    const found: string[] = []
    checkRecord(one, record, (...finding) => found.push(finding.join(' ')))
    assert.deepEqual(found, ['mismatch 0.jws the record does not allow it there (RECORD_FORK)'])
  })

  it('is refused when its author had no competence for the measure in any list of that time', () => {
    const mark = { index: 0, time: new Date(0) }
    const planned = { peer: 'QA', own: true, fate: 'placed', receipt: null, required: true, mark } as const
    const judge = (...competences: Authority['competences'][]): string[] => {
      const found: string[] = []
      const record = [...vn.held.values()].map(({ message }) => ({
        request: one,
        path: '0.jws',
        planned: { ...planned, digest: 'a'.repeat(64), sequence: 1 },
        message,
        receipt: null,
        authors: competences.map((some) => ({ ...authority('vn.spp'), competences: some })),
      }))
      checkRecord(one, record, (...finding) => found.push(finding.join(' ')))
      return found
    }
    const asks = (kind: string): Authority['competences'] => [{ kind, roles: ['requesting'] }]
    assert.deepEqual(judge(asks('preservation')), [])
    assert.deepEqual(judge(asks('extradition'), asks('preservation')), [])
    assert.deepEqual(judge(asks('extradition')), [
      'mismatch 0.jws the record does not allow it there (AUTHORITY_NOT_COMPETENT)',
    ])
  })

  it('is refused when the one before is none that it knows', async () => {
    await ask({ message: { previous: 'a'.repeat(64) } })
    const [exit, line] = await findings()
    assert.equal(exit, '30')
    assert.equal(line, `mismatch VN record/${one}/0002.jws: the record does not allow it there (RECORD_GAP)`)
  })
})

describe('a receipt in a bundle', () => {
  let world: PaperWorld
  let vn: PaperNode
  let qa: PaperNode
  beforeEach(async () => {
    world = await paperWorld()
    ;({ vn, qa } = world)
    await say(world, { by: vn, request: one, type: 'request' })
  })
  const findings = async (node = vn, order = {}) =>
    await findingsIn([{ name: node.state, files: exportPaper(world, node, order) }])
  const ask = async (more: Partial<Saying> = {}) =>
    await say(world, { by: vn, request: one, type: 'status-request', ...more })

  for (const [what, receipt, expected] of [
    ['another place', { sequence: 7 }, /0002.receipt.jws: it gives place 7, not 2/],
    ['another head', { head: 'a'.repeat(64) }, /0002.receipt.jws: it gives another head/],
    ['another state', { state: 'closed' }, /0002.receipt.jws: it gives the state closed, not requested/],
    [
      'other measures',
      { measures: [{ id: 'a1', state: 'closed' }] },
      /0002.receipt.jws: it gives the measures a1 closed; they are a1 requested/,
    ],
    [
      'another message',
      { message: 'a'.repeat(64) },
      /0002.receipt.jws: it does not hold \(RECEIPT_MISMATCH\): at \/message/,
    ],
    ['another reader', { to: 'FI' }, /0002.receipt.jws: it does not hold \(RECEIPT_MISMATCH\): at \/to/],
    ['no shape', { time: 'now' }, /0002.receipt.jws: it does not hold \(RECEIPT_INVALID\)/],
    [
      'a time to come',
      { time: '2027-03-01T10:00:00Z' },
      /^time .*0002.receipt.jws: it does not hold \(TIME_OUT_OF_RANGE\)/m,
    ],
  ] as const) {
    it(`is refused when it gives ${what}`, async () => {
      await ask({ receipt })
      const [exit, ...lines] = await findings()
      assert.notEqual(exit, '0')
      assert.match(lines.join('\n'), expected)
    })
  }

  it('attack 47: a receipt whose node does not keep what it promised shows', async () => {
    for (const log of [
      { origin: qa.log.name, leaf: 'a'.repeat(64) },
      { origin: vn.log.name, leaf: qa.entries[0]?.leaf },
      { origin: qa.log.name, leaf: qa.entries[0]?.leaf },
    ]) {
      await ask({ receipt: { log } })
      const [exit, ...lines] = await findings(qa)
      assert.equal(exit, '30')
      assert.match(lines.at(-1) ?? '', /receipt.jws: the entry that it promises is not in the log$/)
    }
    assert.deepEqual(await findings(vn), ['0'])
  })

  it('is refused when another receipt, well signed, stands in its place', async () => {
    const { message, jws } = await ask()
    const { digestOf } = await import('../../../src/envelope/digest.ts')
    const held = vn.held.get(digestOf(jws))
    const payload = JSON.parse(
      Buffer.from((held?.receipt ?? '').split('.')[1] ?? '', 'base64url').toString(),
    ) as object
    const id = '0197b1c0-4001-7e01-9e00-000000000000'
    const other = await sign('receipt', { ...payload, id }, qa.signer, new Date(world.now - 1_000))
    const cheat = (files: Map<string, Uint8Array>) =>
      files.set(`record/${one}/0002.receipt.jws`, Buffer.from(other.jws))
    const [exit, ...lines] = await findings(vn, { cheat })
    assert.equal(exit, '30')
    assert.match(
      lines.join('\n'),
      /0002.receipt.jws: it does not hold \(RECEIPT_MISMATCH\): the log has receipt [0-9a-f]{64} here/,
    )
    assert.equal(message.type, 'status-request')
  })

  it('is refused when it rejects what stands in the record, or accepts what was refused', async () => {
    await say(world, { by: qa, request: one, type: 'acknowledgement', course: 'refused' })
    const [exit, line] = await findings(qa)
    assert.equal(exit, '30')
    assert.match(
      line ?? '',
      /0002.receipt.jws: the other side refused what stands in this record \(WORKFLOW_NOT_EXPECTED\)/,
    )
  })

  it('is refused when it accepts a message that the log says was refused', async () => {
    const accepts = {
      event: 'relayAcceptance',
      sequence: 2,
      head: 'a'.repeat(64),
      state: 'requested',
      measures: [],
      code: undefined,
    }
    await ask({ course: 'refused', receipt: accepts })
    const [exit, line] = await findings()
    assert.equal(exit, '30')
    assert.match(
      line ?? '',
      /refused-[0-9a-f]{64}.receipt.jws: it accepts a message that the log says was refused/,
    )
  })

  it('of a refusal may promise no entry', async () => {
    await ask({ course: 'refused', receipt: { log: undefined } })
    assert.deepEqual(await findings(qa), ['0'])
    assert.deepEqual(await findings(vn), ['0'])
  })

  it('of which the log tells about no message changes nothing', async () => {
    const strange = { peer: 'QA', message: 'a'.repeat(64), receipt: 'b'.repeat(64) }
    audit(world, vn, { event: 'receipt.given', ...strange }, one)
    audit(world, vn, { event: 'receipt.received', ...strange, sequence: 9 }, one)
    audit(world, vn, { event: 'message.placed', ...strange, sequence: 9 }, one)
    audit(world, vn, { event: 'message.rejected', ...strange, code: 'X' }, two)
    assert.deepEqual(await findings(), ['0'])
  })
})
