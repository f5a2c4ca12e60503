import { manifestMediaType } from '../exhibit/manifest.ts'
import { openManifest } from '../exchange/exhibits/saveFolder.ts'
import type { Node } from '../exchange/node.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'
import { findOwnDeposits, filesOfRequest } from '../store/exhibits/handedOver.ts'
import { isObject } from './bodySchema.ts'
import { notedBy, wrongUse } from './outcome.ts'

/** Files that one message announces at most, and the last id that a request has for one: schemas/envelope.json, part/exhibit-id.json. */
const exhibitsMax = 200
const lastNumber = 99_999

/** Who hands the files over, for the log: a manifest is opened to know them. */
interface Giver {
  readonly person: string
  readonly authority: string
}

/**
 * A draft that hands over manifests, as so many drafts as hand over their files as well: each with the same body and the
 * manifests, and as many of the files as a message may announce. What of the files the request has already is not handed over
 * again, so that what broke off goes on when it is said anew. Only the last one says that it is all, and the last.
 *
 * @param request - UUID
 * @throws CommandFailure where no manifest is named, one does not open, or the request has too few ids left
 */
export async function withFilesOf(
  node: Node,
  request: string,
  said: JsonObject,
  giver: Giver,
): Promise<readonly JsonObject[]> {
  const announced = Array.isArray(said.exhibits) ? (said.exhibits as readonly JsonValue[]) : []
  const before = await filesOfRequest(node.db, request)
  const given = new Set(before.map(({ deposit }) => deposit))
  const wanted = [...(await depositsOf(node, announced, giver))].filter((deposit) => !given.has(deposit))
  const room = exhibitsMax - announced.length
  if (room <= 0) throw wrongUse(`a message announces ${exhibitsMax} files at most`)
  const first =
    1 + Math.max(0, ...[...announced.map(idOf), ...before.map(({ exhibit }) => exhibit)].map(numberOf))
  if (first + wanted.length - 1 > lastNumber)
    throw wrongUse(
      `the request has ids for ${Math.max(0, lastNumber - first + 1)} files more, and these are ${wanted.length}`,
    )
  const files = wanted.map((deposit, at): JsonObject => ({ id: `E${first + at}`, deposit }))
  const parts: JsonObject[] = []
  for (let at = 0; at === 0 || at < files.length; at += room) {
    const isLast = at + room >= files.length
    const exhibits = [...announced, ...files.slice(at, at + room)]
    const body = isLast ? (said.body ?? null) : asPart(said.body ?? null)
    parts.push({ ...said, body: at === 0 ? body : replacingNothing(body), exhibits })
  }
  return parts
}

/** The deposits of the files of all manifests that are handed over. */
async function depositsOf(
  node: Node,
  announced: readonly JsonValue[],
  giver: Giver,
): Promise<ReadonlySet<string>> {
  const named = announced.flatMap((one) =>
    isObject(one) && typeof one.deposit === 'string' ? [one.deposit] : [],
  )
  const rows = await findOwnDeposits(node.db, node.state, named)
  const manifests = named.filter((deposit) => rows.get(deposit)?.media_type === manifestMediaType)
  if (manifests.length === 0) throw wrongUse('--with-files needs --hand-over with the manifest of a folder')
  const found = new Set<string>()
  for (const manifest of manifests) {
    const opened = await openManifest(node, manifest, { ...giver, reason: 'its files are handed over' })
    if (!opened.ok) throw notedBy(opened)
    for (const { deposit } of opened.manifest.files) if (!named.includes(deposit)) found.add(deposit)
  }
  return found
}

function idOf(exhibit: JsonValue): string {
  return isObject(exhibit) && typeof exhibit.id === 'string' ? exhibit.id : ''
}

function numberOf(id: string): number {
  return Number(/^E([0-9]{1,5})$/.exec(id)?.[1] ?? 0)
}

/**
 * The body of a message after the one that has replaced what was disputed: each is replaced once, and what is disputed beside
 * it stays as it is.
 */
export function replacingNothing(body: JsonValue): JsonValue {
  if (!isObject(body)) return body
  const own = withNoneReplaced(body)
  if (!Array.isArray(own.outcomes)) return own
  const outcomes = own.outcomes as readonly JsonValue[]
  return { ...own, outcomes: outcomes.map((one) => (isObject(one) ? withNoneReplaced(one) : one)) }
}

function withNoneReplaced(said: JsonObject): JsonObject {
  return Object.hasOwn(said, 'replaces') ? { ...said, replaces: [] } : said
}

/** The body of a message after which more will come. */
function asPart(body: JsonValue): JsonValue {
  if (!isObject(body) || !Array.isArray(body.outcomes)) return body
  const outcomes = (body.outcomes as readonly JsonValue[]).map((one) => {
    if (!isObject(one)) return one
    const open = Object.keys(one).filter((name) => name === 'complete' || name === 'final')
    return { ...one, ...Object.fromEntries(open.map((name) => [name, false])) }
  })
  return { ...body, outcomes }
}
