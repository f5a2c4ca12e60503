import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { type Result, refuse } from '../../../message/refusal.ts'
import type { Trx } from '../../../store/database.ts'
import { inTransaction } from '../../../store/failures.ts'
import {
  countAttempts,
  endAttempt,
  findAttempt,
  insertAttempt,
  sweepAttempts,
} from '../../../store/people/providerAttempts.ts'
import type { ProviderAttemptRow } from '../../../store/people/providerTables.ts'
import type { Node } from '../../node.ts'
import { providerLimits } from './limits.ts'

/** What binds an answer of the provider to one attempt: state, nonce, and verifier of PKCE (RFC 7636). */
export interface AttemptValues {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** An attempt as it is begun: what the browser holds of it, and what the database does. */
export interface NewAttempt {
  readonly token: string
  readonly secret: Buffer
  readonly values: AttemptValues
}

/** For whom a proof is that somebody gives anew, in which session, and where they go then. */
export interface ProofFor {
  readonly person: string
  /** SHA-256 of the token of the session. */
  readonly session: Buffer
  readonly leadsTo: string
}

const secretBytes = 32

export function newAttempt({ random }: Pick<Node, 'random'>): NewAttempt {
  const token = Buffer.from(random(secretBytes)).toString('base64url')
  const secret = Buffer.from(random(secretBytes))
  return { token, secret, values: valuesOf(secret, token) }
}

/**
 * Keeps an attempt before the person is sent away. Refuses with NODE_BUSY where as many from the same address, or of all, have
 * not ended.
 *
 * @param countedAs - the address; null: everybody comes from there
 * @param proof - null: somebody signs in
 */
export async function keepAttempt(
  node: Pick<Node, 'db' | 'machineNow'>,
  { token, secret }: NewAttempt,
  countedAs: string | null,
  proof: ProofFor | null,
): Promise<Result<object>> {
  const { attemptsMax, attemptsOfAddressMax } = providerLimits
  const address = countedAs === null ? null : hash('sha256', `address\0${countedAs}`, 'buffer')
  return await inTransaction(node.db, async (trx) => {
    await sweepProviderAttempts(node, trx)
    if ((await countAttempts(trx, null)) >= attemptsMax) return refuse('NODE_BUSY')
    if (address !== null && (await countAttempts(trx, address)) >= attemptsOfAddressMax)
      return refuse('NODE_BUSY')
    await insertAttempt(trx, {
      token: hashOfAttempt(token),
      secret,
      counted_as: address,
      begun_at: node.machineNow(),
      person: proof?.person ?? null,
      session: proof?.session ?? null,
      leads_to: proof?.leadsTo ?? null,
    })
    return { ok: true }
  })
}

/** An attempt that has come back, and is over. */
export interface EndedAttempt {
  readonly values: AttemptValues
  readonly begunAt: Date
  /** Null: somebody signs in. */
  readonly proof: ProofFor | null
}

/**
 * Ends the attempt to which somebody comes back, before anything else is done with what they bring: whatever becomes of it, it
 * counts once, and whoever dies on the next line begins anew. Refuses with PROVIDER_ATTEMPT_OVER, and with PROVIDER_STATE_WRONG
 * what is not of it, which does not end it: else any page of another could.
 *
 * @param token - what the browser holds; null: nothing
 * @param state - what came back
 */
export async function takeAttempt(
  node: Pick<Node, 'db' | 'machineNow'>,
  token: string | null,
  state: string,
): Promise<Result<{ readonly attempt: EndedAttempt }>> {
  if (token === null) return refuse('PROVIDER_ATTEMPT_OVER')
  const row = await findAttempt(node.db, hashOfAttempt(token), begunAfter(node))
  if (row === null) return refuse('PROVIDER_ATTEMPT_OVER')
  const values = valuesOf(row.secret, token)
  if (!isSame(values.state, state)) return refuse('PROVIDER_STATE_WRONG')
  const isFirst = await inTransaction(node.db, (trx) => endAttempt(trx, hashOfAttempt(token)))
  if (!isFirst) return refuse('PROVIDER_ATTEMPT_OVER')
  return { ok: true, attempt: { values, begunAt: row.begun_at, proof: proofIn(row) } }
}

/** Neither who reads the database nor who reads the browser alone can make them. */
function valuesOf(secret: Buffer, token: string): AttemptValues {
  const derive = (what: string): string =>
    createHmac('sha256', secret).update(`rogatory-provider/v1\0${what}\0${token}`).digest('base64url')
  return { state: derive('state'), nonce: derive('nonce'), verifier: derive('verifier') }
}

function proofIn({ person, session, leads_to }: ProviderAttemptRow): ProofFor | null {
  return person === null || session === null ? null : { person, session, leadsTo: leads_to ?? '/' }
}

/** Forgets the attempts that nobody has come back from. */
export async function sweepProviderAttempts(node: Pick<Node, 'machineNow'>, trx: Trx): Promise<void> {
  await sweepAttempts(trx, begunAfter(node))
}

function begunAfter({ machineNow }: Pick<Node, 'machineNow'>): Date {
  return new Date(machineNow().getTime() - providerLimits.attemptMs)
}

function hashOfAttempt(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}

function isSame(one: string, other: string): boolean {
  const [expected, given] = [Buffer.from(one), Buffer.from(other)]
  return expected.length === given.length && timingSafeEqual(expected, given)
}
