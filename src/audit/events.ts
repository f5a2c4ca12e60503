import { carrierEvents } from './carrierEvents.ts'
import { deliveryEvents } from './deliveryEvents.ts'
import { draftEvents } from './draftEvents.ts'
import type { EventShape } from './eventShape.ts'
import { exhibitEvents } from './exhibitEvents.ts'
import { nodeEvents } from './nodeEvents.ts'
import { personEvents } from './personEvents.ts'
import { webhookEvents } from './webhookEvents.ts'

export type { ActedFrom, Actor, DetailKinds, EventShape, PublicFields } from './eventShape.ts'

/** Everything that is audited. A node can write no other entry, and a verifier refuses any other. */
export const events = {
  'message.sent': {
    tells:
      'An authority of this State signed a message; it was committed here and queued for its peer. It has a sequence where this State keeps the order of the record.',
    record: 'always',
    actor: 'always',
    needs: ['peer', 'message'],
    may: ['sequence'],
  },
  'message.withheld': {
    tells:
      'A message that a person wanted to send was not signed: it would have passed on what another State has given without its consent or beyond it, or have shown what does not hold. The peer is the State for which it was meant.',
    record: 'maybe',
    actor: 'always',
    needs: ['peer', 'code'],
    details: { type: 'text' },
  },
  'message.received': {
    tells: 'A message of the peer was verified, accepted and given its place in the record.',
    record: 'always',
    needs: ['peer', 'message', 'sequence'],
  },
  'message.refused': {
    tells: 'A message of the peer was opened and refused; the record is named where this node has it.',
    record: 'maybe',
    needs: ['peer', 'message', 'code'],
  },
  'envelope.refused': {
    tells:
      'What came could not be opened as a message. The digest is that of the bytes that came. Of what came together 20 are told one by one; those beyond are one entry: its count is how many they were, its code that of the last, its digest the SHA-256 of their digests (hex) one after the other.',
    needs: ['digest', 'code'],
    may: ['peer', 'count'],
  },
  'message.placed': {
    tells: 'The peer accepted a message of ours that was pending, and its receipt gave it its sequence.',
    record: 'always',
    needs: ['peer', 'message', 'receipt', 'sequence'],
  },
  'message.rejected': {
    tells: 'The peer refused a message of ours with a signed receipt; it has no place in the record.',
    record: 'always',
    needs: ['peer', 'message', 'receipt', 'code'],
  },
  'receipt.given': {
    tells:
      'This node signed a receipt for a message of the peer: with a sequence where it was accepted, with a code where it was refused.',
    record: 'maybe',
    needs: ['peer', 'message', 'receipt'],
    may: ['sequence', 'code'],
  },
  'receipt.received': {
    tells: 'The peer acknowledged with a signed receipt a message of ours that already had its sequence.',
    record: 'always',
    needs: ['peer', 'message', 'receipt', 'sequence'],
  },
  'receipt.refused': {
    tells:
      'What the peer answered is not a valid receipt for our message. The digest is that of the bytes that came.',
    record: 'always',
    needs: ['peer', 'message', 'digest', 'code'],
  },
  ...deliveryEvents,
  ...webhookEvents,
  'restored.sent': {
    tells:
      'A message that this State had signed, and that its database had lost, was fetched back from the peer. It has a sequence where it has its place in the record again, the receipt of the peer where that settles it, and the code of the refusal where the peer had refused it.',
    record: 'always',
    needs: ['peer', 'message'],
    may: ['receipt', 'sequence', 'code'],
  },
  'restored.received': {
    tells:
      'A message of the peer that this node had answered, and that its database had lost, was fetched back together with the receipt that this node had given for it: with a sequence where it had accepted the message, with the code where it had refused it. The record is named where this node has it.',
    record: 'maybe',
    needs: ['peer', 'message', 'receipt'],
    may: ['sequence', 'code'],
  },
  'record.returned': {
    tells:
      'The peer asked what it lacks of a record, and was given messages with their receipts. The count is that of the messages.',
    record: 'maybe',
    needs: ['peer', 'count'],
  },
  'record.closed': {
    tells:
      'The two nodes hold different records that cannot be made one. This one takes no new messages until people have settled it.',
    record: 'always',
    needs: ['peer', 'code'],
  },
  'record.reopened': {
    tells: 'The two nodes hold one record again, and it takes new messages.',
    record: 'always',
    needs: ['peer'],
  },
  'equivocation.found': {
    tells:
      'The peer signed two things that exclude each other. The digest is that of the first, the message or receipt that of the second; both are kept. Where both are receipts for one message, that is named as well.',
    record: 'maybe',
    needs: ['peer', 'digest', 'code'],
    may: ['message', 'receipt', 'sequence'],
  },
  'clock.ranOut': {
    tells: 'A deadline of a measure passed, or the date of a condition. Nothing was decided by it.',
    record: 'always',
    needs: ['code'],
    details: { measure: 'text', request: 'text?', until: 'text' },
  },
  'decision.approved': {
    tells: 'A second person approved what binds the State. The digest is that of the message as drafted.',
    record: 'always',
    actor: 'always',
    needs: ['digest'],
    details: { type: 'text' },
  },
  'act.refused': {
    tells:
      'What a person wanted of this node was refused, or failed, and nothing was done. The details say what was wanted, in the words of the command. Of one person 20 are told in a minute; those beyond are one entry, without what was wanted: its count is how many they were, its code that of the last.',
    record: 'maybe',
    actor: 'always',
    needs: ['code'],
    may: ['count'],
    details: { wanted: 'text?' },
  },
  'case.read': {
    tells: 'A person read a case.',
    record: 'always',
    actor: 'always',
    details: { part: 'text?' },
  },
  'case.listed': {
    tells:
      'A person saw a list of cases or searched in them. The count is that of the cases shown; the details name their requests (the one word "all" where they are too many to be named).',
    actor: 'always',
    needs: ['count'],
    details: { query: 'text?', scope: 'texts?' },
  },
  'case.assigned': {
    tells:
      "A person took a case, or gave it to another of the same authority who handles its cases; or a case that they opened at the desk was sent, and nobody had it. The details name who is to have it, and who had it before where somebody did. What somebody has is nobody's as soon as they are disabled, handle cases no more, or the case goes to another authority: of that the entries of those events tell.",
    record: 'always',
    actor: 'always',
    details: { from: 'text?', to: 'text' },
  },
  'case.givenBack': {
    tells: 'A person gave a case back: nobody has it since. The details name who had it.',
    record: 'always',
    actor: 'always',
    details: { from: 'text?' },
  },
  'log.read': {
    tells:
      'A person read the trail of this node. The count is that of the entries shown; the details name the request where one was asked about.',
    actor: 'always',
    needs: ['count'],
    details: { query: 'text?', scope: 'texts?' },
  },
  'statistics.read': {
    tells:
      'A person drew statistics of the requests of this node. The details say what was asked. Of how many requests they were is not told, for small numbers are not; entries of before have it as their count.',
    actor: 'always',
    was: ['count'],
    details: { query: 'text' },
  },
  'backup.made': {
    tells:
      'A person has all that this node is made of written into one file. It is told before the first byte is read; the details name the file as it was given, and in place of the requests that are taken away the one word "all" (an entry of before says nothing of it).',
    actor: 'always',
    details: { file: 'text', scope: 'texts?' },
  },
  'backup.removed': {
    tells:
      'A backup of this node was removed because newer ones are there, the newest of which was read to its end. It is told before that; the digest is that of its manifest, by which it is known.',
    actor: 'always',
    needs: ['digest'],
    details: { file: 'text' },
  },
  'export.made': {
    tells:
      'A bundle for an auditor was made. The details name the requests in it (the one word "all" for all; also for more than three hundred, and then "requests" is the digest of the file that names them), the size of the log to which its records and trust lists answer, their number of files and their digest, and those of the files with the cosigned heads, the balances, the proofs of receipts, the heads of other logs, and of the README; and whether it holds what both nodes have told each other of files, and what opens their taking in ("whole": an export of before says nothing of it); and the reason of whoever made it at the desk. The last of these in the log of a bundle tells what the bundle must hold.',
    actor: 'always',
    details: {
      balances: 'text',
      cosigned: 'text',
      count: 'number',
      custody: 'text?',
      files: 'text',
      proofs: 'text',
      readme: 'text',
      reason: 'text?',
      requests: 'text?',
      scope: 'texts',
      size: 'number',
      witnessed: 'text',
    },
  },
  'record.erased': {
    tells:
      'Contents of a record were destroyed: the texts of its messages, and the salts and texts that opened what this log tells of it up to here. The count is that of the entries whose openings went, which are all about the record that had any; the code is the ground: retention (its time is over), agreement (one side asked and the other reported) or courtOrder. The details name the second person and say the ground in words.',
    record: 'always',
    actor: 'always',
    needs: ['code', 'count'],
    details: { approver: 'text', ground: 'text' },
    acting: ['approver'],
  },
  'record.keepingOver': {
    tells:
      'The time for which the State keeps a record was over, and no legal hold was on it. Nothing was erased by that: two persons decide. The details say until when it had to be kept. It is told once, and again where the record went on, was held, or had to be kept longer by other rules meanwhile.',
    record: 'always',
    details: { until: 'text' },
  },
  'hold.placed': {
    tells: 'A legal hold was put on a record: it may not be erased.',
    record: 'always',
    actor: 'always',
    details: { reason: 'text' },
  },
  'hold.released': {
    tells: 'The legal hold on a record was released.',
    record: 'always',
    actor: 'always',
    details: { reason: 'text' },
  },
  ...exhibitEvents,
  ...carrierEvents,
  ...draftEvents,
  ...nodeEvents,
  ...personEvents,
} as const satisfies Readonly<Record<string, EventShape>>

/** The name of an audited event. */
export type EventName = keyof typeof events

/** The shapes by name, for those who go through all of them. */
export const eventShapes: Readonly<Record<EventName, EventShape>> = events

/** The details of events that name whoever acted beside the actor, or where there is none. */
export const actingDetails: readonly { readonly event: EventName; readonly detail: string }[] = (
  Object.keys(events) as EventName[]
).flatMap((event) => (eventShapes[event].acting ?? []).map((detail) => ({ event, detail })))

/** True for the names of the closed list. */
export function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name)
}
