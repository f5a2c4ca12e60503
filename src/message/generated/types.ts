/* Generated from schemas/ by `npm run generate`. Do not edit. */
/**
 * A UUID in lower case (RFC 9562), for instance of a request.
 */
export type Uuid = string
/**
 * ISO 3166-1 alpha-2, or the ICAO 9303 code of an organisation, in upper case.
 */
export type StateCode = string
/**
 * RFC 3339 date and time with seconds or milliseconds and an offset. A moment without offset is two different moments, so it is refused. No leap seconds.
 */
export type Moment = string
/**
 * A SHA-256 in lower-case hexadecimal.
 */
export type Digest = string
/**
 * BCP 47 language tag: language, script, region.
 */
export type Language = string
/**
 * Name of a zone in the IANA time zone database.
 */
export type TimeZone = string
/**
 * State code in lower case, dot, short name: vn.spp. Organisations use their ICAO 9303 code.
 */
export type AuthorityId = string
/**
 * An email address.
 */
export type Email = string
/**
 * Date and time in UTC to the second, in the one form that ETSI TS 119 602 clause 6.1.3 allows.
 */
export type Second = string
/**
 * As what a State has designated an authority (R-08).
 */
export type AuthorityRole =
  | 'central'
  | 'contactPoint24x7'
  | 'extradition'
  | 'assetRecovery'
  | 'police'
  | 'court'
  | 'prosecution'
  | 'execution'
/**
 * ITU-T E.164: plus sign and digits.
 */
export type Phone = string
/**
 * A file number as people write it.
 */
export type Reference = string
/**
 * Id of an exhibit within the request: E1, E2.
 */
export type ExhibitId = string
/**
 * Id of a measure within its request: a1, m2. A part of a measure that was split has its parent's id, a dot and a number: m1.2.
 */
export type MeasureId = string
/**
 * Sharing etiquette, Traffic Light Protocol 2.0. Not a legal limit of use (R-21).
 */
export type HandlingCode = ('RED' | 'AMBER_STRICT' | 'AMBER' | 'GREEN' | 'CLEAR') | ExtensionCode
/**
 * What a recipient may do with information so that the subject does not notice. Permissible Actions Protocol. Not a legal limit of use (R-21).
 */
export type PapCode = ('RED' | 'AMBER' | 'GREEN' | 'CLEAR') | ExtensionCode
/**
 * How information given through Europol may be used. Sharing etiquette beside the legal conditions (R-21).
 */
export type EuropolHandlingCode = ('H0' | 'H1' | 'H2' | 'H3') | ExtensionCode
/**
 * Legal instruments on which a request may rest (R-01); each may have a profile.
 */
export type InstrumentCode =
  | (
      | 'UNCC'
      | 'BUD'
      | 'UNTOC'
      | 'UNCAC'
      | 'MA59'
      | 'MA2P'
      | 'CETS198'
      | 'ECE'
      | 'EIO'
      | 'R1543'
      | 'R1805'
      | 'BILATERAL'
      | 'OTHER'
      | 'RECIPROCITY'
      | 'DOMESTIC'
      | 'ETS73'
      | 'ETS112'
      | 'R3011'
      | 'BUD2AP'
      | 'ECE3'
      | 'EUUS'
      | 'D2023_977'
      | 'BILATERAL_MODEL'
    )
  | ExtensionCode
/**
 * Kinds of things of value; the first eleven are aligned to the schemas of FollowTheMoney. Each has its own identifiers in part/asset-item.json.
 */
export type AssetKindCode =
  | 'BankAccount'
  | 'CryptoWallet'
  | 'Security'
  | 'RealEstate'
  | 'Vehicle'
  | 'Vessel'
  | 'Airplane'
  | 'Company'
  | 'Debt'
  | 'License'
  | 'UserAccount'
  | 'Cash'
  | 'PreciousMetal'
  | 'CulturalGood'
  | 'DomainName'
  | 'Nft'
  | 'Insurance'
  | 'VirtualGoods'
  | 'Business'
  | 'Other'
/**
 * By which way something was said outside the exchange (R-13).
 */
export type ChannelCode = 'telephone' | 'paper' | 'embassy' | 'interpol' | 'inPerson' | 'email' | 'other'
/**
 * Conditions and assurances that bind once accepted. UN Convention 36, 40(19), 40(28); Budapest 28.
 */
export type ConditionCode =
  | (
      | 'USE_ONLY_STATED'
      | 'NO_ONWARD'
      | 'ONWARD_WITH_CONSENT'
      | 'CONFIDENTIAL'
      | 'DELETE_BY'
      | 'SEAL_AFTER'
      | 'NO_EVIDENCE_USE'
      | 'RETURN_ITEM'
      | 'ANONYMISE'
      | 'REPORT_USE'
      | 'COST_SHARE'
      | 'DEATH_NOT_IMPOSED'
      | 'DEATH_NOT_EXECUTED'
      | 'FAIR_TRIAL'
      | 'SPECIALTY'
      | 'MONITORING'
      | 'LIFE_REVIEWABLE'
      | 'NO_REEXTRADITION'
      | 'RETRIAL'
      | 'DETENTION_CONDITIONS'
      | 'RETURN_NATIONAL'
      | 'RETURN_PERSON'
      | 'CONSULAR_ACCESS'
    )
  | ExtensionCode
/**
 * How far the fact and substance of a request are kept secret. UN Convention 40(20).
 */
export type ConfidentialityCode = 'ORDINARY' | 'CONFIDENTIAL' | 'STRICT'
/**
 * What the order takes. Regulation (EU) 2018/1805, Annex II, section D; UNCC 2, 31.
 */
export type ConfiscationNatureCode =
  ('proceedsOrEquivalent' | 'instrumentalities' | 'extended' | 'thirdParty' | 'nonConviction') | ExtensionCode
/**
 * What was done with a thing or a file from its finding to its return: the trail of custody. ISO/IEC 27037.
 */
export type CustodyActionCode =
  | (
      | 'identified'
      | 'collected'
      | 'acquired'
      | 'imaged'
      | 'transferred'
      | 'received'
      | 'verified'
      | 'accessed'
      | 'copied'
      | 'sealed'
      | 'unsealed'
      | 'returned'
      | 'destroyed'
    )
  | ExtensionCode
/**
 * UN Convention 2(c), (d), (f).
 */
export type DataCategoryCode = 'subscriber' | 'traffic' | 'content'
/**
 * Which part of a ground that names several.
 */
export type GroundAspectCode =
  | 'SOVEREIGNTY'
  | 'SECURITY'
  | 'ORDRE_PUBLIC'
  | 'OTHER'
  | 'SEX'
  | 'RACE'
  | 'LANGUAGE'
  | 'RELIGION'
  | 'NATIONALITY'
  | 'ETHNIC_ORIGIN'
  | 'POLITICAL_OPINION'
  | 'FORM'
  | 'CONTENT'
/**
 * How a further digest of evidence was made, beside SHA-256, which it always has.
 */
export type HashAlgorithmCode = ('SHA-512' | 'SHA3-256' | 'SHA-1' | 'MD5') | ExtensionCode
/**
 * How far a piece of information can be relied on: the second of the two grades of the 4x4 system.
 */
export type InformationGradeCode = 1 | 2 | 3 | 4
/**
 * Offences for which Member States of the European Union do not ask for dual criminality where the maximum is three years or more.
 */
export type ListedOffenceCode =
  | 'CRIMINAL_ORGANISATION'
  | 'TERRORISM'
  | 'HUMAN_TRAFFICKING'
  | 'CHILD_SEXUAL_EXPLOITATION'
  | 'DRUGS'
  | 'WEAPONS'
  | 'CORRUPTION'
  | 'FRAUD'
  | 'LAUNDERING'
  | 'COUNTERFEITING_CURRENCY'
  | 'COMPUTER_CRIME'
  | 'ENVIRONMENTAL_CRIME'
  | 'FACILITATION_OF_ENTRY'
  | 'MURDER_INJURY'
  | 'ORGAN_TRADE'
  | 'KIDNAPPING'
  | 'RACISM'
  | 'ROBBERY'
  | 'CULTURAL_GOODS'
  | 'SWINDLING'
  | 'EXTORTION'
  | 'PRODUCT_PIRACY'
  | 'FORGED_DOCUMENTS'
  | 'PAYMENT_FRAUD'
  | 'HORMONES'
  | 'NUCLEAR_MATERIALS'
  | 'STOLEN_VEHICLES'
  | 'RAPE'
  | 'ARSON'
  | 'ICC_CRIMES'
  | 'SEIZURE_OF_CRAFT'
  | 'SABOTAGE'
/**
 * What can be asked for through this exchange.
 */
export type MeasureKind =
  | 'asset-return'
  | 'asset-tracing'
  | 'confiscation'
  | 'contact-test'
  | 'controlled-delivery'
  | 'covert-operation'
  | 'emergency-disclosure'
  | 'enforce-instead'
  | 'expert-examination'
  | 'extradition'
  | 'freezing'
  | 'inspection'
  | 'interception'
  | 'joint-investigation'
  | 'jurisdiction-coordination'
  | 'observation'
  | 'person-transfer-temporary'
  | 'police-query'
  | 'preservation'
  | 'preservation-location'
  | 'proceedings-transfer'
  | 'prosecute-instead'
  | 'provisional-arrest'
  | 'realtime-traffic'
  | 'records'
  | 'reextradition-consent'
  | 'search-seizure'
  | 'sentence-transfer'
  | 'service-of-documents'
  | 'specialty-consent'
  | 'spontaneous-information'
  | 'statement'
  | 'stored-data'
  | 'subscriber-information'
  | 'transit'
  | 'videoconference'
  | 'voluntary-appearance'
/**
 * Why something cannot be done that was not refused. Budapest 27(7).
 */
export type ObstacleCode =
  | (
      | 'NOT_HELD'
      | 'DELETED'
      | 'ACCOUNT_UNKNOWN'
      | 'PROVIDER_ABROAD'
      | 'ENCRYPTED'
      | 'PERSON_NOT_FOUND'
      | 'PERSON_DECLINES'
      | 'DUPLICATE'
      | 'TECHNICAL'
      | 'FORCE_MAJEURE'
      | 'CONFLICT_OF_LAW'
      | 'PROPERTY_NOT_FOUND'
      | 'PROPERTY_GONE'
      | 'PROPERTY_CONFISCATED_ALREADY'
    )
  | ExtensionCode
/**
 * Offences of the UN Convention against Cybercrime, serious crime, and offences of other conventions.
 */
export type OffenceCode =
  | (
      | 'UNCC-7'
      | 'UNCC-8'
      | 'UNCC-9'
      | 'UNCC-10'
      | 'UNCC-11'
      | 'UNCC-12'
      | 'UNCC-13'
      | 'UNCC-14'
      | 'UNCC-15'
      | 'UNCC-16'
      | 'UNCC-17'
      | 'UNCC-SERIOUS'
      | 'OTHER-CONV'
    )
  | ExtensionCode
/**
 * What a person or organisation is in the case.
 */
export type PersonRoleCode =
  | (
      | 'suspect'
      | 'accused'
      | 'convicted'
      | 'witness'
      | 'victim'
      | 'expert'
      | 'owner'
      | 'holder'
      | 'thirdParty'
      | 'soughtPerson'
      | 'beneficialOwner'
      | 'representative'
      | 'counsel'
      | 'interpreter'
    )
  | ExtensionCode
/**
 * Why execution is postponed. UN Convention 40(27).
 */
export type PostponementCode =
  'INTERFERES_INVESTIGATION' | 'INTERFERES_PROSECUTION' | 'INTERFERES_PROCEEDING' | 'ITEM_NEEDED'
/**
 * What is done with property while it is frozen. R1805 28; UNCAC 31(3).
 */
export type PropertyManagementCode =
  ('sale' | 'deposit' | 'use' | 'lease' | 'maintenance' | 'destruction') | ExtensionCode
/**
 * What documents and records are asked for. UN Convention 40(3)(i); UNCAC 46(3)(f).
 */
export type RecordKindCode =
  | (
      | 'openingDocuments'
      | 'statements'
      | 'transfers'
      | 'instructions'
      | 'identification'
      | 'correspondence'
      | 'contract'
      | 'invoices'
      | 'payments'
      | 'accessLog'
      | 'accounting'
      | 'corporate'
      | 'registerExtract'
      | 'governmentFile'
      | 'criminalRecord'
      | 'courtFile'
    )
  | ExtensionCode
/**
 * Why a request may be refused, in whole or part (R-19). Bank secrecy is no ground (UN Convention 40(24)); FISCAL never stands alone (40(23)).
 */
export type RefusalGroundCode =
  | (
      | 'NONCONFORMING'
      | 'ESSENTIAL_INTERESTS'
      | 'DOMESTIC_BAN'
      | 'LEGAL_SYSTEM'
      | 'DISCRIMINATION'
      | 'DUAL_CRIMINALITY'
      | 'DE_MINIMIS'
      | 'OTHER_PROVISION'
      | 'DATA_PROTECTION'
      | 'INSUFFICIENT_EVIDENCE'
      | 'POLITICAL_OFFENCE'
      | 'MILITARY_OFFENCE'
      | 'FISCAL'
      | 'NE_BIS_IN_IDEM'
      | 'IMMUNITY_PRIVILEGE'
      | 'PRESS_FREEDOM'
      | 'FUNDAMENTAL_RIGHTS'
      | 'PROPORTIONALITY'
      | 'THIRD_PARTY_RIGHTS'
      | 'IN_ABSENTIA'
      | 'NATIONALITY'
      | 'MIN_PENALTY'
      | 'REMAINDER_TOO_SHORT'
      | 'LAPSE_OF_TIME'
      | 'AMNESTY'
      | 'TORTURE_UNFAIR_TRIAL'
      | 'DEATH_PENALTY'
      | 'PENDING_PROSECUTION'
      | 'TERRITORIAL'
      | 'EXTRATERRITORIAL'
      | 'SPECIAL_COURT'
      | 'HUMANITARIAN'
      | 'IDENTITY'
      | 'SPECIALTY_NOT_GIVEN'
      | 'PROVISIONAL_ARREST_NOT_WARRANTED'
      | 'OTHER_REQUEST_PREFERRED'
      | 'NOT_TAKEN_OVER'
      | 'REASONS_NOT_JUSTIFIED'
      | 'NOT_RESIDENT'
      | 'NOT_A_NATIONAL'
      | 'OUTSIDE_REQUESTING_STATE'
      | 'INTERNATIONAL_UNDERTAKINGS'
      | 'PROCEDURE_BROKEN'
      | 'NO_JURISDICTION'
      | 'CRIMINAL_AGE'
      | 'CONDITIONS_OF_PROSECUTION'
      | 'JUDGMENT_NOT_FINAL'
      | 'CONSENT_MISSING'
      | 'NOT_AGREED'
      | 'CONFISCATION_NOT_PROVIDED'
      | 'CONFLICT_OF_LAW'
      | 'INTERFERES'
      | 'MEASURE_RESTRICTED'
      | 'NEEDS_FORMAL_REQUEST'
      | 'NO_PRIOR_CONVICTION'
      | 'ORDER_ENDED'
      | 'ORDER_NOT_FINAL'
      | 'RECIPROCITY_MISSING'
    )
  | ExtensionCode
/**
 * How far a source can be relied on: the first of the two grades of the 4x4 system.
 */
export type SourceGradeCode = 'A' | 'B' | 'C' | 'X'
/**
 * What can be asked about a subscriber. UN Convention 2(f); Regulation (EU) 2023/1543, Annex I, section F(a)-(b). Content is another measure.
 */
export type SubscriberDataCode =
  | (
      | 'identity'
      | 'address'
      | 'contact'
      | 'registrationDate'
      | 'registrationAddressLog'
      | 'typeOfService'
      | 'periodOfService'
      | 'payment'
      | 'profile'
      | 'validation'
      | 'equipmentSite'
      | 'puk'
    )
  | ExtensionCode
/**
 * Kinds of traffic data. UN Convention 2(c); Regulation (EU) 2023/1543, Annex I, section F(c).
 */
export type TrafficDataCode =
  | (
      | 'sourceAddress'
      | 'sourcePort'
      | 'destinationAddress'
      | 'destinationPort'
      | 'route'
      | 'startTime'
      | 'endTime'
      | 'duration'
      | 'volume'
      | 'serviceType'
      | 'deviceIdentifier'
      | 'loginRecords'
    )
  | ExtensionCode
/**
 * What the sentencing and the administering State give each other. ETS112 6.
 */
export type TransferDocumentCode =
  | (
      | 'JUDGMENT'
      | 'LAW_OF_JUDGMENT'
      | 'TIME_SERVED'
      | 'CONSENT'
      | 'MEDICAL_REPORT'
      | 'SOCIAL_REPORT'
      | 'TREATMENT'
      | 'RECOMMENDATION'
      | 'NATIONALITY'
      | 'LAW_OF_OFFENCE'
      | 'METHOD'
    )
  | ExtensionCode
/**
 * Why the proceedings are better conducted in the other State. ETS73 8(1); Reg. (EU) 2024/3011 5(2).
 */
export type TransferReasonCode =
  | (
      | 'ETS73-8a'
      | 'ETS73-8b'
      | 'ETS73-8c'
      | 'ETS73-8d'
      | 'ETS73-8e'
      | 'ETS73-8f'
      | 'ETS73-8g'
      | 'ETS73-8h'
      | 'R3011-5a'
      | 'R3011-5b'
      | 'R3011-5c'
      | 'R3011-5d'
      | 'R3011-5e'
      | 'R3011-5f'
      | 'R3011-5g'
      | 'R3011-5h'
      | 'R3011-5i'
      | 'R3011-5j'
      | 'R3011-5k'
    )
  | ExtensionCode
/**
 * Why it is urgent. UN Convention 2, 40(26), 44(3).
 */
export type UrgencyCode =
  | (
      | 'EMERGENCY'
      | 'DATA_VOLATILE'
      | 'CUSTODY'
      | 'HEARING_DATE'
      | 'LIMITATION'
      | 'ASSET_DISSIPATION'
      | 'CRITICAL_INFRASTRUCTURE'
      | 'ROUTINE'
    )
  | ExtensionCode
/**
 * A UUID version 7 in lower case (RFC 9562, 5.7): made once, by the author of the message.
 */
export type MessageId = string
/**
 * 32 random bytes in base64url without padding: makes every digest of the message hiding.
 */
export type Salt = string
/**
 * ETSI TS 119 602 clause 6.1.4. The first one is the authoritative one.
 *
 * @minItems 1
 * @maxItems 13
 */
export type LoteName = {
  lang: Language
  value: string
}[]
/**
 * ETSI TS 119 602 clause 6.3.5.1. The exchange reaches nobody by post: the State is named, the rest stays empty.
 *
 * @minItems 1
 * @maxItems 1
 */
export type LotePostalAddress = {
  lang: 'en'
  StreetAddress: ''
  Locality: ''
  PostalCode: ''
  Country: StateCode
}[]
/**
 * ETSI TS 119 602 clause 6.1.4: addresses, each with the language of what is there.
 *
 * @minItems 1
 * @maxItems 3
 */
export type LotePointer = {
  lang: 'en'
  uriValue: string
}[]
/**
 * RFC 3339 full-date.
 */
export type Date = string
/**
 * One thing asked for, of a kind of the folder measure/.
 */
export type Measure =
  | AssetReturnMeasure
  | AssetTracingMeasure
  | ConfiscationMeasure
  | ContactTestMeasure
  | ControlledDeliveryMeasure
  | CovertOperationMeasure
  | EmergencyDisclosureMeasure
  | EnforceInsteadMeasure
  | ExpertExaminationMeasure
  | ExtraditionMeasure
  | FreezingMeasure
  | InspectionMeasure
  | InterceptionMeasure
  | JointInvestigationMeasure
  | JurisdictionCoordinationMeasure
  | ObservationMeasure
  | PersonTransferTemporaryMeasure
  | PoliceQueryMeasure
  | PreservationMeasure
  | PreservationLocationMeasure
  | ProceedingsTransferMeasure
  | ProsecuteInsteadMeasure
  | ProvisionalArrestMeasure
  | RealtimeTrafficMeasure
  | RecordsMeasure
  | ReextraditionConsentMeasure
  | SearchSeizureMeasure
  | SentenceTransferMeasure
  | ServiceOfDocumentsMeasure
  | SpecialtyConsentMeasure
  | SpontaneousInformationMeasure
  | StatementMeasure
  | StoredDataMeasure
  | SubscriberInformationMeasure
  | TransitMeasure
  | VideoconferenceMeasure
  | VoluntaryAppearanceMeasure
/**
 * An account or wallet by its public name: CAIP-10 for chain accounts, IBAN for banks, else as its keeper writes it. Never a key.
 */
export type AccountName =
  | {
      scheme: 'CAIP-10'
      value: ChainAccount
    }
  | {
      scheme: 'IBAN'
      value: string
    }
  | {
      scheme: 'OTHER'
      value: RegisterNumber
      keeper: string
    }
/**
 * An account or address on a chain, CAIP-10; those of eip155 and bip122 in the form of their namespace. What has the form of a key is no account (R-22).
 */
export type ChainAccount = string
/**
 * The number under which a bank, a register or a keeper knows a thing. It is short and has a digit of some script, so that neither a key nor the words of a recovery phrase fit in it (R-22).
 */
export type RegisterNumber = string
/**
 * Which property, or which sum, is to be confiscated in the requested State. UN Convention 50(3)(a)-(b); Regulation (EU) 2018/1805, Annex II, section D.
 */
export type OrderExtent =
  | {
      kind: 'money'
      amountHere: Money
      total: Money
      /**
       * Whether a sum may be taken where a thing cannot be had.
       */
      conversionToSumAllowed?: boolean
      /**
       * From what it can be had.
       *
       * @minItems 1
       * @maxItems 100
       */
      assets?: Asset[]
    }
  | {
      kind: 'specific'
      /**
       * @minItems 1
       * @maxItems 100
       */
      assets: Asset[]
      /**
       * Whether a sum may be taken where the thing cannot be had.
       */
      conversionToSumAllowed?: boolean
      amountHere?: Money
    }
  | {
      kind: 'equivalentValue'
      amountHere: Money
      total: Money
      /**
       * Whether a sum may be taken where a thing cannot be had.
       */
      conversionToSumAllowed?: boolean
      /**
       * From what it can be had.
       *
       * @minItems 1
       * @maxItems 100
       */
      assets?: Asset[]
    }
/**
 * A thing of value by its kind (code/asset-kind.json), with the identifiers that its kind has. No kind has a place for a key or a recovery phrase (R-22).
 */
export type AssetItem =
  | {
      kind: 'BankAccount'
      account: AccountName
      bank?: {
        name: string
        bic?: string
        lei?: Lei
        branch?: string
      }
      /**
       * Holder as the bank writes it.
       */
      holderAsWritten?: string
    }
  | {
      kind: 'CryptoWallet'
      ledger?: LedgerPlace
      custodial?: CustodialAccount
      amountBaseUnits?: BaseUnits
      /**
       * @minItems 1
       * @maxItems 100
       */
      transactions?: LedgerTransaction[]
      /**
       * Where amounts are hidden on the ledger: how they can be looked at. What gives the look never travels in a message (R-22).
       */
      viewAccess?: 'notNeeded' | 'handedOverApart' | 'held'
    }
  | {
      kind: 'Nft'
      ledger: LedgerPlace
      collection?: string
      custodial?: CustodialAccount
    }
  | {
      kind: 'Security'
      name: string
      isin?: string
      quantity?: string
      custodian?: {
        name: string
        lei?: Lei
        account?: RegisterNumber
      }
    }
  | {
      kind: 'RealEstate'
      address: string
      /**
       * Land register.
       */
      register?: string
      number?: RegisterNumber
      /**
       * Undivided share: 1/2.
       */
      share?: string
    }
  | {
      kind: 'Vehicle'
      vin?: string
      plate?: Plate
      plateCountry?: StateCode
      make?: string
      model?: string
    }
  | {
      kind: 'Vessel'
      name: string
      imo?: string
      mmsi?: string
      callSign?: string
      flag?: StateCode
      number?: RegisterNumber
    }
  | {
      kind: 'Airplane'
      /**
       * Nationality and registration mark, ICAO Annex 7.
       */
      registration: string
      /**
       * ICAO 24-bit address.
       */
      address24?: string
      type?: string
      serialNumber?: RegisterNumber
    }
  | {
      kind: 'Company'
      name: string
      form?: string
      register?: string
      number?: RegisterNumber
      lei?: Lei
      sharePercent?: string
      shares?: string
    }
  | {
      kind: 'Debt'
      debtor: string
      creditor: string
      /**
       * From what it is owed.
       */
      title?: string
      number?: RegisterNumber
      due?: Date
    }
  | {
      kind: 'License'
      what: string
      issuer: string
      number?: RegisterNumber
      validUntil?: Date
    }
  | {
      kind: 'UserAccount'
      service: string
      name: UserName
    }
  | {
      kind: 'Cash'
      /**
       * @minItems 1
       * @maxItems 50
       */
      amounts: Money[]
      place?: string
    }
  | {
      kind: 'PreciousMetal'
      material: 'gold' | 'silver' | 'platinum' | 'palladium' | 'diamond' | 'otherStone' | 'other'
      weight?: string
      unit?: 'g' | 'kg' | 'ozt' | 'ct'
      /**
       * Parts in a thousand.
       */
      fineness?: string
      /**
       * Marks and bar numbers.
       */
      marks?: string
    }
  | {
      kind: 'CulturalGood'
      title: string
      maker?: string
      period?: string
      materials?: string
      inventory?: RegisterNumber
    }
  | {
      kind: 'DomainName'
      /**
       * As the DNS has it.
       */
      aLabel: string
      /**
       * As people read it.
       */
      uLabel?: string
      registrar?: string
    }
  | {
      kind: 'Insurance'
      insurer: string
      policy: RegisterNumber
      type?: string
    }
  | {
      kind: 'VirtualGoods'
      platform: string
      userName?: UserName
      what: string
      quantity?: string
    }
  | {
      kind: 'Business'
      name: string
      place?: string
      register?: string
      number?: RegisterNumber
    }
  | {
      kind: 'Other'
      name: string
      number?: RegisterNumber
    }
/**
 * Legal entity identifier, ISO 17442.
 */
export type Lei = string
/**
 * Where a crypto-asset is: by CAIP, or by the address of the network itself where CAIP has no name for it. Never a key (R-22).
 */
export type LedgerPlace =
  | {
      scheme: 'CAIP'
      account: ChainAccount
      asset?: ChainAsset
    }
  | {
      scheme: 'NATIVE'
      /**
       * Name of the network.
       */
      network: string
      /**
       * Address as the network writes it.
       */
      nativeAddress: string
      /**
       * Name of the unit.
       */
      unit?: string
    }
/**
 * A kind of crypto-asset, or a single one, on a chain: CAIP-19.
 */
export type ChainAsset = string
/**
 * A number of the smallest units of a crypto-asset, as a string of digits: 412.5 ether is 412500000000000000000 wei.
 */
export type BaseUnits = string
/**
 * What stands on the plate of a vehicle, in its own letters and digits. With a digit it may be as long as another number of a register; without one it is too short for a key or a recovery phrase (R-22).
 */
export type Plate = string
/**
 * The name of an account with a service, as the service writes it, with spaces too. No stretch of it is long enough for a key, and it has fewer words than a recovery phrase (R-22).
 */
export type UserName = string
/**
 * Whether property goes back to victims. Regulation (EU) 2018/1805, Annex I, section K.
 */
export type Restitution =
  | {
      state: 'none'
    }
  | {
      state: 'pending'
      victims?: number
      damage?: Money
      note?: Text
    }
  | {
      state: 'decided'
      authority: string
      date: Date
      reference?: Reference
      property: Text
      victims?: number
      exhibit?: ExhibitId
    }
/**
 * A country by ISO 3166-1 alpha-2, in upper case. An organisation is none.
 */
export type CountryCode = string
/**
 * Issuing State or organisation by ICAO Doc 9303, which is not ISO 3166-1: D, UNO, XXA for a stateless person.
 */
export type DocumentIssuer = string
/**
 * What points at data or at a user. Kinds after Regulation (EU) 2023/1543, Annex I, section E.
 */
export type Identifier =
  | {
      kind: 'IPV_4'
      value: string
      service?: string
      time?: Moment
      toleranceSeconds?: number
      note?: Text
      port?: number
      portRange?: {
        from: number
        to: number
      }
      asn?: number
    }
  | {
      kind: 'IPV_6'
      value: string
      service?: string
      time?: Moment
      toleranceSeconds?: number
      note?: Text
      port?: number
      portRange?: {
        from: number
        to: number
      }
      asn?: number
    }
  | {
      kind: 'EMAIL'
      value: Mailbox
      service?: string
      time?: Moment
      toleranceSeconds?: number
      note?: Text
    }
  | {
      kind: 'PHONE_NUMBER'
      value: Phone
      service?: string
      time?: Moment
      toleranceSeconds?: number
      note?: Text
    }
  | {
      kind: 'IMEI_NUMBER'
      value: string
      service?: string
      time?: Moment
      toleranceSeconds?: number
      note?: Text
    }
  | {
      kind: 'MAC_ADDRESS'
      value: string
      service?: string
      time?: Moment
      toleranceSeconds?: number
      note?: Text
    }
  | {
      kind: 'DOMAIN_NAME'
      value: string
      service?: string
      time?: Moment
      toleranceSeconds?: number
      note?: Text
    }
  | {
      kind: 'URL'
      value: string
      service?: string
      time?: Moment
      toleranceSeconds?: number
      note?: Text
    }
  | {
      kind: 'USER_ID' | 'ACCOUNT' | 'STORAGE' | 'OTHER'
      /**
       * At most eleven words: no identifier is made of the twelve or more of a recovery phrase (R-22).
       */
      value: string
      service?: string
      time?: Moment
      toleranceSeconds?: number
      note?: Text
    }
/**
 * An email address as it was seen or recorded, in letters of any script (RFC 6531).
 */
export type Mailbox = string
/**
 * Who holds the data, or a statement that it is not known. UN Convention 42(3)(d).
 */
export type Custodian =
  | {
      known: 'yes' | 'believed'
      name: string
      place?: string
      lei?: Lei
      country?: StateCode
      note?: Text
    }
  | {
      known: 'no'
      statement: Text
      /**
       * The requested State is asked where the data are, UN Convention 42(2).
       */
      locationQuery?: boolean
    }
/**
 * When an offence lapses by time, and what has interrupted it. ECE 10.
 */
export type Limitation = {
  provision?: string
  lapsesOn?: Date
  doesNotLapse?: true
  /**
   * @minItems 1
   * @maxItems 20
   */
  interruptions?: {
    on: Date
    by: Text
  }[]
  note?: Text
} & Limitation1
export type Limitation1 = {
  [k: string]: unknown
}
/**
 * Which property, up to what. Regulation (EU) 2018/1805, Annex I, section D.
 */
export type PropertyTarget =
  | {
      kind: 'money'
      maxAmount: Money
      amountHere?: Money
      totalAmount?: Money
      whyHere: Text
      /**
       * @minItems 1
       * @maxItems 100
       */
      assets?: Asset[]
    }
  | {
      kind: 'specific'
      maxAmount?: Money
      whyHere: Text
      /**
       * @minItems 1
       * @maxItems 100
       */
      assets: Asset[]
    }
  | {
      kind: 'equivalentValue'
      maxAmount: Money
      amountHere?: Money
      totalAmount?: Money
      whyHere: Text
      insteadOf?: Text
      /**
       * @minItems 1
       * @maxItems 100
       */
      assets?: Asset[]
    }
/**
 * Arrest in urgent cases, before the request itself: identity, warrant, offence, and the request that is announced. UN Convention 37(10); ECE 16; ETS 73 27.
 */
export type ProvisionalArrestMeasure = {
  id: MeasureId
  kind: 'provisional-arrest'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive?: boolean
  person: SoughtPerson
  /**
   * By which way it was also sent. ECE 16(3).
   */
  channel?: 'central' | 'diplomatic' | 'interpol' | 'direct' | '24-7'
  warrant: {
    /**
     * A warrant of arrest or a judgment exists.
     */
    exists: true
    kind?: 'warrant' | 'judgment' | 'order' | 'other'
    authority: string
    date: Date
    reference?: Reference
    exhibit?: ExhibitId
  }
  /**
   * @minItems 1
   * @maxItems 50
   */
  offences: AllegedOffence[]
  urgency: Urgency
  intentToRequestExtradition?: {
    stated: true
    expected: Date
  }
  /**
   * A request to take over proceedings is announced instead. ETS 73 27(1).
   */
  intentToRequestProceedings?: {
    stated: true
    expected: Date
  }
  /**
   * Whether the requested State could not try the offence but for ETS 73 2.
   */
  competenceOnlyUnderArticle2?: boolean
  reasonToFear?: Text
  /**
   * He is to be asked whether he consents to a simplified extradition. CETS 209 3, 4.
   */
  simplifiedWanted?: boolean
  /**
   * @minItems 1
   * @maxItems 50
   */
  propertyToSeize?: ReturnedItem[]
  procedureWanted?: Text
} & ProvisionalArrestMeasure1
export type ProvisionalArrestMeasure1 = {
  [k: string]: unknown
}
/**
 * The person is in the requesting State, or did not come. UN Convention 40(29); MA59 12.
 */
export type AppearanceBegunBody =
  | {
      stage: 'arrived'
      at: Moment
      place: string
      text?: Text
    }
  | {
      stage: 'notArrived'
      text: Text
    }
/**
 * The person will come, or does not wish to; nobody is compelled. UN Convention 40(3)(k); MA59 8, 10.
 */
export type AppearanceReplyBody =
  | {
      answer: 'willing'
      on: Date
      informedOf: Text
      wishes?: Text
      advancePaid?: Money
    }
  | {
      answer: 'declines'
      on: Date
      informedOf: Text
      text?: Text
    }
/**
 * Where an asset is kept after it was frozen or seized.
 */
export type Custody =
  | {
      in: 'ledger'
      keeper: string
      ledger: LedgerPlace
      amountBaseUnits?: BaseUnits
      transaction: LedgerTransaction
    }
  | {
      in: 'account'
      keeper: string
      account: AccountName
    }
  | {
      in: 'store'
      keeper: string
      place: string
      since?: Date
    }
/**
 * What becomes of the confiscated property, to the cent: proposed, accepted as proposed, declined, or put on record as it was settled. UN Convention 52.
 */
export type AssetReturnAgreementBody =
  | {
      stage: 'proposed' | 'recorded'
      form: 'return' | 'sharing' | 'disposal'
      /**
       * The rule by which it is divided: of the basis that governs the measure.
       */
      basis: {
        instrument: InstrumentCode
        article: string
      }
      realised: Money
      /**
       * What is taken off before it is shared: empty where nothing is. UN Convention 52.
       *
       * @maxItems 50
       */
      deductions?: {
        what: Text
        amount: Money
      }[]
      /**
       * @minItems 1
       * @maxItems 50
       */
      shares: {
        state?: StateCode
        /**
         * Where it is no State.
         */
        beneficiary?: string
        amount: Money
        for?: Text
      }[]
      /**
       * @minItems 1
       * @maxItems 50
       */
      payments?: PaymentDue[]
      payable?: Money
      /**
       * @minItems 1
       * @maxItems 50
       */
      handovers?: Handover[]
      executeBy: Date
      monitoring?: Text
      document?: ExhibitId
      /**
       * @minItems 1
       * @maxItems 50
       */
      conditions?: Condition[]
      replyBy?: Moment
      text?: Text
    }
  | {
      stage: 'accepted'
      text?: Text
    }
  | {
      stage: 'declined'
      text: Text
    }
/**
 * What something is worth, or that it is not known and why.
 */
export type Valuation =
  | {
      known: 'yes'
      value: Value
    }
  | {
      known: 'no'
      reason: Text
    }
/**
 * What came of one measure, of a kind of the folder result/: that of the measure.
 */
