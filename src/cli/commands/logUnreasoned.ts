import type { Command } from 'commander'
import {
  type BareRefusal,
  type Unreasoned,
  type UnreasonedLine,
  readUnreasoned,
} from '../../exchange/review/readUnreasoned.ts'
import { unreasonedShown } from '../../exchange/shown/unreasonedShown.ts'
import { counted } from '../inWords.ts'
import { type ReviewOptions, hintsOf, review, reviewQuestion, withReviewOptions } from '../reviewing.ts'
import type { Terminal } from '../terminal.ts'

const help = `
A refusal is what the schema of a message says refuses, in whole or part (refuses). It has no reasons where they are absent ("none"),
were withheld as the law allows ("withheld"), are no words or only announce or deny reasons ("empty"), or only repeat code,
title or article of its grounds ("onlyCode"). Whether the same side gave reasons about the same measure later stands beside it.
Messages of a peer that this node refused with a code and not a word more are listed too. That somebody has asked goes into the log.

Examples:
  rogatory log unreasoned --from 2026-01-01 --until 2027-01-01
  rogatory log unreasoned --peer QA --csv`

/** `rogatory log unreasoned`: which refusals had no reasons. */
export function addLogUnreasoned(log: Command, terminal: Terminal): void {
  const command = log.command('unreasoned').description('List the refusals that had no reasons')
  withReviewOptions(command)
    .addHelpText('after', help)
    .action(async (options: ReviewOptions) => {
      await review(options, terminal, async (node, reader) => {
        const found = await readUnreasoned(node, await reviewQuestion(node, options), reader)
        return {
          ...unreasonedShown(found),
          words: spokenOf(found),
          hints: [...hintsOf(found), ...cutOff(found)],
        }
      })
    })
}

function cutOff({ isBareCutOff }: Unreasoned): readonly string[] {
  return isBareCutOff ? ['There are more messages refused by code alone: ask about a shorter time'] : []
}

function spokenOf({ lines, bare }: Unreasoned): readonly string[] {
  return [
    ...lines.map(inWords),
    `${counted(lines.length, 'refusal')} without reasons`,
    ...bare.map(bareInWords),
    ...(bare.length === 0 ? [] : [`${bare.length} refused by this node with a code alone`]),
  ]
}

function inWords({
  request,
  by,
  message,
  measure,
  outcome,
  grounds,
  lack,
  reasonsCame,
}: UnreasonedLine): string {
  const what = [message.type, outcome, measure].filter((one) => one !== null).join(' ')
  const later =
    reasonsCame === null ? 'no reasons came later' : `reasons came with message ${reasonsCame.sequence}`
  const named = grounds.length === 0 ? '' : ` (${grounds.join(', ')})`
  const place = `${request.reference} with ${request.peer}  message ${message.sequence} of ${by.state}`
  return `${message.at}  ${place}: ${what}${named}  ${lackWords[lack]}; ${later}`
}

const lackWords: Readonly<Record<UnreasonedLine['lack'], string>> = {
  none: 'no reasons',
  withheld: 'reasons withheld as the law allows',
  empty: 'reasons that say nothing',
  onlyCode: 'reasons that only repeat the ground',
}

function bareInWords({ at, peer, code, request }: BareRefusal): string {
  return `${at}  ${request ?? 'no request known'} with ${peer ?? 'nobody known'}  refused: ${code}`
}
