/* Generated from schemas/ by `npm run generate`. Do not edit. */
/**
 * BCP 47 language tag: language, script, region.
 */
export type Language = string
/**
 * ISO 3166-1 alpha-2, or the ICAO 9303 code of an organisation, in upper case.
 */
export type StateCode = string
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
 * RFC 3339 date and time with seconds or milliseconds and an offset. A moment without offset is two different moments, so it is refused. No leap seconds.
 */
export type Moment = string
/**
 * A file number as people write it.
 */
export type Reference = string
/**
 * Id of a measure within its request: a1, m2. A part of a measure that was split has its parent's id, a dot and a number: m1.2.
 */
export type MeasureId = string
/**
 * Id of an exhibit within the request: E1, E2.
 */
export type ExhibitId = string
/**
 * A SHA-256 in lower-case hexadecimal.
 */
export type Digest = string
/**
 * Legal instruments on which a request may rest; each may have a profile.
 */
export type InstrumentCode =
  | 'UNCC'
  | 'BUD'
  | '2AP'
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
/**
 * By which way something was said outside the exchange.
 */
export type ChannelCode = 'telephone' | 'paper' | 'embassy' | 'interpol' | 'inPerson' | 'email' | 'other'
/**
 * Conditions and assurances that bind once accepted. UN Convention 36, 40(19), 40(28); Budapest 28.
 */
export type ConditionCode =
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
/**
 * How far the fact and substance of a request are kept secret. UN Convention 40(20).
 */
export type ConfidentialityCode = 'ORDINARY' | 'CONFIDENTIAL' | 'STRICT'
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
 * Sharing etiquette, Traffic Light Protocol 2.0. Not a legal limit of use.
 */
export type HandlingCode = 'RED' | 'AMBER_STRICT' | 'AMBER' | 'GREEN' | 'CLEAR'
/**
 * What can be asked for through this exchange.
 */
export type MeasureKind = 'preservation' | 'stored-data' | 'subscriber-information'
/**
 * Why something cannot be done that was not refused. Budapest 27(7).
 */
export type ObstacleCode =
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
/**
 * Offences of the UN Convention against Cybercrime, serious crime, and offences of other conventions.
 */
export type OffenceCode =
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
/**
 * What a person or organisation is in the case.
 */
export type PersonRoleCode =
  'suspect' | 'accused' | 'convicted' | 'witness' | 'victim' | 'expert' | 'owner' | 'holder' | 'thirdParty'
/**
 * Why execution is postponed. UN Convention 40(27).
 */
export type PostponementCode =
  'INTERFERES_INVESTIGATION' | 'INTERFERES_PROSECUTION' | 'INTERFERES_PROCEEDING' | 'ITEM_NEEDED'
/**
 * Why a request may be refused, in whole or part. Bank secrecy is no ground (UN Convention 40(24)); FISCAL never stands alone (40(23)).
 */
export type RefusalGroundCode =
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
/**
 * What can be asked about a subscriber. UN Convention 2(f); Regulation (EU) 2023/1543, Annex I, section F(a)-(b). Content is another measure.
 */
export type SubscriberDataCode =
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
/**
 * Kinds of traffic data. UN Convention 2(c); Regulation (EU) 2023/1543, Annex I, section F(c).
 */
export type TrafficDataCode =
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
/**
 * Why it is urgent. UN Convention 2, 40(26), 44(3).
 */
export type UrgencyCode =
  | 'EMERGENCY'
  | 'DATA_VOLATILE'
  | 'CUSTODY'
  | 'HEARING_DATE'
  | 'LIMITATION'
  | 'ASSET_DISSIPATION'
  | 'CRITICAL_INFRASTRUCTURE'
  | 'ROUTINE'
/**
 * A UUID version 7 in lower case (RFC 9562, 5.7): made once, by the author of the message.
 */
export type MessageId = string
/**
 * A UUID in lower case (RFC 9562), for instance of a request.
 */
export type Uuid = string
/**
 * 32 random bytes in base64url without padding: makes every digest of the message hiding.
 */
export type Salt = string
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
      value: Email
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
      value: string
      service?: string
      time?: Moment
      toleranceSeconds?: number
      note?: Text
    }
/**
 * ITU-T E.164: plus sign and digits.
 */
export type Phone = string
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
 * Legal entity identifier, ISO 17442.
 */
export type Lei = string
/**
 * RFC 3339 full-date.
 */