export type MeasureResult =
  | AssetReturnResult
  | AssetTracingResult
  | ConfiscationResult
  | ControlledDeliveryResult
  | CovertOperationResult
  | EmergencyDisclosureResult
  | EnforceInsteadResult
  | ExpertExaminationResult
  | ExtraditionResult
  | FreezingResult
  | InspectionResult
  | InterceptionResult
  | JointInvestigationResult
  | ObservationResult
  | PersonTransferTemporaryResult
  | PoliceQueryResult
  | PreservationResult
  | PreservationLocationResult
  | ProceedingsTransferResult
  | ProsecuteInsteadResult
  | ProvisionalArrestResult
  | RealtimeTrafficResult
  | RecordsResult
  | ReextraditionConsentResult
  | SearchSeizureResult
  | SentenceTransferResult
  | ServiceOfDocumentsResult
  | SpecialtyConsentResult
  | StatementResult
  | StoredDataResult
  | SubscriberInformationResult
  | TransitResult
  | VideoconferenceResult
  | VoluntaryAppearanceResult
/**
 * The requesting authority will take part, or asks for another date. MA2P 9.
 */
export type HearingConfirmBody =
  | {
      answer: 'confirmed'
      /**
       * @minItems 1
       * @maxItems 30
       */
      participants: Participant[]
      note?: Text
    }
  | {
      answer: 'otherDate'
      /**
       * @minItems 1
       * @maxItems 20
       */
      dateOptions: Moment[]
      reasons: Text
    }
/**
 * A sitting was held, goes on at another time, or failed; the minutes follow with the delivery. MA2P 9(6).
 */
export type HearingReportBody =
  | {
      stage: 'held'
      from: Moment
      to: Moment
      text?: Text
    }
  | {
      stage: 'adjourned'
      from?: Moment
      to?: Moment
      nextAt: Moment
      reasons: Text
    }
  | {
      stage: 'failed'
      code: ObstacleCode
      reasons: Text
    }
/**
 * The other State will be there, or asks for another time. UN Convention 40(10)-(11).
 */
export type PersonTransferConfirmBody =
  | {
      answer: 'confirmed'
      /**
       * @minItems 1
       * @maxItems 30
       */
      escort: Participant[]
      note?: Text
    }
  | {
      answer: 'otherTime'
      /**
       * @minItems 1
       * @maxItems 20
       */
      options: Moment[]
      reasons: Text
    }
/**
 * The person agrees to the transfer, or takes the consent back before it. UN Convention 40(9)(a); MA59 11(1)(a).
 */
export type PersonTransferConsentBody =
  | {
      stage: 'given'
      record: InformedConsent
      text?: Text
    }
  | {
      stage: 'withdrawn'
      on: Date
      recordedBy: string
      text?: Text
    }
/**
 * The stay is prolonged, or the person must be back as agreed. UN Convention 40(11)(b).
 */
export type PersonTransferProlongedBody =
  | {
      answer: 'agreed'
      returnBy: Moment
      note?: Text
    }
  | {
      answer: 'refused'
      reasons: Text
    }
/**
 * The person was given back, which the other State confirms, or cannot be given back. UN Convention 40(11)(b)-(d).
 */
export type PersonTransferReturnBody =
  | {
      stage: 'done'
      at: Moment
      place: string
      /**
       * Days that count as served. UN Convention 40(11)(d).
       */
      daysInCustody: number
      result: MeasureResult
      health?: Text
    }
  | {
      stage: 'confirmed'
      at: Moment
      place: string
      health?: Text
    }
  | {
      stage: 'failed'
      reason: 'escaped' | 'died' | 'notFitToTravel' | 'other'
      at: Moment
      text: Text
    }
/**
 * It goes on under a new order, or ends at its date, with reasons. UN Convention 45, 46, 40(25).
 */
export type RealtimeRenewalBody =
  | {
      answer: 'granted'
      order: Authorisation
      until: Moment
      /**
       * @minItems 1
       * @maxItems 50
       */
      conditions?: Condition[]
      note?: Text
    }
  | {
      answer: 'refused'
      /**
       * @minItems 1
       * @maxItems 10
       */
      grounds: Ground[]
      reasons: Text
    }
/**
 * The person was brought back, and the other side confirms it; or cannot be brought back, and why. ECE 19(2); EUUS 9.
 */
export type TemporarySurrenderReturnBody =
  | {
      stage: 'returned'
      at: Moment
      place: string
      detention: Detention
      verdict?: Verdict
      text?: Text
    }
  | {
      stage: 'confirmed'
      at: Moment
      place: string
      text?: Text
    }
  | {
      stage: 'failed'
      /**
       * Why the person cannot be brought back.
       */
      reason: 'escaped' | 'died' | 'notFitToTravel' | 'other'
      at: Moment
      text: Text
    }
/**
 * One line of human text, such as a name: in Unicode NFC, without control and bidirectional control characters.
 */
export type Line = string
/**
 * A node's signed statement of what it did with a message. Event names after ETSI EN 319 522.
 */
export type Receipt =
  | {
      v: 1
      id: Uuid
      event: 'relayAcceptance'
      node: StateCode
      to: StateCode
      message: Digest
      messageId: MessageId
      request: Uuid
      time: Moment
      sequence: number
      head: Digest
      /**
       * Derived state of the request.
       */
      state: string
      /**
       * @maxItems 200
       */
      measures: {
        id: MeasureId
        /**
         * State as workflow/ names it.
         */
        state: string
      }[]
      /**
       * The log leaf that is promised.
       */
      log: {
        origin: string
        leaf: Digest
      }
    }
  | {
      v: 1
      id: Uuid
      event: 'relayRejection'
      node: StateCode
      to: StateCode
      message: Digest
      messageId?: MessageId
      request?: Uuid
      time: Moment
      /**
       * Refusal code.
       */
      code: string
      /**
       * What would have been accepted.
       *
       * @maxItems 100
       */
      expected?: string[]
      /**
       * English words for an operator.
       */
      reasons?: string
      pointer?: string
      /**
       * Length of the record.
       */
      sequence?: number
      head?: Digest
      state?: string
      /**
       * @maxItems 200
       */
      measures?: {
        id: MeasureId
        /**
         * State as workflow/ names it.
         */
        state: string
      }[]
      /**
       * The log leaf that is promised.
       */
      log?: {
        origin: string
        leaf: Digest
      }
    }

/**
 * A node's signed answer to the question of a peer about the records between them. What is handed over follows it, signed and sealed.
 */
export interface Answer {
  v: 1
  id: Uuid
  node: StateCode
  to: StateCode
  time: Moment
  question: Digest
  /**
   * What was found; of the kind that was asked for.
   */
  found:
    | {
        what: 'records'
        /**
         * Number of the newest trust list of the asker that is known here; 0: none.
         */
        trustList: number
        /**
         * The records in the ranges that differ, in the order of the ids of their requests.
         *
         * @maxItems 500
         *
         * Items: Where a record stands at the node that answers.
         */
        records: {
          request: Uuid
          /**
           * Length of the record.
           */
          sequence: number
          head: Digest
          last?: Digest
          /**
           * Its contents were erased at the node that answers, which cannot hand them over and takes nothing more; absent: they are there.
           */
          erased?: true
        }[]
        through?: Uuid
      }
    | {
        what: 'record'
        /**
         * What is handed over, in the order of the lines.
         *
         * @maxItems 20
         *
         * Items: A message and the receipt for it, which follow as two sealed lines.
         */
        messages: {
          message: Digest
          receipt: Digest
        }[]
        /**
         * It is asked with this for more; absent: that is all.
         */
        cursor?: string
      }
    | {
        what: 'trustList'
        list?: Digest
      }
    | {
        what: 'circuit'
        /**
         * Open: the asker could not be reached so often that one message at a time is tried; closed: everything due is posted.
         */
        state: 'closed' | 'open'
        /**
         * Rounds of posts to the asker that failed since it last answered.
         */
        failures: number
        failingSince?: Moment
        openSince?: Moment
        nextAttempt?: Moment
        /**
         * Messages for the asker that are queued, those that were given up among them.
         */
        waiting: number
        oldest?: Moment
      }
    | {
        what: 'balance'
        /**
         * What the answering node has sent to the asker and has receipts for.
         */
        sent: {
          /**
           * How many.
           */
          count: number
          digest: Digest
        }
        /**
         * What the answering node has from the asker and has given receipts for.
         */
        received: {
          /**
           * How many.
           */
          count: number
          digest: Digest
        }
      }
    | {
        what: 'balanceMessages'
        /**
         * In the order of the digests of the messages.
         *
         * @maxItems 1000
         *
         * Items: A message and the receipt for it.
         */
        messages: {
          message: Digest
          receipt: Digest
        }[]
        /**
         * Whether there are more behind the last one.
         */
        more: boolean
      }
    | {
        what: 'proofs'
        /**
         * The newest head of the log, a signed note (C2SP tlog-checkpoint), with the cosignatures that it has.
         */
        checkpoint: string
        /**
         * Places in the log, counted from 0, of the entries that were asked about, in that order, each once, without those that lack.
         *
         * @maxItems 500
         */
        indexes: number[]
        /**
         * Entries that were asked about and are not in the log up to that head.
         *
         * @maxItems 500
         */
        lacking: Digest[]
        /**
         * One proof for all that are there, base64: 32 bytes for each subtree in which none of them stands, from left to right, as RFC 9162 section 2.1.1 splits the tree from the top. Empty where all lack.
         */
        hashes: string
      }
    | {
        what: 'logHead'
        /**
         * The head as the asker has signed it, a signed note (C2SP tlog-checkpoint); absent: none is known.
         */
        checkpoint?: string
      }
    | {
        what: 'exhibitReports'
        /**
         * In the order in which they came.
         *
         * @minItems 1
         * @maxItems 50
         */
        reports: {
          report: Digest
          /**
           * Why it was not kept; absent: it is kept.
           */
          code?: string
        }[]
      }
}
/**
 * A node's signed statement, short enough for a QR code on paper, of what it did with a carrier. It takes the place of no receipt for a message.
 */
export interface CarrierReceipt {
  v: 1
  node: StateCode
  to: StateCode
  carrier: Digest
  time: Moment
  messages: {
    accepted: number
    /**
     * Not taken, for good or for now; the receipts tell why.
     */
    refused: number
    /**
     * The lines of messages.jsonl that were refused, counted from 1. Absent: none was, or more than can be named.
     *
     * @maxItems 20
     */
    places?: number[]
  }
  exhibits: {
    whole: number
    damaged: number
    /**
     * Not taken yet: a part of it is not on the carrier, or it waits for a person, for room or for its message.
     */
    lacking: number
  }
}
/**
 * What a node has put onto a disk for a peer, signed. It tells nothing that a network between the two would not show: sizes and digests of sealed things.
 */
export interface Carrier {
  v: 1
  id: Uuid
  node: StateCode
  to: StateCode
  time: Moment
  /**
   * trust.jsonl: trust lists and lists of revoked certificates of the State that has written it.
   */
  trust: {
    lines: number
    /**
     * Of the file.
     */
    bytes: number
    sha256: Digest
  }
  /**
   * messages.jsonl: sealed messages, a compact JWE a line, of each record in their order.
   */
  messages: {
    lines: number
    /**
     * Of the file.
     */
    bytes: number
    sha256: Digest
  }
  /**
   * exhibits.jsonl: the sealed files, each by its size and SHA-256.
   */
  exhibits: {
    lines: number
    /**
     * Of the file.
     */
    bytes: number
    sha256: Digest
  }
  /**
   * Of all sealed files together.
   */
  sealedBytes: number
  /**
   * A sealed file lies in parts of so many bytes, the last one shorter: file systems of disks have a limit.
   */
  partBytes: number
}
/**
 * A whole case that a driver can play between two nodes: who, which messages in which order, and what must be refused.
 */
export interface Case {
  title: Text
  source: string
  states: {
    requesting: {
      state: StateCode
      name: Text
      language: Language
      timeZone: TimeZone
    }
    requested: {
      state: StateCode
      name: Text
      language: Language
      timeZone: TimeZone
    }
    /**
     * States that take part in further records of the same matter.
     *
     * @minItems 1
     * @maxItems 8
     */
    others?: {
      state: StateCode
      name: Text
      language: Language
      timeZone: TimeZone
    }[]
  }
  /**
   * @minItems 2
   * @maxItems 50
   */
  authorities: Authority[]
  /**
   * The records by their letter.
   */
  records: {
    [k: string]: {
      reference: Reference
      from: AuthorityId
      to: AuthorityId
      /**
       * Name of the affair in the case: records that share it belong to one matter.
       */
      matter?: string
    }
  }
  /**
   * Who acts for each authority: the officer drafts, the approver approves, never the same person.
   */
  people: {
    [k: string]: {
      /**
       * @minItems 1
       * @maxItems 20
       */
      officers: string[]
      /**
       * @minItems 1
       * @maxItems 20
       */
      approvers: string[]
    }
  }
  /**
   * @minItems 1
   * @maxItems 300
   */
  steps: (
    | {
        what: 'message'
        row: string
        /**
         * Record and number of a message: A4.
         */
        label: string
        /**
         * Name of a record in the case.
         */
        record: string
        at?: Moment
        from: AuthorityId
        to: AuthorityId
        /**
         * Type of message.
         */
        type: string
        /**
         * Record and number of a message: A4.
         */
        inReplyTo?: string
        /**
         * It reaches the other node before this message of the same side, is refused there with RECORD_GAP, and is sent again.
         */
        overtakes?: string
        /**
         * Exhibits of which what arrives differs in one bit from what the message announces.
         *
         * @minItems 1
         * @maxItems 200
         */
        badCopies?: {
          exhibit: ExhibitId
          /**
           * Place, from 0, of the one byte that is XORed with 1.
           */
          byte: number
          sha256: Digest
        }[]
        message: {
          /**
           * @minItems 1
           * @maxItems 100
           */
          measures?: MeasureId[]
          language: Language
          /**
           * The body of the message. {"$request": "B"} stands for the id of the request of record B, {"$message": "A4"} for the id of a message, {"$moment": "P90D"} for the moment so long after sentAt (-PT10M: before), {"$date": "P30D"} for its date in UTC.
           */
          body: {}
          /**
           * @maxItems 200
           */
          exhibits: Exhibit[]
        }
        officer: string
        approver?: string
        /**
         * State of each measure by its id.
         */
        after: {
          [k: string]: string
        }
        /**
         * Marks of clocks beside the state.
         */
        marks?: {
          /**
           * @maxItems 10
           */
          [k: string]: string[]
        }
        note?: string
      }
    | {
        what: 'clock'
        row: string
        /**
         * Name of a record in the case.
         */
        record: string
        at: Moment
        clock?: string
        note: string
        /**
         * State of each measure by its id.
         */
        after: {
          [k: string]: string
        }
        /**
         * Marks of clocks beside the state.
         */
        marks?: {
          /**
           * @maxItems 10
           */
          [k: string]: string[]
        }
      }
    | {
        what: 'outside'
        row: string
        /**
         * Name of a record in the case.
         */
        record: string
        at?: Moment
        note: string
        /**
         * State of each measure by its id.
         */
        after: {
          [k: string]: string
        }
        /**
         * Marks of clocks beside the state.
         */
        marks?: {
          /**
           * @maxItems 10
           */
          [k: string]: string[]
        }
      }
  )[]
  /**
   * @maxItems 60
   */
  wrong: ({
    [k: string]: unknown
  } & {
    number: string
    afterRow: string
    insteadOfRow?: string
    /**
     * Rows that are left out before it.
     *
     * @minItems 1
     * @maxItems 10
     */
    without?: string[]
    /**
     * Name of a record in the case.
     */
    record: string
    at?: Moment
    from: AuthorityId
    to: AuthorityId
    type: string
    /**
     * Record and number of a message: A4.
     */
    inReplyTo?: string
    /**
     * It says other words under the id of this message, which its author has sent before. Its own node signs no such thing; whoever got it all the same would refuse it and keep both as proof.
     */
    again?: string
    message: {
      /**
       * @minItems 1
       * @maxItems 100
       */
      measures?: MeasureId[]
      language: Language
      /**
       * The body of the message. {"$request": "B"} stands for the id of the request of record B, {"$message": "A4"} for the id of a message, {"$moment": "P90D"} for the moment so long after sentAt (-PT10M: before), {"$date": "P30D"} for its date in UTC.
       */
      body: {}
      /**
       * @maxItems 200
       */
      exhibits: Exhibit[]
    }
    regime?: InstrumentCode
    stoppedBy?: 'schema' | 'rule' | 'workflow' | 'access'
    accepted?: true
    code?: string
    pointer?: string
    /**
     * State of each measure by its id.
     */
    states?: {
      [k: string]: string
    }
    note: string
  })[]
}
/**
 * What a person wrote. The text in `language` is the authoritative one (R-14); translations stand beside it.
 */
export interface Text {
  language: Language
  text: string
  /**
   * @minItems 1
   * @maxItems 12
   */
  translations?: {
    language: Language
    text: string
  }[]
}
/**
 * A body that a State has designated, with its competences (R-08).
 */
export interface Authority {
  id: AuthorityId
  name: Text
  /**
   * @minItems 1
   * @maxItems 100
   */
  competences: Competence[]
  /**
   * @minItems 1
   * @maxItems 20
   */
  languages: Language[]
  timeZone: TimeZone
  officeHours: string
  email?: Email
  validFrom: Second
  validUntil?: Second
  /**
   * As what the State has designated it (R-08): the 24/7 point is not the central authority, and neither is the extradition authority.
   *
   * @minItems 1
   * @maxItems 8
   */
  roles?: AuthorityRole[]
  telephone?: Phone
}
/**
 * What an authority may ask for or be asked for (R-08).
 */
export interface Competence {
  /**
   * Kind of measure; a reader lets kinds pass that it does not know.
   */
  kind: string
  /**
   * @minItems 1
   * @maxItems 2
   */
  roles: ('requesting' | 'requested')[]
}
/**
 * A file handed over: announced here, by hash and size, in the signed message.
 */
export interface Exhibit {
  id: ExhibitId
  /**
   * File name without a folder.
   */
  name: string
  mediaType: string
  /**
   * Size in bytes, at most 16 TiB.
   */
  bytes: number
  sha256: Digest
  title?: Text
  language?: Language
  /**
   * A second hash of the file: SHA-512 in hexadecimal.
   */
  sha512?: string
  commitment?: Digest
  sealed?: SealedExhibit
  derivedFrom?: Uuid
  scan?: ExhibitScan
  handling?: HandlingCode
  pap?: PapCode
  europolHandling?: EuropolHandlingCode
  marking?: Marking
}
/**
 * The form in which the file is fetched from the node of the State that signs this, and what opens it: C2SP chunked-encryption, instance Cobblestone-256, with the context rogatory-exhibit/v1, a zero byte, the code of that State, a zero byte and the id of the deposit.
 */
export interface SealedExhibit {
  deposit: Uuid
  /**
   * Size of the sealed form in bytes.
   */
  bytes: number
  sha256: Digest
  /**
   * The key of the file, for it alone: 32 bytes in base64url. Whoever has it and the sealed form has the file.
   */
  key: string
}
/**
 * What a scanner for malware said of a file when it was taken in. It is no promise: what nobody knows yet is not found.
 */
export interface ExhibitScan {
  /**
   * Its name, and its version as it says it.
   */
  scanner: string
  /**
   * Number and date of its signatures as it says them; absent: it says none.
   */
  signatures?: string
  /**
   * Nothing found in all of it; something found; nothing found in what was looked at, which was not all; not looked at.
   */
  outcome: 'clean' | 'infected' | 'partial' | 'notScanned'
  /**
   * What was found, as the scanner calls it.
   */
  signature?: string
  /**
   * Why it was not looked at, or not all of it.
   */
  reason?: 'tooLarge' | 'limits' | 'timeout' | 'unreachable' | 'failed'
  at: Moment
  sha256: Digest
}
/**
 * A code that is in no published list: whose it is, of which list, and the code itself. A node that does not know it takes it as it stands and shows it as written; it never stands for a published code.
 */
export interface ExtensionCode {
  owner: StateCode
  /**
   * The list that it adds to, by the name of its file: refusal-ground.
   */
  name: string
  value: string
}
/**
 * A marking of the law of one State, as its documents bear it, and how it is to be handled by those who do not know it. It limits no use by itself (R-21).
 */
export interface Marking {
  owner: StateCode
  /**
   * As written: VS-NfD, Mật.
   */
  marking: string
  handledAs: HandlingCode
}
/**
 * The frame of every message: what is signed. The schema of its body is message/<type>.json.
 */
export interface Envelope {
  v: 1
  id: MessageId
  /**
   * The version of the set of schemas that it was written under (version.json); absent: 1.0.
   */
  schemas?: string
  request: Uuid
  matter?: Uuid
  reference: Reference
  from: AuthorityId
  to: AuthorityId
  sentAt: Moment
  /**
   * Its own place in the record: only on messages of the side that keeps the order.
   */
  sequence?: number
  basis: Place
  previous?: Digest
  inReplyTo?: MessageId
  /**
   * The measures it concerns, where the body does not say; absent: all.
   *
   * @minItems 1
   * @maxItems 100
   */
  measures?: MeasureId[]
  language: Language
  salt: Salt
  /**
   * @maxItems 200
   */
  exhibits: Exhibit[]
}
/**
 * A place in a record: how many messages it holds there, and the head over them.
 */
export interface Place {
  sequence: number
  head: Digest
}
/**
 * The files of a folder that were taken in together, each as a deposit of its own: what lay where, and by what it is known again. It is an exhibit itself, in canonical JSON.
 */
export interface ExhibitManifest {
  v: 1
  /**
   * What the folder is called.
   */
  name: string
  node: StateCode
  made: Moment
  /**
   * In the order of their paths as found.
   *
   * @minItems 1
   * @maxItems 20000
   */
  files: {
    /**
     * From the folder on, with slashes; each name in it can be shown and saved anywhere.
     */
    path: string
    /**
     * The path as it was found, where that is another: its bytes in base64url.
     */
    found?: string
    bytes: number
    sha256: Digest
    sha512: string
    /**
     * By the beginning of the file, never by its name.
     */
    mediaType: string
    modified: Moment
    deposit: Uuid
  }[]
  /**
   * Folders in which there was nothing.
   *
   * @maxItems 20000
   */
  folders: string[]
  /**
   * What was there and is no file: it was neither followed nor opened.
   *
   * @maxItems 20000
   */
  leftOut: {
    path: string
    kind: 'symbolicLink' | 'socket' | 'device' | 'pipe' | 'other'
  }[]
}
/**
 * A node's signed statement to the other of how it found a file that was handed over between them, or why it cannot take it yet. Event names after ETSI EN 319 522, where it has one.
 */
export interface ExhibitReport {
  v: 1
  id: Uuid
  node: StateCode
  to: StateCode
  time: Moment
  /**
   * What came over the network, whole or not; the sealed file where it lies, read again; or how it is with fetching it, which is no handing over and no failure of it.
   */
  event: 'contentHandover' | 'contentHandoverFailure' | 'storageCheck' | 'fetchStatus'
  state: StateCode
  deposit: Uuid
  /**
   * The sealed form that was announced.
   */
  sealed: {
    bytes: number
    sha256: Digest
  }
  /**
   * waiting: its receiver cannot take it now for a reason of its own that lasts, and takes it by itself when that has passed. fetching: that has passed, and it is on its way.
   */
  outcome: 'whole' | 'damaged' | 'waiting' | 'fetching'
  sha256?: Digest
  /**
   * Why it is damaged, or waits: a code of the refusals.
   */
  code?: string
  /**
   * The messages that handed it over, by their digests, as far as they were there; the first hundred.
   *
   * @maxItems 100
   */
  messages: Digest[]
  inReplyTo?: Digest
}
/**
 * One State's trust list as it is signed and published: a scheme-explicit LoTE in the JSON binding of ETSI TS 119 602 V1.1.1, annex A, of which this schema takes the part that a trust list needs, in one spelling.
 */
export interface Lote {
  LoTE: {
    ListAndSchemeInformation: {
      LoTEVersionIdentifier: 1
      LoTESequenceNumber: number
      LoTEType: 'https://rogatory.example/trust-list/type/state'
      SchemeOperatorName: LoteName
      SchemeOperatorAddress: {
        SchemeOperatorPostalAddress: LotePostalAddress
        SchemeOperatorElectronicAddress: LotePointer
      }
      /**
       * @minItems 1
       * @maxItems 1
       */
      SchemeName: {
        lang: 'en'
        value: string
      }[]
      /**
       * @minItems 1
       * @maxItems 1
       */
      SchemeInformationURI: {
        lang: 'en'
        uriValue: 'https://rogatory.example/trust-list/scheme'
      }[]
      StatusDeterminationApproach: 'https://rogatory.example/trust-list/status-determination/state'
      /**
       * @minItems 1
       * @maxItems 1
       */
      SchemeTypeCommunityRules: {
        lang: 'en'
        uriValue: 'https://rogatory.example/trust-list/rules'
      }[]
      SchemeTerritory: StateCode
      /**
       * @minItems 1
       * @maxItems 1
       */
      PolicyOrLegalNotice: {
        LoTEPolicy: {
          lang: 'en'
          uriValue: 'https://rogatory.example/trust-list/policy'
        }
      }[]
      /**
       * What was said of a certificate or key is never taken out.
       */
      HistoricalInformationPeriod: 65535
      ListIssueDateTime: Second
      NextUpdate: Second
      /**
       * @minItems 1
       * @maxItems 3
       */
      SchemeExtensions: (
        | {
            extension: 'https://rogatory.example/trust-list/extension/demonstration'
            critical: true
          }
        | {
            extension: 'https://rogatory.example/trust-list/extension/capabilities'
            critical: false
            capabilities: NodeCapabilities
          }
        | {
            extension: 'https://rogatory.example/trust-list/extension/rules'
            critical: false
            rules: StateRules
          }
      )[]
    }
    /**
     * @minItems 1
     * @maxItems 501
     */
    TrustedEntitiesList: LoteEntity[]
  }
}
/**
 * What a node takes: kinds of measures, languages, sizes, versions of the schemas.
 */
export interface NodeCapabilities {
  /**
   * @minItems 1
   * @maxItems 200
   *
   * Items: Kind of measure; a reader lets kinds pass that it does not know.
   */
  kinds: string[]
  /**
   * @minItems 1
   * @maxItems 50
   */
  languages: Language[]
  messageBytesMax: number
  exhibitBytesMax: number
  /**
   * Versions of the schemas (version.json) that this node reads, the newest first.
   *
   * @minItems 1
   * @maxItems 20
   */
  schemaVersions: string[]
}
/**
 * What a State says of itself beyond its treaties: how it may be reached, what its law adds or does not give. A draft is checked against it before it is sent; it refuses nothing by itself. Domain page 6.9; R-08, R-10, R-11.
 */
export interface StateRules {
  /**
   * Legal bases that the State applies, with reservations that matter to who asks (R-01).
   *
   * @minItems 1
   * @maxItems 60
   */
  instruments?: {
    instrument: InstrumentCode
    since?: Date
    until?: Date
    reservations?: Text
  }[]
  /**
   * What the State does only on a treaty, not on reciprocity. UN Convention 37(6), 40(7).
   *
   * @maxItems 4
   */
  treatyNeededFor?: ('extradition' | 'assistance' | 'confiscation' | 'transfers')[]
  /**
   * UN Convention 40(12).
   */
  channels?: {
    diplomatic?: 'required' | 'possible' | 'notUsed'
    interpolInUrgency?: boolean
    /**
     * An urgent request may be made orally and confirmed in writing. 40(14).
     */
    oralInUrgency?: boolean
    /**
     * R-11: whether what is sent here counts as the original.
     */
    paper?: 'electronicOriginal' | 'paperToFollow'
  }
  /**
   * R-10.
   */
  preservation?: {
    /**
     * How long one hold lasts by national law.
     */
    days: number
    renewalsMax?: number
    renewalCondition?: Text
  }
  dualCriminality?: {
    assistance?: 'required' | 'coerciveOnly' | 'notAsked'
    /**
     * Reservation to article 42(5).
     */
    preservation?: 'reserved' | 'notAsked'
  }
  /**
   * UN Convention 37(11)-(13).
   */
  nationals?: {
    extradited: 'yes' | 'onCondition' | 'no'
    condition?: Text
  }
  /**
   * Below this maximum penalty there is no extradition, where no treaty says otherwise.
   */
  minimumPenaltyMonths?: number
  deathPenalty?: 'abolished' | 'notCarriedOut' | 'retained'
  /**
   * Conditions that the State attaches to everything it gives. UN Convention 36.
   */
  dataProtection?: {
    /**
     * @minItems 1
     * @maxItems 20
     */
    conditions?: Condition[]
    text?: Text
  }
  /**
   * What the State promises of itself; no treaty number stands behind it.
   */
  service?: {
    acknowledgeDays?: number
    newsDays?: number
    urgentHours?: number
  }
  remarks?: Text
}
/**
 * A condition or assurance. Binding once accepted (UN Convention 40(28)); it outlives the answer and ends at a date, at an event, or by consent.
 */
export interface Condition {
  code: ConditionCode
  until?: Date
  untilEvent?: string
  /**
   * The measures it is for; absent: those of the message.
   *
   * @minItems 1
   * @maxItems 100
   */
  measures?: MeasureId[]
  /**
   * @minItems 1
   * @maxItems 200
   */
  exhibits?: ExhibitId[]
  text?: Text
}
/**
 * ETSI TS 119 602 clauses 6.4 and 6.5: the operator of the node, or an authority.
 */
export interface LoteEntity {
  TrustedEntityInformation: {
    TEName: LoteName
    TEAddress: {
      TEPostalAddress: LotePostalAddress
      TEElectronicAddress: LotePointer
    }
    TEInformationURI: LotePointer
    /**
     * @minItems 1
     * @maxItems 1
     */
    TEInformationExtensions?: {
      extension: 'https://rogatory.example/trust-list/extension/authority'
      critical: false
      /**
       * @minItems 1
       * @maxItems 100
       */
      competences: Competence[]
      /**
       * @minItems 1
       * @maxItems 20
       */
      languages: Language[]
      timeZone: TimeZone
      officeHours: string
      /**
       * As what the State has designated it (R-08): the 24/7 point is not the central authority, and neither is the extradition authority.
       *
       * @minItems 1
       * @maxItems 8
       */
      roles?: AuthorityRole[]
    }[]
  }
  /**
   * @minItems 1
   * @maxItems 300
   */
  TrustedEntityServices: LoteService[]
}
/**
 * ETSI TS 119 602 clauses 6.6 and 6.7: an authority, or a certificate, key or address of the node, its status and what that was before.
 */
export interface LoteService {
  ServiceInformation: {
    ServiceTypeIdentifier:
      | 'https://rogatory.example/trust-list/service/node'
      | 'https://rogatory.example/trust-list/service/certificate-authority'
      | 'https://rogatory.example/trust-list/service/list-signer'
      | 'https://rogatory.example/trust-list/service/message-signer'
      | 'https://rogatory.example/trust-list/service/http-signer'
      | 'https://rogatory.example/trust-list/service/encryption-key'
      | 'https://rogatory.example/trust-list/service/log'
      | 'https://rogatory.example/trust-list/service/witness'
      | 'https://rogatory.example/trust-list/service/authority'
    ServiceName: LoteName
    ServiceDigitalIdentity: LoteIdentity
    ServiceStatus:
      | 'https://rogatory.example/trust-list/status/in-force'
      | 'https://rogatory.example/trust-list/status/withdrawn'
    StatusStartingTime?: Second
    /**
     * @minItems 1
     * @maxItems 1
     */
    ServiceSupplyPoints?: {
      ServiceType:
        | 'https://rogatory.example/trust-list/supply/node'
        | 'https://rogatory.example/trust-list/supply/revocation-list'
      uriValue: string
    }[]
    /**
     * @minItems 1
     * @maxItems 1
     */
    ServiceInformationExtensions?: (
      | {
          extension: 'https://rogatory.example/trust-list/extension/log-origin'
          critical: false
          /**
           * C2SP tlog-checkpoint origin.
           */
          origin: string
        }
      | {
          extension: 'https://rogatory.example/trust-list/extension/designated-until'
          critical: false
          until: Second
        }
    )[]
  }
  /**
   * @minItems 1
   * @maxItems 1
   */
  ServiceHistory?: {
    ServiceTypeIdentifier:
      | 'https://rogatory.example/trust-list/service/node'
      | 'https://rogatory.example/trust-list/service/certificate-authority'
      | 'https://rogatory.example/trust-list/service/list-signer'
      | 'https://rogatory.example/trust-list/service/message-signer'
      | 'https://rogatory.example/trust-list/service/http-signer'
      | 'https://rogatory.example/trust-list/service/encryption-key'
      | 'https://rogatory.example/trust-list/service/log'
      | 'https://rogatory.example/trust-list/service/witness'
      | 'https://rogatory.example/trust-list/service/authority'
    ServiceName: LoteName
    ServiceDigitalIdentity: LoteIdentity
    ServiceStatus: 'https://rogatory.example/trust-list/status/in-force'
    StatusStartingTime: Second
  }[]
}
/**
 * ETSI TS 119 602 clause 6.6.3: exactly one certificate, key or identifier.
 */
export interface LoteIdentity {
  /**
   * @minItems 1
   * @maxItems 1
   */
  X509Certificates?: {
    /**
     * Base64 of DER.
     */
    val: string
  }[]
  /**
   * @minItems 1
   * @maxItems 1
   */
  PublicKeyValues?: (
    | {
        kty: 'EC'
        crv: 'P-256'
        x: string
        y: string
        kid: string
        use: 'enc'
      }
    | {
        kty: 'OKP'
        crv: 'X25519'
        x: string
        kid: string
        use: 'enc'
      }
  )[]
  /**
   * @minItems 1
   * @maxItems 1
   */
  OtherIds?: string[]
}
/**
 * A State's signed list of what its node has put beside a bundle in a court bundle (`made.jws`): each file by its SHA-256, for whom and with what it was made, and the head of the log to which it belongs.
 */
export interface Made {
  v: 1
  state: StateCode
  reference: Reference
  /**
   * Of the words.
   */
  language: 'ar' | 'en' | 'es' | 'fr' | 'ru' | 'vi' | 'zh'
  /**
   * IANA name: of the times in the words.
   */
  timeZone: string
  /**
   * Of the program that made the files.
   */
  version: string
  program: Digest
  /**
   * What the words depend on beside that: how its machine writes times and names, and how it packs.
   */
  runtime: string
  /**
   * The head of the log (`checkpoint`) in the bundle that the files stand beside.
   */
  log: {
    origin: string
    size: number
    root: Digest
  }
  disclosures?: Digest
  /**
   * Each file beside the bundle but this one, in the order of the paths, each path once.
   *
   * @minItems 1
   * @maxItems 5000
   */
  files: {
    path: string
    sha256: Digest
  }[]
}
/**
 * What becomes of confiscated property: returned to a State, an owner or victims, shared between States, or disposed of otherwise. UN Convention 52; UNCAC 57.
 */
export interface AssetReturnMeasure {
  id: MeasureId
  kind: 'asset-return'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State’s law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  claim: ReturnClaim
  confiscation?: Earlier
  procedureWanted?: Text
}
/**
 * Who should have confiscated property, how much of it, and why. UN Convention 52; UNCAC 57.
 */
export interface ReturnClaim {
  wanted: 'return' | 'sharing' | 'disposal'
  share:
    | {
        of: 'all'
      }
    | {
        of: 'percent'
        percent: string
      }
    | {
        of: 'amount'
        amount: Money
      }
  beneficiary:
    | {
        kind: 'state'
        state: StateCode
      }
    | {
        kind: 'owner'
        name: string
        note?: Text
      }
    | {
        kind: 'victims'
        number: number
        list?: ExhibitId
      }
    | {
        kind: 'fund'
        /**
         * A fund of the United Nations or of another organisation.
         */
        name: string
      }
  ground:
    | {
        on: 'ownership'
        text: Text
        exhibit?: ExhibitId
      }
    | {
        on: 'damage'
        amount: Money
        text?: Text
        exhibit?: ExhibitId
      }
    | {
        on: 'publicFunds'
        text: Text
      }
    | {
        on: 'agreement'
        text: Text
      }
  judgment:
    | {
        state: 'final'
        court: string
        reference?: Reference
        since: Date
        exhibit?: ExhibitId
      }
    | {
        state: 'waiverAsked'
        reasons: Text
      }
  compensationPlan?: Text
  payTo?: {
    account: AccountName
    holder: string
  }
}
/**
 * An amount as a decimal string, never a number, in a currency of ISO 4217.
 */
export interface Money {
  amount: string
  currency: string
}
/**
 * An earlier request in the same case. T-CY template article 31, boxes 9 and 10.
 */
