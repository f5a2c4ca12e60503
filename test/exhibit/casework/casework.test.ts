import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import jsonld from 'jsonld'
import { caseDocument } from '../../../src/exhibit/casework/caseExport.ts'
import { nodesMax } from '../../../src/exhibit/casework/caseGraph.ts'
import { type DescribedFile, describeByCase } from '../../../src/exhibit/casework/caseImport.ts'
import { hashMethods, namespaces, terms } from '../../../src/exhibit/casework/terms.ts'
import type { EvidenceItem, Message } from '../../../src/message/generated/types.ts'
import type { JsonObject } from '../../../src/message/json.ts'
import { validateMessage } from '../../../src/message/validate.ts'

const example = (name: string): Message => {
  const path = join(import.meta.dirname, '../../../schemas/example', `${name}.json`)
  return JSON.parse(readFileSync(path, 'utf8')) as Message
}

/** A delivery in which the file handed over is described as fully as it can be. */
function described(): Extract<Message, { type: 'delivery' }> {
  const message = example('delivery.sealed')
  assert.ok(message.type === 'delivery')
  const text = (words: string) => ({ language: 'en', text: words })
  const item: EvidenceItem = {
    exhibit: 'E2',
    number: 'QA-77/3',
    what: text('Subscriber record'),
    kind: 'export',
    source: { system: 'Register', place: 'Doha' },
    collectedBy: 'Example-F',
    method: 'Export by query',
    tool: 'Exporter 4.2',
    from: '2027-03-01T10:00:00+03:00',
    to: '2027-03-01T10:10:00+03:00',
    otherDigests: [
      { algorithm: 'SHA3-256', value: 'ab'.repeat(32) },
      { algorithm: 'MD5', value: 'cd'.repeat(16) },
    ],
    derivedFrom: 'E2',
    custody: [
      { at: '2027-03-01T10:12:00+03:00', action: 'collected', by: 'Example-F', reason: text('By order.') },
      {
        at: '2027-03-02T08:00:00+03:00',
        action: 'sealed',
        by: 'Example-G',
        authority: 'qa.pp',
        place: 'Doha',
        sha256: 'ef'.repeat(32),
        change: text('The label was renewed.'),
      },
    ],
  }
  const device: EvidenceItem = { what: text('A telephone'), kind: 'device', custody: item.custody ?? [] }
  const image: EvidenceItem = {
    what: text('An image of it'),
    kind: 'image',
    bytes: 64,
    sha256: '12'.repeat(32),
  }
  const outcomes = message.body.outcomes.map((outcome) => ({
    ...outcome,
    manifest: [item, device, image],
    handling: 'AMBER_STRICT' as const,
  }))
  const changed = { ...message, body: { ...message.body, outcomes } }
  const valid = validateMessage(changed)
  assert.ok(valid.ok, JSON.stringify(valid))
  return changed
}

const exported = (only: string | null = null, messages: readonly Message[] = [described()]): JsonObject =>
  caseDocument({ request: '0197b1c0-0000-7000-8000-000000000001', reference: 'VN-DEMO-1', messages }, only)

interface Expanded {
  readonly '@id': string
  readonly '@type'?: readonly string[]
  readonly [name: string]: unknown
}

/** Reads a document by the JSON-LD processor of others, which may load nothing. */
async function expandedByOthers(document: JsonObject): Promise<readonly Expanded[]> {
  const documentLoader = (url: string): never => {
    throw new Error(`nothing is loaded: ${url}`)
  }
  return (await jsonld.flatten(document, undefined, {
    documentLoader,
  })) as unknown as Expanded[]
}

const ranges: ReadonlyMap<string, string> = new Map(Object.values(terms).map(({ iri, is }) => [iri, is]))

type ByNamespace = Readonly<Record<string, string>>

/** What the ontologies themselves declare. */
const ontology = JSON.parse(readFileSync(join(import.meta.dirname, 'ontology.json'), 'utf8')) as {
  readonly classes: ByNamespace
  readonly objectProperties: ByNamespace
  readonly datatypeProperties: Readonly<Record<string, ByNamespace>>
  readonly hashNames: string
}

function declared(names: ByNamespace): readonly string[] {
  return Object.entries(names).flatMap(([namespace, all]) => all.split(' ').map((name) => namespace + name))
}

