import type { CaseView } from '../../exchange/desk/caseView.ts'
import type { DueView } from '../../exchange/desk/dueView.ts'
import { authorityLine } from '../../letter/scalar.ts'
import { sentence } from '../../letter/words.ts'
import { caseLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { Code, Line } from './Line.tsx'
import { Moment } from './Moment.tsx'
import { Said } from './Said.tsx'
import { Tag } from './Tag.tsx'

interface CaseProps {
  readonly words: CaseWords
  readonly view: CaseView
}

/** The reference of a request, which leads to it. */
export function CaseReference({ view }: Pick<CaseProps, 'view'>) {
  return (
    <a class="govuk-link" href={caseLink(view.request)}>
      <Code text={view.reference} />
    </a>
  )
}

/** From which State to which. */
export function FromTo({ words, view: { side, own, counterpart } }: CaseProps) {
  const [from, to] = side === 'requesting' ? [own, counterpart] : [counterpart, own]
  return (
    <Said
      words={words}
      sentence="fromTo"
      values={{ from: <Line line={words.country(from)} />, to: <Line line={words.country(to)} /> }}
    />
  )
}

/** What kinds of measures it is about, each once. */
export function Kinds({ words, view: { measures, erasedAt } }: CaseProps) {
  if (erasedAt !== null) return <>–</>
  const kinds = [...new Set(measures.map(({ kind }) => kind))]
  if (kinds.length === 0) return <>{words.say('notPlacedYet')}</>
  return <>{words.known.format.and(kinds.map(words.kind))}</>
}

/** Where the measures stand, each state once. */
export function States({ words, view: { measures, state, erasedAt } }: CaseProps) {
  const states = new Set(measures.map((one) => words.state(one.machine, one.state)))
  const shown = erasedAt === null && states.size > 0 ? [...states] : [words.state(null, state)]
  return (
    <>
      {shown.map((text) => (
        <div key={text}>{text}</div>
      ))}
    </>
  )
}

interface RunsOutProps extends CaseProps {
  readonly due: readonly DueView[]
}

/** What runs out first, when by both clocks, and how much else does. */
export function RunsOut({ words, view, due: [first, ...others] }: RunsOutProps) {
  const { say } = words
  if (first === undefined) return <>{say('nothingRunsOut')}</>
  return (
    <>
      <div>{words.due(first, view.measures)}</div>
      <div>
        <Moment words={words} at={first.ends} />
      </div>
      <DueTag words={words} due={first} />
      {others.length === 0 ? null : <div class="govuk-hint">{say('andMore', { count: others.length })}</div>}
    </>
  )
}

/** What is to be seen of it now. */
export function DueTag({
  words,
  due: { mark, isOver },
}: {
  readonly words: CaseWords
  readonly due: DueView
}) {
  if (mark !== null) return <Tag colour={isOver ? 'red' : 'yellow'}>{words.mark(mark)}</Tag>
  return isOver ? <Tag colour="red">{words.say('ranOut')}</Tag> : null
}

/** An authority by its name, and its State. */
export function Authority({ words, id }: { readonly words: CaseWords; readonly id: string }) {
  const party = { authority: authorityLine(id, words.known), country: words.country(id) }
  return <Line line={sentence(words.language, 'party', party)} />
}
