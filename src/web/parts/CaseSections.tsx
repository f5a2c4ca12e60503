import type { MeasureView } from '../../exchange/desk/caseView.ts'
import type { DeskRecord, StandingCondition } from '../../exchange/desk/deskRecord.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { caseParts } from './CaseContents.tsx'
import { DueTag } from './CaseParts.tsx'
import { Code, OthersWords } from './Line.tsx'
import { Moment } from './Moment.tsx'
import { SummaryList } from './SummaryList.tsx'
import { Table } from './Table.tsx'
import { Tag } from './Tag.tsx'

interface MeasuresProps {
  readonly words: CaseWords
  readonly measures: readonly MeasureView[]
}

/** What is asked for, and where each thing stands. */
export function Measures({ words, measures }: MeasuresProps) {
  const { say } = words
  if (measures.length === 0) return null
  return (
    <section class="desk-part" id={caseParts.measures}>
      <h2 class="govuk-heading-l">{say('measures')}</h2>
      {measures.map(({ id, kind, machine, state, since, until, decision, marks, profile }) => (
        <div key={id} class="desk-measure">
          <h3 class="govuk-heading-m">
            <Code text={id} /> {words.kind(kind)}
          </h3>
          <SummaryList
            rows={[
              [say('state'), words.state(machine, state)],
              [say('since'), <Moment key="since" words={words} at={since} />],
              until === null ? null : [say('heldUntil'), <Moment key="until" words={words} at={until} />],
              decision === null ? null : [say('decision'), words.outcome('decision', decision) ?? decision],
              [say('basis'), words.basis(profile)],
              marks.length === 0
                ? null
                : [
                    say('marks'),
                    marks.map(({ clock, mark }) => (
                      <div key={clock}>
                        <Tag colour="yellow">{words.mark(mark)}</Tag>
                      </div>
                    )),
                  ],
            ]}
          />
        </div>
      ))}
    </section>
  )
}

interface RecordProps {
  readonly words: CaseWords
  readonly record: DeskRecord
}

/** The clocks that run and the conditions that end at a date, the first first. */
export function RunningOut({ words, record: { due, view } }: RecordProps) {
  const { say } = words
  return (
    <section class="desk-part" id={caseParts.runsOut}>
      <h2 class="govuk-heading-l">{say('runsOut')}</h2>
      {due.length === 0 ? (
        <p class="govuk-body">{say('nothingRunsOutHere')}</p>
      ) : (
        <Table
          caption={say('runsOutCaption')}
          head={[say('clock'), say('measure'), say('ends'), say('now')]}
          rows={due.map((one) => [
            words.due(one, view.measures),
            <Code key="measure" text={one.measure} />,
            <Moment key="ends" words={words} at={one.ends} />,
            one.mark === null && !one.isOver ? say('running') : <DueTag key="now" words={words} due={one} />,
          ])}
        />
      )}
    </section>
  )
}

interface ConditionsProps {
  readonly words: CaseWords
  readonly conditions: readonly StandingCondition[]
}

/** What binds beyond the answer. */
export function Conditions({ words, conditions }: ConditionsProps) {
  const { say } = words
  if (conditions.length === 0) return null
  return (
    <section class="desk-part" id={caseParts.conditions}>
      <h2 class="govuk-heading-l">{say('conditions')}</h2>
      <Table
        caption={say('conditionsCaption')}
        head={[say('condition'), say('measure'), say('until'), say('words')]}
        rows={conditions.map(({ measure, code, until, untilEvent, text }) => [
          words.condition(code),
          <Code key="measure" text={measure} />,
          until !== null ? (
            words.known.format.date(until)
          ) : untilEvent === null ? (
            '–'
          ) : (
            <Code text={untilEvent} />
          ),
          text === null ? '–' : <OthersWords language={text.language}>{text.text}</OthersWords>,
        ])}
      />
    </section>
  )
}
