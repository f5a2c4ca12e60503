import { X509Certificate } from 'node:crypto'
import { inUse, isTakenUp } from '../keysEnding.ts'
import { httpKeyId } from '../../envelope/httpSignature.ts'
import { keysIn } from '../../trust/keysIn.ts'
import type { OpenedTrustList } from '../../trust/succession.ts'
import { listsIn } from '../directory.ts'
import { lacksRevocationList } from '../renewPeer.ts'
import type { Node } from '../node.ts'
import { keysToName } from '../witness/ownWitnesses.ts'
import { valuesOfAlarms } from './alarmValues.ts'
import type { Read, Readings } from './readings.ts'
import { type Value, flag, secondsBetween, told } from './told.ts'

const dayMs = 86_400_000

/** What was read of the database, as numbers. A State that is not pinned is told as `other`: labels do not grow beyond the peers. */
export function valuesOfReadings({ isUp, found }: Read, peers: readonly string[]): readonly Value[] {
  const answers = [
    ...flag('rogatory_database_up', isUp),
    // While the database is away that says it, and nothing else is to be looked at.
    ...(isUp ? flag('rogatory_numbers_read', found !== null) : []),
  ]
  if (found === null) return answers
  const named = (peer: string): { readonly peer: string } => ({
    peer: peers.includes(peer) ? peer : 'other',
  })
  return [
    ...answers,
    ...flag('rogatory_rolled_back', found.isBehind),
    ...told('rogatory_clock_apart_seconds', found.apartMs / 1_000),
    ...ofMessages(found, peers, named),
    ...ofDeadlines(found),
    ...told('rogatory_requests_kept_over', found.keptOver.requests),
    ...told(
      'rogatory_requests_kept_over_oldest_seconds',
      secondsBetween(found.keptOver.oldest, found.at) ?? 0,
    ),
    ...ofLog(found),
    ...valuesOfAlarms(found),
    ...found.unproven.flatMap(({ peer, rows, late }) => [
      ...told('rogatory_promises_unproven', rows, named(peer)),
      ...told('rogatory_promises_late', late, named(peer)),
    ]),
    ...found.files.flatMap(({ status, rows }) =>
      told('rogatory_exhibits_pending', rows, { standing: status }),
    ),
    ...found.peers.flatMap(({ state, heard_at }) =>
      flag('rogatory_peer_heard', heard_at !== null, named(state)),
    ),
  ]
}

/**
 * Of every peer, also where nothing waits: 0 is an answer, and a series that lacks is none. Where not all were counted, nobody knows
 * whether nothing waits.
 */
function ofMessages(
  { at, queued, givenUp, isQueueLonger, isDeadLonger, circuits }: Readings,
  peers: readonly string[],
  named: (peer: string) => Value['labels'],
): readonly Value[] {
  const silent = (has: readonly { readonly peer: string }[]): readonly string[] =>
    peers.filter((peer) => !has.some((one) => one.peer === peer))
  const failing = new Map(circuits.map((row) => [row.peer_state, row]))
  return [
    ...queued.flatMap(({ peer, rows, oldest }) => [
      ...told('rogatory_messages_waiting', rows, named(peer)),
      ...told('rogatory_messages_waiting_oldest_seconds', secondsBetween(oldest, at), named(peer)),
    ]),
    ...(isQueueLonger ? [] : silent(queued)).flatMap((peer) => [
      ...told('rogatory_messages_waiting', 0, { peer }),
      ...told('rogatory_messages_waiting_oldest_seconds', 0, { peer }),
    ]),
    ...flag('rogatory_messages_uncounted', isQueueLonger || isDeadLonger),
    ...givenUp.flatMap(({ peer, rows }) => told('rogatory_messages_dead', rows, named(peer))),
    ...(isDeadLonger ? [] : silent(givenUp)).flatMap((peer) => told('rogatory_messages_dead', 0, { peer })),
    ...peers.flatMap((peer) => [
      ...flag('rogatory_circuit_open', (failing.get(peer)?.opened_at ?? null) !== null, { peer }),
      ...told('rogatory_circuit_failures', failing.get(peer)?.failures ?? 0, { peer }),
    ]),
  ]
}

function ofDeadlines({ deadlines }: Readings): readonly Value[] {
  const { counts, isMore } = deadlines
  const all = (['ours', 'theirs', 'both'] as const).flatMap((side) =>
    (['legal', 'soft'] as const).flatMap((kind) =>
      (['atRisk', 'missed'] as const).flatMap((standing) => {
        const counted = counts.find(
          (one) => one.side === side && one.kind === kind && one.standing === standing,
        )
        return told('rogatory_deadlines', counted?.count ?? 0, { side, kind, standing })
      }),
    ),
  )
  return [...all, ...flag('rogatory_deadlines_uncounted', isMore)]
}

function ofLog({ at, head, pending, pendingSince, witnessed, cosignedAt }: Readings): readonly Value[] {
  return [
    ...told('rogatory_log_size', head.size),
    ...told('rogatory_log_checkpoint_age_seconds', secondsBetween(head.signed_at, at)),
    ...told('rogatory_log_pending_entries', pending),
    ...told('rogatory_log_pending_oldest_seconds', secondsBetween(pendingSince, at) ?? 0),
    ...told('rogatory_log_unwitnessed_entries', head.size - witnessed.size),
    ...told('rogatory_log_unwitnessed_seconds', secondsBetween(witnessed.waitingSince, at) ?? 0),
    ...told('rogatory_log_cosigned_age_seconds', secondsBetween(cosignedAt, at)),
  ]
}

