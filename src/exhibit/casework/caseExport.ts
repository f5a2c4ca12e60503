import { hash } from 'node:crypto'
import type { CustodyEvent, Envelope, EvidenceItem, Message } from '../../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { type Handling, handlingSaid } from '../../message/handling.ts'
import { type FoundItem, evidenceIn } from './evidenceIn.ts'
import { markingsIn } from './markings.ts'
import { hashMethods, namespaces, shortly, terms } from './terms.ts'

type Exhibit = Envelope['exhibits'][number]

/** What is told of a request. */
export interface CaseRecord {
  /** UUID. */
  readonly request: string
  readonly reference: string
  /** In their order. */
  readonly messages: readonly Message[]
}

/** What is known of one algorithm of a file. */
interface Digest {
  readonly algorithm: keyof typeof hashMethods
  readonly value: string
}

/**
 * The exhibits and items of evidence of a record as CASE (JSON-LD): files with their hashes, a provenance record for each,
 * an action for each event of custody, in an investigation. The same record gives the same document.
 *
 * @param only - the id of an exhibit: nothing else is told of
 */
export function caseDocument({ request, reference, messages }: CaseRecord, only: string | null): JsonObject {
  const graph = new Graph(request)
  for (const message of messages) tellMessage(graph, message, only)
  const told = graph.nodes.map((node) => ({ '@id': node['@id'] ?? '' }))
  const investigation = graph.add('investigation', terms.Investigation, {
    [shortly(terms.name)]: reference,
    ...(told.length === 0 ? {} : { [shortly(terms.object)]: told }),
  })
  return {
    '@context': { kb: 'urn:uuid:', ...namespaces },
    '@graph': [
      ...graph.nodes.filter((node) => node['@id'] === investigation['@id']),
      ...graph.nodes.filter((node) => node['@id'] !== investigation['@id']),
    ],
  }
}

/** The nodes of a document. What is the same is one node: a person, a place, a tool. */
class Graph {
  readonly nodes: JsonObject[] = []
  readonly #request: string
  readonly #known = new Set<string>()

  constructor(request: string) {
    this.#request = request
  }

  /** The id of what has this name in the request: a UUID (RFC 9562, version 8) out of its SHA-256. */
  id(name: string): string {
    const hex = hash('sha256', `rogatory-case/v1\0${this.#request}\0${name}`)
    const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
    const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, variant + hex.slice(17, 20)]
    return `kb:${parts.join('-')}-${hex.slice(20, 32)}`
  }

  /** Adds a node and gives the reference to it. */
  add(name: string, type: { readonly iri: string; readonly is: string }, members: JsonObject): JsonObject {
    const id = this.id(name)
    if (!this.#known.has(id)) {
      this.#known.add(id)
      this.nodes.push({ ...this.part(name, type, members) })
    }
    return { '@id': id }
  }

  /** A node that stands inside another. */
  part(name: string, type: { readonly iri: string; readonly is: string }, members: JsonObject): JsonObject {
    return { '@id': this.id(name), '@type': shortly(type), ...members }
  }

  /** A node that is known by its name alone. */
  named(type: (typeof terms)['Identity' | 'Organization' | 'Location' | 'Tool'], name: string): JsonObject {
    return this.add(`${type.iri}\0${name}`, type, { [shortly(terms.name)]: name })
  }
}

function tellMessage(graph: Graph, message: Message, only: string | null): void {
  const items = evidenceIn(message)
  const exhibits = message.exhibits.filter(({ id }) => only === null || id === only)
  for (const exhibit of exhibits) {
    const about = items.filter(({ item }) => item.exhibit === exhibit.id)
    const file = tellFile(graph, message, exhibit, about[0]?.item)
    if (about.length === 0)
      tellProvenance(graph, `${message.id}/${exhibit.id}`, exhibit.id, titleOf(exhibit), file)
    for (const found of about) tellItem(graph, message, found, file)
  }
  if (only !== null) return
  for (const found of items.filter(({ item }) => !message.exhibits.some(({ id }) => id === item.exhibit)))
    tellItem(graph, message, found, tellThing(graph, message, found))
}

