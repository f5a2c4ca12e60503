import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Finding } from '../../../src/exchange/doctor/finding.ts'
import { runAnywhere } from '../../cli/commandLine.ts'
import { type RunningClamd, startClamd } from '../../support/clamd.ts'
import { type LyingProvider, openLyingProvider } from '../../support/lyingProvider.ts'
import { type SpanCollector, requireOpenTelemetryProto, spanCollector } from '../../support/spanCollector.ts'
import { type World, freePort, twoStates } from '../../support/world.ts'

/** Of what stands beside a node, as the doctor tells of it. */
const others: ReadonlySet<Finding['of']> = new Set(['scanner', 'provider', 'collector', 'webhooks'])

describe('the doctor, of what stands beside a node', () => {
  let world: World
  let folder: string
  let clamd: RunningClamd
  let provider: LyingProvider
  let collector: SpanCollector
  before(async function () {
    requireOpenTelemetryProto(this)
    folder = await mkdtemp(join(tmpdir(), 'rogatory-doctor-'))
    clamd = await startClamd()
    provider = await openLyingProvider('example-desk')
    collector = await spanCollector()
    world = await twoStates()
    await writeFile(join(folder, 'secret'), 'an example secret', { mode: 0o600 })
  })
  after(async () => {
    await world.close()
    await Promise.all([collector.close(), provider.close(), clamd.stop()])
    await rm(folder, { recursive: true })
  })

  const atNode = async (words: readonly string[], more: Readonly<Record<string, string>> = {}) => {
    const { databaseUrl, dataFolder } = world.asking.config
    return await runAnywhere([...words, '--json', '--data', dataFolder], {
      DATABASE_URL: databaseUrl,
      ROGATORY_DATABASE_CONNECTIONS: '4',
      ...more,
    })
  }
  const scanned = (): Readonly<Record<string, string>> => ({ ROGATORY_SCANNER: `unix:${clamd.socket}` })
  const signingIn = (): Readonly<Record<string, string>> => ({
    ROGATORY_DESK_PORT: '0',
    ROGATORY_OIDC_ISSUER: provider.issuer,
    ROGATORY_OIDC_CLIENT_ID: 'example-desk',
    ROGATORY_OIDC_SECRET_FILE: join(folder, 'secret'),
  })
  const traced = (): Readonly<Record<string, string>> => ({ ROGATORY_TRACES_ENDPOINT: collector.endpoint })
  const toldOfOthers = async (more: Readonly<Record<string, string>>) => {
    const { json } = await atNode(['doctor', '--room', '1'], more)
    assert.ok(Array.isArray(json.findings), JSON.stringify(json))
    const found = json.findings as readonly Finding[]
    return found.filter(({ of }) => others.has(of))
  }
  const told = async (more: Readonly<Record<string, string>>) =>
    (await toldOfOthers(more)).map(({ of, code, severity }) => [of, code, severity])

  it('says nothing of what the settings do not name', async () => {
    assert.deepEqual(await told({}), [])
  })

  it('has the scanner look at a probe, and asks the identity provider and the collector as the work asks them', async () => {
    const found = await toldOfOthers({ ...scanned(), ...signingIn(), ...traced() })
    assert.deepEqual(
      found.map(({ of, code, severity }) => [of, code, severity]),
      [
        ['scanner', null, 'good'],
        ['provider', null, 'good'],
        ['collector', null, 'good'],
      ],
    )
    assert.match(found[0]?.words ?? '', /^ClamAV [0-9]\S* has looked at a probe$/)
    assert.deepEqual(provider.asked, ['/.well-known/openid-configuration'])
    // It was sent a request, and no span that never was.
    assert.deepEqual(
      collector.bodies.map((body) => JSON.parse(body.toString()) as unknown),
      [{ resourceSpans: [] }],
    )
  })

  it('SCANNER_FAILS: a scanner that is away, and one that does not look at what it is given', async () => {
    const away = await toldOfOthers({ ROGATORY_SCANNER: `tcp:127.0.0.1:${await freePort()}` })
    assert.deepEqual(
      away.map(({ code, severity, words }) => [code, severity, words]),
      [['SCANNER_FAILS', 'doubtful', 'of a probe of random bytes it says: notScanned (unreachable)']],
    )
    const less = await told({ ...scanned(), ROGATORY_SCANNER_BYTES_MAX: '1' })
    assert.deepEqual(less, [['scanner', 'SCANNER_FAILS', 'doubtful']])
  })

  it('PROVIDER_FAILS: an identity provider that is away, and one that calls itself otherwise', async () => {
    const issuer = `http://127.0.0.1:${await freePort()}`
    assert.deepEqual(await told({ ...signingIn(), ROGATORY_OIDC_ISSUER: issuer }), [
      ['provider', 'PROVIDER_FAILS', 'doubtful'],
    ])
    provider.lie({ metadata: { issuer: 'https://login.example' } })
    try {
      const [found] = await toldOfOthers(signingIn())
      assert.equal(found?.code, 'PROVIDER_FAILS')
    } finally {
      provider.lie({})
    }
  })

  it('COLLECTOR_FAILS: a collector that is away, and one that refuses what it is sent', async () => {
    const away = { ROGATORY_TRACES_ENDPOINT: `http://127.0.0.1:${await freePort()}/v1/traces` }
    assert.deepEqual(await told(away), [['collector', 'COLLECTOR_FAILS', 'doubtful']])
    collector.status = 401
    try {
      assert.deepEqual(await told(traced()), [['collector', 'COLLECTOR_FAILS', 'doubtful']])
    } finally {
      collector.status = 200
    }
  })

  it('says that systems that are told what happened were told nothing', async () => {
    const network = { ROGATORY_WEBHOOK_NETWORKS: '127.0.0.0/8' }
    const url = `http://127.0.0.1:${await freePort()}/told`
    const words = ['webhook', 'make', '--name', 'cases', '--url', url, '--event', 'message.received']
    const made = await atNode([...words, '--as', 'Example-Administrator'], network)
    assert.equal(made.code, 0, made.beside + JSON.stringify(made.json))
    assert.deepEqual(await told(network), [['webhooks', null, 'notTried']])
    await atNode(['webhook', 'disable', '--name', 'cases', '--as', 'Example-Administrator'])
    assert.deepEqual(await told(network), [])
  })
})
