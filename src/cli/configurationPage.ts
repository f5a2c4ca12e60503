import { settingGroups } from '../settings/allSettings.ts'
import { type Setting, fileNameOf } from '../settings/setting.ts'
import { code, table } from './markdown.ts'

const preface = `# Configuration

Generated from where the settings are declared (\`src/settings/\`) by \`npm run generate:configuration\`. Do not edit.

A node is configured by variables of its environment, read once at the start. Every problem is listed (\`CONFIG_INVALID\`), and a
\`ROGATORY_\` name that is not here stops the start, as an empty one does. Files and folders may be named from where the command is started. Commands need
the same environment as the node that serves: both open the same folder and database.

**Secrets.** No key, passphrase or secret stands in the environment itself: settings name the files where they stand. The addresses of databases, which may have a
password in them, may stand in a file as well, which a variable with \`_FILE\` at the end of its name names; with both set nothing starts. A file with a
secret that everybody on the machine may read or change stops the start (\`chmod o= FILE\`). Further
variables that clients of PostgreSQL know count for what an address leaves out (\`PGPASSWORD\`, \`PGPASSFILE\`).
`

/** docs/configuration.md: one row for each variable that a node reads. */
export function configurationPage(): string {
  const parts = settingGroups.map(({ title, settings }) => {
    const heads = ['variable', 'meaning', 'value', 'where nothing is said', 'in a file by', 'more']
    return `## ${title}\n\n${table(heads, Object.values(settings).map(rowOf))}`
  })
  return [preface, ...parts].join('\n')
}

function rowOf({ name, meaning, value, byDefault, more, isSecret }: Setting): readonly string[] {
  const file = isSecret === true ? code(fileNameOf(name)) : name.endsWith('_FILE') ? 'itself' : ''
  return [code(name), meaning, value, byDefault ?? 'none', file, more ?? '']
}