function titleOf({ title, name }: Exhibit): string {
  return title?.text ?? name
}

function tellFile(graph: Graph, message: Message, exhibit: Exhibit, item?: EvidenceItem): JsonObject {
  const { id, name, bytes, mediaType, sha256, sha512, title } = exhibit
  const at = `${message.id}/${id}`
  const others: readonly Digest[] = (item?.otherDigests ?? []).flatMap(known)
  const digests: readonly Digest[] = [
    { algorithm: 'SHA-256', value: sha256 },
    ...(sha512 === undefined ? [] : [{ algorithm: 'SHA-512', value: sha512 } as const]),
    ...others.filter(({ algorithm }) => algorithm !== 'SHA-512' || sha512 === undefined),
  ]
  const source = item?.derivedFrom
  return graph.add(`${at}/file`, terms.File, {
    [shortly(terms.name)]: name,
    ...(title === undefined ? {} : { [shortly(terms.description)]: title.text }),
    ...markingsOf(graph, handlingSaid(message, id)),
    [shortly(terms.hasFacet)]: [
      graph.part(`${at}/fileFacet`, terms.FileFacet, {
        [shortly(terms.fileName)]: name,
        [shortly(terms.sizeInBytes)]: bytes,
      }),
      contentFacet(graph, at, { bytes, mediaType, digests }),
    ],
    ...(source === undefined
      ? {}
      : { [shortly(terms.wasDerivedFrom)]: { '@id': graph.id(`${message.id}/${source}/file`) } }),
  })
}

/** How it is to be handled: one definition for each list of codes, the same one wherever the same is said. */
function markingsOf(graph: Graph, handling: readonly Handling[]): JsonObject {
  const markings = markingsIn(handling).map(({ by, statement }) =>
    graph.add(`marking\0${statement}`, terms.MarkingDefinition, {
      [shortly(terms.definitionType)]: by,
      [shortly(terms.definition)]: [
        graph.part(`marking\0${statement}/statement`, terms.StatementMarking, {
          [shortly(terms.definitionType)]: by,
          [shortly(terms.statement)]: statement,
        }),
      ],
    }),
  )
  return markings.length === 0 ? {} : { [shortly(terms.objectMarking)]: markings }
}

/** Something that is not handed over as a file of this message: a device, or a file that its hash tells. */
function tellThing(graph: Graph, { id: message }: Message, { place, item }: FoundItem): JsonObject {
  const at = `${message}/${place}`
  const { what, bytes, mediaType, sha256, otherDigests = [] } = item
  const digests: readonly Digest[] = [
    ...(sha256 === undefined ? [] : [{ algorithm: 'SHA-256', value: sha256 } as const]),
    ...otherDigests.flatMap(known),
  ]
  const isData = digests.length > 0 || bytes !== undefined || mediaType !== undefined
  return graph.add(`${at}/thing`, isData ? terms.ObservableObject : terms.Item, {
    [shortly(terms.name)]: what.text,
    ...(isData
      ? { [shortly(terms.hasFacet)]: [contentFacet(graph, at, { bytes, mediaType, digests })] }
      : {}),
  })
}

interface Content {
  readonly bytes: number | undefined
  readonly mediaType: string | undefined
  readonly digests: readonly Digest[]
}

function contentFacet(graph: Graph, at: string, { bytes, mediaType, digests }: Content): JsonObject {
  const hashes = digests.map(({ algorithm, value }) =>
    graph.part(`${at}/hash/${algorithm}`, terms.Hash, {
      [shortly(terms.hashMethod)]: hashMethods[algorithm],
      [shortly(terms.hashValue)]: { '@type': 'xsd:hexBinary', '@value': value },
    }),
  )
  return graph.part(`${at}/contentFacet`, terms.ContentDataFacet, {
    ...(bytes === undefined ? {} : { [shortly(terms.sizeInBytes)]: bytes }),
    ...(mediaType === undefined ? {} : { [shortly(terms.mimeType)]: mediaType }),
    ...(hashes.length === 0 ? {} : { [shortly(terms.hash)]: hashes }),
  })
}

