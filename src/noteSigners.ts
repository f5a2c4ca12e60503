import { createPublicKey, type KeyObject } from 'node:crypto'
import { publicKeyDigest } from './audit/note.ts'
import type { Node } from './exchange/node.ts'
import type { OwnNames } from './ownSettings.ts'
import type { AuditHead } from './store/audit.ts'
import { IdentityError } from './store/identity/identityError.ts'
import type { Keyring } from './store/identity/keyring.ts'
import type { NoteKeys } from './store/identity/noteKeys.ts'
import type { NoteUse } from './store/identity/noteRoles.ts'
import type { Identity } from './store/identity/read.ts'

/** What a node signs and cosigns logs with. Asked for each time they are used: the keys may have been followed by others. */
export type NoteSigners = Pick<Node, 'logSigner' | 'logKeys' | 'witnessSigners'>

/** The signers of the node of a State. */
export function noteSigners(keyring: Omit<Keyring, 'sealer'>, state: string): NoteSigners {
  const keysOf = (use: NoteUse): NoteKeys => keyring.current().noteKeys[use]
  return {
    logSigner: (log, key) => ({ name: logName(state, log), privateKey: logKeyOf(keysOf('log'), key) }),
    logKeys: {
      inUse: () => digestOf(keysOf('log').inUse),
      isLeft: (key) => {
        const { past, first, inUse } = keysOf('log')
        const digest = key ?? first
        return digest !== null && digest !== digestOf(inUse) && past.some((one) => one.digest === digest)
      },
    },
    witnessSigners: (at) => {
      const { inUse, past } = keysOf('witness')
      const leaving = past.flatMap(({ key, withdrawnSince }) =>
        key !== null && at < new Date(withdrawnSince) ? [key] : [],
      )
      return [inUse, ...leaving].map((privateKey) => ({ name: witnessName(state), privateKey }))
    },
  }
}

/** What the trust list of a State calls its witness and the log with that head, and which key signs the log. */
export function namesIn(
  state: string,
  { log, log_key }: Pick<AuditHead, 'log' | 'log_key'>,
  { noteKeys: { log: keys } }: Pick<Identity, 'noteKeys'>,
): OwnNames {
  const logKey = log_key ?? keys.first
  return {
    logOrigin: logName(state, log),
    nextLogOrigin: logName(state, log + 1),
    witnessName: witnessName(state),
    ...(logKey === null ? {} : { logKey }),
  }
}

/** The origin of the log of that number, counted from 1. */
function logName(state: string, log: number): string {
  return `${baseOf(state)}/log${log}`
}

function witnessName(state: string): string {
  return `${baseOf(state)}/witness`
}

function baseOf(state: string): string {
  return `rogatory.example/${state.toLowerCase()}`
}

/** Throws IdentityError IDENTITY_MISSING where the key of a log is not in the folder any more. */
function logKeyOf({ inUse, next, past, first }: NoteKeys, key: string | null | undefined): KeyObject {
  if (key === undefined) return inUse
  const digest = key ?? first
  const left = past.find((one) => one.digest === digest)?.key
  const found = [inUse, next?.key, left].find(
    (one) => one !== undefined && one !== null && digestOf(one) === digest,
  )
  if (found !== undefined && found !== null) return found
  throw new IdentityError(
    'IDENTITY_MISSING',
    `The key ${digest ?? 'of the first log'} that signs the log is not in the identity. Restore the folder from a backup.`,
  )
}

// A key is never changed once it is read.
const digests = new WeakMap<KeyObject, string>()

function digestOf(key: KeyObject): string {
  const known = digests.get(key)
  if (known !== undefined) return known
  const digest = publicKeyDigest(createPublicKey(key))
  digests.set(key, digest)
  return digest
}
