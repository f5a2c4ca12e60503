import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { copySource } from './packed.ts'

/** Tables to which the later version gives a column; what they hold is read whole by some statements of this one. */
const growing = [
  'message',
  'request',
  'measure',
  'outbox',
  'peer',
  'trust_list',
  'audit_head',
  'process',
  'lease',
]

/**
 * Builds the version after this one into a folder, as far as processes beside each other can tell: it has another number, a
 * migration that gives tables a column, and something else to say in the list of its State. Returns the path of its program.
 *
 * @param worksBeside - false: it says that no older program can work with its tables
 */
export async function buildLaterVersion(folder: string, worksBeside = true): Promise<string> {
  await copySource(folder)
  await change(join(folder, 'package.json'), /"version": "[^"]+"/, '"version": "99.0.0"')
  await change(
    join(folder, 'src/store/migrations/migrate.ts'),
    /\n\}\n\n\/\*\* The names of all migrations/,
    `
  '9999-later': {
    async up(db: Kysely<unknown>): Promise<void> {
      for (const table of ${JSON.stringify(growing)})
        await sql.raw(\`alter table \${table} add column later text\`).execute(db)
    },
  },
}

/** The names of all migrations`,
  )
  if (!worksBeside)
    await change(
      join(folder, 'src/store/migrations/migrate.ts'),
      /workableFrom = '[^']+'/,
      "workableFrom = '9999-later'",
    )
  await change(
    join(folder, 'src/ownSettings.ts'),
    /messageBytesMax: messageLimits\.bytesMax,/,
    'messageBytesMax: messageLimits.bytesMax - 1,',
  )
  await promisify(execFile)(process.execPath, ['src/cli/build.mjs'], { cwd: folder })
  return join(folder, 'dist/rogatory.js')
}

async function change(file: string, what: RegExp, to: string): Promise<void> {
  const before = await readFile(file, 'utf8')
  const after = before.replace(what, () => to)
  if (after === before) throw new Error(`${file} is another than was thought`)
  await writeFile(file, after)
}
