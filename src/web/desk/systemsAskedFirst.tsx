import type { ShownToken } from '../../exchange/running/shownTokens.ts'
import { authorityLine } from '../../letter/scalar.ts'
import { deskRoutes } from '../deskPaths.ts'
import { Code, Line } from '../parts/Line.tsx'
import { ask } from './ask.tsx'
import type { AskingFirstRouteName } from './askingFirstPaths.ts'
import type { CaseWords } from './caseWords.ts'
import type { Desk, DeskHandler } from './desk.tsx'
import { runningParts } from './running.tsx'

type OfSystems = Extract<AskingFirstRouteName, 'revokeTokenPage' | 'disableEndpointPage'>

/** Whether there is something to revoke. */
function isStanding({ state }: Pick<ShownToken, 'state'>): boolean {
  return state === 'inForce' || state === 'awaited'
}

/** What asks before a system of the State is let in no more, or told nothing more; what is so already leads back to the list. */
export function systemsAskedFirst(desk: Desk): Readonly<Record<OfSystems, DeskHandler>> {
  return {
    revokeTokenPage: async (request, response) => {
      const tokens = await desk.services.systems.tokens()
      const token = tokens.find(({ name }) => name === request.params.system)
      const back = deskRoutes.runningSystems.path
      const { words } = runningParts(desk, request, response)
      const { say } = words
      if (token === undefined || !isStanding(token)) response.redirect(303, back)
      else
        ask(desk, request, response, {
          title: say('revokeToken'),
          about: <About words={words} of={token} />,
          happens: [say('sureTokenRevoked'), say('sureTokenStays'), say('sureTokenForGood')],
          ...{ action: request.path, back },
        })
    },
    disableEndpointPage: async (request, response) => {
      const { endpoints } = await desk.services.systems.endpoints()
      const endpoint = endpoints.find(({ name }) => name === request.params.endpoint)
      const back = deskRoutes.runningWebhooks.path
      const { words } = runningParts(desk, request, response)
      const { say } = words
      if (endpoint?.disabled !== null) response.redirect(303, back)
      else
        ask(desk, request, response, {
          title: say('disableEndpoint'),
          about: <About words={words} of={endpoint} />,
          happens: [say('sureEndpointDisabled'), say('sureEndpointForGood')],
          ...{ action: request.path, back },
        })
    },
  }
}

interface AboutProps {
  readonly words: CaseWords
  readonly of: { readonly name: string; readonly authority: string }
}

function About({ words, of: { name, authority } }: AboutProps) {
  return (
    <>
      <Code text={name} /> · <Line line={authorityLine(authority, words.known)} />
    </>
  )
}
