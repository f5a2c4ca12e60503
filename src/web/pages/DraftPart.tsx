import type { DraftChoices } from '../../exchange/drafts/choices.ts'
import type { AnsweredLetter, DraftView } from '../../exchange/drafts/readDraft.ts'
import type { TypedForm } from '../../exchange/people/typedForms.ts'
import { typeTitle } from '../../letter/words.ts'
import { caseWords } from '../desk/caseWords.ts'
import { draftLink, filesLink, partAt, partLink } from '../desk/draftLinks.ts'
import type { Visit } from '../desk/pageOf.ts'
import type { BodyError } from '../form/errorsOfBody.ts'
import type { Folding } from '../form/folding.ts'
import { PartFields } from '../form/PartFields.tsx'
import { placeFindings } from '../form/placedFindings.ts'
import { type FormPart, partTitle, planOf } from '../form/plan.ts'
import { Answered } from '../parts/DraftParts.tsx'
import { Button } from '../parts/Button.tsx'
import { ErrorSummary } from '../parts/ErrorSummary.tsx'
import { FindingSummary } from '../parts/FieldFindings.tsx'
import { withKinds } from '../parts/FindingWords.tsx'
import { Form } from '../parts/Form.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { LanguageChoice } from '../parts/LanguageChoice.tsx'
import { Code } from '../parts/Line.tsx'
import { Moment } from '../parts/Moment.tsx'
import { Said } from '../parts/Said.tsx'

interface DraftPartProps extends Visit {
  readonly frame: Frame
  readonly view: DraftView
  readonly part: FormPart
  readonly answered: AnsweredLetter | null
  readonly choices: DraftChoices | null
  /** Whether its message hands files over. */
  readonly takesFiles: boolean
  readonly errors: readonly BodyError[]
  readonly folding: Folding
  /** What stands in it and was typed in a session that ended; absent: it is saved. */
  readonly typed: TypedForm | undefined
}

/** One part of a draft as a form. */
export function DraftPart(props: DraftPartProps) {
  const { frame, words: spoken, person, view, part, answered, choices, takesFiles, folding, typed } = props
  const { draft, told } = view
  const words = withKinds(caseWords(spoken, view.names), draft)
  const { say, language } = words
  const own = told.filter(({ pointer }) => partAt(draft, pointer)?.name === part.name)
  // What is about a field that is not seen leads to its row.
  const seen = <About extends { readonly field: string | null }>(all: readonly About[]): readonly About[] =>
    all.map((one) => ({ ...one, field: one.field === null ? null : folding.seenAt(one.field) }))
  const placed = seen(placeFindings(draft, part, own))
  const errors = seen(props.errors)
  const title = partTitle(spoken, draft.type, part)
  // Who comes to a part of several has seen the files among the others.
  const isWhole = planOf(draft.type).parts.length === 1
  return (
    <Layout frame={frame} words={spoken} person={person} title={title} isWrong={errors.length > 0}>
      <a class="govuk-back-link" href={draftLink(draft.id)}>
        {say('backToDraft')}
      </a>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-xl desk-wrap">
        <span class="govuk-caption-xl">
          <Code text={draft.reference} /> · {typeTitle(draft.type, language)}
        </span>
        {title}
      </h1>
      {typed === undefined ? null : (
        <p class="govuk-inset-text" role="status">
          <Said
            words={words}
            sentence="typedFilledIn"
            values={{ time: <Moment words={words} at={typed.at} isWithin /> }}
          />
        </p>
      )}
      <Answered words={words} request={draft.request} answered={answered} />
      <FindingSummary words={words} draft={draft} placed={placed} />
      <p class="govuk-body">
        <Said
          words={words}
          sentence="goesOutIn"
          values={{ language: <bdi>{words.known.format.languageName(draft.language)}</bdi> }}
        />
      </p>
      {takesFiles && isWhole && draft.exhibits.length === 0 ? (
        <p class="govuk-body">
          <a class="govuk-link" href={filesLink(draft.id)}>
            {say('filesFirst')}
          </a>
        </p>
      ) : null}
      <Form frame={frame} action={partLink(draft.id, part)}>
        {/* The return key presses the first button of a form: that is to save, not to add a row. */}
        <button type="submit" class="govuk-visually-hidden" tabIndex={-1} aria-hidden="true">
          {say('saveAndGoOn')}
        </button>
        <input type="hidden" name="version" value={draft.version} />
        {typed === undefined ? null : <input type="hidden" name="typed" value={typed.id} />}
        <LanguageChoice words={words} errors={errors} chosen={draft.language} />
        <PartFields
          words={words}
          type={draft.type}
          part={part}
          body={draft.body}
          errors={errors}
          language={draft.language}
          choices={choices}
          told={{ draft, placed, inForce: view.inForce }}
          folding={folding}
        />
        <Button>{say('saveAndGoOn')}</Button>
      </Form>
    </Layout>
  )
}
