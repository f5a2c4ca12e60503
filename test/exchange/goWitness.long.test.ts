import assert from 'node:assert/strict'
import { createPublicKey, hash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeAddCheckpoint } from '../../src/audit/addCheckpoint.ts'
import { verifyBundles } from '../../src/audit/bundle/verify.ts'
import { signCheckpoint } from '../../src/audit/checkpoint.ts'
import { cosignaturesOn } from '../../src/audit/cosignature.ts'
import { type NoteSigner, noteVerifier } from '../../src/audit/note.ts'
import { leafHash } from '../../src/audit/tree.ts'
import { parseWitnessPolicy } from '../../src/audit/witnessPolicy.ts'
import { exportBundle } from '../../src/exchange/export.ts'
import { witnessedUpTo } from '../../src/exchange/witness/witnessedUpTo.ts'
import { readHead } from '../../src/store/audit.ts'
import { paths } from '../../src/web/paths.ts'
import { assertSignsNoMore, headOf, loggedLeaves, proofFrom } from '../support/addingCheckpoints.ts'
import { type GoProgram, type GoWitness, buildGowitness, requireGowitness } from '../support/gowitness.ts'
import { agreed, opened, say } from '../support/talk.ts'
import { type World, heard, twoStates, until } from '../support/world.ts'

describe('a witness written by others, in Go', () => {
  let go: GoProgram | null = null
  let witness: GoWitness
  let world: World | null = null
  let request: string

  const asking = () => {
    assert.ok(world !== null)
    return world.asking
  }
  const signer = () => asking().node.node.logSigner(1)
  const policyFile = () => join(asking().config.dataFolder, 'policy')
  /** Waits until all that was logged is in a head, and the witness has cosigned it; its size. */
  const cosigned = async () => {
    const { node } = asking().node
    let size = 0
    await until('the witness has cosigned the log', async () => {
      if ((await node.db.selectFrom('audit_pending').selectAll().execute()).length > 0) return false
      const head = await readHead(node.db)
      size = head.size
      return size > 0 && (await witnessedUpTo(node, head)).size === size
    })
    return size
  }

  before(async function () {
    requireGowitness(this)
    go = buildGowitness()
    world = await twoStates(undefined, undefined, {
      async more(dataFolder) {
        const witnessPolicyFile = join(dataFolder, 'policy')
        await writeFile(witnessPolicyFile, 'quorum none\n')
        return { witnessPolicyFile }
      },
    })
    const { name, privateKey } = signer()
    witness = await go.serve(noteVerifier(name, createPublicKey(privateKey)), 'neutral.example.org/witness')
    // As an administrator does it: each has to know the key of the other, and the policy is read at the start.
    await writeFile(policyFile(), `witness neutral ${witness.vkey} ${witness.url}\nquorum neutral\n`)
    await asking().restart()
    await heard(asking())
    request = await opened(world)
  })
  after(async () => {
    await world?.close()
    await go?.remove()
  })

  it('cosigns the growth of a log, up to each newest head, and the published checkpoint carries what it signed', async () => {
    const first = await cosigned()
    assert.ok(world !== null && go !== null)
    await say(world, world.asking, request, 'status-request')
    await agreed(world, request, 2)
    const { name, privateKey } = signer()
    let note = ''
    // What was said is logged at once, and signed with a head a moment later.
    await until('a later head is published as the witness keeps it', async () => {
      note = await (await fetch(asking().node.url + paths.checkpoint)).text()
      const kept = await asking().node.courier.fetchCosigned(witness.url, hash('sha256', name))
      return Number(note.split('\n')[1]) > first && kept.toString() === note
    })
    const read = cosignaturesOn(Buffer.from(note), [witness.verifier])
    assert.ok(read.ok)
    assert.equal(read.cosignatures.length, 1)
    const log = noteVerifier(name, createPublicKey(privateKey))
    assert.equal(go.verify(note, log, [witness.verifier]), `log good, ${witness.verifier.name} good`)
    await cosigned()
  })

  it('is named by the bundle of that log, which is good by the policy of the node', async () => {
    const { node } = asking().node
    const order = { requests: null, person: 'Example-Auditor', authority: 'VN' }
    const files = await exportBundle(node, order, cosigned)
    const policy = parseWitnessPolicy(await readFile(policyFile(), 'utf8'))
    assert.ok(policy.ok)
    const report = await verifyBundles([{ name: 'vn', files }], { policy: policy.policy })
    assert.deepEqual([report.exit, report.findings], [0, []])
    assert.deepEqual(report.facts[0]?.cosigned?.by, ['neutral (named by the policy alone)'])
  })

  it('answers 422 to a fork and to a rewrite that the node itself would sign, and 409 to what is older', async () => {
    const size = await cosigned()
    const leaves = await loggedLeaves(asking(), size)
    const other = Buffer.from(leafHash(Buffer.from('another entry')))
    const forked = [...leaves.slice(0, -1), other]
    const rewritten = [...forked, other]
    const submit = async (oldSize: number, checkpoint: string, proof: readonly Uint8Array[]) => {
      const body = encodeAddCheckpoint({ oldSize, checkpoint, proof })
      const { status, body: text } = await asking().node.courier.submitCheckpoint(witness.url, body)
      return status === 409 ? [status, text.toString()] : [status]
    }
    assert.deepEqual(await submit(size, headOf(forked, signer()), []), [422])
    assert.deepEqual(await submit(size, headOf(rewritten, signer()), proofFrom(size, rewritten)), [422])
    assert.deepEqual(await submit(0, headOf(leaves, signer()), []), [409, `${size}\n`])
    const older = headOf(leaves.slice(0, -1), signer())
    assert.deepEqual(await submit(size - 1, older, []), [409, `${size}\n`])
    assert.deepEqual(await submit(size, older, []), [400])
    const [{ privateKey }] = asking().node.node.witnessSigners(new Date()) as [NoteSigner]
    const root = Buffer.alloc(32)
    assert.deepEqual(await submit(size, signCheckpoint(size, root, { ...signer(), privateKey }), []), [403])
    const stranger = { ...signer(), name: 'rogatory.example/zz/log1' }
    assert.deepEqual(await submit(size, signCheckpoint(size, root, stranger), []), [404])
    assert.deepEqual(await submit(size, headOf(leaves, signer()), []), [200])
  })

  it('shows a node whose log was longer what it had signed, and the node signs nothing more', async () => {
    const size = await cosigned()
    const later = [
      ...(await loggedLeaves(asking(), size)),
      ...[1, 2, 3].map((one) => Buffer.from(leafHash(Buffer.from(`entry ${one}`)))),
    ]
    const body = encodeAddCheckpoint({
      oldSize: size,
      proof: proofFrom(size, later),
      checkpoint: headOf(later, signer()),
    })
    const { courier } = asking().node
    assert.equal((await courier.submitCheckpoint(witness.url, body)).status, 200)
    await assertSignsNoMore(asking())
  })
})
