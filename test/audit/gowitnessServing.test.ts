import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { signCheckpoint } from '../../src/audit/checkpoint.ts'
import { cosign, cosignaturesOn } from '../../src/audit/cosignature.ts'
import { signNote } from '../../src/audit/note.ts'
import { consistencyProof } from '../../src/audit/tree.ts'
import { mutateText, severalTimes } from '../fuzz/mutate/text.ts'
import { randomFrom } from '../fuzz/random.ts'
import { headOf, judgedByUs } from '../support/addingCheckpoints.ts'
import { differences } from '../support/differences.ts'
import { type GoProgram, type GoWitness, buildGowitness, requireGowitness } from '../support/gowitness.ts'
import {
  asking,
  fork,
  growth,
  hashAt,
  head,
  leaves,
  log,
  logSigner,
  ourVerdict,
  ours,
  signerNamed,
  spoiled,
  textOf,
  verifierOf,
} from './smallLog.ts'

/** Whether there are characters that Go lets stand, or base64 in a signature line with bits that mean nothing and are not zero. */
function isOddlySpelt(body: string): boolean {
  if (/[\u007f-\u009f\ufeff]/.test(body)) return true
  return [...body.matchAll(/^— \S+ ([A-Za-z0-9+/]+=*)$/gm)].some(
    ([, encoded = '']) => Buffer.from(encoded, 'base64').toString('base64') !== encoded,
  )
}

