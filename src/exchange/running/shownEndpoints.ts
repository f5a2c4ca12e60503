import { type Counted, countDeliveries, listGivenUp } from '../../store/webhooks/deliveries.ts'
import { listEndpoints } from '../../store/webhooks/endpoints.ts'
import type { WebhookEndpointRow } from '../../store/webhooks/webhookTables.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'

/** Where a system is told that something happened, without its secret; plain JSON. */
export interface ShownEndpoint {
  readonly name: string
  readonly authority: string
  readonly url: string
  /** Names of events of the log. */
  readonly events: readonly string[]
  readonly madeBy: string
  readonly madeAt: string
  /** Null: it is in use; `by` null: the node disabled it by itself. */
  readonly disabled: { readonly at: string; readonly by: string | null } | null
  readonly waiting: number
  readonly givenUp: number
  /** What the last failed attempt came to: a status of HTTP, or a word; null: none failed. */
  readonly lastFailure: string | null
  /** Of when the newest notice is that it took; null: none within a week. */
  readonly takenAt: string | null
  /** Of when the oldest notice is that it was to take and has not; null: nothing fails. */
  readonly failingSince: string | null
}

/** Something that an endpoint was to be told, and was not; plain JSON. */
export interface GivenUpNotice {
  readonly endpoint: string
  /** Place in the log of the entry that it tells of. */
  readonly entry: number
  /** Name of the event. */
  readonly event: string
  readonly since: string
  readonly attempts: number
  readonly outcome: string | null
}

/** All endpoints, those in use first, and what was given up at those. */
export interface ShownEndpoints {
  readonly endpoints: readonly ShownEndpoint[]
  /** The oldest first. */
  readonly givenUp: readonly GivenUpNotice[]
  /** More was given up than is shown. */
  readonly hasMore: boolean
}

/** All endpoints that there ever were, and what was given up. Nothing of a case stands in it. */
export async function readEndpoints({ db }: Pick<Node, 'db'>): Promise<ShownEndpoints> {
  const { shownMax } = exchangeLimits.webhooks
  const counts = new Map((await countDeliveries(db)).map((one) => [one.endpoint, one]))
  const given = await listGivenUp(db, shownMax + 1)
  return {
    endpoints: (await listEndpoints(db))
      .map((row) => shownEndpoint(row, counts.get(row.name)))
      .toSorted((one, other) => Number(one.disabled !== null) - Number(other.disabled !== null)),
    givenUp: given.slice(0, shownMax).map(({ endpoint, index, event, made_at, attempts, outcome }) => ({
      ...{ endpoint, entry: index, event, since: made_at.toISOString(), attempts, outcome },
    })),
    hasMore: given.length > shownMax,
  }
}

function shownEndpoint(
  { name, authority, url, events, made_by, made_at, disabled_at, disabled_by }: WebhookEndpointRow,
  counted: Counted | undefined,
): ShownEndpoint {
  return {
    ...{ name, authority, url, events, madeBy: made_by, madeAt: made_at.toISOString() },
    disabled: disabled_at === null ? null : { at: disabled_at.toISOString(), by: disabled_by },
    waiting: counted?.waiting ?? 0,
    givenUp: counted?.dead ?? 0,
    lastFailure: counted?.outcome ?? null,
    takenAt: counted?.taken_at?.toISOString() ?? null,
    failingSince: counted?.failing_since?.toISOString() ?? null,
  }
}
