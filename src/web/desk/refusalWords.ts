import type { Refusal, RefusalCode } from '../../message/refusal.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import type { Sentence, Words } from './words.ts'

/** What a refusal says to people; of what is not here it is that the form could not be read. */
const sentences: Readonly<Partial<Record<RefusalCode, Sentence>>> = {
  PERSON_EXISTS: 'personExists',
  PERSON_UNKNOWN: 'personUnknown',
  PERSON_DISABLED: 'personIsDisabled',
  PERSON_NOT_DISABLED: 'personIsEnabled',
  PERSON_NOT_ADMITTED: 'notAdmitted',
  SIGN_IN_TOO_OFTEN: 'tooOften',
  PASSWORD_WRONG: 'passwordWrong',
  PASSWORD_TOO_SHORT: 'passwordTooShort',
  PASSWORD_COMMON: 'passwordCommon',
  PASSWORD_UNCHANGED: 'passwordUnchanged',
  PASSWORDS_DIFFER: 'passwordsDiffer',
  SECOND_FACTOR_WRONG: 'codeWrong',
  SECOND_FACTOR_MISSING: 'secondFactorMissing',
  SECOND_FACTOR_EXISTS: 'secondFactorExists',
  SECOND_FACTOR_SEALED: 'secondFactorSealed',
  SECOND_STEP_OVER: 'stepOver',
  NODE_BUSY: 'busy',
  NODE_ROLLED_BACK: 'outOfService',
  FORM_FROM_ELSEWHERE: 'formFromElsewhere',
  FORM_TOKEN_INVALID: 'formOfOtherSession',
}

/** What is wrong with a person who is to be added, by the member. */
const ofMember: Readonly<Record<string, Sentence>> = {
  '/signInName': 'signInNameInvalid',
  '/name': 'nameInvalid',
  '/authority': 'authorityInvalid',
  '/language': 'languageInvalid',
  '/roles': 'rolesInvalid',
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
  { code, pointer = '', expected = [] }: Refusal,
  { origin, nowMs }: { readonly origin: string; readonly nowMs: number },
): string {
  const { desk } = exchangeLimits
  const [until = ''] = expected
  const left = code === 'SIGN_IN_TOO_OFTEN' ? Date.parse(until) - nowMs : 0
  const sentence = (code === 'PERSON_INVALID' ? ofMember[pointer] : sentences[code]) ?? 'formUnreadable'
  return say(sentence, {
    origin,
    minutes: Math.max(1, Math.ceil(left / minuteMs)),
    count: sentence === 'nameInvalid' ? desk.nameCharactersMax : desk.passwordCharactersMin,
  })
}
