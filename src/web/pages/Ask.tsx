import type { AskOrder } from '../../exchange/drafts/begin.ts'
import type { AskedAuthority } from '../../exchange/drafts/draftKeeping.ts'
import type { LetterLanguage } from '../../letter/language.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { DeskPerson } from '../deskServices.ts'
import { sentences, type Words } from '../desk/words.ts'
import { Button } from '../parts/Button.tsx'
import { ErrorSummary, type FormError } from '../parts/ErrorSummary.tsx'
import { Choice, Field } from '../parts/Field.tsx'
import { Form } from '../parts/Form.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'

interface AskProps {
  readonly frame: Frame
  readonly words: Words
  readonly person: DeskPerson
  readonly authorities: readonly AskedAuthority[]
  readonly languages: readonly LetterLanguage[]
  readonly typed: AskOrder
  readonly errors: readonly FormError[]
}

/** Where a request is begun: who is asked, under which reference, in which language. */
export function Ask({ frame, words, person, authorities, languages, typed, errors }: AskProps) {
  const { say } = words
  return (
    <Layout frame={frame} words={words} person={person} title={say('askTitle')} isWrong={errors.length > 0}>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-xl">{say('askTitle')}</h1>
      <p class="govuk-body-l">{say('askText')}</p>
      {authorities.length === 0 ? (
        <p class="govuk-inset-text">{say('nobodyToAsk')}</p>
      ) : (
        <Form frame={frame} action={deskRoutes.ask.path}>
          <Choice
            words={words}
            name="to"
            label={say('askedAuthority')}
            errors={errors}
            choices={authorities.map(({ id, name }) => ({
              value: id,
              text: `${name.text} (${id})`,
              language: name.language,
            }))}
            chosen={typed.to}
          />
          <Field
            words={words}
            name="reference"
            label={say('ownReference')}
            hint={say('ownReferenceHint')}
            errors={errors}
            value={typed.reference}
          />
          <Choice
            words={words}
            name="language"
            label={say('languageWritten')}
            errors={errors}
            choices={languages.map((language) => ({
              value: language,
              text: sentences[language].languageName,
              language,
            }))}
            chosen={typed.language}
          />
          <Button>{say('begin')}</Button>
        </Form>
      )}
    </Layout>
  )
}
