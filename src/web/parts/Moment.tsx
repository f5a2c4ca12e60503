import { sentence } from '../../letter/words.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { Line } from './Line.tsx'

interface MomentProps {
  readonly words: CaseWords
  /** RFC 3339. */
  readonly at: string
  /** It stands within a sentence. */
  readonly isWithin?: boolean
}

/** A moment on both clocks: that of the reader's authority, and UTC. */
export function Moment({ words: { known, language }, at, isWithin = false }: MomentProps) {
  const { format } = known
  const machine = new Date(at).toISOString()
  const utc = format.utc(at)
  if (format.zone === 'UTC')
    return (
      <time dateTime={machine} class={isWithin ? 'desk-moment--within' : undefined}>
        {utc}
      </time>
    )
  const here = format.moment(at)
  if (isWithin) {
    const both = sentence(language, 'times', { here: { text: here }, utc: { text: utc } })
    return (
      <time dateTime={machine} class="desk-moment--within">
        <Line line={both} />
      </time>
    )
  }
  return (
    <time dateTime={machine}>
      <span>{here} </span>
      <span class="desk-moment__utc">{utc}</span>
    </time>
  )
}
