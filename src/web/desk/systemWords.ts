import { type AccessScope, accessScopes } from '../../exchange/accessTokens.ts'
import type { RefusalCode } from '../../message/refusal.ts'
import type { Sentence, Words } from './words.ts'

/** What is said of a refusal about a token or an endpoint of a system. */
export const systemSentences = {
  TOKEN_UNKNOWN: 'tokenUnknown',
  TOKEN_REVOKED: 'tokenRevokedAlready',
  TOKEN_EXPIRED: 'tokenOver',
  TOKEN_EXISTS: 'tokenExists',
  TOKENS_TOO_MANY: 'tokensTooMany',
  TOKEN_OFFICER_INVALID: 'tokenOfficerInvalid',
  WEBHOOK_ADDRESS_FORBIDDEN: 'endpointForbidden',
  WEBHOOK_EXISTS: 'endpointExists',
  WEBHOOKS_TOO_MANY: 'endpointsTooMany',
  WEBHOOK_DISABLED: 'endpointDisabledAlready',
  WEBHOOK_NOT_GIVEN_UP: 'noticeNotGivenUp',
} as const satisfies Readonly<Partial<Record<RefusalCode, Sentence>>>

/** The same by the member of the form. */
export const systemMembers = {
  'TOKEN_INVALID /name': 'systemNameInvalid',
  'TOKEN_INVALID /scopes': 'tokenScopesInvalid',
  'TOKEN_INVALID /authority': 'authorityInvalid',
  'TOKEN_INVALID /days': 'tokenDaysInvalid',
  'WEBHOOK_INVALID /name': 'systemNameInvalid',
  'WEBHOOK_INVALID /url': 'endpointUrlInvalid',
  'WEBHOOK_INVALID /authority': 'authorityInvalid',
  'WEBHOOK_INVALID /events': 'endpointEventsInvalid',
  'STEP_UP_MISSING /system': 'systemStepUpMissing',
  'CONFIRMER_NOT_ANOTHER /system': 'tokenConfirmerNotAnother',
  'CONFIRMATION_NOT_AWAITED /system': 'tokenNotAwaited',
} as const satisfies Readonly<Record<string, Sentence>>

/** What a token may, and what that means. */
export const scopeWords: Readonly<Record<AccessScope, { readonly text: Sentence; readonly hint: Sentence }>> =
  {
    audit: { text: 'scopeAudit', hint: 'scopeAuditHint' },
    exhibits: { text: 'scopeExhibits', hint: 'scopeExhibitsHint' },
    cases: { text: 'scopeCases', hint: 'scopeCasesHint' },
    moves: { text: 'scopeMoves', hint: 'scopeMovesHint' },
  }

/** What a scope is called; its own name where a newer program has given it. */
export function scopeText({ say }: Words, scope: string): string {
  const known = accessScopes.find((one) => one === scope)
  return known === undefined ? scope : say(scopeWords[known].text)
}
