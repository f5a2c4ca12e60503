import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { AllClaim, Guard, Other } from '../workflow/guardForms.ts'
import { profileIds, profileNamed } from '../workflow/profile.ts'
import {
  type ClockDefinition,
  type Machine,
  type Owing,
  type Row,
  type Start,
  machines,
  targetsOf,
} from '../workflow/table.ts'
import { code, names, table } from './markdown.ts'
import { profilePart } from './profilePart.ts'

const head = `# Workflow

Generated from \`schemas/workflow/\` and \`schemas/profile/\` by \`npm run generate:workflow\`. Do not edit.

State lives on the measure. A row says from which state which message of which side leads where; what is not here is
refused. \`same\` leaves the state as it is; \`return\` leads back to where the measure stood before the detour (states
marked so). Clocks mark and remind; they never move a state.
`

/** The page of all state machines and profiles, as Markdown with mermaid pictures. */
export function workflowPage(): string {
  const profiles = profileIds().map((id) => profileNamed(id))
  const parts = [head, ...machines().map(machinePart), '## Profiles\n', ...profiles.map(profilePart)]
  return `${parts.join('\n').trimEnd()}\n`
}

function machinePart(machine: Machine): string {
  return [
    `## ${machine.title}\n`,
    `${machine.description} Kinds of measure: ${machine.kinds.map(code).join(', ')}.\n`,
    picture(machine),
    '### States\n',
    table(
      ['state', 'title', 'meaning', '', 'source'],
      machine.states.map(({ name, title, meaning, detour, final, source }) => [
        code(name),
        title,
        meaning,
        detour ? 'detour' : final ? 'end' : '',
        source,
      ]),
    ),
    '### Clocks\n',
    table(['clock', 'what ends', 'runs in', 'marks', 'source'], machine.clocks.map(clockLine)),
    '### Openings\n',
    table(
      ['message', 'by', 'to', 'starts', 'source'],
      machine.opens.map(({ on, by, to, starts = [], source }) => [
        code(on),
        by,
        code(to),
        names([...new Set(starts.map(({ clock }) => clock))]),
        source,
      ]),
    ),
    '### Rows\n',
    table(['from', 'message', 'by', 'to', 'needs', 'does', 'source'], machine.rows.map(rowLine)),
  ].join('\n')
}

