import { hash } from 'node:crypto'
import { openCheckpoint } from '../checkpoint.ts'
import { cosignaturesOn } from '../cosignature.ts'
import { type NoteVerifier, parseVerifierKey } from '../note.ts'
import { sameHash } from '../tree.ts'
import { logVerifiersIn } from './formerLogs.ts'
import { type Files, bundlePaths, contentOf } from './layout.ts'
import { type Find, notExported } from './report.ts'
import type { Scope } from './scope.ts'
import type { ShownHead } from './shownHeads.ts'
import { endsWithLine, linesToJudge } from './textLines.ts'
import type { TrustHistory } from './trust.ts'
import { notBelieved } from './unbelieved.ts'

/** A line of `witnessed.jsonl`: one head of another log, or two that its node has shown and that do not go together. */
export function witnessedLine(notes: readonly string[]): string {
  return `${JSON.stringify(notes)}\n`
}

interface WitnessedSources {
  readonly files: Files
  readonly scope: Scope
  readonly trust: TrustHistory
}

/**
 * Checks what the node says that it was shown of other logs: each head is signed by a key that the list of its State names,
 * and where a log has signed two heads of one size it has two pasts. Returns the heads, for the comparison with the
 * bundles of their nodes.
 */
export function checkWitnessed({ files, scope, trust }: WitnessedSources, find: Find): readonly ShownHead[] {
  const path = bundlePaths.witnessed
  if (!files.has(path)) return []
  const bytes = contentOf(files, path)
  if (scope.stated !== null && hash('sha256', bytes) !== scope.stated.witnessed) {
    find('cryptography', path, notExported)
    return []
  }
  if (scope.requests !== null) {
    if (bytes.length > 0) find('mismatch', path, 'a bundle of some requests has no heads of other logs')
    return []
  }
  // Whose node it is does not show, which has been said: who its peers are does not either.
  if (trust.own === null) return []
  if (!endsWithLine(bytes)) find('cryptography', path, 'its last line does not end')
  const unbelieved = [...trust.judged.unbelievedStates].filter((state) => state !== trust.own)
  let unchecked = 0
  const heads: ShownHead[] = []
  for (const { line, number, find: findHere } of linesToJudge(bytes, path, find)) {
    const object = `${path} line ${number}`
    const notes = notesIn(line)
    // Where the list of its State lacks, that is named by itself.
    if (notes.some((note) => keysOf(trust, note).length === 0)) {
      if (unbelieved.length > 0) {
        unchecked += 1
        continue
      }
      findHere('mismatch', object, 'no trust list of a peer in this bundle names the log that it is of')
      continue
    }
    const known = notes.map((note) => openHead(trust, object, note)).filter((head) => head !== null)
    if (known.length === 0 || known.length > 2 || known.length < notes.length) {
      findHere('cryptography', object, 'it is no head that its log has signed')
      continue
    }
    const [first, second] = known
    if (first !== undefined && second !== undefined && isTwoPasts(first, second))
      find('fork', object, `${second.peer} has signed two heads of ${second.size} entries for one log`)
    for (const one of known) heads.push(one)
  }
  if (unchecked > 0)
    find('incomplete', path, `lines that were not checked: ${unchecked}: ${notBelieved(...unbelieved)}`)
  return heads
}

function notesIn(line: string): string[] {
  try {
    const notes: unknown = JSON.parse(line)
    return Array.isArray(notes) && notes.every((note) => typeof note === 'string') ? notes : []
  } catch {
    return []
  }
}

/** The keys that peers' lists name for the log that a note says it is of. */
function keysOf(trust: TrustHistory, note: string): { readonly peer: string; readonly key: NoteVerifier }[] {
  const [origin = ''] = note.split('\n')
  const peers = new Set(trust.opened.map(({ opened }) => opened.list.state))
  return [...peers]
    .filter((peer) => peer !== trust.own)
    .flatMap((peer) => logVerifiersIn(trust.listsOf(peer)).map((key) => ({ peer, key })))
    .filter(({ key }) => key.name === origin)
}

function openHead(trust: TrustHistory, path: string, note: string): ShownHead | null {
  for (const { peer, key } of keysOf(trust, note)) {
    const opened = openCheckpoint(Buffer.from(note), key)
    if (!opened.ok) continue
    const { origin, size, root } = opened.checkpoint
    const at = cosignedAt(trust, note)
    return { path, peer, origin, size, root, verifier: key, ...(at === null ? {} : { at }) }
  }
  return null
}

/** When the node of this bundle cosigned a head, by any of its witness keys; null where it did not. */
function cosignedAt(trust: TrustHistory, note: string): Date | null {
  const lists = trust.own === null ? [] : trust.listsOf(trust.own)
  const keys = new Set(
    lists.flatMap(({ witness }) =>
      witness === undefined ? [] : [witness.vkey, ...(witness.others ?? []).map(({ vkey }) => vkey)],
    ),
  )
  const verifiers = [...keys].flatMap((key) => {
    const parsed = parseVerifierKey(key, 'cosignature')
    return parsed.ok ? [parsed.verifier] : []
  })
  const read = cosignaturesOn(Buffer.from(note), verifiers)
  return read.ok ? (read.cosignatures[0]?.at ?? null) : null
}

function isTwoPasts(first: ShownHead, second: ShownHead): boolean {
  return first.origin === second.origin && first.size === second.size && !sameHash(first.root, second.root)
}