export type Date = string
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
        type:
          | 'acknowledgement'
          | 'close'
          | 'conditions-accept'
          | 'conditions-decline'
          | 'conditions-offer'
          | 'confidentiality-choice'
          | 'confidentiality-unable'
          | 'consult-open'
          | 'consult-view'
          | 'contact-note'
          | 'decision'
          | 'delivery'
          | 'delivery-receipt'
          | 'forwarded'
          | 'information-request'
          | 'information-response'
          | 'obstacle'
          | 'outcome-report'
          | 'postponed'
          | 'preservation-confirm'
          | 'preservation-extend'
          | 'preservation-extended'
          | 'preservation-extension-refused'
          | 'preservation-instruct'
          | 'preservation-link'
          | 'preservation-release'
          | 'preservation-risk'
          | 'remedy-notice'
          | 'reopen'
          | 'request'
          | 'resumed'
          | 'status-report'
          | 'status-request'
          | 'supplement'
          | 'use-consent'
          | 'use-refuse'
          | 'use-request'
          | 'withdraw'
        /**
         * Record and number of a message: A4.
         */
        inReplyTo?: string
        /**
         * It reaches the other node before this message of the same side, is refused there with RECORD_GAP, and is sent again.
         */
        overtakes?: string
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
 * What a person wrote. The text in `language` is the authoritative one; translations stand beside it.
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
 * A body that a State has designated, with its competences.
 */
export interface Authority {
  id: AuthorityId
  name: Text
  /**
   * @minItems 1
   * @maxItems 100
   */
  competences: {
    /**
     * Kind of measure; a reader lets kinds pass that it does not know.
     */
    kind: string
    /**
     * @minItems 1
     * @maxItems 2
     */
    roles: ('requesting' | 'requested')[]
  }[]
  /**
   * @minItems 1
   * @maxItems 20
   */
  languages: Language[]
  timeZone: TimeZone
  officeHours: string
  email?: Email
  validFrom: Moment
  validUntil?: Moment
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
}
/**
 * The frame of every message: what is signed. The schema of its body is message/<type>.json.
 */
export interface Envelope {
  v: 1
  id: MessageId
  request: Uuid
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
 * The time for which data or help are asked for. UN Convention 40(15)(f).
 */
export interface Period {
  from: Moment
  to: Moment
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
  provider?: Custodian
  relation?: Text
  preserved?: Preserved
  /**
   * Only under Regulation (EU) 2023/1543, Annex I, section C.
   */
  productionOrder?: {
    /**
     * Exactly one of the three.
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
 * The requested authority has the request or a withdrawal, and says what is missing.
 */
export interface AcknowledgementBody {
  ownReference: Reference
  competentUnit?: string
  missing?: Text
  notes?: Text
}
/**
 * The work is done. The second one, by the other side, confirms the first and names it in inReplyTo.
 */
export interface CloseBody {
  text?: Text
}
/**
 * The requesting authority takes the conditions of the offer named in inReplyTo; they bind. UN Convention 40(28).
 */
export interface ConditionsAcceptBody {
  text?: Text
}
/**
 * The requesting authority cannot take the conditions of the offer named in inReplyTo.
 */
export interface ConditionsDeclineBody {
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
  reasons: Text
  discloseAt?: Moment
  question?: Text
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
 * A ground for refusing, in whole or part, with its aspect where the law names several.
 */
export interface Ground {
  /**
   * A code of code/refusal-ground.json. The profile of the regime chosen says which are allowed, so that a wrong one is refused by that rule.
   */
  code: string
  aspect?: GroundAspectCode
}
/**
 * What the requesting authority thinks of it.
 */
export interface ConsultViewBody {
  view: Text
}
/**
 * What happened outside the exchange: by telephone, on paper, through an embassy. The requested side may open a record with it. UN Convention 40(14).
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
        note?: Text
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
        split?: Text
        note?: Text
      }
  )[]
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
  }[]
  /**
   * @maxItems 200
   */
  checks: {
    exhibit: ExhibitId
    sha256: Digest
    announced?: Digest
    agrees: boolean
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
    note?: Text
  }[]
}
/**
 * Another authority of the requested State is competent, and has it now. Budapest 27(9)(c).
 */
export interface ForwardedBody {
  authority: AuthorityId
  name: string
  contact: Contact
  reason?: Text
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
   * @minItems 1
   * @maxItems 50
   */
  answers: {
    item: string
    answer: Text
  }[]
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
  }[]
}
/**
 * What became of the case. Budapest 24(6).
 */
export interface OutcomeReportBody {
  text: Text
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
    custodian?: string
    reference?: Reference
    kept?: Text
    /**
     * Whether the custodian is bound to secrecy.
     */
    secrecy?: boolean
  }[]
}
/**
 * Asked before the hold expires. UN Convention 42(9).
 */
export interface PreservationExtendBody {
  until: Moment
  reason: Text
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
  reference?: Reference
  text?: Text
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
    outcome: 'produced' | 'released'
    /**
     * @minItems 1
     * @maxItems 50
     */
    items?: {
      what: Text
      fate: 'produced' | 'released'
      count?: number
    }[]
  }[]
  reasons: Text
}
/**
 * Preserving would not secure the data, or would endanger the secret or the case. UN Convention 42(7).
 */
