import type {
  Authority,
  Lote,
  LoteEntity,
  LoteIdentity,
  LoteName,
  LotePointer,
  LotePostalAddress,
  LoteService,
  Text,
  TrustList,
} from '../message/generated/types.ts'
import { digestOfBase64, type ListedEncryptionKey, type ListedNoteKey, type ListedSigner } from './list.ts'
import { extensions, forever, scheme, services, statuses, supply } from './loteNames.ts'

type Information = LoteService['ServiceInformation']
type SchemeExtensions = Lote['LoTE']['ListAndSchemeInformation']['SchemeExtensions']

/**
 * A trust list as a list of trusted entities (ETSI TS 119 602, JSON), the form in which it is signed. The first entity
 * is the operator of the node, with everything that keys and addresses are for; each authority is another.
 */
export function toLote(list: TrustList): Lote {
  return {
    LoTE: {
      ListAndSchemeInformation: {
        LoTEVersionIdentifier: 1,
        LoTESequenceNumber: list.sequence,
        LoTEType: scheme.type,
        SchemeOperatorName: nameOf(list.name),
        SchemeOperatorAddress: {
          SchemeOperatorPostalAddress: postalAddressOf(list),
          SchemeOperatorElectronicAddress: pointersTo(list.node.url),
        },
        SchemeName: [{ lang: 'en', value: `${list.state}:${scheme.name}` }],
        SchemeInformationURI: [{ lang: 'en', uriValue: scheme.information }],
        StatusDeterminationApproach: scheme.statusDetermination,
        SchemeTypeCommunityRules: [{ lang: 'en', uriValue: scheme.rules }],
        SchemeTerritory: list.state,
        PolicyOrLegalNotice: [{ LoTEPolicy: { lang: 'en', uriValue: scheme.policy } }],
        HistoricalInformationPeriod: forever,
        ListIssueDateTime: list.issuedAt,
        NextUpdate: list.nextUpdate,
        SchemeExtensions: schemeExtensionsOf(list),
      },
      TrustedEntitiesList: [
        operatorOf(list),
        ...list.authorities.map((authority) => entityOf(authority, list)),
      ],
    },
  }
}

function schemeExtensionsOf({ demonstration, capabilities, rules }: TrustList): SchemeExtensions {
  return [
    // Who does not know it must not take such a list for that of a State.
    ...(demonstration === undefined
      ? []
      : [{ extension: extensions.demonstration, critical: true as const }]),
    { extension: extensions.capabilities, critical: false, capabilities },
    ...(rules === undefined ? [] : [{ extension: extensions.rules, critical: false as const, rules }]),
  ]
}

function operatorOf(list: TrustList): LoteEntity {
  const { node, log, witness } = list
  return {
    TrustedEntityInformation: {
      TEName: nameOf(list.name),
      TEAddress: {
        TEPostalAddress: postalAddressOf(list),
        TEElectronicAddress: pointersTo(node.url),
      },
      TEInformationURI: pointersTo(node.url),
    },
    TrustedEntityServices: [
      standing('node', identifier(node.uri), {
        ServiceSupplyPoints: [{ ServiceType: supply.node, uriValue: node.url }],
      }),
      ...list.certificateAuthorities.map((one) => certificateAuthorityOf(one, list)),
      ...list.listSigners.map((one) => standing('listSigner', certificate(one))),
      ...list.signers.map((signer) => timed(signer.use, certificate(signer.certificate), signer)),
      ...list.encryptionKeys.map((key) => timed('encryptionKey', publicKey(key), key)),
      standing('log', identifier(log.vkey), {
        ServiceInformationExtensions: [
          { extension: extensions.logOrigin, critical: false, origin: log.origin },
        ],
      }),
      ...(log.others ?? []).map((key) => timed('log', identifier(key.vkey), key)),
      ...(witness === undefined ? [] : [standing('witness', identifier(witness.vkey))]),
      ...(witness?.others ?? []).map((key) => timed('witness', identifier(key.vkey), key)),
    ],
  }
}

