import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { builtProgram } from '../../src/packageFolder.ts'
import { type Place, makePlaces, openPlace, pinEachOther } from '../../src/cli/demo/stations.ts'
import { serve } from '../../src/cli/demo/served.ts'
import type { Case } from '../../src/message/generated/types.ts'
import type { JsonObject } from '../../src/message/json.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { testServer } from '../support/server.ts'
import { until } from '../support/world.ts'
import { requestBody, text } from '../workflow/speak.ts'

const base = 'https://rogatory.example/schemas/'

/** A kind of measure that nobody has published: a sample of soil, with what comes of it. */
const soilSample: Readonly<Record<string, JsonObject>> = {
  'measure/soil-sample.json': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${base}measure/soil-sample.json`,
    version: '1.1',
    since: '1.1',
    title: 'Sample of soil',
    description: 'A sample of soil from a place. Made up for a test.',
    articles: ['none'],
    family: 'assistance',
    group: 'evidence',
    electronic: false,
    type: 'object',
    additionalProperties: false,
    properties: {
      id: { $ref: `${base}part/measure-id.json` },
      kind: { const: 'soil-sample' },
      basis: { type: 'string', maxLength: 7, pattern: '^[a-z]{1,4}[0-9]{1,3}$' },
      coercive: { type: 'boolean' },
      place: { $ref: `${base}part/text.json` },
      depthCentimetres: { type: 'integer', minimum: 1, maximum: 10_000 },
    },
    required: ['id', 'kind', 'place', 'depthCentimetres'],
  },
  'result/soil-sample.json': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${base}result/soil-sample.json`,
    version: '1.1',
    title: 'Sample of soil taken',
    description: 'What came of it. Made up for a test.',
    type: 'object',
    additionalProperties: false,
    properties: { kind: { const: 'soil-sample' }, grams: { type: 'integer', minimum: 1, maximum: 100_000 } },
    required: ['kind', 'grams'],
  },
  'version.json': { version: '1.1' },
}

/** A treaty that nobody has published rules for: as courtesy among States, and governed by a code of a State’s own. */
const ownTreaty = { owner: 'VN', name: 'instrument', value: 'VN_QA_2025' }
async function ownProfile(): Promise<object> {
  const courtesy = JSON.parse(await readFile('schemas/profile/RECIPROCITY.json', 'utf8')) as object
  return { ...courtesy, id: 'VNQA', title: 'Treaty of two States', instruments: ['vn/instrument/VN_QA_2025'] }
}

const file = {
  id: 'E1',
  name: 'report.pdf',
  mediaType: 'application/pdf',
  bytes: 1,
  sha256: createHash('sha256').update('E1').digest('hex'),
}
const asks = ['vn.spp', 'qa.pp'] as const
const answers = ['qa.pp', 'vn.spp'] as const

function step(
  row: number,
  type: string,
  [from, to]: readonly [string, string],
  body: object,
  state: string,
  more: object = {},
) {
  const { inReplyTo, exhibits = [] } = more as { inReplyTo?: string; exhibits?: readonly object[] }
  return {
    what: 'message',
    row: String(row),
    label: `A${row}`,
    record: 'A',
    from,
    to,
    type,
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    officer: 'Example-Officer',
    approver: 'Example-Approver',
    message: { language: 'en', body, exhibits },
    after: { m1: state },
  }
}

const outcome = (name: string, more: object = {}) => ({
  outcomes: [{ measure: 'm1', outcome: name, ...more }],
})

/** The case, from the request to the closing, with the made-up kind. */
async function soilCase(): Promise<object> {
  const known = JSON.parse(await readFile('schemas/example/case/00-first-request.json', 'utf8')) as {
    states: object
    authorities: readonly { competences: readonly object[] }[]
    people: object
  }
  const request = requestBody([{ id: 'm1', kind: 'preservation' }]) as { measures: object[] }
  const measures = [{ id: 'm1', kind: 'soil-sample', coercive: true, place: text, depthCentimetres: 40 }]
  const legalBasis = [{ id: 'l1', instrument: ownTreaty, article: '3', regime: true }]
  const delivered = {
    exhibits: ['E1'],
    complete: true,
    final: true,
    result: { kind: 'soil-sample', grams: 120 },
    manifest: [
      {
        exhibit: 'E1',
        what: { language: 'en', text: 'Analysis of the sample' },
        kind: 'document',
        custody: [{ at: { $moment: '-PT2H' }, action: 'collected', by: 'Laboratory (demonstration)' }],
      },
    ],
  }
  return {
    title: { language: 'en', text: 'A sample of soil' },
    source: 'made up for a test',
    states: known.states,
    authorities: known.authorities.map((authority) => ({
      ...authority,
      competences: ['soil-sample', 'preservation'].map((kind) => ({
        kind,
        roles: ['requesting', 'requested'],
      })),
    })),
    records: { A: { reference: 'VN-DEMO-SOIL-1', from: 'vn.spp', to: 'qa.pp' } },
    people: known.people,
    steps: [
      step(1, 'request', asks, { ...request, legalBasis, measures }, 'received'),
      step(2, 'acknowledgement', answers, { ownReference: 'QA-DEMO-SOIL' }, 'acknowledged'),
      step(3, 'decision', answers, outcome('granted'), 'accepted'),
      step(4, 'delivery', answers, outcome('delivered', delivered), 'delivered', { exhibits: [file] }),
      step(
        5,
        'delivery-receipt',
        asks,
        { ...outcome('verified'), checks: [{ exhibit: 'E1', sha256: file.sha256, agrees: true }] },
        'receivedVerified',
        { inReplyTo: 'A4' },
      ),
      step(6, 'close', asks, {}, 'receivedVerified'),
      step(7, 'close', answers, {}, 'closed', { inReplyTo: 'A6' }),
    ],
    wrong: [],
  }
}

