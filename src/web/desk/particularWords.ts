import type { AuthorityRole, ParticularName } from '../../message/particular.ts'
import type { SpokenGuard } from '../../workflow/guards.ts'
import type { Sentence } from './words.ts'

/**
 * How each thing that a rule has to say is said at the desk, below the sentence of its code; null where that sentence says it all.
 * What the forms say of a fault in a field is said here in the same words.
 */
export const particularSentences = {
  mayNotAsk: 'toldMayNotAsk',
  doesNotAnswer: 'toldDoesNotAnswer',
  otherDesignated: 'toldOtherDesignated',
  addressedIs: 'toldAddressedIs',
  kindNotKnownThere: 'toldKind',
  kindNotCovered: 'toldKind',
  messageBytesMost: 'toldBytesMost',
  fileBytesMost: 'toldFileBytesMost',
  basisNotInForce: 'toldInstrument',
  articlesAre: 'toldArticlesAre',
  basesAccepted: 'toldBasesAccepted',
  onlyOnTreaty: 'toldMeasure',
  codeForOthers: 'toldCode',
  noSeriousOffence: 'toldNoSeriousOffence',
  onlyElectronicEvidence: 'toldOnlyElectronic',
  offenceWanted: 'toldOffenceWanted',
  contentWanted: 'toldWanted',
  contentWantedBy: 'toldWantedBy',
  basisAsksDual: 'toldBasisAsksDual',
  stateExaminesDual: 'toldStateExaminesDual',
  basisLetsRefuse: 'toldBasisLetsRefuse',
  describeConduct: null,
  nationalsRefused: null,
  nationalsOnCondition: null,
  extraditesFrom: 'toldExtraditesFrom',
  withGraver: 'toldWithGraver',
  deathPenaltyThere: 'toldMeasure',
  deathPenaltyAbolished: 'toldDeathAbolished',
  deathPenaltyNotCarriedOut: 'toldDeathNotCarriedOut',
  assuranceToOffer: 'toldAssuranceToOffer',
  assuranceMayBeAsked: 'toldAssuranceAsked',
  attachesToEverything: null,
  conditionsNamed: 'toldConditions',
  holdLasts: 'toldHoldLasts',
  renewedAtMost: 'toldRenewedAtMost',
  noHoldRenewed: null,
  renewsAtMost: 'toldRenewedAtMost',
  renewedOnlySo: 'toldOnlySo',
  holdMayBeRefused: 'toldHoldMayBeRefused',
  acknowledgesWithin: 'toldAcknowledges',
  givesNewsEvery: 'toldGivesNews',
  takesUpUrgent: 'toldTakesUp',
  dayIsBefore: null,
  fewDaysLeft: 'toldFewDays',
  sayWhyNotHeard: null,
  diplomaticToo: null,
  diplomaticNotUsed: null,
  interpolToo: null,
  interpolNotTaken: null,
  basisGoesBy: 'toldGoesBy',
  basisKnowsNoOral: 'toldNoOral',
  writeFast: 'toldWriteFast',
  oralNotTaken: 'toldOralNotTaken',
  oralTakenFirst: 'toldOralFirst',
  paperAsked: 'toldPaperAsked',
  paperFollows: 'toldPaperOfBasis',
  originalNotSettled: 'toldLeftToState',
  authorityReads: 'toldReads',
  textsUnread: 'toldTextsUnread',
  lettersOfOther: 'toldLettersOfOther',
  translationOwed: 'toldTranslationOwed',
  authorityMayNotAsk: 'toldAuthorityNotAsk',
  authorityMayNotAnswer: 'toldAuthorityNotAnswer',
  measureIs: 'toldMeasure',
  measuresAre: 'toldMeasures',
  measureTwice: 'toldMeasureTwice',
  resultOfOther: 'toldResultOfOther',
  writesTo: 'toldWritesTo',
  clockRunOut: 'toldClockRunOut',
  clockEndsLate: 'toldClockEndsLate',
  fileUnlisted: 'toldFileUnlisted',
  fileUndeclared: 'toldFileUndeclared',
  fileWithoutCustody: 'toldFileWithoutCustody',
  guardNotKept: 'toldGuard',
  clockNotRight: 'toldClockNotRight',
  wordsNotRight: 'toldWordsNotRight',
  noneOfSeveral: 'toldNoneOfSeveral',
  recordEmpty: 'toldRecordEmpty',
  listNotPinned: 'toldListNotPinned',
  authorityIs: 'toldAuthority',
  authorityNotOurs: 'toldNotOurs',
  authorityInNoList: 'toldInNoList',
  noKeyInForce: 'toldNoKey',
  schemasNotSpoken: 'toldNotSpoken',
  kindNotSpoken: 'toldKindNotSpoken',
  bytesOverMost: 'toldBytesOver',
  samePerson: 'toldSamePerson',
  approverWanted: 'toldApproverWanted',
  signedAtOther: 'toldSignedAtOther',
  signedLongAgo: 'toldSignedLongAgo',
  countsOtherwise: 'toldCountsOtherwise',
  consentToName: 'toldConsentToName',
  consentNotGiven: 'toldConsentNotGiven',
  dataOf: 'toldDataOf',
  dataOfRecord: 'toldDataOfRecord',
  dataForAuthority: 'toldDataForAuthority',
  fileIs: 'toldFile',
  codeIs: 'toldCode',
  inNoRecord: 'toldInNoRecord',
  depositDiffers: 'toldDepositDiffers',
  enclosedTooDeep: 'toldEnclosedTooDeep',
  standsElsewhere: 'toldStandsElsewhere',
  sentAndErased: 'toldSentAndErased',
  otherUnderId: 'toldOtherUnderId',
  notAnObject: 'toldNotAMessage',
  versionNotKnown: 'toldVersionNotKnown',
  schemasNotKnown: 'toldSchemasNotKnown',
  typeNotKnown: 'toldTypeNotKnown',
  usesLater: 'toldUsesLater',
  memberMissing: 'fieldMissing',
  memberNotKnown: 'toldNotKnown',
  memberSaysNothing: 'fieldNotListed',
  memberNotAllowed: 'toldNotAllowed',
  notInList: 'fieldNotListed',
  notPlainText: 'toldNotPlainText',
  twoChains: 'toldTwoChains',
  oneOfThese: 'fieldOneOf',
  oneOfSeveral: 'toldOneOfSeveral',
  charactersMost: 'fieldTooLong',
  charactersLeast: 'fieldTooShort',
  itemsMost: 'rowsTooMany',
  itemsLeast: 'rowsTooFew',
  membersMost: 'rowsTooMany',
  membersLeast: 'rowsTooFew',
  numberLeast: 'fieldTooSmall',
  numberMost: 'fieldTooLarge',
  itemTwice: 'rowsTwice',
  itemsNotMarked: 'rowsNotMarked',
  itemsMarkedWrong: 'rowsNotMarked',
  notOfPattern: 'fieldNotSo',
  notOfFormat: 'fieldNotSo',
  notOfType: 'fieldNotSo',
  notTheConstant: 'fieldNotListed',
  mustNotBe: 'fieldNotSo',
  andMore: 'toldAndMore',
  stateWrote: 'toldWords',
  stateWroteOf: 'toldWords',
  itsWords: 'toldWords',
} as const satisfies Readonly<Record<ParticularName, Sentence | null>>

