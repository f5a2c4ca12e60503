import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Certificate, readCertificate } from '../../src/trust/certificate.ts'
import { checkTimeAuthority, readTimeStamp } from '../../src/trust/timeStamp.ts'
import { nonceOf, readTimeStampAnswer } from '../../src/trust/timeStampRequest.ts'
import { limits } from '../../src/message/limits.ts'
import { pem } from '../../src/store/identity/encryptedKey.ts'
import { requireTool } from '../support/outsideTool.ts'
import {
  authorityDraft,
  certificateOf,
  digitsOf,
  extension,
  extensionIds,
  generalizedTime,
  integer,
  keyIdOf,
  nameOf,
  nothing,
  octets,
  oid,
  poolKey,
  pss,
  publicKeyInfoOf,
  sequence,
  set,
  signatures,
  time,
  tlv,
} from './craft.ts'
import {
  type TokenDraft,
  answerOf,
  attribute,
  betweenDraft,
  bits,
  boolean,
  caName,
  certificateIdV1,
  certificateIdV2,
  content,
  hashAlgorithm,
  hashOf,
  rootOf,
  stamperDraft,
  timeStamping,
  tokenDraft,
  tokenOf,
  usage,
} from './craftTimeStamp.ts'
import { now } from './fixture.ts'
import { hasOpenssl } from './openssl.ts'

const authority = (der: Buffer): Certificate => {
  const read = readCertificate(der)
  assert.ok(read.ok, JSON.stringify(read))
  return read.certificate
}
const root = () => authority(rootOf())

/** Reads the token and judges its path: `good`, or the code of what is wrong. */
function verdict(draft: TokenDraft, authorities: readonly Certificate[] = [root()]): string {
  const read = readTimeStamp(tokenOf(draft), content)
  if (!read.ok) return read.code
  const checked = checkTimeAuthority(read.timeStamp, authorities)
  return checked.ok ? 'good' : checked.code
}

type Change = (draft: TokenDraft) => unknown

const withUsage = (draft: TokenDraft, isCritical: boolean, ...purposes: readonly string[]) =>
  changeExtension(
    draft,
    extensionIds.extendedKeyUsage,
    extension(extensionIds.extendedKeyUsage, isCritical, usage(...purposes)),
  )

function changeExtension(
  { stamper }: Pick<TokenDraft, 'stamper'>,
  id: string,
  to: ReturnType<typeof extension> | null,
): void {
  stamper.extensions = stamper.extensions.flatMap((one) => (one.id !== id ? [one] : to === null ? [] : [to]))
}

const flipped = (bytes: Buffer, at = bytes.length - 1): Buffer => {
  const changed = Buffer.from(bytes)
  changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
  return changed
}

const goods: Readonly<Record<string, () => TokenDraft>> = {
  'by a P-256 key': () => tokenDraft(),
  'by a P-384 key': () => ({ ...tokenDraft('P-384'), hash: 'sha384' }),
  'by an RSA key': () => tokenDraft('RSA-3072'),
  'by an RSA key and an algorithm that names RSA alone': () => ({
    ...tokenDraft('RSA-3072'),
    signature: { ...signatures.rsaSha256, algorithm: sequence(oid('1.2.840.113549.1.1.1'), tlv(0x05)) },
  }),
  'by RSASSA-PSS': () => ({ ...tokenDraft('RSA-3072'), signature: pss('sha256', 32) }),
  'over attributes by SHA-512': () => ({
    ...tokenDraft('RSA-3072'),
    hash: 'sha512',
    signature: signatures.rsaSha512,
  }),
  'that names its signer by the id of the key': () => ({
    ...tokenDraft(),
    signerId: (_, { publicKeyInfo }) => tlv(0x80, keyIdOf(publicKeyInfo)),
  }),
  'of a fraction of a second': () => ({
    ...tokenDraft(),
    time: generalizedTime(`${digitsOf(now)}.5Z`),
  }),
  'with accuracy, order, the name of the authority and an extension': () => ({
    ...tokenDraft(),
    before: [sequence(integer('01')), boolean(0xff)],
    after: [
      tlv(0xa0, tlv(0xa4, nameOf('Example Time Stamp'))),
      tlv(0xa1, sequence(oid('1.3.6.1.5.5.7.1.3'), octets(sequence()))),
    ],
  }),
  'without a nonce': () => ({ ...tokenDraft(), nonce: nothing }),
  'that names SHA-256 for its certificate': () => ({
    ...tokenDraft(),
    certificateId: (certificate) => certificateIdV2(certificate, hashAlgorithm('sha256')),
  }),
}

