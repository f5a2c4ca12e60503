import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { randomBytes } from 'node:crypto'
import type { ClientTls } from '../../../src/exchange/connector.ts'
import {
  type ExportedSpans,
  type SpansOut,
  exportedSpans,
} from '../../../src/exchange/tracing/openTelemetry.ts'
import { newTrace } from '../../../src/exchange/tracing/trace.ts'
import { tracingLimits } from '../../../src/exchange/tracing/tracingLimits.ts'
import { builtProgram } from '../../../src/packageFolder.ts'
import { paths } from '../../../src/web/paths.ts'
import {
  type SpanCollector,
  readSpans,
  requireOpenTelemetryProto,
  spanCollector,
} from '../../support/spanCollector.ts'
import { delivered, opened, say } from '../../support/talk.ts'
import { issued, newAuthority } from '../../support/tlsFiles.ts'
import { type World, freePort, twoStates, until } from '../../support/world.ts'

interface Line {
  readonly text: string
  readonly fields: Readonly<Record<string, unknown>>
}

const nobody: ClientTls = { pair: null, authorities: [] }

function exporting(
  endpoint: string,
  more: Partial<SpansOut> = {},
): { readonly spans: ExportedSpans; readonly lines: Line[] } {
  const lines: Line[] = []
  const note = (fields: Line['fields'], text: string): void => void lines.push({ fields, text })
  const spans = exportedSpans(
    { endpoint, ratio: 1, header: () => Promise.resolve({}), tls: () => nobody, ...more },
    {
      ...{ state: 'VN', version: '1', instance: crypto.randomUUID() },
      random: (bytes) => randomBytes(bytes),
      log: { info: note, warn: note },
    },
  )
  return { spans, lines }
}

describe('a collector of spans', () => {
  let collector: SpanCollector
  before(function () {
    requireOpenTelemetryProto(this)
  })
  beforeEach(async () => {
    collector = await spanCollector()
  })
  afterEach(() => collector.close())

  it('is given the last ones when a node stops', async () => {
    const { spans, lines } = exporting(collector.endpoint)
    spans.begin({ name: 'seal messages' }).end()
    await spans.close()
    assert.deepEqual(
      readSpans(collector.bodies).map(({ name }) => name),
      ['seal messages'],
    )
    assert.deepEqual(lines, [])
  })

  it('that answers nothing holds no node that stops for longer than a moment', async () => {
    collector.status = null
    const { spans } = exporting(collector.endpoint)
    spans.begin({ name: 'seal messages' }).end()
    const began = performance.now()
    await spans.close()
    const ms = performance.now() - began
    assert.ok(ms < tracingLimits.stopMs + 500, String(ms))
  })

  it('that is away has no more kept for it than a bounded number, and it is said once that it takes nothing', async () => {
    collector.status = 503
    const { spans, lines } = exporting(collector.endpoint)
    for (let at = 0; at < 3 * tracingLimits.queueMax; at += 1) spans.begin({ name: 'seal messages' }).end()
    await until('it is said', () => lines.length > 0)
    collector.status = 200
    await until('it takes them again', () => lines.length > 1)
    await spans.close()
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['the collector of spans takes none', 'the collector takes spans again; these were lost'],
    )
    const taken = readSpans(collector.bodies).length
    assert.ok(taken > 0 && taken <= tracingLimits.queueMax + tracingLimits.batchMax, String(taken))
  })

  it('is told in a line of the log why it gets none, without the field that opens it', async () => {
    const header = () => Promise.resolve({ Authorization: 'Bearer example-token' })
    for (const status of [401, 404, 500]) {
      collector.status = status
      const { spans, lines } = exporting(collector.endpoint, { header })
      spans.begin({ name: 'seal messages' }).end()
      await spans.close()
      const [line] = lines
      assert.equal(line?.text, 'the collector of spans takes none')
      assert.equal(line.fields.spans, 1)
      assert.match(String(line.fields.reason), new RegExp(String(status)))
      assert.ok(!JSON.stringify(lines).includes('example-token'))
    }
  })

  it('is believed by the authorities that the settings name, and shown the certificate of the node where it asks', async () => {
    const authority = newAuthority('Example authority')
    const other = newAuthority('Another authority')
    const tls = { ...issued(authority, '127.0.0.1'), clients: authority.certificate }
    const secure = await spanCollector(tls)
    try {
      const pair = issued(authority, 'node.example.org')
      const known: ClientTls = { pair, authorities: [authority.certificate] }
      const good = exporting(secure.endpoint, { tls: () => known })
      good.spans.begin({ name: 'seal messages' }).end()
      await good.spans.close()
      assert.deepEqual(good.lines, [])
      assert.equal(readSpans(secure.bodies).length, 1)
      for (const wrong of [
        nobody,
        { pair, authorities: [other.certificate] },
        { pair: null, authorities: [authority.certificate] },
      ]) {
        const bad = exporting(secure.endpoint, { tls: () => wrong })
        bad.spans.begin({ name: 'seal messages' }).end()
        await bad.spans.close()
        await until('it is said', () => bad.lines.length > 0)
        assert.equal(secure.bodies.length, 1)
      }
    } finally {
      await secure.close()
    }
  })

  it('gets the part of the traces that was said, the same at every node, whatever a peer says of them', async () => {
    const [one, other] = [
      exporting(collector.endpoint, { ratio: 0.5 }),
      exporting(collector.endpoint, { ratio: 0.5 }),
    ]
    let kept = 0
    for (let at = 0; at < 400; at += 1) {
      const parent = newTrace((bytes) => randomBytes(bytes))
      const [first, second] = [one, other].map(({ spans }) => {
        const span = spans.begin({ name: 'take messages', parent })
        span.end()
        return span.trace
      })
      assert.equal(first?.id, parent.id)
      assert.equal(first.isKept, second?.isKept)
      kept += first.isKept === true ? 1 : 0
    }
    assert.ok(kept > 120 && kept < 280, String(kept))
    await one.spans.close()
    await other.spans.close()
    assert.equal(readSpans(collector.bodies).length, 2 * kept)
    const none = exporting(collector.endpoint, { ratio: 0 })
    const { trace, end } = none.spans.begin({ name: 'post messages' })
    end()
    await none.spans.close()
    assert.equal(trace?.isKept, false)
    assert.equal(readSpans(collector.bodies).length, 2 * kept)
  })

  it('is told of what was done for several requests together with the others beside the first', async () => {
    const { spans } = exporting(collector.endpoint)
    const [parent, ...beside] = Array.from({ length: 20 }, () => newTrace((bytes) => randomBytes(bytes)))
    spans.begin({ name: 'record messages', parent: parent ?? null, beside }).end()
    await spans.close()
    const [read] = readSpans(collector.bodies)
    assert.equal(read?.parent, parent?.span)
    assert.deepEqual(
      read?.links,
      beside.slice(0, tracingLimits.besideMax).map(({ span }) => span),
    )
  })
})

