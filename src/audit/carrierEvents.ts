import type { EventShape } from './eventShape.ts'

/** What is audited of disks that go from one node to another. A disk is named by the digest of its signed manifest. */
export const carrierEvents = {
  'carrier.written': {
    tells:
      'A person had a disk written for the peer: sealed messages, as many as the count says, and the sealed files that they hand over. The digest is that of its manifest. It is told before the disk is complete.',
    actor: 'always',
    needs: ['peer', 'digest', 'count'],
    details: { bytes: 'number', exhibits: 'number' },
  },
  'carrier.read': {
    tells:
      'A person had a disk of the peer read. The digest is that of its manifest, the count that of its messages; what became of each message and each file is told by itself.',
    actor: 'always',
    needs: ['peer', 'digest', 'count'],
    details: {
      accepted: 'number',
      damaged: 'number',
      lacking: 'number',
      receipt: 'text',
      refused: 'number',
      whole: 'number',
    },
  },
  'carrier.settled': {
    tells:
      'A person had the receipts taken in that the peer has put onto a disk of this node. The digest is that of the manifest, the count that of the messages that are settled now; the details tell how many are not, and how many reports on files came with them.',
    actor: 'always',
    needs: ['peer', 'digest', 'count'],
    details: { reports: 'number', unsettled: 'number' },
  },
  'carrier.confirmed': {
    tells:
      'A person brought the receipt of the peer for a disk of this node on paper, and it verifies. The digest is that of the manifest, the receipt that of the receipt, the count that of the messages accepted.',
    actor: 'always',
    needs: ['peer', 'digest', 'receipt', 'count'],
    details: { damaged: 'number', lacking: 'number', refused: 'number', whole: 'number' },
  },
  'receipt.onPaper': {
    tells:
      'By a receipt on paper for a disk, the peer has accepted this message. Its own receipt is not here yet.',
    record: 'always',
    actor: 'always',
    needs: ['peer', 'message', 'receipt'],
  },
} as const satisfies Readonly<Record<string, EventShape>>