export interface Earlier {
  reference: Reference
  request?: Uuid
  measure?: MeasureId
  askedBy?: AuthorityId
  answeredBy?: AuthorityId
  method?: string
  note?: Text
}
/**
 * Identifying and tracing proceeds, property and instrumentalities. UN Convention 40(3)(j), 50(2); CETS 198 16 to 19.
 */
export interface AssetTracingMeasure {
  id: MeasureId
  kind: 'asset-tracing'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State’s law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  /**
   * Persons and organisations of the request, by name, whose property is looked for.
   *
   * @minItems 1
   * @maxItems 100
   */
  subjects: string[]
  /**
   * @minItems 1
   * @maxItems 20
   */
  assetKinds: AssetKindCode[]
  whyHere: Text
  link?: Text
  /**
   * Accounts with banks. CETS 198 17.
   */
  bankAccounts?: {
    substantialValue?: Text
    whyThese?: Text
    /**
     * Which banks may be involved, as far as known.
     *
     * @minItems 1
     * @maxItems 50
     */
    banks?: string[]
  }
  /**
   * Transactions of accounts in the past. CETS 198 18.
   */
  transactions?: {
    /**
     * @minItems 1
     * @maxItems 50
     */
    accounts: AccountName[]
    period: Period
  }
  /**
   * Transactions of accounts as they happen. CETS 198 19.
   */
  monitoring?: {
    /**
     * @minItems 1
     * @maxItems 50
     */
    accounts: AccountName[]
    period: Period
    justification: Text
  }
  /**
   * Other States asked for the same.
   *
   * @minItems 1
   * @maxItems 50
   */
  otherStates?: OtherState[]
  /**
   * What the result is for; intelligence becomes evidence only when asked for again.
   */
  use: 'intelligence' | 'evidence'
  procedureWanted?: Text
}
/**
 * The time for which data or help are asked for. UN Convention 40(15)(f).
 */
export interface Period {
  from: Moment
  to: Moment
}
/**
 * Another State to which the same order was sent. Regulation (EU) 2018/1805, Annex I, section G; CETS 198 39.
 */
export interface OtherState {
  state: StateCode
  authority?: string
  reason: 'itemsInSeveral' | 'actionInSeveral' | 'valueNotSufficient' | 'other'
  value?: Money
  note?: Text
}
/**
 * Property is taken for good: by an order that the requested State seeks, or by enforcing the order of the requesting State. UN Convention 50(1), 50(3); Regulation (EU) 2018/1805, Annex II.
 */
export interface ConfiscationMeasure {
  id: MeasureId
  kind: 'confiscation'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State’s law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  /**
   * Option a: the requested State seeks its own order. Option b: it enforces the foreign order. Exactly one. UN Convention 50(1)(a), (b).
   */
  way:
    | {
        option: 'a'
        extent: OrderExtent
        facts: Text
        nature?: ConfiscationNatureCode
        thirdParties?: Text
      }
    | {
        option: 'b'
        order: ExhibitId
        court: string
        reference: Reference
        issued: Date
        facts: Text
        statute?: ExhibitId
        extent: OrderExtent
        nature: ConfiscationNatureCode
        /**
         * Statement that the order is final. UN Convention 50(3)(b).
         */
        finality: {
          since: Date
          statement: Text
          attestation?: ExhibitId
        }
        /**
         * UN Convention 50(3)(b).
         */
        dueProcess: {
          statement: Text
          exhibit?: ExhibitId
        }
        /**
         * Whether the person appeared at the trial. R1805, Annex II, section H.
         */
        inAbsentia?:
          | {
              appeared: 'inPerson'
            }
          | {
              appeared: 'represented'
              note?: Text
            }
          | {
              appeared: 'absent'
              /**
               * @minItems 1
               * @maxItems 5
               */
              safeguards: (
                | 'summonedInPerson'
                | 'informedOtherwise'
                | 'defendedByCounsel'
                | 'servedAndNotContested'
                | 'willBeServed'
              )[]
              text?: Text
            }
        /**
         * Sanctions instead of the confiscation. R1805, Annex II, section I.
         */
        alternativeSanctions?:
          | {
              allowed: 'none'
            }
          | {
              allowed: 'some'
              which: Text
              maximum?: Text
            }
        /**
         * Whether imprisonment in default of payment is ruled out. CETS 198 27.
         */
        defaultImprisonment?: 'excluded' | 'notExcluded'
        conviction?: {
          court: string
          date: Date
          reference?: Reference
          exhibit?: ExhibitId
        }
      }
  earlierFreezing?: Earlier
  /**
   * Court or authority that has validated the order. R1805, Annex I, section N.
   */
  validatingAuthority?: string
  /**
   * Dual criminality is not asked for: a listed offence of three years or more. R1805 3(1).
   */
  listedOffence?: {
    offence: ListedOffenceCode
    threeYears: true
  }
  /**
   * Other States to which the order was sent. R1805, Annex I, section G.
   *
   * @minItems 1
   * @maxItems 50
   */
  otherStates?: OtherState[]
  /**
   * Earlier orders about the same property. R1805, Annex I, section H.
   *
   * @minItems 1
   * @maxItems 20
   */
  earlierOrders?: Earlier[]
  restitution?: Restitution
  /**
   * Legal remedies in the requesting State. R1805, Annex I, section L.
   */
  remedies?: {
    /**
     * Where it can be asked about.
     */
    authority: string
    text?: Text
  }
  /**
   * Where money is to be paid. R1805, Annex II, section M.
   */
  payTo?: {
    account: AccountName
    holder: string
  }
  procedureWanted?: Text
}
/**
 * A thing of value: what it is, where, whose, worth what, with what rights of others in it. UN Convention 50(3)(a); Regulation (EU) 2018/1805, Annex I, section D.
 */
export interface Asset {
  item: AssetItem
  description?: Text
  location?: {
    country: StateCode
    place?: string
  }
  /**
   * In whose name it is.
   */
  holder?: string
  /**
   * To whom it is believed to belong.
   */
  beneficialOwner?: string
  value?: Value
  /**
   * @maxItems 50
   */
  encumbrances?: Encumbrance[]
  link?: Text
  status?: 'believed' | 'found' | 'frozen' | 'seized' | 'confiscated' | 'sold' | 'returned'
}
/**
 * The account that a provider of crypto-asset services keeps for a customer.
 */
export interface CustodialAccount {
  provider: {
    name: string
    lei?: Lei
    country?: StateCode
    number?: RegisterNumber
  }
  accountId: RegisterNumber
}
/**
 * A transaction by its block, and its hash where the chain has one.
 */
export interface LedgerTransaction {
  /**
   * Hash of the transaction.
   */
  hash?: string
  block: {
    height: number
    time: Moment
  }
  amountBaseUnits?: BaseUnits
  from?: ChainAccount
  to?: ChainAccount
}
/**
 * What something is worth: amount, currency and the day on which it was.
 */
export interface Value {
  amount: string
  currency: string
  date: Date
  /**
   * How it was found: balance, appraisal, price of an exchange.
   */
  method?: string
}
/**
 * A right of somebody else in a thing of value.
 */
export interface Encumbrance {
  kind:
    | 'mortgage'
    | 'lien'
    | 'pledge'
    | 'lease'
    | 'usufruct'
    | 'retentionOfTitle'
    | 'attachment'
    | 'claim'
    | 'other'
  holder?: string
  amount?: Value
  rank?: number
  note?: Text
}
/**
 * A drill of a 24/7 point; contact-test opens it, a request never. UN Convention 41.
 */
export interface ContactTestMeasure {
  id: MeasureId
  kind: 'contact-test'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
}
/**
 * A consignment is let pass under the eyes of the authorities. UNTOC 2(i), 20; MA2P 18; not in the UN Convention against Cybercrime.
 */
export interface ControlledDeliveryMeasure {
  id: MeasureId
  kind: 'controlled-delivery'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  consignment: {
    what: Text
    quantity?: string
    carrier?: string
    route: Text
    /**
     * Where and when it crosses the border.
     */
    crossing?: string
  }
  /**
   * UNTOC 20(4): let through, taken out or replaced.
   */
  method: 'intact' | 'removed' | 'replaced' | 'partlyReplaced'
  plan: Text
  relation: Text
  period: Period
  officers: OperationOfficers
  conditions: Text
  territory?: Text
  domesticOrder?: Authorisation
  liability?: Text
  procedureWanted?: Text
}
/**
 * Who acts, by number and function; names of officers under cover never stand here. UNTOC 20; MA2P 17 to 19.
 */
export interface OperationOfficers {
  leader: Participant
  count: number
  phone?: Phone
  /**
   * Whether some act under another identity.
   */
  underCover?: boolean
  powers?: Text
  identityProtection?: Text
}
/**
 * Somebody who takes part in an act of the proceeding, and in what function. MA2P 9(3), 9(6).
 */
export interface Participant {
  name: string
  /**
   * Presides, prosecutes, defends, interprets, keeps the minutes.
   */
  function: string
  authority?: string
  /**
   * Where, if not where the others are.
   */
  place?: string
}
/**
 * The domestic act on which a decision rests. UN Convention 24; R-03.
 */
export interface Authorisation {
  authority: string
  kind: string
  date: Date
  scope?: Text
  until?: Date
  exhibit?: ExhibitId
  reference?: Reference
}
/**
 * Investigation by officers under a covert or false identity. UNTOC 20; MA2P 19; EIO 29.
 */
export interface CovertOperationMeasure {
  id: MeasureId
  kind: 'covert-operation'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  setting: 'physical' | 'online' | 'both'
  /**
   * @minItems 1
   * @maxItems 50
   */
  targets?: Person[]
  /**
   * @minItems 1
   * @maxItems 100
   */
  identifiers?: Identifier[]
  legalStatus: Text
  plan: Text
  relation: Text
  period: Period
  officers: OperationOfficers
  conditions: Text
  territory?: Text
  domesticOrder?: Authorisation
  liability?: Text
  procedureWanted?: Text
}
/**
 * A natural person concerned, as far as known. UN Convention 40(15)(e).
 */
export interface Person {
  role: PersonRoleCode
  /**
   * @minItems 1
   * @maxItems 20
   */
  names: PersonName[]
  sex?: 'M' | 'F' | 'X'
  /**
   * Year, year and month, or day: as precise as known.
   */
  birthDate?: string
  birthPlace?: string
  birthCountry?: StateCode
  /**
   * An empty list: of none (stateless).
   *
   * @maxItems 10
   */
  nationalities?: CountryCode[]
  residence?: string
  location?: string
  /**
   * @minItems 1
   * @maxItems 10
   */
  languages?: Language[]
  /**
   * @minItems 1
   * @maxItems 10
   */
  documents?: {
    type: string
    number: string
    issuer?: DocumentIssuer
    issuedOn?: Date
    expires?: Date
    /**
     * The two or three lines at the foot of the document, as they are read, with a line feed between them. ICAO Doc 9303.
     */
    machineReadableZone?: string
  }[]
  /**
   * @minItems 1
   * @maxItems 10
   */
  nationalIds?: string[]
  minor?: boolean
  vulnerable?: boolean
  inCustody?: boolean
  note?: Text
}
/**
 * A name in one script, as in the document it was read from.
 */
export interface PersonName {
  family?: string
  given?: string
  patronymic?: string
  full?: string
  /**
   * ISO 15924.
   */
  script?: string
  alias?: boolean
}
/**
 * Disclosure of stored data at once, to avert a significant and imminent risk to life or safety. UN Convention 2, 41(3)(e); 2AP 9, 10.
 */
export interface EmergencyDisclosureMeasure {
  id: MeasureId
  kind: 'emergency-disclosure'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  emergency: {
    facts: Text
    /**
     * What is in danger; infrastructure only where the basis says so.
     */
    to: 'life' | 'safety' | 'criticalInfrastructure'
    /**
     * Who is in danger, as far as known.
     *
     * @minItems 1
     * @maxItems 50
     */
    persons?: Person[]
    expectedAt?: Moment
  }
  relation: Text
  data: Data
  custodian: Custodian
  deadline: {
    hours: number
    endsAt: Moment
    reason: Text
  }
  reachable: Contact
  /**
   * It was asked for orally first, and is confirmed by this.
   */
  oralFirst?: {
    at: Moment
    with: string
  }
  /**
   * Whether a formal request will follow. 2AP 9(5).
   */
  formalRequest?: {
    intended: boolean
    expected?: Date
  }
  procedureWanted?: Text
}
/**
 * Which data are meant.
 */
export interface Data {
  /**
   * @minItems 1
   * @maxItems 3
   */
  categories: DataCategoryCode[]
  /**
   * @minItems 1
   * @maxItems 100
   */
  identifiers: Identifier[]
  period?: Period
  /**
   * @minItems 1
   * @maxItems 20
   */
  wanted?: TrafficDataCode[]
  description?: Text
}
/**
 * How and when an authority can be reached. T-CY template article 31, box 5.
 */
export interface Contact {
  email: Email
  phone?: Phone
  officeHours: string
  timeZone: TimeZone
  address?: string
  preferredReply?: 'exchange' | 'email' | 'telephone' | 'post'
}
/**
 * Enforcement of a sentence in the State that does not extradite, asked for in a record of its own. UN Convention 37(13).
 */
export interface EnforceInsteadMeasure {
  id: MeasureId
  kind: 'enforce-instead'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive?: boolean
  person: SoughtPerson
  refusal: RefusedExtradition
  judgment: SentenceJudgment
  /**
   * @minItems 1
   * @maxItems 200
   */
  offences: ChargedOffence[]
  method?: 'continued' | 'converted' | 'either'
  procedureWanted?: Text
}
/**
 * A person whose arrest, extradition or passage is asked for, with everything that helps to know and to find him. ECE 12(2)(c), 16(2).
 */
export interface SoughtPerson {
  person: Person
  description?: Text
  photograph?: ExhibitId
  fingerprints?: ExhibitId
  whereabouts?: Text
  /**
   * Notice through INTERPOL: it asks to locate and arrest; what force it has each State decides.
   */
  notice?: {
    number: string
    kind: 'redNotice' | 'diffusion' | 'other'
    date?: Date
  }
}
/**
 * The refusal after which the requested State is asked to prosecute, or to carry out the sentence. UN Convention 37(11), 37(13).
 */
export interface RefusedExtradition {
  reference?: Reference
  request?: Uuid
  on?: Date
  /**
   * @minItems 1
   * @maxItems 10
   */
  grounds: Ground[]
  /**
   * Extradition was not asked for, because it was certain to be refused.
   */
  notAsked?: true
}
/**
 * A ground for refusing, in whole or part, with its aspect where the law names several.
 */
export interface Ground {
  /**
   * A code of code/refusal-ground.json. The profile of the regime chosen says which are allowed, so that a wrong one is refused by that rule.
   */
  code: string | ExtensionCode
  aspect?: GroundAspectCode
  /**
   * The article of the governing basis, as it counts there: 11(g). A profile may say which article a ground has to name.
   */
  article?: string
}
/**
 * The judgment on which extradition to serve a sentence rests. ECE 12(2)(a); Model Treaty 2(2), 3(g), 5(2)(c)-(d).
 */
export interface SentenceJudgment {
  court: string
  date: Date
  reference?: Reference
  exhibit: ExhibitId
  form: 'original' | 'authenticatedCopy' | 'electronicOriginal'
  finalOn?: Date
  enforceable: true
  sentence?: TimeLength
  /**
   * For life; a length that is stated is then what must be served before a review.
   */
  life?: boolean
  /**
   * Of no fixed length; one that is stated is then what must be served before a review.
   */
  indeterminate?: boolean
  death?: boolean
  remaining?: TimeLength
  /**
   * Whether he was at his trial, and if not, how his rights were kept.
   */
  heard:
    | {
        trial: 'present'
        note?: Text
      }
    | {
        trial: 'absent'
        summoned: 'inPerson' | 'otherwise' | 'no'
        defended: 'ownCounsel' | 'appointedCounsel' | 'no'
        servedOn?: Date
        retrial: 'held' | 'asOfRight' | 'none'
        retrialUntil?: Date
        text: Text
      }
}
/**
 * Years, months and days of a sentence.
 */
export interface TimeLength {
  years?: number
  months?: number
  days?: number
}
/**
 * An offence with everything on which extradition for it depends. ECE 2, 10, 12(2)(b)-(c); Model Treaty 2, 5.
 */
export interface ChargedOffence {
  /**
   * By which it is called in every later message.
   */
  number: number
  code: OffenceCode
  instrument?: InstrumentCode
  article?: string
  /**
   * Provision and legal description in the requesting State's law.
   */
  domestic: string
  place: string
  time: {
    from: Date
    to?: Date
  }
  participation: 'perpetrator' | 'participation' | 'attempt' | 'organising'
  conduct?: Text
  statute?: Text
  statuteExhibit?: ExhibitId
  maximumPenalty: Penalty
  minimumPenalty?: Penalty
  limitation: Limitation
}
/**
 * The heaviest penalty the law allows: decides whether an offence is a serious crime (4 years, UN Convention 2).
 */
export interface Penalty {
  years?: number
  months?: number
  life?: true
  death?: true
  text?: string
}
/**
 * An evaluation by an expert. UN Convention 40(3)(h).
 */
export interface ExpertExaminationMeasure {
  id: MeasureId
  kind: 'expert-examination'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  object: Text
  questions: Questions
  method: Text
  sampleReturn: ReturnOfSamples
  relation: Text
  /**
   * Whether a test that uses up or changes the object is agreed to.
   */
  destructiveTest?: {
    allowed: boolean
    conditions?: Text
  }
  /**
   * Field of knowledge.
   */
  field?: string
  expert?: Participant
  oath?: Text
  procedureWanted?: Text
}
/**
 * What somebody is to be asked: by topic, in an exhibit, or both. UN Convention 40(15)(d).
 */
export interface Questions {
  /**
   * @minItems 1
   * @maxItems 100
   */
  topics?: {
    number: number
    text: Text
  }[]
  exhibit?: ExhibitId
}
/**
 * Whether what was examined is to come back. MA59 6.
 */
export interface ReturnOfSamples {
  wanted: boolean
  by?: Date
  text?: Text
}
/**
 * Surrender of a person for prosecution, or to serve a sentence. UN Convention 37; ECE 12; Model Treaty on Extradition 5.
 */
export interface ExtraditionMeasure {
  id: MeasureId
  kind: 'extradition'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive?: boolean
  person: SoughtPerson
  /**
   * To prosecute him, or to carry out a sentence.
   */
  purpose:
    | {
        for: 'prosecution'
        warrant: ArrestWarrant
        evidence?: Text
        /**
         * @minItems 1
         * @maxItems 200
         */
        evidenceExhibits?: ExhibitId[]
      }
    | {
        for: 'sentence'
        judgment: SentenceJudgment
      }
  /**
   * @minItems 1
   * @maxItems 200
   */
  offences: ChargedOffence[]
  /**
   * The words of the laws that apply. ECE 12(2)(c).
   */
  statutes?: {
    exhibit: ExhibitId
    /**
     * @minItems 1
     * @maxItems 10
     */
    languages: Language[]
  }
  /**
   * What shows identity and nationality.
   *
   * @minItems 1
   * @maxItems 200
   */
  identityPapers?: ExhibitId[]
  /**
   * What shows that he is in the requested State. UN Convention 37(1).
   */
  presence: {
    how: 'arrested' | 'located' | 'believed'
    place: string
    since?: Date
    text?: Text
    evidence?: ExhibitId
  }
  provisionalArrest?: {
    message?: MessageId
    reference?: Reference
  }
  /**
   * The embassy of the requested State has received it: that counts as receipt. EUUS 7.
   */
  embassy?: {
    receivedAt: Moment
    mission: string
  }
  /**
   * Specialty, no re-extradition, death penalty, retrial, return of nationals: what the requesting State promises unasked.
   *
   * @minItems 0
   * @maxItems 50
   */
  undertakingsOffered: Condition[]
  /**
   * Requests of others for the same person that are known.
   *
   * @minItems 0
   * @maxItems 20
   */
  otherRequests?: OtherRequest[]
  /**
   * ECE 20.
   *
   * @minItems 1
   * @maxItems 50
   */
  propertyToHandOver?: ReturnedItem[]
  procedureWanted?: Text
}
/**
 * The warrant on which extradition for prosecution rests, in a form that the requested State accepts. ECE 12(2)(a).
 */
export interface ArrestWarrant {
  kind: 'warrant' | 'order' | 'other'
  authority: string
  date: Date
  reference?: Reference
  exhibit: ExhibitId
  form: 'original' | 'authenticatedCopy' | 'electronicOriginal'
  /**
   * It can be carried out at once by the law of the requesting State.
   */
  enforceable: true
}
/**
 * A request of another State or court for the same person. ECE 17; EUUS 10.
 */
export interface OtherRequest {
  from: StateCode
  authority?: string
  kind: 'extradition' | 'surrenderWarrant' | 'internationalCourt'
  receivedOn: Date
  offences?: Text
  sameOffence: boolean
  /**
   * He is a national of that State.
   */
  nationality?: boolean
  reextraditionPossible?: boolean
}
/**
 * A thing or paper handed over in the original. MA59 6.
 */
export interface ReturnedItem {
  what: Text
  count?: number
  seal?: string
  courier?: string
  exhibit?: ExhibitId
  condition?: Text
}
/**
 * Property is kept from being moved, changed or disposed of until it can be confiscated. UN Convention 2, 50(2), 50(3)(c); Regulation (EU) 2018/1805, Annex I.
 */
export interface FreezingMeasure {
  id: MeasureId
  kind: 'freezing'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State’s law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  /**
   * Whether it is only frozen, or taken into custody.
   */
  action: 'freezing' | 'seizure'
  /**
   * A copy of the order on which the request relies, or a reasonable basis. UN Convention 50(3)(c), 49(2).
   */
  reliesOn:
    | {
        on: 'order'
        order: ExhibitId
        court: string
        reference?: Reference
        date: Date
        note?: Text
      }
    | {
        on: 'reasonableBasis'
        statement: Text
        exhibit?: ExhibitId
        orderExpected?: Text
      }
  target: PropertyTarget
  /**
   * How it leads to a confiscation. R1805, Annex I, section I.
   */
  confiscation:
    | {
        link: 'expected'
        /**
         * Month or day in which the request for confiscation is expected.
         */
        expected: string
      }
    | {
        link: 'accompanied'
        reference: Reference
        request?: Uuid
      }
    | {
        link: 'frozenUntil'
        until: Date
        note?: Text
      }
  /**
   * A day on which it is to be done, and why. R1805, Annex I, section B.
   */
  dateForExecution?: {
    date: Date
    reason: Text
  }
  /**
   * Court or authority that has validated the order. R1805, Annex I, section N.
   */
  validatingAuthority?: string
  placeOfExecution?: string
  thirdParties?: Text
  /**
   * Dual criminality is not asked for: a listed offence of three years or more. R1805 3(1).
   */
  listedOffence?: {
    offence: ListedOffenceCode
    threeYears: true
  }
  /**
   * R1805, Annex I, section F.
   */
  confidentialAfterExecution?: boolean
  /**
   * Other States to which the order was sent. R1805, Annex I, section G.
   *
   * @minItems 1
   * @maxItems 50
   */
  otherStates?: OtherState[]
  /**
   * Earlier orders about the same property. R1805, Annex I, section H.
   *
   * @minItems 1
   * @maxItems 20
   */
  earlierOrders?: Earlier[]
  /**
   * Other measures that would do. R1805, Annex I, section J.
   *
   * @minItems 1
   * @maxItems 10
   */
  alternatives?: Text[]
  restitution?: Restitution
  /**
   * Legal remedies in the requesting State. R1805, Annex I, section L.
   */
  remedies?: {
    /**
     * Where it can be asked about.
     */
    authority: string
    text?: Text
  }
  procedureWanted?: Text
}
/**
 * Examination of objects and sites. UN Convention 40(3)(g).
 */
export interface InspectionMeasure {
  id: MeasureId
  kind: 'inspection'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  object: Text
  where: string
  questions: Questions
  method: Text
  sampleReturn: ReturnOfSamples
  relation: Text
  /**
   * Whether a test that uses up or changes the object is agreed to.
   */
  destructiveTest?: {
    allowed: boolean
    conditions?: Text
  }
  /**
   * Officials of the requesting State who wish to be present. MA59 4.
   *
   * @minItems 1
   * @maxItems 20
   */
  officials?: Participant[]
  domesticOrder?: Authorisation
  procedureWanted?: Text
}
/**
 * Collection or recording of the content of specified communications as they pass. UN Convention 46, 40(3)(f); Budapest 34; EIO 30.
 */
export interface InterceptionMeasure {
  id: MeasureId
  kind: 'interception'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  /**
   * Whose communications they are. EIO 30(3)(a).
   */
  target: {
    /**
     * @minItems 1
     * @maxItems 20
     */
    persons?: Person[]
    /**
     * @minItems 1
     * @maxItems 20
     */
    organisations?: Organisation[]
    /**
     * @minItems 1
     * @maxItems 100
     */
    identifiers: Identifier[]
    /**
     * Where the target is, as far as known.
     */
    location?: {
      country: StateCode
      place?: string
    }
  }
  communications: Text
  relation: Text
  necessity: Text
  period: Period
  periodJustification?: Text
  domesticOrder?: Authorisation
  technical: {
    needs: Text
    /**
     * Whether technical help of the requested State is needed. EIO 30, 31.
     */
    assistanceNeeded: boolean
    /**
     * Interface or format, such as ETSI TS 102 232.
     */
    interface?: string
    provider?: Custodian
    /**
     * Whether the traffic data that go with it are wanted. EIO 30(2).
     */
    trafficDataToo?: boolean
  }
  privilege?: Text
  /**
   * Passed on as it comes, or recorded and handed over. EIO 30(6).
   */
  mode?: 'live' | 'recorded' | 'both'
  transcription?: Text
  procedureWanted?: Text
}
/**
 * A legal person or body concerned.
 */
export interface Organisation {
  role: PersonRoleCode
  name: string
  form?: string
  /**
   * @minItems 1
   * @maxItems 10
   */
  tradingNames?: string[]
  country?: StateCode
  seat?: string
  register?: string
  number?: string
  lei?: Lei
  representative?: string
  note?: Text
}
/**
 * A joint investigation team of two or more States: one record for each pair, all in one matter. Opened by jit-proposal, or by a request with the proposed composition (MA2P 20(2)). UN Convention 48.
 */
export interface JointInvestigationMeasure {
  id: MeasureId
  kind: 'joint-investigation'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  plan: JointPlan
  procedureWanted?: Text
}
/**
 * Purpose, composition, period, place and rules of a joint investigation team. UN Convention 48; MA2P 20; Second Additional Protocol to the Budapest Convention 12.
 */
export interface JointPlan {
  purpose: Text
  /**
   * Every State that takes part or is asked to; each pair of them has a record of its own in the matter.
   *
   * @minItems 2
   * @maxItems 20
   */
  states: StateCode[]
  /**
   * Who takes part; one at least leads. MA2P 20(3).
   *
   * @minItems 1
   * @maxItems 100
   */
  members: JointMember[]
  /**
   * The period is limited; it may be extended by agreement.
   */
  period: {
    from?: Date
    until: Date
    extensible?: boolean
  }
  /**
   * Where the team works.
   *
   * @minItems 1
   * @maxItems 20
   */
  places: {
    state: StateCode
    place?: string
  }[]
  organisation?: Text
  informationTerms: Text
  confidentiality?: Text
  presence?: Text
  costs?: Text
}
/**
 * Who takes part, and as what. MA2P 20(3)-(6).
 */
export interface JointMember {
  state: StateCode
  authority?: AuthorityId
  /**
   * The body, where it is no authority of this exchange.
   */
  body?: string
  /**
   * Name, where it may be said.
   */
  person?: string
  function: string
  role: 'leader' | 'member' | 'seconded' | 'expert' | 'observer'
}
/**
 * Two States act on the same conduct and coordinate; coordination-jurisdiction opens it. UN Convention 22(5).
 */
export interface JurisdictionCoordinationMeasure {
  id: MeasureId
  kind: 'jurisdiction-coordination'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  question: Text
}
/**
 * Officers go on observing a person across the border. MA2P 17.
 */
export interface ObservationMeasure {
  id: MeasureId
  kind: 'observation'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  /**
   * Who is observed.
   *
   * @minItems 1
   * @maxItems 50
   */
  persons?: Person[]
  /**
   * Vehicles, devices.
   *
   * @minItems 1
   * @maxItems 100
   */
  identifiers?: Identifier[]
  technicalMeans?: Text
  /**
   * The border was crossed without prior authorisation, in an urgent case. MA2P 17(2).
   */
  crossing?: {
    at: Moment
    place: string
    whyNotBefore: Text
  }
  plan: Text
  relation: Text
  period: Period
  officers: OperationOfficers
  conditions: Text
  territory?: Text
  domesticOrder?: Authorisation
  liability?: Text
  procedureWanted?: Text
}
/**
 * A detained person goes to the other State to be heard or for another act, and comes back. UN Convention 40(9)-(11); MA59 11; MA2P 13; EIO 22, 23.
 */
export interface PersonTransferTemporaryMeasure {
  id: MeasureId
  kind: 'person-transfer-temporary'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive?: boolean
  /**
   * In which State the person will be heard.
   */
  direction: 'toRequesting' | 'toRequested'
  person: Person
  relation: Text
  purpose: Text
  /**
   * When the presence is needed.
   */
  dates: {
    from: Date
    to: Date
    /**
     * @minItems 1
     * @maxItems 20
     */
    hearings?: Moment[]
  }
  custodyPromise: Text
  /**
   * The person goes back without extradition. UN Convention 40(11)(c).
   */
  noExtraditionNeeded: true
  immunity?: Text
  /**
   * The person agrees, freely and knowing to what. UN Convention 40(9)(a).
   */
  consent:
    | {
        status: 'given'
        record: InformedConsent
      }
    | {
        status: 'toBeRecorded'
        /**
         * The State in which the person is held.
         */
        by: 'requesting' | 'requested'
        informOf: Text
      }
  returnDate: Date
  /**
   * States through which the way leads.
   *
   * @minItems 1
   * @maxItems 6
   */
  transit?: {
    state: StateCode
    /**
     * Whether the State has been asked.
     */
    asked: boolean
    reference?: Reference
  }[]
  escort?: Text
  health?: Text
  procedureWanted?: Text
}
/**
 * A person agreed, knowing to what. UN Convention 40(9)(a); MA2P 9(8), 13(3).
 */
export interface InformedConsent {
  on: Date
  language: Language
  informedOf: Text
  /**
   * Who advised the person.
   */
  counsel?: string
  interpreter?: string
  /**
   * The authority that took it down.
   */
  recordedBy: string
  exhibit?: ExhibitId
}
/**
 * A question between police services or 24/7 points, without coercion. UN Convention 41(3), 47; Directive (EU) 2023/977.
 */
export interface PoliceQueryMeasure {
  id: MeasureId
  kind: 'police-query'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  question: {
    kind:
      | 'identity'
      | 'whereabouts'
      | 'activities'
      | 'vehicle'
      | 'subscriber'
      | 'provider'
      | 'company'
      | 'account'
      | 'proceeds'
      | 'instrumentalities'
      | 'techniques'
      | 'technicalAdvice'
      | 'legalInformation'
      | 'other'
    text: Text
  }
  urgency: 'urgent' | 'normal'
  urgencyReason?: Text
  /**
   * Whether the answer lies in a source that the requested service reaches by itself. Directive (EU) 2023/977 5.
   */
  sourceAvailability: 'direct' | 'indirect' | 'unknown'
  /**
   * Whether the answer is meant as evidence.
   */
  evidenceUse: 'notIntended' | 'intended' | 'later'
  reasonToBelieve?: Text
  connection?: Text
  /**
   * What the asking service asks of those who learn of the query.
   *
   * @minItems 1
   * @maxItems 50
   */
  restrictions?: Condition[]
  /**
   * @minItems 1
   * @maxItems 50
   */
  persons?: Person[]
  /**
   * @minItems 1
   * @maxItems 50
   */
  organisations?: Organisation[]
  /**
   * @minItems 1
   * @maxItems 100
   */
  identifiers?: Identifier[]
  procedureWanted?: Text
}
/**
 * Expedited preservation of stored data. Content after UN Convention 42(3) and the T-CY template for articles 29 and 30.
 */
export interface PreservationMeasure {
  id: MeasureId
  kind: 'preservation'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  data: Data
  relation: Text
  custodian: Custodian
  necessity: Text
  /**
   * Intent to send a request for the data, 42(3)(f).
   */
  intentToSubmitMla: {
    intended: true
    expected?: Date
    authority?: AuthorityId
  }
  /**
   * Disclosure of the path is wanted if another State's provider took part, article 43.
   */
  disclosePathIfForeign?: boolean
  requestedUntil?: Moment
  procedureWanted?: Text
}
/**
 * Asked through the 24/7 network before preservation is: where the data are, and which service provider has them. UN Convention 42(2), 41(3)(b).
 */
export interface PreservationLocationMeasure {
  id: MeasureId
  kind: 'preservation-location'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  data: Data
  provider: Custodian
  relation?: Text
  /**
   * Whether a request to preserve will follow. Required by profile.
   */
  preservationIntended?: boolean
  procedureWanted?: Text
}
/**
 * Counts of a case that the requested State is asked to prosecute, with the file. Counts that may part ways are measures of their own. Fields in the order of Reg. (EU) 2024/3011 8(2)(a)-(g); the European Convention on the Transfer of Proceedings has no form.
 */
export interface ProceedingsTransferMeasure {
  id: MeasureId
  kind: 'proceedings-transfer'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * 8(2)(b): the offences for which proceedings are requested.
   *
   * @minItems 1
   * @maxItems 200
   */
  counts: Count[]
  /**
   * 8(2)(b): the provisions of the law of the requesting State, in a file or in words.
   */
  statutes: {
    exhibit?: ExhibitId
    text?: Text
  }
  /**
   * Whether the requested State is competent by its own law, or only because it is asked (ETS73 2): then 17, 23 and 27 apply.
   */
  competence: 'own' | 'onlyByRequest'
  /**
   * 8(2)(c); ETS73 8(1).
   */
  reasons: {
    /**
     * @minItems 1
     * @maxItems 20
     */
    codes: TransferReasonCode[]
    text: Text
  }
  /**
   * 8(2)(d).
   *
   * @minItems 1
   * @maxItems 50
   */
  suspects: Person[]
  /**
   * 8(2)(d).
   */
  victims: {
    /**
     * How many are known.
     */
    known: number
    claimDamages?: number
    list?: ExhibitId
    /**
     * @minItems 1
     * @maxItems 100
     */
    persons?: Person[]
    note?: Text
  }
  /**
   * 8(2)(e).
   */
  effectOnRights: {
    suspects: EffectOnRights
    victims: EffectOnRights
  }
  /**
   * 8(2)(f); ETS73 26.
   */
  acts: {
    done: Text
    /**
     * Coercive measures under way; none: an empty list.
     *
     * @maxItems 50
     */
    coercive: CoerciveMeasure[]
    /**
     * Time spent in custody, to be deducted.
     *
     * @minItems 1
     * @maxItems 50
     */
    detention?: CustodyPeriod[]
  }
  evidence: Text
  /**
   * 8(2)(g): conditions for the processing of personal data. They bind.
   *
   * @minItems 1
   * @maxItems 50
   */
  dataConditions?: Condition[]
  /**
   * The criminal file: enclosed, or when it follows and why. ETS73 15(1); Reg. (EU) 2024/3011 11(5).
   */
  file:
    | {
        form: 'original' | 'certifiedCopy'
        /**
         * What it holds: pages, items.
         */
        index: string
        /**
         * @minItems 1
         * @maxItems 200
         */
        exhibits: ExhibitId[]
      }
    | {
        form: 'original' | 'certifiedCopy'
        index?: string
        followsBy: Date
        because: 'custody' | 'afterAcceptance' | 'size' | 'paper'
        note?: Text
      }
  /**
   * The requested State is asked for remand in custody or other provisional measures. ETS73 28.
   */
  custody?: {
    warrant?: Warrant
    /**
     * @minItems 1
     * @maxItems 2
     */
    fear?: ('absconding' | 'suppressionOfEvidence')[]
    reasons: Text
  }
  complaint?: Text
  /**
   * Who proposed the transfer, if not the requesting authority. Reg. (EU) 2024/3011 5(3), 14(2).
   */
  proposedBy?: 'suspect' | 'victim' | 'requestedState'
  rightSuspended: Text
  procedureWanted?: Text
}
/**
 * One offence of the case by its number, and when it will be out of time. Reg. (EU) 2024/3011 8(2)(b); ETS73 10(c), 11(f)-(g).
 */
export interface Count {
  /**
   * Number of the count in the file.
   */
  number: number
  offence: Offence
  /**
   * When the time for proceedings runs out under the law of the requesting State.
   */
  lapse:
    | {
        on: Date
        interrupted?: Text
      }
    | {
        /**
         * No time runs out.
         */
        never: true
      }
}
/**
 * An offence of the case. UN Convention 35; R-05.
 */
export interface Offence {
  code: OffenceCode
  instrument?: InstrumentCode
  article?: string
  /**
   * Provision of the requesting State's law.
   */
  domestic: string
  statute?: Text
  maximumPenalty: Penalty
  conduct?: Text
  place?: string
  time?: string
  participation?: 'perpetrator' | 'participation' | 'attempt' | 'organising'
}
/**
 * What the transfer means for the rights of the suspect or the victims, whether they were told, and what they said. Reg. (EU) 2024/3011 6, 7, 8(2)(e).
 */
export interface EffectOnRights {
  assessment: Text
  /**
   * When they were told and asked, or why not.
   */
  told:
    | {
        on: Date
        language?: Language
        manner?: string
      }
    | {
        not: 'confidential' | 'notFound' | 'proposedByThem' | 'leftToRequestedState' | 'notApplicable'
        reasons?: Text
      }
  /**
   * How many opinions there are in the file.
   */
  opinions?: number
  /**
   * @minItems 1
   * @maxItems 100
   */
  views?: PersonView[]
}
/**
 * What a person concerned has said when heard, in their own words. ETS73 17; Reg. (EU) 2024/3011 6(4), 7(3); ETS112 7.
 */
export interface PersonView {
  role: PersonRoleCode
  /**
   * Where it is not plain who it was.
   */
  name?: string
  on: Date
  /**
   * Who heard the person.
   */
  by?: string
  position: 'agrees' | 'objects' | 'noPosition'
  words: Text
  /**
   * Whether an interpreter was there.
   */
  interpreter?: boolean
  /**
   * Whether counsel was there.
   */
  counsel?: boolean
  exhibit?: ExhibitId
}
/**
 * A measure that touches liberty or property, and until when it may last. Reg. (EU) 2024/3011 8(2)(f).
 */
export interface CoerciveMeasure {
  what: string
  /**
   * Who ordered it.
   */
  authority?: string
  since: Moment
  until?: Moment
  reference?: Reference
}
/**
 * A time spent in custody, to be deducted. Reg. (EU) 2024/3011 22(6).
 */
export interface CustodyPeriod {
  from: Date
  to?: Date
  place?: string
}
/**
 * A warrant of arrest or another order having the same effect. ETS73 27(2).
 */
export interface Warrant {
  authority: string
  date: Date
  reference?: Reference
  exhibit?: ExhibitId
}
/**
 * Prosecution in the State that does not extradite, asked for in a record of its own. UN Convention 37(11); Budapest 24(6).
 */
export interface ProsecuteInsteadMeasure {
  id: MeasureId
  kind: 'prosecute-instead'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive?: boolean
  person: SoughtPerson
  refusal: RefusedExtradition
  /**
   * @minItems 1
   * @maxItems 200
   */
  offences: ChargedOffence[]
  file: CaseFile
  evidence?: Text
  victims?: Text
  undertaking?: Text
  procedureWanted?: Text
}
/**
 * The file of a case that is handed to another State.
 */
export interface CaseFile {
  /**
   * @minItems 1
   * @maxItems 200
   */
  exhibits: ExhibitId[]
  form: 'original' | 'certifiedCopy' | 'electronicOriginal'
  /**
   * From which to which page.
   */
  index?: string
  language?: Language
  text?: Text
}
/**
 * An offence for which an arrest is asked for: which, when and where. ECE 16(2).
 */
export interface AllegedOffence {
  /**
   * By which it is called in every later message.
   */
  number: number
  code: OffenceCode
  instrument?: InstrumentCode
  article?: string
  /**
   * Provision and legal description in the requesting State's law.
   */
  domestic?: string
  place: string
  time: {
    from: Date
    to?: Date
  }
  conduct?: Text
  maximumPenalty?: Penalty
}
/**
 * Whether and why it is urgent: everything but ROUTINE needs a reason and a date. UN Convention 40(26), 44(3).
 */
export interface Urgency {
  code: UrgencyCode
  reason?: Text
  date?: Date
}
/**
 * Collection of traffic data of specified communications as they pass. UN Convention 45, 40(3)(e); Budapest 33.
 */
export interface RealtimeTrafficMeasure {
  id: MeasureId
  kind: 'realtime-traffic'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  /**
   * The communications that are meant.
   */
  communications: {
    /**
     * @minItems 1
     * @maxItems 100
     */
    identifiers: Identifier[]
    /**
     * @minItems 1
     * @maxItems 20
     */
    wanted?: TrafficDataCode[]
    description?: Text
  }
  relation: Text
  owner?: DataOwner
  custodian?: Custodian
  necessity?: Text
  period: Period
  periodJustification?: Text
  domesticOrder?: Authorisation
  delivery?: {
    mode: 'live' | 'batches' | 'both'
    /**
     * How often a batch is wanted.
     */
    intervalHours?: number
    /**
     * Interface or format, such as ETSI TS 102 232.
     */
    interface?: string
    /**
     * Where a live stream is to go; never a credential.
     */
    address?: string
  }
  procedureWanted?: Text
}
/**
 * What identifies the owner or user of the data, or the place of the system. UN Convention 45(3)(d).
 */
export interface DataOwner {
  /**
   * @minItems 1
   * @maxItems 50
   */
  persons?: Person[]
  /**
   * @minItems 1
   * @maxItems 50
   */
  organisations?: Organisation[]
  /**
   * The system, and where it stands.
   */
  system?: string
}
/**
 * Originals or certified copies of documents and records: of banks, companies, public bodies. UN Convention 40(3)(i), 40(24), 40(31).
 */
export interface RecordsMeasure {
  id: MeasureId
  kind: 'records'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  holder: Custodian
  holderKind?: 'bank' | 'company' | 'government' | 'court' | 'provider' | 'profession' | 'other'
  /**
   * @minItems 1
   * @maxItems 100
   */
  accounts?: AccountName[]
  /**
   * @minItems 1
   * @maxItems 20
   */
  kinds: RecordKindCode[]
  description?: Text
  period?: Period
  wholeTime?: WholeTime
  /**
   * How they are to be certified.
   */
  certification: {
    form: 'none' | 'certifiedCopy' | 'holderCertificate' | 'swornStatement' | 'apostille' | 'other'
    text?: Text
  }
  /**
   * Whether originals are wanted, to be returned. MA59 6.
   */
  originals?: boolean
  /**
   * Whether they are open to the public, which shall be given. UN Convention 40(31)(a).
   */
  publicRegister?: boolean
  notPublic?: Text
  relation?: Text
  domesticOrder?: Authorisation
  procedureWanted?: Text
}
/**
 * Said in place of a range of time: everything is asked for, from the first day of the account or system on. Nobody has to invent a range. UN Convention 40(15)(f); T-CY template for article 31.
 */
export interface WholeTime {
  reason: Text
}
/**
 * Consent that a surrendered person be handed on to a third State, asked for in a record of its own. ECE 15.
 */
export interface ReextraditionConsentMeasure {
  id: MeasureId
  kind: 'reextradition-consent'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive?: boolean
  person: SoughtPerson
  thirdState: ThirdState
  surrender: SurrenderedEarlier
  /**
   * @minItems 1
   * @maxItems 50
   */
  offences: ChargedOffence[]
  statement: HeardPerson
  /**
   * The papers of ECE 12(2).
   *
   * @minItems 1
   * @maxItems 200
   */
  papers?: ExhibitId[]
  procedureWanted?: Text
}
/**
 * The State or organisation to which a surrendered person is to be handed on. ECE 15.
 */
export interface ThirdState {
  state: StateCode
  authority?: string
  kind: 'extradition' | 'surrenderWarrant' | 'internationalCourt'
  requestedOn: Date
  reference?: Reference
}
/**
 * The surrender after which consent is asked for.
 */
export interface SurrenderedEarlier {
  reference: Reference
  request?: Uuid
  on: Date
  conditions?: Text
}
/**
 * What the person said before an authority, with the safeguards under which he said it. EUUS 11; ECE 14(1)(a); CETS 209 4.
 */
export interface HeardPerson {
  at: Moment
  /**
   * Court or other authority.
   */
  before: string
  counsel: {
    present: boolean
    name?: string
  }
  interpreter?: boolean
  language?: Language
  /**
   * He was told what follows from what he says.
   */
  informed: boolean
  words: Text
  record?: ExhibitId
}
/**
 * Search of a place or system and seizure of things found there. UN Convention 40(3)(c); MA59 5.
 */
export interface SearchSeizureMeasure {
  id: MeasureId
  kind: 'search-seizure'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  /**
   * The place or system to be searched.
   */
  where: {
    place?: string
    system?: string
    holder?: Organisation
    person?: Person
  }
  things: Text
  /**
   * @minItems 1
   * @maxItems 100
   */
  identifiers?: Identifier[]
  grounds: Text
  relation?: Text
  domesticOrder?: Authorisation
  /**
   * The measure could be taken in a like case in the requesting State.
   */
  possibleAtHome?: true
  thirdPartyRights?: Text
  forensicMethod?: Text
  privilegeFilter?: Text
  /**
   * Officials of the requesting State who wish to be present. MA59 4.
   *
   * @minItems 1
   * @maxItems 20
   */
  officials?: Participant[]
  /**
   * Whether the things themselves are wanted, to be returned. MA59 6.
   */
  originals?: boolean
  procedureWanted?: Text
}
/**
 * A person who was sentenced in one State is to serve the sentence in another. Either State may ask. UN Convention 38; Convention on the Transfer of Sentenced Persons 2(3), 3.
 */
export interface SentenceTransferMeasure {
  id: MeasureId
  kind: 'sentence-transfer'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Which of the two States the requesting authority is of.
   */
  role: 'sentencing' | 'administering'
  /**
   * From whom the wish came.
   */
  initiator: 'person' | 'sentencing' | 'administering'
  /**
   * The interest that the person has expressed. 2(2), 4(2).
   */
  interest?: {
    expressedTo: 'sentencing' | 'administering'
    on: Date
    words?: Text
  }
  person: Person
  /**
   * What ties the person to the administering State. 3(1)(a), 6(1)(a).
   */
  link: {
    kind: 'national' | 'resident' | 'other'
    text?: Text
    exhibit?: ExhibitId
  }
  /**
   * Address in the administering State. 4(3)(b).
   */
  address?: string
  judgment?: Judgment
  sentence?: CustodialSentence
  served?: TimeServed
  exceptional?: Text
  reasons: Text
  /**
   * Continued enforcement or conversion, as the administering State will do it. 9(1).
   */
  method?: 'continue' | 'convert'
  /**
   * The sentencing State asks which method will be followed. 9(2).
   */
  methodAsked?: true
  /**
   * 6(1), 6(3).
   *
   * @minItems 1
   * @maxItems 20
   */
  documentsWanted?: TransferDocumentCode[]
  procedureWanted?: Text
}
/**
 * The judgment by which a sentence was imposed. ETS112 3(1)(b), 4(3)(c), 6(2)(a).
 */
export interface Judgment {
  court: string
  date: Date
  finalOn: Date
  reference?: Reference
  facts: Text
  /**
   * @minItems 1
   * @maxItems 50
   */
  offences: Offence[]
}
/**
 * A punishment or measure involving deprivation of liberty. ETS112 1(a), 4(3)(d).
 */
export interface CustodialSentence {
  nature: 'imprisonment' | 'lifeImprisonment' | 'securityMeasure' | 'treatment' | 'other'
  duration:
    | {
        years?: number
        months?: number
        days?: number
      }
    | {
        indeterminate: true
      }
  commencedOn: Date
  endsOn?: Date
  text?: Text
}
/**
 * How much of the sentence has been served. ETS112 6(2)(b).
 */
export interface TimeServed {
  asOf: Date
  /**
   * All days that count, those before the trial among them.
   */
  servedDays: number
  pretrialDays: number
  remissionDays: number
  remains:
    | {
        days: number
        endsOn?: Date
      }
    | {
        indeterminate: true
      }
  earliestReleaseOn?: Date
  otherFactors?: Text
}
/**
 * Service of judicial documents on a person; the facts of the case need not be told. UN Convention 40(3)(b), 40(15)(c); MA59 7; MA2P 15.
 */
export interface ServiceOfDocumentsMeasure {
  id: MeasureId
  kind: 'service-of-documents'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive?: boolean
  /**
   * @minItems 1
   * @maxItems 50
   */
  documents: {
    title: Text
    kind: 'summons' | 'charge' | 'judgment' | 'decision' | 'notice' | 'other'
    exhibit: ExhibitId
    language: Language
    translation?: ExhibitId
  }[]
  addressee: {
    person?: Person
    organisation?: Organisation
    address: string
  }
  /**
   * Handing over, into the own hands, or in the form that serviceForm says. MA59 7(1).
   */
  service: 'simple' | 'personal' | 'form'
  serviceForm?: Text
  latestDate?: Date
  /**
   * The hearing to which a summons calls.
   */
  hearing?: {
    at: Moment
    court: string
    place?: string
  }
  translation: {
    provided: boolean
    language?: Language
    reason?: Text
  }
  proofForm?: Text
  expenses?: Text
  procedureWanted?: Text
}
/**
 * Consent that a surrendered person be prosecuted or detained for an offence of before his surrender, asked for in a record of its own. ECE 14.
 */
export interface SpecialtyConsentMeasure {
  id: MeasureId
  kind: 'specialty-consent'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive?: boolean
  person: SoughtPerson
  /**
   * What he is to be subjected to.
   */
  restriction: 'prosecution' | 'sentence' | 'detention' | 'otherRestriction'
  surrender: SurrenderedEarlier
  /**
   * @minItems 1
   * @maxItems 50
   */
  offences: ChargedOffence[]
  statement: HeardPerson
  /**
   * The papers of ECE 12(2).
   *
   * @minItems 1
   * @maxItems 200
   */
  papers: ExhibitId[]
  procedureWanted?: Text
}
/**
 * Information that is given unasked; spontaneous-offer and spontaneous-info open it, a request never. UN Convention 40(4)-(5), 51.
 */
export interface SpontaneousInformationMeasure {
  id: MeasureId
  kind: 'spontaneous-information'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  nature: Text
}
/**
 * Hearing a witness, victim, expert, suspect or accused in the requested State. UN Convention 40(3)(a).
 */
export interface StatementMeasure {
  id: MeasureId
  kind: 'statement'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  person: Person
  relation: Text
  questions: Questions
  oath?: Text
  /**
   * Rights and duties of which the person is to be told.
   *
   * @minItems 1
   * @maxItems 20
   */
  rightsToBeRead: Text[]
  interpreter: Interpreter
  /**
   * Before whom it should be taken.
   */
  conductedBy?: 'judge' | 'prosecutor' | 'police' | 'asByLaw'
  /**
   * Officials of the requesting State who wish to be present. MA59 4.
   *
   * @minItems 1
   * @maxItems 20
   */
  officials?: Participant[]
  recording?: 'none' | 'audio' | 'audioVideo'
  protection?: PersonProtection
  latestDate?: Date
  procedureWanted?: Text
}
/**
 * Whether an interpreter is needed, and who provides one. MA2P 9(5)(d).
 */
export interface Interpreter {
  needed: boolean
  /**
   * @minItems 2
   * @maxItems 6
   */
  languages?: Language[]
  providedBy?: 'requesting' | 'requested'
  place?: string
}
/**
 * Protection that a person heard needs. MA2P 9(5)(c); UN Convention 40(18).
 */
export interface PersonProtection {
  wanted: boolean
  why?: Text
  /**
   * @minItems 1
   * @maxItems 8
   */
  measures?: (
    | 'addressNotDisclosed'
    | 'nameNotDisclosed'
    | 'voiceChanged'
    | 'faceHidden'
    | 'screened'
    | 'publicExcluded'
    | 'escort'
    | 'other'
  )[]
  note?: Text
}
/**
 * Search or access, seizure and disclosure of stored electronic data. UN Convention 44, 40(3)(d); Budapest 31.
 */
export interface StoredDataMeasure {
  id: MeasureId
  kind: 'stored-data'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  data: Data
  wholeTime?: WholeTime
  relation: Text
  custodian: Custodian
  preserved?: Preserved
  vulnerable?: Text
  searchMethod?: Text
  privilegeFilter?: Text
  format?: string
  certificateWanted?: boolean
  decryptionHelp?: Text
  procedureWanted?: Text
}
/**
 * The hold that keeps the data asked for. UN Convention 42(8), 44(1).
 */
export interface Preserved {
  request?: Uuid
  measure?: MeasureId
  reference: Reference
  answeredBy?: AuthorityId
}
/**
 * Subscriber information, and data for the sole purpose of identifying the user. Budapest 31; UN Convention 44; T-CY template for article 31. Content of communications is another measure.
 */
export interface SubscriberInformationMeasure {
  id: MeasureId
  kind: 'subscriber-information'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  /**
   * @minItems 1
   * @maxItems 100
   */
  identifiers: Identifier[]
  service: string
  /**
   * @minItems 1
   * @maxItems 20
   */
  wanted: SubscriberDataCode[]
  period?: Period
  wholeTime?: WholeTime
  provider?: Custodian
  relation?: Text
  preserved?: Preserved
  /**
   * Only under Regulation (EU) 2023/1543, Annex I, section C.
   */
  productionOrder?: {
    /**
     * Exactly one of the three (R-12).
     */
    deadline:
      | {
          asSoonAsPossibleWithinTenDays: true
        }
      | {
          atTheEndOfTenDays: true
        }
      | {
          emergency: {
            hours: 8
            danger: Text
          }
        }
  }
  procedureWanted?: Text
}
/**
 * Passage of an extradited person through the territory of another State. ECE 21; EUUS 12.
 */
export interface TransitMeasure {
  id: MeasureId
  kind: 'transit'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive?: boolean
  person: SoughtPerson
  /**
   * @minItems 1
   * @maxItems 50
   */
  offences: AllegedOffence[]
  extradition: {
    from: StateCode
    to: StateCode
    reference?: Reference
    grantedOn: Date
    purpose: 'prosecution' | 'sentence'
  }
  warrant: {
    authority: string
    date: Date
    reference?: Reference
    exhibit?: ExhibitId
  }
  route: TransitRoute
  /**
   * The papers of ECE 12(2).
   *
   * @minItems 1
   * @maxItems 200
   */
  papers: ExhibitId[]
  /**
   * @minItems 1
   * @maxItems 20
   */
  escort?: {
    name: string
    function?: string
  }[]
  /**
   * @minItems 1
   * @maxItems 50
   */
  undertakings?: Condition[]
  procedureWanted?: Text
}
/**
 * The way by which a person is brought through another State. ECE 21.
 */
export interface TransitRoute {
  from: string
  to: string
  means: 'air' | 'land' | 'sea'
  /**
   * @minItems 1
   * @maxItems 10
   */
  stops: {
    place: string
    arrivesAt: Moment
    leavesAt: Moment
    flight?: string
  }[]
  custody?: Text
}
/**
 * Hearing a person by video or telephone, by the authority of the requesting State. UN Convention 40(18); MA2P 9, 10.
 */
export interface VideoconferenceMeasure {
  id: MeasureId
  kind: 'videoconference'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9).
   */
  coercive: boolean
  mode: 'video' | 'telephone'
  willing?: Text
  person: Person
  consent?: InformedConsent
  relation: Text
  whyNotInPerson: Text
  /**
   * The court or other judicial authority. MA2P 9(3).
   */
  judicialAuthority: string
  /**
   * Who will conduct the hearing. MA2P 9(3).
   *
   * @minItems 1
   * @maxItems 20
   */
  conductedBy: Participant[]
  /**
   * Each is an instant, whatever the clocks of the two States do until then.
   *
   * @minItems 1
   * @maxItems 20
   */
  dateOptions: Moment[]
  durationMinutes?: number
  technical: {
    standard: string
    resolution?: string
    recording: 'none' | 'requesting' | 'requested' | 'both'
    backupLine?: boolean
    encryption?: string
    testWanted?: boolean
  }
  interpreter: Interpreter
  oath?: Text
  /**
   * @minItems 1
   * @maxItems 20
   */
  rightsToBeRead?: Text[]
  questions?: Questions
  protection: PersonProtection
  /**
   * Equipment that the requesting State would lend. UN Convention 40(18); MA2P 9(1).
   */
  equipmentOffer?: {
    offered: boolean
    what?: Text
  }
  /**
   * Officials of the requesting State who wish to be present. MA59 4.
   *
   * @minItems 1
   * @maxItems 20
   */
  officials?: Participant[]
  procedureWanted?: Text
}
/**
 * A person is asked to come to the requesting State of his or her own will, with safe conduct. UN Convention 40(3)(k), 40(29); MA59 8 to 12.
 */
export interface VoluntaryAppearanceMeasure {
  id: MeasureId
  kind: 'voluntary-appearance'
  /**
   * Id of the legal basis that governs this measure; absent: the regime chosen.
   */
  basis?: string
  /**
   * Nobody is compelled to come. MA59 8.
   */
  coercive: false
  person: Person
  relation: Text
  purpose: Text
  /**
   * When the person is needed.
   *
   * @minItems 1
   * @maxItems 20
   */
  dates: Moment[]
  place: string
  expenses: {
    travel: boolean
    stay: boolean
    allowance?: Money
    advance?: Money
    text?: Text
  }
  safeConduct: {
    terms: Text
    /**
     * Agreed period after the notice that presence is no longer required; absent: that of the basis.
     */
    days?: number
  }
  interpreter?: Interpreter
  protection?: PersonProtection
  procedureWanted?: Text
}
/**
 * The requested State withdraws its acceptance; the right to try comes back to the requesting State. ETS73 12, 21(2)(c).
 */
export interface AcceptanceWithdrawnBody {
  /**
   * A ground of article 10 has appeared; one of article 11 has, before the case was brought before a court; the presence of the suspect cannot be ensured; a sentence could not be enforced.
   */
  why: 'mustWithdraw' | 'mayWithdraw' | 'presence' | 'enforcement'
  /**
   * Numbers of the counts; absent: all of the measure.
   *
   * @minItems 1
   * @maxItems 200
   */
  counts?: number[]
  /**
   * @minItems 1
   * @maxItems 10
   */
  grounds?: Ground[]
  reasons: Text
}
/**
 * The requested authority has the request or a withdrawal, and says what is missing.
 */
export interface AcknowledgementBody {
  ownReference: Reference
  competentUnit?: string
  receivedAt?: Moment
  /**
   * What the request lacks in form.
   *
   * @minItems 1
   * @maxItems 50
   */
  missing?: MissingItem[]
  notes?: Text
}
/**
 * Something that a request lacks, and where it would stand.
 */
export interface MissingItem {
  what: Text
  measure?: MeasureId
  /**
   * Where in the body of the request, RFC 6901.
   */
  field?: string
}
/**
 * Corrects a message of the own side by superseding it; both stay in the record. It moves nothing by itself but what the table says: after the decision only a slip or a reduction. UN Convention 40(16); CETS 198 22.
 */
export interface AmendBody {
  supersedes: MessageId
  /**
   * A slip that changes nothing of substance; a change of what is asked or said; less than was asked.
   */
  effect: 'correction' | 'change' | 'reduction'
  /**
   * Place by place; without a new reading it is struck out.
   *
   * @minItems 1
   * @maxItems 50
   */
  replaces?: {
    /**
     * Where in the message, as an RFC 6901 pointer.
     */
    pointer: string
    now?: Text
  }[]
  /**
   * Measures as they are asked for now, each whole.
   *
   * @minItems 1
   * @maxItems 50
   */
  asked?: Measure[]
  reasons: Text
}
/**
 * What was confiscated, in whole or for a part with more to come. CETS 198 24(4), 26(2).
 */
export interface AssetConfiscationResultBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: {
    measure: MeasureId
    outcome: 'realised' | 'partly'
    result: ConfiscationResult
    /**
     * @minItems 1
     * @maxItems 200
     */
    exhibits?: ExhibitId[]
    note?: Text
  }[]
}
/**
 * What was confiscated, when, at which rate, and what is still open. CETS 198 24(4), 26(2).
 */
export interface ConfiscationResult {
  kind: 'confiscation'
  executedOn: Date
  order?: Authorisation
  from: Text
  sum?: ConfiscatedSum
  /**
   * @minItems 1
   * @maxItems 100
   */
  assets?: Asset[]
  notNeeded?: Text
}
/**
 * What was to be enforced, what has been confiscated of it, and what is still open: the two add up to the first.
 */
export interface ConfiscatedSum {
  toEnforce: Money
  confiscated: Money
  balance: Money
  rate?: ExchangeRate
}
/**
 * So many units of `quote` for one of `base`, on the day on which enforcement was decided. CETS 198 24(4).
 */
export interface ExchangeRate {
  base: string
  quote: string
  rate: string
  date: Date
  /**
   * Who published it.
   */
  source?: string
}
/**
 * The requested State means to lift the freezing, in whole or part, and invites reasons in favour of keeping it. UN Convention 50(8).
 */
export interface AssetFreezeLiftIntentBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: (
    | {
        measure: MeasureId
        outcome: 'whole'
        /**
         * @minItems 1
         * @maxItems 10
         */
        grounds: Ground[]
        reasons: Text
        amount?: Value
        /**
         * @minItems 1
         * @maxItems 200
         */
        exhibits?: ExhibitId[]
      }
    | {
        measure: MeasureId
        outcome: 'part'
        /**
         * @minItems 1
         * @maxItems 10
         */
        grounds: Ground[]
        reasons: Text
        amount?: Value
        what?: Text
        /**
         * @minItems 1
         * @maxItems 200
         */
        exhibits?: ExhibitId[]
      }
  )[]
  replyBy: Moment
  text?: Text
}
/**
 * The freezing has ended, in whole or part: after views were invited, or because the requesting State asked for it. UN Convention 50(7)-(8).
 */
export interface AssetFreezeLiftedBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: (
    | {
        measure: MeasureId
        outcome: 'lifted'
        /**
         * @minItems 1
         * @maxItems 10
         */
        grounds: Ground[]
        reasons: Text
        since: Moment
        released?: Value
        givenTo?: Text
        /**
         * @minItems 1
         * @maxItems 200
         */
        exhibits?: ExhibitId[]
      }
    | {
        measure: MeasureId
        outcome: 'partly'
        /**
         * @minItems 1
         * @maxItems 10
         */
        grounds: Ground[]
        reasons: Text
        since: Moment
        released?: Value
        what?: Text
        remaining?: Value
        givenTo?: Text
        /**
         * @minItems 1
         * @maxItems 200
         */
        exhibits?: ExhibitId[]
      }
    | {
        measure: MeasureId
        outcome: 'asked'
        since: Moment
        reasons?: Text
        released?: Value
        givenTo?: Text
        /**
         * @minItems 1
         * @maxItems 200
         */
        exhibits?: ExhibitId[]
      }
    | {
        measure: MeasureId
        outcome: 'byLaw'
        reasons: Text
        since: Moment
        released?: Value
        givenTo?: Text
        /**
         * @minItems 1
         * @maxItems 200
         */
        exhibits?: ExhibitId[]
      }
  )[]
}
/**
 * The request for confiscation has been sent: the freezing serves it. UN Convention 50(1)-(2).
 */
export interface AssetFreezeLinkBody {
  request: Uuid
  reference?: Reference
  text?: Text
}
/**
 * What is frozen and on which terms; or that frozen property was sold as agreed. CETS 198 41(1); R1805 28.
 */
export interface AssetFreezeResultBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: (
    | {
        measure: MeasureId
        outcome: 'frozen'
        result: FreezingResult
        /**
         * @minItems 1
         * @maxItems 200
         */
        exhibits?: ExhibitId[]
        /**
         * @minItems 1
         * @maxItems 50
         */
        conditions?: Condition[]
        note?: Text
      }
    | {
        measure: MeasureId
        outcome: 'converted'
        sale: Sale
        /**
         * @minItems 1
         * @maxItems 200
         */
        exhibits?: ExhibitId[]
        note?: Text
      }
  )[]
}
/**
 * What is frozen, since when, by which order, where it is kept, when it is looked at again, and what would lift it by itself. CETS 198 41(1).
 */
export interface FreezingResult {
  kind: 'freezing'
  reference: Reference
  order?: Authorisation
  since: Moment
  /**
   * @minItems 1
   * @maxItems 100
   */
  assets: Asset[]
  value?: Value
  /**
   * @minItems 1
   * @maxItems 100
   */
  custody?: Custody[]
  /**
   * Who manages it.
   */
  manager?: string
  reviewAt: Moment
  /**
   * Law that would lift the measure by itself. CETS 198 41(1)(e).
   */
  automaticLift:
    | {
        applies: 'yes'
        law: Text
        at: Moment
        unless?: Text
      }
    | {
        applies: 'no'
      }
  /**
   * Whether the persons affected know. R1805 32.
   */
  personsInformed:
    | {
        state: 'informed'
        on: Date
        /**
         * @minItems 1
         * @maxItems 50
         */
        who?: string[]
      }
    | {
        state: 'planned'
        on: Date
        /**
         * @minItems 1
         * @maxItems 50
         */
        who?: string[]
      }
    | {
        state: 'withheld'
        reasons: Text
        until?: Date
      }
  /**
   * What was asked for and could not be frozen.
   *
   * @minItems 1
   * @maxItems 50
   */
  notFrozen?: {
    what: Text
    code: ObstacleCode
  }[]
}
/**
 * The sale of property that loses value or cannot be kept: each lot, what came of it, and where the money lies. R1805 28.
 */
export interface Sale {
  /**
   * Who sold it.
   */
  house?: string
  /**
   * @minItems 1
   * @maxItems 100
   */
  lots: {
    lot: number
    what?: Text
    amountBaseUnits?: BaseUnits
    price: Money
    at: Moment
    buyer?: string
  }[]
  gross: Money
  costs?: Money
  proceeds: Value
  heldAt: AccountName
  report?: ExhibitId
}
/**
 * The freezing was looked at again and stands. UN Convention 50(7)-(8).
 */
export interface AssetFreezeReviewBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: {
    measure: MeasureId
    outcome: 'maintained'
    reasons: Text
    nextReviewAt: Moment
    lapsesAt?: Moment
    authorisation?: Authorisation
    value?: Value
    /**
     * @minItems 1
     * @maxItems 200
     */
    exhibits?: ExhibitId[]
  }[]
}
/**
 * Reasons for keeping the freezing, or that there are none. UN Convention 50(8).
 */
export interface AssetFreezeViewBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: (
    | {
        measure: MeasureId
        outcome: 'reasons'
        reasons: Text
        /**
         * @minItems 1
         * @maxItems 200
         */
        exhibits?: ExhibitId[]
      }
    | {
        measure: MeasureId
        outcome: 'noObjection'
        note?: Text
      }
  )[]
}
/**
 * Agrees to what is to be done with the property, or not, measure by measure. R1805 28.
 */
export interface AssetManageAgreeBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: (
    | {
        measure: MeasureId
        outcome: 'agreed'
        /**
         * @minItems 1
         * @maxItems 50
         */
        conditions?: Condition[]
        note?: Text
      }
    | {
        measure: MeasureId
        outcome: 'declined'
        reasons: Text
      }
  )[]
}
/**
 * Property that perishes, loses value or is costly to keep: what the requested State means to do with it. R1805 28.
 */
export interface AssetManageConsultBody {
  plan: {
    kind: PropertyManagementCode
    why: 'perishable' | 'losesValue' | 'costly' | 'ownerAsks' | 'other'
    how: Text
    lots?: number
    /**
     * Who would do it.
     */
    by?: string
    expected?: Value
  }
  replyBy: Moment
  text?: Text
}
/**
 * The order on which a freezing or confiscation rests has changed: paid elsewhere, reduced, suspended, ended, or enforceable again. CETS 198 41(2).
 */
export interface AssetOrderChangedBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: (
    | {
        measure: MeasureId
        outcome: 'paidElsewhere'
        state?: StateCode
        paid: Money
        remaining: Money
        on: Date
        text?: Text
        /**
         * @minItems 1
         * @maxItems 200
         */
        exhibits?: ExhibitId[]
      }
    | {
        measure: MeasureId
        outcome: 'reduced'
        remaining: Money
        on: Date
        decision?: Authorisation
        text?: Text
        /**
         * @minItems 1
         * @maxItems 200
         */
        exhibits?: ExhibitId[]
      }
    | {
        measure: MeasureId
        outcome: 'suspended'
        on: Date
        reasons: Text
        /**
         * @minItems 1
         * @maxItems 200
         */
        exhibits?: ExhibitId[]
      }
    | {
        measure: MeasureId
        outcome: 'ended'
        on: Date
        reasons: Text
        /**
         * @minItems 1
         * @maxItems 200
         */
        exhibits?: ExhibitId[]
      }
    | {
        measure: MeasureId
        outcome: 'enforceable'
        on: Date
        remaining?: Money
        text?: Text
        /**
         * @minItems 1
         * @maxItems 200
         */
        exhibits?: ExhibitId[]
      }
  )[]
}
/**
 * A payment that was agreed: how much, to whom, where to.
 */
export interface PaymentDue {
  /**
   * Who is paid.
   */
  to: string
  amount: Money
  account: AccountName
  /**
   * Holder of the account.
   */
  holder: string
}
/**
 * A thing that is handed over instead of money.
 */
export interface Handover {
  what: Text
  to: string
  ledger?: LedgerPlace
  amountBaseUnits?: BaseUnits
  on?: Date
}
/**
 * What was agreed has been paid or handed over; what was paid has been received. UN Convention 52.
 */
export interface AssetReturnExecutedBody {
  stage: 'paid' | 'received'
  result: AssetReturnResult
  receipt?: ExhibitId
  text?: Text
}
/**
 * What was paid or handed over, to whom and when. UN Convention 52.
 */
export interface AssetReturnResult {
  kind: 'asset-return'
  form: 'return' | 'sharing' | 'disposal'
  /**
   * @minItems 1
   * @maxItems 50
   */
  payments?: TransferOfMoney[]
  total?: Money
  /**
   * @minItems 1
   * @maxItems 50
   */
  handovers?: Handover[]
  note?: Text
}
/**
 * A payment that has been made or received.
 */
export interface TransferOfMoney {
  amount: Money
  on: Date
  account?: AccountName
  holder?: string
  reference?: Reference
}
/**
 * Who should have the confiscated property, how much of it, and on what ground. UN Convention 52.
 */
export interface AssetReturnRequestBody {
  claim: ReturnClaim
  text?: Text
}
/**
 * The property found, or that none was found. UN Convention 50(2).
 */
export interface AssetTraceResultBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: {
    measure: MeasureId
    outcome: 'found' | 'nothing'
    result: AssetTracingResult
    /**
     * @maxItems 200
     */
    exhibits: ExhibitId[]
    /**
     * Which disputed exhibits are replaced, each by which of this message. Absent: none, for more is handed over, and no correction.
     *
     * @maxItems 200
     */
    replaces?: Replacement[]
    /**
     * Whether it is all that was granted.
     */
    complete: boolean
    /**
     * Whether nothing more will come.
     */
    final: boolean
    /**
     * @minItems 1
     * @maxItems 50
     */
    conditions?: Condition[]
    note?: Text
  }[]
}
/**
 * The property that was found, whose it is, what it is worth and what others have in it. UN Convention 50(2).
 */
export interface AssetTracingResult {
  kind: 'asset-tracing'
  /**
   * Empty: nothing was found.
   *
   * @maxItems 200
   */
  found: {
    asset: Asset
    /**
     * In whose name it is.
     */
    holder: string
    valuation: Valuation
    /**
     * @maxItems 50
     */
    encumbrances: Encumbrance[]
    /**
     * Register or other source.
     */
    source: string
    asOf: Date
  }[]
  /**
   * Where it was looked for.
   *
   * @minItems 1
   * @maxItems 100
   */
  searched: {
    source: string
    asOf: Date
    /**
     * @minItems 1
     * @maxItems 20
     */
    for?: AssetKindCode[]
  }[]
  use: 'intelligence' | 'evidence'
  note?: Text
}
/**
 * A disputed exhibit, and the one that takes its place.
 */
export interface Replacement {
  delivery: MessageId
  exhibit: ExhibitId
  by: ExhibitId
}
/**
 * The requesting State does not promise what was asked. ECE 11; EUUS 13.
 */
export interface AssuranceDeclineBody {
  /**
   * @minItems 1
   * @maxItems 20
   */
  codes?: ConditionCode[]
  reasons: Text
  instead?: Text
}
/**
 * The promise, who gives it, whom it binds, and how it can be checked. It becomes a condition when extradition is granted on it. ECE 11; EUUS 13.
 */
export interface AssuranceGiveBody {
  /**
   * @minItems 1
   * @maxItems 20
   */
  assurances: Assurance[]
  note?: Text
}
/**
 * A promise of the requesting State on which extradition may rest: by whom it binds, and how it can be checked. ECE 11; EUUS 13; UN Convention 37(12).
 */
export interface Assurance {
  code: ConditionCode
  /**
   * Numbers of the offences that it is for; absent: all.
   *
   * @minItems 1
   * @maxItems 200
   */
  offences?: number[]
  text: Text
  givenBy: {
    authority: string
    name?: string
    function: string
    level: 'executive' | 'court' | 'prosecutor' | 'legislature' | 'headOfState'
  }
  /**
   * Whom it binds by the law of the requesting State.
   *
   * @minItems 1
   * @maxItems 3
   */
  binds: ('executive' | 'courts' | 'prosecution')[]
  verification: Text
  until?: Date
  exhibit?: ExhibitId
}
/**
 * Before it decides, the requested State asks for a promise: which, for which offence, by whom, and how it can be checked. ECE 11; EUUS 13.
 */
export interface AssuranceRequestBody {
  /**
   * @minItems 1
   * @maxItems 20
   */
  wanted: {
    /**
     * Any one of these is enough.
     *
     * @minItems 1
     * @maxItems 5
     */
    oneOf: ConditionCode[]
    /**
     * Numbers of the offences that it is for; absent: all.
     *
     * @minItems 1
     * @maxItems 200
     */
    offences?: number[]
    text: Text
    /**
     * The rule that asks for it.
     */
    rule?: string
    by: Text
    verification: Text
  }[]
  insufficient?: {
    message: MessageId
    reasons: Text
  }
  replyBy: Moment
}
/**
 * The work is done. The second one, by the other side, confirms the first and names it in inReplyTo.
 */
export interface CloseBody {
  text?: Text
}
/**
 * The State that set conditions ends them before their time. UN Convention 36, 40(28).
 */
export interface ConditionEndBody {
  /**
   * Codes of the conditions that end.
   *
   * @minItems 1
   * @maxItems 20
   */
  ends: ConditionCode[]
  /**
   * Files handed over in this record.
   *
   * @minItems 1
   * @maxItems 200
   */
  exhibits?: ExhibitId[]
  text?: Text
}
/**
 * The requesting authority takes the conditions of the offer named in inReplyTo; they bind. UN Convention 40(28).
 */
export interface ConditionsAcceptBody {
  text?: Text
  protectedDetails?: ProtectedDetails
}
/**
 * What one authority needs to know of a person who is protected, and nobody else: it stands here and nowhere else.
 */
export interface ProtectedDetails {
  /**
   * Whom it is about, as the request names the person.
   */
  person?: string
  address: string
  phone?: Phone
  onlyFor: Text
}
/**
 * The requesting authority cannot take the conditions of the offer named in inReplyTo.
 */
export interface ConditionsDeclineBody {
  /**
   * Codes of the conditions that cannot be taken; the others could.
   *
   * @minItems 1
   * @maxItems 20
   */
  cannotAccept?: ConditionCode[]
  text?: Text
}
/**
 * What would make help possible. UN Convention 36, 40(28).
 */
export interface ConditionsOfferBody {
  /**
   * @minItems 1
   * @maxItems 50
   */
  conditions: Condition[]
  reasons: Text
}
/**
 * Whether to go on although it cannot be kept secret. Budapest 27(8).
 */
export interface ConfidentialityChoiceBody {
  choice: 'proceed' | 'stop'
  notBefore?: Moment
  text?: Text
}
/**
 * What cannot be kept secret, why, and from when. UN Convention 40(20).
 */
export interface ConfidentialityUnableBody {
  what: Text
  reasons: Text
  discloseAt: Moment
  question?: Text
  replyBy?: Moment
}
/**
 * Before it refuses or postpones, the requested authority consults. UN Convention 40(28).
 */
export interface ConsultOpenBody {
  intended: 'refuse' | 'postpone'
  /**
   * @minItems 1
   * @maxItems 10
   */
  grounds?: Ground[]
  postponement?: PostponementCode
  question: Text
  replyBy: Moment
}
/**
 * What the requesting authority thinks of it.
 */
export interface ConsultViewBody {
  view: Text
}
/**
 * What happened outside the exchange: by telephone, on paper, through an embassy (R-13). The requested side may open a record with it. UN Convention 40(14).
 */
export interface ContactNoteBody {
  channel: ChannelCode
  at: Moment
  with: string
  text: Text
  /**
   * What was asked for orally, where the note opens a record.
   *
   * @minItems 1
   * @maxItems 50
   */
  measures?: {
    id: MeasureId
    kind: MeasureKind
  }[]
  confirmBy?: Moment
}
/**
 * The 24/7 point is there. UN Convention 41; Budapest 35.
 */
export interface ContactTestReplyBody {
  /**
   * The function on duty, not a name.
   */
  answeredBy: string
  answeredAt?: Moment
  /**
   * By which ways it was reached.
   *
   * @minItems 1
   * @maxItems 2
   */
  channels?: ('exchange' | 'telephone')[]
  /**
   * @minItems 1
   * @maxItems 20
   */
  languages: Language[]
  text?: Text
}
/**
 * A drill: does the 24/7 point answer, and in which languages? No case stands behind it, and no legal basis is needed. UN Convention 41; Budapest 35.
 */
export interface ContactTestBody {
  replyBy: Moment
  channel?: 'exchange' | 'telephone' | 'both'
  text?: Text
}
/**
 * Who acts on what from now on: proposed by one side and confirmed by the other; or that there is no agreement. UN Convention 22(5).
 */
export interface CoordinationAgreementBody {
  stage: 'proposed' | 'confirmed' | 'none'
  /**
   * @minItems 1
   * @maxItems 20
   */
  points?: Proposal[]
  from?: Date
  reasons?: Text
}
/**
 * What might be done where two States act on the same conduct. UN Convention 22(5).
 */
export interface Proposal {
  kind:
    | 'concentrate'
    | 'divide'
    | 'transferProceedings'
    | 'jointInvestigation'
    | 'exchangeInformation'
    | 'goOnApart'
  state?: StateCode
  what: Text
}
/**
 * Two States act on the same conduct, and one asks the other to coordinate. UN Convention 22(5).
 */
export interface CoordinationJurisdictionBody {
  /**
   * Exactly one is the regime chosen (R-07).
   *
   * @minItems 1
   * @maxItems 10
   */
  legalBasis: LegalBasis[]
  facts: Text
  /**
   * @minItems 1
   * @maxItems 20
   */
  offences: Offence[]
  proceeding: Proceeding
  /**
   * @minItems 1
   * @maxItems 100
   */
  persons?: Person[]
  /**
   * @minItems 1
   * @maxItems 100
   */
  organisations?: Organisation[]
  /**
   * @minItems 1
   * @maxItems 20
   */
  proposals?: Proposal[]
  question: Text
  replyBy?: Moment
  /**
   * Where data of another State are used: its consent, each with what it allows. An empty list says that nothing of another State is used. UN Convention 36(3); R-06.
   *
   * @maxItems 20
   */
  onwardAuthority?: OnwardAuthority[]
}
/**
 * An instrument and article on which the request rests (R-01). Exactly one of a request is the regime chosen (R-07): its profile rules.
 */
export interface LegalBasis {
  /**
   * Id of this basis within the request; a measure names the one that governs it.
   */
  id: string
  instrument: InstrumentCode
  /**
   * Article and paragraph as cited: 40(3)(d).
   */
  article: string
  /**
   * Name of the instrument where its code does not say which.
   */
  title?: string
  /**
   * Present on the one basis whose procedural rules were chosen.
   */
  regime?: true
}
/**
 * Subject and nature of the investigation, prosecution or trial. UN Convention 40(15)(b).
 */
export interface Proceeding {
  subject: Text
  nature: 'investigation' | 'prosecution' | 'trial' | 'execution' | 'asset'
  stage?: string
  nationalReference?: Reference
}
/**
 * Whose data are used or passed on, and by which consent. UN Convention 36(3); R-06.
 */
export interface OnwardAuthority {
  from: StateCode
  message: MessageId
  request?: Uuid
  reference?: Reference
  /**
   * What of it is used here, by the names of the members of the schemas (accounts, persons, port) or in short words; no more than the consent covers.
   *
   * @minItems 1
   * @maxItems 50
   */
  allows: string[]
  /**
   * Files of that record that go with it.
   *
   * @minItems 1
   * @maxItems 200
   */
  exhibits?: ExhibitId[]
  proceeding?: Proceeding
  /**
   * The conditions of the consent, where the message says none of its own: they travel along.
   *
   * @minItems 1
   * @maxItems 50
   */
  conditions?: Condition[]
}
/**
 * The own proceedings, and what could be done. UN Convention 22(5).
 */
export interface CoordinationViewBody {
  view: Text
  proceeding?: Proceeding
  /**
   * @minItems 1
   * @maxItems 20
   */
  proposals?: Proposal[]
  replyBy?: Moment
}
/**
 * Accepts the proposal on costs that it answers, as it is; another proposal is another consultation. UN Convention 40(30).
 */
export interface CostsAgreeBody {
  text?: Text
  /**
   * What is to be kept from now on: COST_SHARE, with its date.
   *
   * @minItems 1
   * @maxItems 50
   */
  conditions?: Condition[]
}
/**
 * Substantial or extraordinary costs, item by item, and who should bear them. UN Convention 40(30).
 */
export interface CostsConsultBody {
  /**
   * @minItems 1
   * @maxItems 50
   */
  breakdown: {
    what: Text
    amount: Money
  }[]
  proposal: Text
  /**
   * @minItems 1
   * @maxItems 20
   */
  shares?: {
    state: StateCode
    amount?: Money
    percent?: number
  }[]
  replyBy?: Moment
}
/**
 * What the requested State has done about provisional measures. It alone decides on them; the exchange holds and frees nobody. ETS73 28, 29.
 */
export interface CustodyReportBody {
  stage: 'ordered' | 'declined' | 'ended'
  what: 'remand' | 'otherRestriction' | 'seizure' | 'freezing' | 'other'
  order?: Authorisation
  since?: Moment
  until?: Moment
  reasons?: Text
}
/**
 * After the request for proceedings: the requested State is asked to remand the suspect in custody, to seize property or to take other provisional measures. ETS73 28.
 */
export interface CustodyRequestBody {
  /**
   * @minItems 1
   * @maxItems 5
   */
  wanted: ('remand' | 'otherRestriction' | 'seizure' | 'freezing' | 'other')[]
  /**
   * Numbers of the counts; absent: all of the measure.
   *
   * @minItems 1
   * @maxItems 200
   */
  counts?: number[]
  reasons: Text
  /**
   * @minItems 1
   * @maxItems 4
   */
  fear?: ('absconding' | 'suppressionOfEvidence' | 'repetition' | 'dissipation')[]
  warrant?: Warrant
  until?: Date
}
/**
 * The time for the decision cannot be kept; until when it will be taken, and why. Dir. 2014/41 12(5); Reg. (EU) 2024/3011 13(2).
 */
export interface DecisionDelayedBody {
  until: Moment
  reasons: Text
}
/**
 * What the requested State will do, measure by measure. UN Convention 40(21)-(25).
 */
export interface DecisionBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: (
    | {
        measure: MeasureId
        outcome: 'granted'
        authorisation?: Authorisation
        /**
         * @minItems 1
         * @maxItems 50
         */
        conditions?: Condition[]
        split?: Text
        toEnforce?: EnforcedSum
        note?: Text
        /**
         * What is done instead of what was asked. EIO 10; UN Convention 40(17).
         */
        substitute?: {
          kind?: MeasureKind
          what: Text
          why: Text
        }
      }
    | {
        measure: MeasureId
        outcome: 'partly'
        /**
         * @minItems 1
         * @maxItems 10
         */
        grounds: Ground[]
        reasons: Text
        /**
         * @minItems 1
         * @maxItems 50
         */
        excluded?: Excluded[]
        authorisation?: Authorisation
        /**
         * @minItems 1
         * @maxItems 50
         */
        conditions?: Condition[]
        split?: Text
        toEnforce?: EnforcedSum
        note?: Text
        /**
         * What is done instead of what was asked. EIO 10; UN Convention 40(17).
         */
        substitute?: {
          kind?: MeasureKind
          what: Text
          why: Text
        }
      }
    | {
        measure: MeasureId
        outcome: 'refused'
        /**
         * @minItems 1
         * @maxItems 10
         */
        grounds: Ground[]
        reasons: Text
        split?: Text
        note?: Text
      }
  )[]
}
/**
 * The sum of the order that is left, and what it comes to in the money of the requested State: never more. CETS 198 24(4), 26(2).
 */
export interface EnforcedSum {
  ordered: Money
  amount: Money
  rate?: ExchangeRate
}
/**
 * Something left out of what is granted, delivered or released, and how many.
 */
export interface Excluded {
  what: Text
  count?: number
}
/**
 * What the requesting authority found when it checked the delivery named in inReplyTo.
 */
export interface DeliveryReceiptBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: {
    measure: MeasureId
    outcome: 'verified' | 'discrepancy'
    note?: Text
    inReplyTo?: MessageId
  }[]
  /**
   * @maxItems 200
   */
  checks: {
    exhibit: ExhibitId
    sha256?: Digest
    announced?: Digest
    agrees?: boolean
    /**
     * What the receiver makes of it; absent: accepted where the digest agrees, else disputed. What is said to be accepted has a digest that agrees, and is kept. What is open was not looked at yet: it is held, sealed until later, or still on its way.
     */
    standing?: 'accepted' | 'disputed' | 'open'
    reason?: Text
  }[]
  conditionsAccepted?: boolean
  text?: Text
}
/**
 * What is handed over. UN Convention 40(3).
 */
export interface DeliveryBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: {
    measure: MeasureId
    outcome: 'delivered'
    /**
     * @maxItems 200
     */
    exhibits: ExhibitId[]
    /**
     * Which disputed exhibits are replaced, each by which of this message; an empty list: none. Absent: this delivery takes the place of all that were disputed.
     *
     * @maxItems 200
     */
    replaces?: Replacement[]
    /**
     * Whether it is all that was granted.
     */
    complete: boolean
    /**
     * Whether nothing more will come.
     */
    final: boolean
    /**
     * @minItems 1
     * @maxItems 50
     */
    conditions?: Condition[]
    handling?: HandlingCode
    pap?: PapCode
    europolHandling?: EuropolHandlingCode
    marking?: Marking
    /**
     * @minItems 1
     * @maxItems 50
     */
    excluded?: Excluded[]
    /**
     * Things that go by another way.
     *
     * @minItems 1
     * @maxItems 50
     */
    objects?: {
      what: Text
      count?: number
      seal?: string
      courier?: string
      returnBy?: Date
    }[]
    result?: MeasureResult
    /**
     * What is handed over, piece by piece, with origin and custody.
     *
     * @minItems 1
     * @maxItems 200
     */
    manifest?: EvidenceItem[]
    record?: ExhibitId
    authorisation?: Authorisation
    note?: Text
  }[]
}
/**
 * Where the consignment went and what became of it. UNTOC 20; MA2P 18.
 */
export interface ControlledDeliveryResult {
  kind: 'controlled-delivery'
  from: Moment
  to: Moment
  report: Text
  officers?: number
  incidents: Text
  /**
   * Whether what came of it may be used as evidence.
   */
  evidence?: boolean
  authorisation?: Authorisation
  consignment: 'seized' | 'delivered' | 'lost' | 'replaced'
  /**
   * @maxItems 500
   */
  items?: SeizedItem[]
}
/**
 * A thing that was seized, sampled or copied, and where it is since. MA59 6; ISO/IEC 27037.
 */
export interface SeizedItem {
  /**
   * Exhibit number of the authority that took it.
   */
  number?: string
  what: Text
  count?: number
  takenAt: Moment
  place: string
  /**
   * From whom.
   */
  holder?: string
  serial?: string
  seal?: string
  keptBy?: string
  exhibit?: ExhibitId
}
/**
 * What was done and found; never who the officers are. UNTOC 20; MA2P 19.
 */
export interface CovertOperationResult {
  kind: 'covert-operation'
  from: Moment
  to: Moment
  report: Text
  officers?: number
  incidents: Text
  /**
   * Whether what came of it may be used as evidence.
   */
  evidence?: boolean
  authorisation?: Authorisation
}
/**
 * What was disclosed, when, and what could not be. UN Convention 41(3)(e); 2AP 9, 10.
 */
export interface EmergencyDisclosureResult {
  kind: 'emergency-disclosure'
  disclosedAt: Moment
  /**
   * @minItems 1
   * @maxItems 3
   */
  categories: DataCategoryCode[]
  summary: Text
  custodian?: string
  /**
   * @minItems 1
   * @maxItems 20
   */
  notDisclosed?: Excluded[]
  /**
   * Whether it was told by telephone before.
   */
  orally?: boolean
  authorisation?: Authorisation
}
/**
 * How the sentence is, or was, carried out that took the place of extradition. UN Convention 37(13).
 */
export interface EnforceInsteadResult {
  kind: 'enforce-instead'
  method: 'continued' | 'converted'
  from: Date
  sentence?: TimeLength
  life?: boolean
  /**
   * Of no fixed length.
   */
  indeterminate?: boolean
  death?: boolean
  remaining?: TimeLength
  ended?: {
    on: Date
    how: 'served' | 'conditionalRelease' | 'pardon' | 'escape' | 'death'
  }
}
/**
 * Who examined what, how, and the answers. UN Convention 40(3)(h).
 */
export interface ExpertExaminationResult {
  kind: 'expert-examination'
  expert: Participant
  qualification?: Text
  from?: Date
  to: Date
  method: Text
  findings: Text
  oath?: Text
  /**
   * @minItems 1
   * @maxItems 50
   */
  usedUp?: Excluded[]
  report?: ExhibitId
}
/**
 * When, where and to whom the person was handed over, how long he had been detained, and what went with him. ECE 18, 20.
 */
export interface ExtraditionResult {
  kind: 'extradition'
  handedOverAt: Moment
  place: string
  /**
   * @minItems 1
   * @maxItems 20
   */
  to?: {
    name: string
    function?: string
  }[]
  detention: Detention
  /**
   * @minItems 1
   * @maxItems 50
   */
  things?: ReturnedItem[]
  /**
   * @minItems 1
   * @maxItems 200
   */
  papers?: ExhibitId[]
  health?: Text
  verdict?: Verdict
}
/**
 * How long the person has been detained for the extradition: it counts towards the sentence. ECE 18(3).
 */
export interface Detention {
  since: Moment
  /**
   * Full days.
   */
  days: number
  until?: Moment
  note?: Text
}
/**
 * How the proceedings against a person ended.
 */
export interface Verdict {
  outcome: 'convicted' | 'acquitted' | 'discontinued' | 'notProsecuted' | 'transferred'
  /**
   * Numbers of the offences of the request.
   *
   * @minItems 1
   * @maxItems 200
   */
  offences?: number[]
  court?: string
  date: Date
  reference?: Reference
  final: boolean
  sentence?: {
    length?: TimeLength
    life?: boolean
    death?: boolean
    other?: Text
  }
  reasons?: Text
  exhibit?: ExhibitId
}
/**
 * What was seen and found. UN Convention 40(3)(g).
 */
export interface InspectionResult {
  kind: 'inspection'
  on: Moment
  place: string
  /**
   * @minItems 1
   * @maxItems 30
   */
  by: Participant[]
  /**
   * @minItems 1
   * @maxItems 60
   */
  present?: Participant[]
  findings: Text
  /**
   * @maxItems 500
   */
  samples?: SeizedItem[]
  /**
   * @minItems 1
   * @maxItems 50
   */
  usedUp?: Excluded[]
  exhibit?: ExhibitId
}
/**
 * What was intercepted, when and how, and what was left out. UN Convention 46; EIO 30.
 */
export interface InterceptionResult {
  kind: 'interception'
  from: Moment
  to: Moment
  /**
   * How many batches were handed over.
   */
  batches: number
  /**
   * Times for which there is nothing, and why.
   *
   * @minItems 1
   * @maxItems 100
   */
  gaps?: {
    from: Moment
    to: Moment
    why: Text
  }[]
  clockOffset?: Text
  collectedBy?: string
  method?: Text
  authorisation: Authorisation
  /**
   * Whether the person concerned was told.
   */
  subjectInformed?: 'yes' | 'no' | 'later'
  /**
   * How many communications.
   */
  communications?: number
  /**
   * @minItems 1
   * @maxItems 20
   */
  privilegedRemoved?: Excluded[]
  transcribed?: boolean
}
/**
 * What the team has come to, as one State sees it, and what becomes of what was gathered. UN Convention 48; MA2P 20(10).
 */
export interface JointInvestigationResult {
  kind: 'joint-investigation'
  summary: Text
  /**
   * The proceedings that go on, by State.
   *
   * @minItems 1
   * @maxItems 50
   */
  proceedings?: {
    state: StateCode
    proceeding: Proceeding
    /**
     * How many people are prosecuted there.
     */
    persons?: number
  }[]
  arrests?: number
  searches?: number
  /**
   * Value of what was frozen or seized.
   *
   * @minItems 1
   * @maxItems 20
   */
  secured?: Money[]
  evidence: Text
  usableFor?: Text
  lessons?: Text
}
/**
 * What was seen in the territory of the requested State. MA2P 17(3)(e).
 */
export interface ObservationResult {
  kind: 'observation'
  from: Moment
  to: Moment
  report: Text
  officers?: number
  incidents: Text
  /**
   * Whether what came of it may be used as evidence.
   */
  evidence?: boolean
  authorisation?: Authorisation
  route?: Text
}
/**
 * From when to when the person was away, and the time that counts. UN Convention 40(11)(d).
 */
export interface PersonTransferTemporaryResult {
  kind: 'person-transfer-temporary'
  handedOverAt: Moment
  returnedAt?: Moment
  /**
   * Days that count as served.
   */
  daysInCustody: number
  acts: Text
  incidents?: Text
}
/**
 * The answer, where it is from, and whether it may be used as evidence. UN Convention 47.
 */
export interface PoliceQueryResult {
  kind: 'police-query'
  answer: Text
  /**
   * The register or source, where it may be said.
   */
  source?: string
  asOf?: Moment
  /**
   * Whether it may be used as evidence without asking again.
   */
  evidenceUse: boolean
  /**
   * @minItems 1
   * @maxItems 50
   */
  persons?: Person[]
  /**
   * @minItems 1
   * @maxItems 50
   */
  organisations?: Organisation[]
}
/**
 * What is kept, by whom and under which reference, and what could not be kept. UN Convention 42(4), 42(8).
 */
export interface PreservationResult {
  kind: 'preservation'
  kept: Text
  /**
   * Who keeps it.
   */
  custodian: string
  reference: Reference
  /**
   * Piece by piece, where not all of it could be kept.
   *
   * @minItems 1
   * @maxItems 100
   */
  items?: {
    what: Text
    kept: boolean
    /**
     * @minItems 1
     * @maxItems 3
     */
    categories?: DataCategoryCode[]
    /**
     * @minItems 1
     * @maxItems 50
     */
    identifiers?: Identifier[]
    period?: Period
    count?: number
    why?: ObstacleCode
  }[]
  /**
   * Whether the custodian is bound to secrecy.
   */
  secrecy?: boolean
  authorisation?: Authorisation
  /**
   * Other States in which a part of the data is believed to be.
   *
   * @minItems 1
   * @maxItems 20
   */
  furtherStates?: StateCode[]
}
/**
 * Where the data are and who has them, as far as known, or in which other State. UN Convention 42(2), 41(3)(b).
 */
export interface PreservationLocationResult {
  kind: 'preservation-location'
  /**
   * In the requested State, in another, in several, or nowhere that is known.
   */
  found: 'here' | 'elsewhere' | 'both' | 'notFound'
  /**
   * Who has them in the requested State.
   *
   * @minItems 1
   * @maxItems 50
   */
  custodians?: {
    custodian: Custodian
    /**
     * @minItems 1
     * @maxItems 50
     */
    identifiers?: Identifier[]
    /**
     * @minItems 1
     * @maxItems 3
     */
    categories?: DataCategoryCode[]
    certainty: 'confirmed' | 'believed'
  }[]
  /**
   * Where else they are believed to be.
   *
   * @minItems 1
   * @maxItems 20
   */
  otherStates?: {
    state: StateCode
    provider?: ForeignProvider
    authority?: AuthorityId
  }[]
  /**
   * The register or source, where it may be said.
   */
  source?: string
  asOf: Moment
  keptUntil?: Date
  note?: Text
}
/**
 * A service provider that took part in the transmission, as an organisation. UN Convention 43.
 */
export interface ForeignProvider {
  /**
   * Name of the undertaking, as registered.
   */
  name?: string
  state: StateCode
  role: 'origin' | 'relay' | 'destination' | 'unknown'
  /**
   * Number of its network.
   */
  asn?: number
  /**
   * Its block of addresses in CIDR notation.
   */
  addressBlock?: string
  lei?: Lei
  place?: string
}
/**
 * What became of the counts: decided, with the certified copy of the final decision; or not instituted, or discontinued. ETS73 16(2).
 */
export interface ProceedingsTransferResult {
  kind: 'proceedings-transfer'
  /**
   * Numbers of the counts; absent: all of the measure.
   *
   * @minItems 1
   * @maxItems 200
   */
  counts?: number[]
  ending:
    | {
        how: 'decided'
        decision: FinalDecision
      }
    | {
        how: 'notInstituted' | 'discontinued'
        discontinuance: Discontinuance
      }
}
/**
 * A decision at the end of proceedings, with its certified copy. ETS73 16(2); Reg. (EU) 2024/3011 23.
 */
export interface FinalDecision {
  court: string
  date: Date
  finalOn: Date
  reference?: Reference
  verdict: 'convicted' | 'convictedInPart' | 'acquitted' | 'other'
  sentence?: Text
  /**
   * Whether it was taken on the merits of the case.
   */
  onMerits: boolean
  /**
   * Whether it definitively bars further prosecution for the same acts.
   */
  bars: boolean
  damages?: {
    victims: number
    total?: Money
    text?: Text
  }
  execution?: Text
  copy: ExhibitId
}
/**
 * A decision not to institute proceedings, or to discontinue them. ETS73 16(2), 21(2)(d); Reg. (EU) 2024/3011 21(5), 23.
 */
export interface Discontinuance {
  by: string
  on: Date
  reasons: Text
  /**
   * Whether it was taken on the merits of the case.
   */
  onMerits: boolean
  /**
   * Whether it definitively bars further prosecution: it is then reported as a decision.
   */
  bars: boolean
  /**
   * A certified copy goes with every written decision.
   */
  written:
    | {
        exists: false
      }
    | {
        exists: true
        copy: ExhibitId
      }
}
/**
 * How the prosecution ended that took the place of extradition. Budapest 24(6).
 */
export interface ProsecuteInsteadResult {
  kind: 'prosecute-instead'
  verdict: Verdict
  begunOn?: Date
  remedies?: Text
}
/**
 * When and where the person was arrested, how he was known, what he was told, and until when he is held. ECE 16.
 */
export interface ProvisionalArrestResult {
  kind: 'provisional-arrest'
  arrestedAt: Moment
  place: string
  authority?: string
  identity: 'confirmed' | 'claimed' | 'disputed'
  identityBy?: Text
  /**
   * He was told why, and of his rights, in a language that he understands.
   */
  rightsTold: boolean
  consulateTold?: 'told' | 'refusedByPerson' | 'notAsked'
  counsel?: string
  interpreter?: boolean
  /**
   * What was taken from him.
   *
   * @minItems 1
   * @maxItems 50
   */
  found?: ReturnedItem[]
  /**
   * Until when he is held. Whoever starts a clock states its end.
   */
  release:
    | {
        under: 'extradition'
        possibleAt?: Moment
        dueAt: Moment
      }
    | {
        under: 'proceedings'
        dueWithoutRequestAt: Moment
        dueAt: Moment
      }
    | {
        under: 'request'
        reviewAt?: Moment
      }
}
/**
 * What was collected, when and how. UN Convention 45.
 */
export interface RealtimeTrafficResult {
  kind: 'realtime-traffic'
  from: Moment
  to: Moment
  /**
   * How many batches were handed over.
   */
  batches: number
  /**
   * Times for which there is nothing, and why.
   *
   * @minItems 1
   * @maxItems 100
   */
  gaps?: {
    from: Moment
    to: Moment
    why: Text
  }[]
  clockOffset?: Text
  collectedBy?: string
  method?: Text
  authorisation: Authorisation
  /**
   * Whether the person concerned was told.
   */
  subjectInformed?: 'yes' | 'no' | 'later'
  records?: number
}
/**
 * Which records, of whom, for which time, and how they are certified. UN Convention 40(3)(i).
 */
export interface RecordsResult {
  kind: 'records'
  holder: string
  /**
   * @minItems 1
   * @maxItems 20
   */
  kinds: RecordKindCode[]
  period?: Period
  certificate: {
    form: 'none' | 'certifiedCopy' | 'holderCertificate' | 'swornStatement' | 'apostille' | 'other'
    by?: string
    on?: Date
    exhibit?: ExhibitId
  }
  originals?: boolean
  /**
   * @minItems 1
   * @maxItems 50
   */
  missing?: Excluded[]
  publicRegister?: boolean
  authorisation?: Authorisation
}
/**
 * Whether and when the person was handed on to the third State. ECE 15.
 */
export interface ReextraditionConsentResult {
  kind: 'reextradition-consent'
  handedOn: boolean
  on?: Date
  to?: StateCode
  text?: Text
}
/**
 * When and where it was searched, who was present and what was taken. UN Convention 40(3)(c).
 */
export interface SearchSeizureResult {
  kind: 'search-seizure'
  /**
   * @minItems 1
   * @maxItems 50
   */
  searches: {
    from: Moment
    to: Moment
    place: string
  }[]
  /**
   * @minItems 1
   * @maxItems 60
   */
  present?: Participant[]
  /**
   * @maxItems 500
   */
  items: SeizedItem[]
  /**
   * What was found and left, or returned at once.
   *
   * @minItems 1
   * @maxItems 50
   */
  left?: Excluded[]
  authorisation: Authorisation
  method?: Text
  thirdParties?: Text
  minutes?: ExhibitId
}
/**
 * How the enforcement stands in the administering State, or how it ended. ETS112 15.
 */
export interface SentenceTransferResult {
  kind: 'sentence-transfer'
  method: 'continue' | 'convert'
  sentence?: CustodialSentence
  served?: TimeServed
  standing:
    | {
        how: 'underWay'
        place?: string
        text: Text
      }
    | {
        how: 'completed'
        on: Date
        by:
          | 'served'
          | 'conditionalRelease'
          | 'pardon'
          | 'amnesty'
          | 'commutation'
          | 'death'
          | 'lapseOfTime'
          | 'other'
        text?: Text
      }
    | {
        how: 'escaped'
        on: Date
        circumstances: Text
        search?: Text
      }
    | {
        how: 'terminated'
        on: Date
        text?: Text
      }
}
/**
 * When and how it was served and on whom, or why it was not. MA59 7(2).
 */
export interface ServiceOfDocumentsResult {
  kind: 'service-of-documents'
  served: boolean
  on?: Date
  manner?: 'personal' | 'substitute' | 'post' | 'electronic' | 'notice' | 'other'
  recipient?: string
  /**
   * What the recipient is to the addressee.
   */
  relation?: string
  place?: string
  /**
   * Whether the addressee refused to take it.
   */
  refused?: boolean
  reason?: Text
  receipt?: ExhibitId
  /**
   * The authority that declares it.
   */
  declaredBy: string
}
/**
 * How the proceedings ended to which consent was given. ECE 14.
 */
export interface SpecialtyConsentResult {
  kind: 'specialty-consent'
  verdict: Verdict
  conditionsKept?: Text
}
/**
 * The minutes of the hearing, with the record that goes with them. UN Convention 40(3)(a).
 */
export interface StatementResult {
  kind: 'statement'
  minutes: Minutes
  /**
   * Whether the person was heard.
   */
  heard: boolean
  authorisation?: Authorisation
  recording?: ExhibitId
  expenses?: Money
}
/**
 * The record of a hearing or another act. MA2P 9(6).
 */
export interface Minutes {
  /**
   * @minItems 1
   * @maxItems 30
   */
  sittings: {
    from: Moment
    to: Moment
    place: string
  }[]
  identity: Text
  /**
   * Everybody present, with their functions.
   *
   * @minItems 1
   * @maxItems 60
   */
  present: Participant[]
  language?: Language
  rightsRead?: Text
  oaths?: Text
  technicalConditions?: Text
  declined?: Text
  remarks?: Text
  exhibit?: ExhibitId
  /**
   * @minItems 1
   * @maxItems 10
   */
  signedBy?: Participant[]
}
/**
 * The manifest of stored data that were searched, secured or disclosed: what, from where, how taken, what was left out and why. UN Convention 44.
 */
export interface StoredDataResult {
  kind: 'stored-data'
  custodian: Custodian
  /**
   * UN Convention 44(1).
   */
  act: 'searched' | 'accessed' | 'seized' | 'secured' | 'disclosed'
  /**
   * @minItems 1
   * @maxItems 3
   */
  categories: DataCategoryCode[]
  period?: Period
  preserved?: Preserved
  /**
   * @minItems 1
   * @maxItems 200
   */
  items: EvidenceItem[]
  /**
   * @minItems 1
   * @maxItems 50
   */
  leftOut?: {
    what: Text
    count?: number
    why: 'privileged' | 'notGranted' | 'encrypted' | 'deleted' | 'notHeld' | 'thirdParty' | 'otherState'
  }[]
  privilegeFilter?: Text
  certificate?: ExhibitId
  note?: Text
}
/**
 * One piece of evidence: where it is from, how it was taken, and by what it is known again.
 */
export interface EvidenceItem {
  exhibit?: ExhibitId
  /**
   * Number as an exhibit of the case.
   */
  number?: string
  what: Text
  kind:
    | 'file'
    | 'image'
    | 'export'
    | 'log'
    | 'message'
    | 'recording'
    | 'document'
    | 'device'
    | 'thing'
    | 'sample'
    | 'other'
  /**
   * Where it was found.
   */
  source?: {
    system?: string
    custodian?: string
    account?: string
    place?: string
  }
  collectedBy?: string
  /**
   * How it was taken.
   */
  method?: string
  /**
   * Tool and its version.
   */
  tool?: string
  from?: Moment
  to?: Moment
  timeZone?: TimeZone
  /**
   * By how much the clock of the source was ahead.
   */
  clockOffsetMilliseconds?: number
  bytes?: number
  mediaType?: string
  sha256?: Digest
  /**
   * Beside SHA-256; SHA-1 and MD5 only because they were taken long ago.
   *
   * @minItems 1
   * @maxItems 4
   */
  otherDigests?: {
    algorithm: HashAlgorithmCode
    value: string
  }[]
  encryption?: Text
  /**
   * Bag, seal, case.
   */
  packaging?: string
  derivedFrom?: ExhibitId
  certificate?: ExhibitId
  /**
   * @minItems 1
   * @maxItems 200
   */
  custody?: CustodyEvent[]
}
/**
 * Who had a thing in hands, when, where and why; the digest checked again. ISO/IEC 27037; R-03.
 */
export interface CustodyEvent {
  at: Moment
  action: CustodyActionCode
  /**
   * The function or person.
   */
  by: string
  authority?: AuthorityId
  place?: string
  reason?: Text
  sha256?: Digest
  change?: Text
}
/**
 * Who the user is, as the provider has it: what exactly was looked up, and what was found, in the three groups of UN Convention 2(f).
 */
