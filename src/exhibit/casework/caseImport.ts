import type { CustodyEvent, EvidenceItem } from '../../message/generated/types.ts'
import { validatorOf } from '../../message/registry.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { judge } from '../../message/validate.ts'
import { type CaseGraph, type CaseNode, nodesOf, readCaseGraph, textOf } from './caseGraph.ts'
import { hashMethods, terms } from './terms.ts'

/** The file that is described, as it was read here. */
export interface DescribedFile {
  readonly bytes: number
  /** In hex. */
  readonly sha256: string
  readonly sha512: string
  /** By further algorithms, where it was hashed by them. */
  readonly others?: Readonly<Partial<Record<Algorithm, string>>>
}

/** What a description says of a file, in the shape of `schemas/part/evidence-item.json`. A person looks at it before it is sent. */
export interface Description {
  /** The name that the file has there; null: none. */
  readonly name: string | null
  readonly item: EvidenceItem
  /** Names of actions on the file that are not in `custody`: without a time, a performer or a word of ours for it. */
  readonly unread: readonly string[]
}

/** Names of actions that are told, and events of custody that an item takes. */
const unreadMax = 100
const custodyMax = 200

/** Words that examples of CASE have for what is called otherwise here. */
const synonyms: Readonly<Record<string, string>> = { seized: 'collected', preserved: 'acquired' }

/**
 * What a CASE document says of a file: of the object in it whose SHA-256 is that of the file. Refuses what
 * `readCaseGraph` refuses, with CASE_FILE_UNKNOWN where no object has that hash, and with CASE_FILE_DIFFERS where the one
 * that has it says another size, or another hash by an algorithm by which the file was hashed.
 *
 * @param language - in which its words are written: CASE does not say
 */
export function describeByCase(
  bytes: Uint8Array,
  file: DescribedFile,
  language: string,
): Result<{ description: Description }> {
  const read = readCaseGraph(bytes)
  if (!read.ok) return read
  const { graph } = read
  // Each facet is looked at once, however many nodes lead to it.
  const contents = new Set(
    [...graph.values()].filter((node) => digestsIn(graph, node).get('SHA-256') === file.sha256),
  )
  const found = [...graph.values()].flatMap((node) =>
    nodesOf(graph, node, terms.hasFacet)
      .filter((facet) => contents.has(facet))
      .map((content) => ({ node, content })),
  )
  const [first] = found
  if (first === undefined) return refuse('CASE_FILE_UNKNOWN', { detail: file.sha256 })
  for (const content of contents) {
    const size = textOf(content, terms.sizeInBytes)
    if (size !== null && size !== String(file.bytes))
      return refuse('CASE_FILE_DIFFERS', { detail: 'the size', expected: [String(file.bytes)] })
    for (const [algorithm, value] of Object.entries({ ...file.others, 'SHA-512': file.sha512 })) {
      const said = digestsIn(graph, content).get(algorithm as Algorithm) ?? value
      if (said !== value)
        return refuse('CASE_FILE_DIFFERS', { detail: `the ${algorithm}`, expected: [value] })
    }
  }
  return itemOf(graph, first, file, language)
}

function itemOf(
  graph: CaseGraph,
  { node, content }: { readonly node: CaseNode; readonly content: CaseNode },
  file: DescribedFile,
  language: string,
): Result<{ description: Description }> {
  const fileName = nodesOf(graph, node, terms.hasFacet)
    .map((facet) => textOf(facet, terms.fileName))
    .find((one) => one !== null)
  const name = lineOf(fileName ?? textOf(node, terms.name), 200)
  const records = [...graph.values()].filter(
    (one) =>
      one.types.includes(terms.ProvenanceRecord.iri) && leadsTo(graph, one, terms.object, new Set([node])),
  )
  const words = lineOf(
    textOf(node, terms.description) ??
      records.map((one) => textOf(one, terms.description)).find((one) => one !== null),
    20_000,
  )
  const number = lineOf(
    records.map((one) => textOf(one, terms.exhibitNumber)).find((one) => one !== null),
    60,
  )
  const mediaType = textOf(content, terms.mimeType)?.toLowerCase()
  const others = [...digestsIn(graph, content)].flatMap(([algorithm, value]) =>
    algorithm === 'SHA-256' ? [] : [{ algorithm, value }],
  )
  const { custody, unread } = custodyIn(graph, new Set([node, ...records]), language)
  const item: EvidenceItem = {
    ...(number === null ? {} : { number }),
    what: { language, text: words ?? name ?? 'file' },
    kind: 'file',
    bytes: file.bytes,
    ...(mediaType !== undefined && mediaForm.test(mediaType) ? { mediaType } : {}),
    sha256: file.sha256,
    ...(others.length === 0 ? {} : { otherDigests: others.slice(0, 4) }),
    ...(custody.length === 0 ? {} : { custody: custody.slice(0, custodyMax) }),
  }
  const refusal = judge(validatorOf('part/evidence-item.json'), item)
  if (refusal !== null)
    return refuse('CASE_INVALID', {
      ...(refusal.pointer === undefined ? {} : { pointer: refusal.pointer }),
      detail: refusal.detail ?? refusal.code,
    })
  return { ok: true, description: { name, item, unread: unread.slice(0, unreadMax) } }
}

