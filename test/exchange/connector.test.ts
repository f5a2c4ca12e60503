import assert from 'node:assert/strict'
import dns from 'node:dns'
import { getEventListeners } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { syncBuiltinESMExports } from 'node:module'
import type { AddressInfo } from 'node:net'
import { authoritiesIn, codeOfFailure, connectorTo } from '../../src/exchange/connector.ts'
import { trustDirectory } from '../../src/exchange/directory.ts'
import { type Network, networkOf, publicNetwork } from '../../src/exchange/networks.ts'
import { courier } from '../../src/exchange/post.ts'
import type { TrustList } from '../../src/message/generated/types.ts'
import { paths } from '../../src/web/paths.ts'
import { issued, newAuthority } from '../support/tlsFiles.ts'
import { listWith } from '../trust/fixture.ts'

type Answered = (reason: null, addresses: string | readonly dns.LookupAddress[], family?: number) => void

describe('the way to a peer', () => {
  let connections = 0
  const server = createServer((_request, response) => response.end('a list'))
  server.on('connection', () => {
    connections += 1
  })
  before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
  after(() => server.close())

  const fetched = async (url: string, network: Network | null): Promise<string> => {
    const connect = connectorTo({
      tls: () => ({ pair: null, authorities: [] }),
      authoritiesOf: () => [],
      network,
      isProofWanted: true,
    })
    const { fetchTrustList, close } = courier(paths, null, connect)
    try {
      return await fetchTrustList(url)
    } catch (reason) {
      return codeOfFailure(reason)
    } finally {
      server.closeIdleConnections()
      await close()
    }
  }
  const port = (): number => (server.address() as AddressInfo).port

  it('leads anywhere where nothing is configured', async () => {
    assert.equal(await fetched(`http://127.0.0.1:${port()}`, null), 'a list')
  })

  it('attack 49: leads to no address that is not public, by number or by name, and nothing is connected to', async () => {
    const before = connections
    for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433'])
      assert.equal(await fetched(`http://${host}:${port()}`, publicNetwork), 'PEER_ADDRESS_FORBIDDEN', host)
    assert.equal(connections, before)
  })

  it('attack 49: leads to no such address for files either, alone or several at once', async () => {
    const before = connections
    const connect = connectorTo({
      tls: () => ({ pair: null, authorities: [] }),
      authoritiesOf: () => [],
      network: publicNetwork,
      isProofWanted: true,
    })
    const { fetchRange, fetchSeveral, close } = courier(paths, null, connect)
    const name = 'a'.repeat(64)
    const signal = AbortSignal.timeout(10_000)
    for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]']) {
      const url = `http://${host}:${port()}`
      for (const asked of [
        fetchRange(url, name, { start: 0, end: 56 }, signal),
        fetchSeveral(url, [name], signal),
      ])
        await assert.rejects(asked, (reason) => codeOfFailure(reason) === 'PEER_ADDRESS_FORBIDDEN', url)
    }
    await close()
    assert.equal(connections, before)
  })

  it('leads into the networks that are configured and nowhere else', async () => {
    const inside = networkOf(['127.0.0.0/8', '::1/128'])
    assert.equal(await fetched(`http://127.0.0.1:${port()}`, inside), 'a list')
    assert.equal(await fetched(`http://localhost:${port()}`, inside), 'a list')
    assert.equal(
      await fetched(`http://127.0.0.1:${port()}`, networkOf(['10.0.0.0/8'])),
      'PEER_ADDRESS_FORBIDDEN',
    )
  })

  /** What a name server answers in the test of its second thoughts, one after the other; the last is answered for ever. */
  const answeringWith = async (answers: readonly (readonly string[])[], work: () => Promise<void>) => {
    const { lookup } = dns
    let asked = 0
    const answer: unknown = (_name: string, options: dns.LookupOptions, done: Answered) => {
      const found = answers[Math.min(asked, answers.length - 1)] ?? []
      asked += 1
      if (options.all === true)
        done(
          null,
          found.map((address) => ({ address, family: 4 })),
        )
      else done(null, found[0] ?? '', 4)
    }
    Object.assign(dns, { lookup: answer })
    syncBuiltinESMExports()
    try {
      await work()
    } finally {
      dns.lookup = lookup
      syncBuiltinESMExports()
    }
    return asked
  }

  it('attack 49: is the address that was judged, whatever the name is said to be the next time', async () => {
    const network = networkOf(['127.0.0.2/32'])
    const before = connections
    const second = [['127.0.0.2'], ['127.0.0.1']]
    const asked = await answeringWith(second, async () => {
      // Nobody listens there.
      assert.equal(await fetched(`http://peer.example:${port()}`, network), 'NODE_UNAVAILABLE')
    })
    assert.equal(asked, 1)
    await answeringWith([['127.0.0.2', '127.0.0.1']], async () => {
      assert.equal(await fetched(`http://peer.example:${port()}`, network), 'PEER_ADDRESS_FORBIDDEN')
    })
    assert.equal(connections, before)
    await answeringWith([['127.0.0.1']], async () => {
      assert.equal(await fetched(`http://peer.example:${port()}`, networkOf(['127.0.0.1/32'])), 'a list')
    })
  })

  it('is one of HTTP', async () => {
    for (const url of ['file:///etc/passwd', 'ftp://127.0.0.1/', 'gopher://127.0.0.1/'])
      assert.equal(await fetched(url, null), 'NODE_UNAVAILABLE', url)
  })

  it('is believed by the list of the State that is there, whatever address another State has in its own', async () => {
    const authority = newAuthority('Authority of QA')
    const { certificate, key } = issued(authority, '127.0.0.1')
    const secure = createSecureServer({ cert: certificate, key }, (_request, response) =>
      response.end('a list over TLS'),
    )
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve))
    const url = `https://127.0.0.1:${(secure.address() as AddressInfo).port}`
    const opened = (state: string, at: string, more: Partial<TrustList> = {}) => ({
      list: listWith({ state, node: { uri: `urn:rogatory:node:${state}`, url: at }, ...more }),
      digest: '',
      signerDigest: '',
    })
    const trust = trustDirectory(opened('VN', 'https://vn.example.org'))
    const der = certificateIn(authority.certificate)
    trust.load(trust.own(), [
      opened('XA', 'https://x.example:99999'),
      opened('XB', 'https://'),
      opened('QA', url, { certificateAuthorities: [der] }),
    ])
    const connect = connectorTo({
      tls: () => ({ pair: null, authorities: [] }),
      authoritiesOf: authoritiesIn(trust),
      network: null,
      isProofWanted: true,
    })
    const { fetchTrustList, close } = courier(paths, null, connect)
    try {
      assert.equal(await fetchTrustList(url), 'a list over TLS')
    } finally {
      await close()
      secure.close()
    }
  })

  it('is left when the node stops, also by what waits for an answer or for a connection: the same bytes go again', async () => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { fetchTrustList, fetchRange, post, close } = courier(paths)
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const { signal } = new AbortController()
    const asked = Promise.allSettled([
      ...Array.from({ length: 20 }, () => fetchTrustList(url)),
      post(url, ['x']),
      fetchRange(url, 'a'.repeat(64), { start: 0, end: 10 }, signal),
    ])
    await close()
    const outcomes = await asked
    assert.ok(outcomes.every(({ status }) => status === 'rejected'))
    assert.deepEqual(getEventListeners(signal, 'abort'), [])
    await new Promise((resolve) => silent.close(resolve))
  })

  it('knows what is public', () => {
    const table: Readonly<Record<string, boolean>> = {
      '8.8.8.8': true,
      '2606:4700::1': true,
      '10.1.2.3': false,
      '100.64.0.1': false,
      '169.254.169.254': false,
      '172.31.255.255': false,
      '172.32.0.1': true,
      '::1': false,
      '::ffff:10.0.0.1': false,
      '64:ff9b::a00:1': false,
      '2002:a00::1': false,
      'fe80::1': false,
      'fd00::1': false,
      'no address': false,
    }
    for (const [address, isPublic] of Object.entries(table))
      assert.equal(publicNetwork(address), isPublic, address)
  })
})

/** The bytes of a certificate, in base64, as a list names it. */
function certificateIn(pem: string): string {
  return pem.replace(/-----[A-Z ]+-----|\s/g, '')
}
