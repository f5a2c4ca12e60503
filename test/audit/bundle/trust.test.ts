import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { encodeVerifierKey, noteVerifier } from '../../../src/audit/note.ts'
import type { Pins } from '../../../src/audit/bundle/trust.ts'
import type { Facts } from '../../../src/audit/bundle/report.ts'
import { verifyBundles } from '../../../src/audit/bundle/verify.ts'
import { witnessedLine } from '../../../src/audit/bundle/witnessed.ts'
import { tellReport } from '../../../src/cli/reportInWords.ts'
import { digestOfBase64 } from '../../../src/trust/list.ts'
import { type PaperExport, cosignedHead, exportPaper } from '../../support/paperBundle.ts'
import { balanceOnPaper } from '../../support/paperBalance.ts'
import { bothBundles, findingsIn, one } from '../../support/busyWorld.ts'
import {
  type PaperNode,
  type PaperWorld,
  accept,
  audit,
  issueList,
  newPaperSigner,
  paperWorld,
  say,
} from '../../support/paperWorld.ts'

const pinOf = (node: PaperNode): string => digestOfBase64(node.lists[0]?.list.listSigners[0] ?? '')

describe('the trust lists of a bundle', () => {
  let world: PaperWorld
  let vn: PaperNode
  let qa: PaperNode
  beforeEach(async () => {
    world = await paperWorld()
    ;({ vn, qa } = world)
    await say(world, { by: vn, request: one, type: 'request' })
  })
  const findings = async (order = {}, pins: Pins = new Map()) =>
    await findingsIn([{ name: 'vn', files: exportPaper(world, vn, order) }], { pins })

  it('are reported as pinned where the reader has pinned their signers', async () => {
    const pins = new Map([
      ['QA', [pinOf(qa)]],
      ['VN', ['0'.repeat(64), pinOf(vn)]],
    ])
    await issueList(world, qa)
    accept(world, vn, qa)
    const { exit, facts } = await verifyBundles([{ name: 'vn', files: exportPaper(world, vn) }], { pins })
    assert.equal(exit, 0)
    assert.deepEqual(
      facts[0]?.trustLists?.map(({ signer, pinned }) => [signer, pinned]),
      [
        [pinOf(vn), true],
        [pinOf(qa), true],
        [pinOf(qa), true],
      ],
    )
    const { name, privateKey } = qa.witness
    const vkey = encodeVerifierKey(noteVerifier(name, createPublicKey(privateKey), 'cosignature'))
    assert.equal(facts[0].trustLists.at(-1)?.witness, vkey, 'a reader can name the witness in a policy')
  })

  it('are refused when another signer was pinned', async () => {
    const [exit, ...lines] = await findings({}, new Map([['QA', [pinOf(vn)]]]))
    assert.equal(exit, '40')
    assert.match(
      lines.join('\n'),
      /^cryptography vn trust\/QA-1.jws: it cannot be relied on \(TRUST_LIST_NOT_PINNED\)/m,
    )
    // Then nothing speaks for the other State any more: what it has signed is not looked at, and not called wrong by that.
    assert.match(
      lines.join('\n'),
      /^incomplete vn record\/.*\/0001.receipt.jws: it was not checked: the trust list of QA that lies here was not/m,
    )
    assert.ok(
      !lines.slice(1).some((line) => /^(mismatch|cryptography) .*(record|witnessed|balances)/.test(line)),
    )
  })

  it('are told where they were not believed, with the certificate in them, and nothing that follows from it is a finding', async () => {
    await say(world, { by: qa, request: one, type: 'acknowledgement' })
    const files = exportPaper(world, vn, { witnessed: [witnessedLine([cosignedHead(world, qa)])] })
    const pins = new Map([
      ['QA', [pinOf(vn)]],
      ['VN', [pinOf(qa)]],
    ])
    const report = await verifyBundles([{ name: 'vn', files }], { pins })
    const [facts] = report.facts
    assert.deepEqual(facts?.unbelieved, [
      { path: 'trust/QA-1.jws', state: 'QA', signer: pinOf(qa), why: 'notPinned' },
      { path: 'trust/VN-1.jws', state: 'VN', signer: pinOf(vn), why: 'notPinned' },
    ])
    assert.deepEqual(
      [facts.checked, facts.trustLists, facts.cosigned, facts.messages],
      ['log', [], undefined, undefined],
    )
    assert.equal(report.exit, 40)
    const objects = report.findings.map(({ object }) => object).sort()
    assert.deepEqual(objects, ['keys/log.vkey', 'trust/QA-1.jws', 'trust/VN-1.jws'])
    // The reader is told that he may have taken one for the other.
    const what = report.findings.find(({ object }) => object === 'trust/QA-1.jws')?.what ?? ''
    const given = `the certificate in it is ${pinOf(qa)}, and not one that you have given for QA`
    const hint = 'it is the one that you have given for VN: have fingerprints been taken one for the other?'
    assert.equal(what, `it cannot be relied on (TRUST_LIST_NOT_PINNED): ${given}; ${hint}`)
    const lines: string[] = []
    tellReport(report, { say: (line) => lines.push(line) })
    const words = lines.join('\n')
    assert.match(words, /^vn: it does not show whose node it is; \d+ log entries from /m)
    assert.match(words, new RegExp(`^ {4}trust/VN-1\\.jws: NOT BELIEVED, .*${pinOf(vn)}$`, 'm'))
    assert.doesNotMatch(words, /node of \?|0 messages|UNWITNESSED|no witness/)
    assert.deepEqual(await unbelieved({}), undefined)
    const broken = await unbelieved({ cheat: (made) => made.set('trust/QA-1.jws', Buffer.from('x')) })
    assert.deepEqual(broken, [{ path: 'trust/QA-1.jws', state: 'QA', why: 'notHeld' }])
    const headless = await unbelieved({ cheat: (made) => made.set('checkpoint', Buffer.from('x')) })
    assert.deepEqual(
      headless?.map(({ why, signer }) => [why, signer]),
      [
        ['notRead', pinOf(qa)],
        ['notRead', pinOf(vn)],
      ],
    )
  })

  async function unbelieved(order: PaperExport): Promise<Facts['unbelieved']> {
    const { facts } = await verifyBundles([{ name: 'vn', files: exportPaper(world, vn, order) }])
    return facts[0]?.unbelieved
  }

  it('leave nothing to find in the heads that other logs have shown and in balances, where that of a peer was not believed', async () => {
    const witnessed = [witnessedLine([cosignedHead(world, qa)])]
    const balances = [await balanceOnPaper(world, [vn, qa], { until: new Date(world.now) })]
    assert.deepEqual(await findings({ witnessed, balances }), ['0'])
    const [exit, ...lines] = await findings({ witnessed, balances }, new Map([['QA', [pinOf(vn)]]]))
    assert.equal(exit, '40')
    assert.deepEqual(lines.flatMap((line) => /^(.*(?:witnessed|balances).*)$/.exec(line)?.[1] ?? []).sort(), [
      'incomplete vn balances.jsonl line 1: it was not checked: the trust list of QA that lies here was not believed',
      'incomplete vn witnessed.jsonl: lines that were not checked: 1: the trust list of QA that lies here was not believed',
    ])
  })

  it('may change their signer when the list before announced it', async () => {
    const next = newPaperSigner('QA', qa.authorityOfState, 'listSigner')
    await issueList(world, qa, {}, next)
    accept(world, vn, qa)
    await issueList(world, qa)
    accept(world, vn, qa)
    assert.deepEqual(await findings({}, new Map([['QA', [pinOf(qa)]]])), ['0'])
  })

  it('may change their signer unannounced only where a person pinned the new one', async () => {
    const stranger = newPaperSigner('QA', qa.authorityOfState, 'listSigner')
    qa.listSigner = stranger
    await issueList(world, qa)
    accept(world, vn, qa)
    const [exit, ...lines] = await findings()
    assert.equal(exit, '40')
    assert.match(
      lines.join('\n'),
      /^cryptography vn trust\/QA-2.jws: it cannot be relied on \(TRUST_LIST_NOT_PINNED\)/m,
    )

    const again = await paperWorld()
    again.qa.listSigner = newPaperSigner('QA', again.qa.authorityOfState, 'listSigner')
    await issueList(again, again.qa)
    accept(again, again.vn, again.qa, 'again')
    const files = exportPaper(again, again.vn)
    assert.deepEqual(await findingsIn([{ name: 'vn', files }]), ['0'])
    const pinned = await findingsIn([{ name: 'vn', files }], { pins: new Map([['QA', [pinOf(again.qa)]]]) })
    assert.equal(pinned[0], '40')
  })

  it('must be there as far as the log tells of them', async () => {
    const cheat = (files: Map<string, Uint8Array>) => files.delete('trust/QA-1.jws')
    const [exit, ...lines] = await findings({ cheat })
    assert.equal(exit, '30')
    assert.equal(lines[0], 'mismatch vn trust/QA-1.jws: the list lacks of which entry 2 tells')
  })

  it('need not be there of States with which an exported request has nothing to do', async () => {
    audit(world, vn, { event: 'trustList.accepted', peer: 'FI', digest: 'a'.repeat(64), count: 3 })
    assert.deepEqual(await findings({ requests: [one] }), ['0'])
    const [exit, line] = await findings()
    assert.equal(exit, '30')
    assert.equal(line, 'mismatch vn trust/FI-3.jws: the list lacks of which entry 5 tells')
  })

  it('stand under the names of their State and number', async () => {
    const cheat = (files: Map<string, Uint8Array>) => {
      files.set('trust/QA-7.jws', files.get('trust/QA-1.jws') ?? new Uint8Array())
      files.delete('trust/QA-1.jws')
    }
    const [, ...lines] = await findings({ cheat })
    assert.ok(lines.includes('mismatch vn trust/QA-7.jws: it is list 1 of QA'))
  })

  it('stand under the name of a list', async () => {
    const cheat = (files: Map<string, Uint8Array>) => {
      files.set('trust/list', files.get('trust/QA-1.jws') ?? new Uint8Array())
      files.delete('trust/QA-1.jws')
    }
    const [, ...lines] = await findings({ cheat })
    assert.ok(lines.includes('mismatch vn trust/list: it is list 1 of QA'))
  })

  it('follow one another', async () => {
    const newest = qa.lists.at(-1)
    assert.ok(newest !== undefined)
    await issueList(world, qa)
    accept(world, vn, qa)
    audit(world, vn, { event: 'trustList.accepted', peer: 'QA', digest: newest.digest, count: 1 })
    assert.deepEqual(await findings(), [
      '30',
      'mismatch vn trust/QA-1.jws: it cannot follow list 2 (TRUST_LIST_ROLLED_BACK)',
    ])
  })

  it('name the key of the log', async () => {
    const { generateKeyPairSync } = await import('node:crypto')
    const other = { ...vn, log: { ...vn.log, privateKey: generateKeyPairSync('ed25519').privateKey } }
    const [exit, ...lines] = await findingsIn([{ name: 'vn', files: exportPaper(world, other) }])
    assert.equal(exit, '40')
    assert.equal(lines[0], 'cryptography vn keys/log.vkey: no trust list of the bundle names this key')
  })

  it('of one State with one number are the same everywhere', async () => {
    await issueList(world, qa)
    accept(world, vn, qa)
    const told = qa.lists.pop()
    await issueList(world, qa)
    const entries = qa.entries.map(({ entry }) => entry)
    qa.entries.splice(
      entries.findIndex((entry) => entry.includes(told?.digest ?? '')),
      1,
    )
    const vnFiles = exportPaper(
      { ...world, qa: { ...qa, lists: [...qa.lists.slice(0, 1), ...(told ? [told] : [])] } },
      vn,
    )
    const [exit, ...lines] = await findingsIn([
      { name: 'vn', files: vnFiles },
      { name: 'qa', files: exportPaper(world, qa) },
    ])
    assert.equal(exit, '50')
    assert.deepEqual(lines, [
      'fork vn trust/QA-2.jws: QA has signed another list with this number, which qa has',
    ])
  })

  it('judge what was said while they were in force, and a little longer', async () => {
    const old = qa.signer
    qa.signer = newPaperSigner('QA', qa.authorityOfState, 'messageSigner')
    await issueList(world, qa)
    accept(world, vn, qa)
    const renewed = qa.signer
    qa.signer = old
    // Another process of the node had not seen the new list yet.
    await say(world, { by: qa, request: one, type: 'acknowledgement' })
    assert.deepEqual((await findings()).slice(0, 1), ['0'])
    world.now += 120_000
    await say(world, { by: vn, request: one, type: 'status-request' })
    const [exit, ...lines] = await findings()
    assert.equal(exit, '40')
    assert.deepEqual(lines, [
      `cryptography vn record/${one}/0003.receipt.jws: it does not hold (SIGNER_UNKNOWN)`,
    ])
    qa.signer = renewed
    assert.equal(bothBundles(world).length, 2)
  })
})