export interface PreservationRiskBody {
  risk: Text
  question: Text
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
  }[]
  /**
   * Whether it suspends delivery.
   */
  suspensive: boolean
  text: Text
}
/**
 * What was refused or closed is taken up again. The second one, by the other side, confirms the first and names it in inReplyTo.
 */
export interface ReopenBody {
  reasons: Text
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
  conductingAuthority: {
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
  offences: Offence[]
  facts: Text
  /**
   * What is asked for; state lives here.
   *
   * @minItems 1
   * @maxItems 50
   */
  measures: (PreservationMeasure | StoredDataMeasure | SubscriberInformationMeasure)[]
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
  remarks?: Text
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
 * An instrument and article on which the request rests. Exactly one of a request is the regime chosen: its profile rules.
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
   * @minItems 1
   * @maxItems 10
   */
  nationalities?: StateCode[]
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
    issuer?: StateCode
    expires?: Date
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
 * Whether and why it is urgent: everything but ROUTINE needs a reason and a date. UN Convention 40(26), 44(3).
 */
export interface Urgency {
  code: UrgencyCode
  reason?: Text
  date?: Date
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
 * Execution goes on.
 */
export interface ResumedBody {
  text?: Text
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
    outcome: 'underReview' | 'executing' | 'unchanged'
    note?: Text
  }[]
  note?: Text
  nextNewsBy?: Date
}
/**
 * How far is it? UN Convention 40(26).
 */
export interface StatusRequestBody {
  text?: Text
}
/**
 * The requesting authority adds something unasked. CETS 198 22.
 */
export interface SupplementBody {
  text: Text
}
/**
 * The requested authority allows what it names, and no more. UN Convention 36(3), 40(19).
 */
export interface UseConsentBody {
  allows: Text
  /**
   * @minItems 1
   * @maxItems 200
   */
  exhibits?: ExhibitId[]
  /**
   * @minItems 1
   * @maxItems 20
   */
  recipients?: {
    kind: 'sameState' | 'thirdState' | 'organisation' | 'defence'
    name: string
    authority?: AuthorityId
    country?: StateCode
  }[]
  /**
   * @minItems 1
   * @maxItems 50
   */
  conditions?: Condition[]
}
/**
 * The requested authority does not allow it. UN Convention 40(19).
 */
export interface UseRefuseBody {
  reasons: Text
}
/**
 * May it be used or passed on beyond what was agreed? UN Convention 36(3), 40(19).
 */
export interface UseRequestBody {
  purpose: Text
  /**
   * @minItems 1
   * @maxItems 200
   */
  exhibits?: ExhibitId[]
  what?: Text
  proceeding?: Proceeding
  /**
   * @minItems 1
   * @maxItems 20
   */
  recipients?: {
    kind: 'sameState' | 'thirdState' | 'organisation' | 'defence'
    name: string
    authority?: AuthorityId
    country?: StateCode
  }[]
}
/**
 * The help is no longer needed. No reason is owed. UN Convention 40(26).
 */
export interface WithdrawBody {
  text?: Text
}
/**
 * One State's signed list of its node, authorities, certificates, keys and log, pinned by its peers.
 */
export interface TrustList {
  v: 1
  state: StateCode
  sequence: number
  issuedAt: Moment
  nextUpdate: Moment
  /**
   * Present and true where nobody of that State stands behind it.
   */
  demonstration?: boolean
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
    use: 'message'
    validFrom: Moment
    status: 'inForce' | 'withdrawn'
    statusSince: Moment
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
    validFrom: Moment
    status: 'inForce' | 'withdrawn'
    statusSince?: Moment
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
  }
  capabilities: {
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
     * @minItems 1
     * @maxItems 20
     */
    schemaVersions: number[]
  }
}

export interface AcknowledgementMessage extends Envelope {
  type: 'acknowledgement'
  body: AcknowledgementBody
}

export interface CloseMessage extends Envelope {
  type: 'close'
  body: CloseBody
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

export interface DecisionMessage extends Envelope {
  type: 'decision'
  body: DecisionBody
}

export interface DeliveryMessage extends Envelope {
  type: 'delivery'
  body: DeliveryBody
}

export interface DeliveryReceiptMessage extends Envelope {
  type: 'delivery-receipt'
  body: DeliveryReceiptBody
}

export interface ForwardedMessage extends Envelope {
  type: 'forwarded'
  body: ForwardedBody
}

export interface InformationRequestMessage extends Envelope {
  type: 'information-request'
  body: InformationRequestBody
}

export interface InformationResponseMessage extends Envelope {
  type: 'information-response'
  body: InformationResponseBody
}

export interface ObstacleMessage extends Envelope {
  type: 'obstacle'
  body: ObstacleBody
}

export interface OutcomeReportMessage extends Envelope {
  type: 'outcome-report'
  body: OutcomeReportBody
}

export interface PostponedMessage extends Envelope {
  type: 'postponed'
  body: PostponedBody
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

export interface PreservationReleaseMessage extends Envelope {
  type: 'preservation-release'
  body: PreservationReleaseBody
}

export interface PreservationRiskMessage extends Envelope {
  type: 'preservation-risk'
  body: PreservationRiskBody
}

export interface RemedyNoticeMessage extends Envelope {
  type: 'remedy-notice'
  body: RemedyNoticeBody
}

export interface ReopenMessage extends Envelope {
  type: 'reopen'
  body: ReopenBody
}

export interface RequestMessage extends Envelope {
  type: 'request'
  body: RequestBody
}

export interface ResumedMessage extends Envelope {
  type: 'resumed'
  body: ResumedBody
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
  'acknowledgement': AcknowledgementMessage
  'close': CloseMessage
  'conditions-accept': ConditionsAcceptMessage
  'conditions-decline': ConditionsDeclineMessage
  'conditions-offer': ConditionsOfferMessage
  'confidentiality-choice': ConfidentialityChoiceMessage
  'confidentiality-unable': ConfidentialityUnableMessage
  'consult-open': ConsultOpenMessage
  'consult-view': ConsultViewMessage
  'contact-note': ContactNoteMessage
  'decision': DecisionMessage
  'delivery': DeliveryMessage
  'delivery-receipt': DeliveryReceiptMessage
  'forwarded': ForwardedMessage
  'information-request': InformationRequestMessage
  'information-response': InformationResponseMessage
  'obstacle': ObstacleMessage
  'outcome-report': OutcomeReportMessage
  'postponed': PostponedMessage
  'preservation-confirm': PreservationConfirmMessage
  'preservation-extend': PreservationExtendMessage
  'preservation-extended': PreservationExtendedMessage
  'preservation-extension-refused': PreservationExtensionRefusedMessage
  'preservation-instruct': PreservationInstructMessage
  'preservation-link': PreservationLinkMessage
  'preservation-release': PreservationReleaseMessage
  'preservation-risk': PreservationRiskMessage
  'remedy-notice': RemedyNoticeMessage
  'reopen': ReopenMessage
  'request': RequestMessage
  'resumed': ResumedMessage
  'status-report': StatusReportMessage
  'status-request': StatusRequestMessage
  'supplement': SupplementMessage
  'use-consent': UseConsentMessage
  'use-refuse': UseRefuseMessage
  'use-request': UseRequestMessage
  'withdraw': WithdrawMessage
}

export type MessageType = keyof Messages

/** Any message; `type` says which. */
export type Message = Messages[MessageType]

export const messageTypes = [
  'acknowledgement',
  'close',
  'conditions-accept',
  'conditions-decline',
  'conditions-offer',
  'confidentiality-choice',
  'confidentiality-unable',
  'consult-open',
  'consult-view',
  'contact-note',
  'decision',
  'delivery',
  'delivery-receipt',
  'forwarded',
  'information-request',
  'information-response',
  'obstacle',
  'outcome-report',
  'postponed',
  'preservation-confirm',
  'preservation-extend',
  'preservation-extended',
  'preservation-extension-refused',
  'preservation-instruct',
  'preservation-link',
  'preservation-release',
  'preservation-risk',
  'remedy-notice',
  'reopen',
  'request',
  'resumed',
  'status-report',
  'status-request',
  'supplement',
  'use-consent',
  'use-refuse',
  'use-request',
  'withdraw',
] as const satisfies readonly MessageType[]
