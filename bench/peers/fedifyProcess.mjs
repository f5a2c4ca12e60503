import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { createFederation, exportJwk, generateCryptoKeyPair, importJwk, MemoryKvStore } from '@fedify/fedify'
import { Create, Endpoints, Note, Person } from '@fedify/fedify/vocab'
import { serve } from '../child.ts'
import { closedLoop } from '../latency.ts'
import { bodyOf } from '../posting.ts'

// One side of ActivityPub as Fedify does it: activities signed (HTTP signature with RSA, object proof with Ed25519), not encrypted; an
// answer without a signature after the inbox has taken it in; kept in memory alone. Runs on the Node that Fedify asks for.

let own = { name: '', url: '' }
let other
let federation
let received = 0

function federationOf(keys) {
  const made = createFederation({ kv: new MemoryKvStore(), allowPrivateAddress: true })
  made
    .setActorDispatcher('/users/{identifier}', async (context, identifier) => {
      const pairs = await context.getActorKeyPairs(identifier)
      return new Person({
        id: context.getActorUri(identifier),
        preferredUsername: identifier,
        inbox: context.getInboxUri(identifier),
        endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
        publicKey: pairs[0].cryptographicKey,
        assertionMethods: pairs.map((pair) => pair.multikey),
      })
    })
    .setKeyPairsDispatcher(async () => keys)
  made.setInboxListeners('/users/{identifier}/inbox', '/inbox').on(Create, async (_context, activity) => {
    assert((await activity.getObject()) instanceof Note)
    received += 1
  })
  return made
}

async function listen() {
  const server = createServer((asked, answered) => {
    respond(asked)
      .then(async (response) => {
        const body = Buffer.from(await response.arrayBuffer())
        answered.writeHead(response.status, Object.fromEntries(response.headers)).end(body)
      })
      .catch((reason) => answered.writeHead(500).end(String(reason)))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${server.address().port}`
}

async function respond(asked) {
  const body = asked.method === 'POST' ? await bodyOf(asked) : undefined
  const request = new Request(new URL(asked.url, own.url), {
    method: asked.method,
    headers: asked.headers,
    body,
  })
  return await federation.fetch(request, { contextData: undefined })
}

serve({
  async introduce(name) {
    own = { name, url: await listen() }
    const keys = []
    for (const algorithm of ['RSASSA-PKCS1-v1_5', 'Ed25519']) {
      const { publicKey, privateKey } = await generateCryptoKeyPair(algorithm)
      keys.push({
        publicKey: await importJwk(await exportJwk(publicKey), 'public'),
        privateKey: await importJwk(await exportJwk(privateKey), 'private'),
      })
    }
    federation = federationOf(keys)
    return own
  },
  async meet({ name, url }) {
    other = { id: new URL(`${url}/users/${name}`), inboxId: new URL(`${url}/users/${name}/inbox`) }
  },
  async load(options, content) {
    const context = federation.createContext(new URL(own.url), undefined)
    let sent = 0
    return await closedLoop(options, async () => {
      sent += 1
      const id = `${own.url}/activities/${process.pid}-${performance.now()}-${sent}`
      const activity = new Create({
        id: new URL(id),
        actor: context.getActorUri(own.name),
        to: other.id,
        object: new Note({ id: new URL(`${id}/note`), attribution: context.getActorUri(own.name), content }),
      })
      await context.sendActivity({ identifier: own.name }, other, activity, { immediate: true })
    })
  },
  async taken() {
    return received
  },
})