const mediaForm = /^[a-z0-9][a-z0-9.+-]{0,63}\/[a-z0-9][a-z0-9.+-]{0,99}$/

/** By which a description may name a file. */
export type Algorithm = keyof typeof hashMethods

/** The hashes of a facet that have the length of their algorithm, in lower case. */
function digestsIn(graph: CaseGraph, facet: CaseNode): ReadonlyMap<Algorithm, string> {
  const found = new Map<Algorithm, string>()
  for (const hash of nodesOf(graph, facet, terms.hash)) {
    const method = textOf(hash, terms.hashMethod)
      ?.toUpperCase()
      .replace(/^SHA-(?=[0-9])/, 'SHA')
    const value = textOf(hash, terms.hashValue)?.toLowerCase() ?? ''
    for (const algorithm of Object.keys(hashMethods) as Algorithm[])
      if (hashMethods[algorithm] === method && digestForms[algorithm].test(value)) found.set(algorithm, value)
  }
  return found
}

const digestForms: Readonly<Record<Algorithm, RegExp>> = {
  'SHA-256': /^[0-9a-f]{64}$/,
  'SHA-512': /^[0-9a-f]{128}$/,
  'SHA3-256': /^[0-9a-f]{64}$/,
  'SHA-1': /^[0-9a-f]{40}$/,
  MD5: /^[0-9a-f]{32}$/,
}

function leadsTo(
  graph: CaseGraph,
  from: CaseNode,
  by: (typeof terms)[keyof typeof terms],
  to: ReadonlySet<CaseNode>,
): boolean {
  return nodesOf(graph, from, by).some((node) => to.has(node))
}

/** The actions on a file or its provenance records, by their time. */
function custodyIn(
  graph: CaseGraph,
  about: ReadonlySet<CaseNode>,
  language: string,
): { readonly custody: readonly CustodyEvent[]; readonly unread: readonly string[] } {
  const actions = [...graph.values()].filter(
    (node) =>
      node.types.includes(terms.InvestigativeAction.iri) &&
      (leadsTo(graph, node, terms.actionObject, about) || leadsTo(graph, node, terms.result, about)),
  )
  const events = actions.map(
    (action) => eventOf(graph, action, language) ?? lineOf(textOf(action, terms.name), 300) ?? action.id,
  )
  const custody = events.filter((event) => typeof event !== 'string')
  return {
    custody: custody.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)),
    unread: events.filter((event) => typeof event === 'string'),
  }
}

function eventOf(graph: CaseGraph, action: CaseNode, language: string): CustodyEvent | null {
  const at = momentIn(textOf(action, terms.startTime) ?? textOf(action, terms.endTime))
  const code = actionIn(textOf(action, terms.name))
  const nameOf = (term: (typeof terms)[keyof typeof terms]): string | null =>
    lineOf(
      nodesOf(graph, action, term)
        .map((node) => textOf(node, terms.name))
        .find((one) => one !== null),
      300,
    )
  const by = nameOf(terms.performer)
  if (at === null || code === null || by === null) return null
  const place = nameOf(terms.location)
  const reason = lineOf(textOf(action, terms.description), 20_000)
  return {
    at,
    action: code,
    by,
    ...(place === null ? {} : { place }),
    ...(reason === null ? {} : { reason: { language, text: reason } }),
  }
}

type CustodyCode = Extract<CustodyEvent['action'], string>

/** The codes of schemas/code/custody-action.json. */
const custodyCodes: readonly CustodyCode[] = [
  'identified',
  'collected',
  'acquired',
  'imaged',
  'transferred',
  'received',
  'verified',
  'accessed',
  'copied',
  'sealed',
  'unsealed',
  'returned',
  'destroyed',
]

/** The code of custody that a name says as it stands, or by a word that CASE has for it; nothing is guessed. */
function actionIn(name: string | null): CustodyCode | null {
  const word = name?.trim().toLowerCase() ?? ''
  const wanted = Object.hasOwn(synonyms, word) ? synonyms[word] : word
  return custodyCodes.find((code) => code === wanted) ?? null
}

/** A moment in the form of schemas/part/moment.json; null for one without an offset, which is two moments. */
function momentIn(text: string | null): string | null {
  const [, second = null, fraction = '', offset = ''] =
    /^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9])(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$/.exec(
      text ?? '',
    ) ?? []
  if (second === null) return null
  const moment = `${second}${fraction === '' ? '' : `${fraction}00`.slice(0, 4)}${offset}`
  return Number.isNaN(Date.parse(moment)) ? null : moment
}

/** Text of others as one line that shows what it says, of at most so many characters; null where nothing is left. */
function lineOf(text: string | null | undefined, charactersMax: number): string | null {
  const line = (text ?? '').replace(unseen, ' ').normalize('NFC').trim()
  // What is cut in the middle of a character loses its half.
  const short = line
    .slice(0, charactersMax)
    .replace(/\p{Surrogate}/gu, '')
    .trimEnd()
  return short === '' ? null : short
}

const unseen = /[\p{Cc}\p{Surrogate}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu
