import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Witnesses, witnessesIn } from './coverageWitnesses.ts'
import {
  articleTable,
  commonTypes,
  measureTable,
  messageLink,
  messageTable,
  profileTable,
  requirementTable,
} from './coverageTables.ts'
import { faultsIn, requirementFiles } from './requirements.ts'

const head = `# Coverage

Generated from \`schemas/\` and \`test/\` by \`npm run generate:coverage\`. Do not edit.

What the law asks of an exchange, and where this one has it: article, measure, message, schema, test. The rows stand in
\`schemas/requirement/\`, in words of our own; they are no legal advice. Names lead to the schema that says what they hold.

- *Must hold*: without it the schema refuses the message and points at the place, wherever the law asks for it;
  \`or\` stands between members of which one is enough. *May hold*: there is a member for it.
- *Required by*: legal bases that ask for more; a message without it is refused with \`CONTENT_MISSING\` and the place.
- ⚠: to be checked against the authentic text; (?): from memory, the detail uncertain. What rests on such a source alone
  is a rule of its legal basis, in \`schemas/profile/\`, where it can be corrected as data.
- Every row has a test of its own name in [coverage.test.ts](../test/message/coverage.test.ts): each schema has an example
  that is valid, and is refused with a pointer without each thing that it must hold.
- [mandatory.test.ts](../test/message/mandatory.test.ts) takes away every mandatory member of every measure and result,
  [validate.test.ts](../test/message/validate.test.ts) those of every message,
  [contentRules.test.ts](../test/workflow/contentRules.test.ts) what every legal basis requires beyond them.
- The machines are in [workflow.md](workflow.md); the tests named *walk* make every move that they allow, and try every
  other one.
`

/** The page that says where the law is met, as Markdown. Throws where a requirement names what is not there. */
export function coveragePage(root: string): string {
  const files = requirementFiles(root)
  const rows = files.flatMap((file) => file.rows)
  const faults = faultsIn(rows)
  if (faults.length > 0) throw new Error(`what is required does not hold:\n${faults.join('\n')}`)
  const witnesses: Witnesses = witnessesIn(root)
  const parts = [
    head,
    '## What is asked\n',
    ...files.map((file) =>
      [`### ${file.title}\n`, `${file.description}\n`, requirementTable(file.rows)].join('\n'),
    ),
    '## By article\n',
    articleTable(rows, witnesses),
    '## By measure\n',
    `Of nearly every measure may be said: ${commonTypes().map(messageLink).join(' ')}. What else moves it stands here.\n`,
    measureTable(rows, witnesses),
    '## By message\n',
    messageTable(rows, witnesses),
    '## By legal basis\n',
    'What a basis requires of a request beyond the schemas.\n',
    profileTable(),
  ]
  return `${parts.join('\n').trimEnd()}\n`
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  await writeFile(join(root, 'docs/coverage.md'), coveragePage(root))
}
