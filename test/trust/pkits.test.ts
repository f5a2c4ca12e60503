import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkCertificate, checkChainBy } from '../../src/trust/checkCertificate.ts'
import type { Certificate } from '../../src/trust/certificate.ts'
import type { Result } from '../../src/message/refusal.ts'
import { type RevocationList, readRevocationList } from '../../src/trust/revocationList.ts'
import { checkAge, statusNow } from '../../src/trust/revocationStatus.ts'
import { type ChainRules, type CertificateProfile, chainRules } from '../../src/trust/profiles.ts'
import { differences } from '../support/differences.ts'
import { requireTool } from '../support/outsideTool.ts'
import { holder, listWith, now } from './fixture.ts'
import { type PkitsListTest, pkitsListTests } from './pkitsListTests.ts'
import { type PkitsTest, pkitsTests } from './pkitsTests.ts'

const folder = '/usr/lib/python3/dist-packages/cryptography_vectors/x509/PKITS_data'
const anchor = 'TrustAnchorRootCertificate'

/** A person's certificate as PKITS makes them: any usage but that of an authority, and no node's URI. */
const person: CertificateProfile = {
  certificateAuthority: false,
  keys: ['RSA'],
  keyUsage: {
    required: ['digitalSignature'],
    optional: ['nonRepudiation', 'keyEncipherment', 'dataEncipherment'],
  },
  extendedKeyUsage: [],
  holder: false,
}
const authority: CertificateProfile = {
  ...person,
  certificateAuthority: true,
  keyUsage: { required: ['keyCertSign'], optional: ['cRLSign'] },
}

/** Our own rules with the keys and usages of PKITS. A list signer stands for the authority below the anchor. */
const rules: ChainRules = {
  ...chainRules,
  profiles: { ca: authority, listSigner: authority, messageSigner: person, httpSigner: person },
  rsaModulusBitsMin: 2048,
}
const check = checkChainBy(rules)

const read = (name: string) => readFileSync(join(folder, 'certs', `${name}.crt`))
const readList = (name: string) => readFileSync(join(folder, 'crls', `${name}.crl`))

/** A path of PKITS is judged step by step, as each of our authorities is an anchor of its own. */
function verdictOf({ leaf, authority: between }: PkitsTest): string {
  const below = read(between ?? anchor)
  const last = checkCertificate(read(leaf), below, { use: 'messageSigner', holder }, now, check)
  const first =
    between === undefined
      ? last
      : checkCertificate(below, read(anchor), { use: 'listSigner', holder }, now, check)
  if (!first.ok) return first.code
  return last.ok ? 'valid' : last.code
}

/** The lists of PKITS are good for twenty years, and one for forty. */
const hoursMax = 41 * 366 * 24

/** The newest list of an authority that holds, as a node would have taken it; else why the first does not. */
function listOf(authority: Certificate, names: readonly string[]): Result<{ list: RevocationList | null }> {
  const judged = names.map((name): Result<{ list: RevocationList }> => {
    const opened = readRevocationList(readList(name), authority, hoursMax)
    if (!opened.ok) return opened
    const age = checkAge(opened.revocationList, now)
    return age.ok ? { ok: true, list: opened.revocationList } : age
  })
  const [first] = judged
  const good = judged.flatMap((one) => (one.ok ? [one.list] : []))
  const newest = good.toSorted((a, b) => Number(b.number - a.number))[0]
  if (newest !== undefined) return { ok: true, list: newest }
  return first ?? { ok: true, list: null }
}

/** One step with the lists of its authority. */
function verdictOfStep(
  [leaf, above, use]: readonly [string, string, 'messageSigner' | 'listSigner'],
  names: readonly string[],
): string {
  const checked = checkCertificate(read(leaf), read(above), { use, holder }, now, check)
  if (!checked.ok) return checked.code
  const { issuer } = checked.chain
  const list = listOf(issuer, names)
  if (!list.ok) return list.code
  const revocationLists = [{ authority: issuer.digest, url: 'https://vn.example.org/list' }]
  const status = statusNow(() => list.list)(checked.chain, listWith({ revocationLists }), now)
  return status.ok ? 'valid' : status.code
}

function verdictByLists({ leaf, authority: between, lists }: PkitsListTest): string {
  const above = verdictOfStep([between, anchor, 'listSigner'], ['TrustAnchorRootCRL'])
  return above === 'valid' ? verdictOfStep([leaf, between, 'messageSigner'], lists) : above
}

describe('the path validation tests of NIST (PKITS), those of one authority', () => {
  before(function () {
    requireTool(this, existsSync(folder), 'the Debian package python3-cryptography-vectors')
  })

  for (const test of pkitsTests.filter(({ isValid }) => !isValid)) {
    it(`refuse ${test.section} ${test.leaf}`, () => {
      assert.match(verdictOf(test), /^CERTIFICATE_/)
    })
  }

  it('have valid paths that are taken, but for those told in docs/vectors.md with the code of each', () => {
    const found = pkitsTests
      .filter(({ isValid }) => isValid)
      .map((test) => [test.section, test.leaf, verdictOf(test)])
      .filter(([, , verdict]) => verdict !== 'valid')
    const told = differences('Certificates: NIST PKITS').map((row) => row.slice(0, 3))
    assert.deepEqual(found, told)
    assert.equal(pkitsTests.length, 61)
  })

  it('have verdicts by revocation lists as docs/vectors.md tells, and none that is invalid is taken', () => {
    const found = pkitsListTests.map((test) => [
      test.section,
      test.leaf,
      test.isValid ? 'valid' : 'invalid',
      verdictByLists(test),
    ])
    const told = differences('Revocation lists: NIST PKITS').map((row) => row.slice(0, 4))
    assert.deepEqual(found, told)
    const taken = pkitsListTests.filter((test) => verdictByLists(test) === 'valid')
    assert.deepEqual(
      taken.filter(({ isValid }) => !isValid),
      [],
    )
  })

  it('have an authority below another that its list names (4.4.2)', () => {
    const step = ['RevokedsubCACert', 'GoodCACert', 'listSigner'] as const
    assert.equal(verdictOfStep(step, ['GoodCACRL']), 'CERTIFICATE_REVOKED')
  })
})
