import { X509Certificate } from 'node:crypto'
import { readRoles } from '../../store/identity/roles.ts'
import { certificateDigest } from '../../trust/certificate.ts'
import { type ListedKey, keysIn } from '../../trust/keysIn.ts'
import type { TrustList } from '../../message/generated/types.ts'
import { type EndingKey, inUse, isTakenUp, keysEnding, warningDays } from '../keysEnding.ts'
import type { Node } from '../node.ts'

/** What is to be done about a key. */
export type KeyAdvice =
  /** Nothing. */
  | 'none'
  /** It follows another, and is to be taken into use. */
  | 'takeUp'
  /** It follows another, and is used by itself from its day on. */
  | 'begins'
  /** Another is there that lasts longer, and is to be used before this one ends. */
  | 'isFollowed'
  /** It follows the list signer in use, for years; its key may lie elsewhere until that one ends. */
  | 'waits'
  /** Another is to be made by a day to come. */
  | 'renewBy'
  /** Another is to be made now. */
  | 'renewNow'
  /** Its certificate is to be brought. */
  | 'import'
  /** Its State is to be told. */
  | 'tellPeer'

/** A key, and what is to be done about it; plain JSON. */
export interface ShownKey {
  readonly use: ListedKey['use']
  /** SHA-256 in hex of its certificate, or of the key; of an encryption key its kid. Of one that waits for its certificate the name of its file. */
  readonly name: string
  readonly standing: ListedKey['standing'] | 'requested'
  /** RFC 3339; null: it does not end by itself. */
  readonly until: string | null
  readonly daysLeft: number | null
  readonly advice: KeyAdvice
  /** By when it is to be done, RFC 3339; null: there is no such day. */
  readonly by: string | null
}

/** A certificate that is shown to whoever connects, or by this node to others. */
export interface ShownTls {
  readonly where: 'port' | 'client'
  readonly subject: string
  /** SHA-256 in hex. */
  readonly fingerprint: string
  readonly until: string
  readonly daysLeft: number
  /** Whether it ends so soon that it is to be renewed now. */
  readonly isShort: boolean
}

export interface RunningKeys {
  readonly own: readonly ShownKey[]
  readonly peers: readonly { readonly state: string; readonly keys: readonly ShownKey[] }[]
  /** Empty: the node speaks plain HTTP. */
  readonly tls: readonly ShownTls[]
}

/** Where keys and certificates are beside the trust lists. */
export interface KeyPlaces {
  readonly identityFolder: string
  /** PEM of what the port shows, and of what the node shows as a client; null: nothing. */
  readonly tls: () => { readonly port: string | null; readonly client: string | null }
}

const dayMs = 86_400_000

/** All keys of this node and of its peers, and its TLS certificates, with when each ends and what is to be done by when. */
export async function readKeys(node: Node, { identityFolder, tls }: KeyPlaces): Promise<RunningKeys> {
  const now = node.now()
  const { requested = [] } = await readRoles(identityFolder)
  return {
    own: [
      ...shownKeys(node.trust.own().list, now, 'own'),
      ...requested.map(({ use, name }) => waitingKey(use, name)),
    ],
    peers: node.trust.peers.flatMap((state) => {
      const peer = node.trust.peer(state)
      return peer === null ? [] : [{ state, keys: shownKeys(peer.list, now, 'peer') }]
    }),
    tls: shownTls(tls(), node.machineNow()),
  }
}

/** The keys of a list, and what is to be done about each. */
export function shownKeys(list: TrustList, now: Date, whose: 'own' | 'peer'): readonly ShownKey[] {
  const keys = keysIn(list, now)
  const ending = keysEnding(list, now)
  return keys.map((key) => {
    const { until, ...rest } = key
    const isSame = ({ use, name }: ListedKey): boolean => use === key.use && name === key.name
    const advised = whose === 'own' ? adviceFor(key, keys, ending) : adviceForPeer(key, ending.some(isSame))
    return {
      ...rest,
      until: until?.toISOString() ?? null,
      advice: advised.advice,
      by: advised.by?.toISOString() ?? null,
    }
  })
}

interface Advised {
  readonly advice: KeyAdvice
  readonly by: Date | null
}

function adviceFor(key: ListedKey, keys: readonly ListedKey[], ending: readonly EndingKey[]): Advised {
  const { use, standing, until } = key
  if (standing === 'leaving' || standing === 'withdrawn') return { advice: 'none', by: null }
  if (isSecond(key, keys)) return adviceForSecond(key, keys, ending)
  if (standing === 'next') return { advice: use === 'encryption' ? 'begins' : 'takeUp', by: null }
  if (ending.some((one) => !one.isFollowed && one.use === use && one.name === key.name))
    return { advice: 'renewNow', by: until }
  if (until === null) return { advice: 'none', by: null }
  if (keys.some((other) => follows(other, key))) return { advice: 'isFollowed', by: until }
  return { advice: 'renewBy', by: new Date(until.getTime() - warningDays[0] * dayMs) }
}

/** Of a list signer it is time once the one in use ends soon; until then its key may lie elsewhere. */
function adviceForSecond(
  { use }: ListedKey,
  keys: readonly ListedKey[],
  ending: readonly EndingKey[],
): Advised {
  if (ending.some((one) => one.use === use && one.isFollowed))
    return { advice: 'takeUp', by: inUse(keys, use)?.until ?? null }
  return { advice: use === 'list' ? 'waits' : 'takeUp', by: null }
}

function adviceForPeer({ until }: ListedKey, isEnding: boolean): Advised {
  return isEnding ? { advice: 'tellPeer', by: until } : { advice: 'none', by: null }
}

function follows(other: ListedKey, key: ListedKey): boolean {
  if (other.use !== key.use || other.name === key.name) return false
  const isLater = other.until === null || (key.until !== null && other.until > key.until)
  return other.standing === 'next' || (other.standing === 'inForce' && isLater)
}

/** Whether a signer follows the one in use: a list names that one first, and of a use no third is made. */
function isSecond({ use, name }: ListedKey, keys: readonly ListedKey[]): boolean {
  return isTakenUp(use) && inUse(keys, use)?.name !== name
}

function waitingKey(use: ListedKey['use'], name: string): ShownKey {
  return { use, name, standing: 'requested', until: null, daysLeft: null, advice: 'import', by: null }
}

function shownTls({ port, client }: ReturnType<KeyPlaces['tls']>, now: Date): readonly ShownTls[] {
  // As a client the node shows the same where it has no other.
  const shown = [
    ...(port === null ? [] : [{ where: 'port' as const, pem: port }]),
    ...(client === null || client === port ? [] : [{ where: 'client' as const, pem: client }]),
  ]
  return shown.map(({ where, pem }) => {
    const { raw, subject, validTo } = new X509Certificate(pem)
    const until = new Date(validTo)
    const daysLeft = Math.max(0, Math.floor((until.getTime() - now.getTime()) / dayMs))
    return {
      where,
      subject: subject.replaceAll('\n', ', '),
      fingerprint: certificateDigest(raw),
      until: until.toISOString(),
      daysLeft,
      isShort: daysLeft <= warningDays[1],
    }
  })
}
