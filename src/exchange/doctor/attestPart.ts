import { X509Certificate, hash } from 'node:crypto'
import { nonceOf, encodeTimeStampRequest, readTimeStampAnswer } from '../../trust/timeStampRequest.ts'
import { readHead } from '../../store/audit.ts'
import { keysIn } from '../../trust/keysIn.ts'
import { listsIn } from '../directory.ts'
import { keysEnding, warningDays } from '../keysEnding.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { keysToName, witnessPolicyOf } from '../witness/ownWitnesses.ts'
import { isUnwitnessed } from '../witness/witnessedUpTo.ts'
import { type Finding, ill, tried, well } from './finding.ts'

type Asking = Pick<Courier, 'fetchCosigned' | 'askTimeStamp'>

const dayMs = 86_400_000

/** Looks at who attests the log: each witness, and the authority that stamps it. */
export async function examineAttesting(node: Node, courier: Asking): Promise<readonly Finding[]> {
  return [...(await examineWitnesses(node, courier)), ...(await examineTimeAuthority(node, courier))]
}

async function examineWitnesses(node: Node, courier: Asking): Promise<readonly Finding[]> {
  const { witnesses } = witnessPolicyOf(node)
  if (witnesses.length === 0) return [ill('witness', 'WITNESS_NONE', 'nobody cosigns the log')]
  const head = await readHead(node.db)
  const origin = hash('sha256', node.logSigner(head.log).name, 'hex')
  const reached = await Promise.all(
    witnesses.flatMap(({ name, url }) =>
      url === null
        ? []
        : [
            tried(
              'witness',
              'WITNESS_AWAY',
              async () => {
                await courier.fetchCosigned(url, origin)
                return 'it tells what it cosigned last'
              },
              name,
            ),
          ],
    ),
  )
  const isAlone = await isUnwitnessed(node)
  return [
    isAlone
      ? ill(
          'witness',
          'LOG_UNWITNESSED',
          'the log has grown for a quarter of an hour without enough witnesses',
        )
      : well('witness', 'the log has not grown for a quarter of an hour without enough witnesses'),
    ...keysToName(node).map(({ witness, until, followedBy }) =>
      ill(
        'witness',
        'WITNESS_KEY_LEFT',
        `its key in the policy file counts until ${until.toISOString()}; in use is ${followedBy}`,
        { about: witness },
      ),
    ),
    ...reached,
  ]
}

/** Has 32 random bytes stamped, and verifies the token; it is kept nowhere. */
async function examineTimeAuthority(node: Node, courier: Asking): Promise<readonly Finding[]> {
  const { timeAuthority } = node
  if (timeAuthority === null) return []
  const { url, certificates: authorities } = timeAuthority
  const found = await tried('timeAuthority', 'TIME_AUTHORITY_FAILS', async () => {
    const content = Buffer.from(node.random(32))
    const nonce = nonceOf(node.random(16))
    const answer = await courier.askTimeStamp(
      url,
      encodeTimeStampRequest(hash('sha256', content, 'buffer'), nonce),
    )
    const read = readTimeStampAnswer(answer, { content, nonce, authorities, now: node.now() })
    return read.ok
      ? `${url} has stamped at ${read.timeStamp.at.toISOString()}`
      : ill('timeAuthority', 'TIME_AUTHORITY_FAILS', `${read.code} ${read.detail ?? ''}`)
  })
  return [found]
}

/** Looks how long keys last, of this State and of its peers, and the TLS certificates of this node. */
export function examineCertificates(
  { trust, now, machineNow }: Pick<Node, 'trust' | 'now' | 'machineNow'>,
  tls: { readonly port: string | null; readonly client: string | null },
): readonly Finding[] {
  const at = now()
  const ending = listsIn(trust).flatMap(({ list }) =>
    keysEnding(list, at).map(({ use, daysLeft, isFollowed }) => {
      const what = isFollowed ? 'the one that follows it is not in use' : 'none follows it'
      const words = `the key of ${list.state} for ${use} ends in ${daysLeft} days and ${what}`
      const soon = isFollowed ? 'KEY_WAITS' : 'KEY_ENDS'
      return ill('certificates', daysLeft <= warningDays[2] ? 'KEY_OVER' : soon, words, {
        about: list.state,
      })
    }),
  )
  const lasting = Math.min(
    ...keysIn(trust.own().list, at).flatMap(({ standing, daysLeft }) =>
      standing === 'inForce' && daysLeft !== null ? [daysLeft] : [],
    ),
  )
  const good = well('certificates', `the keys of this State last; the first ends in ${lasting} days`)
  return [...(ending.length === 0 ? [good] : ending), ...ofTls(tls, machineNow())]
}

function ofTls(tls: Readonly<Record<string, string | null>>, at: Date): readonly Finding[] {
  return Object.entries(tls).flatMap(([where, pem]) => {
    if (pem === null) return []
    const days = Math.floor((Date.parse(new X509Certificate(pem).validTo) - at.getTime()) / dayMs)
    const words = `the TLS certificate (${where}) ends in ${days} days`
    if (days > warningDays[1]) return [well('certificates', words)]
    return [ill('certificates', days <= warningDays[2] ? 'TLS_OVER' : 'TLS_ENDS', words)]
  })
}
