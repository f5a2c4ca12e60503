/** The namespaces of CASE 1.4.0 and UCO 1.4.0 that are used here, by the prefixes of CASE's own examples. */
export const namespaces = {
  'case-investigation': 'https://ontology.caseontology.org/case/investigation/',
  'uco-action': 'https://ontology.unifiedcyberontology.org/uco/action/',
  'uco-core': 'https://ontology.unifiedcyberontology.org/uco/core/',
  'uco-identity': 'https://ontology.unifiedcyberontology.org/uco/identity/',
  'uco-location': 'https://ontology.unifiedcyberontology.org/uco/location/',
  'uco-marking': 'https://ontology.unifiedcyberontology.org/uco/marking/',
  'uco-observable': 'https://ontology.unifiedcyberontology.org/uco/observable/',
  'uco-tool': 'https://ontology.unifiedcyberontology.org/uco/tool/',
  'uco-types': 'https://ontology.unifiedcyberontology.org/uco/types/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const

/** A term of an ontology: its IRI, and what it is: a class, a property of a thing, or one of a value of a datatype. */
export interface Term {
  readonly iri: string
  /** `class`; `thing` for a property whose value is another node; else the IRI of the datatype of its value. */
  readonly is: string
}

function term(prefix: keyof typeof namespaces, name: string, is: string): Term {
  return { iri: namespaces[prefix] + name, is }
}

const text = `${namespaces.xsd}string`
const moment = `${namespaces.xsd}dateTime`
const integer = `${namespaces.xsd}integer`
const hexadecimal = `${namespaces.xsd}hexBinary`

/** Every term that is written or read, as CASE 1.4.0 (investigation) and UCO 1.4.0 define them, with the range of their shapes. */
export const terms = {
  Investigation: term('case-investigation', 'Investigation', 'class'),
  InvestigativeAction: term('case-investigation', 'InvestigativeAction', 'class'),
  ProvenanceRecord: term('case-investigation', 'ProvenanceRecord', 'class'),
  exhibitNumber: term('case-investigation', 'exhibitNumber', text),
  wasDerivedFrom: term('case-investigation', 'wasDerivedFrom', 'thing'),
  wasInformedBy: term('case-investigation', 'wasInformedBy', 'thing'),
  endTime: term('uco-action', 'endTime', moment),
  instrument: term('uco-action', 'instrument', 'thing'),
  location: term('uco-action', 'location', 'thing'),
  actionObject: term('uco-action', 'object', 'thing'),
  participant: term('uco-action', 'participant', 'thing'),
  performer: term('uco-action', 'performer', 'thing'),
  result: term('uco-action', 'result', 'thing'),
  startTime: term('uco-action', 'startTime', moment),
  Item: term('uco-core', 'Item', 'class'),
  description: term('uco-core', 'description', text),
  hasFacet: term('uco-core', 'hasFacet', 'thing'),
  name: term('uco-core', 'name', text),
  object: term('uco-core', 'object', 'thing'),
  objectMarking: term('uco-core', 'objectMarking', 'thing'),
  Identity: term('uco-identity', 'Identity', 'class'),
  Organization: term('uco-identity', 'Organization', 'class'),
  Location: term('uco-location', 'Location', 'class'),
  MarkingDefinition: term('uco-marking', 'MarkingDefinition', 'class'),
  StatementMarking: term('uco-marking', 'StatementMarking', 'class'),
  definition: term('uco-marking', 'definition', 'thing'),
  definitionType: term('uco-marking', 'definitionType', text),
  statement: term('uco-marking', 'statement', text),
  ContentDataFacet: term('uco-observable', 'ContentDataFacet', 'class'),
  File: term('uco-observable', 'File', 'class'),
  FileFacet: term('uco-observable', 'FileFacet', 'class'),
  ObservableObject: term('uco-observable', 'ObservableObject', 'class'),
  fileName: term('uco-observable', 'fileName', text),
  hash: term('uco-observable', 'hash', 'thing'),
  mimeType: term('uco-observable', 'mimeType', text),
  sizeInBytes: term('uco-observable', 'sizeInBytes', integer),
  Tool: term('uco-tool', 'Tool', 'class'),
  Hash: term('uco-types', 'Hash', 'class'),
  hashMethod: term('uco-types', 'hashMethod', text),
  hashValue: term('uco-types', 'hashValue', hexadecimal),
} as const satisfies Readonly<Record<string, Term>>

/** What HashNameVocab of UCO calls the algorithms of schemas/code/hash-algorithm.json, and SHA-256. */
export const hashMethods = {
  'SHA-256': 'SHA256',
  'SHA-512': 'SHA512',
  'SHA3-256': 'SHA3-256',
  'SHA-1': 'SHA1',
  MD5: 'MD5',
} as const

/** A term in the short form of the context: `uco-core:name`. */
export function shortly({ iri }: Term): string {
  const [prefix = '', namespace = ''] =
    Object.entries(namespaces).find(([, one]) => iri.startsWith(one)) ?? []
  return `${prefix}:${iri.slice(namespace.length)}`
}
