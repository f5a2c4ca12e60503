import assert from 'node:assert/strict'
import type { Result } from '../../src/message/refusal.ts'
import { type Certificate, readCertificate } from '../../src/trust/certificate.ts'
import { checkCertificate } from '../../src/trust/checkCertificate.ts'
import { type RevocationList, readRevocationList } from '../../src/trust/revocationList.ts'
import { revocationReasons } from '../../src/trust/revocationReason.ts'
import { checkAge, statusNow } from '../../src/trust/revocationStatus.ts'
import { differences } from '../support/differences.ts'
import { requireTool } from '../support/outsideTool.ts'
import { holder, listWith } from '../trust/fixture.ts'
import type { GeneratedLeaf } from '../trust/generate.ts'
import { generateListed, type ListedFamily } from '../trust/generateLists.ts'
import { listFaults } from '../trust/listFaults.ts'
import { hasOpenssl, opensslVerdicts } from '../trust/openssl.ts'

/*
 * Revocation lists with any faults, judged by our reader and by openssl. A longer search, with other lists:
 *
 *     TEST_LISTED=40000 TEST_SEED=7 npx mocha test/whole/listsDifferential.test.ts
 */
const chains = Number(process.env.TEST_LISTED ?? 2_000)
const seed = Number(process.env.TEST_SEED ?? 20_261_126)
/** From here on a search is long enough for everything in the table to come up. */
const chainsForAll = 40_000

interface Judged {
  readonly family: ListedFamily
  readonly place: number
  /** Null where we take the leaf; else the code and what about it is wrong. */
  readonly refusal: { readonly code: string; readonly detail: string } | null
  readonly opensslTakes: boolean
}

const nameOf = ({ family, place }: Judged) =>
  JSON.stringify([family.issuerKey, family.listFaults, family.reasons[place], family.at])

/** The words of a refusal without what differs from one list to the next. */
const generalise = (detail: string) => detail.replace(/, since \S+$/, '').replace(/(extension) [\d.]+/, '$1')

/** Whether a list may be relied on at that time: as a node judges it when it comes. */
function taken(
  { revocationList, at }: ListedFamily,
  authority: Certificate,
): Result<{ list: RevocationList | null }> {
  if (revocationList === null) return { ok: true, list: null }
  const read = readRevocationList(revocationList, authority)
  if (!read.ok) return read
  const age = checkAge(read.revocationList, at)
  return age.ok ? { ok: true, list: read.revocationList } : age
}

function judgeAll(family: ListedFamily, verdicts: readonly boolean[] = []): Judged[] {
  const read = readCertificate(family.issuer)
  assert.ok(read.ok)
  const list = taken(family, read.certificate)
  const named = listWith({
    revocationLists: [{ authority: read.certificate.digest, url: 'https://vn.example.org/list' }],
  })
  const verdictOf = ({ certificate, use }: GeneratedLeaf): Result<object> => {
    const checked = checkCertificate(certificate, family.issuer, { use, holder }, family.at)
    assert.ok(checked.ok)
    return list.ok ? statusNow(() => list.list)(checked.chain, named, family.at) : list
  }
  return family.leaves.map((leaf, place) => {
    const verdict = verdictOf(leaf)
    const refusal = verdict.ok ? null : { code: verdict.code, detail: generalise(verdict.detail ?? '') }
    return { family, place, refusal, opensslTakes: verdicts[place] === true }
  })
}

/**
 * Whether only a clock is forgiven something here: openssl judges both times of a list to the second. How much is forgiven
 * is written out, so that it cannot become more unseen.
 */
function isForgiven({ family }: Judged): boolean {
  const read = readCertificate(family.issuer)
  assert.ok(read.ok && family.revocationList !== null)
  const list = readRevocationList(family.revocationList, read.certificate)
  assert.ok(list.ok)
  const { thisUpdate, nextUpdate } = list.revocationList
  const [tooEarlyMs, tooLateMs] = [+thisUpdate - +family.at, +family.at - +nextUpdate]
  return (tooEarlyMs >= 0 && tooEarlyMs <= 300_000) || (tooLateMs >= 0 && tooLateMs <= 3_600_000)
}

describe('the reader of revocation lists, beside openssl verify -x509_strict -crl_check', function () {
  this.timeout(120_000 + chains * 100)
  let judged: readonly Judged[] = []

  before(async function () {
    requireTool(this, hasOpenssl, 'the program openssl')
    const families = generateListed(chains, seed)
    const verdicts = await opensslVerdicts(families)
    judged = families.flatMap((family, place) => judgeAll(family, verdicts[place]))
  })

  it('meets every fault and every reason, lists that lack, and certificates good and bad for both', () => {
    const seen = new Set(
      judged.flatMap(({ family }) => family.listFaults.map((fault) => fault.replace(/ \(\d+\)$/, ''))),
    )
    assert.deepEqual(
      listFaults.map(({ name }) => name).filter((name) => !seen.has(name)),
      [],
    )
    const revoked = judged.filter(({ refusal }) => refusal?.code === 'CERTIFICATE_REVOKED')
    const reasons = new Set(revoked.map(({ family, place }) => family.reasons[place]))
    for (const reason of Object.keys(revocationReasons)) assert.ok(reasons.has(reason as never), reason)
    assert.ok(judged.some(({ family }) => family.revocationList === null))
    const count = (isGood: boolean) =>
      judged.filter(({ refusal, opensslTakes }) => (refusal === null) === isGood && opensslTakes === isGood)
        .length
    assert.ok(count(true) > chains / 10, `good for both: ${count(true)}`)
    assert.ok(count(false) > chains / 2, `bad for both: ${count(false)}`)
  })

  it('takes no certificate that openssl refuses, but for what clocks are forgiven', () => {
    for (const one of judged) {
      if (one.refusal === null && !one.opensslTakes) assert.ok(isForgiven(one), nameOf(one))
    }
  })

  it('refuses what openssl takes only for the reasons told in docs/vectors.md', () => {
    const known = differences('Revocation lists: what openssl takes').map(
      ([code, detail]) => `${code} | ${detail}`,
    )
    const found = new Set<string>()
    for (const one of judged) {
      if (one.refusal === null || !one.opensslTakes) continue
      const key = `${one.refusal.code} | ${one.refusal.detail}`
      assert.ok(known.includes(key), `${key} of ${nameOf(one)}`)
      found.add(key)
    }
    if (chains >= chainsForAll) assert.deepEqual([...found].sort(), [...known].sort())
  })
})