export interface SubscriberInformationResult {
  kind: 'subscriber-information'
  provider: Custodian
  /**
   * What was looked up, exactly.
   *
   * @minItems 1
   * @maxItems 100
   */
  lookedUp: {
    identifier: Identifier
    /**
     * By how much the time was corrected before it was looked up.
     */
    correctedMilliseconds?: number
    match: 'one' | 'several' | 'none'
  }[]
  asOf: Moment
  /**
   * @minItems 1
   * @maxItems 100
   */
  subscribers?: {
    person?: Person
    organisation?: Organisation
    /**
     * @minItems 1
     * @maxItems 10
     */
    addresses?: string[]
    /**
     * @minItems 1
     * @maxItems 20
     */
    emails?: Mailbox[]
    /**
     * As the provider has recorded them; with the code of the country where it has it.
     *
     * @minItems 1
     * @maxItems 20
     */
    phones?: string[]
    /**
     * @minItems 1
     * @maxItems 20
     */
    userIds?: string[]
    registeredAt?: Moment
    registrationAddress?: Identifier
    /**
     * UN Convention 2(f)(i).
     */
    service?: {
      type: string
      /**
       * Technical provisions.
       */
      provisions?: string
      period?: Period
    }
    /**
     * Billing and payment. UN Convention 2(f)(ii).
     *
     * @minItems 1
     * @maxItems 20
     */
    payments?: {
      means: string
      account?: AccountName
      reference?: string
    }[]
    /**
     * UN Convention 2(f)(iii).
     */
    equipmentSite?: string
    validation?: Text
    profile?: Text
    note?: Text
  }[]
  /**
   * Files that hold the same, or more of it.
   *
   * @minItems 1
   * @maxItems 200
   */
  exhibits?: ExhibitId[]
  certificate?: ExhibitId
  note?: Text
}
/**
 * When the person came and left, and where he was held. ECE 21.
 */
export interface TransitResult {
  kind: 'transit'
  arrivedAt: Moment
  leftAt: Moment
  place: string
  custody?: string
  incidents?: Text
}
/**
 * The minutes: date and place, identity, everybody present, oaths, technical conditions. MA2P 9(6); UN Convention 40(18).
 */
export interface VideoconferenceResult {
  kind: 'videoconference'
  minutes: Minutes
  recording?: ExhibitId
  costs?: Money
  authorisation?: Authorisation
}
/**
 * Whether the person came, from when to when, and what was paid. UN Convention 40(29); MA59 9, 10.
 */
export interface VoluntaryAppearanceResult {
  kind: 'voluntary-appearance'
  appeared: boolean
  from?: Moment
  to?: Moment
  acts?: Text
  expensesPaid?: Money
}
/**
 * Names the formal request that follows the disclosure. 2AP 9(5).
 */
export interface EmergencyFormalLinkBody {
  request?: Uuid
  reference?: Reference
  text?: Text
}
/**
 * After the disclosure the requested State wants the request in the form of mutual assistance, by a date. 2AP 9(5).
 */
export interface EmergencyFormalRequestBody {
  replyBy: Moment
  form: Text
}
/**
 * What is disclosed at once to avert the danger, whole or in part. UN Convention 41(3)(e); 2AP 9, 10.
 */
export interface EmergencyResultBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: (
    | {
        measure: MeasureId
        outcome: 'disclosed'
        /**
         * @maxItems 200
         */
        exhibits: ExhibitId[]
        /**
         * Which disputed exhibits are replaced, each by which of this message. Absent: none, for more is handed over, and no correction.
         *
         * @maxItems 200
         */
        replaces?: Replacement[]
        /**
         * Whether it is all that was asked for.
         */
        complete: boolean
        /**
         * Whether nothing more will come.
         */
        final: boolean
        result: MeasureResult
        /**
         * @minItems 1
         * @maxItems 50
         */
        conditions?: Condition[]
        authorisation?: Authorisation
        note?: Text
      }
    | {
        measure: MeasureId
        outcome: 'disclosedPartly'
        /**
         * @maxItems 200
         */
        exhibits: ExhibitId[]
        /**
         * Which disputed exhibits are replaced, each by which of this message. Absent: none, for more is handed over, and no correction.
         *
         * @maxItems 200
         */
        replaces?: Replacement[]
        complete: false
        /**
         * Whether nothing more will come.
         */
        final: boolean
        result: MeasureResult
        /**
         * @minItems 1
         * @maxItems 10
         */
        grounds: Ground[]
        reasons: Text
        /**
         * @minItems 1
         * @maxItems 50
         */
        excluded?: Excluded[]
        /**
         * @minItems 1
         * @maxItems 50
         */
        conditions?: Condition[]
        authorisation?: Authorisation
        note?: Text
      }
  )[]
}
/**
 * The requested State enforces the sentence, how, and from when. UN Convention 37(13).
 */
export interface EnforceInsteadAcceptedBody {
  result: EnforceInsteadResult
  authority: string
  reference?: Reference
  note?: Text
}
/**
 * Why the sentence is not enforced in the requested State. UN Convention 37(13).
 */
export interface EnforceInsteadDeclinedBody {
  /**
   * @minItems 1
   * @maxItems 10
   */
  grounds: Ground[]
  reasons: Text
}
/**
 * Extradition to serve a sentence was refused: the requested State is asked to enforce it, or what is left of it. UN Convention 37(13).
 */
export interface EnforceInsteadRequestBody {
  judgment: SentenceJudgment
  method: 'continued' | 'converted' | 'either'
  newsBy?: Date
  note?: Text
}
/**
 * What a side erases of this record and when, or what it keeps and why. It comes before the contents go, for it is the last that the record takes. UN Convention 36; Second Additional Protocol to the Budapest Convention 14.
 */
export interface ErasureReportBody {
  extent: 'whole' | 'part' | 'nothing'
  at?: Moment
  what?: Text
  kept?: Text
  reasons?: Text
  until?: Date
  text?: Text
}
/**
 * One side asks the other to erase what it holds of this record. It decides nothing: the other side reports what it erases, and what it keeps. UN Convention 36; Second Additional Protocol to the Budapest Convention 14.
 */
export interface ErasureRequestBody {
  cause: 'purposeServed' | 'timeOver' | 'inaccurate' | 'unlawful' | 'courtOrder'
  /**
   * The provision or the order by which it is to be erased.
   */
  provision: string
  text: Text
  replyBy: Moment
}
/**
 * Shows messages of other records of the same matter, as their authors signed them, to whom needs to know them. What another State has given goes only with its consent. UN Convention 36(3).
 */
export interface EvidenceShareBody {
  what: Text
  /**
   * @minItems 1
   * @maxItems 10
   */
  enclosed: EnclosedMessage[]
  /**
   * Where data of another State are used: its consent, each with what it allows. An empty list says that nothing of another State is used. UN Convention 36(3); R-06.
   *
   * @maxItems 20
   */
  onwardAuthority?: OnwardAuthority[]
  /**
   * On these it is shown; those of the consent stand among them.
   *
   * @minItems 1
   * @maxItems 50
   */
  conditions?: Condition[]
}
/**
 * A message of another record of the same matter, shown as its author signed it. Whoever has that State's trust list can verify it; who has not keeps it as unverified.
 */
export interface EnclosedMessage {
  /**
   * The signed original: JWS, compact.
   */
  jws: string
  record?: Uuid
  /**
   * Its place there.
   */
  sequence?: number
  why: Text
}
/**
 * The State that gave the material asks to be consulted before it is disclosed, and says what it wishes. UN Convention 40(5), 40(19).
 */
export interface ExculpatoryConsultBody {
  view: Text
  /**
   * @minItems 1
   * @maxItems 5
   */
  wishes?: ('REDACT_NAMES' | 'EXTRACT_ONLY' | 'CLOSED_HEARING' | 'DELAY' | 'NONE')[]
  replyBy?: Moment
}
/**
 * What was received clears somebody and has to be disclosed: notice before it, or, where that was not possible, without delay after it and why. UN Convention 40(5), 40(19).
 */
export interface ExculpatoryNoticeBody {
  item: Text
  /**
   * Files handed over in this record.
   *
   * @minItems 1
   * @maxItems 200
   */
  exhibits?: ExhibitId[]
  proceeding: Text
  when: 'before' | 'after'
  discloseAt?: Moment
  disclosedAt?: Moment
  notice?: MessageId
  whyNotBefore?: Text
  done?: Text
}
/**
 * Others ask for the same person; which request goes first is weighed, and then said. ECE 17; EUUS 10.
 */
export interface ExtraditionCompetingBody {
  stage: 'known' | 'resolved'
  /**
   * @minItems 1
   * @maxItems 20
   */
  others: OtherRequest[]
  /**
   * What is weighed.
   *
   * @minItems 1
   * @maxItems 9
   */
  factors?: (
    | 'seriousness'
    | 'place'
    | 'datesOfRequests'
    | 'nationality'
    | 'reextradition'
    | 'treaty'
    | 'interestsOfStates'
    | 'victims'
    | 'other'
  )[]
  /**
   * Which goes first.
   */
  first?: 'thisRequest' | 'anotherRequest'
  reasons?: Text
  replyBy?: Moment
}
/**
 * Whether the person consents to his extradition, keeps or gives up the rule of specialty, or takes his consent back. CETS 209 3-5; EUUS 11.
 */
export interface ExtraditionConsentBody {
  answer: 'consented' | 'notConsented' | 'revoked'
  specialty: 'kept' | 'waived'
  statement: HeardPerson
  revocableUntil?: Moment
  decisionBy?: Moment
}
/**
 * Extradition is granted, granted on conditions, granted in part, or refused: offence by offence, with grounds and reasons. UN Convention 37(18); ECE 18.
 */
export interface ExtraditionDecisionBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: (
    | {
        measure: MeasureId
        outcome: 'granted'
        /**
         * Numbers of the offences of the request.
         *
         * @minItems 1
         * @maxItems 200
         */
        offences: number[]
        /**
         * Court, minister or both.
         *
         * @minItems 1
         * @maxItems 5
         */
        decidedBy: Authorisation[]
        decision?: ExhibitId
        /**
         * By when the decision can be challenged.
         */
        remedy: {
          /**
           * A remedy is open to somebody.
           */
          open: boolean
          until?: Moment
          suspensive?: boolean
        }
        split?: Text
        note?: Text
        /**
         * Whether the rule of specialty protects him.
         */
        specialty: 'applies' | 'waived' | 'notApplied'
        detention?: Detention
        surrenderBy?: Moment
        /**
         * The messages with the assurances on which it rests.
         *
         * @minItems 1
         * @maxItems 20
         */
        restsOn?: MessageId[]
      }
    | {
        measure: MeasureId
        outcome: 'grantedConditional'
        /**
         * Numbers of the offences of the request.
         *
         * @minItems 1
         * @maxItems 200
         */
        offences: number[]
        /**
         * Court, minister or both.
         *
         * @minItems 1
         * @maxItems 5
         */
        decidedBy: Authorisation[]
        decision?: ExhibitId
        /**
         * By when the decision can be challenged.
         */
        remedy: {
          /**
           * A remedy is open to somebody.
           */
          open: boolean
          until?: Moment
          suspensive?: boolean
        }
        split?: Text
        note?: Text
        /**
         * Whether the rule of specialty protects him.
         */
        specialty: 'applies' | 'waived' | 'notApplied'
        detention?: Detention
        surrenderBy?: Moment
        /**
         * The messages with the assurances on which it rests.
         *
         * @minItems 1
         * @maxItems 20
         */
        restsOn?: MessageId[]
        /**
         * On these the person is surrendered; whoever takes him over is bound.
         *
         * @minItems 1
         * @maxItems 50
         */
        conditions: Condition[]
      }
    | ({
        [k: string]: unknown
      } & {
        measure: MeasureId
        outcome: 'partial'
        /**
         * Numbers of the offences of the request.
         *
         * @minItems 1
         * @maxItems 200
         */
        offences: number[]
        /**
         * Court, minister or both.
         *
         * @minItems 1
         * @maxItems 5
         */
        decidedBy: Authorisation[]
        decision?: ExhibitId
        /**
         * By when the decision can be challenged.
         */
        remedy: {
          /**
           * A remedy is open to somebody.
           */
          open: boolean
          until?: Moment
          suspensive?: boolean
        }
        split?: Text
        note?: Text
        /**
         * Whether the rule of specialty protects him.
         */
        specialty: 'applies' | 'waived' | 'notApplied'
        detention?: Detention
        surrenderBy?: Moment
        /**
         * The messages with the assurances on which it rests.
         *
         * @minItems 1
         * @maxItems 20
         */
        restsOn?: MessageId[]
        /**
         * @minItems 1
         * @maxItems 50
         */
        conditions?: Condition[]
        /**
         * Numbers of the offences for which it is refused.
         *
         * @minItems 1
         * @maxItems 200
         */
        refusedOffences: number[]
        /**
         * @minItems 1
         * @maxItems 10
         */
        grounds: Ground[]
        reasons?: Text
        /**
         * Only where the basis lets reasons be withheld. UN Convention 37(18).
         */
        reasonsWithheldBecause?: {
          law: 'domesticLaw' | 'internationalObligation'
          text: Text
        }
        notConsulted?: Text
      })
    | ({
        [k: string]: unknown
      } & {
        measure: MeasureId
        outcome: 'refused'
        /**
         * Numbers of the offences of the request.
         *
         * @minItems 1
         * @maxItems 200
         */
        offences: number[]
        /**
         * Court, minister or both.
         *
         * @minItems 1
         * @maxItems 5
         */
        decidedBy: Authorisation[]
        decision?: ExhibitId
        /**
         * By when the decision can be challenged.
         */
        remedy: {
          /**
           * A remedy is open to somebody.
           */
          open: boolean
          until?: Moment
          suspensive?: boolean
        }
        split?: Text
        note?: Text
        /**
         * @minItems 1
         * @maxItems 10
         */
        grounds: Ground[]
        reasons?: Text
        /**
         * Only where the basis lets reasons be withheld. UN Convention 37(18).
         */
        reasonsWithheldBecause?: {
          law: 'domesticLaw' | 'internationalObligation'
          text: Text
        }
        notConsulted?: Text
        /**
         * What the requested State can do in its place. UN Convention 37(11), 37(13).
         */
        instead?: 'prosecutedOnRequest' | 'prosecutedOfOwnMotion' | 'enforcedOnRequest' | 'nothing'
      })
  )[]
}
/**
 * Another authority of the requested State is competent, and has it now. Budapest 27(9)(c).
 */
export interface ForwardedBody {
  authority: AuthorityId
  name: string
  contact: Contact
  reference?: Reference
  /**
   * @minItems 1
   * @maxItems 20
   */
  languages?: Language[]
  reason?: Text
}
/**
 * When and where the person will be heard: an instant, whatever the clocks do until then. UN Convention 40(18); MA2P 9.
 */
export interface HearingPlanBody {
  at: Moment
  timeZone: TimeZone
  place: string
  presiding: Participant
  durationMinutes?: number
  technical?: Text
  summons?: Text
  rights?: Text
  contactOnTheDay?: string
}
/**
 * Data of the other side were lost, or seen or changed by somebody who should not have. Second Additional Protocol to the Budapest Convention 14(7).
 */
export interface IncidentNoticeBody {
  kind: 'loss' | 'unauthorisedAccess' | 'unauthorisedDisclosure' | 'alteration' | 'destruction'
  discoveredAt: Moment
  happenedAt?: Moment
  /**
   * Files handed over in this record.
   *
   * @minItems 1
   * @maxItems 200
   */
  exhibits?: ExhibitId[]
  data?: Text
  what: Text
  /**
   * Whether anybody has seen the data.
   */
  accessed: 'no' | 'yes' | 'unknown'
  steps: Text
  /**
   * Who else was told.
   *
   * @minItems 1
   * @maxItems 20
   */
  told?: string[]
}
/**
 * Additional information is needed. UN Convention 40(16).
 */
export interface InformationRequestBody {
  /**
   * @minItems 1
   * @maxItems 50
   */
  items: {
    id: string
    question: Text
    measure?: MeasureId
    /**
     * Where in the body of the request, RFC 6901.
     */
    field?: string
  }[]
  replyBy: Moment
  provisionalAction?: Text
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: {
    measure: MeasureId
    outcome: 'asked' | 'goesOn'
  }[]
}
/**
 * Answers an information request, item by item.
 */
export interface InformationResponseBody {
  /**
   * One for each question of the message that is answered. Whoever cannot answer one yet says so in the text of its answer.
   *
   * @minItems 1
   * @maxItems 50
   */
  answers: {
    item: string
    answer: Text
    /**
     * Where in the body of the request, RFC 6901.
     */
    field?: string
    /**
     * @minItems 1
     * @maxItems 200
     */
    exhibits?: ExhibitId[]
  }[]
}
/**
 * The agreement of the team: its text as offered, its acceptance, which is the signature, and that work has begun. MA2P 20(1).
 */
export interface JitAgreementBody {
  stage: 'offered' | 'accepted' | 'begun'
  text?: Text
  plan?: JointPlan
  document?: ExhibitId
  /**
   * What binds both sides from the signature on.
   *
   * @minItems 1
   * @maxItems 50
   */
  conditions?: Condition[]
  since?: Date
  until?: Date
}
/**
 * No team comes about, one State leaves it, or both end it. UN Convention 48.
 */
export interface JitEndBody {
  stage: 'declined' | 'proposed' | 'confirmed' | 'left'
  /**
   * Where no team comes about: why, as a code.
   *
   * @minItems 1
   * @maxItems 20
   */
  grounds?: Ground[]
  reasons?: Text
  on?: Date
  result?: JointInvestigationResult
}
/**
 * What one part of the team gives to the other, with what it may be used for; messages of other legs are shown as they were signed. MA2P 20(10).
 */
export interface JitEvidenceShareBody {
  what: Text
  /**
   * Files handed over in this record.
   *
   * @minItems 1
   * @maxItems 200
   */
  exhibits?: ExhibitId[]
  /**
   * @minItems 1
   * @maxItems 10
   */
  enclosed?: EnclosedMessage[]
  /**
   * The uses of MA2P 20(10).
   *
   * @minItems 1
   * @maxItems 4
   */
  usableFor: ('teamPurpose' | 'otherOffenceWithConsent' | 'immediateThreat' | 'otherAgreed')[]
  /**
   * Where data of another State are used: its consent, each with what it allows. An empty list says that nothing of another State is used. UN Convention 36(3); R-06.
   *
   * @maxItems 20
   */
  onwardAuthority?: OnwardAuthority[]
  /**
   * On these it may be used.
   *
   * @minItems 1
   * @maxItems 50
   */
  conditions?: Condition[]
}
/**
 * The period is to be longer: proposed by one side and confirmed by the other. MA2P 20(1).
 */
export interface JitExtendBody {
  stage: 'proposed' | 'confirmed'
  until: Date
  reasons?: Text
}
/**
 * Members of the own State join or leave. MA2P 20(3)-(6).
 */
export interface JitMemberChangeBody {
  /**
   * @minItems 1
   * @maxItems 50
   */
  joins?: JointMember[]
  /**
   * @minItems 1
   * @maxItems 50
   */
  leaves?: JointMember[]
  from: Date
  reasons?: Text
}
/**
 * Proposes a joint investigation team, or another plan for it. UN Convention 48; MA2P 20; Second Additional Protocol to the Budapest Convention 12.
 */
export interface JitProposalBody {
  /**
   * Exactly one is the regime chosen (R-07).
   *
   * @minItems 1
   * @maxItems 10
   */
  legalBasis?: LegalBasis[]
  proceeding?: Proceeding
  /**
   * @minItems 1
   * @maxItems 20
   */
  offences?: Offence[]
  facts?: Text
  plan: JointPlan
  replyBy?: Moment
  /**
   * Where data of another State are used: its consent, each with what it allows. An empty list says that nothing of another State is used. UN Convention 36(3); R-06.
   *
   * @maxItems 20
   */
  onwardAuthority?: OnwardAuthority[]
}
/**
 * Something stands in the way that is no ground for refusal. Budapest 27(7).
 */
export interface ObstacleBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: {
    measure: MeasureId
    outcome: 'obstacle'
    code: ObstacleCode
    text: Text
    expectedUntil?: Date
    /**
     * Whether it cannot be done, or only later.
     */
    effect?: 'impossible' | 'delayed'
    part?: Text
  }[]
}
/**
 * Nobody acts any more; what came of it. UNTOC 20; MA2P 17(3)(e).
 */
export interface OperationEndBody {
  endedAt: Moment
  reason: 'done' | 'periodOver' | 'stopAsked' | 'failed' | 'danger' | 'notAuthorised'
  result: MeasureResult
  /**
   * Whether something is still to be handed over.
   */
  rest: 'follows' | 'none'
  note?: Text
}
/**
 * What happened so far. MA2P 17(3)(e); UNTOC 20.
 */
export interface OperationReportBody {
  at: Moment
  text: Text
  /**
   * Where and when a border was crossed.
   */
  crossing?: string
}
/**
 * The operation runs: from when to when, led by whom. UNTOC 20; MA2P 17 to 19.
 */
export interface OperationStartBody {
  from: Moment
  until: Moment
  leader: Participant
  officers: number
  territory?: Text
  order?: Authorisation
  note?: Text
}
/**
 * Either State asks that it stop; in its own territory a State is obeyed at once. MA2P 17(2), 18(3); UNTOC 20.
 */
export interface OperationStopBody {
  at?: Moment
  reasons: Text
}
/**
 * Asks for things and papers handed over in the original. MA59 6; MA2P 12.
 */
export interface OriginalsReturnRequestBody {
  /**
   * @minItems 1
   * @maxItems 100
   */
  items: ReturnedItem[]
  returnBy?: Date
  reasons?: Text
}
/**
 * The originals are on their way back; the other side confirms with the same message when it has them. MA59 6.
 */
export interface OriginalsReturnedBody {
  stage: 'sent' | 'confirmed'
  /**
   * @minItems 1
   * @maxItems 100
   */
  items: ReturnedItem[]
  on: Date
  /**
   * The obligation that ends with it.
   *
   * @minItems 1
   * @maxItems 1
   */
  ends?: 'RETURN_ITEM'[]
  text?: Text
}
/**
 * The originals need not be returned. MA59 6(2); MA2P 12.
 */
export interface OriginalsWaivedBody {
  /**
   * @minItems 1
   * @maxItems 100
   */
  items: ReturnedItem[]
  /**
   * The obligation that ends with it.
   *
   * @minItems 1
   * @maxItems 1
   */
  ends: 'RETURN_ITEM'[]
  text?: Text
}
/**
 * What became of the case, in words or measure by measure. Budapest 24(6); ETS73 16(2).
 */
export interface OutcomeReportBody {
  text?: Text
  /**
   * What became of the case.
   */
  caseOutcome?:
    | 'pending'
    | 'investigationClosed'
    | 'charged'
    | 'convicted'
    | 'acquitted'
    | 'discontinued'
    | 'transferred'
    | 'recovered'
    | 'other'
  on?: Date
  court?: string
  caseNumber?: Reference
  /**
   * Whether no appeal is open any more.
   */
  final?: boolean
  use?: Text
  verdict?: Verdict
  result?: MeasureResult
  /**
   * It tells of proceedings for an offence of before the surrender that was not granted. ECE 14.
   */
  beyondSurrender?: boolean
  conditionsKept?: Text
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes?: {
    measure: MeasureId
    outcome: 'decided' | 'discontinued'
    result: MeasureResult
    /**
     * The files of this report; they are enclosed.
     *
     * @maxItems 200
     */
    exhibits: ExhibitId[]
    note?: Text
  }[]
}
/**
 * An extradited person is flown over the territory without landing: who, for what, on which flight, and that the papers exist. Opens a record. ECE 21(4)(a).
 */
export interface OverflightNoticeBody {
  /**
   * Exactly one is the regime chosen (R-07).
   *
   * @minItems 1
   * @maxItems 10
   */
  legalBasis: LegalBasis[]
  person: SoughtPerson
  /**
   * @minItems 1
   * @maxItems 50
   */
  offences: AllegedOffence[]
  /**
   * A paper of ECE 12(2)(a) exists.
   */
  papersExist: true
  extradition: {
    from: StateCode
    to: StateCode
    reference?: Reference
    purpose: 'prosecution' | 'sentence'
  }
  flight: {
    carrier: string
    number: string
    from: string
    to: string
    entersAt: Moment
    leavesAt: Moment
  }
  facts?: Text
  /**
   * @minItems 1
   * @maxItems 20
   */
  escort?: {
    name: string
    function?: string
  }[]
  contact: Contact
}
/**
 * A person concerned was told of an action, a request or a decision, in a language that they understand. ETS112 4(5); ETS73 17; Reg. (EU) 2024/3011 15, 16.
 */
export interface PersonInformedBody {
  who: 'sentencedPerson' | 'suspect' | 'victims'
  /**
   * @minItems 1
   * @maxItems 10
   */
  about: (
    | 'convention'
    | 'interestPassedOn'
    | 'request'
    | 'withdrawal'
    | 'decision'
    | 'remedies'
    | 'handover'
    | 'method'
    | 'change'
    | 'other'
  )[]
  on: Date
  inWriting: boolean
  language: Language
  exhibit?: ExhibitId
  note?: Text
}
/**
 * The person was handed over; the other State confirms with the same message. UN Convention 40(11); MA59 11.
 */
export interface PersonTransferHandoverBody {
  stage: 'done' | 'confirmed'
  at: Moment
  place: string
  /**
   * @minItems 1
   * @maxItems 30
   */
  by?: Participant[]
  /**
   * @minItems 1
   * @maxItems 30
   */
  to?: Participant[]
  returnBy?: Moment
  property?: Text
  health?: Text
}
/**
 * Place and time of the hand-over, escort and return. UN Convention 40(10)-(11); MA59 11.
 */
export interface PersonTransferPlanBody {
  at: Moment
  place: string
  /**
   * @minItems 1
   * @maxItems 30
   */
  escort?: Participant[]
  returnBy: Date
  papers: Text
  /**
   * @minItems 1
   * @maxItems 6
   */
  transit?: {
    state: StateCode
    permission?: Reference
  }[]
  health?: Text
}
/**
 * The person is needed longer than agreed. UN Convention 40(11)(b); EIO 22.
 */
export interface PersonTransferProlongBody {
  returnBy: Moment
  reasons: Text
  consent?: InformedConsent
}
/**
 * The State from which the person came says that custody ends; the person is set free where he or she is. UN Convention 40(11)(a); MA59 11(3).
 */
export interface PersonTransferReleaseBody {
  from: Moment
  reason: 'sentenceServed' | 'orderLifted' | 'bail' | 'pardon' | 'other'
  order: Authorisation
  text?: Text
}
/**
 * Answers a police query: in full, in part, not, or only on a request for legal assistance. UN Convention 47; Directive (EU) 2023/977 5-8.
 */
export interface PoliceReplyBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: {
    measure: MeasureId
    outcome: 'answered' | 'partial' | 'refused' | 'needsMLA'
    result?: MeasureResult
    /**
     * @maxItems 200
     */
    exhibits?: ExhibitId[]
    /**
     * R-19: a refusal names its grounds.
     *
     * @minItems 1
     * @maxItems 20
     */
    grounds?: Ground[]
    reasons?: Text
    /**
     * On these it may be used.
     *
     * @minItems 1
     * @maxItems 50
     */
    conditions?: Condition[]
    askAt?: AuthorityId
  }[]
}
/**
 * Execution is put off. UN Convention 40(27); reasons after Budapest 27(7).
 */
export interface PostponedBody {
  reason: PostponementCode
  reasons: Text
  until?: Moment
  reviewAt?: Moment
}
/**
 * The person was told officially that he or she is no longer needed; safe conduct runs from then. UN Convention 40(29); UNTOC 18(27).
 */
export interface PresenceEndedBody {
  noticeAt: Moment
  how: Text
  safeConductUntil?: Moment
  /**
   * Whether anything keeps the person from leaving.
   */
  ableToLeave: boolean
  text?: Text
}
/**
 * What is kept, since when and until when. Not less than 60 days, UN Convention 42(8).
 */
export interface PreservationConfirmBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: {
    measure: MeasureId
    outcome: 'preserved'
    since: Moment
    until: Moment
    result: PreservationResult
    /**
     * @minItems 1
     * @maxItems 50
     */
    conditions?: Condition[]
    split?: Text
  }[]
}
/**
 * Asked before the hold expires. UN Convention 42(9).
 */
export interface PreservationExtendBody {
  until: Moment
  reason: Text
  requestExpected?: Date
}
/**
 * The new end of the hold.
 */
export interface PreservationExtendedBody {
  until: Moment
  /**
   * Which renewal it is.
   */
  renewal?: number
  text?: Text
}
/**
 * The first date stands. Reasons, not a ground.
 */
export interface PreservationExtensionRefusedBody {
  reasons: Text
}
/**
 * Whether to preserve in spite of the risk: the requesting State decides. UN Convention 42(7).
 */
export interface PreservationInstructBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: {
    measure: MeasureId
    outcome: 'proceed' | 'stop'
  }[]
  text?: Text
}
/**
 * The request for the data has been sent: the hold lasts until it is decided. UN Convention 42(8).
 */
export interface PreservationLinkBody {
  request: Uuid
  message?: MessageId
  reference?: Reference
  /**
   * Its measures that ask for what is held.
   *
   * @minItems 1
   * @maxItems 100
   */
  measures?: MeasureId[]
  reviewAt?: Moment
  text?: Text
}
/**
 * Where the data and the service provider are, in answer to a measure of its own or to the question inside a request to preserve (custodian.locationQuery). UN Convention 42(2), 41(3)(b).
 */
export interface PreservationLocationReplyBody {
  result: PreservationLocationResult
  /**
   * @minItems 1
   * @maxItems 50
   */
  conditions?: Condition[]
}
/**
 * What was held has been produced, or is held no longer.
 */
export interface PreservationReleaseBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: {
    measure: MeasureId
    /**
     * Given under the request for the data; no longer needed for it, because it was refused; held no longer.
     */
    outcome: 'produced' | 'releasable' | 'released'
    /**
     * @minItems 1
     * @maxItems 50
     */
    items?: {
      what: Text
      fate: 'produced' | 'released'
      count?: number
    }[]
    at?: Moment
    /**
     * Lifted: by a court or authority of the requested State.
     */
    cause?: 'produced' | 'requestRefused' | 'requestWithdrawn' | 'noLongerNeeded' | 'expired' | 'lifted'
    /**
     * Whether the custodian has deleted what was held.
     */
    deleted?: boolean
  }[]
  reasons: Text
}
/**
 * Preserving would not secure the data, or would endanger the secret or the case. UN Convention 42(7).
 */
export interface PreservationRiskBody {
  /**
   * It will not secure the data; it threatens the secret; it harms the investigation.
   */
  kind: 'notSecured' | 'confidentiality' | 'investigation' | 'other'
  risk: Text
  question: Text
  replyBy?: Moment
}
/**
 * What the requesting State has done in its own proceedings. Until the right to try has come back to it, only steps short of trial. ETS73 15(2), 21.
 */
export interface ProceedingsStepBody {
  stage: 'shortOfTrial' | 'trial' | 'dropped'
  what: Text
  on: Date
  /**
   * Numbers of the counts; absent: all of the measure.
   *
   * @minItems 1
   * @maxItems 200
   */
  counts?: number[]
}
/**
 * The case has been submitted to the authorities of the requested State for prosecution, without undue delay. UN Convention 37(11).
 */
export interface ProsecuteInsteadAcceptedBody {
  authority: string
  reference?: Reference
  submittedOn: Date
  contact?: Contact
  note?: Text
  newsBy?: Date
}
/**
 * Why the case is not submitted for prosecution. UN Convention 37(11).
 */
export interface ProsecuteInsteadDeclinedBody {
  /**
   * @minItems 1
   * @maxItems 10
   */
  grounds: Ground[]
  reasons: Text
  mayBeMended?: Text
}
/**
 * Extradition was refused: the requested State is asked to submit the case to its own prosecution. UN Convention 37(11).
 */
export interface ProsecuteInsteadRequestBody {
  /**
   * @minItems 1
   * @maxItems 200
   */
  offences: ChargedOffence[]
  file: CaseFile
  evidence?: Text
  victims?: Text
  undertaking?: Text
  newsBy?: Date
}
/**
 * The person was arrested, was not found, was released, or is not arrested and why. ECE 16.
 */
export interface ProvisionalArrestResultBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: (
    | {
        measure: MeasureId
        outcome: 'arrested'
        result: ProvisionalArrestResult
        note?: Text
      }
    | {
        measure: MeasureId
        outcome: 'notFound'
        searched: Text
        /**
         * The search goes on.
         */
        goesOn: boolean
      }
    | {
        measure: MeasureId
        outcome: 'declined'
        /**
         * @minItems 1
         * @maxItems 10
         */
        grounds: Ground[]
        reasons: Text
      }
    | {
        measure: MeasureId
        outcome: 'released'
        releasedAt: Moment
        /**
         * Court or other authority.
         */
        by: string
        why:
          | 'noRequest18'
          | 'noRequest40'
          | 'noSurrender'
          | 'courtOrder'
          | 'noLongerAsked'
          | 'provisionalFreedom'
        reasons: Text
        instead?: Text
      }
  )[]
}
/**
 * What was collected in a stretch of time, while it goes on or as the last of it. UN Convention 45, 46; EIO 30(6).
 */
export interface RealtimeBatchBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: {
    measure: MeasureId
    outcome: 'delivered'
    /**
     * Number of the batch.
     */
    number: number
    from: Moment
    to: Moment
    /**
     * @maxItems 200
     */
    exhibits: ExhibitId[]
    /**
     * Which disputed exhibits are replaced, each by which of this message. Absent: none, for more is handed over, and no correction.
     *
     * @maxItems 200
     */
    replaces?: Replacement[]
    /**
     * Records or communications in it.
     */
    count?: number
    /**
     * @minItems 1
     * @maxItems 100
     */
    gaps?: {
      from: Moment
      to: Moment
      why: Text
    }[]
    /**
     * What was taken out, such as privileged matter.
     *
     * @minItems 1
     * @maxItems 50
     */
    excluded?: Excluded[]
    /**
     * Whether nothing more will come.
     */
    final: boolean
    result?: MeasureResult
    /**
     * @minItems 1
     * @maxItems 50
     */
    conditions?: Condition[]
    note?: Text
  }[]
}
/**
 * Nothing more is collected: since when, why, and what is still to be handed over. UN Convention 45, 46; EIO 30.
 */
export interface RealtimeEndBody {
  endedAt: Moment
  reason:
    | 'periodOver'
    | 'stopAsked'
    | 'orderLifted'
    | 'targetGone'
    | 'purposeMet'
    | 'technical'
    | 'notPermitted'
    | 'other'
  /**
   * Batches handed over in all.
   */
  batches: number
  /**
   * What becomes of what was not handed over yet.
   */
  rest: 'follows' | 'none' | 'destroyed'
  subjectInformed?: 'yes' | 'no' | 'later'
  note?: Text
}
/**
 * The collection should go on; the length is justified anew. UN Convention 45(3)(f); EIO 30.
 */
export interface RealtimeRenewBody {
  until: Moment
  periodJustification?: Text
  necessity?: Text
  domesticOrder?: Authorisation
}
/**
 * Collection in real time runs, under which order, from when to when. UN Convention 45, 46; EIO 30.
 */
export interface RealtimeStartBody {
  order: Authorisation
  from: Moment
  to: Moment
  /**
   * Those for which it runs; absent: all that were granted.
   *
   * @minItems 1
   * @maxItems 100
   */
  identifiers?: Identifier[]
  /**
   * How what is collected is handed over.
   */
  interface?: string
  batchesEveryHours?: number
  note?: Text
}
/**
 * Nothing more is to be collected. No reason is needed. UN Convention 40(26).
 */
export interface RealtimeStopBody {
  at?: Moment
  /**
   * What is to become of what was collected and not handed over yet.
   */
  collected: 'deliver' | 'destroy'
  reasons?: Text
}
/**
 * May the surrendered person be handed on to a third State? With its request, the offences, and his own words. ECE 15.
 */
export interface ReextraditionConsentRequestBody {
  thirdState: ThirdState
  /**
   * @minItems 1
   * @maxItems 50
   */
  offences: ChargedOffence[]
  statement: HeardPerson
  /**
   * The papers of ECE 12(2).
   *
   * @minItems 1
   * @maxItems 200
   */
  papers?: ExhibitId[]
  replyBy?: Moment
  note?: Text
}
/**
 * A person affected has used a legal remedy, or it was decided. Regulation (EU) 2018/1805 33.
 */
