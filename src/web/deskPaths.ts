import type { DeskRole } from '../exchange/people/person.ts'
import { askingFirstRoutes } from './desk/askingFirstPaths.ts'
import { checkingRoutes } from './desk/checkingPaths.ts'
import { passkeyRoutes } from './desk/passkeyPaths.ts'
import { systemRoutes } from './desk/systemPaths.ts'
import { uploadRoutes } from './desk/uploadPaths.ts'

/** Whom a page is for: everybody; whoever has signed in; or people with one of these roles. */
export type Audience = 'everybody' | 'signedIn' | readonly DeskRole[]

export interface DeskRoute {
  /** What is asked by GET changes nothing; what changes something is posted; bytes of a file go on where they ended. */
  readonly method: 'GET' | 'POST' | 'PATCH'
  /** As Express reads it. */
  readonly path: string
  readonly audience: Audience
  /** Whether its form may bring files. */
  readonly takesFiles?: true
  /** Whether bytes of a file come there by themselves. */
  readonly takesBytes?: true
  /** Whether what was typed into its form is kept where the session has ended: it has words of a person, and no secret. */
  readonly keepsTyped?: true
}

const administrators = ['administrator'] as const
/** Whoever may see requests of their authority. */
const readers = ['officer', 'approver', 'auditor'] as const

/** Whoever handles requests of their authority and writes drafts: an auditor is given no file. */
const writers = ['officer', 'approver'] as const
const approvers = ['approver'] as const

