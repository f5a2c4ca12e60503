import type { Refusal, RefusalCode } from '../../message/refusal.ts'
import { daysMax } from '../../exchange/drafts/delegations.ts'
import { placeLengthMax } from '../../exhibit/place.ts'
import { reasonLengthMax } from '../../exhibit/reason.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import { providerLimits } from '../../exchange/people/provider/limits.ts'
import { webLimits } from '../limits.ts'
import type { SpokenGuard } from '../../workflow/guards.ts'
import { messageRefusal, messageRefusals } from './messageRefusals.ts'
import { guardSentences } from './particularWords.ts'
import { providerSentences } from './providerWords.ts'
import { systemMembers, systemSentences } from './systemWords.ts'
import type { Sentence, Words } from './words.ts'

/** What the workflow has against what is whole. */
const ofWorkflow = {
  GROUND_NOT_ALLOWED: 'groundNotAllowed',
  WORKFLOW_CONSULTATION_MISSING: 'consultationMissing',
  WORKFLOW_TOO_LATE: 'tooLateToSay',
  DEADLINE_TOO_SHORT: 'dateTooShort',
  DEADLINE_TOO_LONG: 'dateTooLong',
  PERIOD_REVERSED: 'periodReversed',
  MEASURE_UNKNOWN: 'measureUnknown',
} as const satisfies Readonly<Partial<Record<RefusalCode, Sentence>>>

/** What a refusal says to people; of what is not here its code is told, and of a form that it could not be read. */
const sentences: Readonly<Partial<Record<RefusalCode, Sentence>>> = {
  PERSON_EXISTS: 'personExists',
  PERSON_UNKNOWN: 'personUnknown',
  PERSON_DISABLED: 'personIsDisabled',
  PERSON_NOT_DISABLED: 'personIsEnabled',
  PERSON_LAST_ADMINISTRATOR: 'lastAdministrator',
  PERSON_NOT_ADMITTED: 'notAdmitted',
  SIGN_IN_TOO_OFTEN: 'tooOften',
  PASSWORD_MISSING: 'passwordEmpty',
  PASSWORD_WRONG: 'passwordWrong',
  PASSWORD_TOO_SHORT: 'passwordTooShort',
  PASSWORD_COMMON: 'passwordCommon',
  PASSWORD_UNCHANGED: 'passwordUnchanged',
  PASSWORDS_DIFFER: 'passwordsDiffer',
  SECOND_FACTOR_WRONG: 'codeWrong',
  SECOND_FACTOR_MISSING: 'secondFactorMissing',
  SECOND_FACTOR_EXISTS: 'secondFactorExists',
  SECOND_FACTOR_SEALED: 'secondFactorSealed',
  PERSON_NOT_CONFIRMED: 'personNotConfirmed',
  CONFIRMER_NOT_ANOTHER: 'confirmerNotAnother',
  CONFIRMATION_NOT_AWAITED: 'confirmationNotAwaited',
  SECOND_FACTOR_REQUIRED: 'secondFactorRequired',
  SECOND_STEP_OVER: 'stepOver',
  PASSKEYS_NOT_POSSIBLE: 'passkeysNotHere',
  PASSKEYS_TOO_MANY: 'passkeysTooMany',
  PASSKEY_NAME_INVALID: 'passkeyNameInvalid',
  PASSKEY_EXISTS: 'passkeyExists',
  PASSKEY_MISSING: 'passkeyMissing',
  PASSKEY_UNKNOWN: 'passkeyUnknown',
  PASSKEY_ANSWER_INVALID: 'passkeyWrong',
  PASSKEY_CHALLENGE_OVER: 'passkeyOver',
  PASSKEY_ORIGIN_WRONG: 'passkeyElsewhere',
  PASSKEY_UNVERIFIED: 'passkeyUnverified',
  PASSKEY_COUNTER_BACK: 'passkeyCounterBack',
  PASSKEY_WRONG: 'passkeyWrong',
  ...providerSentences,
  NODE_BUSY: 'busy',
  QUESTIONS_TOO_MANY: 'busy',
  CHECK_RUNNING: 'runGoesOn',
  NODE_ROLLED_BACK: 'outOfService',
  HOST_UNKNOWN: 'hostUnknown',
  FORM_FROM_ELSEWHERE: 'formFromElsewhere',
  FORM_TOKEN_INVALID: 'formOfOtherSession',
  FORM_TOO_LARGE: 'formTooLarge',
  AUTHORITY_UNKNOWN: 'askedUnknown',
  MESSAGE_NOT_GIVEN_UP: 'notGivenUp',
  ...systemSentences,
  DELEGATION_INVALID: 'delegationsTooMany',
  ASSIGNEE_INVALID: 'assigneeInvalid',
  ASSIGNMENT_CHANGED: 'assignmentChanged',
  DRAFT_CHANGED: 'draftChanged',
  DRAFT_STAGE_WRONG: 'draftStageWrong',
  DRAFT_TOO_LARGE: 'draftTooLarge',
  DRAFTS_TOO_MANY: 'draftsTooMany',
  DRAFT_TAKES_NO_FILES: 'noFilesHere',
  DRAFT_FILES_TOO_MANY: 'draftFilesTooMany',
  DRAFT_FILE_THERE: 'fileThere',
  EXHIBIT_TOO_LARGE: 'fileTooLarge',
  EXHIBIT_INFECTED: 'fileInfected',
  EXHIBIT_NO_SPACE: 'filesNoSpace',
  EXHIBIT_STORE_UNAVAILABLE: 'filesStoreAway',
  EXHIBIT_UNKNOWN: 'fileNotHere',
  EXHIBIT_ERASED: 'fileNotHere',
  EXHIBIT_NOT_WHOLE: 'fileNotHere',
  UPLOAD_TOO_SLOW: 'uploadBroken',
  UPLOAD_UNKNOWN: 'uploadGone',
  UPLOAD_EXPIRED: 'uploadGone',
  UPLOAD_ENDED: 'uploadGone',
  UPLOAD_QUOTA_REACHED: 'uploadsTooMany',
  TEMPLATE_UNKNOWN: 'templateUnknown',
  TEMPLATE_NAME_INVALID: 'templateNameInvalid',
  TEMPLATE_EXISTS: 'templateExists',
  TEMPLATES_TOO_MANY: 'templatesTooMany',
  SEARCH_UNKNOWN: 'searchGone',
  SEARCH_NAME_INVALID: 'searchNameInvalid',
  SEARCH_EXISTS: 'searchExists',
  SEARCHES_TOO_MANY: 'searchesTooMany',
  BUNDLE_EMPTY: 'bundleEmpty',
  BUNDLE_TOO_LARGE: 'bundleTooLarge',
  BUNDLE_NO_SPACE: 'bundleNoSpace',
  BUNDLE_STOPPED: 'bundleStopped',
  BUNDLE_DATABASE_AWAY: 'bundleDatabaseAway',
  BUNDLE_LOST: 'bundleLostWhat',
  BUNDLES_TOO_MANY: 'bundlesTooMany',
  JSON_INVALID: 'fileNoJson',
  JSON_TOO_DEEP: 'fileNoJson',
  JSON_TOO_LARGE: 'jsonTooLarge',
  SECOND_PERSON_MISSING: 'secondPersonMissing',
  STEP_UP_MISSING: 'stepUpMissing',
  MESSAGE_INVALID: 'draftNotWhole',
  CONTENT_MISSING: 'draftNotWhole',
  REPLY_MISSING: 'replyMissing',
  REPLY_MISMATCH: 'replyMissing',
  WORKFLOW_NOT_EXPECTED: 'notExpected',
  WORKFLOW_WRONG_SIDE: 'notExpected',
  RECORD_CLOSED: 'notExpected',
  ...ofWorkflow,
  NODE_UNAVAILABLE: 'sentLater',
  NODE_UNWITNESSED: 'sentLater',
  PEER_NOT_HEARD: 'sentLater',
}

