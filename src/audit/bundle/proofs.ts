import { type NoteVerifier, parseVerifierKey } from '../note.ts'
import { parseProof, verifyProof } from '../proof.ts'
import { type Files, contentOf, proofPath } from './layout.ts'
import type { RecordMessage } from './messages.ts'
import { promiseOf } from './promises.ts'
import type { Find } from './report.ts'
import type { ShownHead } from './shownHeads.ts'
import type { TrustHistory } from './trust.ts'

/** Checks each proof that the entry which a receipt promised is in the log of its node, and returns the heads that they lead to. */
export function checkProofs(
  { files, trust }: { readonly files: Files; readonly trust: TrustHistory },
  messages: readonly RecordMessage[],
  find: Find,
): readonly ShownHead[] {
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

/** The keys of all logs that a peer has had, by its lists. */
export function verifiersOf(trust: TrustHistory, peer: string): NoteVerifier[] {
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
