import type { JsonObject, JsonValue } from '../../src/message/json.ts'

/**
 * One thing that is wrong with a LoTE: where below `LoTE`, and what. The LoTE has an authority with everything, a message
 * signer in force and one that was withdrawn, a list of revoked certificates, and is a demonstration.
 */
type Spoiled = readonly [name: string, path: readonly (string | number)[], change: (at: JsonObject) => void]

const scheme = ['ListAndSchemeInformation'] as const
const operator = ['TrustedEntitiesList', 0] as const
const authority = ['TrustedEntitiesList', 1] as const
const serviceOf = (entity: readonly (string | number)[], place: number) =>
  [...entity, 'TrustedEntityServices', place] as const
/** The places of the services of the operator. */
const places = { node: 0, authority: 1, listSigner: 2, inForce: 3, withdrawn: 4, key: 5, log: 7 } as const
const service = (name: keyof typeof places) => serviceOf(operator, places[name])
const information = (name: keyof typeof places) => [...service(name), 'ServiceInformation'] as const
const history = [...service('withdrawn'), 'ServiceHistory', 0] as const
const names = 'https://rogatory.example/trust-list/'

const without = (member: string) => (at: JsonObject) => {
  Reflect.deleteProperty(at, member)
}
const having = (member: string, value: JsonValue) => (at: JsonObject) => {
  at[member] = value
}
const items = (at: JsonObject, member: string) => at[member] as JsonObject[]
const turned = (member: string) => (at: JsonObject) => {
  at[member] = [...items(at, member)].reverse()
}
const twice = (member: string) => (at: JsonObject) => {
  at[member] = [...items(at, member), ...items(at, member)]
}