/** A long path: root, then `count` authorities between, of which each allows so many below. */
function between(draft: TokenDraft, count: number, pathLength?: string): void {
  const names = Array.from({ length: count }, (_, at) => ({ owner: `between ${at}`, name: `Between ${at}` }))
  let by = { owner: 'authority', name: caName }
  for (const one of names) {
    draft.others.push(certificateOf(betweenDraft(one, by, pathLength)))
    by = { owner: one.owner, name: nameOf(one.name) }
  }
  draft.stamper.issuer = by.name
  draft.stamper.signingKey = poolKey('P-256', by.owner)
  const id = keyIdOf(publicKeyInfoOf(poolKey('P-256', by.owner)))
  changeExtension(
    draft,
    extensionIds.authorityKeyId,
    extension(extensionIds.authorityKeyId, false, sequence(tlv(0x80, id))),
  )
}

const faults: readonly (readonly [name: string, change: Change, code: string])[] = [
  [
    'of another content',
    (draft) =>
      (draft.imprint = sequence(hashAlgorithm('sha256'), octets(hashOf('sha256', Buffer.from('x'))))),
    'TIME_STAMP_MISMATCH',
  ],
  [
    'over the SHA-512 of the content',
    (draft) => (draft.imprint = sequence(hashAlgorithm('sha512'), octets(hashOf('sha512', content)))),
    'TIME_STAMP_MISMATCH',
  ],
  [
    'over the SHA-1 of the content',
    (draft) => (draft.imprint = sequence(hashAlgorithm('sha1'), octets(hashOf('sha1', content)))),
    'TIME_STAMP_INVALID',
  ],
  ['whose signature was changed', (draft) => (draft.changeSignature = flipped), 'SIGNATURE_INVALID'],
  [
    'whose time was changed after it was signed',
    (draft) =>
      (draft.changeInfo = (info) =>
        Buffer.from(info.toString('latin1').replace('20260601', '20260501'), 'latin1')),
    'SIGNATURE_INVALID',
  ],
  ['that another key has signed', (draft) => (draft.key = poolKey('P-256', 'stranger')), 'SIGNATURE_INVALID'],
  [
    'signed with SHA-1',
    (draft) => Object.assign(draft, { hash: 'sha1', signature: signatures.ecSha1 }),
    'TIME_STAMP_INVALID',
  ],
  [
    'whose signature is by SHA-1',
    (draft) => Object.assign(draft, { signature: signatures.ecSha1 }),
    'TIME_STAMP_INVALID',
  ],
  [
    'that names one hash and is signed by another',
    (draft) => Object.assign(draft, { hash: 'sha512' }),
    'TIME_STAMP_INVALID',
  ],
  [
    'that does not sign its certificate',
    (draft) => (draft.changeAttributes = (attributes) => attributes.slice(0, 2)),
    'TIME_STAMP_INVALID',
  ],
  [
    'that names its certificate by SHA-1 alone',
    (draft) => (draft.certificateId = certificateIdV1),
    'TIME_STAMP_INVALID',
  ],
  [
    'that signs another certificate',
    (draft) => (draft.certificateId = () => certificateIdV2(rootOf())),
    'TIME_STAMP_INVALID',
  ],
  ['without its certificate', (draft) => (draft.hasCertificate = false), 'TIME_STAMP_INVALID'],
  [
    'with nine certificates',
    (draft) => (draft.others = Array.from({ length: 8 }, () => rootOf())),
    'TIME_STAMP_INVALID',
  ],
  ['with two signers', (draft) => (draft.signers = (signer) => set(signer, signer)), 'TIME_STAMP_INVALID'],
  ['without a signer', (draft) => (draft.signers = () => set()), 'TIME_STAMP_INVALID'],
  ['of another type', (draft) => (draft.infoType = '1.2.840.113549.1.7.1'), 'TIME_STAMP_INVALID'],
  [
    'whose signer says another type',
    (draft) =>
      (draft.changeAttributes = ([, ...others]) => [
        attribute('1.2.840.113549.1.9.3', oid('1.2.840.113549.1.7.1')),
        ...others,
      ]),
    'TIME_STAMP_INVALID',
  ],
  [
    'that signs an attribute twice',
    (draft) => (draft.changeAttributes = (attributes) => [...attributes, ...attributes.slice(0, 1)]),
    'TIME_STAMP_INVALID',
  ],
  [
    'with a critical extension',
    (draft) => (draft.after = [tlv(0xa1, sequence(oid('1.2.3'), boolean(0xff), octets(nothing)))]),
    'TIME_STAMP_INVALID',
  ],
  [
    'of a fraction that ends in a zero',
    (draft) => (draft.time = generalizedTime(`${digitsOf(now)}.50Z`)),
    'TIME_STAMP_INVALID',
  ],
  [
    'of a day that there is not',
    (draft) => (draft.time = generalizedTime('20260230120000Z')),
    'TIME_STAMP_INVALID',
  ],
  ['with two nonces', (draft) => (draft.after = [integer('05')]), 'TIME_STAMP_INVALID'],
  [
    'with more after it',
    (draft) => (draft.changeWhole = (whole) => Buffer.concat([whole, Buffer.of(0)])),
    'TIME_STAMP_INVALID',
  ],
  [
    'in BER',
    (draft) =>
      (draft.changeWhole = (whole) =>
        Buffer.concat([Buffer.of(0x30, 0x80), whole.subarray(4), Buffer.of(0, 0)])),
    'TIME_STAMP_INVALID',
  ],
  [
    'that is too large',
    (draft) => (draft.after = [tlv(0xa0, octets(Buffer.alloc(limits.timeStampBytesMax)))]),
    'TIME_STAMP_INVALID',
  ],
  [
    'by a key that may not sign',
    (draft) =>
      changeExtension(
        draft,
        extensionIds.keyUsage,
        extension(extensionIds.keyUsage, true, bits(Buffer.of(0x20), 5)),
      ),
    'CERTIFICATE_WRONG_USE',
  ],
  ['by a weak key', (draft) => Object.assign(draft, { ...tokenDraft('RSA-2048') }), 'CERTIFICATE_WEAK_KEY'],
  [
    'by a certificate that had run out',
    (draft) => (draft.stamper.notAfter = time(new Date(now.getTime() - 1_000))),
    'CERTIFICATE_NOT_IN_FORCE',
  ],
  [
    'by a certificate that was not good yet',
    (draft) => (draft.stamper.notBefore = time(new Date(now.getTime() + 1_000))),
    'CERTIFICATE_NOT_IN_FORCE',
  ],
  [
    'by a certificate that nobody of those named has issued',
    (draft) => (draft.stamper.issuer = nameOf('Another CA')),
    'CERTIFICATE_WRONG_ISSUER',
  ],
  [
    'by a certificate that a stranger of the same name has issued',
    (draft) => (draft.stamper.signingKey = poolKey('P-256', 'stranger')),
    'CERTIFICATE_WRONG_ISSUER',
  ],
  [
    'by a certificate that is its own issuer',
    ({ stamper }) => {
      stamper.issuer = stamper.subject
      stamper.signingKey = poolKey('P-256', 'signer')
    },
    'CERTIFICATE_WRONG_ISSUER',
  ],
  ['at the end of a path of six', (draft) => between(draft, 4), 'CERTIFICATE_WRONG_ISSUER'],
  [
    'at the end of a path that an authority on it does not allow',
    (draft) => between(draft, 2, '00'),
    'CERTIFICATE_WRONG_ISSUER',
  ],
]

