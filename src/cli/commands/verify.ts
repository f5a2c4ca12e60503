import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { KeptCheckpoint } from '../../audit/bundle/forks.ts'
import type { Report } from '../../audit/bundle/report.ts'
import { readBundleAt } from '../bundleAt.ts'
import { wholeMaker } from '../court/courtFiles.ts'
import { remadeFolder, tellRemade } from '../court/remade.ts'
import { type GivenBundle, verifyAndOpenGiven } from '../court/verifyGiven.ts'
import { writePage } from '../pageFile.ts'
import { type NamedText, readPolicy, readTimeAuthorities } from '../readAttesters.ts'
import { readPins } from '../readPins.ts'
import { entriesAsJson, tellEntries } from '../entriesInWords.ts'
import { wrongUse } from '../outcome.ts'
import { bundledFiles, bundledLines } from '../bundledCustody.ts'
import { tellCautions } from '../cautionsInWords.ts'
import { tellFound, verdictOf } from '../reportInWords.ts'
import { harmless } from '../terminal.ts'
import { type LetterLanguage, isLetterLanguage, letterLanguages } from '../../letter/language.ts'
import type { AddCommand } from '../addCommand.ts'
import { callAssistant } from '../assistant.ts'
import { checkingCommand } from '../checkingCommand.ts'

interface VerifyCommandOptions {
  readonly pin?: readonly string[]
  readonly checkpoint?: readonly string[]
  readonly revocation?: readonly string[]
  readonly policy?: string
  readonly timeAuthority?: readonly string[]
  readonly page?: string
  readonly custody?: string | true
  readonly entries?: boolean
  readonly request?: string
  readonly made?: string
  readonly json?: boolean
}

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value]

