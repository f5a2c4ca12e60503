import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { checkCapabilities } from '../../src/exchange/capabilities.ts'
import type { Message, TrustList } from '../../src/message/generated/types.ts'

const read = (name: string): unknown => JSON.parse(readFileSync(`schemas/example/${name}.json`, 'utf8'))
const list = read('trust-list') as TrustList
const request = read('request') as Message
const peer = (more: Partial<TrustList['capabilities']>): TrustList => ({
  ...list,
  capabilities: {
    ...list.capabilities,
    kinds: ['preservation'],
    schemaVersions: ['1.1', '1.0'],
    messageBytesMax: 2_000_000,
    ...more,
  },
})
const codeOf = (at: TrustList, message = request, version = '1.0', bytes = 1_000) =>
  checkCapabilities(at, { message, version, bytes })?.code ?? null

describe('what a peer has announced that it is capable of', () => {
  it('lets through what it can read', () => assert.equal(codeOf(peer({})), null))

  it('stops what is written under schemas that it does not have', () => {
    assert.equal(codeOf(peer({}), request, '1.2'), 'PEER_SCHEMAS_OLDER')
    assert.equal(codeOf(peer({ schemaVersions: ['1.1'] })), 'PEER_SCHEMAS_OLDER')
  })

  it('stops a kind of measure that it does not know, and only where a measure is asked for', () => {
    assert.equal(codeOf(peer({ kinds: ['stored-data'] })), 'PEER_KIND_UNKNOWN')
    assert.equal(codeOf(peer({ kinds: ['stored-data'] }), read('withdraw') as Message), null)
  })

  it('stops what is larger than it takes (pain point 17)', () =>
    assert.equal(codeOf(peer({ messageBytesMax: 1_024 }), request, '1.0', 1_025), 'PEER_LIMIT_EXCEEDED'))
})
