import { hash } from 'node:crypto'
import { type Checkpoint, openCheckpointOfAny } from '../checkpoint.ts'
import type { NoteVerifier } from '../note.ts'
import { leadsTo, parseProof } from '../proof.ts'
import { logVerifiersIn } from './formerLogs.ts'
import { type Files, bundlePaths, contentOf } from './layout.ts'
import type { RecordMessage } from './messages.ts'
import { promiseOf } from './promises.ts'
import { type Find, notExported } from './report.ts'
import type { ShownHead } from './shownHeads.ts'
import { endsWithLine, linesToJudge } from './textLines.ts'
import type { TrustHistory } from './trust.ts'

/** A line of `proofs.jsonl`: the digest of the message, and the text of the proof (C2SP tlog-proof). */
export function proofLine(message: string, proof: string): string {
  return `${JSON.stringify({ message, proof })}\n`
}

interface ProofSources {
  readonly files: Files
  readonly trust: TrustHistory
  readonly messages: readonly RecordMessage[]
  /** SHA-256 (hex) that the export states of the file; null where that is not known. */
  readonly stated: string | null
}

/** Checks each proof that the entry which a receipt promised is in the log of its node, and returns the heads that they lead to. */
export function checkProofs(
  { files, trust, messages, stated }: ProofSources,
  find: Find,
): readonly ShownHead[] {
  const path = bundlePaths.proofs
  if (!files.has(path)) return []
  const bytes = contentOf(files, path)
  if (stated !== null && hash('sha256', bytes) !== stated) {
    find('cryptography', path, notExported)
    return []
  }
  // No message was looked at, which has been said: that a proof is for none of them would be said of all.
  if (trust.own === null) return []
  const own = new Map(
    messages.flatMap((one) => (one.planned.own ? [[one.planned.digest, one] as const] : [])),
  )
  if (!endsWithLine(bytes)) find('cryptography', path, 'its last line does not end')
  const openHead = headOpener(trust)
  const heads: ShownHead[] = []
  for (const { line, number, find: findHere } of linesToJudge(bytes, path, find)) {
    const object = `${path} line ${number}`
    const { message = '', proof = '' } = proofIn(line)
    const known = own.get(message)
    if (known === undefined) findHere('mismatch', object, 'it is for no message that this node has sent')
    // A receipt that lacks or does not hold is named by itself.
    if (known === undefined || known.receipt === null) continue
    const head = openProof(openHead, known, proof)
    if (typeof head === 'string') findHere('cryptography', object, head)
    else heads.push({ ...head, path: object, message })
  }
  return heads
}

function proofIn(line: string): { readonly message?: string; readonly proof?: string } {
  try {
    const { message, proof } = JSON.parse(line) as { message?: unknown; proof?: unknown }
    return typeof message === 'string' && typeof proof === 'string' ? { message, proof } : {}
  } catch {
    return {}
  }
}

/** Opens the note of a head by whichever key the lists of that State name for its logs; null where none holds. */
type HeadOpener = (peer: string, note: string) => SignedHead | null

interface SignedHead extends Checkpoint {
  readonly verifier: NoteVerifier
}

/** Proofs that were fetched together lead to one head, whose signature is checked once. */
function headOpener(trust: TrustHistory): HeadOpener {
  const keys = new Map<string, readonly NoteVerifier[]>()
  const opened = new Map<string, SignedHead | null>()
  return (peer, note) => {
    const name = `${peer} ${note}`
    const known = opened.get(name)
    if (known !== undefined) return known
    const logs = keys.get(peer) ?? logVerifiersIn(trust.listsOf(peer))
    keys.set(peer, logs)
    const held = openCheckpointOfAny(Buffer.from(note), logs)
    const head = held.ok ? { ...held.checkpoint, verifier: held.verifier } : null
    opened.set(name, head)
    return head
  }
}

/** The head that a proof leads to, or what is wrong with it. */
function openProof(
  openHead: HeadOpener,
  { planned: { peer }, receipt }: RecordMessage,
  text: string,
): Omit<ShownHead, 'path'> | string {
  const promised = receipt === null ? null : promiseOf(receipt)
  const parsed = parseProof(text)
  if (promised === null || !parsed.ok) return 'it is no proof for the receipt of that message'
  const leaf = Buffer.from(promised.leaf, 'hex')
  const head = openHead(peer, parsed.proof.checkpoint)
  if (head === null || leadsTo(parsed.proof, leaf, head) !== null)
    return 'it does not prove, by a key of that log, that the promised entry is in it'
  const { origin, size, root, verifier } = head
  return { peer, origin, size, root, verifier }
}