function certificateAuthorityOf(one: string, { revocationLists = [] }: TrustList): LoteService {
  const place = revocationLists.find(({ authority }) => authority === digestOfBase64(one))
  const point = place && { ServiceType: supply.revocationList, uriValue: place.url }
  return standing(
    'certificateAuthority',
    certificate(one),
    point === undefined ? {} : { ServiceSupplyPoints: [point] },
  )
}

function entityOf(authority: Authority, list: TrustList): LoteEntity {
  const { id, name, competences, languages, timeZone, officeHours, roles, validFrom, validUntil } = authority
  const { email, telephone } = authority
  const { url } = list.node
  return {
    TrustedEntityInformation: {
      TEName: nameOf(name),
      TEAddress: {
        TEPostalAddress: postalAddressOf(list),
        TEElectronicAddress: pointersTo(
          url,
          ...(email === undefined ? [] : [`mailto:${encodeURIComponent(email).replace('%40', '@')}`]),
          ...(telephone === undefined ? [] : [`tel:${telephone}`]),
        ),
      },
      TEInformationURI: pointersTo(url),
      TEInformationExtensions: [
        {
          extension: extensions.authority,
          critical: false,
          competences,
          languages,
          timeZone,
          officeHours,
          ...(roles === undefined ? {} : { roles }),
        },
      ],
    },
    TrustedEntityServices: [
      standing('authority', identifier(id), {
        StatusStartingTime: validFrom,
        ...(validUntil === undefined
          ? {}
          : {
              ServiceInformationExtensions: [
                { extension: extensions.designatedUntil, critical: false, until: validUntil },
              ],
            }),
      }),
    ],
  }
}

/** A service that is in force as long as the list names it. */
function standing(
  kind: keyof typeof services,
  identity: LoteIdentity,
  more: Partial<Information> = {},
): LoteService {
  return {
    ServiceInformation: { ...described(kind, identity), ServiceStatus: statuses.inForce, ...more },
  }
}

/** One that has begun at a time; where it was withdrawn, the history says when it had begun (clause 6.7). */
function timed(
  kind: keyof typeof services,
  identity: LoteIdentity,
  { validFrom, status, statusSince = validFrom }: ListedSigner | ListedEncryptionKey | ListedNoteKey,
): LoteService {
  const inForce = {
    ...described(kind, identity),
    ServiceStatus: statuses.inForce,
    StatusStartingTime: validFrom,
  }
  if (status === 'inForce') return { ServiceInformation: inForce }
  return {
    ServiceInformation: { ...inForce, ServiceStatus: statuses.withdrawn, StatusStartingTime: statusSince },
    ServiceHistory: [inForce],
  }
}

function described(kind: keyof typeof services, identity: LoteIdentity) {
  const [type, name] = services[kind]
  return {
    ServiceTypeIdentifier: type,
    ServiceName: [{ lang: 'en', value: name }],
    ServiceDigitalIdentity: identity,
  }
}

function certificate(val: string): LoteIdentity {
  return { X509Certificates: [{ val }] }
}

function publicKey({ kid, jwk }: ListedEncryptionKey): LoteIdentity {
  return { PublicKeyValues: [{ ...jwk, kid, use: 'enc' }] }
}

function identifier(id: string): LoteIdentity {
  return { OtherIds: [id] }
}

function nameOf({ language, text, translations = [] }: Text): LoteName {
  return [{ language, text }, ...translations].map((one) => ({ lang: one.language, value: one.text }))
}

function postalAddressOf({ state }: TrustList): LotePostalAddress {
  return [{ lang: 'en', StreetAddress: '', Locality: '', PostalCode: '', Country: state }]
}

function pointersTo(...uris: readonly string[]): LotePointer {
  return uris.map((uriValue) => ({ lang: 'en', uriValue }))
}
