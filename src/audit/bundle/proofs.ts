import { parseVerifierKey } from '../note.ts'
import { parseProof, verifyProof } from '../proof.ts'
import { append, emptyRange, rootOf, sameHash } from '../tree.ts'
import { formerLogs } from './formerLogs.ts'
import { type Files, contentOf, proofPath } from './layout.ts'
import type { RecordMessage } from './messages.ts'
import { promiseOf } from './promises.ts'
import type { Find, Severity } from './report.ts'
import type { TrustHistory } from './trust.ts'
import type { CheckedBundle } from './verify.ts'

/** A head of another node's log, as a proof in the bundle has it, signed by that log. */
export interface ProvenHead {
  readonly path: string
  readonly peer: string
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
}

/** Checks each proof that the entry which a receipt promised is in the log of its node, and returns the heads that they lead to. */
export function checkProofs(
  { files, trust }: { readonly files: Files; readonly trust: TrustHistory },
  messages: readonly RecordMessage[],
  find: Find,
): readonly ProvenHead[] {
  return messages.flatMap(({ path: messagePath, planned, receipt }) => {
    const path = proofPath(messagePath)
    if (!planned.own || receipt === null || !files.has(path)) return []
    const promised = promiseOf(receipt)
    const parsed = parseProof(Buffer.from(contentOf(files, path)).toString('utf8'))
    if (promised === null || !parsed.ok) {
      find('cryptography', path, 'it is no proof for this receipt')
      return []
    }
    const leaf = Buffer.from(promised.leaf, 'hex')
    const checked = verifiersOf(trust, planned.peer).map((log) => verifyProof(parsed.proof, leaf, log))
    const held = checked.find((one) => one.ok)
    if (held?.ok !== true) {
      find('cryptography', path, 'it does not prove, by a key of that log, that the promised entry is in it')
      return []
    }
    const { origin, size, root } = held.checkpoint
    return [{ path, peer: planned.peer, origin, size, root }]
  })
}

function verifiersOf(trust: TrustHistory, peer: string) {
  const keys = new Set(
    trust
      .listsOf(peer)
      .flatMap(({ log: { vkey, others = [] } }) => [vkey, ...others.map((other) => other.vkey)]),
  )
  return [...keys].flatMap((key) => {
    const parsed = parseVerifierKey(key)
    return parsed.ok ? [parsed.verifier] : []
  })
}

type FindIn = (bundle: string, severity: Severity, object: string, what: string) => void

/** The log of `other` must have had each head that it showed to `one`: what it gave a receipt for cannot go again. */
export function compareProofs(one: CheckedBundle, other: CheckedBundle, find: FindIn): void {
  const { log } = other
  const former = new Map(formerLogs(log).map((ended) => [ended.origin, ended]))
  const beyond = one.proofs.find(({ peer, origin, size }) => {
    const ended = former.get(origin)
    return peer === other.own && ended?.end === 'closed' && size > ended.kept
  })
  if (beyond !== undefined) {
    const what = `${one.name} has a proof (${beyond.path}) of a head of ${beyond.origin} that goes beyond the last one, with which it was closed`
    find(other.name, 'fork', 'checkpoint', what)
  }
  const heads = one.proofs
    .filter(({ peer, origin, size }) => {
      const end = origin === log.checkpoint.origin ? log.checkpoint.size : former.get(origin)?.kept
      // A longer one was shown after this bundle was made, or was lost with the log that has ended.
      return peer === other.own && end !== undefined && size <= end
    })
    .sort((a, b) => a.size - b.size)
  let range = emptyRange
  for (const { path, size, root } of heads) {
    range = append(range, log.leaves.slice(range.size, size))
    if (sameHash(rootOf(range), root)) continue
    const what = `${one.name} has a proof (${path}) of a head of ${size} entries, signed by this log, that it did not have`
    find(other.name, 'fork', 'checkpoint', what)
    return
  }
}
