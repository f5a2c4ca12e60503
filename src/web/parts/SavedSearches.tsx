import type { SavedSearch } from '../../exchange/search/saved.ts'
import type { SearchPlace } from '../../store/search/searchTables.ts'
import { searchLink } from '../desk/caseLinks.ts'
import type { Words } from '../desk/words.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { FormError } from './ErrorSummary.tsx'
import { Field } from './Field.tsx'
import { Form } from './Form.tsx'
import type { Frame } from './Layout.tsx'

interface SavedProps {
  readonly frame: Frame
  readonly words: Words
  readonly saved: readonly SavedSearch[]
}

/** What a person looks for again and again: each is asked anew, and can be taken away. */
export function SavedSearches({ frame, words: { say }, saved }: SavedProps) {
  if (saved.length === 0) return null
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-m">{say('savedSearches')}</h2>
      <p class="govuk-body">{say('savedSearchesText')}</p>
      <ul class="govuk-list">
        {saved.map(({ id, name, place, query }) => (
          <li key={id} class="desk-saved">
            <a class="govuk-link" href={searchLink(place, query)}>
              <bdi>{name}</bdi>
            </a>{' '}
            <Form frame={frame} action={deskRoutes.dropSearch.path.replace(':search', id)}>
              <button type="submit" class="desk-link-button govuk-link">
                {say('dropSearch')} <bdi class="govuk-visually-hidden">{name}</bdi>
              </button>
            </Form>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface SaveProps {
  readonly frame: Frame
  readonly words: Words
  readonly place: SearchPlace
  /** As it stands in the address of the page. */
  readonly query: string
  /** What was typed before. */
  readonly name?: string
  readonly errors?: readonly FormError[]
}

/** Saves what was asked under a name. */
export function SaveSearch({ frame, words, place, query, name = '', errors = [] }: SaveProps) {
  const { say } = words
  return (
    <Form frame={frame} action={deskRoutes.keepSearch.path} class="desk-question">
      <input type="hidden" name="place" value={place} />
      <input type="hidden" name="query" value={query} />
      <Field
        words={words}
        name="name"
        label={say('searchName')}
        hint={say('searchNameHint')}
        errors={errors}
        value={name}
        width={20}
      />
      <button type="submit" class="govuk-button govuk-button--secondary">
        {say('keepSearch')}
      </button>
    </Form>
  )
}
