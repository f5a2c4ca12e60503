import type { VNode } from 'preact'
import type { CaseView } from '../../exchange/desk/caseView.ts'
import type { Among } from '../../exchange/desk/checking/among.ts'
import { caseWords } from '../desk/caseWords.ts'
import { askedLink } from '../desk/checkingQuestions.ts'
import type { Words } from '../desk/words.ts'
import { stateOf } from '../../message/stateOf.ts'
import { States } from './CaseParts.tsx'
import { Code } from './Line.tsx'
import { Moment } from './Moment.tsx'
import { Table } from './Table.tsx'

interface AmongProps {
  readonly words: Words
  /** Null: the name was that of one, or of none. */
  readonly among: Among | null
}

interface RequestsAmongProps extends AmongProps {
  /** What takes one of them. */
  readonly choose: (view: CaseView) => VNode
}

/** Requests that are called by one name, with what tells them apart. */
export function RequestsAmong({ words: spoken, among, choose }: RequestsAmongProps) {
  if (among === null) return null
  const words = caseWords(spoken, among.names)
  const { say, known } = words
  return (
    <div id="among">
      <Table
        caption={say('amongCaption', { count: among.cases.length })}
        head={[say('request'), say('otherState'), say('foundOpened'), say('state'), say('amongChoose')]}
        rows={among.cases.map((view) => {
          const state = stateOf(view.counterpart)
          return [
            <Code key="reference" text={view.reference} />,
            known.format.country(state) ?? state,
            <Moment key="opened" words={words} at={view.openedAt} />,
            <States key="states" words={words} view={view} />,
            choose(view),
          ]
        })}
      />
    </div>
  )
}

interface AskedAmongProps extends AmongProps {
  readonly path: string
  readonly typed: URLSearchParams
}

/** The same, each with the question about it: all else that was asked stays. */
export function AskedAmong({ path, typed, ...parts }: AskedAmongProps) {
  return (
    <RequestsAmong
      {...parts}
      choose={({ request }) => (
        <a class="govuk-link" href={askedLink(path, typed, { request })}>
          {parts.words.say('amongAsk')}
        </a>
      )}
    />
  )
}