/** One arrow for each pair of states, with the messages that lead from the one to the other. */
function picture(machine: Machine): string {
  const arrows = new Map<string, Set<string>>()
  const draw = (from: string, to: string, label: string) => {
    const key = `${from} --> ${to}`
    arrows.set(key, (arrows.get(key) ?? new Set()).add(label))
  }
  for (const { on, to } of machine.opens) draw('[*]', to, on)
  for (const row of machine.rows) {
    for (const from of row.from) {
      for (const to of targetsOf(row))
        if (to !== 'same' && to !== 'return' && to !== from) draw(from, to, label(row))
    }
  }
  for (const { name, final } of machine.states) if (final) draw(name, '[*]', '')
  const lines = [...arrows].map(([arrow, labels]) => {
    const words = [...labels].filter((one) => one !== '').join(', ')
    return words === '' ? `  ${arrow}` : `  ${arrow}: ${words}`
  })
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```', ''].join('\n')
}

function rowLine(row: Row): string[] {
  return [
    names(row.from),
    row.outcome === undefined ? code(row.on) : `${code(row.on)} ${row.outcome}`,
    row.by,
    endsOf(row),
    (row.needs ?? []).map(claim).join(', '),
    [...clockWords(row), ...otherWords(row)].join(', '),
    row.source,
  ]
}

function endsOf({ to, unless = [] }: Row): string {
  const others = unless.map((one) => `${code(one.to)} if ${claim(one.holds)}`)
  if (typeof to === 'string') return [code(to), ...others].join('; ')
  const chosen = Object.entries(to.states).map(([value, state]) => `${code(state)} if ${to.fact} is ${value}`)
  return [code(to.else), ...chosen, ...others].join('; ')
}

function clockWords({ starts = [], stops = [], pauses = [], resumes = [] }: Row): readonly string[] {
  return [
    ...startWords(starts),
    ...stops.map((clock) => `stops ${clock}`),
    ...pauses.map((clock) => `pauses ${clock}`),
    ...resumes.map((clock) => `resumes ${clock}`),
  ]
}

function startWords(starts: readonly Start[]): readonly string[] {
  const said = starts.map((start) => `${start.extends === true ? 'extends' : 'starts'} ${start.clock}`)
  return [...new Set(said)]
}

function otherWords({
  becomes,
  sets = {},
  binds,
  releases,
  returns,
  decides,
  suspends,
  delivers,
  links,
}: Row): readonly string[] {
  return [
    ...(becomes === undefined ? [] : [`goes on as ${becomes}`]),
    ...Object.keys(sets).map((fact) => `notes ${fact}`),
    ...(binds === undefined ? [] : ['binds']),
    ...(releases === undefined ? [] : ['releases']),
    ...(returns === undefined ? [] : ['returns']),
    ...(decides === undefined ? [] : [decides === null ? 'undoes the decision' : `decides ${decides}`]),
    ...(suspends === undefined ? [] : [suspensionWords(suspends)]),
    ...(delivers === undefined ? [] : [delivers === 'more' ? 'delivers more' : 'delivers']),
    ...(links === undefined ? [] : [`links ${links.relation}`]),
  ]
}

function suspensionWords(suspends: NonNullable<Row['suspends']>): string {
  if (typeof suspends === 'object')
    return `suspends while ${suspends.open} and ${suspends.suspending} are above nought`
  return suspends === false ? 'lifts the suspension' : 'may suspend'
}

/** A claim in words. */
function claim(guard: Guard | AllClaim): string {
  if (typeof guard === 'string') return guard
  if ('all' in guard) return guard.all.map(claim).join(' and ')
  if ('any' in guard) return guard.any.map(claim).join(' or ')
  if ('clock' in guard) return `${guard.clock} ${guard.runs ? 'runs' : 'does not run'}`
  if ('ended' in guard) return `${guard.ended} has ${guard.is === false ? 'not ' : ''}run out`
  const subject = 'fact' in guard ? guard.fact : guard.says
  const { is, isNot, in: list, known } = guard
  const words = [
    ...(is === undefined ? [] : [`is ${is}`]),
    ...(isNot === undefined ? [] : [`is not ${isNot}`]),
    ...(list === undefined ? [] : [`is one of ${list.join(', ')}`]),
    ...(known === undefined ? [] : [known ? 'is there' : 'is not there']),
    ...('says' in guard ? comparisons(guard) : []),
  ]
  return `${subject} ${words.join(' and ')}`
}

function comparisons({
  after,
  notAfter,
  before,
  notBefore,
  atMost,
  equals,
  sumOf,
  converted,
  enclosed,
  holdsOneOf,
  holdsNoneOf,
}: Exclude<Extract<Guard, { says: string }>, string>): readonly string[] {
  const one = (words: string, other: Other | undefined): readonly string[] =>
    other === undefined ? [] : [`${words} ${otherName(other)}`]
  return [
    ...one('after', after),
    ...one('not after', notAfter),
    ...one('before', before),
    ...one('not before', notBefore),
    ...one('at most', atMost),
    ...one('equal to', equals),
    ...(sumOf === undefined ? [] : [`the sum of ${sumOf.join(', ')}`]),
    ...(converted === undefined ? [] : ['not above the ordered sum at its rate']),
    ...(enclosed === undefined ? [] : ['enclosed']),
    ...(holdsOneOf === undefined ? [] : [`holds one of ${holdsOneOf.join(', ')}`]),
    ...(holdsNoneOf === undefined ? [] : [`holds none of ${holdsNoneOf.join(', ')}`]),
  ]
}

function otherName(other: Other): string {
  if (typeof other === 'string') return other
  if ('fact' in other) return other.fact
  return 'clock' in other ? `the end of ${other.clock}` : `the length of ${other.length}`
}

function clockLine({ name, title, kinds = [], in: states, marks, source }: ClockDefinition): string[] {
  const shown = marks.map(({ mark, when, in: only, owedBy }) => {
    const where = only === undefined ? '' : ` in ${names(only)}`
    const owed = owedBy === undefined ? '' : `, owed by ${owingWords[owedBy]}`
    return `${code(mark)} ${when === 'end' ? 'at the end' : 'before the end'}${where}${owed}`
  })
  const ofKinds = kinds.length === 0 ? '' : `, of ${names(kinds)}`
  return [code(name), `${title}${ofKinds}`, names(states), shown.join('; '), source]
}

const owingWords: Readonly<Record<Owing, string>> = {
  requesting: 'requesting',
  requested: 'requested',
  both: 'both',
  starter: 'who started it',
  other: 'who did not start it',
}

function label({ on, outcome }: Row): string {
  return outcome === undefined ? on : `${on} ${outcome}`
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  await writeFile(join(root, 'docs/workflow.md'), workflowPage())
}
