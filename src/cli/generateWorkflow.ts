import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Profile, profileIds, profileNamed } from '../workflow/profile.ts'
import { type ClockDefinition, type Machine, type Row, machines, statesOf } from '../workflow/table.ts'

const head = `# Workflow

Generated from \`schemas/workflow/\` and \`schemas/profile/\` by \`npm run generate:workflow\`. Do not edit.

State lives on the measure. A row says from which state which message of which side leads where; what is not here is
refused. \`same\` leaves the state as it is; \`return\` leads back to where the measure stood before the detour (states
marked so). Clocks mark and remind; they never move a state.
`

/** The page of all state machines and profiles, as Markdown with mermaid pictures. */
export function workflowPage(): string {
  const profiles = profileIds.map(profileNamed)
  const parts = [head, ...machines.map(machinePart), '## Profiles\n', ...profiles.map(profilePart)]
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
      machine.opens.map(({ on, by, to, starts, source }) => [
        code(on),
        by,
        code(to),
        names(starts.map(({ clock }) => clock)),
        source,
      ]),
    ),
    '### Rows\n',
    table(
      ['from', 'message', 'by', 'to', 'needs', 'clocks', 'source'],
      machine.rows.map((row) => rowLine(machine, row)),
    ),
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
    for (const from of statesOf(machine, row)) {
      for (const to of ends(row))
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

function rowLine(machine: Machine, row: Row): string[] {
  const from = (typeof row.from === 'string' ? [row.from] : row.from).flatMap(
    (name) => machine.sets[name] ?? [name],
  )
  const unless = (row.unless ?? []).map(({ holds, to }) => `${code(to)} if ${holds}`)
  const clocks = [
    ...(row.starts ?? []).map(({ clock }) => `starts ${clock}`),
    ...(row.stops ?? []).map((clock) => `stops ${clock}`),
  ]
  return [
    names(from),
    row.outcome === undefined ? code(row.on) : `${code(row.on)} ${row.outcome}`,
    row.by,
    [code(row.to), ...unless].join('; '),
    (row.needs ?? []).join(', '),
    clocks.join(', '),
    row.source,
  ]
}

function clockLine({ name, title, in: states, marks, source }: ClockDefinition): string[] {
  const shown = marks.map(({ mark, when, in: only }) => {
    const where = only === undefined ? '' : ` in ${names(only)}`
    return `${code(mark)} ${when === 'end' ? 'at the end' : 'before the end'}${where}`
  })
  return [code(name), title, names(states), shown.join('; '), source]
}

function profilePart({ id, title, articles, zone, grounds, postponement, clocks, notes }: Profile): string {
  const lines = grounds.map(({ kinds, allowed, notAlone = [], consultFirst, source }) => [
    names(kinds),
    allowed.map((ground) => (notAlone.includes(ground) ? `${ground} (never alone)` : ground)).join(', '),
    consultFirst.join(', '),
    source,
  ])
  const first = postponement.consultFirst ? 'after a consultation' : 'without a consultation'
  return [
    `### ${id}: ${title}\n`,
    `Articles: ${articles}. Calendar days in ${zone}.\n`,
    ...(lines.length === 0
      ? ['No ground for refusing.\n']
      : [table(['kinds', 'grounds', 'consult first', 'source'], lines)]),
    `Postponed ${first}: ${postponement.reasons.join(', ') || 'never'} (${postponement.source}).\n`,
    table(
      ['clock', 'kind', 'length', 'reminders', 'source'],
      clocks.map(({ name, kind, days, hours, floor, warnings = [], source }) => [
        code(name),
        kind,
        `${floor ? 'at least ' : ''}${days === undefined ? (hours === undefined ? 'as stated' : `${hours} h`) : `${days} d`}`,
        warnings.map((day) => `${day} d`).join(', '),
        source,
      ]),
    ),
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n')
}

function ends({ to, unless = [] }: Row): readonly string[] {
  return [to, ...unless.map((one) => one.to)]
}

function label({ on, outcome }: Row): string {
  return outcome === undefined ? on : `${on} ${outcome}`
}

function names(all: readonly string[]): string {
  return all.map(code).join(' ')
}

function code(name: string): string {
  return `\`${name}\``
}

function table(heads: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...lines.map(line), ''].join('\n')
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  await writeFile(join(root, 'docs/workflow.md'), workflowPage())
}