describe('a time stamp', () => {
  for (const [name, make] of Object.entries(goods)) {
    it(`${name} is good`, () => assert.equal(verdict(make()), 'good'))
  }

  for (const [name, change, code] of faults) {
    it(`${name} is refused`, () => {
      const draft = tokenDraft()
      change(draft)
      assert.equal(verdict(draft), code)
    })
  }

  it('attack 45: one by a certificate that is not for time stamps alone is refused', () => {
    const mail = '1.3.6.1.5.5.7.3.4'
    for (const change of [
      (draft: TokenDraft) => changeExtension(draft, extensionIds.extendedKeyUsage, null),
      (draft: TokenDraft) => withUsage(draft, true, timeStamping, mail),
      (draft: TokenDraft) => withUsage(draft, true, mail),
      (draft: TokenDraft) => withUsage(draft, false, timeStamping),
    ]) {
      const draft = tokenDraft()
      change(draft)
      assert.equal(verdict(draft), 'CERTIFICATE_WRONG_USE')
    }
  })

  it('may come at the end of a path of some steps, whose authorities stand in it', () => {
    for (const count of [1, 2, 3]) {
      const draft = tokenDraft()
      between(draft, count)
      assert.equal(verdict(draft), 'good', String(count))
      draft.others.pop()
      assert.equal(verdict(draft), 'CERTIFICATE_WRONG_ISSUER')
    }
  })

  it('leads to an authority that is one, and was in force', () => {
    const changed = (change: (draft: ReturnType<typeof authorityDraft>) => unknown) => {
      const draft = authorityDraft('P-256')
      change(draft)
      return [authority(certificateOf(draft))]
    }
    const past = time(new Date(now.getTime() - 1_000))
    assert.equal(
      verdict(
        tokenDraft(),
        changed((draft) => (draft.notAfter = past)),
      ),
      'CERTIFICATE_NOT_IN_FORCE',
    )
    const withoutRight = changed((draft) =>
      changeExtension(
        { stamper: draft },
        extensionIds.keyUsage,
        extension(extensionIds.keyUsage, true, bits(Buffer.of(0x80), 7)),
      ),
    )
    assert.equal(verdict(tokenDraft(), withoutRight), 'CERTIFICATE_WRONG_USE')
    const limiting = changed((draft) =>
      draft.extensions.push(extension(extensionIds.nameConstraints, true, sequence(tlv(0xa0, sequence())))),
    )
    assert.equal(verdict(tokenDraft(), limiting), 'CERTIFICATE_INVALID')
    assert.equal(verdict(tokenDraft(), []), 'CERTIFICATE_WRONG_ISSUER')
  })

  it('says when, and by whom', () => {
    const read = readTimeStamp(
      tokenOf({ ...tokenDraft(), time: generalizedTime(`${digitsOf(now)}.25Z`) }),
      content,
    )
    assert.ok(read.ok)
    assert.equal(read.timeStamp.at.getTime(), now.getTime() + 250)
    assert.equal(read.timeStamp.by, 'Example Time Stamp')
    assert.equal(stamperDraft('P-256').subject.includes(read.timeStamp.by), true)
  })

  it('holds for OpenSSL as well, where it is good here', async function () {
    requireTool(this, hasOpenssl, 'the program openssl (Debian: openssl)')
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-stamps-'))
    await writeFile(join(folder, 'root.pem'), pem('CERTIFICATE', rootOf()))
    await writeFile(join(folder, 'content'), content)
    const judge = ['-CAfile', 'root.pem', '-attime', String(Math.floor(now.getTime() / 1000))]
    const byStamp = ['ts', '-verify', '-in', 'token', '-token_in', '-data', 'content', ...judge]
    const byCms = ['cms', '-verify', '-inform', 'DER', '-in', 'token', '-purpose', 'timestampsign', ...judge]
    // What `openssl ts` reads by is PKCS #7, which has no RSASSA-PSS and names signers by issuer and number alone.
    const onlyCms = ['by RSASSA-PSS', 'that names its signer by the id of the key']
    for (const [name, make] of Object.entries(goods)) {
      await writeFile(join(folder, 'token'), tokenOf(make()))
      for (const words of onlyCms.includes(name) ? [byCms] : [byCms, byStamp]) {
        const { status, stderr } = spawnSync('openssl', words, { cwd: folder, encoding: 'utf8' })
        assert.equal(status, 0, `${name}: openssl ${words.join(' ')}: ${stderr}`)
      }
    }
    await rm(folder, { recursive: true })
  })
})

