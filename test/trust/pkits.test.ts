import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkCertificate, checkChainBy } from '../../src/trust/checkCertificate.ts'
import { type ChainRules, type CertificateProfile, chainRules } from '../../src/trust/profiles.ts'
import { differences } from '../support/differences.ts'
import { requireTool } from '../support/outsideTool.ts'
import { holder, now } from './fixture.ts'
import { type PkitsTest, pkitsTests } from './pkitsTests.ts'

const folder = '/usr/lib/python3/dist-packages/cryptography_vectors/x509/PKITS_data/certs'
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

const read = (name: string) => readFileSync(join(folder, `${name}.crt`))

/** Where a revocation list is to decide, but the chain does not hold here for a reason that docs/vectors.md tells. */
const refusedAnyway: ReadonlyMap<string, string> = new Map([
  ['4.4.15', 'CERTIFICATE_INVALID'],
  ['4.7.5', 'CERTIFICATE_WRONG_USE'],
])

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

describe('the path validation tests of NIST (PKITS), those of one authority', () => {
  before(function () {
    requireTool(this, existsSync(folder), 'the Debian package python3-cryptography-vectors')
  })

  const byChain = pkitsTests.filter(({ byRevocationList }) => byRevocationList === undefined)

  for (const test of byChain.filter(({ isValid }) => !isValid)) {
    it(`refuse ${test.section} ${test.leaf}`, () => {
      assert.match(verdictOf(test), /^CERTIFICATE_/)
    })
  }

  it('have valid paths that are taken, but for those told in docs/vectors.md with the code of each', () => {
    const found = byChain
      .filter(({ isValid }) => isValid)
      .map((test) => [test.section, test.leaf, verdictOf(test)])
      .filter(([, , verdict]) => verdict !== 'valid')
    const told = differences('Certificates: NIST PKITS').map((row) => row.slice(0, 3))
    assert.deepEqual(found, told)
    assert.equal(byChain.length, 61)
  })

  // What decides these is a list and not the chain; the verdict is in the table for the day when lists are judged.
  for (const test of pkitsTests.filter(({ byRevocationList }) => byRevocationList)) {
    const code = refusedAnyway.get(test.section)
    it(`${code ? `refuse even the chain (${code})` : 'have a good chain'} where a revocation list decides: ${test.section} ${test.leaf}`, () => {
      assert.equal(verdictOf(test), code ?? 'valid')
    })
  }
})
