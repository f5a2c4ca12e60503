import assert from 'node:assert/strict'
import { parseVerifierKey } from '../../../src/audit/note.ts'
import { openTrustList } from '../../../src/envelope/trustList.ts'
import { httpKeyOf } from '../../../src/envelope/httpPeer.ts'
import { canonicalText } from '../../../src/message/canonical.ts'
import type { Lote, TrustList } from '../../../src/message/generated/types.ts'
import type { JsonValue } from '../../../src/message/json.ts'
import { momentIn } from '../../../src/message/moment.ts'
import { certificateDigest, readCertificate } from '../../../src/trust/certificate.ts'
import { checkCertificate, checkChain, checkChainOnce } from '../../../src/trust/checkCertificate.ts'
import { childAt, fromDer, toDer } from '../../../src/trust/der.ts'
import { fromLote } from '../../../src/trust/fromLote.ts'
import { keysIn } from '../../../src/trust/keysIn.ts'
import { authorityOf, encryptionKeyFor, httpSignerOf, signerOf } from '../../../src/trust/list.ts'
import { succeeds } from '../../../src/trust/succession.ts'
import { toLote } from '../../../src/trust/toLote.ts'
import { trustDirectory } from '../../../src/exchange/directory.ts'
import { seal } from '../../../src/envelope/seal.ts'
import { ca, holder, listSigner, now, signers } from '../../trust/fixture.ts'
import { mutateDer } from '../mutate/der.ts'
import { signedAnew } from '../mutate/signedAnew.ts'
import { mutateJson, mutateLikely } from '../mutate/json.ts'
import { severalTimes } from '../mutate/text.ts'
import { type Target, isAccepted } from '../target.ts'
import { openedPeer, vocabulary } from '../world.ts'
import { type Plan, listPlan, mutatePlan, signed } from './envelopes.ts'
import { assertAccepted } from './shapes.ts'

const pins = [certificateDigest(listSigner.certificate)]

export const trustLists: Target = {
  name: 'trustLists',
  share: 2,
  inputsMin: 20_000,
  make: (random, from) =>
    severalTimes(random, (from ?? listPlan) as Plan, (choices, plan) => {
      if (choices.once(8)) return mutatePlan(choices, plan)
      const change = choices.once(3) ? mutateJson : mutateLikely
      const mutate = (value: JsonValue) => change(choices, value, vocabulary)
      const payload = choices.once(2) ? otherList(plan.payload, mutate) : mutate(plan.payload)
      return { ...plan, payload, text: null }
    }) as unknown as JsonValue,
  check: async (input) => {
    const { jws, text } = signed(input as unknown as Plan, listSigner)
    const opened = await openTrustList(jws, pins, now)
    if (!isAccepted(opened)) return
    const { list } = opened
    assert.equal(canonicalText(toLote(list)), text, 'another list is taken than was signed')
    assertAccepted(list as unknown as JsonValue)
    isAccepted(succeeds(openedPeer, opened))
    const directory = trustDirectory(openedPeer)
    directory.load(openedPeer, [opened])
    keysIn(list, now)
    const key = encryptionKeyFor(list, now)
    if (key !== null) await seal('a.b.c', key)
    for (const { certificate, use } of list.signers) {
      const digest = certificateDigest(Buffer.from(certificate, 'base64'))
      assert.notEqual(use === 'http' ? httpSignerOf(list, digest) : signerOf(list, digest), null)
      if (use === 'http') isAccepted(httpKeyOf(list, digest, now, undefined, checkChainOnce))
    }
    for (const { id, timeZone } of list.authorities) {
      authorityOf(list, id, now)
      momentIn(timeZone, now)
    }
    isAccepted(parseVerifierKey(list.log.vkey))
  },
}

/** The LoTE of a trust list that says something else: in a LoTE alone, hardly any change would be one in all places. */
function otherList(payload: JsonValue, mutate: (value: JsonValue) => JsonValue): JsonValue {
  try {
    const said = mutate(fromLote(payload as unknown as Lote) as unknown as JsonValue)
    return toLote(said as unknown as TrustList) as unknown as JsonValue
  } catch {
    // What has been changed is no list any more.
    return mutate(payload)
  }
}

const purpose = { use: 'messageSigner', holder } as const
/** DER of certificates, and whether what was changed in one is signed anew by the authority. */
interface Changed {
  readonly der: string
  readonly isSigned: boolean
}

const originals: readonly Changed[] = [
  signers.ES256.certificate,
  signers.PS256.certificate,
  ca.certificate,
].map((der) => ({
  der: der.toString('base64'),
  isSigned: false,
}))
const signedParts = new Set(originals.map(({ der }) => partsOf(Buffer.from(der, 'base64'))))

export const certificates: Target = {
  name: 'certificates',
  share: 2,
  inputsMin: 20_000,
  make: (random, from) => {
    const { der } = (from ?? random.pick(originals)) as unknown as Changed
    return { der: mutateDer(random, Buffer.from(der, 'base64')).toString('base64'), isSigned: random.once(2) }
  },
  check: (input) => {
    const { der, isSigned } = input as unknown as Changed
    const bytes = isSigned ? signedAnew(Buffer.from(der, 'base64')) : Buffer.from(der, 'base64')
    const read = readCertificate(bytes)
    if (!isAccepted(read)) return
    assert.ok(read.certificate.der.equals(bytes))
    // As an authority, now and then: each look reads two certificates again.
    if (der.length % 8 === 0) isAccepted(checkChain(signers.ES256.certificate, bytes, purpose))
    const checked = checkCertificate(bytes, ca.certificate, purpose, now)
    if (!isAccepted(checked) || isSigned) return
    assert.ok(signedParts.has(partsOf(bytes)), 'a certificate holds that nobody has issued')
  },
}

/** What the authority has signed of a certificate. */
function partsOf(der: Buffer): string {
  return toDer(childAt(fromDer(der), 0)).toString('base64')
}
