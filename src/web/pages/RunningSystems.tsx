import type { AccessState } from '../../exchange/accessTokens.ts'
import type { ShownToken } from '../../exchange/running/shownTokens.ts'
import { authorityLine } from '../../letter/scalar.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { scopeText } from '../desk/systemWords.ts'
import type { Sentence } from '../desk/words.ts'
import { Button, LinkButton } from '../parts/Button.tsx'
import { Details } from '../parts/Details.tsx'
import type { FormError } from '../parts/ErrorSummary.tsx'
import { Checks } from '../parts/Field.tsx'
import { Form } from '../parts/Form.tsx'
import { Code, Line } from '../parts/Line.tsx'
import { ByOn, Day, RunningPage, type RunningProps } from '../parts/RunningParts.tsx'
import { Said } from '../parts/Said.tsx'
import { type StepUp, StepUpFields } from '../parts/StepUpFields.tsx'
import { Table } from '../parts/Table.tsx'
import { Tag } from '../parts/Tag.tsx'

interface SystemsProps extends RunningProps, StepUp {
  readonly tokens: readonly ShownToken[]
  /** Names of those that whoever looks may not confirm, made by others, for somebody is there by the word of one alone. */
  readonly shut: ReadonlySet<string>
  readonly errors: readonly FormError[]
  /** There is a port for systems. */
  readonly isOpen: boolean
}

/** By what systems of the State prove themselves, without the tokens themselves. */
export function RunningSystems({ tokens, shut, errors, isOpen, ...rest }: SystemsProps) {
  const { frame, words, person, ...proof } = rest
  const { say } = words
  const props = { frame, words, person }
  const standing = tokens.filter(({ state }) => state === 'inForce' || state === 'awaited')
  const over = tokens.filter((one) => !standing.includes(one))
  const awaited = standing.filter(({ state, madeBy }) => state === 'awaited' && madeBy !== person.signInName)
  const toConfirm = awaited.filter(({ name }) => !shut.has(name))
  return (
    <RunningPage {...props} page="runningSystems" errors={errors}>
      <p class="govuk-body">{say('systemsText')}</p>
      {isOpen ? null : <p class="govuk-inset-text desk-wrap">{say('systemsShut')}</p>}
      {standing.length === 0 ? <p class="govuk-body">{say('tokensNone')}</p> : null}
      <p class="govuk-body">
        <a href={deskRoutes.makeTokenPage.path} class="govuk-link">
          {say('makeToken')}
        </a>
      </p>
      {awaited.length === toConfirm.length ? null : (
        <p class="govuk-inset-text">
          {say('tokensAwaitedShut')} {say('confirmerWaits')}
        </p>
      )}
      {toConfirm.length === 0 ? null : <Confirm {...{ frame, words, errors, toConfirm }} {...proof} />}
      {standing.length === 0 ? null : (
        <Table
          caption={say('tokensCaption')}
          head={[
            say('systemOfToken'),
            say('tokenScopes'),
            say('tokenUse'),
            say('keyStanding'),
            say('actions'),
          ]}
          rows={standing.map((token) => [
            ...cellsOf(words, token),
            <LinkButton
              key="revoke"
              to={deskRoutes.revokeTokenPage.path.replace(':system', encodeURIComponent(token.name))}
              kind="warning"
            >
              {say('revokeToken')}
              <span class="govuk-visually-hidden">
                {' '}
                – <Code text={token.name} />
              </span>
            </LinkButton>,
          ])}
        />
      )}
      {over.length === 0 ? null : (
        <Details label={say('tokensOver', { count: over.length })} isOpen={false}>
          <Table
            caption={say('tokensOverCaption')}
            head={[say('systemOfToken'), say('tokenScopes'), say('tokenUse'), say('keyStanding')]}
            rows={over.slice(0, overMax).map((token) => cellsOf(words, token))}
          />
        </Details>
      )}
    </RunningPage>
  )
}

/** Tokens that are shown of those that count no more. */
const overMax = 100

interface ConfirmProps extends Omit<RunningProps, 'person'>, StepUp {
  readonly toConfirm: readonly ShownToken[]
  readonly errors: readonly FormError[]
}

/** What another administrator has made, and whoever looks may confirm. */
function Confirm({ frame, words, toConfirm, errors, ...proof }: ConfirmProps) {
  const { say } = words
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('tokensAwaited')}</h2>
      <p class="govuk-body">{say('tokensAwaitedText')}</p>
      <Form frame={frame} action={deskRoutes.confirmToken.path}>
        <Checks
          words={words}
          name="system"
          label={say('tokensAwaitedChoice')}
          errors={errors}
          choices={toConfirm.map(({ name, scopes, authority, madeBy }) => ({
            value: name,
            text: <Code text={name} />,
            hint: (
              <>
                {scopes.map((scope) => scopeText(words, scope)).join('; ')} –{' '}
                <Line line={authorityLine(authority, words.known)} /> –{' '}
                <Said words={words} sentence="madeByPerson" values={{ person: <bdi>{madeBy}</bdi> }} />
              </>
            ),
          }))}
          chosen={[]}
        />
        <StepUpFields words={words} errors={errors} {...proof} />
        <Button>{say('tokensConfirm')}</Button>
      </Form>
    </section>
  )
}

const states: Readonly<Record<AccessState, readonly [Sentence, 'green' | 'yellow' | 'grey']>> = {
  inForce: ['tokenInForce', 'green'],
  awaited: ['tokenAwaited', 'yellow'],
  revoked: ['tokenRevoked', 'grey'],
  expired: ['tokenExpired', 'grey'],
}

function cellsOf(words: CaseWords, token: ShownToken) {
  const { say } = words
  const { name, scopes, authority, state, madeBy, madeAt, until, usedOn, revoked, confirmedBy, officer } =
    token
  const [standing, colour] = states[state]
  return [
    <>
      <Code text={name} />
      <div class="desk-under">
        <Line line={authorityLine(authority, words.known)} />
      </div>
    </>,
    <>
      <ul class="govuk-list">
        {scopes.map((scope) => (
          <li key={scope}>{scopeText(words, scope)}</li>
        ))}
      </ul>
      {officer === null ? null : (
        <div class="desk-under">
          <Said words={words} sentence="tokenAnswering" values={{ person: <Code text={officer} /> }} />
        </div>
      )}
    </>,
    usedOn === null ? (
      say('tokenNeverUsed')
    ) : (
      <Said words={words} sentence="tokenUsedOn" values={{ date: <Day words={words} at={usedOn} /> }} />
    ),
    <>
      <Tag colour={colour}>{say(standing)}</Tag>
      <div class="desk-under">
        {revoked === null ? (
          <Said words={words} sentence="tokenUntil" values={{ date: <Day words={words} at={until} /> }} />
        ) : (
          <ByOn words={words} sentence="revokedByOn" by={revoked.by} at={revoked.at} />
        )}
      </div>
      <div class="desk-under">
        <ByOn words={words} sentence="madeByOn" by={madeBy} at={madeAt} />
      </div>
      {confirmedBy === null ? null : (
        <div class="desk-under">
          <Said words={words} sentence="confirmedByPerson" values={{ person: <Code text={confirmedBy} /> }} />
        </div>
      )}
    </>,
  ]
}
