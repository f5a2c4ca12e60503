import { memberOf } from './entry.ts'
import { type EventShape, eventShapes } from './events.ts'

const head = `# Audit events

<!-- Written by \`npm run generate:events\` from src/audit/events.ts and what that puts together; change it there. -->

Everything that a node writes into its log. The list is closed: a node can write no other event, and the verifier refuses any other. Each entry is one line of canonical JSON with \`v\`, \`t\` (UTC, milliseconds) and \`evt\`, and the
members named below.

- Open members hold digests, codes, numbers and States, never a word about a person or a case: \`peer\` (the other
  State), \`seq\` (place in the record), \`msg\` and \`receipt\` (digests of signing inputs), \`digest\`,
  \`issuer\`, \`code\`, \`count\`.
- \`record\` is a digest of the request's UUID; with it come \`objSeq\` and \`objPrev\`, the number of this entry among
  those about the request and the leaf hash of the one before, so that a missing one shows.
- \`actor\` (person, role, authority, and \`from\`: from where) and \`d\` (the details) are salted commitments. Whoever is given the salt and the
  text can check them; when both are destroyed the log goes on verifying and tells nothing.
- \`from\` of an actor is \`{"by":"commandLine","host":…,"user":…}\`, the host and the user of its operating system, for
  whoever gave a command, and \`{"by":"network","address":…}\` for who asked over HTTP. Entries of before it was noted have
  none, nor has an \`act.refused\` that counts several.
`

/** The text of `docs/audit-events.md`. */
export function eventsPage(): string {
  const sections = Object.entries(eventShapes).map(([name, shape]) => section(name, shape))
  return `${head}${sections.join('')}`
}

function section(name: string, shape: EventShape): string {
  const { tells, record, actor, needs = [], may = [], details = {}, acting = [], was = [] } = shape
  const members = [
    ...needs.map((field) => `\`${memberOf[field]}\``),
    ...may.map((field) => `\`${memberOf[field]}\` (may lack)`),
  ]
  const lines = [
    ...(members.length > 0 ? [`Open: ${members.join(', ')}`] : []),
    ...was.map((field) => `Open in entries of before only: \`${memberOf[field]}\``),
    ...(record === undefined
      ? []
      : [`About a record: ${record === 'always' ? 'yes' : 'where this node has it'}`]),
    ...(actor === undefined ? [] : [`By a person: ${actor === 'always' ? 'yes' : 'where one did it'}`]),
    ...(Object.keys(details).length > 0 ? [`Details: ${detailList(details)}`] : []),
    ...acting.map((name) => `Names who acted as well: \`${name}\``),
  ]
  return `\n## ${name}\n\n${tells}\n${lines.length > 0 ? '\n' : ''}${lines.map((line) => `- ${line}\n`).join('')}`
}

function detailList(details: NonNullable<EventShape['details']>): string {
  return Object.entries(details)
    .map(([name, kind]) => `\`${name}\` (${kind.replace('?', ', may lack')})`)
    .join(', ')
}
