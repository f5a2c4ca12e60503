import { hash } from 'node:crypto'
import { type Files, bundlePaths } from '../../audit/bundle/layout.ts'
import { type CheckedBundle } from '../../audit/bundle/verify.ts'
import { byAnyOf, severityOf, wordsOf } from '../../audit/bundle/messages.ts'
import type { Find } from '../../audit/bundle/report.ts'
import { gateJws } from '../../envelope/gate.ts'
import { verify } from '../../envelope/verify.ts'
import type { Made } from '../../message/generated/types.ts'
import { limits } from '../../message/limits.ts'
import { validateMade } from '../../message/validate.ts'
import { bundleFolder } from '../courtLayout.ts'
import type { ZipFile } from '../zip/writeZip.ts'

/** The signed list of what stands beside a bundle: a compact JWS over `schemas/made.json`. */
export const madePath = 'made.jws'

/** Files that a list may name, as in the schema. */
export const madeFilesMax = 5_000

/** For whom the words beside a bundle are made, and by which version. */
export type MadeFor = Pick<Made, 'version' | 'reference' | 'language' | 'timeZone'> & {
  /** Whether there is a PDF beside each letter. */
  readonly pdf: boolean
}

/** What a list says for whom its files were made. */
export function madeForOf({ version, reference, language, timeZone, files }: Made): MadeFor {
  return { version, reference, language, timeZone, pdf: files.some(({ path }) => path.endsWith('.pdf')) }
}

/** A file as a list names it. */
export function listed([path, bytes]: ZipFile): Made['files'][number] {
  return { path, sha256: hash('sha256', bytes) }
}

/** SHA-256 of the openings in a bundle, as a list states it; null where the bundle has no file of them. */
export function disclosuresDigestOf(bundle: Files): string | null {
  const openings = bundle.get(bundlePaths.disclosures)
  return openings === undefined ? null : hash('sha256', openings)
}

/** Files in the order of a list. */
export function inOrder(files: Made['files']): Made['files'] {
  return [...files].sort((one, other) => (one.path < other.path ? -1 : 1))
}

/**
 * Opens the list that stands beside a bundle: signed by the State whose bundle it is, by a certificate that its trust list
 * in the bundle has then, and made for this head of its log. Null where it lacks or does not hold, which is named.
 */
export async function openMade(beside: Files, bundle: CheckedBundle, find: Find): Promise<Made | null> {
  const bytes = beside.get(madePath)
  if (bytes === undefined) {
    find(
      'incomplete',
      madePath,
      `it lacks: nobody vouches for what stands beside ${bundleFolder}${wordsIn(beside)}`,
    )
    return null
  }
  const opened = await opensBy(Buffer.from(bytes).toString('latin1'), bundle)
  if (!opened.ok) {
    find(severityOf(opened), madePath, wordsOf(opened))
    return null
  }
  const { made, signedAt } = opened
  if (made.state !== bundle.own) {
    find('cryptography', madePath, `${bundle.own} has signed it, and it says to be of ${made.state}`)
    return null
  }
  const { origin, size, root } = bundle.log.checkpoint
  const head = { origin, size, root: Buffer.from(root).toString('hex') }
  if (made.log.origin !== head.origin || made.log.size !== head.size || made.log.root !== head.root) {
    find(
      'mismatch',
      madePath,
      `it belongs to another bundle: to the head of ${made.log.size} entries of its log`,
    )
    return null
  }
  const last = Date.parse(bundle.log.entries.last()?.entry.t ?? '')
  if (signedAt.getTime() < last - limits.clockSkewMs)
    find(
      'time',
      madePath,
      `it was signed at ${signedAt.toISOString()}, before the last entry of the log that it names`,
    )
  return made
}

/** That words to read are among it, which somebody may have changed before he took the list away. */
function wordsIn(beside: Files): string {
  const words = [...beside.keys()].filter((path) => path.endsWith('.html') || path.endsWith('.pdf'))
  if (words.length === 0) return ''
  const examples = words.slice(0, 3).join(', ')
  return `, and nothing was compared with it: ${examples}${words.length > 3 ? ' and others' : ''} may have been changed, so do not rely on a word of it`
}

/** The log does not tell of it, for it is made of the log: it is judged as of when it was signed, by all that is known since. */
async function opensBy(jws: string, { own, log, trust, revocations }: CheckedBundle) {
  const gated = gateJws('made', jws)
  if (!gated.ok) return gated
  const { signedAt } = gated
  const lists = trust.listsAt(own, { index: log.entries.length, time: signedAt })
  const verified = await byAnyOf(lists, (list) => verify('made', jws, list, signedAt, revocations.everSince))
  if (!verified.ok) return verified
  const valid = validateMade(verified.value)
  return valid.ok ? { ...valid, signedAt } : valid
}

/** Names each file that is not as the list has it: changed, lacking, or not in it. */
export function checkListed(beside: Files, { state, files }: Made, find: Find): void {
  const named = new Set<string>([madePath])
  for (const { path, sha256 } of files) {
    named.add(path)
    const bytes = beside.get(path)
    if (bytes === undefined)
      find('mismatch', path, `it lacks beside ${bundleFolder}: ${state} has signed that it is there`)
    else if (hash('sha256', bytes) !== sha256)
      find('mismatch', path, `it is not the file that ${state} has signed`)
  }
  for (const path of beside.keys())
    if (!named.has(path))
      find('mismatch', path, `it does not belong beside ${bundleFolder}: ${state} has not signed it`)
}
