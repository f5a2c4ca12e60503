import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { codeOfFailure, connectorTo } from '../../src/exchange/connector.ts'
import { type Network, networkOf, publicNetwork } from '../../src/exchange/networks.ts'
import { courier } from '../../src/exchange/post.ts'
import { paths } from '../../src/web/paths.ts'

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

  it('leads to no address that is not public, by number or by name, and nothing is connected to', async () => {
    const before = connections
    for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433'])
      assert.equal(await fetched(`http://${host}:${port()}`, publicNetwork), 'PEER_ADDRESS_FORBIDDEN', host)
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

  it('is one of HTTP', async () => {
    for (const url of ['file:///etc/passwd', 'ftp://127.0.0.1/', 'gopher://127.0.0.1/'])
      assert.equal(await fetched(url, null), 'NODE_UNAVAILABLE', url)
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
