import { canonicalText } from '../message/canonical.ts'
import type {
  Authority,
  Lote,
  LoteEntity,
  LoteName,
  LoteService,
  Text,
  TrustList,
} from '../message/generated/types.ts'
import { type Result, refuse } from '../message/refusal.ts'
import { validateLote, validateTrustList } from '../message/validate.ts'
import { type ListedNoteKey, digestOfBase64 } from './list.ts'
import { extensions, services, statuses } from './loteNames.ts'
import { toLote } from './toLote.ts'

type SchemeExtension = Lote['LoTE']['ListAndSchemeInformation']['SchemeExtensions'][number]

/**
 * Reads a trust list from the LoTE (schemas/lote.json) as which it was signed, as JSON.parse gave it. There is one LoTE
 * for a trust list: what says the same in other words, or more, is refused, so that nothing that was signed is dropped.
 * Refuses with TRUST_LIST_INVALID.
 */
export function readLote(value: unknown): Result<{ list: TrustList }> {
  const read = validateLote(value)
  if (!read.ok) return { ...read, code: 'TRUST_LIST_INVALID' }
  const valid = validateTrustList(fromLote(read.lote))
  if (!valid.ok) {
    // Its pointer is into the list, and would lead astray in the LoTE.
    const { pointer = '', detail = '' } = valid
    return refuse('TRUST_LIST_INVALID', { detail: `as a trust list, at ${pointer || 'its top'}: ${detail}` })
  }
  const { trustList: list } = valid
  if (canonicalText(toLote(list)) !== canonicalText(read.lote))
    return refuse('TRUST_LIST_INVALID', { detail: 'not the one LoTE that says this trust list' })
  const noteKeys = [...(list.log.others ?? []), ...(list.witness?.others ?? [])]
  if ([...list.signers, ...list.encryptionKeys, ...noteKeys].some(isEndedBeforeItBegan))
    return refuse('TRUST_LIST_INVALID', { detail: 'withdrawn before it had begun' })
  // The pattern of a schema lets pass what nobody can connect to, as a port that there is not.
  if (![list.node, ...(list.revocationLists ?? [])].every(({ url }) => URL.canParse(url)))
    return refuse('TRUST_LIST_INVALID', { detail: 'an address that is none' })
  return { ok: true, list }
}

function isEndedBeforeItBegan({
  validFrom,
  status,
  statusSince = validFrom,
}: Pick<TrustList['encryptionKeys'][number], 'validFrom' | 'status' | 'statusSince'>): boolean {
  return status === 'withdrawn' && new Date(statusSince) < new Date(validFrom)
}

/**
 * The trust list that a LoTE says. Of a LoTE that `toLote` has not made, it leaves out what it does not find in its
 * place: `readLote` refuses those.
 */
export function fromLote({ LoTE: lote }: Lote): TrustList {
  const said = lote.ListAndSchemeInformation
  const [operator, ...entities] = lote.TrustedEntitiesList
  const offered = operator?.TrustedEntityServices ?? []
  const revocationLists = offered.flatMap(revocationListOf)
  const demonstration = extensionOf(said.SchemeExtensions, extensions.demonstration)
  const rules = extensionOf(said.SchemeExtensions, extensions.rules)?.rules
  const capabilities = extensionOf(said.SchemeExtensions, extensions.capabilities)?.capabilities
  return {
    v: 1,
    state: said.SchemeTerritory,
    sequence: said.LoTESequenceNumber,
    issuedAt: said.ListIssueDateTime,
    nextUpdate: said.NextUpdate,
    ...(demonstration === undefined ? {} : { demonstration: true }),
    name: textOf(said.SchemeOperatorName),
    node: nodeOf(offered),
    authorities: entities.map(authorityOf),
    certificateAuthorities: offered.filter(isOf('certificateAuthority')).flatMap(certificatesOf),
    ...(revocationLists.length === 0 ? {} : { revocationLists }),
    listSigners: offered.filter(isOf('listSigner')).flatMap(certificatesOf),
    signers: offered.flatMap(signersOf),
    encryptionKeys: offered.filter(isOf('encryptionKey')).flatMap(keysOf),
    log: logOf(offered),
    ...witnessOf(offered),
    capabilities: capabilities ?? nothing,
    ...(rules === undefined ? {} : { rules }),
  }
}

/** Of a list that does not say what its node is capable of; no schema lets it pass. */
const nothing: TrustList['capabilities'] = {
  kinds: [],
  languages: [],
  messageBytesMax: 0,
  exhibitBytesMax: 0,
  schemaVersions: [],
}

function isOf(kind: keyof typeof services): (service: LoteService) => boolean {
  return ({ ServiceInformation }) => ServiceInformation.ServiceTypeIdentifier === services[kind][0]
}

function identityOf({ ServiceInformation }: LoteService): string {
  return ServiceInformation.ServiceDigitalIdentity.OtherIds?.[0] ?? ''
}

function certificatesOf({ ServiceInformation }: LoteService): string[] {
  return (ServiceInformation.ServiceDigitalIdentity.X509Certificates ?? []).map(({ val }) => val)
}

function nodeOf(offered: readonly LoteService[]): TrustList['node'] {
  const node = offered.find(isOf('node'))
  const point = node?.ServiceInformation.ServiceSupplyPoints?.[0]
  return { uri: node === undefined ? '' : identityOf(node), url: point?.uriValue ?? '' }
}

