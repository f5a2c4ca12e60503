import type { Generated, Selectable } from 'kysely'

/** The tables of webhooks, by name. */
export interface WebhookTables {
  webhook_endpoint: WebhookEndpointTable
  webhook_delivery: WebhookDeliveryTable
}

/** Where a system of the State is told that something happened. */
export interface WebhookEndpointTable {
  name: string
  /** Of which authority it is told. */
  authority: string
  url: string
  /** Names of events of the log. */
  events: readonly string[]
  /** Sealed with the passphrase of the node. */
  secret: Buffer
  made_by: string
  made_at: Date
  disabled_at: Generated<Date | null>
  /** Null: it is in use, or the node disabled it by itself. */
  disabled_by: Generated<string | null>
  /** The first place in the log that was not looked at yet. */
  next_index: number
}

export type WebhookStatus = 'waiting' | 'taken' | 'dead'

/** Something that an endpoint is told. */
export interface WebhookDeliveryTable {
  endpoint: string
  /** Place in the log of the entry that is told of. */
  index: number
  /** The same at every attempt. */
  id: string
  /** JSON of ids. */
  payload: string
  made_at: Date
  attempts: Generated<number>
  /** Null: it was taken, or given up. */
  due_at: Date | null
  status: Generated<WebhookStatus>
  /** What the last attempt came to: a status of HTTP, or a word. */
  outcome: Generated<string | null>
}

export type WebhookEndpointRow = Selectable<WebhookEndpointTable>
export type WebhookDeliveryRow = Selectable<WebhookDeliveryTable>
