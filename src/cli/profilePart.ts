import type { ClockRule, Profile } from '../workflow/profile.ts'
import { code, names, table } from './markdown.ts'

/** How the basis wants to be asked: dual criminality, languages, form and channels. */
function waysPart({ coercive, languages, form }: Profile): string {
  const except = coercive.except === undefined ? '' : `, not for ${names(coercive.except)}`
  const tags = languages.tags === undefined ? '' : ` ${languages.tags.join(', ')}`
  const oral = form.oralUrgent ? 'orally in urgency' : 'never orally'
  const further = (form.channelsFor ?? []).map(
    ({ channels, groups = [], kinds = [], source }) =>
      `; ${names([...groups, ...kinds])} also by ${names(channels)} (${source})`,
  )
  return [
    `Dual criminality: ${code(coercive.dualCriminality)}${except} (${coercive.source}).`,
    `Languages: ${code(languages.rule)}${tags} (${languages.source}).`,
    `What is sent here as the original: ${code(form.electronicOriginal)}; ${oral}; by ${names(form.channels)} (${form.source})${further.join('')}.\n`,
  ].join('\n')
}

/** For which offences the basis gives more than electronic evidence, and where none need be named. */
function offencesPart({ electronicOnlyUnless: limit }: Profile): readonly string[] {
  if (limit === undefined) return []
  const unstated = (limit.unstated ?? []).map(({ kinds, messages, offences, source }) => {
    const opened = messages === undefined ? '' : ` opened by ${names(messages)}`
    const counting = offences === undefined ? '' : `; ${names(offences)} counts as well`
    return `- No offence need be named for ${names(kinds)}${opened}${counting} (${source}).`
  })
  return [
    `Only electronic evidence but for ${limit.offences.join(', ')} (${limit.source}).\n`,
    ...unstated,
    '',
  ]
}

/** One profile of the page of all state machines: what its basis asks for, allows and times. */
export function profilePart(profile: Profile): string {
  const { id, title, articles, zone, grounds, postponement, clocks, notes } = profile
  const lines = grounds.map(({ kinds = [], groups = [], allowed, notAlone = [], consultFirst, source }) => [
    names([...groups, ...kinds]),
    allowed.map((ground) => (notAlone.includes(ground) ? `${ground} (never alone)` : ground)).join(', '),
    consultFirst.join(', '),
    source,
  ])
  const first = postponement.consultFirst ? 'after a consultation' : 'without a consultation'
  return [
    `### ${id}: ${title}\n`,
    `Articles: ${articles}. Calendar days in ${zone}.\n`,
    waysPart(profile),
    ...offencesPart(profile),
    ...(lines.length === 0
      ? ['No ground for refusing.\n']
      : [table(['kinds', 'grounds', 'consult first', 'source'], lines)]),
    `Postponed ${first}: ${postponement.reasons.join(', ') || 'never'} (${postponement.source}).\n`,
    table(
      ['clock', 'kind', 'length', 'reminders', 'source'],
      clocks.map((clock) => [
        code(clock.name),
        clock.kind,
        lengthOf(clock),
        remindersOf(clock),
        `${clock.source} [${clock.marking}]`,
      ]),
    ),
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n')
}

function lengthOf(rule: ClockRule): string {
  const { floor, ceiling, pauses, extension } = rule
  const bound = floor === true ? 'at least ' : ceiling === true ? 'at most ' : ''
  const length = amountOf(rule)
  const added = amountOf(extension ?? {})
  const more = added === '' ? '' : `, and ${added} more`
  const inTime = extension?.beforeEnd === undefined ? '' : ', extended only before it ends'
  const still = pauses === true ? ', which may stand still' : ''
  return length === '' ? `as stated${inTime}` : `${bound}${length}${more}${still}${inTime}`
}

function remindersOf({ warnings = [], warningHours = [] }: ClockRule): string {
  return [...warnings.map((days) => `${days} d`), ...warningHours.map((hours) => `${hours} h`)].join(', ')
}

function amountOf({ days, hours, months }: Pick<ClockRule, 'days' | 'hours' | 'months'>): string {
  return [
    ...(months === undefined ? [] : [`${months} months`]),
    ...(days === undefined ? [] : [`${days} d`]),
    ...(hours === undefined ? [] : [`${hours} h`]),
  ].join(' ')
}
