import { type Attack, guardsIn, nothing, proof, testsIn } from '../attack.ts'

const chunks = guardsIn('src/exhibit/chunkedEncryption.ts')
const streams = guardsIn('src/exhibit/chunkStreams.ts')
const told = testsIn('test/exhibit/chunkedEncryption.test.ts')(
  'attack 38: tells what is cut off, changed, swapped, added, or of another key or place',
)

/** Attacks on files that are handed over. */
export const exhibitAttacks: readonly Attack[] = [
  {
    number: 38,
    name: 'A stream that is cut, chunks swapped or dropped, a wrong key',
    expected: 'an error, and nothing of the file is shown',
    codes: ['EXHIBIT_TRUNCATED', 'EXHIBIT_DAMAGED', 'EXHIBIT_KEY_WRONG'],
    proofs: [
      proof(
        chunks(
          'openHeader',
          'timingSafeEqual(keys.commitment, header.subarray(saltBytes))',
          'header.length > 0',
        ),
        told,
      ),
      proof(chunks('openChunk', '    decipher.final()\n', nothing), told),
      proof(
        chunks(
          'nonceOf',
          'nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ low) >>> 0, 8)',
          'nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ (low * 0)) >>> 0, 8)',
        ),
        told,
      ),
      proof(streams('opening', 'if (last.length === 0)', 'if (last.length < 0)'), told),
    ],
    comesWith: { capability: 'exhibits', part: 'a file is shown after its whole hash agrees' },
  },
]
