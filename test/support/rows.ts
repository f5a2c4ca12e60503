import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { NewEntry } from '../../src/store/audit.ts'
import type { MessageRow, NewOutboxRow, RequestRow } from '../../src/store/tables.ts'

/** The instant at which the rows of these tests are written. */
export const noon = new Date('2026-03-02T12:00:00Z')

/** `noon` and so many seconds. */
export function afterNoon(seconds: number): Date {
  return new Date(noon.getTime() + seconds * 1000)
}

export function someDigest(): string {
  return randomBytes(32).toString('hex')
}

export function requestRow(changes: Partial<RequestRow> = {}): RequestRow {
  return {
    id: randomUUID(),
    reference: 'VN-2026-000001',
    keeper: false,
    side: 'requesting',
    own_state: 'VN',
    own_authority: 'vn.spp',
    counterpart_state: 'QA',
    counterpart_authority: 'qa.pp',
    state: 'requested',
    sequence: 1,
    head: someDigest(),
    last_other: null,
    snapshot: '{"measures":[]}',
    opened_at: noon,
    updated_at: noon,
    next_clock_at: null,
    due_at: null,
    matter: null,
    closed: null,
    erased_at: null,
    turn: null,
    unanswered: false,
    ours_since: null,
    theirs_since: null,
    came_sequence: 0,
    assigned_to: null,
    assigned_at: null,
    ...changes,
  }
}

/** A received message that has the first place of its record. */
export function messageRow(request: string, changes: Partial<MessageRow> = {}): MessageRow {
  return {
    digest: someDigest(),
    id: randomUUID(),
    request,
    direction: 'received',
    type: 'request',
    from_authority: 'qa.pp',
    to_authority: 'vn.spp',
    from_state: 'QA',
    sequence: 1,
    head: someDigest(),
    jws: 'header.payload.signature',
    sent_at: noon,
    stored_at: noon,
    receipt: null,
    status: 'placed',
    refusal: null,
    ...changes,
  }
}

export function outboxRow(request: string, changes: Partial<NewOutboxRow> = {}): NewOutboxRow {
  return { digest: someDigest(), request, peer_state: 'QA', jwe: 'a.b.c.d.e', ...changes }
}

export function entryOf(entry: string): NewEntry {
  return { at: noon, leaf: createHash('sha256').update('\0').update(entry).digest(), entry }
}

/** A receipt as the database reads it: by its payload, whoever has signed it. */
export const someReceipt = `header.${Buffer.from('{"time":"2027-03-02T12:00:00.000Z"}').toString('base64url')}.signature`