function logOf(offered: readonly LoteService[]): TrustList['log'] {
  const [log, ...others] = offered.filter(isOf('log'))
  const added = log?.ServiceInformation.ServiceInformationExtensions ?? []
  return {
    origin: extensionOf(added, extensions.logOrigin)?.origin ?? '',
    vkey: log === undefined ? '' : identityOf(log),
    ...othersOf(others),
  }
}

function witnessOf(offered: readonly LoteService[]): Pick<TrustList, 'witness'> {
  const [witness, ...others] = offered.filter(isOf('witness'))
  return witness === undefined ? {} : { witness: { vkey: identityOf(witness), ...othersOf(others) } }
}

/** The keys of a log or a witness beside the one in use, which stands first. */
function othersOf(services: readonly LoteService[]): Pick<TrustList['log'], 'others'> {
  if (services.length === 0) return {}
  const others = services.map((service) => ({ vkey: identityOf(service), ...statusOf(service) }))
  return { others }
}

function revocationListOf(service: LoteService): NonNullable<TrustList['revocationLists']> {
  const { ServiceSupplyPoints: points = [] } = service.ServiceInformation
  if (!isOf('certificateAuthority')(service)) return []
  const [authority = ''] = certificatesOf(service).map(digestOfBase64)
  return points.map(({ uriValue: url }) => ({ authority, url }))
}

function signersOf(service: LoteService): TrustList['signers'] {
  const use = (['message', 'http'] as const).find((one) => isOf(one)(service))
  if (use === undefined) return []
  const { validFrom, status, since } = timesOf(service)
  return certificatesOf(service).map((certificate) => ({
    certificate,
    use,
    validFrom,
    status,
    statusSince: since,
  }))
}

function keysOf(service: LoteService): TrustList['encryptionKeys'] {
  const keys = service.ServiceInformation.ServiceDigitalIdentity.PublicKeyValues ?? []
  return keys.map((key) => ({
    kid: key.kid,
    jwk:
      key.kty === 'EC'
        ? { kty: key.kty, crv: key.crv, x: key.x, y: key.y }
        : { kty: key.kty, crv: key.crv, x: key.x },
    ...statusOf(service),
  }))
}

/** The same of a key whose list says since when its status holds only where it is withdrawn. */
function statusOf(service: LoteService): Pick<ListedNoteKey, 'validFrom' | 'status' | 'statusSince'> {
  const { validFrom, status, since } = timesOf(service)
  return { validFrom, status, ...(status === 'withdrawn' ? { statusSince: since } : {}) }
}

/** When a service was in force from, and since when its status holds. */
function timesOf({ ServiceInformation, ServiceHistory }: LoteService) {
  const since = ServiceInformation.StatusStartingTime ?? ''
  const isWithdrawn = ServiceInformation.ServiceStatus === statuses.withdrawn
  return {
    since,
    status: isWithdrawn ? ('withdrawn' as const) : ('inForce' as const),
    validFrom: isWithdrawn ? (ServiceHistory?.[0]?.StatusStartingTime ?? '') : since,
  }
}

function authorityOf({ TrustedEntityInformation, TrustedEntityServices }: LoteEntity): Authority {
  const { TEName, TEAddress, TEInformationExtensions = [] } = TrustedEntityInformation
  const designation = TrustedEntityServices.find(isOf('authority'))
  const { StatusStartingTime: validFrom = '', ServiceInformationExtensions: added = [] } =
    designation?.ServiceInformation ?? {}
  const said = extensionOf(TEInformationExtensions, extensions.authority)
  const uris = TEAddress.TEElectronicAddress.map(({ uriValue }) => uriValue)
  const email = afterScheme(uris, 'mailto:')
  const telephone = afterScheme(uris, 'tel:')
  const validUntil = extensionOf(added, extensions.designatedUntil)?.until
  const { competences = [], languages = [], timeZone = '', officeHours = '', roles } = said ?? {}
  return {
    id: designation === undefined ? '' : identityOf(designation),
    name: textOf(TEName),
    competences,
    languages,
    timeZone,
    officeHours,
    ...(email === undefined ? {} : { email }),
    validFrom,
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(roles === undefined ? {} : { roles }),
    ...(telephone === undefined ? {} : { telephone }),
  }
}

function afterScheme(uris: readonly string[], scheme: string): string | undefined {
  const found = uris.find((uri) => uri.startsWith(scheme))?.slice(scheme.length)
  try {
    return found === undefined ? undefined : decodeURIComponent(found)
  } catch {
    // A percent sign with nothing behind it: no address that was written here.
    return undefined
  }
}

function textOf(name: LoteName): Text {
  const [first = { language: '', text: '' }, ...translations] = name.map(({ lang, value }) => ({
    language: lang,
    text: value,
  }))
  return { ...first, ...(translations.length === 0 ? {} : { translations }) }
}

type Named =
  | SchemeExtension
  | NonNullable<LoteEntity['TrustedEntityInformation']['TEInformationExtensions']>[number]
  | NonNullable<LoteService['ServiceInformation']['ServiceInformationExtensions']>[number]

function extensionOf<One extends Named, Name extends One['extension']>(
  added: readonly One[],
  name: Name,
): Extract<One, { extension: Name }> | undefined {
  return added.find((one): one is Extract<One, { extension: Name }> => one.extension === name)
}
