import { hash } from 'node:crypto'
import type { TrustList } from '../message/generated/types.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { append } from '../store/audit.ts'
import type { Db, Trx } from '../store/database.ts'
import { inTransaction, isUniqueViolation } from '../store/failures.ts'
import {
  insertRevocationList,
  lockRevocationLists,
  newestRevocationList,
  revocationListBefore,
} from '../store/revocationLists.ts'
import { type Certificate, readCertificate } from '../trust/certificate.ts'
import type { CertificateAuthority } from '../trust/issue.ts'
import { type RevokedCertificate, issueRevocationList, revokedByBoth } from '../trust/issueRevocationList.ts'
import { certificateAuthorityIn } from '../trust/list.ts'
import {
  type Revocation,
  type RevocationList,
  readRevocationList,
  readRevocationListOnce,
  succeedsRevocationList,
} from '../trust/revocationList.ts'
import { checkAge } from '../trust/revocationStatus.ts'
import { limits } from '../message/limits.ts'
import { exchangeLimits } from './limits.ts'
import { firstOfDay, judgeListsADay } from './listsADay.ts'
import { isRepeated, isYoung, namesJust, withSerials } from './revocationContents.ts'
import type { Keeper } from './trustKeeping.ts'
import { openTrail } from './trail.ts'

/**
 * Signs a new list of revoked certificates with the authority that this node holds, where there is none, where others
 * are revoked or one of them from an earlier moment on or for a graver reason, or (unless another process sees to that) where half of its life is
 * over; what the one before says stays in it. It is on disk and in the log before anybody can fetch it.
 */
export async function ownRevocationList(
  keeper: Keeper,
  authority: CertificateAuthority,
  wanted: readonly RevokedCertificate[],
  isRenewing = true,
): Promise<void> {
  const read = readCertificate(authority.certificate)
  if (!read.ok) throw new Error(`the certificate of the authority cannot be read: ${read.code}`)
  const { certificate } = read
  const newest = await newestRevocationList(keeper.db, certificate.digest)
  const now = keeper.now()
  const before = newest === null ? null : readRevocationListOnce(newest.der, certificate)
  const list = before?.ok === true ? before.revocationList : null
  const revoked = withKnown(list, wanted)
  if (list !== null && (isYoung(list, now) || !isRenewing) && namesJust(list, revoked)) return
  if (revoked.length > wanted.length)
    keeper.log.error(
      { count: revoked.length - wanted.length },
      'identity/revoked.json lacks certificates that the newest list of this State names: copy identity/ from where they were revoked',
    )
  const seconds = BigInt(Math.floor(timeAfter(list, now).getTime() / 1000))
  const after = newest === null ? 0n : BigInt(newest.number) + 1n
  const der = issueRevocationList(
    {
      // By the clock, so that a database that went back does not give one number twice.
      number: seconds > after ? seconds : after,
      thisUpdate: new Date(Number(seconds) * 1000),
      nextUpdate: new Date(Number(seconds) * 1000 + exchangeLimits.revocationListLifeMs),
      revoked,
    },
    authority,
  )
  const issued = readRevocationList(der, certificate)
  if (!issued.ok) throw new Error(`the revocation list does not hold: ${issued.code} ${issued.detail ?? ''}`)
  try {
    await inTransaction(keeper.db, async (trx) => {
      const { revocationList } = issued
      // Another process of this node, or the same by a clock that was set meanwhile, was quicker: the next look sees what that one says.
      if (await isOvertaken(trx, revocationList)) return
      if (await keep(trx, keeper.state, revocationList, der, now))
        await note(keeper, trx, now, { list: revocationList })
    })
  } catch (reason) {
    // Another process of this node was quicker.
    if (!isUniqueViolation(reason)) throw reason
  }
}

/** Whether the newest list of that authority that is on disk names the certificate with this serial number (hex). */
export async function isListedAsRevoked(db: Db, authority: Buffer, serial: string): Promise<boolean> {
  const read = readCertificate(authority)
  if (!read.ok) return false
  const newest = await newestRevocationList(db, read.certificate.digest)
  const list = newest === null ? null : readRevocationListOnce(newest.der, read.certificate)
  return list?.ok === true && list.revocationList.revoked.has(serial)
}

/** A list is not older than the one before it, though the clock was set back meanwhile: peers would refuse it. */
function timeAfter(before: RevocationList | null, now: Date): Date {
  const aheadMs = before === null ? 0 : before.thisUpdate.getTime() - now.getTime()
  return before !== null && aheadMs > 0 && aheadMs <= limits.clockSkewMs ? before.thisUpdate : now
}

/**
 * What was taken back once stays so, and from when on: a data folder that does not know of it is an older copy of the one where that was
 * done, and may be what a process of this node signs by.
 */
function withKnown(
  newest: RevocationList | null,
  wanted: readonly RevokedCertificate[],
): readonly RevokedCertificate[] {
  const known = newest?.revoked ?? new Map<string, Revocation>()
  const revoked = wanted.map((one) => {
    const listed = known.get(one.serial)
    return listed === undefined ? one : revokedByBoth(one, { serial: one.serial, ...listed })
  })
  const serials = new Set(wanted.map(({ serial }) => serial))
  const forgotten = [...known].filter(([serial]) => !serials.has(serial))
  return [...revoked, ...withSerials(new Map(forgotten))]
}

