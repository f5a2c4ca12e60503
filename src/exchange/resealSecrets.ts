import type { Actor } from '../audit/events.ts'
import { append } from '../store/audit.ts'
import { inTransaction } from '../store/failures.ts'
import type { Passphrases } from '../store/identity/reseal.ts'
import { sealerOf } from '../store/identity/sealing.ts'
import { type SealedSecret, lockSealed, replaceSealed } from '../store/sealedSecrets.ts'
import type { Node } from './node.ts'
import { sealedFor } from './sealedFor.ts'
import { openTrail } from './trail.ts'

/** What became of the secrets in a database. */
export interface ResealedSecrets {
  /** How many stand under another passphrase now. */
  readonly resealed: number
  /** How many neither passphrase opens: they could not be read before either. */
  readonly closed: number
}

/** As many as have a thread to be stretched in. */
const atOnce = 4

/**
 * Seals what stands in the database under the passphrase that is to open it, and tells the log of it, with so many files of keys, in one
 * transaction. Nothing is told where nothing changes. A process that dies before the files are written finds the secrets done the next time.
 */
export async function resealSecrets(
  node: Pick<Node, 'actedFrom' | 'db' | 'now' | 'random'>,
  { before, after }: Passphrases,
  { actor, files }: { readonly actor: Actor; readonly files: number },
): Promise<ResealedSecrets> {
  const [opener, sealer] = [sealerOf(before), sealerOf(after)]
  return await inTransaction(node.db, async (trx) => {
    const count = { resealed: 0, closed: 0 }
    const anew = async (secret: SealedSecret): Promise<SealedSecret | 'done' | 'closed'> => {
      const bound = boundTo(secret)
      const opened = await opener.open(secret.sealed, bound)
      if (opened !== null) return { ...secret, sealed: await sealer.seal(opened, bound) }
      return (await sealer.open(secret.sealed, bound)) === null ? 'closed' : 'done'
    }
    const secrets = await lockSealed(trx)
    for (let from = 0; from < secrets.length; from += atOnce)
      for (const found of await Promise.all(secrets.slice(from, from + atOnce).map(anew))) {
        if (found === 'done') continue
        if (found === 'closed') count.closed += 1
        else {
          await replaceSealed(trx, found)
          count.resealed += 1
        }
      }
    if (files + count.resealed > 0) {
      const trail = await openTrail(node, trx, [], node.now())
      trail.add({ event: 'passphrase.changed', actor, count: files + count.resealed })
      await append(trx, trail.audit())
    }
    return count
  })
}

function boundTo(secret: SealedSecret): string {
  switch (secret.of) {
    case 'webhook':
      return sealedFor.webhook(secret.name)
    case 'secondFactor':
      return sealedFor.secondFactor(secret.person)
    case 'typedForm':
      return sealedFor.typedForm(secret.person, secret.id)
  }
}
