// A process of its own: the documents of a process are settled once. It takes the published tables for those of 1.1, in
// which a clock has become shorter and a move was added, and tells what both versions make of the same two messages.
import { publishedDocuments, replaceDocuments } from '../../src/message/documents.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import type { Entry } from '../../src/workflow/decide.ts'

const published = publishedDocuments()

function listOf(document: JsonObject | undefined, name: string): readonly JsonObject[] {
  return (document?.[name] ?? []) as unknown as readonly JsonObject[]
}

function withList(path: string, name: string, list: readonly JsonObject[]): Record<string, JsonObject> {
  return { [path]: { ...published[path], [name]: list as unknown as JsonValue } }
}

const clocks = listOf(published['profile/UNCC.json'], 'clocks').flatMap((clock) =>
  clock.name === 'ACK_TARGET'
    ? [
        { ...clock, until: '1.1' },
        { ...clock, days: 5, since: '1.1' },
      ]
    : [clock],
)
const rows = [
  ...listOf(published['workflow/preservation.json'], 'rows'),
  {
    from: ['requested'],
    on: 'preservation-release',
    outcome: 'released',
    by: 'requested',
    to: 'released',
    source: 'made up for a test',
    since: '1.1',
  },
]
replaceDocuments({
  ...published,
  'version.json': { ...published['version.json'], version: '1.1' },
  ...withList('profile/UNCC.json', 'clocks', clocks),
  ...withList('workflow/preservation.json', 'rows', rows),
})

// These ask for documents as soon as they are loaded.
const { decide } = await import('../../src/workflow/decide.ts')
const { after, day, digestOf, entry, hour, requestBody } = await import('./speak.ts')
const { told } = await import('./told.ts')

function under(schemas: string, { message }: Entry): Entry {
  const written = { ...message, schemas }
  return { message: written, digest: digestOf(written) }
}

function course(opening: string, release: string): object {
  const body = requestBody([{ id: 'm1', kind: 'preservation' }])
  const opened = decide(null, under(opening, entry({ type: 'request', at: after(0), body })))
  if (!opened.ok) return { refused: opened.code }
  const [measure] = opened.request.measures
  const clock = measure?.clocks.find(({ name }) => name === 'ACK_TARGET')
  const days = clock === undefined ? null : (Date.parse(clock.ends) - Date.parse(clock.started)) / day
  const released = decide(
    opened.request,
    under(release, entry(told('requested', 'preservation-release', 'released', hour))),
  )
  return { days, released: released.ok ? released.request.measures[0]?.state : released.code }
}

console.log(
  JSON.stringify({
    'by the first version': course('1.0', '1.0'),
    'by the second version': course('1.1', '1.1'),
    'by one after the other': course('1.0', '1.1'),
  }),
)
