import { mkdir, mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { serverIn } from '../../config.ts'
import { runDemonstration } from '../demo/demonstration.ts'
import { firstCase, readCase } from '../demo/caseFile.ts'
import { CommandFailure, exitCodes } from '../outcome.ts'
import type { AddCommand } from '../addCommand.ts'

interface DemoOptions {
  readonly out?: string
  readonly request?: string
  readonly database?: string
  readonly files?: boolean
  readonly json?: boolean
}

/** `rogatory demo`: a whole case between two fresh nodes. */
export function addDemo({ program, terminal, endWith }: AddCommand): void {
  program
    .command('demo')
    .description(
      'Play a whole case between two fresh nodes over real HTTP, then audit both; exit 0 only if all of it verified',
    )
    .option('--out <folder>', 'a new folder for both nodes and both bundles (default: a temporary one)')
    .option('--request <file>', 'a case file (schemas/example/case/), default: the first request')
    .option(
      '--database <url>',
      'a PostgreSQL server; each node gets a database there (default: DATABASE_URL, else embedded)',
    )
    .option(
      '--files',
      'real files of the sizes that the case says go with its messages (what they take of the disk is looked for first)',
    )
    .option('--json', 'print the outcome as JSON; the course of events goes to standard error')
    .action(async (options: DemoOptions) => {
      const played = await readCase(options.request === undefined ? firstCase : resolve(options.request))
      const folder = await newFolder(options.out)
      const given = options.database ?? serverIn(process.env)
      const say = options.json === true ? terminal.note : terminal.say
      const outcome = await runDemonstration({
        played,
        folder,
        ...(given === undefined || given === '' ? {} : { databaseUrl: given }),
        ...(options.files === true ? { withFiles: true } : {}),
        say,
      })
      if (options.json === true) terminal.json(outcome)
      endWith(outcome.exit)
    })
}

async function newFolder(out: string | undefined): Promise<string> {
  if (out === undefined) return await mkdtemp(join(tmpdir(), 'rogatory-demo-'))
  const folder = resolve(out)
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0) {
    throw new CommandFailure(
      exitCodes.wrongUse,
      'FOLDER_NOT_EMPTY',
      `${folder} is not empty; a demonstration begins with fresh nodes`,
    )
  }
  return folder
}