/** Every page of the desk: what stands here has a handler, and nothing else is answered. */
export const deskRoutes = {
  home: { method: 'GET', path: '/', audience: 'signedIn' },
  signInPage: { method: 'GET', path: '/sign-in', audience: 'everybody' },
  signIn: { method: 'POST', path: '/sign-in', audience: 'everybody' },
  chooseLanguage: { method: 'POST', path: '/language', audience: 'everybody' },
  signOut: { method: 'POST', path: '/sign-out', audience: 'signedIn' },
  passwordPage: { method: 'GET', path: '/password', audience: 'signedIn' },
  choosePassword: { method: 'POST', path: '/password', audience: 'signedIn' },
  secondStepPage: { method: 'GET', path: '/sign-in/code', audience: 'everybody' },
  secondStep: { method: 'POST', path: '/sign-in/code', audience: 'everybody' },
  sendToProvider: { method: 'POST', path: '/sign-in/provider', audience: 'everybody' },
  backFromProvider: { method: 'GET', path: '/sign-in/provider/back', audience: 'everybody' },
  provePage: { method: 'GET', path: '/prove', audience: 'signedIn' },
  prove: { method: 'POST', path: '/prove', audience: 'signedIn' },
  secondFactorPage: { method: 'GET', path: '/second-factor', audience: 'signedIn' },
  secondFactorPicture: { method: 'GET', path: '/second-factor/key.svg', audience: 'signedIn' },
  offerSecondFactor: { method: 'POST', path: '/second-factor/offer', audience: 'signedIn' },
  setSecondFactor: { method: 'POST', path: '/second-factor/set', audience: 'signedIn' },
  removeSecondFactor: { method: 'POST', path: '/second-factor/remove', audience: 'signedIn' },
  people: { method: 'GET', path: '/people', audience: administrators },
  addPersonPage: { method: 'GET', path: '/people/add', audience: administrators },
  addPerson: { method: 'POST', path: '/people/add', audience: administrators },
  changeRoles: { method: 'POST', path: '/people/:signInName/roles', audience: administrators },
  disablePerson: { method: 'POST', path: '/people/:signInName/disable', audience: administrators },
  confirmPersonPage: { method: 'GET', path: '/people/:signInName/confirm', audience: administrators },
  confirmPerson: { method: 'POST', path: '/people/:signInName/confirm', audience: administrators },
  enablePerson: { method: 'POST', path: '/people/:signInName/enable', audience: administrators },
  providerLinkPage: { method: 'GET', path: '/people/:signInName/provider', audience: administrators },
  linkPerson: { method: 'POST', path: '/people/:signInName/provider', audience: administrators },
  unlinkPerson: { method: 'POST', path: '/people/:signInName/provider/remove', audience: administrators },
  cases: { method: 'GET', path: '/cases', audience: readers },
  search: { method: 'GET', path: '/search', audience: readers },
  keepSearch: { method: 'POST', path: '/searches', audience: readers, keepsTyped: true },
  dropSearch: { method: 'POST', path: '/searches/:search/remove', audience: readers },
  training: { method: 'GET', path: '/training', audience: writers },
  case: { method: 'GET', path: '/cases/:request', audience: readers },
  assign: { method: 'POST', path: '/cases/:request/assignment', audience: writers },
  message: { method: 'GET', path: '/cases/:request/messages/:message', audience: readers },
  logged: { method: 'GET', path: '/cases/:request/entries/:leaf', audience: readers },
  changes: { method: 'GET', path: '/cases/:request/messages/:message/changes', audience: readers },
  letterFile: { method: 'GET', path: '/cases/:request/messages/:message/letter.:ending', audience: readers },
  signedFile: { method: 'GET', path: '/cases/:request/messages/:message/message.jws', audience: readers },
  recordFile: { method: 'GET', path: '/cases/:request/record.:ending', audience: readers },
  courtPage: { method: 'GET', path: '/cases/:request/court', audience: readers },
  makeCourt: { method: 'POST', path: '/cases/:request/court', audience: readers },
  bundles: { method: 'GET', path: '/bundles', audience: readers },
  bundleFile: { method: 'GET', path: '/bundles/:bundle/file', audience: readers },
  dropBundle: { method: 'POST', path: '/bundles/:bundle/drop', audience: readers },
  caseFile: { method: 'GET', path: '/cases/:request/files/:deposit', audience: readers },
  saveCaseFile: {
    method: 'POST',
    path: '/cases/:request/files/:deposit',
    audience: writers,
    keepsTyped: true,
  },
  takeOffSecondFactor: {
    method: 'POST',
    path: '/people/:signInName/second-factor',
    audience: administrators,
  },
  askPage: { method: 'GET', path: '/ask', audience: writers },
  ask: { method: 'POST', path: '/ask', audience: writers, keepsTyped: true },
  openDrafts: { method: 'GET', path: '/cases/:request/drafts', audience: writers },
  move: { method: 'POST', path: '/cases/:request/drafts', audience: writers },
  drafts: { method: 'GET', path: '/drafts', audience: writers },
  draft: { method: 'GET', path: '/drafts/:draft', audience: writers },
  writeHead: { method: 'POST', path: '/drafts/:draft/head', audience: writers, keepsTyped: true },
  draftPart: { method: 'GET', path: '/drafts/:draft/parts/:part', audience: writers },
  writePart: { method: 'POST', path: '/drafts/:draft/parts/:part', audience: writers, keepsTyped: true },
  checkDraft: { method: 'GET', path: '/drafts/:draft/check', audience: writers },
  submitDraft: { method: 'POST', path: '/drafts/:draft/submit', audience: writers },
  sendDraft: { method: 'POST', path: '/drafts/:draft/send', audience: writers },
  // In their own right, or in the place of an approver.
  approveDraft: { method: 'POST', path: '/drafts/:draft/approve', audience: writers },
  delegations: { method: 'GET', path: '/delegations', audience: writers },
  giveDelegation: { method: 'POST', path: '/delegations', audience: approvers },
  withdrawDelegation: { method: 'POST', path: '/delegations/:delegation/withdraw', audience: writers },
  returnDraft: { method: 'POST', path: '/drafts/:draft/return', audience: writers, keepsTyped: true },
  resumeDraft: { method: 'POST', path: '/drafts/:draft/resume', audience: writers },
  dropDraft: { method: 'POST', path: '/drafts/:draft/drop', audience: writers },
  draftFiles: { method: 'GET', path: '/drafts/:draft/files', audience: writers },
  addFiles: { method: 'POST', path: '/drafts/:draft/files', audience: writers, takesFiles: true },
  removeFile: { method: 'POST', path: '/drafts/:draft/files/remove', audience: writers },
  draftFile: { method: 'GET', path: '/drafts/:draft/files/:exhibit', audience: writers },
  saveDraftFile: {
    method: 'POST',
    path: '/drafts/:draft/files/:exhibit',
    audience: writers,
    keepsTyped: true,
  },
  againPage: { method: 'GET', path: '/cases/:request/again', audience: writers },
  again: { method: 'POST', path: '/cases/:request/again', audience: writers, keepsTyped: true },
  fromFilePage: { method: 'GET', path: '/ask/file', audience: writers },
  fromFile: { method: 'POST', path: '/ask/file', audience: writers, takesFiles: true },
  templates: { method: 'GET', path: '/templates', audience: writers },
  template: { method: 'GET', path: '/templates/:template', audience: writers },
  useTemplate: { method: 'POST', path: '/templates/:template', audience: writers, keepsTyped: true },
  deleteTemplate: { method: 'POST', path: '/templates/:template/delete', audience: writers },
  keepTemplate: { method: 'POST', path: '/drafts/:draft/template', audience: writers, keepsTyped: true },
  overKept: { method: 'GET', path: '/retention', audience: writers },
  typedForms: { method: 'GET', path: '/typed', audience: readers },
  dropTyped: { method: 'POST', path: '/typed/remove', audience: readers },
  running: { method: 'GET', path: '/running', audience: administrators },
  runningPeers: { method: 'GET', path: '/running/peers', audience: administrators },
  runningQueue: { method: 'GET', path: '/running/queue', audience: administrators },
  resend: { method: 'POST', path: '/running/queue/:digest/resend', audience: administrators },
  resendTo: { method: 'POST', path: '/running/queue/states/:state/resend', audience: administrators },
  runningKeys: { method: 'GET', path: '/running/keys', audience: administrators },
  givePassword: { method: 'POST', path: '/people/:signInName/password', audience: administrators },
  ...askingFirstRoutes,
  ...systemRoutes,
  ...checkingRoutes,
  ...passkeyRoutes,
  ...uploadRoutes,
} as const satisfies Readonly<Record<string, DeskRoute>>

