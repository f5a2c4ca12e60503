import type { Authority, Text, TrustList } from '../../message/generated/types.ts'
import { type AuthorityRole, type Particular, particular } from '../../message/particular.ts'
import { textsIn } from '../../message/texts.ts'
import type { Unfinished } from '../../message/unfinished.ts'
import { type Profile, channelsOf } from '../profile.ts'
import { type AskedMeasure, type Draft, type Written, eachMeasure, governingBases } from './draft.ts'
import { type Checking, type Finding, basisOf, note, rulesOf, sentBack } from './finding.ts'
import { authorityIn } from './reach.ts'

/** By which ways of a legal basis one comes to an authority of this role; INTERPOL and embassies are ways beside them. */
const waysTo: Readonly<Record<AuthorityRole, string>> = {
  central: 'central',
  extradition: 'central',
  contactPoint24x7: '24-7',
  assetRecovery: 'direct',
  court: 'direct',
  execution: 'direct',
  police: 'direct',
  prosecution: 'direct',
}

/** The ways that the legal basis opens, and those that the State takes. UN Convention 40(12)-(14), ECE 12, 16(3). */
export function channels(draft: Draft, checking: Checking): readonly Finding[] {
  const { requested } = checking
  const rules = rulesOf(requested).channels ?? {}
  return [
    ...(rules.diplomatic === 'required'
      ? [
          note(
            'DIPLOMATIC_CHANNEL',
            '/to',
            [particular('diplomaticToo', { state: requested.state })],
            'UNCC 40(12)',
          ),
        ]
      : []),
    ...governingBases(draft).flatMap(({ profile }) => addressedBy(draft, profile, requested)),
    ...eachMeasure(draft, (measure) => sentBeside(measure, rules, requested.state)),
    ...inUrgency(draft, rules, requested.state),
  ]
}

/** What is right for one of its measures may be wrong for another: services ask each other directly, States do not. */
function addressedBy(
  { message, measures }: Draft,
  profile: Profile,
  requested: TrustList,
): readonly Finding[] {
  const roles = authorityIn(requested, message.to)?.roles
  if (roles === undefined) return []
  const astray = measures.find(
    (measure) =>
      measure.profile === profile &&
      !roles.some((role) => channelsOf(profile, measure.kind).includes(waysTo[role])),
  )
  if (astray === undefined) return []
  const says = [
    goesBy(profile, astray.kind),
    particular('addressedIs', { authority: message.to ?? '', roles }),
  ]
  return [sentBack('CHANNEL_NOT_OF_BASIS', '/to', says, profile.form.source)]
}

function goesBy(profile: Profile, kind: string): Particular {
  return particular('basisGoesBy', { basis: basisOf(profile), channels: channelsOf(profile, kind) })
}

type Channels = NonNullable<ReturnType<typeof rulesOf>['channels']>

/** By which way a measure says that it was sent as well. */
function sentBeside(
  { said, kind, pointer, profile }: AskedMeasure,
  rules: Channels,
  state: string,
): readonly Finding[] {
  const channel = 'channel' in said ? said.channel : undefined
  const isByEmbassy = channel === 'diplomatic' || ('embassy' in said && said.embassy !== undefined)
  const place = `${pointer}/${channel === undefined ? 'embassy' : 'channel'}`
  return [
    ...(channel === undefined || profile === null || channelsOf(profile, kind).includes(channel)
      ? []
      : [sentBack('CHANNEL_NOT_OF_BASIS', place, [goesBy(profile, kind)], profile.form.source)]),
    ...(isByEmbassy && rules.diplomatic === 'notUsed'
      ? [sentBack('DIPLOMATIC_CHANNEL', place, [particular('diplomaticNotUsed', { state })], 'UNCC 40(12)')]
      : []),
    ...(channel === 'interpol' && rules.interpolInUrgency === false
      ? [sentBack('INTERPOL_CHANNEL', place, [particular('interpolNotTaken', { state })], 'UNCC 40(12)')]
      : []),
    ...oral(
      'oralFirst' in said && said.oralFirst !== undefined,
      `${pointer}/oralFirst`,
      profile,
      rules,
      state,
    ),
  ]
}

function oral(
  isOral: boolean,
  place: string,
  profile: Profile | null,
  rules: Channels,
  state: string,
): readonly Finding[] {
  if (!isOral || profile === null) return []
  if (!profile.form.oralUrgent)
    return [sentBack('ORAL_REQUEST', place, [knowsNoOral(profile)], profile.form.source)]
  return rules.oralInUrgency === false
    ? [sentBack('ORAL_REQUEST', place, [particular('oralNotTaken', { state })], 'UNCC 40(14)')]
    : []
}

function knowsNoOral(profile: Profile): Particular {
  return particular('basisKnowsNoOral', { basis: basisOf(profile) })
}

