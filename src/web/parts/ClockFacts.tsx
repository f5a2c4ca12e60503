import type { ClockChange } from '../../workflow/clockHistory.ts'
import { clockOf } from '../../letter/words.ts'
import { messageLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { Sentence } from '../desk/words.ts'
import { Details } from './Details.tsx'
import { Code, OthersWords } from './Line.tsx'
import { Moment } from './Moment.tsx'
import { SummaryList } from './SummaryList.tsx'

const titles = {
  started: 'clockStarted',
  moved: 'clockMoved',
  stopped: 'clockStopped',
  paused: 'clockPaused',
  resumed: 'clockResumed',
} as const satisfies Readonly<Record<ClockChange['what'], Sentence>>

/** What became of which clock. */
export function clockTitle(
  { say, language }: CaseWords,
  { what, isLate, machine, clock }: ClockChange,
): string {
  return say(isLate ? 'clockStoppedLate' : titles[what], { clock: clockOf(language, machine, clock) })
}

interface ClockProps {
  readonly words: CaseWords
  readonly request: string
  readonly change: ClockChange
}

/** When, and until when; folded, by which rule and which message. */
export function ClockFacts({ words, request, change }: ClockProps) {
  const { say } = words
  const { sequence, measure, profile, what, kind, source, started, ends, differs, at } = change
  return (
    <>
      <p class="govuk-body desk-timeline__line">
        <Code text={measure} /> · <Moment words={words} at={at} isWithin />
      </p>
      <Details label={say('clockRule')} isOpen={false}>
        <SummaryList
          rows={[
            [say('runsFrom'), <Moment key="started" words={words} at={started} />],
            what === 'paused'
              ? [say('ends'), say('clockHasNoEnd')]
              : [say('ends'), <Moment key="ends" words={words} at={ends} />],
            differs === null
              ? null
              : [say('clockDiffers'), <Moment key="differs" words={words} at={differs} />],
            [say('kindOfDeadline'), say(kind === 'legal' ? 'clockLegal' : 'clockSoft')],
            [say('basis'), words.basis(profile)],
            [
              say('article'),
              <OthersWords key="source" language="en">
                {source}
              </OthersWords>,
            ],
            [
              say('message'),
              <a key="message" class="govuk-link" href={messageLink(request, { sequence, id: '' })}>
                {say('messageNumber', { sequence })}
              </a>,
            ],
          ]}
        />
      </Details>
    </>
  )
}
