import type { Selectable } from 'kysely'

/** A disk that this node has written for a peer, or read of one. */
export interface CarrierTable {
  /** Of the manifest. */
  digest: string
  /** Whether this node has written it. */
  own: boolean
  peer_state: string
  /** Compact JWS over schemas/carrier.json. */
  manifest: string
  made_at: Date
  kept_at: Date
  /** The receipt for it in its short form: that of the peer, or the one that was given here; null: none yet. */
  receipt: string | null
  receipted_at: Date | null
}

/** A message on a disk that this node has written. */
export interface CarrierMessageTable {
  carrier: string
  /** Its line, counted from 1. */
  place: number
  /** Digest. */
  message: string
}

export type CarrierRow = Selectable<CarrierTable>