/** Processes start side by side with those of other tests. */
const startMs = 60_000

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

interface Ended {
  readonly code: number | null
  readonly out: string
}

describe('a kind of measure of one’s own', () => {
  let folder: string
  let schemas: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-kind-'))
    schemas = join(folder, 'schemas')
    for (const [path, document] of Object.entries(soilSample)) {
      await mkdir(dirname(join(schemas, path)), { recursive: true })
      await writeFile(join(schemas, path), JSON.stringify(document))
    }
    await mkdir(join(schemas, 'profile'))
    await writeFile(join(schemas, 'profile/VNQA.json'), JSON.stringify(await ownProfile()))
    await writeFile(join(folder, 'case.json'), JSON.stringify(await soilCase()))
  })
  const databases: TestDatabase[] = []
  after(async () => {
    for (const database of databases) await database.close()
    await rm(folder, { recursive: true })
  })

  const run = async (words: readonly string[], environment: Record<string, string> = {}): Promise<Ended> => {
    const env = { ...process.env, DATABASE_URL: '', ...environment }
    const child = spawn(process.execPath, [builtProgram, ...words], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (words: string) => {
        out += words
      })
    return await new Promise((done) => child.once('close', (code) => done({ code, out })))
  }
  const demo = (name: string) => [
    ...['demo', '--request', join(folder, 'case.json')],
    ...['--out', join(folder, name), '--database', testServer().urlOf('postgres')],
  ]

  it('takes files under a schemas folder alone: two nodes carry it from the request to the closing, and both bundles verify', async () => {
    const { code, out } = await run(demo('own'), { ROGATORY_SCHEMAS: schemas })
    assert.equal(code, 0, out)
    assert.match(out, /GOOD: everything in it holds/)
    const verified = await run(['verify', join(folder, 'own/bundle-vn'), join(folder, 'own/bundle-qa')], {
      ROGATORY_SCHEMAS: schemas,
    })
    assert.match(verified.out, /GOOD/, verified.out)
  })

  it('is unknown to whoever does not have the files, and that is said with its code', async () => {
    const { code, out } = await run(demo('without'))
    assert.notEqual(code, 0)
    assert.match(out, /MEASURE_KIND_UNKNOWN/)
    const verified = await run(['verify', join(folder, 'own/bundle-vn'), join(folder, 'own/bundle-qa')])
    assert.notEqual(verified.code, 0)
    assert.match(verified.out, /SCHEMA_UNKNOWN/)
  })

  it('counts only whole: one wrong file and every problem is told, and nothing is done', async () => {
    const wrong = join(folder, 'wrong')
    await mkdir(join(wrong, 'measure'), { recursive: true })
    await writeFile(join(wrong, 'measure/other.json'), JSON.stringify(soilSample['measure/soil-sample.json']))
    await writeFile(join(wrong, 'measure/preservation.json'), '{}')
    await writeFile(join(wrong, 'notes.json'), '[]')
    const { code, out } = await run(['inbox'], { ROGATORY_SCHEMAS: wrong })
    assert.equal(code, 64, out)
    assert.match(out, /notes\.json: it is not a JSON object/)
    await rm(join(wrong, 'notes.json'))
    const again = await run(['inbox', '--json'], { ROGATORY_SCHEMAS: wrong })
    assert.match(again.out, /SCHEMAS_INVALID/)
    assert.match(again.out, /measure\/preservation\.json: a published document has this name/)
    const none = await run(['inbox'], { ROGATORY_SCHEMAS: join(folder, 'nowhere') })
    assert.match(none.out, /the folder cannot be read/)
  })

  it('starts no node where a schema takes more than a message may hold: each place is named with its rule', async () => {
    const open = join(folder, 'open')
    const { properties } = soilSample['measure/soil-sample.json'] ?? {}
    const loose = {
      ...soilSample['measure/soil-sample.json'],
      additionalProperties: true,
      properties: { ...(properties as JsonObject), privateKey: { type: 'string' } },
    }
    for (const [path, document] of Object.entries({ ...soilSample, 'measure/soil-sample.json': loose })) {
      await mkdir(dirname(join(open, path)), { recursive: true })
      await writeFile(join(open, path), JSON.stringify(document))
    }
    const { code, out } = await run(['serve', '--data', join(folder, 'none')], { ROGATORY_SCHEMAS: open })
    assert.equal(code, 64, out)
    assert.match(out, /measure\/soil-sample\.json: an object .* \(OBJECT_OPEN\)/)
    assert.match(out, /measure\/soil-sample\.json\/properties\/privateKey: a string .* \(STRING_UNBOUNDED\)/)
    assert.match(out, /measure\/soil-sample\.json\/properties\/privateKey: no member .* \(SECRET_NAMED\)/)
  })

  /** The nodes of Viet Nam and Qatar, which have pinned each other; not served. */
  const pinned = async (name: string): Promise<{ vn: Place; qa: Place }> => {
    const played = (await soilCase()) as Case
    const [one, other] = [await testDatabase(), await testDatabase()]
    databases.push(one, other)
    const databaseUrlOf = (state: string): string => (state === 'VN' ? one : other).url
    const ground = { folder: join(folder, name), logLevel: 'silent', databaseUrlOf }
    const places = await makePlaces(played, ground, new Date())
    const nodes = await Promise.all(places.map((place) => openPlace(place, silent)))
    await pinEachOther(nodes)
    for (const node of nodes) await node.close()
    const [vn, qa] = places
    assert.ok(vn !== undefined && qa !== undefined)
    return { vn, qa }
  }
  const withSoil = (place: Place): Place => ({
    ...place,
    environment: { ...place.environment, ROGATORY_SCHEMAS: schemas },
  })
  const send = async (
    place: Place,
    body: object,
    [from, to]: readonly [string, string],
    ...more: readonly string[]
  ): Promise<Ended> => {
    const draft = join(folder, `${from}.json`)
    await writeFile(draft, JSON.stringify({ from, to, reference: `DEMO-${from}`, language: 'en', body }))
    const people = ['--officer', 'Example-A', '--approver', 'Example-B']
    return await run(['send', draft, ...people, ...more, '--json'], { ...place.environment })
  }
  const hold = requestBody([{ id: 'm1', kind: 'preservation' }]) as { measures: object[] }
  const soil = {
    ...hold,
    measures: [{ id: 'm1', kind: 'soil-sample', coercive: true, place: text, depthCentimetres: 40 }],
  }

  it('and the version before understand each other in what both have; what only one has is not sent at all', async () => {
    const { vn, qa } = await pinned('two')
    const newer = withSoil(vn)
    const served = [serve(newer), serve(qa)]
    try {
      for (const node of served) node.start()
      await until('both nodes listen', () => served.every((node) => node.isUp()), startMs)
      const there = await send(newer, hold, asks, '--wait', '30')
      assert.match(there.out, /"status": ?"placed"/, there.out)
      const back = await send(qa, hold, answers, '--wait', '30')
      assert.match(back.out, /"status": ?"placed"/, back.out)
      const strange = await send(newer, soil, asks)
      assert.equal(strange.code, 65, strange.out)
      assert.match(strange.out, /PEER_SCHEMAS_OLDER/)
      assert.match(strange.out, /QA does not speak 1\.1/)
    } finally {
      await Promise.all(served.map((node) => node.stop()))
    }
  })

  it('is sent as soon as the peer has it; a peer that went back to the version before refuses what was on its way, and the author reads which one that knows, and goes on', async () => {
    const { vn, qa } = await pinned('back')
    const newer = withSoil(vn)
    const [asking, answering, older] = [serve(newer), serve(withSoil(qa)), serve(qa)]
    try {
      for (const node of [asking, answering]) node.start()
      await until('both nodes listen', () => [asking, answering].every((node) => node.isUp()), startMs)
      // What Viet Nam has is a list in which Qatar speaks 1.0 alone; asked again, it speaks 1.1.
      await until('Qatar has said that it speaks 1.1', async () => {
        const sent = await send(newer, soil, asks, '--wait', '30')
        return /"status": ?"placed"/.test(sent.out)
      })
      await answering.stop()
      const queued = await send(newer, soil, asks)
      assert.equal(queued.code, 0, queued.out)
      older.start()
      await until('Qatar is up again', () => older.isUp(), startMs)
      const { request } = JSON.parse(queued.out) as { request: string }
      let seen = ''
      await until('Viet Nam has the answer', async () => {
        seen = (await run(['show', request, '--as', 'Example-A'], { ...newer.environment })).out
        return seen.includes('REFUSED')
      })
      assert.match(seen, /REFUSED: SCHEMA_UNKNOWN; .* not known here; at \/schemas; expected: 1\.0/, seen)
      // It has asked for the newer list of Qatar, and writes what that can read.
      await until('what both have goes on', async () => {
        const next = await send(newer, hold, asks, '--wait', '30')
        return /"status": ?"placed"/.test(next.out)
      })
    } finally {
      await Promise.all([asking, answering, older].map((node) => node.stop()))
    }
  })
})
