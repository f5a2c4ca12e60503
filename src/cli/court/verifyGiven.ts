import type { Files } from '../../audit/bundle/layout.ts'
import { Findings, withMore } from '../../audit/bundle/findings.ts'
import type { Facts, Finding, Report } from '../../audit/bundle/report.ts'
import { type Bundle, type Verified, type VerifyOptions, verifyAndOpen } from '../../audit/bundle/verify.ts'
import { bundleFolder } from '../courtLayout.ts'
import { type BesideMaker, type RemadeFile, checkBeside } from './checkBeside.ts'

/** A bundle as it was given to be checked. */
export interface GivenBundle extends Bundle {
  /** What stands beside it in a court bundle; null where it is a bare one. */
  readonly beside: Files | null
  /** What a computer may have put into it by itself: it was not looked at. */
  readonly bySystem?: readonly string[]
}

/**
 * Verifies bundles, and judges what stands beside them by what its State has signed and by what they prove. What was made
 * again and lies there otherwise goes to `keep`, with the name of its bundle.
 */
export async function verifyAndOpenGiven(
  bundles: readonly GivenBundle[],
  options: VerifyOptions,
  maker: BesideMaker,
  keep?: (bundle: string, file: RemadeFile) => void,
): Promise<Verified> {
  const { report: inside, opened } = await verifyAndOpen(bundles, options)
  const report = whereItLies(inside, bundles)
  const findings = new Findings()
  const facts: Facts[] = []
  for (const [at, { name, files, beside, bySystem = [] }] of bundles.entries()) {
    for (const path of bySystem)
      findings.add({ severity: 'incomplete', bundle: name, object: path, what: leftBySystem })
    const checked = opened.find((one) => one.files === files) ?? null
    const known = report.facts[at] ?? { bundle: name }
    const keepHere = (file: RemadeFile): void => {
      keep?.(name, file)
    }
    const keeping = keep === undefined ? maker : { ...maker, keep: keepHere }
    const found =
      beside === null
        ? {}
        : {
            beside: await checkBeside({ checked, beside }, keeping, (severity, object, what) => {
              findings.add({ severity, bundle: name, object, what })
            }),
          }
    facts.push({ ...known, ...found })
  }
  return { report: withMore({ ...report, facts }, findings), opened }
}

/** Nobody is to be suspected for what a computer does when a folder is opened; and nobody is to take it for evidence. */
const leftBySystem =
  'it belongs to no bundle, and it was not looked at; your computer may have written it: take it out of a copy and check that again'

/**
 * An entry of the log, or what is known by its digest, as a record of which the bundle has no folder: it lies in no file of its own.
 */
const withoutPath = /^(entry [0-9]+|(message|receipt|record) [0-9a-f]{64})$/

/** Files of records, as the words of a finding name them. */
const namedPath = /(?<![\w/])record\/[0-9a-f-]{36}\/[\w.-]*/g

/** The report with each file of a bundle that lies in a court bundle under its path there, for its reader looks for it there. */
function whereItLies(report: Report, bundles: readonly GivenBundle[]): Report {
  const bare = new Set(bundles.flatMap(({ name, beside }) => (beside === null ? [name] : [])))
  const inCourt = new Set(bundles.flatMap(({ name }) => (bare.has(name) ? [] : [name])))
  const placed = (finding: Finding): Finding => {
    const { bundle, object, what } = finding
    if (!inCourt.has(bundle)) return finding
    const isFile = !withoutPath.test(object)
    return {
      ...finding,
      ...(isFile ? { object: `${bundleFolder}${object}` } : {}),
      what: what.replace(namedPath, `${bundleFolder}$&`),
    }
  }
  const findings = report.findings.map(placed)
  const first = report.first === null ? -1 : report.findings.indexOf(report.first)
  // The first of the gravest stands in the list, but where there are too many before it.
  const found = findings[first] ?? (report.first === null ? null : placed(report.first))
  const facts = report.facts.map((one) => (inCourt.has(one.bundle) ? factsPlaced(one) : one))
  return { ...report, findings, first: found, facts }
}

/** The same for what of a bundle was not checked, and for the messages of which it is told since when they are in the log. */
function factsPlaced(facts: Facts): Facts {
  const { unchecked, unbelieved, seen } = facts
  return {
    ...facts,
    ...(unbelieved === undefined
      ? {}
      : { unbelieved: unbelieved.map((one) => ({ ...one, path: `${bundleFolder}${one.path}` })) }),
    ...(unchecked === undefined
      ? {}
      : { unchecked: unchecked.map((one) => (withoutPath.test(one) ? one : `${bundleFolder}${one}`)) }),
    ...(seen === undefined
      ? {}
      : { seen: seen.map((one) => ({ ...one, message: `${bundleFolder}${one.message}` })) }),
  }
}
