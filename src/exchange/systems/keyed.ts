import { hash } from 'node:crypto'
import { canonicalText } from '../../message/canonical.ts'
import type { JsonValue } from '../../message/json.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import type { Db, Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import { countKeys, findKey, forgetKeys, insertKey } from '../../store/idempotency.ts'
import { tokenStands } from '../accessTokens.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'

/** What a system asks for, under a key of its own (draft-ietf-httpapi-idempotency-key-header-07). */
export interface Keyed {
  /** Name of its token. */
  readonly token: string
  readonly key: string
  /** What is asked for, and where. */
  readonly asked: JsonValue
}

/** What came of it, now or before; `answer` null: the answer is not known yet. */
export type Made = Result<{ readonly draft: string; readonly answer: string | null }>

/** Takes back everything that a transaction has done, because of a refusal. */
class Undone extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** Forgets what is older than a day, whether or not its system ever asks again. For a job. */
export async function forgetOldKeys({ db, machineNow }: Pick<Node, 'db' | 'machineNow'>): Promise<void> {
  await forgetKeys(db, new Date(machineNow().getTime() - exchangeLimits.systems.keyKeptMs))
}

/**
 * Does `work` once for a key, in one transaction with the note that it was done. The same asked again under it does nothing, and gets
 * what came of it, whatever would be said of it by now. What is refused has done nothing, and the key is free. Two at once: the second
 * waits until the first has ended; where it is refused because of what the first has done, it gets what came of that.
 * Refuses with TOKEN_REVOKED or TOKEN_EXPIRED where the token has ended meanwhile, with IDEMPOTENCY_KEY_REUSED where something else was asked for under the key, with IDEMPOTENCY_KEYS_TOO_MANY; and as `work`.
 */
export async function onceFor(
  node: Node,
  { token, key, asked }: Keyed,
  work: (trx: Trx) => Promise<Result<{ readonly draft: string }>>,
): Promise<Made> {
  const { keyKeptMs, keysMax } = exchangeLimits.systems
  const fingerprint = hash('sha256', canonicalText(asked), 'buffer')
  const at = node.machineNow()
  const beforeIn = async (db: Db | Trx): Promise<Made | null> => {
    const before = await findKey(db, { token, key })
    if (before === null) return null
    return before.fingerprint.equals(fingerprint)
      ? { ok: true, draft: before.draft, answer: before.answer }
      : refuse('IDEMPOTENCY_KEY_REUSED')
  }
  try {
    // Where two are at once, the key of the second is a unique violation: it is done again, and then finds what the first has made.
    return await inTransaction(node.db, async (trx): Promise<Made> => {
      const standing = await tokenStands({ ...node, db: trx }, token)
      if (!standing.ok) return standing
      const before = await beforeIn(trx)
      if (before !== null) return before
      if ((await countKeys(trx, token, new Date(at.getTime() - keyKeptMs))) >= keysMax)
        return refuse('IDEMPOTENCY_KEYS_TOO_MANY')
      const done = await work(trx)
      if (!done.ok) throw new Undone(done)
      await insertKey(trx, { token, key, fingerprint, draft: done.draft, at })
      return { ok: true, draft: done.draft, answer: null }
    })
  } catch (reason) {
    if (reason instanceof Undone) return (await beforeIn(node.db)) ?? reason.refusal
    throw reason
  }
}
