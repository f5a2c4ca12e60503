import type { Files } from '../../audit/bundle/layout.ts'
import { type Facts, type Finding, type Report, withMore } from '../../audit/bundle/report.ts'
import { type Bundle, type Verified, type VerifyOptions, verifyAndOpen } from '../../audit/bundle/verify.ts'
import { type BesideMaker, checkBeside } from './checkBeside.ts'

/** A bundle as it was given to be checked. */
export interface GivenBundle extends Bundle {
  /** What stands beside it in a court bundle; null where it is a bare one. */
  readonly beside: Files | null
}

/** Verifies bundles, and judges what stands beside them by what its State has signed and by what they prove. */
export async function verifyGiven(
  bundles: readonly GivenBundle[],
  options: VerifyOptions,
  maker: BesideMaker,
): Promise<Report> {
  return (await verifyAndOpenGiven(bundles, options, maker)).report
}

/** The same, with what was opened on the way. */
export async function verifyAndOpenGiven(
  bundles: readonly GivenBundle[],
  options: VerifyOptions,
  maker: BesideMaker,
): Promise<Verified> {
  const { report, opened } = await verifyAndOpen(bundles, options)
  const findings: Finding[] = []
  const facts: Facts[] = []
  for (const [at, { name, files, beside }] of bundles.entries()) {
    const checked = opened.find((one) => one.files === files) ?? null
    const known = report.facts[at] ?? { bundle: name }
    const found =
      beside === null
        ? {}
        : {
            beside: await checkBeside({ checked, beside }, maker, (severity, object, what) => {
              findings.push({ severity, bundle: name, object, what })
            }),
          }
    facts.push({ ...known, ...found })
  }
  return { report: withMore({ ...report, facts }, findings), opened }
}