/** How long keys and lists last, of this State and of its peers; from memory, without the database. */
export function valuesOfTrust({
  trust,
  now,
  witnessPolicy,
}: Pick<Node, 'trust' | 'now' | 'witnessPolicy'>): readonly Value[] {
  const at = now()
  const ofLists = listsIn(trust).flatMap((opened) => [
    ...ofKeys(opened, at),
    ...ofList(opened, trust, at),
    ...ofRevocation(opened, trust, at),
    ...flag(
      'rogatory_revocation_list_lacks',
      lacksRevocationList({ trust, now }, opened.list),
      whoseList(opened.list.state, trust),
    ),
  ])
  return [...told('rogatory_witness_keys_left', keysToName({ trust, witnessPolicy }).length), ...ofLists]
}

/**
 * Of each key of this State that a person takes into use, how long the one in use lasts, whatever the list says of it: negative where it
 * has ended, and another that nobody has taken into use does not hide that.
 */
export function valuesOfKeysInUse({
  state,
  signer,
  httpSigner,
  trust,
  now,
}: Pick<Node, 'state' | 'signer' | 'httpSigner' | 'trust' | 'now'>): readonly Value[] {
  const { signers, listSigners } = trust.own().list
  // A list names the signer in use first.
  const [list] = listSigners
  const listed = signers.map(({ certificate }) => Buffer.from(certificate, 'base64'))
  const inUse = {
    message: signer.certificate,
    http: listed.find((certificate) => httpKeyId(certificate) === httpSigner.keyId),
    list: list === undefined ? undefined : Buffer.from(list, 'base64'),
  }
  return Object.entries(inUse).flatMap(([use, certificate]) => {
    if (certificate === undefined) return []
    const leftMs = Date.parse(new X509Certificate(certificate).validTo) - now().getTime()
    return told('rogatory_key_in_use_days_left', Math.floor(leftMs / dayMs), { state, use })
  })
}

/**
 * Of each use the key that lasts longest: it is the end of that which ends something. Of those that a person takes into use the one in
 * use: another that is there and not used ends nothing later.
 */
function ofKeys({ list }: OpenedTrustList, at: Date): readonly Value[] {
  const longest = new Map<string, number | null>()
  const keys = keysIn(list, at)
  for (const { use, name, standing, daysLeft } of keys) {
    if (standing !== 'inForce' || (isTakenUp(use) && inUse(keys, use)?.name !== name)) continue
    const before = longest.get(use)
    const isLonger = before === undefined || (before !== null && (daysLeft === null || daysLeft > before))
    if (isLonger) longest.set(use, daysLeft)
  }
  return [...longest].flatMap(([use, days]) =>
    told('rogatory_key_days_left', days, { state: list.state, use }),
  )
}

function ofList({ list }: OpenedTrustList, trust: Node['trust'], at: Date): readonly Value[] {
  const { state, issuedAt, nextUpdate } = list
  const whose = whoseList(state, trust)
  return [
    ...told('rogatory_trust_list_age_seconds', (at.getTime() - Date.parse(issuedAt)) / 1_000, whose),
    ...told('rogatory_trust_list_seconds_left', (Date.parse(nextUpdate) - at.getTime()) / 1_000, whose),
  ]
}

/** Whoever watches is woken by a list that this State must renew, and not by one of a State that has left. */
function whoseList(state: string, trust: Node['trust']): Value['labels'] {
  return { state, of: state === trust.own().list.state ? 'own' : 'peers' }
}

/** Of the lists that its trust list names: one of an authority that is left may run out, and nobody asks for it any more. */
function ofRevocation({ list }: OpenedTrustList, trust: Node['trust'], at: Date): readonly Value[] {
  const { state, revocationLists = [] } = list
  const here = revocationLists.flatMap(({ authority }) => trust.revocationLists.get(authority) ?? [])
  if (here.length === 0) return []
  const issued = Math.min(...here.map(({ thisUpdate }) => thisUpdate.getTime()))
  const whose = whoseList(state, trust)
  const over = Math.min(...here.map(({ nextUpdate }) => nextUpdate.getTime()))
  return [
    ...told('rogatory_revocation_list_age_seconds', (at.getTime() - issued) / 1_000, whose),
    ...told('rogatory_revocation_list_seconds_left', (over - at.getTime()) / 1_000, whose),
  ]
}

/** Certificates in PEM that the port shows, and the node as a client; null: none. */
export function valuesOfTls(
  shown: { readonly port: string | null; readonly client: string | null },
  now: Date,
): readonly Value[] {
  return Object.entries(shown).flatMap(([where, pem]) => {
    if (pem === null) return []
    const leftMs = Date.parse(new X509Certificate(pem).validTo) - now.getTime()
    return told('rogatory_tls_days_left', Math.floor(leftMs / dayMs), { where })
  })
}
