import type { Sentence, Words } from '../desk/words.ts'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'
import { Said } from '../parts/Said.tsx'

interface LedOnProps {
  readonly frame: Frame
  readonly words: Words
  readonly title: Sentence
  /** Where the browser goes by itself, or by the link. */
  readonly to: string
  readonly host: string
}

/** A page that is seen for a moment on the way to another. */
export function LedOn({ frame, words, title, to, host }: LedOnProps) {
  const { say } = words
  const said = say(title, { host })
  return (
    <Layout frame={frame} words={words} person={null} title={said}>
      <h1 class="govuk-heading-l">
        <Said words={words} sentence={title} values={{ host: <Code text={host} /> }} />
      </h1>
      <p class="govuk-body">
        <a href={to} class="govuk-link">
          {say('providerGoOn')}
        </a>
      </p>
    </Layout>
  )
}