describe('the witness in Go', () => {
  let go: GoProgram
  let witness: GoWitness
  before(async function () {
    requireGowitness(this)
    go = buildGowitness()
    witness = await go.serve(log, 'neutral.example.org/witness')
  })
  after(async () => {
    // Where the packages lack, nothing was begun.
    await (go as GoProgram | undefined)?.remove()
  })

  /** A witness that has cosigned the head of that size; to be stopped. */
  const witnessAt = async (size: number): Promise<GoWitness> => {
    const fresh = await go.serve(log, 'neutral.example.org/another')
    if (size > 0) assert.equal((await fresh.submit(growth(0, size))).status, 200)
    return fresh
  }

  it('answers by the book: 404 to another log, 403 without its signature, 400, and 409 with the size', async () => {
    const kept = `${witness.url}/${hash('sha256', log.name)}/checkpoint`
    assert.equal((await fetch(kept)).status, 404)
    assert.deepEqual(await witness.submit(growth(5, 20)), {
      status: 409,
      type: 'text/x.tlog.size',
      text: '0\n',
    })
    const first = await witness.submit(growth(0, 20))
    assert.equal(first.status, 200)
    const read = cosignaturesOn(Buffer.from(head(20) + first.text), [witness.verifier])
    assert.ok(read.ok)
    const [cosignature] = read.cosignatures
    assert.ok(cosignature !== undefined && Math.abs(cosignature.at.getTime() - Date.now()) < 60_000)
    assert.equal(cosignature.line, first.text)
    assert.equal(await (await fetch(kept)).text(), head(20) + first.text)
    assert.deepEqual(await witness.submit(growth(0, 20)), {
      status: 409,
      type: 'text/x.tlog.size',
      text: '20\n',
    })
    const other = signerNamed('rogatory.example/zz/log1')
    const forged = { ...other, name: log.name }
    const note = head(20)
    for (const [body, status] of [
      [asking(20, headOf(leaves, other)), 404],
      [asking(20, headOf(leaves, forged)), 403],
      [asking(20, spoiled(note, log.name, 20)), 403],
      [asking(20, head(10)), 400],
      ['', 400],
      [`old 020\n\n${note}`, 400],
      [`old 20\n${note}`, 400],
      [`old 20\nAAAA\n\n${note}`, 400],
      [
        asking(
          20,
          note,
          Array.from({ length: 64 }, () => Buffer.alloc(32)),
        ),
        400,
      ],
    ] as const) {
      assert.equal((await witness.submit(body)).status, status, body)
      assert.equal(judgedByUs(body, log, { size: 20, root: Buffer.alloc(32) }).status, status, body)
    }
  })

  it('takes our proofs of growth and none in which a hash was changed, and 422 is its answer to a fork and to a rewrite', async () => {
    const fresh = await witnessAt(0)
    let us = judgedByUs('', log, null)
    const both = async (body: string, status: number, why: string) => {
      us = judgedByUs(body, log, us.witnessed)
      assert.deepEqual([(await fresh.submit(body)).status, us.status], [status, status], why)
    }
    await both(asking(0, head(1), [Buffer.alloc(32)]), 422, 'a proof where nothing was cosigned yet')
    await both(asking(0, signCheckpoint(0, Buffer.alloc(32), logSigner)), 422, 'the empty tree')
    const sizes = [0, 0, 1, 2, 3, 7, 8, 9, 31, 32, 33, 64, 65, 70]
    for (const [place, to] of sizes.slice(1).entries()) {
      const from = sizes[place] ?? 0
      const proof = consistencyProof(from, to, hashAt)
      const why = `${from} to ${to}`
      for (const [index, one] of proof.entries()) {
        const wrong = proof.with(index, Buffer.from(one).reverse())
        await both(asking(from, head(to), wrong), 422, why)
        await both(asking(from, head(to), proof.toSpliced(index, 1)), 422, why)
      }
      if (from > 9) {
        await both(fork(from, from), 422, `${why}: the same size with another root`)
        await both(fork(from, to), 422, `${why}: another past`)
      }
      await both(growth(from, to), 200, why)
    }
  })

  it('answers to bodies changed at random as our rules do, which want exact spelling besides', async () => {
    const fresh = await witnessAt(40)
    const random = randomFrom(1, 'gowitness', 1)
    const bodies = [growth(40, 40), growth(40, 40), growth(20, 40), fork(40, 70), fork(40, 40)]
    const { witnessed } = judgedByUs(growth(0, 40), log, null)
    const seen = new Set<number>()
    for (let count = 0; count < 1_500; count += 1) {
      const body = random.once(20)
        ? random.pick(bodies)
        : severalTimes(random, random.pick(bodies), mutateText)
      const [theirs, us] = [(await fresh.submit(body)).status, judgedByUs(body, log, witnessed).status]
      if (us !== theirs) {
        assert.equal(us, 400, `Go says ${theirs}: ${JSON.stringify(body)}`)
        assert.ok(isOddlySpelt(body), `Go says ${theirs}: ${JSON.stringify(body)}`)
      }
      seen.add(us)
    }
    assert.deepEqual([...seen].sort(), [200, 400, 403, 404, 409, 422])
  })

  it('takes what docs/vectors.md says that is refused here, and nothing else', async () => {
    const fresh = await witnessAt(20)
    const witnessed = judgedByUs(growth(0, 20), log, null).witnessed
    const line = head(20).slice(head(20).indexOf('\n\n') + 2)
    const timeless = head(20) + cosign(textOf(head(20)), ours, new Date(0))
    const asked: Readonly<Record<string, string>> = {
      'base64 with spare bits': head(20).replace(/.(?==\n$)/, (letter) =>
        String.fromCharCode(letter.charCodeAt(0) + 1),
      ),
      'the log signs twice': head(20) + line,
      'U+007F to U+009F': head(20).replace('/vn/', '/v\u007fn/'),
      'U+FEFF in a key name': `${head(20)}${line.replace('/vn/', '/v\ufeffn/')}`,
      'lines after the root': signNote(`${textOf(head(20))}a line more\n`, [logSigner]),
    }
    const told: string[][] = []
    for (const [what, note] of Object.entries(asked)) {
      const { status } = judgedByUs(asking(20, note), log, witnessed)
      told.push([what, String((await fresh.submit(asking(20, note))).status), String(status)])
    }
    const word = (line: string) => line.split(' ').at(-1) ?? ''
    told.push([
      'a cosignature without a time',
      word(go.verify(timeless, log, [verifierOf(ours)])),
      word(ourVerdict(timeless, verifierOf(ours))),
    ])
    const rows = differences('Cosigned checkpoints: what Go takes')
    assert.deepEqual(
      told,
      rows.map((row) => row.slice(0, 3)),
    )
  })
})
