import assert from 'node:assert/strict'
import { type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { transportOf } from '../../src/client/transport.ts'

describe('the transport of the client', () => {
  let server: Server
  let url: string
  let targets: string[] = []
  let answer: (response: ServerResponse) => void
  const say = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"said":true}')
  }
  before(async () => {
    server = createServer((request, response) => {
      targets.push(request.url ?? '')
      answer(response)
    })
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  beforeEach(() => {
    targets = []
    answer = say
  })
  after(async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  })

  const asked = { method: 'GET', target: '/api/v1/cases?state=answered' }

  it('asks below the path under which a proxy has the port', async () => {
    for (const at of [url, `${url}/`, `${url}/rogatory`, `${url}/rogatory/`])
      assert.deepEqual((await transportOf({ url: at, token: 'x' })(asked)).answer, { said: true })
    const under = `/rogatory${asked.target}`
    assert.deepEqual(targets, [asked.target, asked.target, under, under])
  })

  it('makes an attempt again that takes too long, before its answer or in the midst of it, and gives up in the end', async () => {
    const late: ((response: ServerResponse) => void)[] = [
      () => undefined,
      (response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{"said":'),
    ]
    answer = (response) => (late.shift() ?? say)(response)
    const patient = { url, token: 'x', timeoutMs: 300, pauseMs: 1 }
    assert.deepEqual((await transportOf(patient)(asked)).answer, { said: true })
    assert.equal(targets.length, 3)
    answer = () => undefined
    await assert.rejects(transportOf({ ...patient, attemptsMax: 2 })(asked), { name: 'TimeoutError' })
    assert.equal(targets.length, 5)
  })
})
