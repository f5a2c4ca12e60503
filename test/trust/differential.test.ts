import assert from 'node:assert/strict'
import forge from 'node-forge'
import { checkCertificate } from '../../src/trust/checkCertificate.ts'
import { readForm } from '../../src/trust/certificateForm.ts'
import { differences } from '../support/differences.ts'
import { requireTool } from '../support/outsideTool.ts'
import { faults } from './faults.ts'
import { holder } from './fixture.ts'
import { type Family, generate, type GeneratedLeaf } from './generate.ts'
import { hasOpenssl, opensslVerdicts } from './openssl.ts'

/*
 * Chains with any faults, judged by our check and by programs of others. A longer search, with other chains:
 *
 *     TEST_CHAINS=20000 TEST_SEED=7 npx mocha test/trust/differential.test.ts
 */
const chains = Number(process.env.TEST_CHAINS ?? 500)
const seed = Number(process.env.TEST_SEED ?? 20_260_601)
/** From here on a search is long enough for everything in the tables to come up, be it once in 5,000 chains. */
const chainsForAll = 40_000

interface Judged {
  readonly family: Family
  readonly leaf: GeneratedLeaf
  /** Null where we take the chain; else the code and what about it is wrong. */
  readonly refusal: { readonly code: string; readonly detail: string } | null
  readonly opensslTakes: boolean
}

const nameOf = ({ family, leaf }: Judged) =>
  JSON.stringify([family.issuerKey, family.issuerFaults, leaf.faults, leaf.use, family.at])

/** The words of a refusal without what differs from one certificate to the next. */
const generalise = (detail: string) =>
  detail
    .replace(/^(ca|listSigner|messageSigner|httpSigner): /, '')
    .replace(/ at \S+$/, '')
    .replace(/:? [\d.]+$/, '')

function judge(family: Family, leaf: GeneratedLeaf, opensslTakes: boolean): Judged {
  const purpose = { use: leaf.use, holder }
  const checked = checkCertificate(leaf.certificate, family.issuer, purpose, family.at)
  const refusal = checked.ok ? null : { code: checked.code, detail: generalise(checked.detail ?? '') }
  return { family, leaf, refusal, opensslTakes }
}

/** Whether one of the two certificates ends in the very second of the judgement. */
function endsNow({ family, leaf }: Judged): boolean {
  return [family.issuer, leaf.certificate].some((der) => {
    const form = readForm(der)
    return typeof form !== 'string' && form.validUntil.getTime() === family.at.getTime()
  })
}

const keyOf = (refusal: NonNullable<Judged['refusal']>) => `${refusal.code} | ${refusal.detail}`

describe('the check of a certificate, beside other programs', function () {
  this.timeout(120_000 + chains * 100)
  let judged: readonly Judged[] = []

  before(async function () {
    requireTool(this, hasOpenssl, 'the program openssl')
    const families = generate(chains, seed)
    const verdicts = await opensslVerdicts(families)
    judged = families.flatMap((family, place) =>
      family.leaves.map((leaf, which) => judge(family, leaf, verdicts[place]?.[which] === true)),
    )
  })

  it('meets every fault, and chains that are good and bad for both', () => {
    const seen = new Set(
      judged.flatMap(({ leaf }) => leaf.faults.map((fault) => fault.replace(/ \(\d+\)$/, ''))),
    )
    assert.deepEqual(
      faults.map(({ name }) => name).filter((name) => !seen.has(name)),
      [],
    )
    const count = (isGood: boolean) =>
      judged.filter(({ refusal, opensslTakes }) => (refusal === null) === isGood && opensslTakes === isGood)
        .length
    assert.ok(count(true) > chains / 10, `good for both: ${count(true)}`)
    assert.ok(count(false) > chains / 4, `bad for both: ${count(false)}`)
  })

  it('takes no chain that openssl verify -x509_strict refuses, but in the last second of a certificate', () => {
    for (const one of judged) {
      if (one.refusal === null && !one.opensslTakes) assert.ok(endsNow(one), nameOf(one))
    }
  })

  it('refuses what openssl takes only for the reasons told in docs/vectors.md', () => {
    const known = differences('Certificates: what openssl takes').map(
      ([code, detail]) => `${code} | ${detail}`,
    )
    const found = new Set<string>()
    for (const one of judged) {
      if (one.refusal === null || !one.opensslTakes) continue
      const key = keyOf(one.refusal)
      assert.ok(known.includes(key), `${key} of ${nameOf(one)}`)
      found.add(key)
    }
    if (chains >= chainsForAll) assert.deepEqual([...found].sort(), [...known].sort())
  })

  it('differs from node-forge on RSA chains only where docs/vectors.md says', () => {
    const known = differences('Certificates: node-forge on RSA chains').map((row) =>
      row.slice(0, 2).join(' | '),
    )
    const found = new Set<string>()
    let both = 0
    for (const one of judged) {
      const word = forgeWord(one)
      if (word === null) continue
      if ((word === 'taken') === (one.refusal === null)) {
        both += 1
        continue
      }
      const ours = one.refusal === null ? 'taken' : `${one.refusal.code}: ${one.refusal.detail}`.trim()
      const key = `${ours} | ${word}`
      assert.ok(known.includes(key), `${key} of ${nameOf(one)}`)
      found.add(key)
    }
    assert.ok(both > chains / 20, `the same for both: ${both}`)
    if (chains >= chainsForAll) assert.deepEqual([...found].sort(), [...known].sort())
  })
})

const { asn1, pki } = forge

/** What node-forge says to an RSA chain: "taken", or why not; null where it is no RSA chain or forge cannot read it. */
function forgeWord({ family, leaf }: Judged): string | null {
  try {
    const [certificate, issuer] = [leaf.certificate, family.issuer].map((der) =>
      pki.certificateFromAsn1(asn1.fromDer(der.toString('latin1'))),
    )
    if (certificate === undefined || issuer === undefined) return null
    return forgeVerdict(certificate, issuer, family.at)
  } catch {
    return null
  }
}

function forgeVerdict(leaf: forge.pki.Certificate, issuer: forge.pki.Certificate, at: Date): string {
  try {
    pki.verifyCertificateChain(pki.createCaStore([issuer]), [leaf], { validityCheckDate: at })
    return 'taken'
  } catch (error) {
    return String((error as { message?: unknown }).message)
  }
}
