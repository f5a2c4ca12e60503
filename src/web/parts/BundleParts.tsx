import { deskRoutes } from '../deskPaths.ts'
import { courtLink } from '../desk/caseLinks.ts'
import { checkingRoutes } from '../desk/checkingPaths.ts'
import { askedLink } from '../desk/checkingQuestions.ts'
import type { Visit } from '../desk/pageOf.ts'
import type { Words } from '../desk/words.ts'
import type { FormError } from './ErrorSummary.tsx'
import { Field } from './Field.tsx'
import { Code } from './Line.tsx'

interface LinksProps {
  readonly words: Words
  readonly person: Visit['person']
  readonly request: string
}

/** From a request to what of it is taken away: for a court, and, for whoever checks, for an outsider. */
export function BundleLinks({ words: { say }, person, request }: LinksProps) {
  const isAuditor = person?.roles.includes('auditor') === true
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('courtBundle')}</h2>
      <p class="govuk-body">{say('courtBundleText')}</p>
      <ul class="govuk-list">
        <li>
          <a class="govuk-link" href={courtLink(request)}>
            {say('courtMake')}
          </a>
        </li>
        {isAuditor ? (
          <li>
            <a
              class="govuk-link"
              href={askedLink(checkingRoutes.exports.path, new URLSearchParams({ request }))}
            >
              {say('exportOfRequest')}
            </a>
          </li>
        ) : null}
      </ul>
    </section>
  )
}

interface ReasonProps {
  readonly words: Words
  readonly errors: readonly FormError[]
  readonly value: string
}

/** Why somebody takes it away. */
export function ReasonField({ words, errors, value }: ReasonProps) {
  const { say } = words
  return (
    <Field
      words={words}
      name="reason"
      label={say('bundleReason')}
      hint={say('bundleReasonHint')}
      errors={errors}
      value={value}
      width={30}
    />
  )
}

/** That the whole log goes with it, and where to look for it. */
export function BundleWait({ words: { say }, entries }: { readonly words: Words; readonly entries: number }) {
  return (
    <>
      <p class="govuk-body">{say('bundleWait', { entries })}</p>
      <p class="govuk-body">
        <a class="govuk-link" href={deskRoutes.bundles.path}>
          {say('bundles')}
        </a>
      </p>
    </>
  )
}

/** What is done with the file at another computer. */
export function HowToCheck({ words: { say } }: { readonly words: Words }) {
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-m">{say('howToCheck')}</h2>
      <p class="govuk-body">{say('howToCheckText')}</p>
      <p class="govuk-body desk-wrap">
        <Code text="rogatory verify FILE.zip --pin STATE=FINGERPRINT" />
      </p>
    </section>
  )
}
