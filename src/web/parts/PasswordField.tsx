import type { Words } from '../desk/words.ts'
import type { FormError } from './ErrorSummary.tsx'
import { Field } from './Field.tsx'

interface PasswordFieldProps {
  readonly words: Words
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly errors: readonly FormError[]
  /** One that will be in use: a browser offers to make it and keep it. */
  readonly isNew?: boolean
}

/** A password that somebody types, or that their browser has kept. */
export function PasswordField({ isNew = false, ...field }: PasswordFieldProps) {
  return <Field {...field} type="password" autocomplete={isNew ? 'new-password' : 'current-password'} />
}
