import type { AnsweredLetter, DraftView } from '../../exchange/drafts/readDraft.ts'
import { typeTitle } from '../../letter/words.ts'
import { deskRoutes } from '../deskPaths.ts'
import { caseLink } from '../desk/caseLinks.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import { checkLink, draftLink } from '../desk/draftLinks.ts'
import { messageName } from '../desk/messageName.ts'
import type { Visit } from '../desk/pageOf.ts'
import { Authority } from '../parts/CaseParts.tsx'
import { Answered } from '../parts/DraftParts.tsx'
import { DraftNotices } from '../parts/DraftNotices.tsx'
import { DraftTasks } from '../parts/DraftTasks.tsx'
import { Button, LinkButton } from '../parts/Button.tsx'
import { ErrorSummary, type FormError } from '../parts/ErrorSummary.tsx'
import { Checks, Choice, Field } from '../parts/Field.tsx'
import { Form } from '../parts/Form.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { LanguageChoice } from '../parts/LanguageChoice.tsx'
import { Code } from '../parts/Line.tsx'

/** What was typed into fields of the page and not kept. */
export interface TypedOfDraft {
  readonly reference?: string
  /** Of a template. */
  readonly name?: string
}

interface DraftProps extends Visit {
  readonly frame: Frame
  readonly view: DraftView
  readonly answered: AnsweredLetter | null
  readonly takesFiles: boolean
  readonly typed: TypedOfDraft
  readonly errors: readonly FormError[]
}

/** A draft that is written: its parts with what is done and what is missing. */
export function Draft({ words: spoken, ...props }: DraftProps) {
  const { frame, person, view, answered, takesFiles, typed, errors } = props
  const words = caseWords(spoken, view.names)
  const { say, language } = words
  const { draft, isOpen } = view
  const title = typeTitle(draft.type, language)
  return (
    <Layout
      frame={frame}
      words={spoken}
      person={person}
      title={say('draftOf', { title })}
      isWrong={errors.length > 0}
    >
      <a class="govuk-back-link" href={isOpen ? caseLink(draft.request) : deskRoutes.drafts.path}>
        {say(isOpen ? 'backToRequest' : 'backToDrafts')}
      </a>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-xl desk-wrap">
        <span class="govuk-caption-xl">
          <Code text={draft.reference} /> · <Authority words={words} id={draft.to} />
        </span>
        {title}
      </h1>
      <DraftNotices words={words} view={view} />
      <section class="desk-part">
        <h2 class="govuk-heading-l">{say('whatItSays')}</h2>
        <DraftTasks words={words} draft={draft} takesFiles={takesFiles} owed={view.owed} told={view.told} />
        <p class="govuk-body">
          <a class="govuk-button" role="button" draggable={false} href={checkLink(draft.id)}>
            {say('checkAndSend')}
          </a>
        </p>
      </section>
      <Head frame={frame} words={words} view={view} typed={typed} errors={errors} />
      <Answered words={words} request={draft.request} answered={answered} />
      {draft.type === 'request' ? (
        <section class="desk-part">
          <h2 class="govuk-heading-l">{say('keepTemplate')}</h2>
          <p class="govuk-body">{say('templatesText')}</p>
          <Form frame={frame} action={`${draftLink(draft.id)}/template`}>
            <Field
              words={words}
              name="name"
              label={say('templateName')}
              errors={errors}
              value={typed.name ?? ''}
            />
            <Button kind="secondary">{say('keepTemplate')}</Button>
          </Form>
        </section>
      ) : null}
      <section class="desk-part">
        <h2 class="govuk-heading-l">{say('dropDraft')}</h2>
        <p class="govuk-body">{say('dropText')}</p>
        <LinkButton to={`${draftLink(draft.id)}/drop`} kind="warning">
          {say('dropDraft')}
        </LinkButton>
      </section>
    </Layout>
  )
}

interface HeadProps {
  readonly frame: Frame
  readonly words: CaseWords
  readonly view: DraftView
  readonly typed: TypedOfDraft
  readonly errors: readonly FormError[]
}

/** What stands above the words: the reference, the language, what is answered, which measures are concerned. */
function Head({ frame, words, view, typed, errors }: HeadProps) {
  const { say } = words
  const { draft, isOpen, answers, measures } = view
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('draftHead')}</h2>
      <Form frame={frame} action={`${draftLink(draft.id)}/head`}>
        <input type="hidden" name="version" value={draft.version} />
        {isOpen ? null : (
          <Field
            words={words}
            name="reference"
            label={say('ownReference')}
            hint={say('ownReferenceHint')}
            errors={errors}
            value={typed.reference ?? draft.reference}
          />
        )}
        <LanguageChoice words={words} errors={errors} chosen={draft.language} />
        {answers.length === 0 ? null : (
          <Choice
            words={words}
            name="inReplyTo"
            label={say('answersWhich')}
            errors={errors}
            choices={answers.map((message) => ({ value: message.id, text: messageName(words, message) }))}
            chosen=""
          />
        )}
        {isOpen && measures.length > 1 && !('outcomes' in draft.body) ? (
          <Checks
            words={words}
            name="measures"
            label={say('measuresConcerned')}
            errors={errors}
            choices={measures.map(({ id, kind }) => ({ value: id, text: `${id} ${words.kind(kind)}` }))}
            chosen={draft.measures ?? []}
          />
        ) : null}
        <Button kind="secondary">{say('save')}</Button>
      </Form>
    </section>
  )
}