/** What is wrong with a person who is to be added, by the member. */
const ofMember: Readonly<Record<string, Sentence>> = {
  '/signInName': 'signInNameInvalid',
  '/name': 'nameInvalid',
  '/authority': 'authorityInvalid',
  '/language': 'languageInvalid',
  '/roles': 'rolesInvalid',
}

/** Roles may be too few, or stand beside that of an administrator. */
function ofPerson(pointer: string, expected: readonly string[]): Sentence | undefined {
  return pointer === '/roles' && expected.length > 0 ? 'rolesAdministratorAlone' : ofMember[pointer]
}

/** What is wrong with a form by its member, whatever the code. */
const byMember: Readonly<Record<string, Sentence>> = {
  'FORM_MEMBER_INVALID /reason': 'reasonMissing',
  'STEP_UP_MISSING /passkeys': 'passkeyProveOver',
  'SECOND_PERSON_MISSING /signInName': 'passkeyOfOwn',
  ...systemMembers,
  'DELEGATION_INVALID /receiver': 'delegationReceiverInvalid',
  'DELEGATION_INVALID /from': 'delegationFromInvalid',
  'DELEGATION_INVALID /until': 'delegationUntilInvalid',
  'FORM_MEMBER_INVALID /files': 'filesMissing',
  'FORM_TOO_LARGE /files': 'filesTooLarge',
  'FORM_FIELDS_TOO_MANY /files': 'filesTooMany',
  'FORM_TYPE_UNKNOWN /files': 'uploadBroken',
  'FORM_MEMBER_INVALID /file': 'filesMissing',
  'FORM_TOO_LARGE /file': 'jsonTooLarge',
  'FORM_TYPE_UNKNOWN /file': 'uploadBroken',
  'MESSAGE_INVALID /file': 'fileNoJson',
  'MESSAGE_INVALID /title': 'fileTitleInvalid',
  'MESSAGE_INVALID /at': 'collectedAtInvalid',
  'TIME_OUT_OF_RANGE /at': 'collectedAtInvalid',
  'MESSAGE_INVALID /by': 'collectedByInvalid',
  'MESSAGE_INVALID /place': 'collectedWhereInvalid',
  'MESSAGE_INVALID /intakePlace': 'intakeWhereInvalid',
  'MESSAGE_INVALID /intakeReason': 'intakeWhyInvalid',
  'MESSAGE_INVALID /reference': 'referenceInvalid',
  'MESSAGE_INVALID /language': 'languageInvalid',
}

