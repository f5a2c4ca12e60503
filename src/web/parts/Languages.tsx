import { letterLanguages } from '../../letter/language.ts'
import { deskRoutes } from '../deskPaths.ts'
import { type Words, sentences } from '../desk/words.ts'
import { Form } from './Form.tsx'
import type { Frame } from './Layout.tsx'

interface LanguagesProps {
  readonly frame: Frame
  readonly words: Words
}

/** The languages of the desk, each in its own words. */
export function Languages({ frame, words }: LanguagesProps) {
  return (
    <Form frame={frame} action={deskRoutes.chooseLanguage.path}>
      <fieldset class="govuk-fieldset">
        <legend class="govuk-visually-hidden">{words.say('chooseLanguage')}</legend>
        <ul class="desk-languages">
          {letterLanguages.map((language) => (
            <li key={language}>
              <button
                type="submit"
                name="language"
                value={language}
                lang={language}
                class="desk-link-button"
                aria-current={language === words.language ? 'true' : undefined}
              >
                {sentences[language].languageName}
              </button>
            </li>
          ))}
        </ul>
      </fieldset>
    </Form>
  )
}
