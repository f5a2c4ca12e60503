import assert from 'node:assert/strict'
import { type NotProvenName, notProvenIn, notProvenNames } from '../../../src/audit/bundle/notProven.ts'
import { type CertificateStatus, type ProvenMessage, provenIn } from '../../../src/audit/bundle/proven.ts'
import { type VerifyOptions, verifyAndOpen } from '../../../src/audit/bundle/verify.ts'
import { readCertificate } from '../../../src/trust/certificate.ts'
import { type RevokedCertificate, issueRevocationList } from '../../../src/trust/issueRevocationList.ts'
import type { Receipt } from '../../../src/message/generated/types.ts'
import { digestOfBase64 } from '../../../src/trust/list.ts'
import { busyWorld, one } from '../../support/busyWorld.ts'
import { cosignedHead, exportPaper } from '../../support/paperBundle.ts'
import { proofOnPaper } from '../../support/paperProof.ts'
import type { PaperNode, PaperWorld } from '../../support/paperWorld.ts'

interface Told {
  readonly messages: readonly ProvenMessage[]
  readonly notProven: readonly NotProvenName[]
  readonly values: ReadonlyMap<NotProvenName, Readonly<Record<string, string | number>>>
}

async function toldOf(files: ReadonlyMap<string, Uint8Array>, options: VerifyOptions = {}): Promise<Told> {
  const { report, opened } = await verifyAndOpen([{ name: 'vn', files }], options)
  const [bundle] = opened
  const [facts] = report.facts
  assert.ok(facts !== undefined)
  const messages = bundle === undefined ? [] : provenIn(bundle)
  const lines = notProvenIn(report, facts, messages)
  return {
    messages,
    notProven: lines.map(({ what }) => what),
    values: new Map(lines.map(({ what, values }) => [what, values])),
  }
}

const pinOf = ({ listSigner }: PaperNode): string[] => [
  digestOfBase64(listSigner.certificate.toString('base64')),
]

describe('what a bundle proves', () => {
  let world: PaperWorld
  before(async () => {
    world = await busyWorld()
  })

  it('is each message that holds, with who signed it, its certificate, and its place in the log', async () => {
    const { messages } = await toldOf(exportPaper(world, world.vn, { requests: [one] }))
    assert.deepEqual(
      messages.map(({ message, signer, own, fate, sequence, receipt }) => [
        message.type,
        signer.state,
        own,
        fate,
        sequence,
        receipt?.signer.state ?? null,
      ]),
      [
        ['request', 'VN', true, 'placed', 1, 'QA'],
        ['acknowledgement', 'QA', false, 'placed', 2, 'VN'],
        ['status-request', 'VN', true, 'placed', 3, 'QA'],
        ['supplement', 'VN', true, 'refused', null, 'QA'],
        ['supplement', 'VN', true, 'placed', 4, 'QA'],
        ['status-request', 'VN', true, 'pending', null, null],
      ],
    )
    const signers = new Set(messages.map(({ signer }) => signer.certificate))
    assert.deepEqual(
      signers,
      new Set(
        [world.vn, world.qa].map(({ signer }) => digestOfBase64(signer.certificate.toString('base64'))),
      ),
    )
    for (const { signer, message, place } of messages) {
      assert.ok(signer.validFrom <= signer.signedAt && signer.signedAt <= signer.validUntil)
      assert.equal(signer.signedAt.getTime(), Math.floor(Date.parse(message.sentAt) / 1000) * 1000)
      assert.ok(place.time >= signer.signedAt)
    }
    const [first, second] = messages
    assert.equal(first?.receipt?.promise, 'elsewhere')
    assert.equal(second?.receipt?.promise, 'kept')
    assert.notEqual(messages[3]?.receipt?.code, null)
  })

  it('is in the log since the first head that covers it was cosigned, and not since a later one', async () => {
    const entries = world.vn.entries.length
    const cosignedAtMs = world.now
    const early = cosignedHead(world, world.vn, { size: 4, atMs: world.now })
    const late = cosignedHead(world, world.vn, { size: entries, atMs: world.now + 60_000 })
    const { messages } = await toldOf(exportPaper(world, world.vn, { cosigned: [early, late] }))
    for (const { place } of messages) {
      const [seen] = place.seen
      assert.equal(seen?.by, 'QA')
      assert.deepEqual(place.others, ['QA'])
      const expected = place.index < 4 ? cosignedAtMs : cosignedAtMs + 60_000
      assert.equal(Math.floor(seen.at.getTime() / 1000), Math.floor(expected / 1000), `entry ${place.index}`)
    }
  })

  it('says when a certificate was taken back, by a list of the reader, and until when it had not been', async () => {
    const files = exportPaper(world, world.vn, { requests: [one] })
    const read = readCertificate(world.qa.signer.certificate)
    assert.ok(read.ok)
    const { serial } = read.certificate
    const revokedAt = new Date(Math.floor(world.now / 1000) * 1000 + 60_000)
    const listWith = (number: bigint, revoked: readonly RevokedCertificate[]): Buffer => {
      const thisUpdate = new Date(revokedAt.getTime() + Number(number) * 1_000 - 1_000)
      const nextUpdate = new Date(thisUpdate.getTime() + 3_600_000)
      return issueRevocationList({ number, thisUpdate, nextUpdate, revoked }, world.qa.authorityOfState)
    }
    const statusWith = async (...lists: Buffer[]): Promise<CertificateStatus | undefined> => {
      const { messages } = await toldOf(files, { revocationLists: lists })
      return messages.find(({ signer }) => signer.state === 'QA')?.signer.status
    }
    assert.deepEqual(await statusWith(listWith(1n, [])), { kind: 'notRevoked', asOf: revokedAt })
    const reason = 'keyCompromise'
    assert.deepEqual(await statusWith(listWith(2n, [{ serial, revokedAt, reason }])), {
      kind: 'revoked',
      revokedAt,
      reason,
      invalidFrom: revokedAt,
    })
    // What was found out later counts, though another list does not say it any more.
    const invalidFrom = new Date(revokedAt.getTime() - 30_000)
    const first = listWith(2n, [{ serial, revokedAt, reason: 'superseded' }])
    const second = listWith(3n, [{ serial, revokedAt, reason, invalidFrom }])
    const third = listWith(4n, [{ serial, revokedAt, reason: 'unspecified' }])
    const expected = { kind: 'revoked', revokedAt, reason, invalidFrom }
    assert.deepEqual(await statusWith(first, second, third), expected)
    assert.deepEqual(await statusWith(third, second, first), expected)
    assert.deepEqual((await toldOf(files)).messages[0]?.signer.status, { kind: 'unknown' })
  })

  it('is that the other log has what a receipt promises, where a proof of it is in the bundle', async () => {
    const [request] = (await toldOf(exportPaper(world, world.vn, { requests: [one] }))).messages
    assert.ok(request?.receipt)
    const held = world.vn.held.get(request.digest)?.receipt ?? ''
    const receipt = JSON.parse(Buffer.from(held.split('.')[1] ?? '', 'base64url').toString('utf8')) as Receipt
    assert.ok('log' in receipt)
    const proofs = new Map([[request.digest, proofOnPaper(world.qa, receipt.log.leaf) ?? '']])
    const { messages } = await toldOf(exportPaper(world, world.vn, { requests: [one], proofs }))
    assert.deepEqual(
      messages.map((message) => message.receipt?.promise ?? null),
      ['proven', 'kept', 'elsewhere', 'elsewhere', 'elsewhere', null],
    )
  })

  it('is no message in which a byte is another', async () => {
    const files = exportPaper(world, world.vn, { requests: [one] })
    const path = `record/${one}/0002.jws`
    const bytes = Buffer.from(files.get(path) ?? '')
    bytes[90] = (bytes[90] ?? 0) ^ 1
    const { messages, notProven } = await toldOf(new Map(files).set(path, bytes))
    assert.ok(messages.length > 0 && messages.every((message) => message.path !== path))
    assert.ok(notProven.includes('verdict'))
  })
})

