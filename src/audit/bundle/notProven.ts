import { stateOf } from '../../message/stateOf.ts'
import type { ProvenMessage } from './proven.ts'
import type { Facts, Report } from './report.ts'

/** Something that a reader might think proven and that is not, by a name, with what belongs into its sentence. */
export interface NotProven {
  readonly what: NotProvenName
  readonly values: Readonly<Record<string, string | number>>
}

export const notProvenNames = [
  'verdict',
  'notPinned',
  'oneSide',
  'noReceipt',
  'refused',
  'promisedElsewhere',
  'neverCosigned',
  'notYetCosigned',
  'ownTime',
  'stampedTime',
  'undisclosed',
  'revocationsUntil',
  'revocationsUnknown',
  'exhibits',
  'restored',
  'truth',
  'people',
  'otherRequests',
  'words',
] as const

export type NotProvenName = (typeof notProvenNames)[number]

/**
 * What a bundle does not prove, however good it is. It is computed from what was verified and not from what its maker
 * says, so that nobody can leave a line out by leaving a file out.
 */
export function notProvenIn(report: Report, facts: Facts, messages: readonly ProvenMessage[]): NotProven[] {
  const { state = '?', size = 0, undisclosed = 0, trustLists = [], cosigned } = facts
  const others = messages.map(({ message, own }) => stateOf(own ? message.to : message.from))
  // Of a record that was erased no message is left: then whoever has a list here may be the other side.
  const listed = trustLists.map((list) => list.state).filter((one) => one !== state)
  const peers = [...new Set(messages.length === 0 ? listed : others)].sort().join(', ')
  const unpinned = [...new Set(trustLists.filter(({ pinned }) => !pinned).map((list) => list.state))].sort()
  const waiting = messages.filter(({ receipt, own }) => own && receipt === null)
  const refused = messages.filter(({ fate }) => fate === 'refused')
  const elsewhere = messages.filter(({ receipt }) => receipt?.promise === 'elsewhere')
  const restored = messages.filter((one) => one.restored)
  const exhibits = messages.reduce((count, { message }) => count + message.exhibits.length, 0)
  const unseen = messages.filter(({ place }) => place.seen.length === 0)
  const lines: (NotProven | null)[] = [
    when(report.exit !== 0, 'verdict', { exit: report.exit }),
    when(unpinned.length > 0, 'notPinned', { states: unpinned.join(', ') }),
    when(true, 'oneSide', { state, peers }),
    when(waiting.length > 0, 'noReceipt', { count: waiting.length, messages: namesOf(waiting) }),
    when(refused.length > 0, 'refused', { count: refused.length, messages: namesOf(refused) }),
    when(elsewhere.length > 0, 'promisedElsewhere', { count: elsewhere.length, peers }),
    (cosigned?.size ?? 0) === 0
      ? when(true, 'neverCosigned', { state })
      : when(unseen.length > 0, 'notYetCosigned', {
          messages: namesOf(unseen),
          size: cosigned?.size ?? 0,
          entries: size,
        }),
    timeLine(facts),
    when(undisclosed > 0, 'undisclosed', { count: undisclosed }),
    ...revocationLines(messages),
    when(exhibits > 0, 'exhibits', { count: exhibits }),
    when(restored.length > 0, 'restored', { count: restored.length, state }),
    when(true, 'truth', {}),
    when(true, 'people', { state }),
    when(true, 'otherRequests', { state }),
    when(true, 'words', {}),
  ]
  return lines.filter((line) => line !== null)
}

/** The times of the nodes: a time stamp narrows them, and who made it is as good as whoever vouches for that. */
function timeLine({ state = '?', timeStamped }: Facts): NotProven {
  if (timeStamped === undefined) return { what: 'ownTime', values: { state } }
  const { size, at, by } = timeStamped
  return { what: 'stampedTime', values: { size, until: at, by } }
}

function when(
  isSo: boolean,
  what: NotProvenName,
  values: Readonly<Record<string, string | number>>,
): NotProven | null {
  return isSo ? { what, values } : null
}

function namesOf(messages: readonly ProvenMessage[]): string {
  return messages.map(({ path }) => (path.split('/').at(-1) ?? path).replace(/\.jws$/, '')).join(', ')
}

/** Until when each State's lists of revoked certificates reach, and whose are not here. */
function revocationLines(messages: readonly ProvenMessage[]): NotProven[] {
  const signers = messages.flatMap(({ signer, receipt }) =>
    receipt === null ? [signer] : [signer, receipt.signer],
  )
  const states = [...new Set(signers.map(({ state }) => state))].sort()
  return states.map((state) => {
    const days = signers
      .filter((signer) => signer.state === state)
      .flatMap(({ status }) => (status.kind === 'notRevoked' ? [status.asOf.getTime()] : []))
    return days.length === 0
      ? { what: 'revocationsUnknown', values: { state } }
      : { what: 'revocationsUntil', values: { state, until: new Date(Math.min(...days)).toISOString() } }
  })
}
