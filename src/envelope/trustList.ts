import assert from 'node:assert/strict'
import { canonicalText } from '../message/canonical.ts'
import type { TrustList } from '../message/generated/types.ts'
import { limits } from '../message/limits.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { readStrict } from '../message/strict.ts'
import { type ChainCheck, checkCertificate, checkChainOnce } from '../trust/checkCertificate.ts'
import { fromLote, readLote } from '../trust/fromLote.ts'
import {
  isCertificateAuthority,
  isNoteKeyTwice,
  isWitnessTheLog,
  unusableEncryptionKey,
} from '../trust/list.ts'
import type { StatusCheck } from '../trust/revocationStatus.ts'
import { type OpenedTrustList, numberMax } from '../trust/succession.ts'
import { toLote } from '../trust/toLote.ts'
import { digestOf } from './digest.ts'
import { type GatedJws, gateJws } from './gate.ts'
import { ownSignatureRefusal } from './ownSignature.ts'
import { sign, type Signed, type Signer } from './sign.ts'
import { checkSigningTime } from './verify.ts'

/** How long one list may be relied on, in days: a State that falls silent is noticed within this time. */
export const trustListDaysMax = 30

const dayMs = 86_400_000

/**
 * Signs a State's trust list with a list-signer key, as a LoTE (schemas/lote.json). The signing time is `issuedAt`. The
 * list must be one that can be read back from it: what schemas/trust-list.json says of order and times holds.
 */
export async function signTrustList(list: TrustList, signer: Signer): Promise<Signed> {
  const lote = toLote(list)
  assert(canonicalText(fromLote(lote)) === canonicalText(list), 'a LoTE cannot say this trust list')
  return sign('trustList', lote, signer, new Date(list.issuedAt))
}

/**
 * Opens a State's trust list as of `at`. `pins` are the SHA-256 (hex) of the list-signer certificates that were
 * compared out of band, or that an accepted earlier list announced; the list proves itself by nothing else. `status`
 * tells what is known against its signer, whose certificate may have been revoked.
 *
 * Refuses with what `gateJws` and `readStrict` refuse, TRUST_LIST_NOT_PINNED, SIGNATURE_INVALID, CERTIFICATE_*,
 * TRUST_LIST_INVALID (its shape or its inner sense), TIME_OUT_OF_RANGE or TRUST_LIST_EXPIRED.
 */
export async function openTrustList(
  jws: string,
  pins: readonly string[],
  at: Date,
  check: ChainCheck = checkChainOnce,
  status: StatusCheck = () => ({ ok: true }),
): Promise<Result<OpenedTrustList>> {
  const gated = gateJws('trustList', jws, limits.trustListCharactersMax)
  if (!gated.ok) return gated
  if (!pins.includes(gated.certificateDigest)) {
    return refuse('TRUST_LIST_NOT_PINNED', {
      detail: `signed with ${gated.certificateDigest}`,
      expected: pins,
    })
  }
  const signature = await ownSignatureRefusal(jws, gated)
  if (signature !== null) return signature
  const said = readPayload(gated)
  if (!said.ok) return said
  const { list } = said
  const refusal =
    checkSigner(list, gated, at, check, status) ??
    checkTimes(list, gated.signedAt, at) ??
    checkNumber(list) ??
    checkEncryptionKeys(list) ??
    checkWitness(list) ??
    checkNoteKeys(list)
  return refusal ?? { ok: true, list, digest: digestOf(jws), signerDigest: gated.certificateDigest }
}

/**
 * What a text says that should be a trust list. Nobody has verified it: neither its signature nor its times. Refuses with
 * what `gateJws` and `readStrict` refuse, and TRUST_LIST_INVALID.
 */
export function readTrustList(jws: string): Result<{ list: TrustList }> {
  const gated = gateJws('trustList', jws, limits.trustListCharactersMax)
  return gated.ok ? readPayload(gated) : gated
}

function readPayload({ payload }: GatedJws): Result<{ list: TrustList }> {
  const read = readStrict(payload)
  return read.ok ? readLote(read.value) : read
}

/** The list must name its own signer and the authority behind it: a pin tells who, the list tells under what. */
function checkSigner(
  list: TrustList,
  gated: GatedJws,
  at: Date,
  check: ChainCheck,
  status: StatusCheck,
): Refusal | null {
  const { certificate, issuer, signedAt } = gated
  if (!list.listSigners.includes(certificate.toString('base64'))) {
    return refuse('TRUST_LIST_INVALID', { detail: 'does not name its signer', pointer: '/listSigners' })
  }
  if (!isCertificateAuthority(list, issuer)) return refuse('CERTIFICATE_WRONG_ISSUER')
  const purpose = { use: 'listSigner', holder: list.node.uri } as const
  for (const time of [signedAt, at]) {
    const checked = checkCertificate(certificate, issuer, purpose, time, check)
    if (!checked.ok) return checked
    // A list cannot be refused because the lists of revoked certificates lack: it is what tells where they are.
    const stands = status(checked.chain, list, at)
    if (!stands.ok) return stands
  }
  return null
}

/** A key that nobody can seal to would be noticed only by whoever has something to send. */
function checkEncryptionKeys(list: TrustList): Refusal | null {
  const place = unusableEncryptionKey(list)
  if (place === null) return null
  return refuse('TRUST_LIST_INVALID', {
    detail: 'a key that is none',
    pointer: `/encryptionKeys/${place}/jwk`,
  })
}

function checkWitness(list: TrustList): Refusal | null {
  if (!isWitnessTheLog(list)) return null
  return refuse('TRUST_LIST_INVALID', { detail: 'the witness has the key of the log', pointer: '/witness' })
}

function checkNoteKeys(list: TrustList): Refusal | null {
  if (!isNoteKeyTwice(list)) return null
  return refuse('TRUST_LIST_INVALID', {
    detail: 'a key of log or witness, or the name of a log, stands there twice',
    pointer: '/log',
  })
}

function checkNumber({ sequence, issuedAt }: TrustList): Refusal | null {
  if (sequence <= numberMax(new Date(issuedAt))) return null
  return refuse('TRUST_LIST_INVALID', { detail: 'a number far beyond its time', pointer: '/sequence' })
}

function checkTimes(list: TrustList, signedAt: Date, at: Date): Refusal | null {
  const issuedAt = Date.parse(list.issuedAt)
  const nextUpdate = Date.parse(list.nextUpdate)
  if (issuedAt !== signedAt.getTime()) {
    return refuse('TRUST_LIST_INVALID', {
      detail: 'issued at another time than signed',
      pointer: '/issuedAt',
    })
  }
  if (nextUpdate <= issuedAt || nextUpdate > issuedAt + trustListDaysMax * dayMs) {
    return refuse('TRUST_LIST_INVALID', {
      detail: 'promises its successor out of time',
      pointer: '/nextUpdate',
    })
  }
  const time = checkSigningTime(signedAt, at)
  if (!time.ok) return time
  return at.getTime() < nextUpdate ? null : refuse('TRUST_LIST_EXPIRED', { expected: [list.nextUpdate] })
}
