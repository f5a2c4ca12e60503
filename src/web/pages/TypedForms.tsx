import type { DeskNames } from '../../exchange/desk/names.ts'
import type { TypedForm } from '../../exchange/people/typedForms.ts'
import { deskRoutes } from '../deskPaths.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import type { Visit } from '../desk/pageOf.ts'
import { filledIn, pageOfForm, titleOfForm } from '../desk/typed.ts'
import { Form } from '../parts/Form.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Moment } from '../parts/Moment.tsx'
import { TypedWords } from '../parts/TypedWords.tsx'

interface TypedFormsProps extends Visit {
  readonly frame: Frame
  readonly listed: { readonly names: DeskNames; readonly forms: readonly TypedForm[] }
}

/** What a person had typed when their sessions ended, and where it belongs. */
export function TypedForms({ frame, words: spoken, person, listed: { names, forms } }: TypedFormsProps) {
  const words = caseWords(spoken, names)
  const { say } = words
  return (
    <Layout frame={frame} words={spoken} person={person} title={say('typedTitle')}>
      <h1 class="govuk-heading-xl">{say('typedTitle')}</h1>
      <p class="govuk-body">{say(forms.length === 0 ? 'typedNone' : 'typedText')}</p>
      {forms.map((form) => (
        <One key={form.id} frame={frame} words={words} form={form} />
      ))}
    </Layout>
  )
}

interface OneProps {
  readonly frame: Frame
  readonly words: CaseWords
  readonly form: TypedForm
}

function One({ frame, words, form: { id, path, fields, at } }: OneProps) {
  const { say } = words
  const filled = filledIn(path)
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-m">{say(titleOfForm(path))}</h2>
      <p class="govuk-hint">
        <Moment words={words} at={at} isWithin />
      </p>
      <p class="govuk-body">
        <a class="govuk-link" href={filled ?? pageOfForm(path)}>
          {say(filled === null ? 'typedOpenPage' : 'typedOpen')}
        </a>
      </p>
      <TypedWords fields={fields} />
      <Form frame={frame} action={deskRoutes.dropTyped.path}>
        <input type="hidden" name="typed" value={id} />
        <button type="submit" class="desk-link-button govuk-link">
          {say('typedDrop')}
        </button>
      </Form>
    </section>
  )
}