export interface RemedyNoticeBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: {
    measure: MeasureId
    outcome: 'lodged' | 'resolved'
    claims?: Value
    allowed?: Value
    remaining?: Value
  }[]
  /**
   * Whether it suspends delivery.
   */
  suspensive: boolean
  text: Text
  /**
   * Who has used it, as far as it may be said.
   */
  by?: string
  court?: string
  reference?: Reference
  on?: Date
  expected?: Date
  /**
   * What became of it, once it is resolved.
   */
  result?: 'upheld' | 'partly' | 'dismissed' | 'withdrawn' | 'inadmissible'
  /**
   * Whether no further remedy is open.
   */
  final?: boolean
}
/**
 * What was refused or closed is taken up again. The second one, by the other side, confirms the first and names it in inReplyTo.
 */
export interface ReopenBody {
  reasons: Text
  /**
   * What was missing and is supplied now.
   *
   * @minItems 1
   * @maxItems 50
   */
  supplies?: SuppliedItem[]
}
/**
 * Something that is supplied later, and where it belongs in the request. UN Convention 40(16).
 */
export interface SuppliedItem {
  what: Text
  measure?: MeasureId
  /**
   * Where in the body of the request, RFC 6901.
   */
  field?: string
  exhibit?: ExhibitId
}
/**
 * Asks for more time to answer, or gives it. UN Convention 40(16), 40(28).
 */
export interface ReplyExtensionBody {
  stage: 'asked' | 'given'
  replyBy: Moment
  reasons?: Text
}
/**
 * Opens a record: one authority asks another for help in one case. UN Convention 40(15), 42(3).
 */
export interface RequestBody {
  requestingAuthority: {
    officer: string
    function?: string
    contact: Contact
  }
  /**
   * Who confirms that the request is genuine. T-CY template, box 6.
   */
  contactForConfirmation?: {
    name: string
    title?: string
    function?: string
    email: Email
    phone?: Phone
  }
  /**
   * Who conducts the investigation or proceeding. 40(15)(b).
   */
  conductingAuthority?: {
    name: string
    functions: string
    person?: string
    email?: Email
    caseNumber?: Reference
  }
  /**
   * T-CY template, box 8.
   */
  prosecutionOrCourt?: {
    name: string
    caseNumber?: Reference
    decisions?: Text
  }
  proceeding?: Proceeding
  /**
   * @minItems 1
   * @maxItems 10
   */
  legalBasis: LegalBasis[]
  /**
   * @minItems 1
   * @maxItems 20
   */
  offences?: Offence[]
  facts?: Text
  /**
   * What is asked for; state lives here.
   *
   * @minItems 1
   * @maxItems 50
   */
  measures: Measure[]
  /**
   * @minItems 1
   * @maxItems 100
   */
  persons?: Person[]
  /**
   * @minItems 1
   * @maxItems 100
   */
  organisations?: Organisation[]
  period?: Period
  purpose?: Text
  useLimitation?: Text
  deadline?: Deadline
  confidentiality?: Confidentiality
  handling?: HandlingCode
  urgency?: Urgency
  /**
   * T-CY template, box 3.
   */
  status: 'new' | 'followUpToMla' | 'followUpToPreservation' | 'extension'
  earlier?: Earlier
  /**
   * @minItems 1
   * @maxItems 20
   */
  earlierRequests?: Earlier[]
  procedureWanted?: Text
  domesticOrder?: ExhibitId
  domesticLegalBasis?: Text
  measureAvailableAtHome?: boolean
  /**
   * Other records and orders of the same affair.
   *
   * @minItems 1
   * @maxItems 20
   */
  relatesTo?: Relation[]
  /**
   * The consents under which data of another State are used in it. UN Convention 36(3); R-06.
   *
   * @minItems 1
   * @maxItems 20
   */
  onwardAuthority?: OnwardAuthority[]
  /**
   * Messages of other records, as their authors signed them.
   *
   * @minItems 1
   * @maxItems 10
   */
  enclosed?: EnclosedMessage[]
  returnOfOriginals?: Text
  costsNote?: Text
  reciprocity?: Text
  safeguardNote?: Text
  remarks?: Text
  pap?: PapCode
  europolHandling?: EuropolHandlingCode
  marking?: Marking
}
/**
 * A date that the requesting State suggests, with the reason. UN Convention 40(26).
 */
export interface Deadline {
  date: Date
  reason: Text
}
/**
 * What is to be kept secret. UN Convention 40(20), 42(3)(g).
 */
export interface Confidentiality {
  level: ConfidentialityCode
  doNotNotifyUser?: boolean
  reason?: Text
}
/**
 * Another record or order of the same affair to which this request belongs, and why.
 */
export interface Relation {
  /**
   * A path disclosed under article 43 led here; where the data are was found out there; the same is asked of another State; it takes the place of another; an order or certificate was sent before; a leg of a joint investigation.
   */
  relation: 'pathDisclosed' | 'located' | 'parallel' | 'predecessor' | 'earlierOrder' | 'leg'
  request?: Uuid
  reference: Reference
  state?: StateCode
  authority?: AuthorityId
  message?: MessageId
  /**
   * The measures of this request that it concerns; absent: all.
   *
   * @minItems 1
   * @maxItems 100
   */
  measures?: MeasureId[]
  why?: Text
}
/**
 * Execution goes on.
 */
export interface ResumedBody {
  text?: Text
}
/**
 * The other State agrees; the right to try comes back to the requesting State. ETS73 12(2)(c).
 */
export interface ReversionAgreeBody {
  text?: Text
}
/**
 * The other State does not agree; the acceptance stands. ETS73 12(2)(c).
 */
export interface ReversionDeclineBody {
  reasons: Text
}
/**
 * After the acceptance, either State proposes that the case go back by agreement. ETS73 12(2)(c).
 */
export interface ReversionProposeBody {
  reasons: Text
  /**
   * Numbers of the counts; absent: all of the measure.
   *
   * @minItems 1
   * @maxItems 200
   */
  counts?: number[]
  replyBy?: Moment
}
/**
 * The person left, stayed beyond the time though able to leave, or came back freely. UN Convention 40(29).
 */
export interface SafeConductEndBody {
  how: 'left' | 'stayed' | 'cameBack'
  at: Moment
  result: MeasureResult
  text?: Text
}
/**
 * A pardon, an amnesty, a commutation or a review changes the sentence, or ends its enforceability: the administering State then ends the enforcement at once. ETS112 12-14.
 */
export interface SentenceTransferChangeBody {
  effect: 'reduced' | 'ends'
  by: 'pardon' | 'amnesty' | 'commutation' | 'review' | 'other'
  on: Date
  sentence?: CustodialSentence
  decision?: ExhibitId
  text: Text
}
/**
 * What the administering State found when it verified the consent through a consul or another official, or that it does not use the opportunity. ETS112 7(2).
 */
export interface SentenceTransferConsentCheckBody {
  finding: 'verified' | 'notUsed' | 'notVoluntary'
  by?: 'consul' | 'official'
  /**
   * Name and office of who verified it.
   */
  name?: string
  on?: Date
  place?: string
  language?: Language
  words?: Text
  exhibit?: ExhibitId
  reasons?: Text
}
/**
 * The sentencing State declares that the person consents, freely and knowing what follows, and how the other State may verify it; or that the consent was taken back; or why none is needed. ETS112 7; ETS 167 2, 3.
 */
export interface SentenceTransferConsentBody {
  stage: 'given' | 'takenBack' | 'notNeeded'
  /**
   * 3(1)(d).
   */
  by?: 'person' | 'legalRepresentative'
  representative?: {
    name: string
    capacity: string
    reasons: Text
  }
  on: Date
  /**
   * Before whom.
   */
  before?: string
  language?: Language
  interpreter?: boolean
  counsel?: boolean
  /**
   * The person was told of the legal consequences, and understood.
   */
  consequencesExplained?: true
  declaration?: ExhibitId
  /**
   * The opportunity that is given to verify it through a consul or another official. 7(2).
   */
  verification?: {
    place: string
    from: Date
    contact: Contact
  }
  /**
   * Why none is needed: Additional Protocol (ETS 167) 2 or 3.
   */
  because?: 'fled' | 'expulsion'
  view?: PersonView
  note?: Text
}
/**
 * The documents that one State owes the other. ETS112 6(1) for the administering State, 6(2) for the sentencing State.
 */
export interface SentenceTransferDocumentsBody {
  of: 'sentencing' | 'administering'
  /**
   * @minItems 1
   * @maxItems 50
   */
  documents: {
    code: TransferDocumentCode
    exhibit?: ExhibitId
    text?: Text
  }[]
  /**
   * All files of these documents; they are enclosed.
   *
   * @maxItems 200
   */
  exhibits: ExhibitId[]
  served?: TimeServed
  nationality?: {
    national: boolean
    since?: Date
    text?: Text
  }
  law?: Text
  method?: 'continue' | 'convert'
}
/**
 * When and where the person is handed over: planned, confirmed by the other State, done, or failed. Taking into charge suspends the enforcement in the sentencing State. ETS112 8(1).
 */
export interface SentenceTransferHandoverBody {
  stage: 'planned' | 'confirmed' | 'done' | 'failed'
  at?: Moment
  place?: string
  /**
   * @minItems 1
   * @maxItems 20
   */
  escort?: string[]
  /**
   * With stops; transit is asked for apart. 16.
   */
  route?: string
  medical?: Text
  belongings?: Text
  /**
   * Days that count as served on that day.
   */
  servedDays?: number
  receipt?: ExhibitId
  reasons?: Text
}
/**
 * The sentencing State tells the administering State who was sentenced for what and to what. ETS112 4(3)-(4).
 */
export interface SentenceTransferInformationBody {
  person: Person
  address?: string
  judgment: Judgment
  sentence: CustodialSentence
  note?: Text
}
/**
 * A sentenced person has told one of the two States that they would like to be transferred; that State tells the other. The sentencing State gives the information of 4(3) with it; the administering State asks for it. ETS112 4(2)-(4).
 */
export interface SentenceTransferInterestBody {
  /**
   * Exactly one is the regime chosen (R-07).
   *
   * @minItems 1
   * @maxItems 10
   */
  legalBasis: LegalBasis[]
  /**
   * Which of the two States says this.
   */
  role: 'sentencing' | 'administering'
  person: Person
  expressedOn: Date
  words?: Text
  /**
   * In the administering State. 4(3)(b).
   */
  address?: string
  judgment?: Judgment
  sentence?: CustodialSentence
  /**
   * Where the person is, as far as known.
   */
  held?: string
  note?: Text
}
/**
 * The administering State says whether it continues the enforcement or converts the sentence, and what the sentence then is. ETS112 9-11.
 */
export interface SentenceTransferMethodBody {
  method: 'continue' | 'convert'
  law: Text
  adaptation?: Text
  sentence?: CustodialSentence
  order?: Authorisation
  /**
   * Days served that are deducted. 11(1)(c).
   */
  deductedDays?: number
  earliestReleaseOn?: Date
}
/**
 * The sentencing State asks how the enforcement stands. ETS112 15(c).
 */
export interface SentenceTransferReportRequestBody {
  question: Text
  replyBy?: Moment
}
/**
 * The administering State tells that the enforcement has begun, is completed, was broken by an escape, goes on again, or was terminated; or gives the special report that was asked for. ETS112 14, 15.
 */
export interface SentenceTransferReportBody {
  stage: 'begun' | 'completed' | 'escaped' | 'caught' | 'special' | 'terminated'
  on: Date
  result: SentenceTransferResult
  note?: Text
}
/**
 * After an interest was passed on, either State asks for the transfer. ETS112 2(3), 5.
 */
export interface SentenceTransferRequestBody {
  /**
   * Which of the two States asks.
   */
  role: 'sentencing' | 'administering'
  reasons: Text
  exceptional?: Text
  method?: 'continue' | 'convert'
  methodAsked?: true
  /**
   * @minItems 1
   * @maxItems 20
   */
  documentsWanted?: TransferDocumentCode[]
}
/**
 * The documents were served, with the receipt, or could not be served, with the reason. MA59 7(2); MA2P 15.
 */
export interface ServiceProofBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: (
    | {
        measure: MeasureId
        outcome: 'served'
        on: Moment
        manner: 'personal' | 'substitute' | 'post' | 'electronic' | 'notice' | 'other'
        recipient: string
        /**
         * What the recipient is to the addressee.
         */
        relation?: string
        place?: string
        refusedToSign?: boolean
        /**
         * @maxItems 200
         */
        exhibits: ExhibitId[]
        result: MeasureResult
        text?: Text
      }
    | {
        measure: MeasureId
        outcome: 'notServed'
        reason: 'notFound' | 'moved' | 'refused' | 'deceased' | 'addressInsufficient' | 'tooLate' | 'other'
        /**
         * Empty or absent: none was made.
         *
         * @maxItems 30
         */
        attempts?: {
          at: Moment
          where: string
          text?: Text
        }[]
        /**
         * Where the addressee is said to be.
         */
        newAddress?: string
        result?: MeasureResult
        text: Text
      }
  )[]
}
/**
 * May a person who was surrendered, or transferred for a time, be prosecuted or detained for an offence of before that was not granted? With the papers and his own words. ECE 14(1)(a); UN Convention 40(11).
 */
export interface SpecialtyConsentRequestBody {
  /**
   * What he is to be subjected to.
   */
  restriction: 'prosecution' | 'sentence' | 'detention' | 'otherRestriction'
  /**
   * @minItems 1
   * @maxItems 50
   */
  offences: ChargedOffence[]
  statement: HeardPerson
  /**
   * The papers of ECE 12(2).
   *
   * @minItems 1
   * @maxItems 200
   */
  papers: ExhibitId[]
  replyBy?: Moment
  note?: Text
}
/**
 * The surrendered person is finally discharged and free to leave; he has left, has stayed beyond the time, or has come back. ECE 14(1)(b).
 */
export interface SpecialtyEndedBody {
  stage: 'discharged' | 'left' | 'stayed' | 'returned'
  at: Moment
  until?: Moment
  /**
   * Nothing keeps him from leaving.
   */
  freeToLeave?: boolean
  told?: Text
  text?: Text
}
/**
 * Information given unasked: after an offer whose terms were accepted, or at once where there are none. Also on proceeds of crime. UN Convention 40(4)-(5), 51.
 */
export interface SpontaneousInfoBody {
  /**
   * Where it opens the record. Exactly one is the regime chosen (R-07).
   *
   * @minItems 1
   * @maxItems 10
   */
  legalBasis?: LegalBasis[]
  content: Text
  origin: {
    inquiry?: Reference
    authority: string
    place?: string
    date?: Date
    how?: Text
  }
  /**
   * Grades 4x4.
   */
  reliability: {
    source: SourceGradeCode
    information: InformationGradeCode
  }
  handling?: HandlingCode
  pap?: PapCode
  europolHandling?: EuropolHandlingCode
  marking?: Marking
  /**
   * Which disputed exhibits are replaced, each by which of this message. Absent: none, for more is handed over, and no correction.
   *
   * @maxItems 200
   */
  replaces?: Replacement[]
  /**
   * The terms that go with it.
   *
   * @minItems 1
   * @maxItems 50
   */
  conditions?: Condition[]
  /**
   * @minItems 1
   * @maxItems 20
   */
  offences?: OffenceCode[]
  /**
   * @minItems 1
   * @maxItems 100
   */
  persons?: Person[]
  /**
   * @minItems 1
   * @maxItems 100
   */
  organisations?: Organisation[]
  /**
   * Accounts and wallets named.
   *
   * @minItems 1
   * @maxItems 500
   */
  accounts?: AccountName[]
  possibleUse?: Text
  /**
   * Where data of another State are used: its consent, each with what it allows. An empty list says that nothing of another State is used. UN Convention 36(3); R-06.
   *
   * @maxItems 20
   */
  onwardAuthority?: OnwardAuthority[]
}
/**
 * Offers information unasked, and says on which terms. It says what kind of information, never the information itself. UN Convention 40(4)-(5); Budapest 26.
 */
export interface SpontaneousOfferBody {
  /**
   * Exactly one is the regime chosen (R-07).
   *
   * @minItems 1
   * @maxItems 10
   */
  legalBasis: LegalBasis[]
  nature: Text
  /**
   * @minItems 1
   * @maxItems 20
   */
  offences?: OffenceCode[]
  possibleUse?: Text
  /**
   * The terms; none: it may follow at once.
   *
   * @minItems 1
   * @maxItems 50
   */
  conditions?: Condition[]
  reasonsForTerms?: Text
  replyBy?: Moment
  /**
   * Where data of another State are used: its consent, each with what it allows. An empty list says that nothing of another State is used. UN Convention 36(3); R-06.
   *
   * @maxItems 20
   */
  onwardAuthority?: OnwardAuthority[]
}
/**
 * Accepts the terms of the offer that it answers, as they are. It binds. Budapest 26(2).
 */
export interface SpontaneousTermsAcceptBody {
  text?: Text
}
/**
 * The terms cannot be kept; it may say which could. Then the sender decides. Budapest 26(2).
 */
export interface SpontaneousTermsRejectBody {
  reasons: Text
  /**
   * Terms that could be kept.
   *
   * @minItems 1
   * @maxItems 50
   */
  couldKeep?: Condition[]
}
/**
 * How far each measure is. UN Convention 40(26).
 */
export interface StatusReportBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: {
    measure: MeasureId
    outcome:
      | 'underReview'
      | 'executing'
      | 'unchanged'
      | 'courtPhase'
      | 'executiveDecision'
      | 'closed'
      | 'proceedings'
      | 'opinionsAsked'
      | 'opinionsGiven'
    note?: Text
    toEnforce?: EnforcedSum
  }[]
  note?: Text
  nextNewsBy?: Date
  /**
   * What persons concerned have said. ETS73 17; Reg. (EU) 2024/3011 6(5).
   *
   * @minItems 1
   * @maxItems 100
   */
  views?: PersonView[]
  opinionsBy?: Moment
}
/**
 * How far is it? UN Convention 40(26).
 */
export interface StatusRequestBody {
  text?: Text
}
/**
 * The requesting authority adds something unasked; or the request that it had announced, with further measures; or the file that was to follow. CETS 198 22; ETS73 15, 27.
 */
export interface SupplementBody {
  text: Text
  /**
   * @minItems 1
   * @maxItems 50
   */
  items?: SuppliedItem[]
  /**
   * Absent: news only. request: measures that were announced are asked for now. file: the file that was to follow. ETS73 15(1), 27(1). proceedingsBegun: proof that proceedings have begun, without which a freezing would lapse by itself. CETS198 41(1)(e).
   */
  brings?: 'request' | 'file' | 'proceedingsBegun'
  /**
   * What is asked for now, in the same record.
   *
   * @minItems 1
   * @maxItems 50
   */
  measures?: Measure[]
  /**
   * Bases that these measures name; absent: the regime of the record governs them.
   *
   * @minItems 1
   * @maxItems 10
   */
  legalBasis?: LegalBasis[]
  /**
   * The files of what it brings.
   *
   * @minItems 1
   * @maxItems 200
   */
  exhibits?: ExhibitId[]
}
/**
 * The requesting State will take the person over as planned, and with whom; or asks for another date or place. ECE 18.
 */
export interface SurrenderConfirmBody {
  answer: 'confirmed' | 'otherAsked'
  /**
   * @minItems 1
   * @maxItems 20
   */
  escort?: {
    name: string
    function: string
    document?: string
  }[]
  arrival?: {
    flight?: string
    at: Moment
    place: string
  }
  transit?: Text
  proposal?: {
    at?: Moment
    place?: string
  }
  reasons?: Text
}
/**
 * The person was handed over; the other side confirms that he, and what went with him, was received. ECE 18, 20.
 */
export interface SurrenderDoneBody {
  stage: 'handedOver' | 'received'
  result?: ExtraditionResult
  receivedAt?: Moment
  /**
   * What was received with him.
   *
   * @minItems 1
   * @maxItems 50
   */
  things?: ReturnedItem[]
  discrepancies?: Text
  text?: Text
}
/**
 * The surrender does not, or did not, take place on its date, and why. Circumstances beyond control keep the time from running. ECE 18(4)-(5).
 */
export interface SurrenderFailedBody {
  cause: 'forceMajeure' | 'notTakenOver' | 'other'
  text: Text
  until?: Moment
  proposal?: {
    at?: Moment
    place?: string
  }
}
/**
 * Place and date of the surrender, the time detained, and until when he can be held if nobody comes. ECE 18(3)-(5).
 */
export interface SurrenderPlanBody {
  place: string
  at: Moment
  /**
   * For a time only, as was agreed. ECE 19(2).
   */
  temporary?: true
  releasePossibleAt?: Moment
  releaseDueAt?: Moment
  detention: Detention
  /**
   * ECE 20.
   *
   * @minItems 1
   * @maxItems 50
   */
  propertyToHandOver?: ReturnedItem[]
  escort?: Text
  travelPapers?: string
  health?: Text
  contact?: Contact
  changes?: Text
}
/**
 * Granted, but the person is first tried or serves a sentence in the requested State, or cannot travel. ECE 19(1).
 */
export interface SurrenderPostponedBody {
  because: 'ownProceedings' | 'ownSentence' | 'health' | 'humanitarian' | 'other'
  reasons: Text
  until?: Moment
  reviewAt?: Moment
  /**
   * A temporary surrender could be agreed. ECE 19(2).
   */
  temporaryPossible?: boolean
}
/**
 * One State proposes that the person be handed over for a time, on which conditions and until when; the other agrees. ECE 19(2); EUUS 9.
 */
export interface TemporarySurrenderAgreeBody {
  stage: 'proposed' | 'agreed'
  purpose?: Text
  returnBy: Moment
  /**
   * He is kept in custody and returned; time served counts; what else.
   *
   * @minItems 1
   * @maxItems 50
   */
  conditions?: Condition[]
  reasons?: Text
}
/**
 * Given unasked: a service provider of another State took part in the transmission. Only as much traffic data as identifies that provider and the path; no names, no content. UN Convention 43(1); Budapest 30(1).
 */
export interface TrafficDisclosureBody {
  preserved: Preserved
  foundAt?: Moment
  /**
   * @minItems 1
   * @maxItems 20
   */
  providers: ForeignProvider[]
  /**
   * @minItems 1
   * @maxItems 200
   */
  path: PathHop[]
  /**
   * On these it is given. UN Convention 36, 40(19).
   *
   * @minItems 1
   * @maxItems 50
   */
  conditions?: Condition[]
  /**
   * To which State a request might go next.
   */
  suggestion?: {
    state: StateCode
    authority?: AuthorityId
    contact?: Contact
  }
}
/**
 * One part of the way that communications took: only what identifies the provider and the path, never a name or a content. UN Convention 43.
 */
export interface PathHop {
  /**
   * Address, ports and number of the network; nothing that a person has written.
   */
  address:
    | {
        kind: 'IPV_4'
        value: string
        port?: number
        portRange?: {
          from: number
          to: number
        }
        asn?: number
      }
    | {
        kind: 'IPV_6'
        value: string
        port?: number
        portRange?: {
          from: number
          to: number
        }
        asn?: number
      }
  /**
   * Seen from the preserved data: it came from there, went there, or passed through.
   */
  direction: 'from' | 'to' | 'through'
  state?: StateCode
  period: Period
  connections?: number
  /**
   * Volume, where it is disclosed.
   */
  bytes?: number
}
/**
 * A service provider of another State took part, and the path is not disclosed: on which of the few grounds, and why. UN Convention 43(2); Budapest 30(2).
 */
export interface TrafficWithheldBody {
  preserved: Preserved
  /**
   * @minItems 1
   * @maxItems 10
   */
  grounds: Ground[]
  reasons: Text
  reviewAt?: Moment
}
/**
 * Whether the person may be brought through, on which conditions, or why not. ECE 21; EUUS 12.
 */
export interface TransitDecisionBody {
  /**
   * What is said of each measure.
   *
   * @minItems 1
   * @maxItems 100
   */
  outcomes: (
    | {
        measure: MeasureId
        outcome: 'granted'
        authorisation?: Authorisation
        custody: Text
        until?: Moment
        /**
         * @minItems 1
         * @maxItems 50
         */
        conditions?: Condition[]
        note?: Text
      }
    | {
        measure: MeasureId
        outcome: 'refused'
        /**
         * @minItems 1
         * @maxItems 10
         */
        grounds: Ground[]
        reasons: Text
        note?: Text
      }
  )[]
}
/**
 * The person has left the territory, or was released because no request came in time. ECE 21; EUUS 12(3).
 */
export interface TransitDoneBody {
  outcome: 'passed' | 'released'
  result?: TransitResult
  releasedAt?: Moment
  reasons?: Text
}
/**
 * The aircraft with the person had to land: where, since when, who holds him and how long without a request. It counts as a request for provisional arrest. ECE 21(4)(a); EUUS 12(3).
 */
export interface UnscheduledLandingBody {
  landedAt: Moment
  place: string
  flight?: string
  cause?: Text
  heldBy: string
  heldUntil: Moment
  person?: SoughtPerson
  /**
   * @minItems 1
   * @maxItems 50
   */
  offences?: AllegedOffence[]
  /**
   * Exactly one is the regime chosen (R-07).
   *
   * @minItems 1
   * @maxItems 10
   */
  legalBasis?: LegalBasis[]
  contact?: Contact
}
/**
 * How material given on conditions was used, by whom, and where it is. Budapest 28(4).
 */
export interface UseAccountReplyBody {
  account: Text
  /**
   * @minItems 1
   * @maxItems 100
   */
  uses?: {
    /**
     * @minItems 1
     * @maxItems 200
     */
    exhibits?: ExhibitId[]
    by: string
    purpose: Text
    on?: Date
  }[]
  /**
   * @minItems 1
   * @maxItems 50
   */
  passedOn?: {
    to: string
    consent?: MessageId
    what: Text
  }[]
}
/**
 * Asks how material given on conditions was used. Budapest 28(4); UN Convention 40(19).
 */
export interface UseAccountRequestBody {
  question: Text
  /**
   * Files handed over in this record.
   *
   * @minItems 1
   * @maxItems 200
   */
  exhibits?: ExhibitId[]
  replyBy?: Moment
}
/**
 * The requested authority allows what it names, and no more. UN Convention 36(3), 40(19).
 */
export interface UseConsentBody {
  allows: Text
  /**
   * Item by item: address, ports. An onward authority names these.
   *
   * @minItems 1
   * @maxItems 50
   */
  items?: string[]
  not?: Text
  /**
   * @minItems 1
   * @maxItems 200
   */
  exhibits?: ExhibitId[]
  proceeding?: Proceeding
  /**
   * @minItems 1
   * @maxItems 20
   */
  recipients?: OnwardRecipient[]
  /**
   * @minItems 1
   * @maxItems 50
   */
  conditions?: Condition[]
  /**
   * It answers a specialty-consent-request: the offences asked about may be prosecuted. ECE 14(1)(a).
   */
  specialty?: true
  /**
   * It answers a reextradition-consent-request. ECE 15.
   */
  reextradition?: true
  /**
   * What may be passed on, by the names of the members of the schemas (accounts, persons, port) or in short words; absent: what stands as allowed.
   *
   * @minItems 1
   * @maxItems 50
   */
  covers?: string[]
}
/**
 * Who is to have it: of the same State, another State, an organisation, or the defence. UN Convention 36(3).
 */
export interface OnwardRecipient {
  kind: 'sameState' | 'thirdState' | 'organisation' | 'defence'
  name: string
  authority?: AuthorityId
  country?: StateCode
  what?: Text
  why?: Text
  /**
   * @minItems 1
   * @maxItems 200
   */
  exhibits?: ExhibitId[]
}
/**
 * The requested authority does not allow it. UN Convention 40(19).
 */
export interface UseRefuseBody {
  reasons: Text
  refuses?: Text
  /**
   * @minItems 1
   * @maxItems 200
   */
  exhibits?: ExhibitId[]
  /**
   * For whom it is refused; absent: for all who were asked for.
   *
   * @minItems 1
   * @maxItems 20
   */
  recipients?: OnwardRecipient[]
}
/**
 * May it be used or passed on beyond what was agreed? UN Convention 36(3), 40(19).
 */
export interface UseRequestBody {
  purpose: Text
  what?: Text
  /**
   * What it is about, item by item: address, ports.
   *
   * @minItems 1
   * @maxItems 50
   */
  items?: string[]
  /**
   * @minItems 1
   * @maxItems 200
   */
  exhibits?: ExhibitId[]
  proceeding?: Proceeding
  /**
   * @minItems 1
   * @maxItems 20
   */
  recipients?: OnwardRecipient[]
  replyBy?: Moment
  /**
   * What is promised for it. UN Convention 36.
   */
  safeguards?: {
    deleteBy?: Date
    access?: Text
    /**
     * Whether those named may pass it on in turn.
     */
    furtherTransfer?: 'none' | 'onlyWithConsent'
  }
}
/**
 * The help is no longer needed. No reason is owed. UN Convention 40(26).
 */
export interface WithdrawBody {
  text?: Text
}
/**
 * A key of a log or of a witness beside the one in use.
 */
export interface NoteKey {
  /**
   * C2SP signed-note verifier key, of a cosigner where it is that of a witness.
   */
  vkey: string
  validFrom: Second
  status: 'inForce' | 'withdrawn'
  statusSince?: Second
}
/**
 * A node's signed question to a peer about the records between them, asked before it says anything new, and each night.
 */
export interface Question {
  v: 1
  id: Uuid
  node: StateCode
  to: StateCode
  time: Moment
  /**
   * What is asked.
   */
  want:
    | {
        what: 'records'
        after?: Uuid
        /**
         * Ranges that follow one another, in order.
         *
         * @maxItems 400
         *
         * Items: Some records, in the order of the ids of their requests.
         */
        ranges: {
          until?: Uuid
          /**
           * How many records the asker has in it.
           */
          count: number
          /**
           * Their marks XORed, 0 for none. A mark is the first 52 bits of the SHA-256 of the 16 bytes of the request, the head, and the digest of the last message of the side that does not keep the order, if there is one.
           */
          mark: number
        }[]
      }
    | {
        what: 'record'
        request: Uuid
        /**
         * Length of the record at the asker: what has a place up to there is not wanted.
         */
        sequence: number
        /**
         * As the answer before gave it; absent: from the beginning.
         */
        cursor?: string
      }
    | {
        what: 'trustList'
        /**
         * The newest with a smaller number than this; absent: the newest.
         */
        below?: number
      }
    | {
        what: 'circuit'
      }
    | {
        what: 'balance'
        from?: Moment
        until: Moment
        /**
         * What the asker has sent to the node that is asked and has receipts for, the time of the receipt counting.
         */
        sent: {
          /**
           * How many.
           */
          count: number
          digest: Digest
        }
        /**
         * What the asker has from the node that is asked and has given receipts for, the time of the receipt counting.
         */
        received: {
          /**
           * How many.
           */
          count: number
          digest: Digest
        }
      }
    | {
        what: 'balanceMessages'
        from?: Moment
        until: Moment
        /**
         * As the node sees it that is asked.
         */
        direction: 'sent' | 'received'
        after?: Digest
      }
    | {
        what: 'proofs'
        /**
         * Entries that receipts of the asked node have promised, by their leaf hashes (RFC 9162).
         *
         * @minItems 1
         * @maxItems 500
         */
        leaves: Digest[]
      }
    | {
        what: 'logHead'
        /**
         * Which log of the asker (C2SP tlog-checkpoint origin).
         */
        origin: string
      }
    | {
        what: 'exhibitReports'
        /**
         * Reports on exhibits by the asker (exhibit-report.json), each a compact JWS as it was signed.
         *
         * @minItems 1
         * @maxItems 50
         */
        reports: string[]
      }
}
/**
 * How the counterpart of a training world behaves: which message it answers to which, what it asks by itself, and what a trainee is told to try.
 */
export interface Training {
  title: Text
  states: {
    trainee: {
      state: StateCode
      name: Text
      language: Language
      timeZone: TimeZone
    }
    counterpart: {
      state: StateCode
      name: Text
      language: Language
      timeZone: TimeZone
    }
  }
  /**
   * @minItems 2
   * @maxItems 10
   */
  authorities: Authority[]
  /**
   * Invented people of the counterpart.
   */
  people: {
    officer: string
    approver: string
  }
  /**
   * What it says, each once the workflow allows it. Of several that could be said the first is.
   *
   * @minItems 1
   * @maxItems 200
   */
  lines: {
    id: string
    /**
     * The side of the counterpart in the record.
     */
    side: 'requesting' | 'requested'
    on: {
      /**
       * Type of the message of the trainee that it reacts to.
       */
      type: string
      /**
       * What that message must say, of itself or of a measure.
       */
      outcome?: string
    }
    /**
     * How often it is said in one record; absent: once.
     */
    times?: number
    say: {
      /**
       * Type of message.
       */
      type: string
      language: Language
      /**
       * The body of the message. {"$moment": "P90D"} stands for the moment so long after it is sent (-PT10M: before), {"$date": "P30D"} for its date in UTC, {"$sha256": "E1"} for the digest of an exhibit of this message, {"$request": "ask-who-it-is"} for the id of the request of that opening, without which the line waits; of the message that it reacts to, {"$of": "/body/until"} is the value there, and {"$each": "/body/items", "as": {…}} a list with one of these for each item there, in which {"$item": "/id"} is a value of that item.
       */
      body: {}
      /**
       * The measures that its frame names, of those of which the workflow lets it speak.
       */
      measures?: {
        /**
         * Only of measures of these kinds.
         *
         * @minItems 1
         * @maxItems 40
         */
        kinds?: MeasureKind[]
        /**
         * Where the measure stands in the request: the first, any other, the last of several, any but the last of several.
         */
        place?: 'first' | 'notFirst' | 'last' | 'notLast'
      }
      /**
       * What it says of each measure of which the workflow lets it say that; they become `outcomes` of the body.
       *
       * @minItems 1
       * @maxItems 20
       */
      outcomes?: {
        /**
         * Only of measures of these kinds.
         *
         * @minItems 1
         * @maxItems 40
         */
        kinds?: MeasureKind[]
        /**
         * Where the measure stands in the request: the first, any other, the last of several, any but the last of several.
         */
        place?: 'first' | 'notFirst' | 'last' | 'notLast'
        /**
         * What is said of such a measure, beside its id; of each measure the first that fits it.
         */
        say: {}
      }[]
      /**
       * @minItems 1
       * @maxItems 10
       */
      exhibits?: {
        id: ExhibitId
        name: string
        title: Text
        /**
         * The text of the file; it is invented.
         */
        content: string
      }[]
    }
  }[]
  /**
   * What it begins by itself, each once.
   *
   * @maxItems 20
   */
  openings: {
    id: string
    /**
     * It waits until the trainee has sent a message of this type; absent: it does not wait.
     */
    after?: string
    from: AuthorityId
    to: AuthorityId
    reference: Reference
    say: {
      /**
       * Type of message.
       */
      type: string
      language: Language
      /**
       * The body of the message. {"$moment": "P90D"} stands for the moment so long after it is sent (-PT10M: before), {"$date": "P30D"} for its date in UTC, {"$sha256": "E1"} for the digest of an exhibit of this message, {"$request": "ask-who-it-is"} for the id of the request of that opening, without which the line waits; of the message that it reacts to, {"$of": "/body/until"} is the value there, and {"$each": "/body/items", "as": {…}} a list with one of these for each item there, in which {"$item": "/id"} is a value of that item.
       */
      body: {}
      /**
       * @minItems 1
       * @maxItems 10
       */
      exhibits?: {
        id: ExhibitId
        name: string
        title: Text
        /**
         * The text of the file; it is invented.
         */
        content: string
      }[]
    }
  }[]
  /**
   * What a trainee is told to try, in this order.
   *
   * @minItems 1
   * @maxItems 60
   */
  lessons: {
    id: string
    /**
     * The side of the trainee in the record; absent: either.
     */
    side?: 'requesting' | 'requested'
    /**
     * Type of the message of the counterpart that it is about; absent: of none.
     */
    after?: string
    /**
     * Types of messages, one of which the trainee sends.
     *
     * @minItems 1
     * @maxItems 10
     *
     * Items: Type of message.
     */
    done: string[]
    /**
     * It can be done only about measures of these kinds.
     *
     * @minItems 1
     * @maxItems 40
     */
    kinds?: MeasureKind[]
    /**
     * What that message must say, of itself or of a measure.
     */
    outcome?: string
    title: Text
    text: Text
  }[]
}
/**
 * What one State says of its node, authorities, certificates, keys and log. A LoTE (lote.json) is how it is signed, published and pinned.
 */