describe('the answer of a time-stamping authority', () => {
  const judged = (answer: Buffer, more: { readonly nonce?: string; readonly now?: Date } = {}) => {
    const question = { content, nonce: '4102', authorities: [root()], now, ...more }
    const read = readTimeStampAnswer(answer, question)
    return read.ok ? 'good' : read.code
  }
  const token = () => tokenOf(tokenDraft())

  it('is taken with its token where it grants what was asked for', () => {
    assert.equal(judged(answerOf('00', token())), 'good')
    assert.equal(judged(answerOf('01', token())), 'good')
  })

  it('attack 45: is refused where it rejects, waits or says nothing that is known', () => {
    for (const status of ['02', '03', '04', '05', '06', 'ff', '0100'])
      assert.equal(judged(answerOf(status, token())), 'TIME_STAMP_REJECTED', status)
    assert.equal(judged(answerOf('00')), 'TIME_STAMP_INVALID')
    assert.equal(judged(token()), 'TIME_STAMP_INVALID')
    assert.equal(judged(Buffer.from('<html>')), 'TIME_STAMP_INVALID')
    assert.equal(judged(Buffer.alloc(limits.timeStampBytesMax + 1)), 'TIME_STAMP_INVALID')
  })

  it('attack 45: is refused where it answers another question', () => {
    assert.equal(judged(answerOf('00', token()), { nonce: '4103' }), 'TIME_STAMP_MISMATCH')
    const without = tokenOf({ ...tokenDraft(), nonce: nothing })
    assert.equal(judged(answerOf('00', without)), 'TIME_STAMP_MISMATCH')
  })

  it('attack 45: is refused where its time is more than five minutes from ours', () => {
    const shifted = (ms: number) => ({ now: new Date(now.getTime() + ms) })
    for (const ms of [300_000, -300_000]) assert.equal(judged(answerOf('00', token()), shifted(ms)), 'good')
    for (const ms of [301_000, -301_000])
      assert.equal(judged(answerOf('00', token()), shifted(ms)), 'TIME_OUT_OF_RANGE')
  })

  it('repeats a number that is written in one way only', () => {
    for (const octet of [0x00, 0x7f, 0x80, 0xff])
      assert.match(nonceOf(Buffer.alloc(16, octet)), /^[4-7][0-9a-f]{31}$/)
  })
})