/** What is open to whoever is in a hurry. */
function inUrgency(draft: Draft, rules: Channels, state: string): readonly Finding[] {
  const { urgency } = draft.message.body ?? {}
  if (urgency === undefined || urgency.code === 'ROUTINE') return []
  const profiles = governingBases(draft).map(({ profile }) => profile)
  const silent = profiles.find(({ form }) => !form.oralUrgent)
  const place = '/body/urgency'
  return [
    ...(silent !== undefined
      ? [note('ORAL_REQUEST', place, [knowsNoOral(silent), particular('writeFast', {})], silent.form.source)]
      : []),
    ...(silent === undefined && rules.oralInUrgency === true
      ? [note('ORAL_REQUEST', place, [particular('oralTakenFirst', { state })], 'UNCC 40(14)')]
      : []),
    ...(rules.interpolInUrgency === true && profiles.some(({ form }) => form.channels.includes('interpol'))
      ? [note('INTERPOL_CHANNEL', place, [particular('interpolToo', { state })], 'UNCC 40(12)')]
      : []),
  ]
}

/** Whether what is sent here counts as the original: what the State says of itself goes before the text. */
export function originals(draft: Draft, { requested }: Checking): readonly Finding[] {
  const paper = rulesOf(requested).channels?.paper
  const { state } = requested
  if (paper === 'electronicOriginal') return []
  if (paper === 'paperToFollow')
    return [note('PAPER_TO_FOLLOW', '', [particular('paperAsked', { state })], 'R-11')]
  return governingBases(draft).flatMap(({ pointer, profile }) => {
    const { form } = profile
    const basis = basisOf(profile)
    const place = `${pointer}/instrument`
    if (form.electronicOriginal === 'paperToFollow')
      return [note('PAPER_TO_FOLLOW', place, [particular('paperFollows', { basis })], form.source)]
    if (form.electronicOriginal === 'accepted') return []
    return [
      note('ORIGINAL_NOT_SETTLED', place, [particular('originalNotSettled', { basis, state })], form.source),
    ]
  })
}

/**
 * Every text that people wrote must be there in a language that the legal basis of its measure asks for: one that the
 * authority reads, an official one of its State, or one of a list. Where a translation is owed only by reservation,
 * it is told and no more.
 */
export function languages(draft: Draft, { requested }: Checking): readonly Finding[] {
  const authority = authorityIn(requested, draft.message.to)
  if (authority === null) return []
  const texts = textsIn(draft.message.body).map(({ pointer, text }) => ({ pointer: `/body${pointer}`, text }))
  return governingBases(draft).flatMap(({ profile }) => {
    const accepted = acceptedBy(profile, authority, requested)
    const unread = texts.filter((one) => isUnder(draft, one.pointer, profile) && !isRead(one.text, accepted))
    const [first] = unread
    if (first === undefined) return []
    const says = unreadBy(authority, accepted, unread.length)
    const { source, rule } = profile.languages
    if (rule !== 'whereReserved') return [sentBack('LANGUAGE_NOT_ACCEPTED', first.pointer, says, source)]
    const owed = particular('translationOwed', { state: requested.state })
    return [note('LANGUAGE_NOT_ACCEPTED', first.pointer, [...says, owed], source)]
  })
}

function unreadBy({ id }: Authority, languages: readonly string[], count: number): readonly Particular[] {
  return [particular('authorityReads', { authority: id, languages }), particular('textsUnread', { count })]
}

/** The languages in which the basis wants what goes to an authority. */
export function acceptedBy(
  { languages: { rule, tags } }: Profile,
  authority: Authority,
  list: TrustList,
): readonly string[] {
  if (rule === 'listed') return tags ?? []
  return rule === 'anyOfficial' ? list.capabilities.languages : authority.languages
}

/** The same of what is said later in a record: there, what the authority reads counts. */
export function laterLanguages({ message }: Written, { requested }: Checking): readonly Finding[] {
  const authority = authorityIn(requested, message.to)
  if (authority === null) return []
  const { languages: accepted } = authority
  const unread = textsIn(message.body).filter(({ text }) => !isRead(text, accepted))
  const [first] = unread
  if (first === undefined) return []
  const says = unreadBy(authority, accepted, unread.length)
  return [sentBack('LANGUAGE_NOT_ACCEPTED', `/body${first.pointer}`, says, 'UNCC 40(13)')]
}

/** What is said of a measure is under its own basis; what is said of all is under the first that governs any. */
function isUnder(draft: Draft, pointer: string, profile: Profile): boolean {
  const measure = draft.measures.find(
    (one) => one.pointer !== '/body' && pointer.startsWith(`${one.pointer}/`),
  )
  const [first] = governingBases(draft)
  return measure === undefined ? first?.profile === profile : measure.profile === profile
}

function isRead({ language, translations = [] }: Unfinished<Text>, accepted: readonly string[]): boolean {
  const primary = (tag = ''): string => tag.split('-')[0]?.toLowerCase() ?? ''
  const readable = new Set(accepted.map(primary))
  return [language, ...translations.map((one) => one?.language)].some((tag) => readable.has(primary(tag)))
}