describe('nodes and collectors of spans', () => {
  let silent: SpanCollector
  let world: World
  const lines: Line[] = []
  before(async () => {
    silent = await spanCollector()
    const note = (fields: Line['fields'], text: string): void => void lines.push({ fields, text })
    const closed = await freePort()
    world = await twoStates(undefined, undefined, {
      log: { info: note, warn: note, error: note },
      more: () => Promise.resolve({ traces: { endpoint: silent.endpoint, ratio: 1 } }),
      answering: {
        more: () =>
          Promise.resolve({ traces: { endpoint: `http://127.0.0.1:${closed}/v1/traces`, ratio: 1 } }),
      },
    })
  })
  after(async () => {
    await world.close()
    await silent.close()
  })

  it('lose no message and wait for nothing where one answers nothing and the other is away', async () => {
    const request = await opened(world)
    const said = async (): Promise<number> => {
      const began = performance.now()
      for (let at = 0; at < 10; at += 1) {
        await say(world, world.asking, request, 'supplement')
        await delivered(world.asking)
      }
      return performance.now() - began
    }
    const whileTaken = await said()
    silent.status = null
    await until('it is said that one is away', () =>
      lines.some(({ text }) => text === 'the collector of spans takes none'),
    )
    const whileAway = await said()
    assert.ok(whileAway < 2 * whileTaken + 1_000, `${whileAway} ms instead of ${whileTaken}`)
    const began = performance.now()
    await world.asking.restart()
    assert.ok(performance.now() - began < 10_000)
  })
})