/** What each term is by the ontologies, as `terms` writes it; `any` where a datatype property has no range. */
const declaredAs: ReadonlyMap<string, string> = new Map([
  ...declared(ontology.classes).map((iri) => [iri, 'class'] as const),
  ...declared(ontology.objectProperties).map((iri) => [iri, 'thing'] as const),
  ...Object.entries(ontology.datatypeProperties).flatMap(([range, names]) =>
    declared(names).map((iri) => [iri, range] as const),
  ),
])

describe('an exhibit in CASE', () => {
  it('is JSON-LD to a processor of others, with terms of the ontologies alone and values of their ranges', async () => {
    const nodes = await expandedByOthers(exported())
    const used = new Set<string>()
    for (const { '@id': id, '@type': types = [], ...members } of nodes) {
      assert.match(id, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      for (const type of types) assert.equal(ranges.get(type), 'class', type)
      for (const [property, values] of Object.entries(members)) {
        const range = ranges.get(property)
        assert.ok(range !== undefined && range !== 'class', property)
        used.add(property)
        for (const value of values as Record<string, unknown>[]) {
          if (range === 'thing') assert.deepEqual(Object.keys(value), ['@id'], property)
          else assert.equal(value['@type'] ?? typeOf(value['@value']), range, property)
        }
      }
      for (const type of types) used.add(type)
    }
    // What is in the table is used: nothing stands there that no export has.
    assert.deepEqual(
      [...ranges.keys()].filter((iri) => !used.has(iri)),
      [],
    )
    const ids = new Set(nodes.map((node) => node['@id']))
    for (const node of nodes)
      for (const [name, values] of Object.entries(node))
        if (ranges.get(name) === 'thing')
          for (const value of values as { '@id': string }[])
            assert.ok(ids.has(value['@id']), `${name} leads nowhere`)
  })

  it('has terms that CASE 1.4.0 and UCO 1.4.0 declare, each for what it is there, and the names that they give to hashes', () => {
    assert.ok(declaredAs.size > 1_000)
    for (const { iri, is } of Object.values(terms)) {
      const found = declaredAs.get(iri)
      assert.ok(found !== undefined, `${iri} is declared by no ontology`)
      if (found !== 'any') assert.equal(is, found, iri)
      else assert.match(is, /^http:\/\/www\.w3\.org\/2001\/XMLSchema#/, iri)
    }
    const names = ontology.hashNames.split(' ')
    assert.deepEqual(
      Object.values(hashMethods).filter((name) => !names.includes(name)),
      [],
    )
  })

  it('has the cardinalities that the shapes of CASE and UCO ask for', async () => {
    const once = [
      terms.exhibitNumber,
      terms.startTime,
      terms.endTime,
      terms.performer,
      terms.hashMethod,
      terms.hashValue,
      terms.mimeType,
      terms.sizeInBytes,
      terms.name,
    ]
    for (const node of await expandedByOthers(exported()))
      for (const { iri } of once)
        if (iri in node) assert.equal((node[iri] as unknown[]).length, 1, `${node['@id']} ${iri}`)
  })

  it('is the same document for the same record, and of one exhibit where one is asked for', async () => {
    assert.deepEqual(exported(), exported())
    const typesOf = async (only: string | null): Promise<readonly string[]> =>
      (await expandedByOthers(exported(only))).flatMap((node) => node['@type'] ?? [])
    const countOf = (types: readonly string[], { iri }: { iri: string }) =>
      types.filter((type) => type === iri).length
    const [all, one, none] = [await typesOf(null), await typesOf('E2'), await typesOf('E9')]
    assert.deepEqual([countOf(all, terms.ProvenanceRecord), countOf(one, terms.ProvenanceRecord)], [3, 1])
    assert.deepEqual(
      [countOf(all, terms.InvestigativeAction), countOf(one, terms.InvestigativeAction)],
      [5, 3],
    )
    assert.deepEqual(none, [terms.Investigation.iri])
  })

  it('says nothing of what opens the file', () => {
    const message = described()
    const keys = message.exhibits.map(({ sealed }) => sealed?.key ?? 'none')
    for (const key of keys) assert.ok(!JSON.stringify(exported()).includes(key))
  })
})

function typeOf(value: unknown): string {
  return `${namespaces.xsd}${typeof value === 'number' ? 'integer' : 'string'}`
}

describe('a description in CASE', () => {
  const content = Buffer.from('some evidence\n')
  const of = (algorithm: string): string => createHash(algorithm).update(content).digest('hex')
  const file: DescribedFile = { bytes: content.length, sha256: of('sha256'), sha512: of('sha512') }
  const bytesOf = (document: object): Buffer => Buffer.from(JSON.stringify(document))
  const codeOf = (document: object | Buffer, of: DescribedFile = file): string => {
    const result = describeByCase(Buffer.isBuffer(document) ? document : bytesOf(document), of, 'en')
    return result.ok ? 'described' : result.code
  }
  const hashNode = (method: string, value: string): object => ({
    '@id': `kb:hash-${method}`,
    '@type': 'uco-types:Hash',
    'uco-types:hashMethod': { '@type': 'uco-vocabulary:HashNameVocab', '@value': method },
    'uco-types:hashValue': { '@type': 'xsd:hexBinary', '@value': value.toUpperCase() },
  })
  /** A document as programs of others write it. */
  const document = (change: { content?: object; action?: object } = {}): JsonObject =>
    ({
      '@context': { kb: 'http://example.org/kb/', '@vocab': 'http://example.org/local#', ...namespaces },
      '@graph': [
        {
          '@id': 'kb:file-1',
          '@type': 'uco-observable:File',
          'uco-core:hasFacet': [
            {
              '@id': 'kb:facet-1',
              '@type': 'uco-observable:FileFacet',
              'uco-observable:fileName': 'evi\u202edence.txt',
            },
            {
              '@id': 'kb:facet-2',
              '@type': 'uco-observable:ContentDataFacet',
              'uco-observable:sizeInBytes': content.length,
              'uco-observable:mimeType': 'text/plain',
              'uco-observable:hash': [hashNode('SHA256', of('sha256')), hashNode('MD5', of('md5'))],
              ...change.content,
            },
          ],
        },
        {
          '@id': 'kb:record-1',
          '@type': 'case-investigation:ProvenanceRecord',
          'case-investigation:exhibitNumber': 'ACME-1',
          'uco-core:description': 'A note',
          'uco-core:object': { '@id': 'kb:file-1' },
        },
        { '@id': 'kb:person-1', '@type': 'uco-identity:Person', 'uco-core:name': 'Example-H' },
        { '@id': 'kb:place-1', '@type': 'uco-location:Location', 'uco-core:name': 'Hanoi' },
        {
          '@id': 'kb:action-2',
          '@type': 'case-investigation:InvestigativeAction',
          'uco-core:name': 'imaged',
          'uco-action:startTime': { '@type': 'xsd:dateTime', '@value': '2026-02-01T10:00:00.25Z' },
          'uco-action:performer': { '@id': 'kb:person-1' },
          'uco-action:object': { '@id': 'kb:file-1' },
          ...change.action,
        },
        {
          '@id': 'kb:action-1',
          '@type': 'case-investigation:InvestigativeAction',
          'uco-core:name': 'Seized',
          'uco-action:startTime': { '@type': 'xsd:dateTime', '@value': '2026-01-01T10:00:00Z' },
          'uco-action:performer': { '@id': 'kb:person-1' },
          'uco-action:location': { '@id': 'kb:place-1' },
          'uco-action:result': [{ '@id': 'kb:record-1' }],
        },
      ],
    }) as JsonObject

  it('tells of the file that has its hash: name, number, hashes and custody, in the shape of an item', () => {
    const result = describeByCase(bytesOf(document()), file, 'en')
    assert.ok(result.ok, JSON.stringify(result))
    assert.deepEqual(result.description, {
      name: 'evi dence.txt',
      item: {
        number: 'ACME-1',
        what: { language: 'en', text: 'A note' },
        kind: 'file',
        bytes: content.length,
        mediaType: 'text/plain',
        sha256: file.sha256,
        otherDigests: [{ algorithm: 'MD5', value: of('md5') }],
        custody: [
          { at: '2026-01-01T10:00:00Z', action: 'collected', by: 'Example-H', place: 'Hanoi' },
          { at: '2026-02-01T10:00:00.250Z', action: 'imaged', by: 'Example-H' },
        ],
      },
      unread: [],
    })
  })

  it('names actions that it cannot take, and guesses nothing', () => {
    for (const action of [
      { 'uco-core:name': 'looked at' },
      { 'uco-action:performer': [] },
      { 'uco-action:startTime': '2026-02-01T10:00:00' },
    ]) {
      const result = describeByCase(bytesOf(document({ action })), file, 'en')
      assert.ok(result.ok)
      const { item, unread } = result.description
      assert.deepEqual([item.custody?.length, unread.length], [1, 1])
    }
  })

  it('is refused where it is of another file', () => {
    const other = (change: Partial<DescribedFile>) => codeOf(document(), { ...file, ...change })
    assert.equal(other({ sha256: 'ab'.repeat(32) }), 'CASE_FILE_UNKNOWN')
    assert.equal(other({ bytes: 13 }), 'CASE_FILE_DIFFERS')
    const hashes = [hashNode('SHA256', of('sha256')), hashNode('SHA512', 'ab'.repeat(64))]
    assert.equal(codeOf(document({ content: { 'uco-observable:hash': hashes } })), 'CASE_FILE_DIFFERS')
    const legacy = [hashNode('MD5', of('md5'))]
    assert.equal(codeOf(document({ content: { 'uco-observable:hash': legacy } })), 'CASE_FILE_UNKNOWN')
    const short = [hashNode('SHA256', of('sha256').slice(1))]
    assert.equal(codeOf(document({ content: { 'uco-observable:hash': short } })), 'CASE_FILE_UNKNOWN')
  })

  it('is refused where it is something else, too much, or has its terms elsewhere', () => {
    const contexts = [
      'https://example.org/context',
      ['https://example.org/context'],
      { '@import': 'https://example.org/' },
    ]
    for (const context of contexts)
      assert.equal(codeOf({ ...document(), '@context': context }), 'CASE_CONTEXT_REMOTE')
    assert.equal(codeOf({ ...document(), '@context': 7 }), 'CASE_INVALID')
    assert.equal(codeOf({ '@graph': [{ '@context': {} }] }), 'CASE_INVALID')
    assert.equal(codeOf({ '@graph': ['a'] }), 'CASE_INVALID')
    assert.equal(codeOf([]), 'CASE_INVALID')
    assert.equal(codeOf(Buffer.from('{')), 'JSON_INVALID')
    assert.equal(codeOf(Buffer.from('['.repeat(40))), 'JSON_TOO_DEEP')
    assert.equal(codeOf(Buffer.alloc(16_777_217, ' ')), 'JSON_TOO_LARGE')
    const many = Array.from({ length: nodesMax + 1 }, (_, at) => ({ '@id': `kb:${at}` }))
    assert.equal(
      codeOf({ '@graph': [{ 'a:b': many.map((node) => ({ ...node, 'a:c': 1 })) }] }),
      'CASE_INVALID',
    )
  })

  it('is never more than a refusal or an item, whatever it says', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.string({ unit: 'binary' }), (value, name) => {
        const weird = JSON.parse(JSON.stringify(document())) as { '@graph': Record<string, unknown>[] }
        weird['@graph'].push({ '@id': 'kb:file-1', 'uco-core:description': name, 'uco-core:name': value })
        describeByCase(bytesOf(weird), file, 'en')
        describeByCase(bytesOf({ '@graph': value }), file, 'en')
        describeByCase(bytesOf({ '@context': value, '@graph': [] }), file, 'en')
      }),
    )
  })

  it('is what was exported, read again', () => {
    const message = described()
    const [exhibit] = message.exhibits
    assert.ok(exhibit?.sha512 !== undefined)
    const { bytes, sha256, sha512 } = exhibit
    const result = describeByCase(bytesOf(exported()), { bytes, sha256, sha512 }, 'en')
    assert.ok(result.ok, JSON.stringify(result))
    const { name, item, unread } = result.description
    assert.deepEqual(
      [name, item.number, item.mediaType, unread],
      [exhibit.name, 'QA-77/3', exhibit.mediaType, []],
    )
    assert.deepEqual(
      item.custody?.map(({ action, by, place }) => [action, by, place]),
      [
        ['collected', 'Example-F', 'Doha'],
        ['collected', 'Example-F', undefined],
        ['sealed', 'Example-G', 'Doha'],
      ],
    )
  })

  it('has a name of UCO for every algorithm of the list', () => {
    const path = join(import.meta.dirname, '../../../schemas/code/hash-algorithm.json')
    const { oneOf } = JSON.parse(readFileSync(path, 'utf8')) as { oneOf: { const?: string }[] }
    const codes = oneOf.flatMap((branch) => branch.const ?? [])
    assert.deepEqual(['SHA-256', ...codes].toSorted(), Object.keys(hashMethods).toSorted())
  })
})