/** What a message must hold to answer, and does not, in words; null: it does not name what it answers, or nothing more is known. */
function unkeptIn({ code, pointer, says = [] }: Refusal): Sentence | null {
  if (code !== 'REPLY_MISMATCH' || pointer === '/inReplyTo') return null
  const [guard] = says.flatMap((one) => (one.name === 'guardNotKept' ? [one.values.guard] : []))
  return guard !== undefined && Object.hasOwn(guardSentences, guard)
    ? guardSentences[guard as SpokenGuard]
    : null
}

/** What is told of a draft that is whole and would not be sent. */
export function unsendableText({ say }: Words, refusal: Refusal): string {
  const unkept = unkeptIn(refusal)
  if (unkept !== null) return say('ruleNotKept', { rule: say(unkept) })
  const { code } = refusal
  const known: Readonly<Partial<Record<RefusalCode, Sentence>>> = {
    ...sentences,
    MESSAGE_INVALID: messageRefusals.MESSAGE_INVALID,
    CONTENT_MISSING: messageRefusals.CONTENT_MISSING,
  }
  return say(known[code] ?? messageRefusal(code) ?? 'refusedWithCode', { code })
}

const minuteMs = 60_000

/**
 * What is told of a refusal.
 *
 * @param origin - of the desk
 * @param nowMs - for what must wait until a time
 */
export function textOfRefusal(
  { say }: Words,
  refusal: Refusal,
  { origin, nowMs }: { readonly origin: string; readonly nowMs: number },
): string {
  const { code, pointer = '', expected = [] } = refusal
  const unkept = unkeptIn(refusal)
  if (unkept !== null) return say('ruleNotKept', { rule: say(unkept) })
  const [until = ''] = expected
  const left = code === 'SIGN_IN_TOO_OFTEN' ? Date.parse(until) - nowMs : 0
  const sentence =
    (code === 'PERSON_INVALID'
      ? ofPerson(pointer, expected)
      : (byMember[`${code} ${pointer}`] ?? sentences[code])) ??
    (code.startsWith('FORM_') ? 'formUnreadable' : 'refusedWithCode')
  return say(sentence, {
    origin,
    code,
    minutes: Math.max(1, Math.ceil(left / minuteMs)),
    count: counts[sentence] ?? exchangeLimits.desk.passwordCharactersMin,
  })
}

/** What a sentence tells as the most that may be. */
const counts: Readonly<Partial<Record<Sentence, number>>> = {
  linkInvalid: providerLimits.subjectCharactersMax,
  nameInvalid: exchangeLimits.desk.nameCharactersMax,
  passkeysTooMany: exchangeLimits.passkeys.ofPersonMax,
  passkeyNameInvalid: exchangeLimits.passkeys.nameCharactersMax,
  reasonMissing: exchangeLimits.drafts.reasonCharactersMax,
  delegationUntilInvalid: daysMax,
  delegationsTooMany: exchangeLimits.drafts.delegationsMax,
  referenceInvalid: 100,
  draftTooLarge: exchangeLimits.drafts.bytesMax / 1024,
  draftsTooMany: exchangeLimits.drafts.ofAuthorityMax,
  draftFilesTooMany: exchangeLimits.drafts.filesMax,
  filesTooLarge: webLimits.desk.files.bytesMax / 1024 ** 2,
  filesTooMany: webLimits.desk.files.filesMax,
  jsonTooLarge: webLimits.desk.files.jsonBytesMax / 1024,
  intakeWhereInvalid: placeLengthMax,
  intakeWhyInvalid: reasonLengthMax,
  templateNameInvalid: exchangeLimits.drafts.templateNameCharactersMax,
  templatesTooMany: exchangeLimits.drafts.templatesMax,
  searchNameInvalid: exchangeLimits.search.savedNameCharactersMax,
  searchesTooMany: exchangeLimits.search.savedMax,
  tokensTooMany: exchangeLimits.access.tokensMax,
  tokenDaysInvalid: exchangeLimits.access.daysMax,
  endpointsTooMany: exchangeLimits.webhooks.endpointsMax,
  endpointUrlInvalid: exchangeLimits.webhooks.urlCharactersMax,
}
