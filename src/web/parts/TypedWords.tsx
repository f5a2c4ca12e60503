import type { Typed } from '../../exchange/people/typedForms.ts'
import { OthersWords } from './Line.tsx'

interface TypedWordsProps {
  readonly fields: Typed['fields']
}

/** What somebody typed into a form, to be read. */
export function TypedWords({ fields }: TypedWordsProps) {
  const texts = fields.filter(([name, value]) => name !== 'version' && value.trim() !== '')
  return (
    <ul class="govuk-list">
      {texts.map(([name, value]) => (
        <li key={name} class="desk-letter__words">
          <OthersWords language="">{value}</OthersWords>
        </li>
      ))}
    </ul>
  )
}
