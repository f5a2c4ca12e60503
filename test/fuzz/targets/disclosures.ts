import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { describeByCase } from '../../../src/exhibit/casework/caseImport.ts'
import { namespaces } from '../../../src/exhibit/casework/terms.ts'
import { commitTo } from '../../../src/exhibit/disclosure/commit.ts'
import { digestOfCommitment } from '../../../src/exhibit/disclosure/commitment.ts'
import { disclose } from '../../../src/exhibit/disclosure/disclose.ts'
import { piecesOfFile } from '../../../src/exhibit/disclosure/pieces.ts'
import { prove } from '../../../src/exhibit/disclosure/prove.ts'
import { validatorOf } from '../../../src/message/registry.ts'
import { mutateText, severalTimes } from '../mutate/text.ts'
import { type Target, isAccepted } from '../target.ts'

const original = Buffer.from(Array.from({ length: 13 }, (_, at) => `row ${at + 1}\n`).join(''))
const pieces = () => piecesOfFile(Readable.from([original]), { by: 'lines' })

/** A disclosure of some rows, and the digest of what was committed to. */
async function disclosed(): Promise<{ readonly text: string; readonly digest: string }> {
  const committed = await commitTo(pieces(), { by: 'lines' }, Buffer.alloc(32, 7))
  assert.ok(committed.ok)
  const { commitment, openings } = committed
  const runs = [
    { first: 2, last: 4 },
    { first: 9, last: 9 },
  ]
  const lines: string[] = []
  for await (const some of disclose(pieces(), { commitment, openings, runs, tellsWhole: true }))
    lines.push(some)
  return { text: lines.join(''), digest: digestOfCommitment(commitment) }
}

const sample = await disclosed()

/** Whatever comes as a disclosure of an original that was committed to: it is that which was made, or refused. */
export const disclosures: Target = {
  name: 'disclosures',
  share: 10,
  inputsMin: 50_000,
  make: (random, from) => severalTimes(random, typeof from === 'string' ? from : sample.text, mutateText),
  check: async (input) => {
    if (typeof input !== 'string') return
    const bytes = Buffer.from(input)
    const rows: Uint8Array[] = []
    const onPiece = ({ bytes: row }: { readonly bytes: Uint8Array }) => Promise.resolve(void rows.push(row))
    const result = await prove(Readable.from([bytes]), { expected: sample.digest, onPiece })
    if (!isAccepted(result)) return
    for (const row of rows)
      assert.ok(original.includes(Buffer.from(row)), 'a row that was never there is proven')
    assert.equal(result.proof.shown, rows.length)
  },
}

const file = { bytes: 5, sha256: hash('sha256', 'words'), sha512: hash('sha512', 'words') }
const description = JSON.stringify({
  '@context': { kb: 'http://example.org/kb/', ...namespaces },
  '@graph': [
    {
      '@id': 'kb:1',
      '@type': 'uco-observable:File',
      'uco-core:name': 'words.txt',
      'uco-core:hasFacet': {
        'uco-observable:sizeInBytes': 5,
        'uco-observable:mimeType': 'text/plain',
        'uco-observable:hash': {
          'uco-types:hashMethod': 'SHA256',
          'uco-types:hashValue': { '@type': 'xsd:hexBinary', '@value': file.sha256 },
        },
      },
    },
    {
      '@id': 'kb:2',
      '@type': 'case-investigation:InvestigativeAction',
      'uco-core:name': 'imaged',
      'uco-action:startTime': '2026-02-01T10:00:00Z',
      'uco-action:performer': { '@id': 'kb:3', 'uco-core:name': 'Example-H' },
      'uco-action:object': { '@id': 'kb:1' },
    },
  ],
})

/** Whatever comes as a description of a file in CASE: what is read of it may stand in a message. */
export const caseDescriptions: Target = {
  name: 'caseDescriptions',
  share: 10,
  inputsMin: 50_000,
  make: (random, from) => severalTimes(random, typeof from === 'string' ? from : description, mutateText),
  check: (input) => {
    if (typeof input !== 'string') return
    const result = describeByCase(Buffer.from(input), file, 'en')
    if (!isAccepted(result)) return
    const { item } = result.description
    assert.ok(validatorOf('part/evidence-item.json')(item), 'what cannot stand in a message')
    assert.deepEqual([item.sha256, item.bytes], [file.sha256, file.bytes])
  },
}