/** Codes that a State has added have no name in the vocabulary of UCO, and are left out. */
function known({ algorithm, value }: { readonly algorithm: unknown; readonly value: string }): Digest[] {
  const isKnown = (name: unknown): name is Digest['algorithm'] =>
    typeof name === 'string' && Object.hasOwn(hashMethods, name)
  return isKnown(algorithm) ? [{ algorithm, value }] : []
}

function tellProvenance(graph: Graph, at: string, number: string, words: string, of: JsonObject): JsonObject {
  return graph.add(`${at}/provenance`, terms.ProvenanceRecord, {
    [shortly(terms.exhibitNumber)]: number,
    [shortly(terms.description)]: words,
    [shortly(terms.object)]: [of],
  })
}

function tellItem(graph: Graph, message: Message, { place, item }: FoundItem, of: JsonObject): void {
  const at = `${message.id}/${place}`
  const number = item.number ?? item.exhibit ?? place
  const provenance = tellProvenance(graph, at, number, item.what.text, of)
  const result = { [shortly(terms.actionObject)]: [of], [shortly(terms.result)]: [provenance] }
  let before: JsonObject | null = null
  if (item.collectedBy !== undefined || item.from !== undefined || item.to !== undefined)
    before = graph.add(`${at}/taking`, terms.InvestigativeAction, { ...takingOf(graph, item), ...result })
  for (const [order, event] of (item.custody ?? []).entries()) {
    const informed: JsonObject = before === null ? {} : { [shortly(terms.wasInformedBy)]: [before] }
    before = graph.add(`${at}/custody/${order}`, terms.InvestigativeAction, {
      ...custodyOf(graph, event),
      ...result,
      ...informed,
    })
  }
}

function takingOf(graph: Graph, { collectedBy, method, tool, from, to, source }: EvidenceItem): JsonObject {
  return {
    [shortly(terms.name)]: 'collected',
    ...optional(terms.description, method),
    ...optional(terms.performer, collectedBy, (name) => graph.named(terms.Identity, name)),
    ...optional(terms.instrument, tool, (name) => [graph.named(terms.Tool, name)]),
    ...optional(terms.location, source?.place, (name) => [graph.named(terms.Location, name)]),
    ...optional(terms.startTime, from, momentOf),
    ...optional(terms.endTime, to, momentOf),
  }
}

function custodyOf(graph: Graph, event: CustodyEvent): JsonObject {
  const { at, action, by, authority, place, reason, sha256, change } = event
  const words = [
    reason?.text,
    change === undefined ? undefined : `Changed: ${change.text}`,
    sha256 === undefined ? undefined : `SHA-256 then: ${sha256}`,
  ].filter((one) => one !== undefined)
  return {
    [shortly(terms.name)]: typeof action === 'string' ? action : action.value,
    ...optional(terms.description, words.length === 0 ? undefined : words.join('\n')),
    [shortly(terms.performer)]: graph.named(terms.Identity, by),
    ...optional(terms.participant, authority, (id) => [graph.named(terms.Organization, id)]),
    ...optional(terms.location, place, (name) => [graph.named(terms.Location, name)]),
    [shortly(terms.startTime)]: momentOf(at),
    [shortly(terms.endTime)]: momentOf(at),
  }
}

function momentOf(text: string): JsonValue {
  return { '@type': 'xsd:dateTime', '@value': text }
}

function optional(
  of: (typeof terms)[keyof typeof terms],
  value: string | undefined,
  said: (value: string) => JsonValue = (text) => text,
): JsonObject {
  return value === undefined ? {} : { [shortly(of)]: said(value) }
}
