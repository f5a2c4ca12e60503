import { stateOf } from '../../message/stateOf.ts'
import { findingsOf as findingsIn, lawOf } from '../../exchange/drafts/findings.ts'
import { unrecorded } from '../../workflow/check/recorded.ts'
import type { Finding, Weight } from '../../workflow/check/finding.ts'
import type { Node } from '../../exchange/node.ts'
import type { Draft } from '../../exchange/send.ts'
import { messageOfDraft, writtenIn } from '../draftOf.ts'
import { counted } from '../inWords.ts'
import { type NodeOptions, withNode } from '../nodeOfCommand.ts'
import { exitCodes, refusedBy } from '../outcome.ts'
import { readJson } from '../readJson.ts'
import type { AddCommand } from '../addCommand.ts'
import { type Terminal, harmless } from '../terminal.ts'

const help = `
FILE is a draft as for rogatory send, and need not be finished. Everything that is wrong with its shape is told, and, as
far as it is written, what the other State would say to it by its trust list and by the legal bases: nothing is sent,
nothing is stored. Exit code 65 where the other side would refuse it.

Example:
  rogatory check request.json`

/** `rogatory check`: what would be refused or sent back of a draft, and why, before anybody signs it. */
export function addCheck({ program, terminal, endWith }: AddCommand): void {
  program
    .command('check <file>')
    .description(
      'Check a draft against the rules of the State that it goes to: what it would refuse or send back, and why',
    )
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (file: string, options: NodeOptions) => {
      const said = await readJson(file)
      await withNode(options, 'look', ({ node }) => {
        const { type, value } = writtenIn(node, said)
        const findings = told(findingsIn(node, value, type, unrecorded))
        if (findings.some(({ weight }) => weight === 'refused')) endWith(exitCodes.refused)
        if (options.json === true) terminal.json({ ok: true, findings })
        else for (const line of linesOf(findings)) terminal.say(harmless(line))
        return Promise.resolve()
      })
    })
}

/**
 * What is to be said of a draft whose shape is right.
 *
 * @throws CommandFailure PEER_UNKNOWN where no list of the other State is pinned, AUTHORITY_UNKNOWN where it has no such
 * authority
 */
export function findingsOf(node: Node, draft: Draft): readonly Finding[] {
  return told(lawOf(node, messageOfDraft(node, draft)))
}

/** Told beside the result of sending and never in the way of it: whoever sends has decided. */
export function warnOf(node: Node, draft: Draft, json: boolean, terminal: Terminal): void {
  if (json || node.trust.peer(stateOf(draft.to)) === null) return
  const findings = findingsOf(node, draft).filter(({ weight }) => weight !== 'note')
  if (findings.length > 0) for (const line of linesOf(findings)) terminal.note(harmless(line))
}

function told(judged: ReturnType<typeof lawOf>): readonly Finding[] {
  if (!judged.ok) throw refusedBy(judged)
  return judged.findings
}

const headings: Readonly<Record<Weight, string>> = {
  refused: 'Would be refused',
  sentBack: 'Would be sent back, or asked about',
  note: 'Good to know',
}

/** The findings in words, the gravest first. */
export function linesOf(findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return ['Nothing in it would be refused or sent back by the published rules.']
  const weights = Object.keys(headings) as Weight[]
  return weights.flatMap((weight) => {
    const some = findings.filter((one) => one.weight === weight)
    return some.length === 0
      ? []
      : [`${headings[weight]} (${counted(some.length, 'finding')})`, ...some.map(lineOf)]
  })
}

function lineOf({ code, pointer, words, source }: Finding): string {
  return `  ${code}${pointer === '' ? '' : ` at ${pointer}`}: ${words} [${source}]`
}