export interface TrustList {
  v: 1
  state: StateCode
  sequence: number
  issuedAt: Second
  nextUpdate: Second
  /**
   * Present and true where nobody of that State stands behind it.
   */
  demonstration?: true
  name: Text
  node: {
    /**
     * Identifier used in certificates: urn:rogatory:node:vn.
     */
    uri: string
    /**
     * Base of the node's addresses.
     */
    url: string
  }
  /**
   * @minItems 1
   * @maxItems 500
   */
  authorities: Authority[]
  /**
   * @minItems 1
   * @maxItems 10
   *
   * Items: Base64 of DER.
   */
  certificateAuthorities: string[]
  /**
   * Where the lists of revoked certificates are (RFC 5280, DER), in the order of the authorities. An authority that is named here counts only with a list of its own that has not run out.
   *
   * @minItems 1
   * @maxItems 10
   */
  revocationLists?: {
    authority: Digest
    url: string
  }[]
  /**
   * Current and next signer of this list.
   *
   * @minItems 1
   * @maxItems 2
   *
   * Items: Base64 of DER.
   */
  listSigners: string[]
  /**
   * @minItems 1
   * @maxItems 200
   */
  signers: {
    /**
     * Base64 of DER.
     */
    certificate: string
    /**
     * Messages and receipts, or the requests and responses that carry them (RFC 9421): never both.
     */
    use: 'message' | 'http'
    validFrom: Second
    status: 'inForce' | 'withdrawn'
    statusSince: Second
  }[]
  /**
   * @minItems 1
   * @maxItems 50
   */
  encryptionKeys: {
    kid: string
    jwk:
      | {
          kty: 'EC'
          crv: 'P-256'
          x: string
          y: string
        }
      | {
          kty: 'OKP'
          crv: 'X25519'
          x: string
        }
    validFrom: Second
    status: 'inForce' | 'withdrawn'
    statusSince?: Second
  }[]
  log: {
    /**
     * C2SP tlog-checkpoint origin.
     */
    origin: string
    /**
     * C2SP signed-note verifier key.
     */
    vkey: string
    /**
     * The log that will follow, and those that this one has followed and that were closed in order. The name of each key is the origin of its log.
     *
     * @minItems 1
     * @maxItems 20
     */
    others?: NoteKey[]
  }
  /**
   * With what the node cosigns the logs of its peers (C2SP tlog-witness, at /log/add-checkpoint).
   */
  witness?: {
    /**
     * C2SP signed-note verifier key of a cosigner (C2SP tlog-cosignature).
     */
    vkey: string
    /**
     * The key that will follow, and those that were used before. A cosignature counts where its key is in force at its time.
     *
     * @minItems 1
     * @maxItems 20
     */
    others?: NoteKey[]
  }
  capabilities: NodeCapabilities
  rules?: StateRules
}

export interface AcceptanceWithdrawnMessage extends Envelope {
  type: 'acceptance-withdrawn'
  body: AcceptanceWithdrawnBody
}

export interface AcknowledgementMessage extends Envelope {
  type: 'acknowledgement'
  body: AcknowledgementBody
}

export interface AmendMessage extends Envelope {
  type: 'amend'
  body: AmendBody
}

export interface AppearanceBegunMessage extends Envelope {
  type: 'appearance-begun'
  body: AppearanceBegunBody
}

export interface AppearanceReplyMessage extends Envelope {
  type: 'appearance-reply'
  body: AppearanceReplyBody
}

export interface AssetConfiscationResultMessage extends Envelope {
  type: 'asset-confiscation-result'
  body: AssetConfiscationResultBody
}

export interface AssetFreezeLiftIntentMessage extends Envelope {
  type: 'asset-freeze-lift-intent'
  body: AssetFreezeLiftIntentBody
}

export interface AssetFreezeLiftedMessage extends Envelope {
  type: 'asset-freeze-lifted'
  body: AssetFreezeLiftedBody
}

export interface AssetFreezeLinkMessage extends Envelope {
  type: 'asset-freeze-link'
  body: AssetFreezeLinkBody
}

export interface AssetFreezeResultMessage extends Envelope {
  type: 'asset-freeze-result'
  body: AssetFreezeResultBody
}

export interface AssetFreezeReviewMessage extends Envelope {
  type: 'asset-freeze-review'
  body: AssetFreezeReviewBody
}

export interface AssetFreezeViewMessage extends Envelope {
  type: 'asset-freeze-view'
  body: AssetFreezeViewBody
}

export interface AssetManageAgreeMessage extends Envelope {
  type: 'asset-manage-agree'
  body: AssetManageAgreeBody
}

export interface AssetManageConsultMessage extends Envelope {
  type: 'asset-manage-consult'
  body: AssetManageConsultBody
}

export interface AssetOrderChangedMessage extends Envelope {
  type: 'asset-order-changed'
  body: AssetOrderChangedBody
}

export interface AssetReturnAgreementMessage extends Envelope {
  type: 'asset-return-agreement'
  body: AssetReturnAgreementBody
}

export interface AssetReturnExecutedMessage extends Envelope {
  type: 'asset-return-executed'
  body: AssetReturnExecutedBody
}

export interface AssetReturnRequestMessage extends Envelope {
  type: 'asset-return-request'
  body: AssetReturnRequestBody
}

export interface AssetTraceResultMessage extends Envelope {
  type: 'asset-trace-result'
  body: AssetTraceResultBody
}

export interface AssuranceDeclineMessage extends Envelope {
  type: 'assurance-decline'
  body: AssuranceDeclineBody
}

export interface AssuranceGiveMessage extends Envelope {
  type: 'assurance-give'
  body: AssuranceGiveBody
}

export interface AssuranceRequestMessage extends Envelope {
  type: 'assurance-request'
  body: AssuranceRequestBody
}

export interface CloseMessage extends Envelope {
  type: 'close'
  body: CloseBody
}

export interface ConditionEndMessage extends Envelope {
  type: 'condition-end'
  body: ConditionEndBody
}

export interface ConditionsAcceptMessage extends Envelope {
  type: 'conditions-accept'
  body: ConditionsAcceptBody
}

export interface ConditionsDeclineMessage extends Envelope {
  type: 'conditions-decline'
  body: ConditionsDeclineBody
}

export interface ConditionsOfferMessage extends Envelope {
  type: 'conditions-offer'
  body: ConditionsOfferBody
}

export interface ConfidentialityChoiceMessage extends Envelope {
  type: 'confidentiality-choice'
  body: ConfidentialityChoiceBody
}

export interface ConfidentialityUnableMessage extends Envelope {
  type: 'confidentiality-unable'
  body: ConfidentialityUnableBody
}

export interface ConsultOpenMessage extends Envelope {
  type: 'consult-open'
  body: ConsultOpenBody
}

export interface ConsultViewMessage extends Envelope {
  type: 'consult-view'
  body: ConsultViewBody
}

export interface ContactNoteMessage extends Envelope {
  type: 'contact-note'
  body: ContactNoteBody
}

export interface ContactTestMessage extends Envelope {
  type: 'contact-test'
  body: ContactTestBody
}

export interface ContactTestReplyMessage extends Envelope {
  type: 'contact-test-reply'
  body: ContactTestReplyBody
}

export interface CoordinationAgreementMessage extends Envelope {
  type: 'coordination-agreement'
  body: CoordinationAgreementBody
}

export interface CoordinationJurisdictionMessage extends Envelope {
  type: 'coordination-jurisdiction'
  body: CoordinationJurisdictionBody
}

export interface CoordinationViewMessage extends Envelope {
  type: 'coordination-view'
  body: CoordinationViewBody
}

export interface CostsAgreeMessage extends Envelope {
  type: 'costs-agree'
  body: CostsAgreeBody
}

export interface CostsConsultMessage extends Envelope {
  type: 'costs-consult'
  body: CostsConsultBody
}

export interface CustodyReportMessage extends Envelope {
  type: 'custody-report'
  body: CustodyReportBody
}

export interface CustodyRequestMessage extends Envelope {
  type: 'custody-request'
  body: CustodyRequestBody
}

export interface DecisionMessage extends Envelope {
  type: 'decision'
  body: DecisionBody
}

export interface DecisionDelayedMessage extends Envelope {
  type: 'decision-delayed'
  body: DecisionDelayedBody
}

export interface DeliveryMessage extends Envelope {
  type: 'delivery'
  body: DeliveryBody
}

export interface DeliveryReceiptMessage extends Envelope {
  type: 'delivery-receipt'
  body: DeliveryReceiptBody
}

export interface EmergencyFormalLinkMessage extends Envelope {
  type: 'emergency-formal-link'
  body: EmergencyFormalLinkBody
}

export interface EmergencyFormalRequestMessage extends Envelope {
  type: 'emergency-formal-request'
  body: EmergencyFormalRequestBody
}

export interface EmergencyResultMessage extends Envelope {
  type: 'emergency-result'
  body: EmergencyResultBody
}

export interface EnforceInsteadAcceptedMessage extends Envelope {
  type: 'enforce-instead-accepted'
  body: EnforceInsteadAcceptedBody
}

export interface EnforceInsteadDeclinedMessage extends Envelope {
  type: 'enforce-instead-declined'
  body: EnforceInsteadDeclinedBody
}

export interface EnforceInsteadRequestMessage extends Envelope {
  type: 'enforce-instead-request'
  body: EnforceInsteadRequestBody
}

export interface ErasureReportMessage extends Envelope {
  type: 'erasure-report'
  body: ErasureReportBody
}

export interface ErasureRequestMessage extends Envelope {
  type: 'erasure-request'
  body: ErasureRequestBody
}

export interface EvidenceShareMessage extends Envelope {
  type: 'evidence-share'
  body: EvidenceShareBody
}

export interface ExculpatoryConsultMessage extends Envelope {
  type: 'exculpatory-consult'
  body: ExculpatoryConsultBody
}

export interface ExculpatoryNoticeMessage extends Envelope {
  type: 'exculpatory-notice'
  body: ExculpatoryNoticeBody
}

export interface ExtraditionCompetingMessage extends Envelope {
  type: 'extradition-competing'
  body: ExtraditionCompetingBody
}

export interface ExtraditionConsentMessage extends Envelope {
  type: 'extradition-consent'
  body: ExtraditionConsentBody
}

export interface ExtraditionDecisionMessage extends Envelope {
  type: 'extradition-decision'
  body: ExtraditionDecisionBody
}

export interface ForwardedMessage extends Envelope {
  type: 'forwarded'
  body: ForwardedBody
}

export interface HearingConfirmMessage extends Envelope {
  type: 'hearing-confirm'
  body: HearingConfirmBody
}

export interface HearingPlanMessage extends Envelope {
  type: 'hearing-plan'
  body: HearingPlanBody
}

export interface HearingReportMessage extends Envelope {
  type: 'hearing-report'
  body: HearingReportBody
}

export interface IncidentNoticeMessage extends Envelope {
  type: 'incident-notice'
  body: IncidentNoticeBody
}

export interface InformationRequestMessage extends Envelope {
  type: 'information-request'
  body: InformationRequestBody
}

export interface InformationResponseMessage extends Envelope {
  type: 'information-response'
  body: InformationResponseBody
}

export interface JitAgreementMessage extends Envelope {
  type: 'jit-agreement'
  body: JitAgreementBody
}

export interface JitEndMessage extends Envelope {
  type: 'jit-end'
  body: JitEndBody
}

export interface JitEvidenceShareMessage extends Envelope {
  type: 'jit-evidence-share'
  body: JitEvidenceShareBody
}

export interface JitExtendMessage extends Envelope {
  type: 'jit-extend'
  body: JitExtendBody
}

export interface JitMemberChangeMessage extends Envelope {
  type: 'jit-member-change'
  body: JitMemberChangeBody
}

export interface JitProposalMessage extends Envelope {
  type: 'jit-proposal'
  body: JitProposalBody
}

export interface ObstacleMessage extends Envelope {
  type: 'obstacle'
  body: ObstacleBody
}

export interface OperationEndMessage extends Envelope {
  type: 'operation-end'
  body: OperationEndBody
}

export interface OperationReportMessage extends Envelope {
  type: 'operation-report'
  body: OperationReportBody
}

export interface OperationStartMessage extends Envelope {
  type: 'operation-start'
  body: OperationStartBody
}

export interface OperationStopMessage extends Envelope {
  type: 'operation-stop'
  body: OperationStopBody
}

export interface OriginalsReturnRequestMessage extends Envelope {
  type: 'originals-return-request'
  body: OriginalsReturnRequestBody
}

export interface OriginalsReturnedMessage extends Envelope {
  type: 'originals-returned'
  body: OriginalsReturnedBody
}

export interface OriginalsWaivedMessage extends Envelope {
  type: 'originals-waived'
  body: OriginalsWaivedBody
}

export interface OutcomeReportMessage extends Envelope {
  type: 'outcome-report'
  body: OutcomeReportBody
}

export interface OverflightNoticeMessage extends Envelope {
  type: 'overflight-notice'
  body: OverflightNoticeBody
}

export interface PersonInformedMessage extends Envelope {
  type: 'person-informed'
  body: PersonInformedBody
}

export interface PersonTransferConfirmMessage extends Envelope {
  type: 'person-transfer-confirm'
  body: PersonTransferConfirmBody
}

export interface PersonTransferConsentMessage extends Envelope {
  type: 'person-transfer-consent'
  body: PersonTransferConsentBody
}

export interface PersonTransferHandoverMessage extends Envelope {
  type: 'person-transfer-handover'
  body: PersonTransferHandoverBody
}

export interface PersonTransferPlanMessage extends Envelope {
  type: 'person-transfer-plan'
  body: PersonTransferPlanBody
}

export interface PersonTransferProlongMessage extends Envelope {
  type: 'person-transfer-prolong'
  body: PersonTransferProlongBody
}

export interface PersonTransferProlongedMessage extends Envelope {
  type: 'person-transfer-prolonged'
  body: PersonTransferProlongedBody
}

export interface PersonTransferReleaseMessage extends Envelope {
  type: 'person-transfer-release'
  body: PersonTransferReleaseBody
}

export interface PersonTransferReturnMessage extends Envelope {
  type: 'person-transfer-return'
  body: PersonTransferReturnBody
}

export interface PoliceReplyMessage extends Envelope {
  type: 'police-reply'
  body: PoliceReplyBody
}

export interface PostponedMessage extends Envelope {
  type: 'postponed'
  body: PostponedBody
}

export interface PresenceEndedMessage extends Envelope {
  type: 'presence-ended'
  body: PresenceEndedBody
}

export interface PreservationConfirmMessage extends Envelope {
  type: 'preservation-confirm'
  body: PreservationConfirmBody
}

export interface PreservationExtendMessage extends Envelope {
  type: 'preservation-extend'
  body: PreservationExtendBody
}

export interface PreservationExtendedMessage extends Envelope {
  type: 'preservation-extended'
  body: PreservationExtendedBody
}

export interface PreservationExtensionRefusedMessage extends Envelope {
  type: 'preservation-extension-refused'
  body: PreservationExtensionRefusedBody
}

export interface PreservationInstructMessage extends Envelope {
  type: 'preservation-instruct'
  body: PreservationInstructBody
}

export interface PreservationLinkMessage extends Envelope {
  type: 'preservation-link'
  body: PreservationLinkBody
}

export interface PreservationLocationReplyMessage extends Envelope {
  type: 'preservation-location-reply'
  body: PreservationLocationReplyBody
}

export interface PreservationReleaseMessage extends Envelope {
  type: 'preservation-release'
  body: PreservationReleaseBody
}

export interface PreservationRiskMessage extends Envelope {
  type: 'preservation-risk'
  body: PreservationRiskBody
}

export interface ProceedingsStepMessage extends Envelope {
  type: 'proceedings-step'
  body: ProceedingsStepBody
}

export interface ProsecuteInsteadAcceptedMessage extends Envelope {
  type: 'prosecute-instead-accepted'
  body: ProsecuteInsteadAcceptedBody
}

export interface ProsecuteInsteadDeclinedMessage extends Envelope {
  type: 'prosecute-instead-declined'
  body: ProsecuteInsteadDeclinedBody
}

export interface ProsecuteInsteadRequestMessage extends Envelope {
  type: 'prosecute-instead-request'
  body: ProsecuteInsteadRequestBody
}

export interface ProvisionalArrestResultMessage extends Envelope {
  type: 'provisional-arrest-result'
  body: ProvisionalArrestResultBody
}

export interface RealtimeBatchMessage extends Envelope {
  type: 'realtime-batch'
  body: RealtimeBatchBody
}

export interface RealtimeEndMessage extends Envelope {
  type: 'realtime-end'
  body: RealtimeEndBody
}

export interface RealtimeRenewMessage extends Envelope {
  type: 'realtime-renew'
  body: RealtimeRenewBody
}

export interface RealtimeRenewalMessage extends Envelope {
  type: 'realtime-renewal'
  body: RealtimeRenewalBody
}

export interface RealtimeStartMessage extends Envelope {
  type: 'realtime-start'
  body: RealtimeStartBody
}

export interface RealtimeStopMessage extends Envelope {
  type: 'realtime-stop'
  body: RealtimeStopBody
}

export interface ReextraditionConsentRequestMessage extends Envelope {
  type: 'reextradition-consent-request'
  body: ReextraditionConsentRequestBody
}

export interface RemedyNoticeMessage extends Envelope {
  type: 'remedy-notice'
  body: RemedyNoticeBody
}

export interface ReopenMessage extends Envelope {
  type: 'reopen'
  body: ReopenBody
}

export interface ReplyExtensionMessage extends Envelope {
  type: 'reply-extension'
  body: ReplyExtensionBody
}

export interface RequestMessage extends Envelope {
  type: 'request'
  body: RequestBody
}

export interface ResumedMessage extends Envelope {
  type: 'resumed'
  body: ResumedBody
}

export interface ReversionAgreeMessage extends Envelope {
  type: 'reversion-agree'
  body: ReversionAgreeBody
}

export interface ReversionDeclineMessage extends Envelope {
  type: 'reversion-decline'
  body: ReversionDeclineBody
}

export interface ReversionProposeMessage extends Envelope {
  type: 'reversion-propose'
  body: ReversionProposeBody
}

export interface SafeConductEndMessage extends Envelope {
  type: 'safe-conduct-end'
  body: SafeConductEndBody
}

export interface SentenceTransferChangeMessage extends Envelope {
  type: 'sentence-transfer-change'
  body: SentenceTransferChangeBody
}

export interface SentenceTransferConsentMessage extends Envelope {
  type: 'sentence-transfer-consent'
  body: SentenceTransferConsentBody
}

export interface SentenceTransferConsentCheckMessage extends Envelope {
  type: 'sentence-transfer-consent-check'
  body: SentenceTransferConsentCheckBody
}

export interface SentenceTransferDocumentsMessage extends Envelope {
  type: 'sentence-transfer-documents'
  body: SentenceTransferDocumentsBody
}

export interface SentenceTransferHandoverMessage extends Envelope {
  type: 'sentence-transfer-handover'
  body: SentenceTransferHandoverBody
}

export interface SentenceTransferInformationMessage extends Envelope {
  type: 'sentence-transfer-information'
  body: SentenceTransferInformationBody
}

export interface SentenceTransferInterestMessage extends Envelope {
  type: 'sentence-transfer-interest'
  body: SentenceTransferInterestBody
}

export interface SentenceTransferMethodMessage extends Envelope {
  type: 'sentence-transfer-method'
  body: SentenceTransferMethodBody
}

export interface SentenceTransferReportMessage extends Envelope {
  type: 'sentence-transfer-report'
  body: SentenceTransferReportBody
}

export interface SentenceTransferReportRequestMessage extends Envelope {
  type: 'sentence-transfer-report-request'
  body: SentenceTransferReportRequestBody
}

export interface SentenceTransferRequestMessage extends Envelope {
  type: 'sentence-transfer-request'
  body: SentenceTransferRequestBody
}

export interface ServiceProofMessage extends Envelope {
  type: 'service-proof'
  body: ServiceProofBody
}

export interface SpecialtyConsentRequestMessage extends Envelope {
  type: 'specialty-consent-request'
  body: SpecialtyConsentRequestBody
}

export interface SpecialtyEndedMessage extends Envelope {
  type: 'specialty-ended'
  body: SpecialtyEndedBody
}

export interface SpontaneousInfoMessage extends Envelope {
  type: 'spontaneous-info'
  body: SpontaneousInfoBody
}

export interface SpontaneousOfferMessage extends Envelope {
  type: 'spontaneous-offer'
  body: SpontaneousOfferBody
}

export interface SpontaneousTermsAcceptMessage extends Envelope {
  type: 'spontaneous-terms-accept'
  body: SpontaneousTermsAcceptBody
}

export interface SpontaneousTermsRejectMessage extends Envelope {
  type: 'spontaneous-terms-reject'
  body: SpontaneousTermsRejectBody
}

export interface StatusReportMessage extends Envelope {
  type: 'status-report'
  body: StatusReportBody
}

export interface StatusRequestMessage extends Envelope {
  type: 'status-request'
  body: StatusRequestBody
}

export interface SupplementMessage extends Envelope {
  type: 'supplement'
  body: SupplementBody
}

export interface SurrenderConfirmMessage extends Envelope {
  type: 'surrender-confirm'
  body: SurrenderConfirmBody
}

export interface SurrenderDoneMessage extends Envelope {
  type: 'surrender-done'
  body: SurrenderDoneBody
}

export interface SurrenderFailedMessage extends Envelope {
  type: 'surrender-failed'
  body: SurrenderFailedBody
}

export interface SurrenderPlanMessage extends Envelope {
  type: 'surrender-plan'
  body: SurrenderPlanBody
}

export interface SurrenderPostponedMessage extends Envelope {
  type: 'surrender-postponed'
  body: SurrenderPostponedBody
}

export interface TemporarySurrenderAgreeMessage extends Envelope {
  type: 'temporary-surrender-agree'
  body: TemporarySurrenderAgreeBody
}

export interface TemporarySurrenderReturnMessage extends Envelope {
  type: 'temporary-surrender-return'
  body: TemporarySurrenderReturnBody
}

export interface TrafficDisclosureMessage extends Envelope {
  type: 'traffic-disclosure'
  body: TrafficDisclosureBody
}

export interface TrafficWithheldMessage extends Envelope {
  type: 'traffic-withheld'
  body: TrafficWithheldBody
}

export interface TransitDecisionMessage extends Envelope {
  type: 'transit-decision'
  body: TransitDecisionBody
}

export interface TransitDoneMessage extends Envelope {
  type: 'transit-done'
  body: TransitDoneBody
}

export interface UnscheduledLandingMessage extends Envelope {
  type: 'unscheduled-landing'
  body: UnscheduledLandingBody
}

export interface UseAccountReplyMessage extends Envelope {
  type: 'use-account-reply'
  body: UseAccountReplyBody
}

export interface UseAccountRequestMessage extends Envelope {
  type: 'use-account-request'
  body: UseAccountRequestBody
}

export interface UseConsentMessage extends Envelope {
  type: 'use-consent'
  body: UseConsentBody
}

export interface UseRefuseMessage extends Envelope {
  type: 'use-refuse'
  body: UseRefuseBody
}

export interface UseRequestMessage extends Envelope {
  type: 'use-request'
  body: UseRequestBody
}

export interface WithdrawMessage extends Envelope {
  type: 'withdraw'
  body: WithdrawBody
}

/** Every message by its type. */
export interface Messages {
  'acceptance-withdrawn': AcceptanceWithdrawnMessage
  'acknowledgement': AcknowledgementMessage
  'amend': AmendMessage
  'appearance-begun': AppearanceBegunMessage
  'appearance-reply': AppearanceReplyMessage
  'asset-confiscation-result': AssetConfiscationResultMessage
  'asset-freeze-lift-intent': AssetFreezeLiftIntentMessage
  'asset-freeze-lifted': AssetFreezeLiftedMessage
  'asset-freeze-link': AssetFreezeLinkMessage
  'asset-freeze-result': AssetFreezeResultMessage
  'asset-freeze-review': AssetFreezeReviewMessage
  'asset-freeze-view': AssetFreezeViewMessage
  'asset-manage-agree': AssetManageAgreeMessage
  'asset-manage-consult': AssetManageConsultMessage
  'asset-order-changed': AssetOrderChangedMessage
  'asset-return-agreement': AssetReturnAgreementMessage
  'asset-return-executed': AssetReturnExecutedMessage
  'asset-return-request': AssetReturnRequestMessage
  'asset-trace-result': AssetTraceResultMessage
  'assurance-decline': AssuranceDeclineMessage
  'assurance-give': AssuranceGiveMessage
  'assurance-request': AssuranceRequestMessage
  'close': CloseMessage
  'condition-end': ConditionEndMessage
  'conditions-accept': ConditionsAcceptMessage
  'conditions-decline': ConditionsDeclineMessage
  'conditions-offer': ConditionsOfferMessage
  'confidentiality-choice': ConfidentialityChoiceMessage
  'confidentiality-unable': ConfidentialityUnableMessage
  'consult-open': ConsultOpenMessage
  'consult-view': ConsultViewMessage
  'contact-note': ContactNoteMessage
  'contact-test': ContactTestMessage
  'contact-test-reply': ContactTestReplyMessage
  'coordination-agreement': CoordinationAgreementMessage
  'coordination-jurisdiction': CoordinationJurisdictionMessage
  'coordination-view': CoordinationViewMessage
  'costs-agree': CostsAgreeMessage
  'costs-consult': CostsConsultMessage
  'custody-report': CustodyReportMessage
  'custody-request': CustodyRequestMessage
  'decision': DecisionMessage
  'decision-delayed': DecisionDelayedMessage
  'delivery': DeliveryMessage
  'delivery-receipt': DeliveryReceiptMessage
  'emergency-formal-link': EmergencyFormalLinkMessage
  'emergency-formal-request': EmergencyFormalRequestMessage
  'emergency-result': EmergencyResultMessage
  'enforce-instead-accepted': EnforceInsteadAcceptedMessage
  'enforce-instead-declined': EnforceInsteadDeclinedMessage
  'enforce-instead-request': EnforceInsteadRequestMessage
  'erasure-report': ErasureReportMessage
  'erasure-request': ErasureRequestMessage
  'evidence-share': EvidenceShareMessage
  'exculpatory-consult': ExculpatoryConsultMessage
  'exculpatory-notice': ExculpatoryNoticeMessage
  'extradition-competing': ExtraditionCompetingMessage
  'extradition-consent': ExtraditionConsentMessage
  'extradition-decision': ExtraditionDecisionMessage
  'forwarded': ForwardedMessage
  'hearing-confirm': HearingConfirmMessage
  'hearing-plan': HearingPlanMessage
  'hearing-report': HearingReportMessage
  'incident-notice': IncidentNoticeMessage
  'information-request': InformationRequestMessage
  'information-response': InformationResponseMessage
  'jit-agreement': JitAgreementMessage
  'jit-end': JitEndMessage
  'jit-evidence-share': JitEvidenceShareMessage
  'jit-extend': JitExtendMessage
  'jit-member-change': JitMemberChangeMessage
  'jit-proposal': JitProposalMessage
  'obstacle': ObstacleMessage
  'operation-end': OperationEndMessage
  'operation-report': OperationReportMessage
  'operation-start': OperationStartMessage
  'operation-stop': OperationStopMessage
  'originals-return-request': OriginalsReturnRequestMessage
  'originals-returned': OriginalsReturnedMessage
  'originals-waived': OriginalsWaivedMessage
  'outcome-report': OutcomeReportMessage
  'overflight-notice': OverflightNoticeMessage
  'person-informed': PersonInformedMessage
  'person-transfer-confirm': PersonTransferConfirmMessage
  'person-transfer-consent': PersonTransferConsentMessage
  'person-transfer-handover': PersonTransferHandoverMessage
  'person-transfer-plan': PersonTransferPlanMessage
  'person-transfer-prolong': PersonTransferProlongMessage
  'person-transfer-prolonged': PersonTransferProlongedMessage
  'person-transfer-release': PersonTransferReleaseMessage
  'person-transfer-return': PersonTransferReturnMessage
  'police-reply': PoliceReplyMessage
  'postponed': PostponedMessage
  'presence-ended': PresenceEndedMessage
  'preservation-confirm': PreservationConfirmMessage
  'preservation-extend': PreservationExtendMessage
  'preservation-extended': PreservationExtendedMessage
  'preservation-extension-refused': PreservationExtensionRefusedMessage
  'preservation-instruct': PreservationInstructMessage
  'preservation-link': PreservationLinkMessage
  'preservation-location-reply': PreservationLocationReplyMessage
  'preservation-release': PreservationReleaseMessage
  'preservation-risk': PreservationRiskMessage
  'proceedings-step': ProceedingsStepMessage
  'prosecute-instead-accepted': ProsecuteInsteadAcceptedMessage
  'prosecute-instead-declined': ProsecuteInsteadDeclinedMessage
  'prosecute-instead-request': ProsecuteInsteadRequestMessage
  'provisional-arrest-result': ProvisionalArrestResultMessage
  'realtime-batch': RealtimeBatchMessage
  'realtime-end': RealtimeEndMessage
  'realtime-renew': RealtimeRenewMessage
  'realtime-renewal': RealtimeRenewalMessage
  'realtime-start': RealtimeStartMessage
  'realtime-stop': RealtimeStopMessage
  'reextradition-consent-request': ReextraditionConsentRequestMessage
  'remedy-notice': RemedyNoticeMessage
  'reopen': ReopenMessage
  'reply-extension': ReplyExtensionMessage
  'request': RequestMessage
  'resumed': ResumedMessage
  'reversion-agree': ReversionAgreeMessage
  'reversion-decline': ReversionDeclineMessage
  'reversion-propose': ReversionProposeMessage
  'safe-conduct-end': SafeConductEndMessage
  'sentence-transfer-change': SentenceTransferChangeMessage
  'sentence-transfer-consent': SentenceTransferConsentMessage
  'sentence-transfer-consent-check': SentenceTransferConsentCheckMessage
  'sentence-transfer-documents': SentenceTransferDocumentsMessage
  'sentence-transfer-handover': SentenceTransferHandoverMessage
  'sentence-transfer-information': SentenceTransferInformationMessage
  'sentence-transfer-interest': SentenceTransferInterestMessage
  'sentence-transfer-method': SentenceTransferMethodMessage
  'sentence-transfer-report': SentenceTransferReportMessage
  'sentence-transfer-report-request': SentenceTransferReportRequestMessage
  'sentence-transfer-request': SentenceTransferRequestMessage
  'service-proof': ServiceProofMessage
  'specialty-consent-request': SpecialtyConsentRequestMessage
  'specialty-ended': SpecialtyEndedMessage
  'spontaneous-info': SpontaneousInfoMessage
  'spontaneous-offer': SpontaneousOfferMessage
  'spontaneous-terms-accept': SpontaneousTermsAcceptMessage
  'spontaneous-terms-reject': SpontaneousTermsRejectMessage
  'status-report': StatusReportMessage
  'status-request': StatusRequestMessage
  'supplement': SupplementMessage
  'surrender-confirm': SurrenderConfirmMessage
  'surrender-done': SurrenderDoneMessage
  'surrender-failed': SurrenderFailedMessage
  'surrender-plan': SurrenderPlanMessage
  'surrender-postponed': SurrenderPostponedMessage
  'temporary-surrender-agree': TemporarySurrenderAgreeMessage
  'temporary-surrender-return': TemporarySurrenderReturnMessage
  'traffic-disclosure': TrafficDisclosureMessage
  'traffic-withheld': TrafficWithheldMessage
  'transit-decision': TransitDecisionMessage
  'transit-done': TransitDoneMessage
  'unscheduled-landing': UnscheduledLandingMessage
  'use-account-reply': UseAccountReplyMessage
  'use-account-request': UseAccountRequestMessage
  'use-consent': UseConsentMessage
  'use-refuse': UseRefuseMessage
  'use-request': UseRequestMessage
  'withdraw': WithdrawMessage
}

export type MessageType = keyof Messages

/** Any message; `type` says which. */
export type Message = Messages[MessageType]

export const messageTypes = [
  'acceptance-withdrawn',
  'acknowledgement',
  'amend',
  'appearance-begun',
  'appearance-reply',
  'asset-confiscation-result',
  'asset-freeze-lift-intent',
  'asset-freeze-lifted',
  'asset-freeze-link',
  'asset-freeze-result',
  'asset-freeze-review',
  'asset-freeze-view',
  'asset-manage-agree',
  'asset-manage-consult',
  'asset-order-changed',
  'asset-return-agreement',
  'asset-return-executed',
  'asset-return-request',
  'asset-trace-result',
  'assurance-decline',
  'assurance-give',
  'assurance-request',
  'close',
  'condition-end',
  'conditions-accept',
  'conditions-decline',
  'conditions-offer',
  'confidentiality-choice',
  'confidentiality-unable',
  'consult-open',
  'consult-view',
  'contact-note',
  'contact-test',
  'contact-test-reply',
  'coordination-agreement',
  'coordination-jurisdiction',
  'coordination-view',
  'costs-agree',
  'costs-consult',
  'custody-report',
  'custody-request',
  'decision',
  'decision-delayed',
  'delivery',
  'delivery-receipt',
  'emergency-formal-link',
  'emergency-formal-request',
  'emergency-result',
  'enforce-instead-accepted',
  'enforce-instead-declined',
  'enforce-instead-request',
  'erasure-report',
  'erasure-request',
  'evidence-share',
  'exculpatory-consult',
  'exculpatory-notice',
  'extradition-competing',
  'extradition-consent',
  'extradition-decision',
  'forwarded',
  'hearing-confirm',
  'hearing-plan',
  'hearing-report',
  'incident-notice',
  'information-request',
  'information-response',
  'jit-agreement',
  'jit-end',
  'jit-evidence-share',
  'jit-extend',
  'jit-member-change',
  'jit-proposal',
  'obstacle',
  'operation-end',
  'operation-report',
  'operation-start',
  'operation-stop',
  'originals-return-request',
  'originals-returned',
  'originals-waived',
  'outcome-report',
  'overflight-notice',
  'person-informed',
  'person-transfer-confirm',
  'person-transfer-consent',
  'person-transfer-handover',
  'person-transfer-plan',
  'person-transfer-prolong',
  'person-transfer-prolonged',
  'person-transfer-release',
  'person-transfer-return',
  'police-reply',
  'postponed',
  'presence-ended',
  'preservation-confirm',
  'preservation-extend',
  'preservation-extended',
  'preservation-extension-refused',
  'preservation-instruct',
  'preservation-link',
  'preservation-location-reply',
  'preservation-release',
  'preservation-risk',
  'proceedings-step',
  'prosecute-instead-accepted',
  'prosecute-instead-declined',
  'prosecute-instead-request',
  'provisional-arrest-result',
  'realtime-batch',
  'realtime-end',
  'realtime-renew',
  'realtime-renewal',
  'realtime-start',
  'realtime-stop',
  'reextradition-consent-request',
  'remedy-notice',
  'reopen',
  'reply-extension',
  'request',
  'resumed',
  'reversion-agree',
  'reversion-decline',
  'reversion-propose',
  'safe-conduct-end',
  'sentence-transfer-change',
  'sentence-transfer-consent',
  'sentence-transfer-consent-check',
  'sentence-transfer-documents',
  'sentence-transfer-handover',
  'sentence-transfer-information',
  'sentence-transfer-interest',
  'sentence-transfer-method',
  'sentence-transfer-report',
  'sentence-transfer-report-request',
  'sentence-transfer-request',
  'service-proof',
  'specialty-consent-request',
  'specialty-ended',
  'spontaneous-info',
  'spontaneous-offer',
  'spontaneous-terms-accept',
  'spontaneous-terms-reject',
  'status-report',
  'status-request',
  'supplement',
  'surrender-confirm',
  'surrender-done',
  'surrender-failed',
  'surrender-plan',
  'surrender-postponed',
  'temporary-surrender-agree',
  'temporary-surrender-return',
  'traffic-disclosure',
  'traffic-withheld',
  'transit-decision',
  'transit-done',
  'unscheduled-landing',
  'use-account-reply',
  'use-account-request',
  'use-consent',
  'use-refuse',
  'use-request',
  'withdraw',
] as const satisfies readonly MessageType[]
