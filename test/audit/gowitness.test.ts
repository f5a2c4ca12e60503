import assert from 'node:assert/strict'
import { signCheckpoint } from '../../src/audit/checkpoint.ts'
import { cosign } from '../../src/audit/cosignature.ts'
import { type GoProgram, buildGowitness, requireGowitness } from '../support/gowitness.ts'
import {
  at,
  growth,
  head,
  log,
  logSigner,
  ourVerdict,
  ours,
  signerNamed,
  spoiled,
  textOf,
  verifierOf,
} from './smallLog.ts'

describe('the Go implementation of cosigned checkpoints', () => {
  let go: GoProgram
  before(function () {
    requireGowitness(this)
    go = buildGowitness()
  })
  after(async () => {
    // Where the packages lack, nothing was begun.
    await (go as GoProgram | undefined)?.remove()
  })

  /** What is done to a note with a cosignature of that name, and what is then said of the log and the witness. */
  const tampered: readonly {
    readonly what: string
    readonly change: (note: string, name: string) => string
    readonly said: readonly [string, string]
  }[] = [
    { what: 'nothing', change: (note) => note, said: ['good', 'good'] },
    { what: 'its size', change: (note) => note.replace('\n20\n', '\n21\n'), said: ['wrong', 'wrong'] },
    {
      what: 'its root',
      change: (note) => note.replace(/(?<=\n20\n).{43}=/, Buffer.alloc(32).toString('base64')),
      said: ['wrong', 'wrong'],
    },
    {
      what: 'its origin',
      change: (note) => note.replace('rogatory.example/vn', 'rogatory.example/zz'),
      said: ['wrong', 'wrong'],
    },
    {
      what: 'the signature of the log',
      change: (note) => spoiled(note, log.name, 20),
      said: ['wrong', 'good'],
    },
    { what: 'the cosignature', change: (note, name) => spoiled(note, name, 20), said: ['good', 'wrong'] },
    {
      what: 'the time of the cosignature',
      change: (note, name) => spoiled(note, name, 7),
      said: ['good', 'wrong'],
    },
    {
      what: 'the name of the witness',
      change: (note, name) => note.replace(`— ${name} `, `— ${name}2 `),
      said: ['good', 'absent'],
    },
    {
      what: 'the key ID of the witness',
      change: (note, name) => spoiled(note, name, -1),
      said: ['good', 'absent'],
    },
    {
      what: 'the cosignature, taken away',
      change: (note, name) => note.replace(new RegExp(`— ${name} .*\n`), ''),
      said: ['good', 'absent'],
    },
    {
      what: 'a plain signature of that name in place of the cosignature',
      change: (note, name) => {
        const { privateKey } = logSigner
        const plain = signCheckpoint(20, Buffer.alloc(32), { name, privateKey })
        return note.replace(new RegExp(`— ${name} .*\n`), plain.slice(plain.indexOf('\n\n') + 2))
      },
      said: ['good', 'absent'],
    },
  ]

  for (const { what, change, said } of tampered) {
    it(`says of a checkpoint that our witness cosigned, and ours of one that Go cosigned, what is so: changed was ${what}`, async () => {
      const byUs = head(20) + cosign(textOf(head(20)), ours, at)
      const theirs = await go.serve(log, 'neutral.example.org/witness')
      const byGo = head(20) + (await theirs.submit(growth(0, 20))).text
      await theirs.stop()
      for (const [note, witness] of [
        [byUs, verifierOf(ours)],
        [byGo, theirs.verifier],
      ] as const) {
        const changed = change(note, witness.name)
        const line = `log ${said[0]}, ${witness.name} ${said[1]}`
        assert.equal(what === 'nothing', changed === note)
        assert.equal(ourVerdict(changed, witness), line)
        assert.equal(go.verify(changed, log, [witness]), line)
      }
    })
  }

  it('finds no cosignature of another key with the same name, nor one that was given the ID of that key', () => {
    const other = verifierOf(signerNamed(ours.name))
    const note = head(20) + cosign(textOf(head(20)), ours, at)
    const renamed = note.replace(new RegExp(`(?<=— ${ours.name} )\\S+`), (encoded) =>
      Buffer.concat([Buffer.from(other.id, 'hex'), Buffer.from(encoded, 'base64').subarray(4)]).toString(
        'base64',
      ),
    )
    for (const [changed, word] of [
      [note, 'absent'],
      [renamed, 'wrong'],
    ] as const) {
      assert.equal(ourVerdict(changed, other), `log good, ${ours.name} ${word}`)
      assert.equal(go.verify(changed, log, [other]), `log good, ${ours.name} ${word}`)
    }
  })
})
