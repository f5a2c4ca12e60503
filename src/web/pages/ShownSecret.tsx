import { deskRoutes } from '../deskPaths.ts'
import { Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'
import type { RunningProps } from '../parts/RunningParts.tsx'
import { Said } from '../parts/Said.tsx'

interface ShownSecretProps extends RunningProps {
  /** Of what it is. */
  readonly of: keyof typeof wordsOf
  readonly name: string
  readonly secret: string
  /** It counts only once another administrator has confirmed it. */
  readonly isAwaited?: boolean
}

const wordsOf = {
  token: { title: 'tokenOf', once: 'tokenShownOnce', back: 'backToSystems', route: 'runningSystems' },
  endpoint: { title: 'secretOf', once: 'secretShownOnce', back: 'backToWebhooks', route: 'runningWebhooks' },
} as const

/** A token, or the secret of an endpoint, that was made just now: shown once. */
export function ShownSecret({ frame, words, person, of, name, secret, isAwaited = false }: ShownSecretProps) {
  const { say } = words
  const { title, once, back, route } = wordsOf[of]
  return (
    <Layout frame={frame} words={words} person={person} title={say(title, { name })}>
      <h1 class="govuk-heading-l">
        <Said words={words} sentence={title} values={{ name: <Code text={name} /> }} />
      </h1>
      <p>
        <code class="desk-secret">{secret}</code>
      </p>
      <p class="govuk-body">{say(once)}</p>
      {isAwaited ? <p class="govuk-inset-text">{say('tokenAwaitedText')}</p> : null}
      <p class="govuk-body">
        <a href={deskRoutes[route].path} class="govuk-link">
          {say(back)}
        </a>
      </p>
    </Layout>
  )
}
