import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { timeStampPaths } from '../../src/audit/bundle/layout.ts'
import { encodeVerifierKey, noteVerifier } from '../../src/audit/note.ts'
import { readCertificate } from '../../src/trust/certificate.ts'
import { issueRevocationList } from '../../src/trust/issueRevocationList.ts'
import { time } from '../trust/craft.ts'
import { rootOf, tokenDraft, tokenOf } from '../trust/craftTimeStamp.ts'
import { bothBundles, busyWorld } from './busyWorld.ts'
import type { JudgedCase, NamedBytes } from './judgedBundles.ts'
import { cosignedHead, exportPaper } from './paperBundle.ts'
import type { PaperNode, PaperWorld } from './paperWorld.ts'

/** Bundles whose verdict depends on whom the reader believes beside the node. */
export async function attestedCases(): Promise<JudgedCase[]> {
  return [...(await timeStampCases()), ...(await attesterCases())]
}

/** A log that an authority has time-stamped, to a reader who names it, who names nobody, and who names another one. */
async function timeStampCases(): Promise<JudgedCase[]> {
  const world = await busyWorld()
  const files = withTimeStamp(world)
  const named = { name: 'authority.pem', bytes: pemOf(rootOf()) }
  const stranger = { name: 'stranger.pem', bytes: pemOf(world.vn.listSigner.certificate) }
  return [
    { said: 'a time stamp of an authority that is named', exit: 0, timeAuthorities: [named] },
    { said: 'a time stamp of an authority that nobody names', exit: 0 },
    { said: 'a time stamp of another authority than is named', exit: 40, timeAuthorities: [stranger] },
    { said: 'two files of authorities', exit: 0, timeAuthorities: [stranger, named] },
  ].map((one) => ({ ...one, bundles: [{ name: 'vn', files }] }))
}

function withTimeStamp(world: PaperWorld): Map<string, Uint8Array> {
  const size = world.vn.entries.length
  // Without the cosignature, which is its last line.
  const note = Buffer.from(cosignedHead(world, world.vn, { size }).replace(/[^\n]+\n$/, ''))
  const draft = tokenDraft('P-256', note, new Date(world.now))
  draft.stamper.notAfter = time(new Date('2040-01-01T00:00:00Z'))
  const paths = timeStampPaths(1, size)
  return exportPaper(world, world.vn, {
    cheat: (files) => void files.set(paths.note, note).set(paths.token, tokenOf(draft)),
  })
}

function pemOf(der: Buffer): Buffer {
  return Buffer.from(`-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`)
}

/** Who must have cosigned, and a list of revoked certificates that the reader fetched. */
async function attesterCases(): Promise<JudgedCase[]> {
  const world = await busyWorld()
  const bundles = [{ name: 'vn', files: exportPaper(world, world.vn) }]
  const policyOf = (node: PaperNode): NamedBytes => ({
    name: 'policy',
    bytes: Buffer.from(`witness one ${keyOf(node)}\nquorum one\n`),
  })
  const revoked = { name: 'revoked.crl', bytes: listRevoking(world.qa, new Date(world.now - 3_600_000)) }
  return [
    { said: 'cosigned by whom the policy wants', exit: 0, bundles, policy: [policyOf(world.qa)] },
    {
      said: 'both sides, by the policy with two witnesses that the page of the auditor gives',
      exit: 0,
      bundles: bothBundles(world),
      policy: [await policyOfThePage(world)],
    },
    { said: 'not cosigned by whom the policy wants', exit: 10, bundles, policy: [policyOf(world.vn)] },
    { said: 'a certificate that a newer list takes back', exit: 40, bundles, revocations: [revoked] },
  ]
}

/** The key with which the node of a State cosigns the logs of others (C2SP signed-note). */
function keyOf({ witness }: PaperNode): string {
  return encodeVerifierKey(noteVerifier(witness.name, createPublicKey(witness.privateKey), 'cosignature'))
}

/** The policy as docs/auditor.md prints it, with the keys of these nodes in the places that it leaves open. */
async function policyOfThePage({ vn, qa }: PaperWorld): Promise<NamedBytes> {
  const page = await readFile(new URL('../../docs/auditor.md', import.meta.url), 'utf8')
  const lines = page.match(/^ {6}(witness|group|quorum) .+$/gm) ?? []
  assert.equal(lines.length, 4)
  const keys = new Map([
    ['rogatory.example/vn/witness+…', keyOf(vn)],
    ['rogatory.example/qa/witness+…', keyOf(qa)],
  ])
  const text = lines.map((line) => line.trim().replace(/\S+…$/, (open) => keys.get(open) ?? open)).join('\n')
  return { name: 'policy', bytes: Buffer.from(`${text}\n`) }
}

/** A list of the authority of a State that takes back the certificate with which its node signs, from a time on. */
function listRevoking({ signer, authorityOfState }: PaperNode, revokedAt: Date): Buffer {
  const read = readCertificate(signer.certificate)
  assert.ok(read.ok)
  const { serial } = read.certificate
  const content = {
    number: 1n,
    thisUpdate: revokedAt,
    nextUpdate: new Date(revokedAt.getTime() + 86_400_000),
    revoked: [{ serial, revokedAt, reason: 'keyCompromise' }] as const,
  }
  return issueRevocationList(content, authorityOfState)
}
