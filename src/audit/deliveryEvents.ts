import type { EventShape } from './eventShape.ts'

/** What is audited of messages on their way out, and of the peers that they go to: a part of the closed list. */
export const deliveryEvents = {
  'delivery.failed': {
    tells:
      'A message of ours did not reach the peer; it will be tried again. The count is that of the attempts.',
    record: 'always',
    needs: ['peer', 'message', 'code', 'count'],
  },
  'delivery.abandoned': {
    tells:
      'A message of ours was given up after the last attempt; a person must look. The count is that of the attempts.',
    record: 'always',
    needs: ['peer', 'message', 'code', 'count'],
  },
  'delivery.resent': {
    tells: 'A person had a message tried again that had been given up.',
    record: 'always',
    actor: 'always',
    needs: ['peer', 'message'],
  },
  'circuit.opened': {
    tells:
      'A peer could not be reached, or did not answer as a peer, so many times in a row; from now on one message at a time is posted to see whether it is back. The count is that of the failures.',
    needs: ['peer', 'code', 'count'],
  },
  'circuit.closed': {
    tells:
      'A peer that could not be reached has answered again, and what waited for it goes out. The count is that of the failures there were.',
    needs: ['peer', 'count'],
  },
  'receipt.unproven': {
    tells:
      'The peer has given a receipt for a message of ours that promises an entry of its log, and ten minutes after the receipt or later it has not proven that the entry is there. Without a code it says, signed, that it is not; LOG_PROOF_INVALID: its proof does not lead to its head; another code: for a day it has given no answer that could be taken. The digest is the leaf that was promised.',
    record: 'always',
    needs: ['peer', 'message', 'digest'],
    may: ['code'],
  },
  'balance.agreed': {
    tells:
      'This node and the peer told each other, signed, what they have of the messages between them since the last balance, and it was the same. The digest is that of the question, the count that of the messages both ways.',
    actor: 'maybe',
    needs: ['peer', 'digest', 'count'],
  },
  'balance.differed': {
    tells:
      'This node and the peer told each other, signed, what they have of the messages between them since the last balance, and it was not the same. The digest is that of the question, the count that of the messages that this node has, both ways.',
    actor: 'maybe',
    needs: ['peer', 'digest', 'count'],
  },
  'balance.explained': {
    tells:
      'It was found out in what this node and the peer differ. The digest is that of the question of the balance, the count that of the messages; the first of them are in the details, each with its direction and who lacks it.',
    needs: ['peer', 'digest', 'count'],
    details: { messages: 'texts' },
  },
} as const satisfies Readonly<Record<string, EventShape>>
