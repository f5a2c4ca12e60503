import type { ComponentChildren } from 'preact'
import { formTokenMember } from '../desk/formToken.ts'
import type { Frame } from './Layout.tsx'

interface FormProps {
  readonly frame: Frame
  readonly action: string
  readonly class?: string
  /** Whether it brings files: its token, and all that stands above them, is there before they are (RFC 7578 section 5.2). */
  readonly bringsFiles?: true
  readonly children: ComponentChildren
}

/** A form that changes something, with the token of the session. What is missing is said by the desk, in the reader's words. */
export function Form({ frame, action, class: name, bringsFiles, children }: FormProps) {
  return (
    <form
      method="post"
      action={action}
      class={name}
      enctype={bringsFiles === true ? 'multipart/form-data' : undefined}
      novalidate
    >
      {frame.formToken === '' ? null : <input type="hidden" name={formTokenMember} value={frame.formToken} />}
      {children}
    </form>
  )
}
