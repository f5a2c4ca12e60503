import type { JsonObject } from '../../message/json.ts'
import { readStrict } from '../../message/strict.ts'
import { type Secret, openCommitment } from '../commitment.ts'
import type { Entry } from '../entry.ts'
import { bundlePaths } from './layout.ts'
import type { BundleLog } from './log.ts'
import { type Find, bundleLimits } from './report.ts'
import { endsWithLine, linesToJudge } from './textLines.ts'

/** A line of `disclosures.jsonl`: canonical JSON of what opens one commitment of the entry with this index. */
export function disclosureLine(index: number, { field, salt, text }: Secret): string {
  return `{"field":"${field}","index":${index},"salt":"${salt}","value":${text}}`
}

/** What an entry has disclosed: the values by field. */
export type Disclosures = ReadonlyMap<number, Readonly<Partial<Record<Secret['field'], unknown>>>>

/** Reads the disclosures of a bundle; each must open its commitment, and they stand sorted by index and field. */
export function readDisclosures(bytes: Uint8Array, log: BundleLog, findIn: Find): Disclosures {
  const disclosed = new Map<number, Partial<Record<Secret['field'], unknown>>>()
  // What is written otherwise than a node writes it opens nothing. That is no false opening: nothing was said otherwise.
  if (!endsWithLine(bytes)) findIn('mismatch', bundlePaths.disclosures, 'it does not end with a whole line')
  let before = ''
  for (const { line, number, find } of linesToJudge(bytes, bundlePaths.disclosures, findIn)) {
    const object = `${bundlePaths.disclosures} line ${number}`
    const read = readLine(line)
    if (read === null) {
      find('mismatch', object, 'it is not the canonical JSON of an opening, and opens nothing')
      continue
    }
    const { index, secret, value } = read
    const place = `${String(index).padStart(16, '0')} ${secret.field}`
    if (place <= before) find('mismatch', object, 'the lines are not in order, or one stands twice')
    before = place
    const entry = log.entries.at(index)?.entry
    const commitment = secret.field === 'actor' ? entry?.actor : entry?.d
    if (commitment === undefined || !openCommitment(commitment, secret).ok) {
      find('cryptography', object, falseOpening(index, secret.field))
      continue
    }
    disclosed.set(index, { ...disclosed.get(index), [secret.field]: value })
  }
  return disclosed
}

/** For a court: what a commitment is, it need not know. */
function falseOpening(index: number, field: Secret['field']): string {
  const about = field === 'actor' ? 'who did it' : 'the details of it'
  return `what it says of entry ${index} (${about}) is not what was put into the log there: the words do not give the hash (commitment) that the entry holds`
}

interface Line {
  readonly index: number
  readonly secret: Secret
  readonly value: unknown
}

function readLine(line: string): Line | null {
  const read = readStrict(Buffer.from(line), bundleLimits.disclosure)
  if (!read.ok || typeof read.value !== 'object' || read.value === null) return null
  const { field, index, salt, value } = read.value as JsonObject
  if (field !== 'actor' && field !== 'details') return null
  if (typeof index !== 'number' || !Number.isSafeInteger(index) || typeof salt !== 'string') return null
  const start = `{"field":"${field}","index":${index},"salt":"${salt}","value":`
  if (!line.startsWith(start)) return null
  const text = line.slice(start.length, -1)
  // The line is canonical and has these members and no other, so what remains is one canonical value.
  return { index, secret: { field, salt, text }, value: value }
}

/**
 * Whether an entry is about one of these requests: it says so, or it tells, about no request, of a file that one of them
 * hands over; so custody is told from the taking in on.
 *
 * @param sealed - SHA-256 of the sealed files
 */
export function isAboutRequests(
  subjects: readonly string[],
  sealed: ReadonlySet<string>,
): (entry: Entry | undefined) => boolean {
  const known = new Set(subjects)
  return (entry) => {
    if (entry === undefined) return false
    const { evt, record, digest = '' } = entry
    return record === undefined ? evt.startsWith('exhibit.') && sealed.has(digest) : known.has(record)
  }
}

/** Names what lacks of the openings that a bundle of this scope should have, and returns of how many entries. */
export function checkUndisclosed(
  log: BundleLog,
  disclosed: Disclosures,
  isInScope: (index: number) => boolean,
  find: Find,
): number {
  const lacking: number[] = []
  for (const { index, actor, details } of log.entries.committed()) {
    const opened = disclosed.get(index) ?? {}
    const lacks = (actor && !('actor' in opened)) || (details && !('details' in opened))
    if (lacks && isInScope(index)) lacking.push(index)
  }
  const [first] = lacking
  if (first !== undefined) {
    const place = `entry ${first} (${log.entries.at(first)?.entry.evt ?? '?'})`
    const what =
      lacking.length === 1
        ? `1 entry is not fully disclosed: ${place}`
        : `${lacking.length} entries are not fully disclosed, the first of them ${place}`
    find('incomplete', bundlePaths.disclosures, what)
  }
  return lacking.length
}