export const spoiledLotes: readonly Spoiled[] = [
  // What lacks.
  ['without the time of its successor', scheme, without('NextUpdate')],
  ['without a territory', scheme, without('SchemeTerritory')],
  ['without the name of the scheme', scheme, without('SchemeName')],
  ['without how long history is kept', scheme, without('HistoricalInformationPeriod')],
  ['without entities', [], without('TrustedEntitiesList')],
  ['with no entity', [], having('TrustedEntitiesList', [])],
  ['without an address of an authority', [...authority, 'TrustedEntityInformation'], without('TEAddress')],
  [
    'without what an authority is for',
    [...authority, 'TrustedEntityInformation'],
    without('TEInformationExtensions'),
  ],
  ['without a status', information('node'), without('ServiceStatus')],
  ['without the address of the node', information('node'), without('ServiceSupplyPoints')],
  ['without the beginning of a certificate', information('inForce'), without('StatusStartingTime')],
  ['without the origin of the log', information('log'), without('ServiceInformationExtensions')],
  ['without capabilities', scheme, (at) => (at.SchemeExtensions = items(at, 'SchemeExtensions').slice(0, 1))],
  [
    'without a node',
    operator,
    (at) => (at.TrustedEntityServices = items(at, 'TrustedEntityServices').slice(1)),
  ],
  [
    'without a log',
    operator,
    (at) => (at.TrustedEntityServices = items(at, 'TrustedEntityServices').toSpliced(places.log, 1)),
  ],

  // What is too much.
  ['with a member of another scheme', [], having('Signature', 'x')],
  ['with a place of distribution', scheme, having('DistributionPoints', ['https://vn.example.org'])],
  ['with pointers to other lists', scheme, having('PointersToOtherLoTE', [])],
  [
    'with a trade name',
    [...authority, 'TrustedEntityInformation'],
    having('TETradeName', [{ lang: 'en', value: 'x' }]),
  ],
  [
    'with a second identity of a certificate',
    [...information('inForce'), 'ServiceDigitalIdentity'],
    having('OtherIds', ['x']),
  ],
  [
    'with two certificates of one service',
    [...information('inForce'), 'ServiceDigitalIdentity'],
    twice('X509Certificates'),
  ],
  [
    'with the private half of a key',
    [...information('key'), 'ServiceDigitalIdentity', 'PublicKeyValues', 0],
    having('d', 'A'.repeat(43)),
  ],
  [
    'with an extension that nobody knows',
    scheme,
    having('SchemeExtensions', [{ extension: `${names}extension/other`, critical: false }]),
  ],
  ['with an extension twice', scheme, twice('SchemeExtensions')],
  [
    'with a node twice',
    operator,
    (at) =>
      (at.TrustedEntityServices = [
        ...items(at, 'TrustedEntityServices'),
        ...items(at, 'TrustedEntityServices').slice(0, 1),
      ]),
  ],
  ['with a beginning of the node', information('node'), having('StatusStartingTime', '2026-01-01T00:00:00Z')],
  [
    'with two lists of revoked certificates of one authority',
    information('authority'),
    twice('ServiceSupplyPoints'),
  ],
  [
    'with what an authority is for, of the operator',
    [...operator, 'TrustedEntityInformation'],
    having('TEInformationExtensions', []),
  ],

  // What is of another kind.
  ['of another version', scheme, having('LoTEVersionIdentifier', 2)],
  ['of another type', scheme, having('LoTEType', 'http://uri.etsi.org/19602/LoTEType/EUPIDProvidersList')],
  ['with its number in words', scheme, having('LoTESequenceNumber', '1')],
  ['that is closed', scheme, having('NextUpdate', null)],
  [
    'of a service that nobody knows',
    information('inForce'),
    having('ServiceTypeIdentifier', `${names}service/other`),
  ],
  [
    'of a status that nobody knows',
    information('inForce'),
    having('ServiceStatus', 'http://uri.etsi.org/19602/x'),
  ],
  [
    'with a key to sign with',
    [...information('key'), 'ServiceDigitalIdentity', 'PublicKeyValues', 0],
    having('use', 'sig'),
  ],
  [
    'with a certificate for a key',
    information('key'),
    having('ServiceDigitalIdentity', { X509Certificates: [{ val: 'AAAA' }] }),
  ],
  [
    'with an authority that is a log',
    [...serviceOf(authority, 0), 'ServiceInformation'],
    having('ServiceTypeIdentifier', `${names}service/log`),
  ],
  [
    'with a node that is an authority',
    information('node'),
    having('ServiceTypeIdentifier', `${names}service/authority`),
  ],
  [
    'as a demonstration that may pass for none',
    [...scheme, 'SchemeExtensions', 0],
    having('critical', false),
  ],

  // What says the same in other words, or in another order.
  ['with a moment to the millisecond', scheme, having('NextUpdate', '2026-06-10T00:00:00.000Z')],
  ['with a moment of another zone', scheme, having('NextUpdate', '2026-06-10T07:00:00+07:00')],
  [
    'with a letter of a mail address encoded',
    [...authority, 'TrustedEntityInformation', 'TEAddress', 'TEElectronicAddress', 1],
    having('uriValue', 'mailto:ml%61@example.org'),
  ],
  [
    'with a mail address that is no encoding',
    [...authority, 'TrustedEntityInformation', 'TEAddress', 'TEElectronicAddress', 1],
    having('uriValue', 'mailto:mla@example.org%'),
  ],
  [
    'with the addresses of an authority turned',
    [...authority, 'TrustedEntityInformation', 'TEAddress'],
    turned('TEElectronicAddress'),
  ],
  ['with its extensions turned', scheme, turned('SchemeExtensions')],
  ['with the services of the node turned', operator, turned('TrustedEntityServices')],
  ['with an authority before the operator', [], turned('TrustedEntitiesList')],
  ['with another name of a service', [...information('node'), 'ServiceName', 0], having('value', 'The node')],
  [
    'with another name of the scheme',
    [...scheme, 'SchemeName', 0],
    having('value', 'QA:Mutual legal assistance'),
  ],
  [
    'with a street',
    [...scheme, 'SchemeOperatorAddress', 'SchemeOperatorPostalAddress', 0],
    having('StreetAddress', '1'),
  ],

  // What contradicts itself.
  ['with an operator of two names', [...operator, 'TrustedEntityInformation'], turned('TEName')],
  [
    'with an address of another State',
    [...operator, 'TrustedEntityInformation', 'TEAddress', 'TEPostalAddress', 0],
    having('Country', 'QA'),
  ],
  [
    'with another address of the operator',
    [...operator, 'TrustedEntityInformation', 'TEInformationURI', 0],
    having('uriValue', 'https://example.com'),
  ],
  [
    'with a past of what is in force',
    service('inForce'),
    (at) => (at.ServiceHistory = [at.ServiceInformation ?? null]),
  ],
  [
    'with a certificate in force that was withdrawn before',
    information('withdrawn'),
    having('ServiceStatus', `${names}status/in-force`),
  ],
  ['with a withdrawn certificate that was never in force', service('withdrawn'), without('ServiceHistory')],
  [
    'with a withdrawn authority for certificates',
    information('authority'),
    having('ServiceStatus', `${names}status/withdrawn`),
  ],
  [
    'with a past in which it was withdrawn as well',
    history,
    having('ServiceStatus', `${names}status/withdrawn`),
  ],
  [
    'with the past of another certificate',
    [...history, 'ServiceDigitalIdentity', 'X509Certificates', 0],
    having('val', 'AAAA'),
  ],
  ['with a past in another service', history, having('ServiceTypeIdentifier', `${names}service/http-signer`)],
  ['with a past of another name', [...history, 'ServiceName', 0], having('value', 'Signer')],
  ['with two pasts', service('withdrawn'), twice('ServiceHistory')],
  [
    'with a certificate withdrawn before it had begun',
    history,
    having('StatusStartingTime', '2026-05-01T00:00:01Z'),
  ],
]
