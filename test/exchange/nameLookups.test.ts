import assert from 'node:assert/strict'
import { type LookupAddress, lookup } from 'node:dns'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { codeOfFailure, connectorTo } from '../../src/exchange/connector.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { type AddressesOf, type ResolveName, nameLookups } from '../../src/exchange/nameLookups.ts'
import { courier } from '../../src/exchange/post.ts'
import { paths } from '../../src/web/paths.ts'

const { pauseMs, slowMs, slowForMs, namesMax } = exchangeLimits.lookups

/** Names of `.slow` are answered when the test says so; of `.none` there are none; all others are this machine. */
class NameServer {
  nowMs = 0
  readonly asked: string[] = []
  readonly #waiting = new Map<string, (() => void)[]>()

  readonly resolve: ResolveName = (hostname, _options, done) => {
    this.asked.push(hostname)
    const none: NodeJS.ErrnoException = Object.assign(new Error(hostname), { code: 'ENOTFOUND' })
    const here = (): void => done(null, [{ address: '127.0.0.1', family: 4 }])
    if (hostname.endsWith('.none')) done(none, [])
    else if (!hostname.endsWith('.slow')) here()
    else this.#waiting.set(hostname, [...(this.#waiting.get(hostname) ?? []), here])
  }

  /** What is asked of a name is answered, so many milliseconds later. */
  answer(hostname: string, tookMs: number): void {
    this.nowMs += tookMs
    for (const here of this.#waiting.get(hostname) ?? []) here()
    this.#waiting.delete(hostname)
  }

  times(hostname: string): number {
    return this.asked.filter((name) => name === hostname).length
  }
}

describe('names of peers', () => {
  const server = createServer((_request, response) => response.end('a list'))
  before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
  after(() => server.close())

  const here: readonly LookupAddress[] = [{ address: '127.0.0.1', family: 4 }]
  const begun = (): { names: NameServer; addressesOf: AddressesOf } => {
    const names = new NameServer()
    return { names, addressesOf: nameLookups(names.resolve, () => names.nowMs) }
  }
  const turnsOfTheLoop = () => new Promise((resolve) => setImmediate(resolve))

  it('are reached while one of them is not answered, of which there is one lookup for all that connect to it', async () => {
    const names = new NameServer()
    const connect = connectorTo(
      {
        tls: () => ({ pair: null, authorities: [] }),
        authoritiesOf: () => [],
        network: null,
        isProofWanted: true,
      },
      names.resolve,
    )
    const { fetchTrustList, close } = courier(paths, null, connect)
    const { port } = server.address() as AddressInfo
    assert.equal(await fetchTrustList(`http://vn.example:${port}`), 'a list')
    server.closeIdleConnections()
    // Beside each other by as many connections as there may be to one address, and to several addresses of one name.
    const slow = Array.from({ length: 16 }, (_, count) =>
      fetchTrustList(`http://qa.slow:${port}/${count % 2 === 0 ? '' : 'node'}`),
    )
    const other = fetchTrustList(`http://qa.slow:1`).catch(codeOfFailure)
    assert.equal(await fetchTrustList(`http://vn.example:${port}`), 'a list')
    assert.equal(names.times('qa.slow'), 1)
    names.answer('qa.slow', 0)
    assert.deepEqual(new Set(await Promise.all(slow)), new Set(['a list']))
    assert.equal(await other, 'NODE_UNAVAILABLE')
    assert.equal(names.times('qa.slow'), 1)
    server.closeIdleConnections()
    await close()
  })

  it('that are not known to be quick are looked up one at a time, the slow ones last, and hold up none that is quick', async () => {
    const { names, addressesOf } = begun()
    await addressesOf('vn.example', {})
    const one = addressesOf('one.slow', {})
    const two = addressesOf('two.slow', {})
    assert.deepEqual(names.asked, ['vn.example', 'one.slow'])
    assert.deepEqual(await addressesOf('vn.example', {}), here)
    names.answer('one.slow', slowMs + 1)
    assert.deepEqual(await one, here)
    await turnsOfTheLoop()
    assert.equal(names.asked.at(-1), 'two.slow')
    // Slow within the hour: it comes behind whoever was not looked up yet.
    names.nowMs += pauseMs.longest
    const again = addressesOf('one.slow', {})
    const fresh = addressesOf('qa.example', {})
    await addressesOf('vn.example', {})
    assert.equal(names.times('one.slow'), 1)
    names.answer('two.slow', slowMs + 1)
    assert.deepEqual(await two, here)
    assert.deepEqual(await fresh, here)
    await turnsOfTheLoop()
    assert.deepEqual(names.asked.slice(-2), ['qa.example', 'one.slow'])
    names.answer('one.slow', 1)
    assert.deepEqual(await again, here)
    names.nowMs += slowForMs
    // One that was not slow for an hour waits for nobody.
    const held = addressesOf('two.other.slow', {})
    const quick = addressesOf('one.slow', {})
    assert.equal(names.asked.at(-1), 'one.slow')
    names.answer('one.slow', 1)
    names.answer('two.other.slow', 1)
    assert.deepEqual(await Promise.all([held, quick]), [here, here])
  })

  it('are looked up again the later the longer it took, and after a failure not at once: until then the answer is the same', async () => {
    const { names, addressesOf } = begun()
    const first = addressesOf('qa.slow', {})
    names.answer('qa.slow', 2_000)
    await first
    await turnsOfTheLoop()
    names.nowMs += 2_000 * pauseMs.timesWhatItTook - 1
    assert.deepEqual(await addressesOf('QA.slow', {}), here)
    assert.equal(names.times('qa.slow'), 1)
    names.nowMs += 1
    const second = addressesOf('qa.slow', {})
    assert.equal(names.times('qa.slow'), 2)
    names.answer('qa.slow', 30_000)
    await second
    await turnsOfTheLoop()
    names.nowMs += pauseMs.longest - 1
    await addressesOf('qa.slow', {})
    assert.equal(names.times('qa.slow'), 2)
    const fails = () => assert.rejects(addressesOf('qa.none', {}), { code: 'ENOTFOUND' })
    await fails()
    await fails()
    assert.equal(names.times('qa.none'), 1)
    names.nowMs += pauseMs.afterFailure
    await fails()
    assert.equal(names.times('qa.none'), 2)
  })

  it('are remembered as many as there is room for; the one that was looked up longest ago is forgotten', async () => {
    const { names, addressesOf } = begun()
    const fails = () => assert.rejects(addressesOf('qa.none', {}), { code: 'ENOTFOUND' })
    await fails()
    for (let count = 0; count < namesMax - 1; count += 1) await addressesOf(`${count}.example`, {})
    await fails()
    assert.equal(names.times('qa.none'), 1)
    await addressesOf('another.example', {})
    await fails()
    assert.equal(names.times('qa.none'), 2)
  })

  it('are those of the system, of its file of hosts as well', async () => {
    const ofSystem = await new Promise<readonly LookupAddress[]>((resolve) => {
      lookup('localhost', { all: true }, (_reason, addresses) => resolve(addresses))
    })
    assert.ok(ofSystem.length > 0)
    assert.deepEqual(await nameLookups()('localhost', {}), ofSystem)
  })
})
