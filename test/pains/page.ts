import { table } from '../../src/cli/markdown.ts'
import type { PainPoint } from './painPoint.ts'

const head = `# Pain points

<!-- Written by \`npm run generate:pains\` from test/pains/painPoints.ts; change it there. -->

Where other systems that carry messages between authorities, federate, or keep logs that can be verified were hurt; what this
exchange promises instead; and the tests that show it. The title of each of these tests ends with the number of its pain point:
\`npx mocha FILE --fgrep "pain point 7)"\` runs those of one.

- *Hurt*: what was reported or is documented there, in our words. It may have been mended since.
- *Open*: what a reader might expect here, and what no test shows or the program does not do.
`

/** The text of `docs/pain-points.md`. */
export function painPointsPage(all: readonly PainPoint[]): string {
  const rows = all.map(({ number, theme, hurt, promise, tests, open = '' }) => [
    String(number),
    theme,
    hurt,
    promise,
    tests.map(({ file, title }) => `[${title}](../${file})`).join('<br>'),
    open,
  ])
  return `${head}\n${table(['#', 'Theme', 'Hurt', 'Promise', 'Tests', 'Open'], rows).trimEnd()}\n`
}
