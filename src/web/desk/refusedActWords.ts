import { isUuid } from '../../exchange/identifiers.ts'
import type { Sentence } from './words.ts'

/** What somebody wanted and was refused. */
export type WantedAct =
  /** A page of the desk, or what a form of it does; `rest`: the ids in its address. */
  | { readonly kind: 'page' | 'form'; readonly page: Sentence; readonly rest: readonly string[] }
  /** An act, called as the log would call it had it been done. */
  | { readonly kind: 'act'; readonly act: Sentence; readonly rest: readonly string[] }

/** What the pages of the desk are called, by the first part of their addresses. */
const pages: Readonly<Record<string, Sentence>> = {
  '': 'dayTitle',
  ask: 'askTitle',
  bundles: 'bundles',
  cases: 'requests',
  check: 'check',
  delegations: 'delegations',
  drafts: 'drafts',
  passkeys: 'passkeys',
  password: 'password',
  people: 'people',
  prove: 'proveTitle',
  retention: 'overKept',
  running: 'thisNode',
  search: 'search',
  searches: 'savedSearches',
  'second-factor': 'secondFactor',
  templates: 'templates',
  training: 'trainingTitle',
  typed: 'typedTitle',
}

/** Acts by the words with which the log has them where they were refused: of those that fit, the longest. */
const acts: Readonly<Record<string, Sentence>> = {
  cases: 'eventCaseListed',
  case: 'eventCaseRead',
  messages: 'eventCaseRead',
  message: 'eventCaseRead',
  moves: 'eventCaseRead',
  'sign in': 'eventPersonSignedIn',
  'log read': 'eventLogRead',
  'log check': 'eventLogCheckBegun',
  'log missed': 'missed',
  'log unreasoned': 'unreasoned',
  statistics: 'eventStatisticsRead',
  export: 'eventExportMade',
  court: 'eventExportMade',
  erase: 'eventRecordErased',
  hold: 'eventHoldPlaced',
  'hold --release': 'eventHoldReleased',
  'outbox resend': 'eventDeliveryResent',
  'exhibit add': 'eventExhibitTaken',
  'exhibit upload': 'eventUploadBegun',
  'exhibit upload end': 'eventUploadEnded',
  upload: 'eventExhibitTaken',
  'exhibit list': 'eventExhibitListed',
  'exhibit save': 'eventExhibitOpened',
  'exhibit custody': 'eventExhibitTraced',
  'exhibit note': 'eventExhibitNoted',
  'exhibit rule': 'eventExhibitRuled',
  'exhibit accept': 'eventExhibitAccepted',
  'exhibit fetch': 'eventExhibitWanted',
  'carrier write': 'eventCarrierWritten',
  'carrier read': 'eventCarrierRead',
  'carrier receipts': 'eventCarrierSettled',
  'carrier confirm': 'eventCarrierConfirmed',
  draft: 'eventDraftRead',
  'draft request': 'eventDraftBegun',
  'draft request like': 'eventDraftBegun',
  'draft request of': 'eventDraftBegun',
  'draft write': 'wantedDraftWritten',
  'draft file': 'wantedDraftWritten',
  'draft file off': 'wantedDraftWritten',
  'draft submit': 'eventDraftSubmitted',
  'draft send': 'eventDraftSent',
  'draft resume': 'eventDraftResumed',
  'draft approve': 'eventDraftApproved',
  'draft return': 'eventDraftReturned',
  'draft drop': 'eventDraftDropped',
  'token make': 'eventTokenMade',
  'token confirm': 'eventTokenConfirmed',
  'token revoke': 'eventTokenRevoked',
  'webhook make': 'eventWebhookMade',
  'webhook disable': 'eventWebhookDisabled',
  'webhook resend': 'eventWebhookResent',
  'passkey add': 'eventPersonPasskey',
  'passkey remove': 'eventPersonPasskey',
  'person add': 'eventPersonAdded',
  'person roles': 'eventPersonChanged',
  'person disable': 'eventPersonDisabled',
  'person enable': 'eventPersonEnabled',
  'person password': 'eventPersonPasswordSet',
  'person confirm': 'eventPersonConfirmed',
  'person passkeys': 'eventPersonPasskey',
  'person second-factor': 'eventPersonSecondFactor',
  'person link': 'eventPersonLinked',
  'person unlink': 'eventPersonUnlinked',
}

/**
 * What somebody wanted, taken apart.
 *
 * @param wanted - the detail `wanted` of an entry: an address of the desk with its method, or the words of a command
 * @param isType - whether a word is a type of message, for a draft of it is wanted by its name
 * @returns with what else it names (ids, names, options); null where nothing is known of such an act
 */
export function wantedAct(wanted: string, isType: (word: string) => boolean): WantedAct | null {
  const [, method = '', path] = /^(GET|HEAD|POST|PATCH) \/(\S*)$/.exec(wanted) ?? []
  return path === undefined ? actIn(wanted.split(' '), isType) : pageAt(method, path.split('/'))
}

function pageAt(method: string, [first = '', ...rest]: readonly string[]): WantedAct | null {
  const page = Object.hasOwn(pages, first) ? pages[first] : undefined
  if (page === undefined) return null
  return {
    kind: method === 'GET' || method === 'HEAD' ? 'page' : 'form',
    page,
    rest: rest.filter(isUuid),
  }
}

function actIn(said: readonly string[], isType: (word: string) => boolean): WantedAct | null {
  const [first, second = '', ...others] = said
  if (first === 'draft' && isType(second))
    return {
      kind: 'act',
      act: 'eventDraftBegun',
      rest: [second, ...others.filter((one) => one !== 'like' && one !== 'of')],
    }
  for (let length = 3; length > 0; length -= 1) {
    const words = said.slice(0, length).join(' ')
    const act = Object.hasOwn(acts, words) ? acts[words] : undefined
    if (act !== undefined && length <= said.length) return { kind: 'act', act, rest: said.slice(length) }
  }
  return null
}
