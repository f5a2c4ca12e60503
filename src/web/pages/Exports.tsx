import type { Among } from '../../exchange/desk/checking/among.ts'
import { checkingRoutes } from '../desk/checkingPaths.ts'
import type { Visit } from '../desk/pageOf.ts'
import { BundleWait, HowToCheck, ReasonField } from '../parts/BundleParts.tsx'
import { Button } from '../parts/Button.tsx'
import { BackToCheck, RequestField, StateField, TimeFields } from '../parts/CheckParts.tsx'
import { ErrorSummary, type FormError } from '../parts/ErrorSummary.tsx'
import { Form } from '../parts/Form.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { RequestsAmong } from '../parts/RequestsAmong.tsx'

interface ExportsProps extends Visit {
  readonly frame: Frame
  /** What stands in the fields. */
  readonly typed: URLSearchParams
  /** In which days are typed (IANA name). */
  readonly timeZone: string
  /** Codes of the States that can be asked about. */
  readonly states: readonly string[]
  /** Entries of the log. */
  readonly entries: number
  readonly errors: readonly FormError[]
  /** The requests that are called by the name that was asked for, where it is that of several; else null. */
  readonly among: Among | null
}

/** Where an auditor makes what an outsider checks without this node. */
export function Exports({
  frame,
  words,
  person,
  typed,
  timeZone,
  states,
  entries,
  errors,
  among,
}: ExportsProps) {
  const { say } = words
  const fields = { words, typed, errors }
  return (
    <Layout
      frame={frame}
      words={words}
      person={person}
      title={say('exportBundles')}
      isWrong={errors.length > 0}
    >
      <BackToCheck words={words} />
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-xl">{say('exportBundles')}</h1>
      <p class="govuk-body-l">{say('exportBundlesText')}</p>
      <Form frame={frame} action={checkingRoutes.makeExport.path} class="desk-question">
        <RequestField {...fields} />
        <StateField {...fields} states={states} />
        <TimeFields {...fields} timeZone={timeZone} />
        <p class="govuk-body">{say('exportTogether')}</p>
        <ReasonField words={words} errors={errors} value={typed.get('reason') ?? ''} />
        <BundleWait words={words} entries={entries} />
        <Button>{say('exportMake')}</Button>
        {/* Behind the button of the form: who presses Enter in a field has chosen none of these. */}
        <RequestsAmong
          words={words}
          among={among}
          choose={({ request }) => (
            <Button kind="secondary" name="chosen" value={request}>
              {say('exportThis')}
            </Button>
          )}
        />
      </Form>
      <HowToCheck words={words} />
    </Layout>
  )
}