/**
 * Takes a list of revoked certificates that was fetched from where a peer's trust list says. Refused: the one before
 * stays, until it runs out, and what came is in the log. Refuses with what `readRevocationList` and
 * `succeedsRevocationList` refuse, REVOCATION_LIST_EXPIRED, REVOCATION_LISTS_TOO_MANY, or PEER_UNKNOWN where the list names no such authority.
 */
export async function acceptRevocationList(
  keeper: Keeper,
  peer: TrustList,
  authority: string,
  der: Uint8Array,
): Promise<Result<{ change: 'none' | 'next' }>> {
  const certificate = certificateAuthorityIn([peer], authority)
  if (certificate === null) return refuse('PEER_UNKNOWN', { detail: 'no such certificate authority' })
  const now = keeper.now()
  const newest = await newestRevocationList(keeper.db, authority)
  if (newest !== null && newest.digest === hash('sha256', der)) return { ok: true, change: 'none' }
  const judged = await judge(keeper.db, { der, certificate, newest, now })
  if (!judged.ok) {
    keeper.log.warn(
      { peer: peer.state, code: judged.code, reason: judged.detail },
      'a revocation list was refused',
    )
    await inTransaction(keeper.db, (trx) =>
      note(keeper, trx, now, { peer: peer.state, authority, refusal: judged, der }),
    )
    return judged
  }
  const { list, isSaid } = judged
  if (isSaid) return { ok: true, change: 'none' }
  try {
    return await inTransaction(keeper.db, async (trx) => {
      const order = judgeOrder(await lockedNewest(trx, list.authority), list)
      if (order?.ok === false) return order
      // Another process of this node may just have taken the same one.
      if (!(await keep(trx, peer.state, list, der, now))) return { ok: true, change: 'none' }
      await note(keeper, trx, now, { peer: peer.state, list })
      return { ok: true, change: 'next' }
    })
  } catch (reason) {
    if (!isUniqueViolation(reason)) throw reason
    return refuse('REVOCATION_LIST_ROLLED_BACK')
  }
}

async function judge(
  db: Db,
  {
    der,
    certificate,
    newest,
    now,
  }: {
    readonly der: Uint8Array
    readonly certificate: Certificate
    readonly newest: Awaited<ReturnType<typeof newestRevocationList>>
    readonly now: Date
  },
): Promise<Result<{ list: RevocationList; isSaid: boolean }>> {
  const read = readRevocationList(der, certificate)
  if (!read.ok) return read
  const list = read.revocationList
  const age = checkAge(list, now)
  if (!age.ok) return age
  const order = judgeOrder(newest, list)
  if (order?.ok === false) return order
  if (newest !== null && isRepeated({ newest, certificate, now }, list))
    return { ok: true, list, isSaid: true }
  const first = await revocationListBefore(db, list.authority, firstOfDay)
  const many = judgeListsADay('REVOCATION_LISTS_TOO_MANY', first?.this_update ?? null, list.thisUpdate)
  return many ?? { ok: true, list, isSaid: false }
}

/** The newest list of an authority that is kept by now; until the transaction ends no other is. Null: there is none. */
async function lockedNewest(trx: Trx, authority: string): ReturnType<typeof newestRevocationList> {
  await lockRevocationLists(trx, authority)
  return await newestRevocationList(trx, authority)
}

/** Whether an own list has come after a newer one. One that was dated far ahead by a wrong clock overtakes nothing: peers refuse it. */
async function isOvertaken(trx: Trx, list: RevocationList): Promise<boolean> {
  const newest = await lockedNewest(trx, list.authority)
  if (newest === null || judgeOrder(newest, list)?.ok !== false) return false
  if (BigInt(newest.number) >= list.number) return true
  return newest.this_update.getTime() - list.thisUpdate.getTime() <= limits.clockSkewMs
}

function judgeOrder(
  newest: Awaited<ReturnType<typeof newestRevocationList>>,
  list: RevocationList,
): ReturnType<typeof succeedsRevocationList> | null {
  if (newest === null) return null
  const { digest, number, this_update: thisUpdate } = newest
  return succeedsRevocationList({ digest, number: BigInt(number), thisUpdate }, list)
}

async function keep(
  trx: Trx,
  state: string,
  list: RevocationList,
  der: Uint8Array,
  now: Date,
): Promise<boolean> {
  return await insertRevocationList(trx, {
    digest: list.digest,
    state,
    authority: list.authority,
    number: list.number.toString(),
    this_update: list.thisUpdate,
    next_update: list.nextUpdate,
    der: Buffer.from(der),
    accepted_at: now,
  })
}

type Told =
  | { readonly peer?: string; readonly list: RevocationList }
  | {
      readonly peer: string
      readonly authority: string
      readonly refusal: Refusal
      readonly der: Uint8Array
    }

async function note(keeper: Keeper, trx: Trx, now: Date, told: Told): Promise<void> {
  const trail = await openTrail(keeper, trx, [], now)
  if ('refusal' in told) {
    const { peer, authority: issuer, refusal, der } = told
    trail.add({
      event: 'revocationList.refused',
      peer,
      digest: hash('sha256', der),
      issuer,
      code: refusal.code,
    })
  } else {
    const { digest, authority: issuer, revoked } = told.list
    const what = { digest, issuer, count: revoked.size }
    if (told.peer === undefined) trail.add({ event: 'revocationList.issued', ...what })
    else trail.add({ event: 'revocationList.accepted', peer: told.peer, ...what })
  }
  await append(trx, trail.audit())
}
