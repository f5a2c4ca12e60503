import { code, table } from '../../src/cli/markdown.ts'
import type { Attack, Guard, Proof, TestName } from './attack.ts'

const head = `# Attacks

<!-- Written by \`npm run generate:attacks\` from test/attacks/table/; change it there. -->

The sixty-one attacks that this exchange is built against, what keeps each out, and the test that shows it. \`npm run attacks\`
takes every guard out of a copy of the sources, one after the other, and runs the tests named beside it: each of them must
run and fail. Guards joined by *and* stand behind each other, and are taken out together.

- *Code*: the refusal as a peer, an operator or the log is told it. A stranger is told none of them: there is one public
  text, \`ENVELOPE_INVALID\` for a line and status 401 for a request.
- *Beside*: what keeps the attack out and cannot be taken out of this program.
`

/** The text of `docs/attacks.md`. */
export function attacksPage(all: readonly Attack[]): string {
  const shown = all.filter(({ proofs }) => proofs.length > 0)
  const parts = [
    head,
    '## Shown\n',
    table(
      ['#', 'Attack', 'Expected', 'Guard → test', 'Code'],
      shown.map((attack) => [
        String(attack.number),
        attack.name,
        attack.expected,
        [...attack.proofs.map(proven), ...besides(attack)].join('<br>'),
        [...attack.codes.map(code), ...(attack.answer === undefined ? [] : [attack.answer])].join('<br>'),
      ]),
    ),
    '## Not yet\n',
    'What is not shown here yet, though nothing stands in the way.\n',
    table(
      ['#', 'Attack', 'Expected', 'What lacks'],
      all.flatMap(({ number, name, expected, open }) =>
        open === undefined ? [] : [[String(number), name, expected, open]],
      ),
    ),
  ]
  return `${parts.join('\n').trimEnd()}\n`
}

function proven({ guards, tests }: Proof): string {
  return `${guards.map(guarded).join(' and ')} → ${tests.map(named).join('; ')}`
}

function guarded({ file, in: within }: Guard): string {
  return `[${file.replace(/^src\//, '')}](../${file}) ${code(within)}`
}

function named({ file, title }: TestName): string {
  return `[${title}](../${file})`
}

function besides({ beside }: Attack): readonly string[] {
  return beside === undefined ? [] : [`*Beside:* ${beside}`]
}
