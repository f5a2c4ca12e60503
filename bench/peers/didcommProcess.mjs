import assert from 'node:assert/strict'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { Message } from 'didcomm-node'
import { serve } from '../child.ts'
import { closedLoop } from '../latency.ts'
import { listen, post } from '../posting.ts'

// One side of DIDComm: each message and each acknowledgement signed (Ed25519) and encrypted (X25519, ECDH-1PU), nothing kept.

const media = { 'content-type': 'application/didcomm-encrypted+json' }
const documents = new Map()
let own = { did: '', secrets: [] }
let other = { did: '', url: '' }

const resolver = { resolve: async (did) => documents.get(did) ?? null }
const secrets = {
  get_secret: async (id) => own.secrets.find((secret) => secret.id === id) ?? null,
  find_secrets: async (ids) => ids.filter((id) => own.secrets.some((secret) => secret.id === id)),
}

async function packed(fields) {
  const message = new Message({
    id: randomUUID(),
    typ: 'application/didcomm-plain+json',
    from: own.did,
    to: [other.did],
    ...fields,
  })
  const [text] = await message.pack_encrypted(other.did, own.did, own.did, resolver, secrets, {
    forward: false,
  })
  return { id: fields.id ?? message.as_value().id, text }
}

async function unpacked(text) {
  const [message, found] = await Message.unpack(text, resolver, secrets, {})
  assert(found.encrypted && found.authenticated && found.non_repudiation)
  const value = message.as_value()
  assert.equal(value.from, other.did)
  return value
}

async function acknowledge(body) {
  const { id, body: content } = await unpacked(body.toString())
  assert(Object.keys(content).length > 0)
  const { text } = await packed({
    type: 'https://didcomm.org/notification/1.0/ack',
    thid: id,
    body: { status: 'OK' },
  })
  return { headers: media, body: text }
}

serve({
  async introduce(name) {
    const did = `did:example:${name}`
    const [signing, agreement] = [generateKeyPairSync('ed25519'), generateKeyPairSync('x25519')]
    const keys = { [`${did}#signing`]: signing, [`${did}#agreement`]: agreement }
    const type = 'JsonWebKey2020'
    own = {
      did,
      secrets: Object.entries(keys).map(([id, { privateKey }]) => ({
        id,
        type,
        privateKeyJwk: privateKey.export({ format: 'jwk' }),
      })),
    }
    const document = {
      id: did,
      authentication: [`${did}#signing`],
      keyAgreement: [`${did}#agreement`],
      service: [],
      verificationMethod: Object.entries(keys).map(([id, { publicKey }]) => ({
        id,
        type,
        controller: did,
        publicKeyJwk: publicKey.export({ format: 'jwk' }),
      })),
    }
    documents.set(did, document)
    return { did, document, url: await listen(acknowledge) }
  },
  async meet({ did, document, url }) {
    documents.set(did, document)
    other = { did, url }
  },
  async load(options, content) {
    const body = JSON.parse(content)
    return await closedLoop(options, async () => {
      const { id, text } = await packed({ type: 'https://rogatory.example/request/1.0', body })
      const answer = await post(other.url, media, text)
      assert.equal((await unpacked(answer.body.toString())).thid, id)
    })
  },
})
