import { randomBytes } from 'node:crypto'
import { insertAccessToken, noteUse, revokeAccessTokenOf } from '../../src/store/accessTokens.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { findPerson } from '../../src/store/people/people.ts'
import { insertDeliveries, settleDelivery } from '../../src/store/webhooks/deliveries.ts'
import { disableEndpoint, insertEndpoint } from '../../src/store/webhooks/endpoints.ts'
import { type OthersWords, plainWords } from './hostileWords.ts'
import type { WorldState } from './world.ts'

/**
 * Lets a node have tokens in every state, endpoints in use and disabled, and one of each reason for which a system was not told.
 *
 * @param officer - sign-in name of who answers for one of the systems
 */
export async function systemsAt(
  { node: { node } }: WorldState,
  officer: string,
  words: OthersWords = plainWords,
): Promise<void> {
  const madeBy = words.say('Example-Administrator')
  const [now, later] = [new Date(), new Date(Date.now() + 30 * 86_400_000)]
  const made = { authority: 'vn.spp', made_by: madeBy, made_at: now }
  const answering = await findPerson(node.db, officer)
  await inTransaction(node.db, async (trx) => {
    const token = { ...made, scopes: ['cases', 'exhibits', 'audit'], expires_at: later }
    const insert = (name: string, more: object = {}) =>
      insertAccessToken(trx, { ...token, name, hash: randomBytes(32), ...more })
    await insert('example-writes', { scopes: ['moves'], officer: answering?.id ?? null })
    await insert('example-awaited', { needs_second: true })
    await insert('example-ended', { expires_at: now })
    await insert('example-revoked')
    await revokeAccessTokenOf(trx, 'example-revoked', { by: words.say('Example-Administrator'), at: now })
    const endpoint = { ...made, url: 'https://cases.example/hook', secret: Buffer.from('example') }
    const events = ['message.received', 'draft.approved']
    for (const name of ['example-told', 'example-fails', 'example-over'])
      await insertEndpoint(trx, { ...endpoint, name, events })
    await disableEndpoint(trx, 'example-over', { by: null, at: now })
    await insertDeliveries(
      trx,
      outcomes.map((_outcome, index) => ({
        ...{ endpoint: 'example-fails', index, id: `msg_example-${index}` },
        ...{ payload: JSON.stringify({ type: 'message.received' }), made_at: now, due_at: now },
      })),
    )
  })
  await noteUse(node.db, 'example-writes', now)
  for (const [index, outcome] of outcomes.entries())
    await settleDelivery(
      node.db,
      { endpoint: 'example-fails', index },
      { status: 'dead', due_at: null, outcome },
    )
}

/** What the last attempt may have come to. */
const outcomes = [
  '503',
  'NODE_UNAVAILABLE',
  'PEER_TLS_INVALID',
  'PEER_ADDRESS_FORBIDDEN',
  'SECRET_SEALED_OTHERWISE',
  // As older programs kept it.
  'secret sealed otherwise',
]