describe('what a bundle does not prove', () => {
  let world: PaperWorld
  before(async () => {
    world = await busyWorld()
  })
  const always: readonly NotProvenName[] = ['oneSide', 'ownTime', 'truth', 'people', 'otherRequests', 'words']

  it('is said even where everything in it holds', async () => {
    const { notProven, values } = await toldOf(exportPaper(world, world.vn, { requests: [one] }))
    for (const name of always) assert.ok(notProven.includes(name), name)
    assert.ok(!notProven.includes('verdict'))
    assert.deepEqual(values.get('oneSide'), { state: 'VN', peers: 'QA' })
  })

  it('is that the other State received what has no receipt, and that what was refused took effect', async () => {
    const { values } = await toldOf(exportPaper(world, world.vn, { requests: [one] }))
    assert.match(String(values.get('noReceipt')?.messages), /^pending-[0-9a-f]{64}$/)
    assert.match(String(values.get('refused')?.messages), /^refused-[0-9a-f]{64}$/)
  })

  it('is that the keys are those of the States, as long as nobody has compared them', async () => {
    const files = exportPaper(world, world.vn, { requests: [one] })
    assert.equal((await toldOf(files)).values.get('notPinned')?.states, 'QA, VN')
    const half = await toldOf(files, { pins: new Map([['VN', pinOf(world.vn)]]) })
    assert.equal(half.values.get('notPinned')?.states, 'QA')
    const whole = await toldOf(files, {
      pins: new Map([
        ['VN', pinOf(world.vn)],
        ['QA', pinOf(world.qa)],
      ]),
    })
    assert.ok(!whole.notProven.includes('notPinned'))
  })

  it('is since when the log is as it is, where nobody else has cosigned it, or not all of it', async () => {
    const never = await toldOf(exportPaper(world, world.vn, { cosigned: [] }))
    assert.ok(never.notProven.includes('neverCosigned'))
    const part = await toldOf(
      exportPaper(world, world.vn, { cosigned: [cosignedHead(world, world.vn, { size: 5 })] }),
    )
    assert.ok(part.notProven.includes('notYetCosigned') && !part.notProven.includes('neverCosigned'))
    const whole = await toldOf(exportPaper(world, world.vn))
    assert.ok(!whole.notProven.includes('notYetCosigned') && !whole.notProven.includes('neverCosigned'))
  })

  it('is what was not disclosed, and that no certificate was taken back where no list tells', async () => {
    const { values } = await toldOf(exportPaper(world, world.vn, { discloses: (index) => index > 2 }))
    assert.ok(Number(values.get('undisclosed')?.count) > 0)
    assert.deepEqual(values.get('revocationsUnknown'), { state: 'VN' })
  })

  it('has a name each, and none twice', () => {
    assert.equal(new Set(notProvenNames).size, notProvenNames.length)
  })
})