describe('a node that no collector is named to', () => {
  let world: World
  before(async () => {
    world = await twoStates()
    await opened(world)
    await delivered(world.asking)
  })
  after(() => world.close())

  it('names a trace of its own with posts, of which it keeps no span, and with nothing else', () => {
    const { traceparents } = world.answering.link
    const posts = traceparents.filter(({ path }) => path === paths.messages)
    assert.ok(posts.length > 0)
    for (const { field } of posts) assert.match(field ?? '', /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/)
    const others = traceparents.filter(({ path }) => path !== paths.messages)
    assert.ok(others.some(({ path }) => path === paths.questions))
    for (const { field, path } of others) assert.equal(field, undefined, path)
  })

  it('does not load the library for it', async () => {
    const run = promisify(execFile)
    const main = resolve(import.meta.dirname, '../../../src/main.ts')
    const loaded = async (and: string): Promise<string> => {
      const script = `
        import { createRequire } from 'node:module'
        await import(${JSON.stringify(main)})
        ${and}
        const paths = Object.keys(createRequire(import.meta.url).cache)
        console.log(paths.some((path) => path.includes('@opentelemetry/')))`
      const { stdout } = await run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script])
      return stdout.trim()
    }
    assert.equal(await loaded(''), 'false')
    const library = resolve(import.meta.dirname, '../../../src/exchange/tracing/openTelemetry.ts')
    // The guard of this test: where it is loaded, this shows it.
    assert.equal(await loaded(`await import(${JSON.stringify(library)})`), 'true')
  })
})

describe('the command that serves a node, with a collector of spans', () => {
  let collector: SpanCollector
  let world: World
  let folder: string
  before(async function () {
    requireOpenTelemetryProto(this)
    collector = await spanCollector()
    world = await twoStates()
    folder = await mkdtemp(join(tmpdir(), 'rogatory-field-'))
  })
  after(async () => {
    await world.close()
    await collector.close()
    await rm(folder, { recursive: true })
  })

  it('exports by the field of the file as it is now, by no setting of others, and stops in time where nothing is taken', async () => {
    const { asking, answering } = world
    const file = join(folder, 'field')
    await writeFile(file, 'Authorization: Bearer first\n', { mode: 0o600 })
    await answering.node.close()
    const { dataFolder, databaseUrl, passphraseFile, port } = answering.config
    const served = spawn(process.execPath, [builtProgram, 'serve'], {
      env: {
        PATH: process.env.PATH,
        ROGATORY_DATA: dataFolder,
        ROGATORY_PORT: String(port),
        ROGATORY_PASSPHRASE_FILE: passphraseFile,
        ROGATORY_LOG_LEVEL: 'silent',
        DATABASE_URL: databaseUrl,
        ROGATORY_TRACES_ENDPOINT: collector.endpoint,
        ROGATORY_TRACES_HEADER_FILE: file,
        OTEL_EXPORTER_OTLP_HEADERS: 'x-of-others=1',
        OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-of-others-too=1',
        OTEL_EXPORTER_OTLP_COMPRESSION: 'none',
        OTEL_TRACES_SAMPLER: 'always_off',
        OTEL_SERVICE_NAME: 'another',
        OTEL_RESOURCE_ATTRIBUTES: 'host.name=another',
      },
      stdio: 'ignore',
    })
    const ended = new Promise<number | null>((done) => served.once('exit', done))
    try {
      const request = crypto.randomUUID()
      await say(world, asking, request, 'request')
      await delivered(asking)
      await collector.spansOnce('a post was taken', (spans) =>
        spans.some(({ name }) => name === 'take messages'),
      )
      await writeFile(file, 'X-Api-Key: second')
      await until('the other field is used', async () => {
        await say(world, asking, request, 'supplement')
        await delivered(asking)
        return collector.heads.some((head) => head['x-api-key'] === 'second')
      })
      const [first] = collector.heads
      assert.equal(first?.authorization, 'Bearer first')
      for (const head of collector.heads)
        assert.ok(!Object.keys(head).some((name) => name.startsWith('x-of-others')))
      for (const { of } of readSpans(collector.bodies)) {
        assert.equal(of['service.name'], 'rogatory')
        assert.ok(!('host.name' in of))
      }
      collector.status = null
      await say(world, asking, request, 'supplement')
      await delivered(asking)
      const began = performance.now()
      served.kill('SIGTERM')
      assert.equal(await ended, 0)
      assert.ok(performance.now() - began < 12_000, String(performance.now() - began))
    } finally {
      served.kill('SIGKILL')
      await ended
    }
    await answering.restart()
  })
})
