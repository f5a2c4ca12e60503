import { letterLanguages } from '../../letter/language.ts'
import type { TypedCourt } from '../desk/bundles.tsx'
import { caseLink, courtLink } from '../desk/caseLinks.ts'
import type { Visit } from '../desk/pageOf.ts'
import { sentences } from '../desk/words.ts'
import { BundleWait, HowToCheck, ReasonField } from '../parts/BundleParts.tsx'
import { Button } from '../parts/Button.tsx'
import { Check } from '../parts/Check.tsx'
import { ErrorSummary, type FormError } from '../parts/ErrorSummary.tsx'
import { Choice } from '../parts/Field.tsx'
import { Form } from '../parts/Form.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'

interface CourtProps extends Visit {
  readonly frame: Frame
  readonly request: string
  readonly reference: string
  readonly typed: TypedCourt
  /** Entries of the log. */
  readonly entries: number
  readonly errors: readonly FormError[]
}

/** Where a request is made into one file for a court. */
export function CourtPage({ frame, words, person, request, reference, typed, entries, errors }: CourtProps) {
  const { say } = words
  const languages = letterLanguages.map((value) => ({
    value,
    text: sentences[value].languageName,
    language: value,
  }))
  return (
    <Layout
      frame={frame}
      words={words}
      person={person}
      title={`${say('courtBundle')} – ${reference}`}
      isWrong={errors.length > 0}
    >
      <a class="govuk-back-link" href={caseLink(request)}>
        {say('backToRequest')}
      </a>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-xl desk-wrap">
        <span class="govuk-caption-xl">
          <Code text={reference} />
        </span>
        {say('courtBundle')}
      </h1>
      <p class="govuk-body-l">{say('courtBundleText')}</p>
      <Form frame={frame} action={courtLink(request)} class="desk-question">
        <Choice
          words={words}
          name="language"
          label={say('courtLanguage')}
          errors={errors}
          choices={languages}
          chosen={typed.language}
        />
        <Check
          words={words}
          name="pdf"
          label={say('courtPdf')}
          errors={errors}
          value="yes"
          isMarked={typed.pdf}
        />
        <ReasonField words={words} errors={errors} value={typed.reason} />
        <BundleWait words={words} entries={entries} />
        <Button>{say('courtMake')}</Button>
      </Form>
      <HowToCheck words={words} />
    </Layout>
  )
}