/** `rogatory verify`: the auditor's check. It needs no node, no database and no network. */
export function addVerify({ program, terminal, endWith }: AddCommand): void {
  program
    .command('verify [bundles...]')
    .description(
      "Check auditor's bundles (folders or zip files) offline, each by itself and against each other",
    )
    .option(
      '--pin <state=fingerprint>',
      'a fingerprint that you have compared out of band (may be repeated)',
      collect,
    )
    .option('--checkpoint <file>', 'a checkpoint of one of the logs that you kept (may be repeated)', collect)
    .option(
      '--revocation <file>',
      'a list of revoked certificates (DER) that you fetched from an authority (may be repeated)',
      collect,
    )
    .option(
      '--policy <file>',
      'which witnesses must have cosigned each log, and how many of them (C2SP tlog-policy)',
    )
    .option(
      '--time-authority <file>',
      'certificates (PEM) that the time stamps of the logs must lead to (may be repeated)',
      collect,
    )
    .option(
      '--page <file>',
      'write the page that does the same in a browser without network, and check nothing',
    )
    .option(
      '--custody [language]',
      `tell the custody of each file that is handed over, of all bundles together (${letterLanguages.join(', ')})`,
    )
    .option(
      '--entries',
      'tell the entries of each log: who did what, when and from where, as far as it is opened',
    )
    .option('--request <ref>', 'with --entries: only those about this request, or covering it')
    .option(
      '--made <folder>',
      'write what this program makes of a court bundle, where that lies there otherwise, into a new folder',
    )
    .option('--json', 'print the report as one JSON object')
    .addHelpText(
      'after',
      `
Exit codes: 0 good; 1 the check could not be brought to its end, which says nothing about the bundle; 10 incomplete (something was not disclosed); 20 times contradict; 30 something lacks, is too many,
or differs between the sides; 40 a signature, hash or commitment does not hold, or an archive is damaged; 50 two histories of one log; 64 wrong use,
or no bundle where you said.

Examples:
  ${checkingCommand('/path/to/bundle-vn')} /path/to/bundle-qa --pin VN=c20efdd2... --pin QA=91ab...
  ${checkingCommand('/path/to/bundle-vn')} --entries --request VN-DEMO-1     (who has read the case, or taken it away)
Never by a bare name in a folder of evidence: that runs what lies there under it.`,
    )
    .action(async (paths: readonly string[], options: VerifyCommandOptions) => {
      if (options.page !== undefined) {
        const { file, digest } = await writePage(resolve(options.page))
        if (options.json === true) terminal.json({ ok: true, file, digest })
        else terminal.say(`The page is in ${file} (SHA-256 ${digest}). Open it in a browser.`)
        return
      }
      const language = languageOf(options.custody)
      if (paths.length === 0) throw wrongUse('name at least one bundle, a folder or a zip file')
      if (options.request !== undefined && options.entries !== true)
        throw wrongUse('--request says of which request --entries are told: give both')
      const made = options.made === undefined ? null : await remadeFolder(resolve(options.made))
      const bundles: GivenBundle[] = []
      // One after the other: each may be as large as the limits allow.
      for (const path of paths) bundles.push({ name: path, ...(await readBundleAt(resolve(path))) })
      const checkpoints = await Promise.all((options.checkpoint ?? []).map(readCheckpoint))
      const revocationLists = await Promise.all(
        (options.revocation ?? []).map((file) => readNamed('revocation list', file)),
      )
      const authorities = (options.timeAuthority ?? []).map((file) => readText('certificates', file))
      const known = {
        pins: readPins(options.pin ?? []),
        checkpoints,
        revocationLists,
        timeAuthorities: readTimeAuthorities(await Promise.all(authorities)),
        callAssistant,
        policy: options.policy === undefined ? null : readPolicy(await readText('policy', options.policy)),
      }
      const { report, opened } = await verifyAndOpenGiven(bundles, known, await wholeMaker(), made?.keep)
      const remade = await made?.write()
      const custody = language === null ? [] : bundledFiles(opened)
      const asked = { report, bundles: opened, request: options.request ?? null }
      if (options.json === true)
        terminal.json({
          ...report,
          ...(language === null ? {} : { custody }),
          ...(options.entries === true ? entriesAsJson(asked) : {}),
          ...(remade === undefined ? {} : { made: remade }),
        })
      else {
        tellCautions(report, terminal)
        const tellsMore = options.entries === true || remade !== undefined || language !== null
        // Before what bundles say of themselves: whoever reads no further must have read whether it can be believed.
        if (tellsMore) terminal.say(verdictBefore(report))
        if (options.entries === true) tellEntries(asked, terminal)
        if (remade !== undefined) tellRemade(remade, report, terminal)
        for (const line of bundledLines(custody, language ?? 'en')) terminal.say(harmless(line))
        if (language !== null && custody.length === 0)
          terminal.say('No file is handed over in what was given, so there is no custody to tell.')
        tellFound(report, terminal)
      }
      endWith(report.exit)
    })
}

function verdictBefore(report: Report): string {
  const { word, sentence } = verdictOf(report)
  return `${word}: ${sentence} What was found stands below all that follows.`
}

/** The language in which custody is told; null: it is not. */
function languageOf(custody: string | true | undefined): LetterLanguage | null {
  if (custody === undefined) return null
  const language = custody === true ? 'en' : custody
  if (isLetterLanguage(language)) return language
  throw wrongUse(`--custody must be one of ${letterLanguages.join(', ')}, not ${language}`)
}

async function readCheckpoint(file: string): Promise<KeptCheckpoint> {
  // As it was typed: every bundle calls its own `checkpoint`, and a reader may give several.
  return { name: file, bytes: await readNamed('checkpoint', file) }
}

async function readText(what: string, file: string): Promise<NamedText> {
  return { name: file, text: (await readNamed(what, file)).toString('utf8') }
}

async function readNamed(what: string, file: string): Promise<Buffer> {
  return await readFile(file).catch((cause: unknown) => {
    throw wrongUse(
      `The ${what} ${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    )
  })
}