export type DeskRouteName = keyof typeof deskRoutes

/** Whether what is posted there may bring files. */
export function takesFilesAt(path: string): boolean {
  return withFiles.some((pattern) => pattern.test(path))
}

/** Whether bytes of a file may come there by themselves. */
export function takesBytesAt(path: string): boolean {
  return withBytes.some((pattern) => pattern.test(path))
}

/** Whether what is posted there is kept where the session of who typed it has ended. */
export function keepsTypedAt(path: string): boolean {
  return withTyped.some((pattern) => pattern.test(path))
}

/** Whether a page is asked for there, and no more than a page: what comes back from elsewhere is taken once. */
export function isPageAt(path: string): boolean {
  return pages.some((pattern) => pattern.test(path))
}

/** What may be written down of an address: its pattern with the ids in it, and no name of a person or a case; `unknown` where nothing is. */
export function loggedPathOf(path: string): string {
  const template = all.find(({ pattern }) => pattern.test(path))?.route.path
  if (template === undefined) return 'unknown'
  const given = path.split('/')
  const parts = template.split('/').map((part, at) => {
    const value = given[at] ?? ''
    return part.startsWith(':') && idForm.test(value) ? value : part
  })
  return parts.join('/')
}

/** A UUID, or a SHA-256 in hex: nobody is called so. */
const idForm = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64})$/

/**
 * Whether a page is read there to which somebody may be led who has signed in: none that asks whether something is to be taken away,
 * which a stranger could have chosen, and no file.
 *
 * @param roles - of who is led there; null: of anybody
 */
export function isPlaceFor(path: string, roles: readonly DeskRole[] | null): boolean {
  const found = places.find(({ pattern }) => pattern.test(path))
  if (found === undefined) return false
  return roles === null || isAudience(found.route.audience, roles)
}

/** Whether somebody with these roles who has signed in is among those for whom a page is. */
export function isAudience(audience: Audience, roles: readonly DeskRole[]): boolean {
  return typeof audience === 'string' || audience.some((role) => roles.includes(role))
}

/**
 * A path that ends in a file has a dot, and other routes have none. Nobody who has just said a password is asked for another because
 * of an address that they were given.
 */
const noPlaces: readonly DeskRoute[] = [
  ...Object.values<DeskRoute>(askingFirstRoutes),
  ...[
    deskRoutes.home,
    deskRoutes.passwordPage,
    deskRoutes.bundleFile,
    deskRoutes.draftUploads,
    deskRoutes.upload,
  ],
]
const places = Object.values<DeskRoute>(deskRoutes)
  .filter((route) => route.method === 'GET' && route.audience !== 'everybody')
  .filter((route) => !noPlaces.includes(route) && !route.path.includes('.'))
  .map((route) => ({ route, pattern: patternOf(route) }))
const all = Object.values<DeskRoute>(deskRoutes).map((route) => ({ route, pattern: patternOf(route) }))
const pages = patternsOf((route) => route.method === 'GET' && route !== deskRoutes.backFromProvider)
const withFiles = patternsOf(({ takesFiles }) => takesFiles === true)
const withBytes = patternsOf(({ takesBytes }) => takesBytes === true)
const withTyped = patternsOf(({ keepsTyped }) => keepsTyped === true)

function patternsOf(isWanted: (route: DeskRoute) => boolean): readonly RegExp[] {
  return Object.values<DeskRoute>(deskRoutes).filter(isWanted).map(patternOf)
}

function patternOf({ path }: DeskRoute): RegExp {
  return new RegExp(`^${path.replace(/:[A-Za-z]+/g, '[^/]+')}$`)
}