/** What a claim asks of a message that does not hold, by its name. */
export const guardSentences = {
  groundsAllowed: 'guardGroundsAllowed',
  intendedAllowed: 'guardIntendedAllowed',
  postponementAllowed: 'guardPostponementAllowed',
  consulted: 'guardConsulted',
  consultedToPostpone: 'guardConsultedToPostpone',
  beforeEnd: 'guardBeforeEnd',
  extensionInTime: 'guardExtensionInTime',
  minimumKept: 'guardMinimumKept',
  laterEnd: 'guardLaterEnd',
  minimumPassed: 'guardMinimumPassed',
  exhibitsEnclosed: 'guardExhibitsEnclosed',
  resultGiven: 'guardResultGiven',
  manifestGiven: 'guardManifestGiven',
  everyFileAgrees: 'guardEveryFileAgrees',
  acceptedIsKept: 'guardAcceptedIsKept',
  replacesDisputed: 'guardReplacesDisputed',
  conditionsAnswered: 'guardConditionsAnswered',
  reasonsGiven: 'guardReasonsGiven',
  basisGoverns: 'guardBasisGoverns',
  sameState: 'guardSameState',
} as const satisfies Readonly<Record<SpokenGuard, Sentence>>

export const roleSentences = {
  central: 'roleCentral',
  extradition: 'roleExtradition',
  contactPoint24x7: 'roleContactPoint',
  assetRecovery: 'roleAssetRecovery',
  court: 'roleCourt',
  execution: 'roleExecution',
  police: 'rolePolice',
  prosecution: 'roleProsecution',
} as const satisfies Readonly<Record<AuthorityRole, Sentence>>

/** Which member of a file tells what a deposit has otherwise than the draft. */
export const aspectMembers: Readonly<Record<string, string>> = {
  sha256: 'sha256',
  sha512: 'sha512',
  size: 'bytes',
  'sealed form': 'sealed',
  'sealed size': 'sealed',
  key: 'sealed',
  'verdict of a scanner': 'scan',
  source: 'derivedFrom',
}

/** Sources that are no articles. */
const sources: Readonly<Record<string, Sentence>> = {
  'what the State says of itself': 'sourceState',
  limits: 'sourceLimits',
  schemas: 'sourceSchemas',
  'schemas/code': 'sourceSchemas',
  'the law of the requested State': 'sourceRequestedLaw',
  'law of the requested State': 'sourceRequestedLaw',
  'courtesy among States': 'sourceCourtesy',
  'the bilateral treaty': 'sourceBilateral',
  'no basis named yet': 'noBasisNamed',
  'no coercion': 'noBasisNamed',
}

/** Where a rule stands: articles, read alike in every language; or what is no article, in words. */
export type CitedSource = { readonly articles: string } | { readonly sentence: Sentence }

/**
 * The articles that a source of a rule cites, without what is remarked of them in English for whoever keeps the rules; null where it
 * names none and is none of those that have words.
 */
export function citedIn(source: string): CitedSource | null {
  const sentence = sources[source]
  if (sentence !== undefined) return { sentence }
  const articles = source
    .replace(/^model treaty on mutual assistance /, 'MT MLA ')
    .split(/: |; /)
    .map((piece) => piece.replace(/, (?=[a-z]{3}).*$/, '').replace(/ taken over$/, ''))
    .map((piece) => piece.replace(/(?<=[0-9)]) to (?=[0-9])/g, '–'))
    .filter((piece) => /^([0-9]*[A-Z]|Article|[0-9][-–0-9(), ]*$)/.test(piece))
    .filter((piece) => !/[a-z]{3,} [a-z]{2,}/.test(piece))
  return articles.length === 0 ? null : { articles: articles.join('; ') }
}
