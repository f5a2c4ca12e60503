import { problems } from './problem.ts'

const head = `# Codes of refusals

<!-- Written by \`npm run generate:codes\` from src/web/problem.ts; change it there. -->

A word in capitals, such as \`SIGNATURE_INVALID\`, says why something was refused: by a command, by a node over HTTP, or, in
brackets behind a finding, by the check of a bundle ([auditor.md](auditor.md)). Each sentence is true of every case of its code; what
stands beside a code is about the one case. Codes of a command alone, such as \`ZIP_TOO_LARGE\`, are not here: they come with their
own words.

| code | it means |
| ---- | -------- |
`

/** The text of `docs/codes.md`: every code of a refusal with its sentence, in the order of the alphabet. */
export function codesPage(): string {
  const rows = Object.entries(problems)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, { title }]) => `| \`${code}\` | ${title} |\n`)
  return `${head}${rows.join('')}`
}
