import type { JSX } from 'preact'
import type { JsonObject } from '../../message/json.ts'
import type { ReaderWords } from './words.tsx'

/** A call of an operation, as it is typed. */
export function Sample({
  words: { say },
  text,
}: {
  readonly words: ReaderWords
  readonly text: string
}): JSX.Element {
  return (
    <>
      <h3>{say('Example')}</h3>
      <pre tabindex={0} lang="en" dir="ltr">
        {text}
      </pre>
    </>
  )
}

interface BodyProps {
  readonly words: ReaderWords
  /** Null: there is none. */
  readonly sample: JsonObject | null
  /** Of the heading, below the part of the page that it belongs to. */
  readonly level: 2 | 3
}

/** A body that may be sent. */
export function SampleBody({ words: { say }, sample, level }: BodyProps): JSX.Element | null {
  if (sample === null) return null
  const Heading = `h${level}` as const
  return (
    <>
      <Heading>{say('Example of the body')}</Heading>
      <pre tabindex={0} lang="" dir="ltr">
        {JSON.stringify(sample, null, 2)}
      </pre>
    </>
  )
}
