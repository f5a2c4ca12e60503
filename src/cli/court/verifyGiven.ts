import type { Files } from '../../audit/bundle/layout.ts'
import { type Facts, type Finding, type Report, withMore } from '../../audit/bundle/report.ts'
import { type Bundle, type VerifyOptions, verifyBundles } from '../../audit/bundle/verify.ts'
import { type BesideMaker, checkBeside } from './checkBeside.ts'

/** A bundle as it was given to be checked. */
export interface GivenBundle extends Bundle {
  /** What stands beside it in a court bundle; null where it is a bare one. */
  readonly beside: Files | null
}

/** Verifies bundles, and compares the words that stand beside them with what they prove. */
export async function verifyGiven(
  bundles: readonly GivenBundle[],
  options: VerifyOptions,
  maker: BesideMaker,
): Promise<Report> {
  const report = await verifyBundles(bundles, options)
  const findings: Finding[] = []
  const facts: Facts[] = []
  for (const [at, { name, files, beside }] of bundles.entries()) {
    const known = report.facts[at] ?? { bundle: name }
    const found =
      beside === null
        ? {}
        : {
            beside: await checkBeside({ files, beside }, maker, (severity, object, what) => {
              findings.push({ severity, bundle: name, object, what })
            }),
          }
    facts.push({ ...known, ...found })
  }
  return withMore({ ...report, facts }, findings)
}
